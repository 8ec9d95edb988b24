#include "redaction/pseudonym/written_date.h"

#include <algorithm>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::redaction {
namespace {

using Piece = WrittenDate::Piece;
using Months = WrittenDate::Months;

constexpr Months kEnglish = {"january", "february", "march",     "april",   "may",      "june",
                             "july",    "august",   "september", "october", "november", "december"};
constexpr Months kEnglishShort = {"jan", "feb", "mar", "apr", "may", "jun",
                                  "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr Months kSpanish = {"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                             "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
constexpr Months kSpanishShort = {"ene", "feb", "mar", "abr", "may", "jun",
                                  "jul", "ago", "sep", "oct", "nov", "dic"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Two figures are of this century's pupils or of their parents.
int FullYear(std::string_view digits) {
  const int year = Number(digits);
  if (digits.size() == 4) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

std::optional<int> MonthNamed(std::string_view word, const Months*& names) {
  std::string lower(word);
  for (char& c : lower) c = IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "sept") lower = "sep";
  // English first: "mar" and "may" are of both, and either writes the same.
  for (const Months* months : {&kEnglish, &kEnglishShort, &kSpanish, &kSpanishShort}) {
    const auto found = std::find(months->begin(), months->end(), lower);
    if (found == months->end()) continue;
    names = months;
    return static_cast<int>(found - months->begin()) + 1;
  }
  return std::nullopt;
}

std::string_view OrdinalOf(unsigned day) {
  if (day / 10 == 1) return "th";
  switch (day % 10) {
    case 1:
      return "st";
    case 2:
      return "nd";
    case 3:
      return "rd";
    default:
      return "th";
  }
}

// Runs of digits, runs of letters, and what lies between.
std::vector<std::string_view> Runs(std::string_view text) {
  const auto kind = [](char c) { return IsDigit(c) ? 1 : IsLetter(c) ? 2 : 0; };
  std::vector<std::string_view> runs;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    while (end < text.size() && kind(text[end]) == kind(text[at])) ++end;
    runs.push_back(text.substr(at, end - at));
    at = end;
  }
  return runs;
}

// Adds up what the pieces say; gives a date where year, month and day are there once each and exist.
class Reader {
 public:
  void Text(std::string_view text) { written_.pieces.push_back({.text = std::string(text)}); }
  void Year(std::string_view digits) {
    year_ = FullYear(digits);
    Put(Piece::kYear, digits);
  }
  void Month(std::string_view digits) {
    month_ = Number(digits);
    Pad(digits);
    Put(Piece::kMonth, digits);
  }
  void Day(std::string_view digits) {
    day_ = Number(digits);
    Pad(digits);
    Put(Piece::kDay, digits);
  }
  void MonthName(std::string_view word, int month, const Months* names) {
    month_ = month;
    written_.pieces.push_back({.kind = Piece::kMonthName, .text = std::string(word), .names = names});
  }
  void Ordinal(std::string_view suffix) { Put(Piece::kOrdinal, suffix); }

  std::optional<WrittenDate> Take() && {
    written_.day = std::chrono::year(year_) / month_ / day_;
    if (year_ < 1900 || year_ > 2099 || !written_.day.ok()) return std::nullopt;
    return std::move(written_);
  }

 private:
  void Put(Piece::Kind kind, std::string_view text) {
    written_.pieces.push_back({.kind = kind, .text = std::string(text)});
  }
  void Pad(std::string_view digits) { written_.padded = written_.padded || digits.front() == '0'; }

  WrittenDate written_;
  int year_ = 0;
  int month_ = 0;
  int day_ = 0;
};

bool IsYear(std::string_view run) { return run.size() == 4 || run.size() == 2; }
bool IsShort(std::string_view run) { return !run.empty() && run.size() <= 2 && IsDigit(run[0]); }

// "2011-04-05", "04/05/2011", "4-5-11", and ISO's time behind a day.
std::optional<WrittenDate> ReadNumeric(const std::vector<std::string_view>& runs) {
  if (runs.size() < 5 || runs[1] != runs[3] || (runs[1] != "-" && runs[1] != "/" && runs[1] != ".")) {
    return std::nullopt;
  }
  Reader reader;
  if (runs[0].size() == 4 && IsShort(runs[2]) && IsShort(runs[4])) {
    reader.Year(runs[0]);
    reader.Text(runs[1]);
    reader.Month(runs[2]);
    reader.Text(runs[3]);
    reader.Day(runs[4]);
    if (runs.size() > 5 && runs[5] != "T" && runs[5] != " ") return std::nullopt;
    for (size_t i = 5; i < runs.size(); ++i) reader.Text(runs[i]);
    return std::move(reader).Take();
  }
  if (runs.size() != 5 || !IsShort(runs[0]) || !IsShort(runs[2]) || !IsDigit(runs[4][0]) ||
      !IsYear(runs[4])) {
    return std::nullopt;
  }
  reader.Month(runs[0]);
  reader.Text(runs[1]);
  reader.Day(runs[2]);
  reader.Text(runs[3]);
  reader.Year(runs[4]);
  return std::move(reader).Take();
}

std::optional<WrittenDate> ReadCompact(std::string_view digits) {
  for (const size_t year_at : {size_t{0}, size_t{4}}) {
    Reader reader;
    if (year_at == 0) reader.Year(digits.substr(0, 4));
    reader.Month(digits.substr(year_at == 0 ? 4 : 0, 2));
    reader.Day(digits.substr(year_at == 0 ? 6 : 2, 2));
    if (year_at == 4) reader.Year(digits.substr(4, 4));
    if (std::optional<WrittenDate> date = std::move(reader).Take()) {
      date->padded = true;
      return date;
    }
  }
  return std::nullopt;
}

// A month's name, a day of one or two figures (with "st" and the like), a year of four or two, in any order;
// "de", "del", "of" and "the" between.
std::optional<WrittenDate> ReadWorded(const std::vector<std::string_view>& runs) {
  Reader reader;
  bool month = false;
  bool day = false;
  bool year = false;
  for (size_t i = 0; i < runs.size(); ++i) {
    const std::string_view run = runs[i];
    if (IsDigit(run[0])) {
      if (!day && IsShort(run) && (month || i == 0)) {
        reader.Day(run);
        day = true;
        if (i + 1 < runs.size() &&
            (runs[i + 1] == "st" || runs[i + 1] == "nd" || runs[i + 1] == "rd" || runs[i + 1] == "th")) {
          reader.Ordinal(runs[++i]);
        }
      } else if (!year && (month ? IsYear(run) : run.size() == 4) && (day || run.size() == 4)) {
        reader.Year(run);
        year = true;
      } else {
        return std::nullopt;
      }
    } else if (IsLetter(run[0])) {
      const Months* names = nullptr;
      const std::optional<int> number = MonthNamed(run, names);
      if (number && !month) {
        reader.MonthName(run, *number, names);
        month = true;
      } else if (run == "de" || run == "del" || run == "of" || run == "the") {
        reader.Text(run);
      } else {
        return std::nullopt;
      }
    } else {
      if (run.size() > 3 || run.find_first_not_of(" ,.-/'") != std::string_view::npos) return std::nullopt;
      reader.Text(run);
    }
  }
  if (!month || !day || !year) return std::nullopt;
  return std::move(reader).Take();
}

std::string TwoFigures(unsigned value) { return StrCat(value < 10 ? "0" : "", value); }

std::string MonthWord(const Piece& piece, unsigned month) {
  std::string word((*piece.names)[month - 1]);
  const auto raise = [](char& c) { c = static_cast<char>(c - 'a' + 'A'); };
  if (IsUpper(piece.text[0])) raise(word[0]);
  if (piece.text.size() > 1 && IsUpper(piece.text[1])) std::for_each(word.begin() + 1, word.end(), raise);
  return word;
}

}  // namespace

std::optional<WrittenDate> ReadWrittenDate(std::string_view text) {
  if (text.empty() || text.size() > 64) return std::nullopt;
  const std::vector<std::string_view> runs = Runs(text);
  if (runs.size() == 1 && runs[0].size() == 8 && IsDigit(runs[0][0])) return ReadCompact(runs[0]);
  if (std::optional<WrittenDate> date = ReadNumeric(runs)) return date;
  return ReadWorded(runs);
}

std::string WriteDate(const WrittenDate& date) {
  const auto day = static_cast<unsigned>(date.day.day());
  const auto month = static_cast<unsigned>(date.day.month());
  const auto year = static_cast<unsigned>(static_cast<int>(date.day.year()));
  const bool has_name = std::any_of(date.pieces.begin(), date.pieces.end(),
                                    [](const Piece& piece) { return piece.kind == Piece::kMonthName; });
  const bool iso = date.pieces.front().kind == Piece::kYear && !has_name;
  const auto short_number = [&](unsigned value) {
    return date.padded || iso ? TwoFigures(value) : StrCat(value);
  };
  std::string out;
  for (const Piece& piece : date.pieces) {
    switch (piece.kind) {
      case Piece::kText:
        out += piece.text;
        break;
      case Piece::kYear:
        out += piece.text.size() == 2 ? TwoFigures(year % 100) : StrCat(year);
        break;
      case Piece::kMonth:
        out += short_number(month);
        break;
      case Piece::kDay:
        out += short_number(day);
        break;
      case Piece::kMonthName:
        out += MonthWord(piece, month);
        break;
      case Piece::kOrdinal:
        out += OrdinalOf(day);
        break;
    }
  }
  return out;
}

}  // namespace schoolgate::redaction
