// What the pattern scanners find in one text, before it is known whose it is.
#ifndef SCHOOLGATE_REDACTION_DETECT_MATCH_H_
#define SCHOOLGATE_REDACTION_DETECT_MATCH_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/cues.h"
#include "redaction/detect/roster_index.h"
#include "redaction/detect/tokens.h"

namespace schoolgate::redaction {

enum class MatchKind : uint8_t {
  kId,
  kSsn,
  kPhone,
  kEmail,
  kUsername,
  kAddress,
  kBirthDate,
  kDate,  // a day without a cue: a birth date only if someone spoken of was born on it
  kUrl,
  kPlainUrl,  // names nobody; keeps the words in it from being read as names
  kIp,
  kDeviceId,
  kCard,
  kSecret,
  kGovernmentId,
};

struct Match {
  uint32_t begin = 0, end = 0;  // folded offsets
  MatchKind kind = MatchKind::kId;
  std::string value;  // normalised: equal values are the same thing
  std::span<const ValueIndex::Entry> owners;
  std::string_view recognizer;
  std::string_view cue;
  float confidence = 0;
  std::optional<std::chrono::year_month_day> date, other_date;  // kBirthDate, kDate: month first, day first
};

// What a scanner reads and where it puts what it finds.
struct Scan {
  const Text& text;
  const Cues& cues;
  const RosterIndex& index;
  bool numbers_need_proof;  // a JSON number: only what the roster knows or a cue names
  std::vector<Match>& out;
};

// Each looks at token `at` and, having found something, adds a match and returns the token to go on from;
// else `at`. None reads further than a bounded number of tokens.
size_t ScanDate(Scan& scan, size_t at);
size_t ScanNumber(Scan& scan, size_t at);
size_t ScanAddress(Scan& scan, size_t at);
size_t ScanIpAddress(Scan& scan, size_t at);
size_t ScanSecret(Scan& scan, size_t at);
size_t ScanUsername(Scan& scan, size_t at);
// Base64 of either alphabet that decodes to an e-mail address.
bool HidesEmail(std::string_view text);
// The whole text at once: what '@' and "://" announce.
void ScanEmails(Scan& scan);
void ScanUrls(Scan& scan);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MATCH_H_
