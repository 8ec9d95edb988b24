#include "redaction/detect/patterns.h"

#include <algorithm>
#include <utility>

namespace schoolgate::redaction {
namespace {

void SortAndThin(std::vector<Match>& matches) {
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  size_t kept = 0;
  for (size_t at = 0; at < matches.size(); ++at) {
    if (kept > 0 && matches[at].begin < matches[kept - 1].end) continue;
    if (kept != at) matches[kept] = std::move(matches[at]);
    ++kept;
  }
  matches.resize(kept);
}

}  // namespace

std::vector<Match> FindPatterns(const Text& text, const Cues& cues, const RosterIndex& index,
                                bool json_number) {
  std::vector<Match> out;
  Scan scan{text, cues, index, json_number, out};
  ScanUrls(scan);
  ScanEmails(scan);
  SortAndThin(out);

  // The rest, word by word, around what is taken.
  std::vector<std::pair<uint32_t, uint32_t>> taken;
  taken.reserve(out.size());
  for (const Match& match : out) taken.emplace_back(match.begin, match.end);
  size_t next_taken = 0;
  for (size_t at = 0; at < text.size();) {
    const Token& token = text[at];
    while (next_taken < taken.size() && taken[next_taken].second <= token.begin) ++next_taken;
    if (next_taken < taken.size() && taken[next_taken].first < token.end) {
      ++at;
      continue;
    }
    size_t next = at;
    const bool digits = token.shape == Shape::kDigits;
    const bool mixed = token.shape == Shape::kMixed;
    if (digits || mixed || token.Has(word::kCalendar)) {
      if (next == at) next = ScanIpAddress(scan, at);
      if (next == at) next = ScanDate(scan, at);
    }
    if (next == at &&
        (digits || mixed || token.Has(word::kStreetType | word::kStreetLead) || token.size() <= 2)) {
      next = ScanAddress(scan, at);
    }
    if (next == at && (digits || mixed)) next = ScanNumber(scan, at);
    if (next == at && token.Has(word::kCueSecret)) next = ScanSecret(scan, at);
    if (next == at && !digits) next = ScanUsername(scan, at);
    at = next == at ? at + 1 : next;
  }
  SortAndThin(out);
  return out;
}

}  // namespace schoolgate::redaction
