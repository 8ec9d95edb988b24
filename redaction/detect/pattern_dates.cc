// Days in the forms people write them, and whether they are somebody's birth.
#include <array>
#include <string_view>

#include "redaction/detect/match.h"
#include "redaction/detect/validators.h"

namespace schoolgate::redaction {
namespace {

int MonthOf(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kEnglish = {"jan", "feb", "mar", "apr", "may", "jun",
                                                                "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::array<std::string_view, 12> kSpanish = {"ene", "feb", "mar", "abr", "may", "jun",
                                                                "jul", "ago", "sep", "oct", "nov", "dic"};
  if (word.size() < 3) return 0;
  for (size_t at = 0; at < 12; ++at) {
    if (word.starts_with(kEnglish[at]) || word.starts_with(kSpanish[at])) return static_cast<int>(at) + 1;
  }
  return word == "setiembre" ? 9 : 0;
}

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// The number of a token that is one or two digits, "2nd" and "14th" too; 0 if it is not.
int DayOf(const Text& text, size_t at) {
  if (at >= text.size()) return 0;
  std::string_view word = text.Word(at);
  if (text[at].shape == Shape::kMixed && word.size() >= 3 && word.size() <= 4) {
    const std::string_view suffix = word.substr(word.size() - 2);
    if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") word.remove_suffix(2);
  } else if (text[at].shape != Shape::kDigits) {
    return 0;
  }
  if (word.empty() || word.size() > 2 || word.find_first_not_of("0123456789") != std::string_view::npos)
    return 0;
  return Number(word);
}

int YearOf(const Text& text, size_t at) {
  if (at >= text.size() || text[at].shape != Shape::kDigits) return 0;
  const std::string_view word = text.Word(at);
  if (word.size() == 4) return Number(word);
  return word.size() == 2 ? FullYear(Number(word)) : 0;
}

struct Found {
  size_t next = 0;  // the token after; 0: none
  std::optional<std::chrono::year_month_day> date, other;
};

bool Joined(const Text& text, size_t at, std::string_view marks) {
  return at < text.size() && text.GapBefore(at).size() == 1 &&
         marks.find(text.GapBefore(at)[0]) != marks.npos;
}

bool Near(const Text& text, size_t at) {
  return at < text.size() && text.GapBefore(at).size() <= 2 && !text.GapBefore(at).empty() &&
         text.GapBefore(at).find_first_not_of(" ,.-/") == std::string_view::npos;
}

Found Numeric(const Text& text, size_t at) {
  Found found;
  if (text[at].shape != Shape::kDigits || !Joined(text, at + 1, "/-.") || !Joined(text, at + 2, "/-."))
    return found;
  if (text.GapBefore(at + 1) != text.GapBefore(at + 2)) return found;
  const size_t first = text[at].size();
  // "2016-10-19T00:00:00Z": the day is the head of a longer word.
  if (first == 4 && text[at + 1].size() == 2 && text[at + 2].size() >= 2) {
    const std::string_view day = text.Word(at + 2).substr(0, 2);
    if (text[at + 2].shape == Shape::kDigits ? text[at + 2].size() != 2 : text.Word(at + 2).find('t') != 2)
      return found;
    if (day.find_first_not_of("0123456789") != day.npos || DayOf(text, at + 1) == 0) return found;
    found.date = BirthDay(Number(text.Word(at)), DayOf(text, at + 1), Number(day));
    if (found.date) found.next = at + 3;
    return found;
  }
  const size_t last = text[at + 2].size();
  if (first > 2 || text[at + 1].size() > 2 || (last != 2 && last != 4)) return found;
  const int one = DayOf(text, at);
  const int two = DayOf(text, at + 1);
  const int year = YearOf(text, at + 2);
  // A fourth number of the same form: a version or an address, not a day.
  if (Joined(text, at + 3, text.GapBefore(at + 1)) && text[at + 3].shape == Shape::kDigits) return found;
  if (one == 0 || two == 0 || year == 0) return found;
  const auto american = BirthDay(year, one, two);
  const auto other = BirthDay(year, two, one);
  found.date = american ? american : other;
  if (american && other) found.other = other;
  if (found.date) found.next = at + 3;
  return found;
}

Found Worded(const Text& text, size_t at) {
  Found found;
  size_t month_at = at;
  size_t day_at = 0;
  size_t year_at = 0;
  const auto is_month = [&](size_t index) {
    return index < text.size() && text[index].Has(word::kCalendar) && MonthOf(text.Word(index)) != 0;
  };
  const auto skip_of = [&](size_t index) {  // "3 de febrero de 2020", "3rd of June"
    const bool of = index < text.size() &&
                    (text.Word(index) == "de" || text.Word(index) == "del" || text.Word(index) == "of");
    return of ? index + 1 : index;
  };
  if (is_month(at)) {
    day_at = at + 1;
    year_at = at + 2;
    if (!Near(text, day_at) || !Near(text, year_at)) return found;
  } else {
    day_at = at;
    month_at = skip_of(at + 1);
    if (!is_month(month_at) || !Near(text, at + 1)) return found;
    year_at = skip_of(month_at + 1);
    if (!Near(text, year_at)) return found;
  }
  const int day = DayOf(text, day_at);
  const int year = YearOf(text, year_at);
  if (day == 0 || year == 0) return found;
  if (text[year_at].size() == 2 && text.GapBefore(year_at) == " ") return found;  // "May 3 12 pupils"
  found.date = BirthDay(year, MonthOf(text.Word(month_at)), day);
  if (found.date) found.next = year_at + 1;
  return found;
}

}  // namespace

size_t ScanDate(Scan& scan, size_t at) {
  const Text& text = scan.text;
  Found found = Numeric(text, at);
  if (found.next == 0) found = Worded(text, at);
  const bool cued = ((scan.cues.Before(at, 4) | scan.cues.Key()) & word::kCueBirth) != 0;
  Match match;
  match.begin = text[at].begin;
  if (found.next == 0) {
    // Under a birth cue, a day without a year too: "bday 4/19", "born May 3", a vCard's --0419.
    if (!cued) return at;
    size_t next = 0;
    if (DayOf(text, at) != 0 && Joined(text, at + 1, "/-") && DayOf(text, at + 1) != 0) next = at + 2;
    if (text[at].Has(word::kCalendar) && MonthOf(text.Word(at)) != 0 && Near(text, at + 1) &&
        DayOf(text, at + 1) != 0)
      next = at + 2;
    if (DayOf(text, at) != 0 && Near(text, at + 1) && text[at + 1].Has(word::kCalendar) &&
        MonthOf(text.Word(at + 1)) != 0)
      next = at + 2;
    if (text[at].shape == Shape::kDigits &&
        (text[at].size() == 8 || (text[at].size() == 4 && text.Before(text[at].begin) == '-')))
      next = at + 1;
    if (next == 0) return at;
    found.next = next;
  }
  match.end = text[found.next - 1].end;
  if (text[found.next - 1].shape == Shape::kMixed && text.GapBefore(found.next - 1) == "-") {
    match.end = text[found.next - 1].begin + 2;  // an ISO day before its time
  }
  const bool after = (scan.cues.After(found.next - 1, 2) & word::kCueBirth) != 0;
  const bool short_cue = at > 0 && text.Word(at - 1) == "b" && text.GapBefore(at).size() <= 2;
  const bool birth = cued || after || short_cue;
  match.kind = birth ? MatchKind::kBirthDate : MatchKind::kDate;
  match.value = text.view().folded().substr(match.begin, match.end - match.begin);
  match.date = found.date;
  match.other_date = found.other;
  match.recognizer = birth ? "pattern.birth_date" : "roster.birth_date";
  match.cue = birth ? "birth" : "";
  match.confidence = birth ? 0.9F : 0.5F;
  scan.out.push_back(std::move(match));
  return found.next;
}

}  // namespace schoolgate::redaction
