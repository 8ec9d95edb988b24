#include "redaction/detect/validators.h"

#include <algorithm>

namespace schoolgate::redaction {
namespace {

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool AllLetters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

bool IsSsn(std::string_view digits) {
  if (digits.size() != 9 || !AllDigits(digits)) return false;
  const std::string_view area = digits.substr(0, 3);
  return area != "000" && area != "666" && area[0] != '9' && digits.substr(3, 2) != "00" &&
         digits.substr(5) != "0000";
}

bool IsItin(std::string_view digits) {
  if (digits.size() != 9 || !AllDigits(digits) || digits[0] != '9') return false;
  const int group = Number(digits.substr(3, 2));
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) ||
         group >= 94;
}

bool IsPaymentCard(std::string_view digits) {
  if (digits.size() < 13 || digits.size() > 19 || !AllDigits(digits)) return false;
  if (std::all_of(digits.begin(), digits.end(), [&](char c) { return c == digits[0]; })) return false;
  int sum = 0;
  bool twice = false;
  for (size_t at = digits.size(); at-- > 0; twice = !twice) {
    int value = digits[at] - '0';
    if (twice) value = value > 4 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

bool IsNorthAmericanPhone(std::string_view digits) {
  return digits.size() == 10 && AllDigits(digits) && digits[0] >= '2' && digits[3] >= '2' &&
         digits.substr(1, 2) != "11";
}

bool IsCurp(std::string_view folded) {
  if (folded.size() != 18 || !AllLetters(folded.substr(0, 4)) || !AllDigits(folded.substr(4, 6)))
    return false;
  if (!AllLetters(folded.substr(10, 6)) || !AllDigits(folded.substr(17))) return false;
  if (folded[10] != 'h' && folded[10] != 'm' && folded[10] != 'x') return false;
  const int month = Number(folded.substr(6, 2));
  const int day = Number(folded.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool IsHostAddress(std::string_view dotted) {
  int parts = 0;
  int first = 0;
  size_t at = 0;
  while (at <= dotted.size()) {
    const size_t end = std::min(dotted.find('.', at), dotted.size());
    const std::string_view part = dotted.substr(at, end - at);
    if (part.empty() || part.size() > 3 || !AllDigits(part)) return false;
    const int value = Number(part);
    if (value > 255 || (part.size() > 1 && part[0] == '0')) return false;
    if (parts++ == 0) first = value;
    at = end + 1;
  }
  return parts == 4 && first != 0 && first != 127 && first != 255;
}

std::optional<std::chrono::year_month_day> BirthDay(int year, int month, int day) {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

int FullYear(int two_digits) { return two_digits >= 40 ? 1900 + two_digits : 2000 + two_digits; }

}  // namespace schoolgate::redaction
