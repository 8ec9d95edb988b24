// Days, and whether they are somebody's birth.
#include <algorithm>
#include <string_view>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/digit_groups.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/number_words.h"
#include "redaction/detect/patterns/record_lines.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kReachBefore = 10;  // "born to Maria Lopez and Juan Perez in Eagle Pass on"
constexpr size_t kReachAfter = 5;    // "is our little Ana's birthday"
constexpr int kOldest = 1930;        // who was born before is of history, unless a label says otherwise
constexpr size_t kListReach = 80;    // from the head of a list of birthdays to its entries

// "turns 12 on May 3", "cumple 12 el 3 de mayo": an age stands between.
bool HasAge(const Scan& scan, size_t first) {
  const Text& text = scan.text;
  for (size_t at = first; at > 0 && first - at < kReachBefore; --at) {
    const CueBits bits = scan.cues.Of(at - 1);
    if ((bits & cue::kTurns) != 0) return text.Word(at - 1).starts_with("cumpl");
    if (text[at - 1].shape == Shape::kDigits && text[at - 1].size() <= 2) return true;
    if (IsNumberWord(text, at - 1)) return true;
  }
  return false;
}

// "I am 13 until April 7th", "he'll be 12 on June 9th": an age, and the day it changes.
bool ChangesAge(const Text& text, size_t first) {
  if (first < 3) return false;
  size_t at = first - 1;
  if (text.Word(at) == "the" || text.Word(at) == "el") --at;
  const std::string_view link = text.Word(at);
  const bool ends = link == "until" || link == "till" || link == "til" || link == "hasta";
  if ((!ends && link != "on" && link != "in" && link != "el") || at < 2) return false;
  const Token& age = text[at - 1];
  const bool number = (age.shape == Shape::kDigits && age.size() <= 2) || IsNumberWord(text, at - 1);
  if (!number || text.GapBefore(at) != " ") return false;
  const std::string_view verb = text.Word(at - 2);
  if (verb == "be" || verb == "turn" || verb == "turning") return true;
  return ends && (verb == "am" || verb == "is" || verb == "im" || verb == "m" || verb == "still");
}

// "born 17.02.2011, not 02.17.2012": a second day for the same birth.
bool Corrects(const Scan& scan, size_t first) {
  constexpr size_t kLongest = 24;
  const Text& text = scan.text;
  if (scan.last != MatchKind::kBirthDate || first == 0 || text[first].begin < scan.floor ||
      text[first].begin - scan.floor > kLongest)
    return false;
  const std::string_view between = text.view().folded().substr(scan.floor, text[first].begin - scan.floor);
  if (between.find_first_of("\n.;") != between.npos) return false;
  static constexpr std::string_view kNots[] = {"not", "no",  "не",  "sino", "or",    "pas", "vs", "instead",
                                               "of",  "non", "nao", "o",    "hindi", "and", "y"};
  return std::find(std::begin(kNots), std::end(kNots), text.Word(first - 1)) != std::end(kNots);
}

// "b day is", "b-day:": read as two words.
bool HasBDay(const Text& text, size_t first) {
  for (size_t at = first; at >= 2 && first - at < 3; --at) {
    if (text.GapBefore(at).find_first_of(".\n;") != std::string_view::npos) return false;
    if (text.Word(at - 1) == "day" && text.Word(at - 2) == "b" && text.GapBefore(at - 1).size() == 1)
      return true;
  }
  return false;
}

// So old is who goes to school.
bool IsPupilsAge(int year, int this_year) { return year >= this_year - 22 && year <= this_year - 3; }

// A pupil was born then, and nothing else a school keeps is so old.
bool IsOldEnough(int year, int this_year) { return IsPupilsAge(year, this_year) && year <= this_year - 4; }

bool IsNamePart(const Text& text, size_t at) {
  return text[at].IsCapitalised() && text[at].size() > 1 &&
         !text[at].Has(word::kCalendar | word::kFunction | word::kTitle);
}

