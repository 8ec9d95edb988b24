// Days, and whether they are somebody's birth.
#include <algorithm>
#include <string_view>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/match.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kReachBefore = 10;  // "born to Maria Lopez and Juan Perez in Eagle Pass on"
constexpr size_t kReachAfter = 5;    // "is our little Ana's birthday"
constexpr int kOldest = 1930;        // who was born before is of history, unless a label says otherwise

// "turns 12 on May 3", "cumple 12 el 3 de mayo": an age stands between.
bool HasAge(const Scan& scan, size_t first) {
  const Text& text = scan.text;
  for (size_t at = first; at > 0 && first - at < kReachBefore; --at) {
    const CueBits bits = scan.cues.Of(at - 1);
    if ((bits & cue::kTurns) != 0) return text.Word(at - 1).starts_with("cumpl");
    if (text[at - 1].shape == Shape::kDigits && text[at - 1].size() <= 2) return true;
  }
  return false;
}

// "b. 4/11/2018", "D.O.B.: 4/11/18", "f.n. 4/11/18".
bool HasInitials(const Text& text, size_t first) {
  if (first == 0 || text.GapBefore(first).size() > 3 ||
      text.GapBefore(first).find('\n') != std::string_view::npos)
    return false;
  const std::string_view last = text.Word(first - 1);
  if (last == "day" && first >= 2 && text.Word(first - 2) == "b" && text.GapBefore(first - 1) == "-")
    return true;
  if (last == "b" && (first < 2 || text.Word(first - 2) != "o")) return text.GapBefore(first) != "-";
  if (first < 2 || text.GapBefore(first - 1).size() > 2) return false;
  const std::string_view before = text.Word(first - 2);
  return (last == "b" && before == "o") || (last == "n" && (before == "f" || before == "d"));
}

// The first day a program counts from, which stands where no date is known.
bool IsPlaceholder(std::chrono::year_month_day date) {
  return date.month() == std::chrono::January && date.day() == std::chrono::day(1) &&
         (date.year() == std::chrono::year(1900) || date.year() == std::chrono::year(1901) ||
          date.year() == std::chrono::year(1970));
}

// The words after the date name it: "(DOB)", "is her birthday". Not a label of what follows.
bool IsNamedAfter(const Scan& scan, size_t next) {
  const Text& text = scan.text;
  for (size_t at = next; at < text.size() && at < next + kReachAfter; ++at) {
    const std::string_view gap = text.GapBefore(at);
    if (gap.size() > 8 || gap.find_first_of("\n;|\t.") != std::string_view::npos) return false;
    if (text[at].shape == Shape::kDigits) return false;
    const CueBits bits = scan.cues.Of(at);
    if ((bits & (cue::kDay | cue::kTurns)) != 0) return false;
    if ((bits & cue::kBirth) == 0) continue;
    if (at + 1 >= text.size()) return true;
    const std::string_view behind = text.GapBefore(at + 1);
    const bool label = behind.find(':') != behind.npos || text[at + 1].shape == Shape::kDigits ||
                       text[at + 1].Has(word::kCalendar) || (scan.cues.Of(at + 1) & cue::kDay) != 0;
    return !label;
  }
  return false;
}

// "Birthdays: Ana (Dec. 3), Luis (12/22)": after the first.
bool InBirthdayList(const Scan& scan, size_t first) {
  const Text& text = scan.text;
  if (scan.last != MatchKind::kBirthDate) return false;
  for (size_t at = first; at > 0 && first - at < 40; --at) {
    if (text.GapBefore(at).find('\n') != std::string_view::npos) return false;
    const std::string_view word = text.Word(at - 1);
    if (word == "birthdays" || word == "bdays" || word == "cumpleanos") return true;
  }
  return false;
}

// East Asian dates name the birth in the same word or the next to them.
bool HasBirthCharacter(const Text& text, size_t first, size_t next) {
  const size_t begin = first > 0 ? text[first - 1].begin : text[first].begin;
  const size_t end = next < text.size() ? text[next].end : text[next - 1].end;
  const std::string_view near = text.view().folded().substr(begin, std::min<size_t>(end - begin, 160));
  return near.find("\u751F") != near.npos || near.find("\uC0DD") != near.npos ||
         near.find("\uCD9C\uC0DD") != near.npos;
}

}  // namespace

bool IsBirth(const Scan& scan, size_t first, size_t next) {
  const Text& text = scan.text;
  const CueBits nearest =
      scan.cues.Nearest(first, kReachBefore, cue::kBirth | cue::kTurns | cue::kDay, scan.floor);
  if ((nearest & cue::kBirth) != 0) return true;
  if ((nearest & cue::kTurns) != 0) return HasAge(scan, first);
  if ((nearest & cue::kDay) != 0) return false;
  if (scan.numbers_need_proof) return false;
  return HasInitials(text, first) || IsNamedAfter(scan, next) ||
         (text[first].shape == Shape::kMixed && HasBirthCharacter(text, first, next)) ||
         InBirthdayList(scan, first);
}

size_t ScanDate(Scan& scan, size_t at) {
  const Text& text = scan.text;
  FoundDate found = ReadDate(text, at);
  if (found.next == 0) {
    found = ReadLooseDate(text, at);
    if (found.next == 0 || !IsBirth(scan, at, found.next)) return at;
    // "b 4/19" is as often a part of something.
    if (!found.date && HasInitials(text, at) && text.Word(at - 1) == "b" &&
        (at < 2 || text.Word(at - 2) != "o"))
      return at;
  }
  if (found.date && IsPlaceholder(*found.date)) return found.next;
  bool birth = found.loose || IsBirth(scan, at, found.next);
  if (birth && found.date && static_cast<int>(found.date->year()) < kOldest && !scan.LabelOf(at).direct)
    birth = false;
  Match match =
      MatchOf(text, at, found.next, birth ? MatchKind::kBirthDate : MatchKind::kDate,
              birth ? "pattern.birth_date" : "roster.birth_date", birth ? "birth" : "", birth ? 0.9F : 0.5F);
  const std::string_view last = text.Word(found.next - 1);
  if (text[found.next - 1].shape == Shape::kMixed && found.next > at + 1) {
    if (const size_t time = last.find('t'); time == 2 && last.size() > 4)
      match.end = text[found.next - 1].begin + 2;
  }
  match.value = text.view().folded().substr(match.begin, match.end - match.begin);
  match.date = found.date;
  match.other_date = found.other;
  scan.Add(std::move(match));
  return found.next;
}

}  // namespace schoolgate::redaction
