#include "redaction/transform/generalize.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/numbers.h"
#include "core/util/strings.h"
#include "redaction/pseudonym/written_date.h"

namespace schoolgate::redaction {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

std::string_view Trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '.'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// The runs of digits in `text`.
std::vector<std::string_view> Numbers(std::string_view text) {
  std::vector<std::string_view> numbers;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end > i) numbers.push_back(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return numbers;
}

bool IsYear(std::string_view digits) { return digits.size() == 4 && digits >= "1900" && digits <= "2099"; }

std::optional<std::string> BirthYear(std::string_view text) {
  const std::vector<std::string_view> numbers = Numbers(text);
  if (numbers.size() == 1 && numbers[0].size() == 8) {
    // A compact date: 20110405, or 04052011.
    for (const size_t at : {size_t{0}, size_t{4}}) {
      if (IsYear(numbers[0].substr(at, 4))) return std::string(numbers[0].substr(at, 4));
    }
    return std::nullopt;
  }
  std::optional<std::string> year;
  for (const std::string_view number : numbers) {
    if (!IsYear(number)) continue;
    if (year) return std::nullopt;
    year = number;
  }
  return year;
}

// "2011-04", of a day that can be read for sure.
std::optional<std::string> BirthMonth(std::string_view text) {
  const std::optional<WrittenDate> date = ReadWrittenDate(Trimmed(text));
  if (!date) return std::nullopt;
  const auto month = static_cast<unsigned>(date->day.month());
  return StrCat(static_cast<int>(date->day.year()), month < 10 ? "-0" : "-", month);
}

// "13 years old", "age 13", "13 años": what says that it is an age. A bare number may be a day.
std::optional<int> AgeOf(std::string_view text) {
  const std::vector<std::string_view> numbers = Numbers(text);
  if (numbers.size() != 1 || numbers[0].size() > 3) return std::nullopt;
  std::string lower(text);
  for (char& c : lower) c = IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  static constexpr std::array<std::string_view, 8> kWords = {"year-old", "years old", "year old", "años",
                                                             "edad",     "aged",      "age ",     "age:"};
  if (std::none_of(kWords.begin(), kWords.end(),
                   [&](std::string_view word) { return lower.find(word) != std::string::npos; })) {
    return std::nullopt;
  }
  int age = 0;
  for (const char c : numbers[0]) age = age * 10 + (c - '0');
  return age <= 120 ? std::optional<int>(age) : std::nullopt;
}

std::string AgeBand(int age) {
  // 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one category.
  if (age >= 90) return "90 or over";
  const int first = age / 5 * 5;
  return StrCat(first, "-", first + 4);
}

std::optional<std::string> BirthDate(std::string_view text, BirthDates birth_dates) {
  if (const std::optional<int> age = AgeOf(text)) return AgeBand(*age);
  if (birth_dates == BirthDates::kMonth) {
    if (std::optional<std::string> month = BirthMonth(text)) return month;
  }
  return BirthYear(text);
}

// Areas of fewer than 20,000 people in the 2000 Census: the list of the guidance on de-identification by the
// Office for Civil Rights (HHS, November 26, 2012) on 45 CFR 164.514(b)(2)(i)(B).
std::string_view Zip3(std::string_view zip) {
  static constexpr std::array<std::string_view, 17> kSmall = {"036", "059", "063", "102", "203", "556",
                                                              "692", "790", "821", "823", "830", "831",
                                                              "878", "879", "884", "890", "893"};
  const std::string_view first = zip.substr(0, 3);
  return std::find(kSmall.begin(), kSmall.end(), first) != kSmall.end() ? "000" : first;
}

std::optional<std::string> CityAndZip3(std::string_view address) {
  std::string_view rest = Trimmed(address);
  // From the end: ZIP code (or ZIP+4), state, city.
  if (rest.size() > 5 && rest[rest.size() - 5] == '-' && std::all_of(rest.end() - 4, rest.end(), IsDigit)) {
    rest.remove_suffix(5);
  }
  if (rest.size() < 10 || !std::all_of(rest.end() - 5, rest.end(), IsDigit)) return std::nullopt;
  const std::string_view zip3 = Zip3(rest.substr(rest.size() - 5));
  rest.remove_suffix(5);
  if (IsDigit(rest.back())) return std::nullopt;
  rest = Trimmed(rest);
  if (rest.size() < 4 || !IsUpper(rest[rest.size() - 1]) || !IsUpper(rest[rest.size() - 2])) {
    return std::nullopt;
  }
  const std::string_view state = rest.substr(rest.size() - 2);
  rest.remove_suffix(2);
  if (rest.back() != ' ' && rest.back() != ',') return std::nullopt;
  while (!rest.empty() && (rest.back() == ' ' || rest.back() == ',')) rest.remove_suffix(1);
  const size_t comma = rest.find_last_of(",\n");
  if (comma == std::string_view::npos) return std::nullopt;
  const std::string_view city = Trimmed(rest.substr(comma + 1));
  // "Apt 4" is no city.
  if (city.empty() || std::any_of(city.begin(), city.end(), IsDigit)) return std::nullopt;
  return StrCat(city, ", ", state, " ", zip3);
}

std::optional<std::string> AfterLastComma(std::string_view place) {
  const size_t comma = place.rfind(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const std::string_view region = Trimmed(place.substr(comma + 1));
  if (region.empty() || std::any_of(region.begin(), region.end(), IsDigit)) return std::nullopt;
  return std::string(region);
}

std::optional<int> GradeOf(std::string_view text) {
  const std::vector<std::string_view> numbers = Numbers(text);
  if (numbers.size() > 1) return std::nullopt;
  if (numbers.size() == 1) {
    if (numbers[0].size() > 2) return std::nullopt;
    int grade = 0;
    for (const char c : numbers[0]) grade = grade * 10 + (c - '0');
    return grade <= 12 ? std::optional<int>(grade) : std::nullopt;
  }
  std::string lower(text);
  for (char& c : lower) c = IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  static constexpr std::array<std::pair<std::string_view, int>, 25> kWords = {
      {{"kinder", 0},   {"prek", 0},       {"pre-k", 0},  {"first", 1},     {"second", 2},
       {"third", 3},    {"fourth", 4},     {"fifth", 5},  {"sixth", 6},     {"seventh", 7},
       {"eighth", 8},   {"ninth", 9},      {"tenth", 10}, {"eleventh", 11}, {"twelfth", 12},
       {"freshman", 9}, {"sophomore", 10}, {"primer", 1}, {"segundo", 2},   {"tercer", 3},
       {"cuarto", 4},   {"quinto", 5},     {"sexto", 6},  {"octavo", 8},    {"noveno", 9}}};
  for (const auto& [word, grade] : kWords) {
    if (lower.find(word) != std::string::npos) return grade;
  }
  if (const std::string_view bare = Trimmed(lower); bare == "k" || bare == "grade k" || bare == "kg")
    return 0;
  return std::nullopt;
}

std::optional<std::string> GradeBand(std::string_view text) {
  const std::optional<int> grade = GradeOf(text);
  if (!grade) return std::nullopt;
  if (*grade <= 2) return "K-2";
  if (*grade <= 5) return "3-5";
  if (*grade <= 8) return "6-8";
  return "9-12";
}

std::optional<std::string> FiveYears(std::string_view text) {
  const std::vector<std::string_view> numbers = Numbers(text);
  if (numbers.size() != 1 || !IsYear(numbers[0])) return std::nullopt;
  int year = 0;
  for (const char c : numbers[0]) year = year * 10 + (c - '0');
  const int first = year / 5 * 5;
  return StrCat(first, "-", first + 4);
}

// A number at the front of `text`, taken off with the blanks behind it.
std::optional<double> TakeNumber(std::string_view& text) {
  size_t end = 0;
  while (end < text.size() && (IsDigit(text[end]) || (text[end] == '.' && end > 0))) ++end;
  double number = 0;
  if (end == 0 || end > 12 || !absl::SimpleAtod(ToAbsl(text.substr(0, end)), &number)) return std::nullopt;
  text.remove_prefix(end);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return number;
}

bool TakeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return true;
}

std::optional<std::string> FifthOfScale(std::string_view text) {
  text = Trimmed(text);
  const std::optional<double> score = TakeNumber(text);
  if (!score) return std::nullopt;
  double least = 0;
  double most = 100;
  if (!TakeWord(text, "%")) {
    if (!TakeWord(text, "of ") && !TakeWord(text, "/")) return std::nullopt;
    const std::optional<double> first = TakeNumber(text);
    if (!first) return std::nullopt;
    most = *first;
    if (TakeWord(text, "-")) {
      const std::optional<double> second = TakeNumber(text);
      if (!second) return std::nullopt;
      least = *first;
      most = *second;
    }
  }
  if (!text.empty() || most <= least || *score < least || *score > most) return std::nullopt;
  const int fifth = std::min(4, static_cast<int>((*score - least) / (most - least) * 5));
  return StrCat(fifth * 20, "-", fifth * 20 + 20, " %");
}

}  // namespace

std::optional<std::string> Generalize(v1::DataElement element, std::string_view text,
                                      BirthDates birth_dates) {
  switch (element) {
    case v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE:
      return BirthDate(text, birth_dates);
    case v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_PLACE:
      return AfterLastComma(text);
    case v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_GUARDIAN_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_STAFF_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_PERSON_CONTACT_ADDRESS:
      return CityAndZip3(text);
    case v1::DATA_ELEMENT_ENROLLMENT_GRADE_LEVEL:
      return GradeBand(text);
    case v1::DATA_ELEMENT_ENROLLMENT_GRADUATION_YEAR:
      return FiveYears(text);
    case v1::DATA_ELEMENT_ASSESSMENT:
    case v1::DATA_ELEMENT_TRANSCRIPT:
      return FifthOfScale(text);
    default:
      return std::nullopt;
  }
}

}  // namespace schoolgate::redaction