// "Lopez, Ana  02/08/2013": a pupil's record has their birth behind the name, or behind their age. Of names
// only those that begin a line with the family name, or that the roster or the lexicon has, in a bracket.
bool IsBehindName(const Scan& scan, size_t first, size_t next, int year) {
  const Text& text = scan.text;
  if (first == 0 || !IsPupilsAge(year, scan.year)) return false;
  const CueBits head = scan.cues.HeadOf(first);
  // A row of days is of shots, or of school.
  const bool row = (next < text.size() && text[next].size() <= 4 && IsDigitLike(text, next) &&
                    text.GapBefore(next).find_first_not_of(' ') == std::string_view::npos) ||
                   (text[first - 1].size() <= 4 && IsDigitLike(text, first - 1) &&
                    text.GapBefore(first).find_first_not_of(' ') == std::string_view::npos);
  if (!row && IsOldEnough(year, scan.year) && (head & cue::kDay) == 0 && FollowsPerson(text, first))
    return true;
  const std::string_view gap = text.GapBefore(first);
  if (gap.size() > 24 || gap.find_first_not_of(" \t,|(") != gap.npos) return false;
  const Token& last = text[first - 1];
  const bool bracket = gap == " (" && text.At(text[next - 1].end) == ')';
  const std::string_view word = text.Word(first - 1);
  const bool years = word == "yrs" || word == "yo" || word == "years" || word == "old" || word == "anos";
  const size_t age = years ? first - 2 : first - 1;
  if (first >= 2 && text[age].shape == Shape::kDigits && text[age].size() <= 2)
    return years || (bracket && (text.Word(age - 1) == "age" || text.Word(age - 1) == "edad"));
  if (!IsNamePart(text, first - 1)) return false;
  if (bracket) return last.name != 0 || last.Has(word::kGiven);
  // "Family, Given Middle" at the beginning of its line.
  if (gap == " " || gap == ", ") return false;
  for (size_t at = first - 1; at > 0 && first - at < 5; --at) {
    if (!IsNamePart(text, at - 1)) return false;
    const std::string_view before = text.GapBefore(at);
    if (before == " ") continue;
    if (before != ", ") return false;
    while (--at > 0 && text.GapBefore(at) == " " && IsNamePart(text, at - 1)) continue;
    const std::string_view line = text.GapBefore(at);
    return at == 0 || line.find('\n') != line.npos;
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
  if (last == "bd" && text.GapBefore(first) != "-") return true;
  if (last == "le" && first >= 2 && text.Word(first - 2) == "ne") return true;  // "né le"
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

// "Birthdays: Ana (Dec. 3), Luis (12/22)", on one line or in a list under it.
bool InBirthdayList(const Scan& scan, size_t first) {
  const Text& text = scan.text;
  const bool follows = scan.last == MatchKind::kBirthDate;
  size_t lines = 0;
  for (size_t at = first; at > 0 && first - at < kListReach; --at) {
    lines += text.GapBefore(at).find('\n') != std::string_view::npos ? 1 : 0;
    if (lines > 0 && !follows && lines > 1) return false;
    const std::string_view word = text.Word(at - 1);
    const bool many = word == "birthdays" || word == "bdays" || word == "cumpleanos";
    const std::string_view next = text.Word(at);
    const bool list = (word == "birthday" || word == "bday") && at < first &&
                      (next == "list" || next == "chart" || next == "calendar" || next == "wall");
    if (many || list) return follows || lines == 1;
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

// The word before a number says which part of a day it is.
bool IsPartName(std::string_view word) {
  static constexpr std::string_view kParts[] = {"y",   "yr",  "yyyy",  "year", "ano", "m",   "mo", "mm",
                                                "mon", "mes", "month", "d",    "dd",  "day", "dia"};
  return std::find(std::begin(kParts), std::end(kParts), word) != std::end(kParts);
}

// A birth is spoken of, and from there on only parts of days and their names stand.
bool IsNamedPart(const Text& text, size_t at) {
  constexpr size_t kMostParts = 6;
  if (at == 0 || !IsPartName(text.Word(at - 1))) return false;
  for (size_t back = at; back > 0 && at - back <= kMostParts; --back) {
    if (text.GapBefore(back).size() > 12) return false;
    const std::string_view word = text.Word(back - 1);
    if (text[back - 1].shape == Shape::kDigits || IsPartName(word) || word == "of") continue;
    return (CueBitsOfWord(word) & cue::kBirth) != 0;
  }
  return false;
}

// "DOB 03/19/2014": the label of a form, not what a sentence tells of somebody.
bool IsLabelled(const Scan& scan, size_t at) {
  if (at == 0 || (scan.cues.Of(at - 1) & cue::kBirth) == 0) return false;
  const std::string_view word = scan.text.Word(at - 1);
  return word == "dob" || word == "birthdate" || word == "dobs" || word == "fdn" || word == "nacimiento" ||
         scan.text.GapBefore(at).find(':') != std::string_view::npos;
}

}  // namespace

bool IsBirth(const Scan& scan, size_t first, size_t next) {
  const Text& text = scan.text;
  if (ChangesAge(text, first) || HasBDay(text, first) || Corrects(scan, first)) return true;
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

size_t ScanBirthPart(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (token.shape != Shape::kDigits || token.size() > 4 || token.size() == 3) return at;
  const std::string_view word = text.Word(at);
  const bool year = token.size() == 4 ? word.starts_with("19") || word.starts_with("20") : false;
  if (!year && (token.size() > 2 || DayOf(text, at) == 0)) return at;
  const CueBits head = scan.cues.HeadOf(at);
  const bool cell = scan.cues.BeginsCell(at) && (head & cue::kBirth) != 0;
  // "birth": {"y": 2014, "m": 10, "d": 19}; "birth year 2014, month 10, day 19".
  if (!cell && !IsNamedPart(text, at)) return at;
  if (cell) {
    // Nothing else stands in the cell.
    const std::string_view rest = text.view().folded().substr(token.end, scan.cues.CellEnd(at) - token.end);
    if (rest.find_first_not_of(" \"'\r\t") != rest.npos) return at;
    if (!year && (head & cue::kNot) != 0) return at;  // the order of birth, a year of two digits
  }
  scan.Add(MatchOf(text, at, at + 1, MatchKind::kBirthDate, "pattern.birth_date", "part", 0.85F));
  return at + 1;
}

size_t ScanDate(Scan& scan, size_t at) {
  const Text& text = scan.text;
  FoundDate found = ReadDate(text, at);
  if (found.next == 0) {
    found = ReadLooseDate(text, at);
    const bool packed =
        found.next == at + 1 && found.date && text[at].size() == 8 && !scan.numbers_need_proof;
    const bool of_record = packed && IsBehindName(scan, at, found.next, static_cast<int>(found.date->year()));
    if (found.next == 0 || (!of_record && !IsBirth(scan, at, found.next))) return at;
    // "b 4/19" is as often a part of something.
    if (!found.date && HasInitials(text, at) && text.Word(at - 1) == "b" &&
        (at < 2 || text.Word(at - 2) != "o"))
      return at;
  }
  if (found.date && IsPlaceholder(*found.date)) return found.next;
  bool birth = found.loose || IsBirth(scan, at, found.next);
  if (birth && found.date && static_cast<int>(found.date->year()) < kOldest && !scan.LabelOf(at).direct)
    birth = false;
  if (!birth && found.date && !scan.numbers_need_proof &&
      (scan.cues.After(found.next - 1, 1) & cue::kDay) == 0)
    birth = IsBehindName(scan, at, found.next, static_cast<int>(found.date->year()));
  const bool label = birth && IsLabelled(scan, at);
  Match match = MatchOf(text, at, found.next, birth ? MatchKind::kBirthDate : MatchKind::kDate,
                        birth ? "pattern.birth_date" : "roster.birth_date",
                        label   ? "label"
                        : birth ? "birth"
                                : "",
                        birth ? 0.9F : 0.5F);
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
