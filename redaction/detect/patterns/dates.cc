#include "redaction/detect/patterns/dates.h"

#include <algorithm>

#include "redaction/detect/patterns/digit_groups.h"
#include "redaction/detect/patterns/month_names.h"
#include "redaction/detect/patterns/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestMonth = 40;  // bytes: Burmese

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool AllDigits(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

int YearOf(const Text& text, size_t at) {
  if (at >= text.size() || !IsDigitLike(text, at)) return 0;
  const std::string word = DigitsOfWord(text.Word(at));
  if (word.size() == 4) return Number(word);
  return word.size() == 2 ? FullYear(Number(word)) : 0;
}

// The mark between two parts of a numeric date, blanks around it allowed; '\0' if there is none.
char MarkBefore(const Text& text, size_t at) {
  if (at >= text.size()) return '\0';
  std::string_view gap = text.GapBefore(at);
  if (gap.empty() || gap.size() > 3) return '\0';
  const size_t first = gap.find_first_not_of(' ');
  if (first == gap.npos || gap.find_last_not_of(' ') != first) return '\0';
  const char mark = gap[first];
  return mark == '/' || mark == '-' || mark == '.' ? mark : '\0';
}

// At most a blank, a comma, a full stop: the date goes on.
bool Near(const Text& text, size_t at) {
  if (at >= text.size()) return false;
  const std::string_view gap = text.GapBefore(at);
  // "March 4th, '14"
  return !gap.empty() && (gap.size() <= 2 || gap == ", '") &&
         gap.find_first_not_of(" ,.-/'\n") == std::string_view::npos;
}

FoundDate Numeric(const Text& text, size_t at) {
  FoundDate found;
  const char mark = MarkBefore(text, at + 1);
  if (mark == '\0' || MarkBefore(text, at + 2) != mark || !IsDigitLike(text, at)) return found;
  const size_t first = text[at].size();
  // "2016-10-19T00:00:00Z": the day is the head of a longer word.
  if (first == 4 && text[at + 1].size() <= 2 && text[at + 2].size() >= 1) {
    const std::string_view last = text.Word(at + 2);
    const size_t digits = std::min(last.find_first_not_of("0123456789"), last.size());
    if (digits == 0 || digits > 2 || (digits < last.size() && last[digits] != 't')) return found;
    const int month = DayOf(text, at + 1);
    if (month == 0) return found;
    found.date = BirthDay(YearOf(text, at), month, Number(last.substr(0, digits)));
    if (found.date) found.next = at + 3;
    return found;
  }
  const size_t last = text[at + 2].size();
  if (first > 2 || text[at + 1].size() > 2 || (last != 2 && last != 4)) return found;
  // A fourth number of the same form: a version or an address, not a day.
  if (MarkBefore(text, at + 3) == mark && IsDigitLike(text, at + 3) && text.GapBefore(at + 3).size() == 1)
    return found;
  const int one = DayOf(text, at);
  const int two = DayOf(text, at + 1);
  const int year = YearOf(text, at + 2);
  if (one == 0 || two == 0 || year == 0) return found;
  const auto american = BirthDay(year, one, two);
  const auto other = BirthDay(year, two, one);
  found.date = american ? american : other;
  if (american && other) found.other = other;
  if (found.date) found.next = at + 3;
  return found;
}

// "of", "de", "day of", "thang": between a day, its month and its year.
size_t SkipOf(const Text& text, size_t index) {
  for (size_t skipped = 0; skipped < 2 && index < text.size(); ++skipped, ++index) {
    const std::string_view word = text.Word(index);
    if (word != "de" && word != "del" && word != "of" && word != "day" && word != "dia" && word != "ng" &&
        word != "in" && word != "the")
      break;
    if (text.GapBefore(index).size() > 2) break;
  }
  return index;
}

FoundDate Worded(const Text& text, size_t at) {
  FoundDate found;
  size_t month_at = at;
  size_t day_at = 0;
  size_t year_at = 0;
  if (MonthOf(text, at) != 0) {
    day_at = at + 1;
    if (day_at < text.size() && text.Word(day_at) == "the") ++day_at;
    year_at = SkipOf(text, day_at + 1);
    if (!Near(text, day_at) || !Near(text, year_at)) return found;
  } else if (text[at].size() == 4 && at + 2 < text.size() && MonthOf(text, at + 1) != 0 &&
             DayOf(text, at + 2) != 0) {
    year_at = at;
    month_at = at + 1;
    day_at = at + 2;
    if (!Near(text, month_at) || !Near(text, day_at)) return found;
  } else {
    day_at = at;
    month_at = SkipOf(text, at + 1);
    if (month_at >= text.size() || MonthOf(text, month_at) == 0 || !Near(text, at + 1)) return found;
    year_at = month_at + 1;
    if (year_at < text.size() && ArabicOrdinal(text.Word(year_at)) != 0) ++year_at;
    year_at = SkipOf(text, year_at);
    if (!Near(text, year_at)) return found;
  }
  const int day = DayOf(text, day_at);
  const int year = YearOf(text, year_at);
  if (day == 0 || year == 0) return found;
  if (text[year_at].size() == 2 && year_at == day_at + 1 && text.GapBefore(year_at) == " ")
    return found;  // "May 3 12 pupils"
  found.date = BirthDay(year, MonthOf(text, month_at), day);
  if (found.date) found.next = std::max(year_at, day_at) + 1;
  return found;
}

// "21 thang 6 nam 2012": Vietnamese.
FoundDate Vietnamese(const Text& text, size_t at) {
  FoundDate found;
  if (at + 4 >= text.size() || text.Word(at + 1) != "thang" || text.Word(at + 3) != "nam") return found;
  const int day = DayOf(text, at);
  const int month = DayOf(text, at + 2);
  const int year = YearOf(text, at + 4);
  if (day == 0 || month == 0 || year == 0) return found;
  found.date = BirthDay(year, month, day);
  if (found.date) found.next = at + 5;
  return found;
}

// "4 lub 3 hlis 2014", "3 hlis ntuj tim 4 xyoo 2014": Hmong.
FoundDate Hmong(const Text& text, size_t at) {
  FoundDate found;
  const auto is = [&](size_t index, std::string_view word) {
    return index < text.size() && text.Word(index) == word;
  };
  const auto is_month = [&](size_t index) { return is(index, "hli") || is(index, "hlis"); };
  const bool day_first = is(at + 1, "lub") && is_month(at + 3);
  if (!day_first && !is_month(at + 1)) return found;
  size_t next = at + (day_first ? 4 : 2);
  if (is(next, "ntuj")) ++next;
  if (!day_first && is(next, "tim")) ++next;
  const int day = day_first ? DayOf(text, at) : DayOf(text, next++);
  const int month = DayOf(text, day_first ? at + 2 : at);
  if (is(next, "xyoo")) ++next;
  const int year = YearOf(text, next);
  if (day == 0 || month == 0 || year == 0) return found;
  found.date = BirthDay(year, month, day);
  if (found.date) found.next = next + 1;
  return found;
}

// "13 Bahman 1397", "1397/11/13": the Solar Hijri calendar, whose years are 621 behind.
FoundDate Solar(const Text& text, size_t at) {
  FoundDate found;
  const auto is_year = [&](size_t index) {
    const int year = YearOf(text, index);
    return text[index].size() == 4 && year >= 1300 && year <= 1450;
  };
  if (at + 2 >= text.size() || text[at].shape != Shape::kDigits) return found;
  found.loose = true;
  const char mark = MarkBefore(text, at + 1);
  if (mark != '\0' && MarkBefore(text, at + 2) == mark) {
    const bool first = is_year(at) && DayOf(text, at + 2) != 0;
    const bool last = is_year(at + 2) && DayOf(text, at) != 0;
    if (DayOf(text, at + 1) != 0 && (first || last)) found.next = at + 3;
    return found;
  }
  if (text[at + 1].size() > kLongestMonth || SolarMonthOfWord(text.Word(at + 1)) == 0) return found;
  if (DayOf(text, at) != 0) found.next = Near(text, at + 2) && is_year(at + 2) ? at + 3 : at + 2;
  return found;
}

// A year, a month and a day, each with a character of its own behind it, in one word or three: Chinese,
// Japanese, Korean.
FoundDate EastAsian(const Text& text, size_t at) {
  FoundDate found;
  int parts[3] = {};
  size_t part = 0;
  size_t token = at;
  for (; token < text.size() && token < at + 3 && part < 3; ++token) {
    if (text[token].shape != Shape::kMixed || (token > at && text.GapBefore(token) != " ")) return found;
    const std::string_view word = text.Word(token).substr(0, 48);
    for (size_t from = 0; from < word.size() && part < 3;) {
      const size_t to = std::min(word.find_first_not_of("0123456789", from), word.size());
      if (to == from || to - from > 4 || to == word.size() || static_cast<signed char>(word[to]) >= 0)
        return found;
      parts[part++] = Number(word.substr(from, to - from));
      from = std::min(word.find_first_of("0123456789", to), word.size());
    }
  }
  if (part < 3) return found;
  found.date = BirthDay(parts[0], parts[1], parts[2]);
  if (found.date) found.next = token;
  return found;
}

// "2018, 11, 23": as programs are told a day.
FoundDate Listed(const Text& text, size_t at) {
  FoundDate found;
  if (at + 2 >= text.size() || text[at].size() != 4 || text.GapBefore(at + 1) != ", " ||
      text.GapBefore(at + 2) != ", ")
    return found;
  if (DayOf(text, at + 1) == 0 || DayOf(text, at + 2) == 0) return found;
  found.loose = true;
  found.next = at + 3;
  return found;
}

FoundDate Loose(const Text& text, size_t at) {
  FoundDate found = Listed(text, at);
  if (found.next != 0) return found;
  found = Solar(text, at);
  if (found.next != 0) return found;
  found.loose = true;
  const size_t size = text[at].size();
  if (MonthOf(text, at) != 0) {
    if (Near(text, at + 1) && DayOf(text, at + 1) != 0) {
      found.next = at + 2;
    } else {
      const size_t year = SkipOf(text, at + 1);
      if (Near(text, year) && text[year].size() == 4 && BirthDay(YearOf(text, year), 1, 1))
        found.next = year + 1;
    }
    return found;
  }
  if (text[at].shape == Shape::kDigits && (size == 8 || size == 6)) {
    const std::string_view word = text.Word(at);
    const auto day = [&](size_t year, size_t month, size_t the_day) {
      const std::string_view digits = word.substr(year, size - 4);
      return BirthDay(size == 8 ? Number(digits) : FullYear(Number(digits)), Number(word.substr(month, 2)),
                      Number(word.substr(the_day, 2)));
    };
    const size_t year = size == 8 ? 4 : 2;
    const auto date = day(4, 0, 2)             ? day(4, 0, 2)
                      : day(0, year, year + 2) ? day(0, year, year + 2)
                                               : day(4, 2, 0);
    if (date) {
      found.date = date;
      found.next = at + 1;
    }
    return found;
  }
  // A vCard's --0419.
  if (text[at].shape == Shape::kDigits && size == 4 && text.Before(text[at].begin) == '-') {
    found.next = at + 1;
    return found;
  }
  if (DayOf(text, at) == 0 || at + 1 >= text.size()) return found;
  const size_t month = SkipOf(text, at + 1);
  if (month < text.size() && Near(text, at + 1) && MonthOf(text, month) != 0) {
    found.next = month + 1;
  } else if (const char mark = MarkBefore(text, at + 1);
             (mark == '/' || mark == '-') && DayOf(text, at + 1) != 0) {
    found.next = at + 2;
  } else if (text.GapBefore(at + 1) == " " && DayOf(text, at + 1) != 0 && at + 2 < text.size() &&
             text.GapBefore(at + 2) == " " && (text[at + 2].size() == 4 || text[at + 2].size() == 2)) {
    found.date = BirthDay(YearOf(text, at + 2), DayOf(text, at), DayOf(text, at + 1));
    if (found.date) found.next = at + 3;
  }
  return found;
}

}  // namespace

