// What the pattern scanners find in one text, before it is known whose it is.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_MATCH_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_MATCH_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/patterns/digit_groups.h"
#include "redaction/detect/roster/roster_index.h"
#include "redaction/detect/text/tokens.h"

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
  kTracker,  // a cookie's value, a click's or a campaign's parameter
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
  int year;                 // this one, by which an age is told
  std::vector<Match>& out;
  uint32_t floor = 0;  // where the last value found ended: its label is not the next one's
  std::optional<MatchKind> last = std::nullopt;

  Cues::Label LabelOf(size_t at) const { return cues.LabelOf(at, floor); }
  // Goes on a list the last find began: "950-555-0101 or 555-0102", "ids 604824, 604825".
  bool Continues(MatchKind kind, size_t at) const;
  void Add(Match match);
};

// A match of tokens [first, next).
Match MatchOf(const Text& text, size_t first, size_t next, MatchKind kind, std::string_view recognizer,
              std::string_view cue, float confidence);

// Each looks at token `at` and, having found something, adds a match and returns the token to go on from;
// else `at`. None reads further than a bounded number of tokens.
size_t ScanDate(Scan& scan, size_t at);
// A year, month or day alone that is a part of somebody's birth: {"birth": {"y": 2014, "m": 10}}.
size_t ScanBirthPart(Scan& scan, size_t at);
size_t ScanNumber(Scan& scan, size_t at);
size_t ScanAddress(Scan& scan, size_t at);
size_t ScanIpAddress(Scan& scan, size_t at);
size_t ScanSecret(Scan& scan, size_t at);
// What was typed where a login is spoken of, without a label: "we tried Tango#417".
// `strong`: only what nothing but a password looks like.
size_t ScanTypedSecret(Scan& scan, size_t at, bool strong);
// Adds the secret at folded offsets [begin, end); gives the token after it.
size_t AddSecret(Scan& scan, size_t begin, size_t end, std::string_view cue, float confidence);
// A code of it, or for it, is a secret: a door, a cabinet, who may pick a child up.
bool OpensWithCode(const Scan& scan, size_t at);
size_t ScanUsername(Scan& scan, size_t at);
size_t ScanSpoken(Scan& scan, size_t at);
size_t ScanSpelledEmail(Scan& scan, size_t at);
size_t ScanKey(Scan& scan, size_t at);
// What stands in a column, or under a key, of passwords.
size_t ScanHeadedSecret(Scan& scan, size_t at);
// What a label says to be a device's or its owner's to advertisers: IMEI, MAC without marks, UDID, IDFA.
size_t ScanDevice(Scan& scan, size_t at);

// The handle that an '@' at a folded offset begins, or the account before one.
void ScanHandle(Scan& scan, size_t at_sign);

// Somebody was asked for an id before the words or digits at `at`. `said`: the speaker's name and what they
// say before it may stand between.
bool WasAskedForId(const Scan& scan, size_t at, bool said);

// Parts of ScanNumber.
size_t ScanPhone(Scan& scan, const DigitGroups& groups, const Cues::Label& label);
size_t ScanRegistration(Scan& scan, size_t at, const Cues::Label& label);
size_t ScanAccount(Scan& scan, const DigitGroups& groups, const Cues::Label& label);  // cards, banks
size_t ScanStudentId(Scan& scan, size_t at, const Cues::Label& label);

// Parts of ScanAddress. Of a house number that begins at `at`, the last token: "45-12".
size_t LastOfHouse(const Text& text, size_t at);
// Behind a house number, the token after a street that only a direction or a Spanish type says to be one: "S
// Church", "Calle Las Palmas"; 0 if there is none. `home`: a word for a home stands before the number.
size_t Directed(const Text& text, size_t at, bool home);
size_t SpanishStreet(const Text& text, size_t at, bool home);
// "lives on willow bend 7160", "moved to Fern Hollow, #212": at the number.
size_t NumberAfterStreet(Scan& scan, size_t at);
// "vive por la church st": at the type.
size_t LowerStreet(Scan& scan, size_t at);
// "Sundown Motel rm 14": at the word for the lodging.
size_t ScanLodging(Scan& scan, size_t at);
size_t ScanMexicanAddress(Scan& scan, size_t at);
// Unit, city, state and postal code after the street that ends before `next`; the token after them.
size_t AddressTail(const Text& text, size_t next);
size_t AddAddress(Scan& scan, size_t first, size_t next, std::span<const ValueIndex::Entry> owners,
                  std::string_view recognizer, std::string_view cue, float confidence);

// Somebody's birth: the cues around a date at tokens [first, next) say so.
bool IsBirth(const Scan& scan, size_t first, size_t next);

// Base64 of either alphabet that decodes to an e-mail address.
bool HidesEmail(std::string_view text);
// What base64 of either alphabet says; empty if it is not base64 or says something unprintable.
std::string DecodeBase64(std::string_view text);
bool HoldsEmail(std::string_view folded);
// The whole text at once: what '@' and "://" announce.
void ScanEmails(Scan& scan);
void ScanUrls(Scan& scan);
void ScanTrackers(Scan& scan);
// The parameter "name=value" of a URL at folded [begin, end) if it follows somebody: all of it; else a match
// without a recognizer.
Match TrackingParameter(std::string_view folded, size_t begin, size_t end);
// And the user names the lines of a chat begin with.
void ScanSpeakers(Scan& scan);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_MATCH_H_
