#include "redaction/detect/patterns/patterns.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/number_words.h"

namespace schoolgate::redaction {
namespace {

bool Before(const Match& a, const Match& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; }

void Sort(std::vector<Match>& matches) {
  if (std::is_sorted(matches.begin(), matches.end(), Before)) return;
  // Their numbers first: a match is large to move.
  std::vector<uint32_t> order(matches.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return Before(matches[a], matches[b]); });
  std::vector<Match> sorted;
  sorted.reserve(matches.size());
  for (const uint32_t number : order) sorted.push_back(std::move(matches[number]));
  matches.swap(sorted);
}

// Of matches that overlap, the first stands; of those that begin together, the longest.
void SortAndThin(std::vector<Match>& matches) {
  Sort(matches);
  size_t kept = 0;
  for (size_t at = 0; at < matches.size(); ++at) {
    if (kept > 0 && matches[at].begin < matches[kept - 1].end) continue;
    if (kept != at) matches[kept] = std::move(matches[at]);
    ++kept;
  }
  matches.resize(kept);
}

// A word that may begin a number said in words, or a day: "eight three oh", "the second of june".
bool MaySpeak(const Text& text, size_t at) {
  if (IsNumberWord(text, at)) return true;
  const std::string_view word = text.Word(at);
  return word == "first" || word == "second" || word == "third" ||
         (text[at].size() > 4 && word.ends_with("th") && text[at].Has(word::kEnglish));
}

size_t ScanWord(Scan& scan, size_t at) {
  const Token& token = scan.text[at];
  const size_t size = token.size();
  const bool numbered = at + 1 < scan.text.size() && scan.text[at + 1].shape == Shape::kDigits;
  if (token.Has(word::kCalendar) || (numbered && size >= 3 && MonthOf(scan.text, at) != 0)) {
    if (const size_t next = ScanDate(scan, at); next != at) return next;
    if (const size_t next = ScanSpoken(scan, at); next != at) return next;
  }
  if (token.Has(word::kStreetType | word::kStreetLead) || size == 1) {
    if (const size_t next = ScanAddress(scan, at); next != at) return next;
  }
  if (token.IsCapitalised() && size >= 3 && size <= 10) {
    if (const size_t next = ScanLodging(scan, at); next != at) return next;
  }
  if (size == 8) {  // "deadbeef-...": hexadecimal digits
    if (const size_t next = ScanDevice(scan, at); next != at) return next;
  }
  if (scan.cues.HeadOf(at) != 0) {
    if (const size_t next = ScanHeadedSecret(scan, at); next != at) return next;
  }
  if (token.Has(word::kCueSecret)) {
    if (const size_t next = ScanSecret(scan, at); next != at) return next;
  }
  if (const size_t next = ScanTypedSecret(scan, at, false); next != at) return next;
  if ((size == 2 || size == 6 || size == 1) && scan.text.Word(at).starts_with('a')) {
    if (const size_t next = ScanSpelledEmail(scan, at); next != at) return next;
  }
  if (token.IsWord() && MaySpeak(scan.text, at)) {
    if (const size_t next = ScanSpoken(scan, at); next != at) return next;
  }
  return ScanUsername(scan, at);
}

// "3 one 4 4 oh 7", "5 5 5 dash 0 1 6 6": digits among what is said.
bool IsPartlySpoken(const Text& text, size_t at) {
  constexpr size_t kReach = 4;
  if (text[at].shape != Shape::kDigits || text[at].size() > 3) return false;
  for (size_t next = at + 1; next < text.size() && next - at < kReach && text.GapBefore(next).size() == 1;
       ++next) {
    if (IsSpokenMark(text, next) || IsNumberWord(text, next)) return true;
    if (text[next].shape != Shape::kDigits) return false;
  }
  return false;
}

size_t ScanNumeric(Scan& scan, size_t at) {
  if (const size_t next = ScanIpAddress(scan, at); next != at) return next;
  if (const size_t next = ScanDevice(scan, at); next != at) return next;
  if (const size_t next = ScanDate(scan, at); next != at) return next;
  if (const size_t next = ScanBirthPart(scan, at); next != at) return next;
  if (const size_t next = ScanHeadedSecret(scan, at); next != at) return next;
  if (const size_t next = ScanAddress(scan, at); next != at) return next;
  if (const size_t next = ScanNumber(scan, at); next != at) return next;
  if (IsPartlySpoken(scan.text, at)) {
    if (const size_t next = ScanSpoken(scan, at); next != at) return next;
  }
  if (const size_t next = ScanTypedSecret(scan, at, true); next != at) return next;
  if (scan.text[at].shape == Shape::kDigits) return at;
  if (const size_t next = ScanKey(scan, at); next != at) return next;
  if (const size_t next = ScanUsername(scan, at); next != at) return next;
  return ScanTypedSecret(scan, at, false);
}

}  // namespace

bool Scan::Continues(MatchKind kind, size_t at) const {
  if (last != kind || at == 0 || floor == 0) return false;
  const std::string_view between =
      text.view().folded().substr(floor, std::max<size_t>(text[at].begin, floor) - floor);
  return between.size() <= 6 && between.find_first_not_of(" ,/&andory+;#") == std::string_view::npos &&
         !between.empty();
}

void Scan::Add(Match match) {
  floor = match.end;
  last = match.kind;
  out.push_back(std::move(match));
}

Match MatchOf(const Text& text, size_t first, size_t next, MatchKind kind, std::string_view recognizer,
              std::string_view cue, float confidence) {
  Match match;
  match.begin = text[first].begin;
  match.end = text[next - 1].end;
  match.kind = kind;
  match.value = text.view().folded().substr(match.begin, match.end - match.begin);
  match.recognizer = recognizer;
  match.cue = cue;
  match.confidence = confidence;
  return match;
}

std::vector<Match> FindPatterns(const Text& text, const Cues& cues, const RosterIndex& index,
                                bool json_number, int year) {
  std::vector<Match> out;
  Scan scan{text, cues, index, json_number, year, out};
  ScanUrls(scan);
  ScanEmails(scan);
  ScanSpeakers(scan);
  ScanTrackers(scan);
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
    const bool numeric = token.shape == Shape::kDigits || token.shape == Shape::kMixed;
    const size_t next = numeric ? ScanNumeric(scan, at) : ScanWord(scan, at);
    at = next == at ? at + 1 : next;
  }
  SortAndThin(out);
  return out;
}

}  // namespace schoolgate::redaction