int MonthOf(const Text& text, size_t index) {
  if (index >= text.size() || text[index].size() < 3 || text[index].size() > kLongestMonth) return 0;
  if (text[index].shape == Shape::kDigits) return 0;
  const int month = MonthOfWord(text.Word(index));
  // Kanun and Tishrin are two months each, the first and the second.
  if ((month == 10 || month == 12) && static_cast<signed char>(text.Word(index)[0]) < 0 &&
      index + 1 < text.size() && ArabicOrdinal(text.Word(index + 1)) == 2)
    return month % 12 + 1;
  return month;
}

int DayOf(const Text& text, size_t index) {
  if (index >= text.size()) return 0;
  std::string_view word = text.Word(index);
  if (text[index].shape == Shape::kMixed && word.size() >= 3 && word.size() <= 4) {
    const std::string_view suffix = word.substr(word.size() - 2);
    if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") word.remove_suffix(2);
  }
  if (word.size() > 2 || text[index].shape == Shape::kUnspaced) return 0;
  const std::string digits = DigitsOfWord(word);
  if (!AllDigits(digits) || word.find_first_of("0123456789") == word.npos) return 0;
  const int day = Number(digits);
  return day <= 31 ? day : 0;
}

FoundDate ReadDate(const Text& text, size_t at) {
  if (FoundDate found = Numeric(text, at); found.next != 0) return found;
  if (FoundDate found = Worded(text, at); found.next != 0) return found;
  if (text[at].shape == Shape::kDigits) {
    const FoundDate found = Vietnamese(text, at);
    return found.next != 0 ? found : Hmong(text, at);
  }
  return text[at].shape == Shape::kMixed && text[at].size() > 4 ? EastAsian(text, at) : FoundDate();
}

FoundDate ReadLooseDate(const Text& text, size_t at) {
  FoundDate found = Loose(text, at);
  // "15 Feb 1820": a whole date, but of nobody's birth.
  if (found.next != 0 && !found.date && found.next < text.size() && Near(text, found.next) &&
      text[found.next].shape == Shape::kDigits && text[found.next].size() >= 3) {
    found.next = 0;
  }
  return found;
}

}  // namespace schoolgate::redaction
