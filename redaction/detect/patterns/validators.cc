#include "redaction/detect/patterns/validators.h"

#include <algorithm>
#include <array>

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

bool IsMonthAndDay(std::string_view digits) {
  const int month = Number(digits.substr(0, 2));
  const int day = Number(digits.substr(2, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// Calling codes and how long the numbers behind them are, by code (ITU-T E.164 and the national plans).
struct Country {
  int code;
  size_t shortest, longest;
};
constexpr Country kCountries[] = {
    {1, 10, 10},  {7, 10, 10},  {20, 9, 10},  {27, 9, 9},   {30, 10, 10}, {31, 9, 9},   {32, 8, 9},
    {33, 9, 9},   {34, 9, 9},   {36, 8, 9},   {39, 8, 11},  {40, 9, 9},   {41, 9, 9},   {43, 7, 13},
    {44, 9, 10},  {45, 8, 8},   {46, 7, 10},  {47, 8, 8},   {48, 9, 9},   {49, 7, 11},  {51, 8, 9},
    {52, 10, 11}, {53, 8, 8},   {54, 10, 11}, {55, 10, 11}, {56, 9, 9},   {57, 10, 10}, {58, 10, 10},
    {60, 8, 10},  {61, 9, 9},   {62, 8, 12},  {63, 8, 10},  {64, 8, 10},  {65, 8, 8},   {66, 8, 9},
    {81, 9, 10},  {82, 8, 10},  {84, 8, 10},  {86, 10, 11}, {90, 10, 10}, {91, 10, 10}, {92, 9, 10},
    {93, 9, 9},   {94, 9, 9},   {95, 7, 10},  {98, 10, 10}, {211, 9, 9},  {212, 9, 9},  {213, 8, 9},
    {216, 8, 8},  {218, 8, 9},  {220, 7, 7},  {221, 9, 9},  {223, 8, 8},  {224, 8, 9},  {225, 10, 10},
    {226, 8, 8},  {227, 8, 8},  {228, 8, 8},  {229, 8, 10}, {230, 7, 8},  {231, 7, 9},  {232, 8, 8},
    {233, 9, 9},  {234, 8, 10}, {235, 8, 8},  {236, 8, 8},  {237, 9, 9},  {238, 7, 7},  {240, 9, 9},
    {241, 7, 8},  {242, 9, 9},  {243, 9, 9},  {244, 9, 9},  {249, 9, 9},  {250, 9, 9},  {251, 9, 9},
    {252, 7, 9},  {253, 8, 8},  {254, 9, 9},  {255, 9, 9},  {256, 9, 9},  {257, 8, 8},  {258, 8, 9},
    {260, 9, 9},  {261, 9, 9},  {263, 9, 9},  {264, 8, 9},  {265, 8, 9},  {266, 8, 8},  {267, 7, 8},
    {291, 7, 7},  {351, 9, 9},  {352, 6, 9},  {353, 7, 9},  {354, 7, 9},  {355, 8, 9},  {356, 8, 8},
    {357, 8, 8},  {358, 7, 11}, {359, 8, 9},  {370, 8, 8},  {371, 8, 8},  {372, 7, 8},  {373, 8, 8},
    {374, 8, 8},  {375, 9, 9},  {380, 9, 9},  {381, 8, 9},  {382, 8, 8},  {383, 8, 8},  {385, 8, 9},
    {386, 8, 8},  {387, 8, 8},  {389, 8, 8},  {420, 9, 9},  {421, 9, 9},  {501, 7, 7},  {502, 8, 8},
    {503, 8, 8},  {504, 8, 8},  {505, 8, 8},  {506, 8, 8},  {507, 7, 8},  {509, 8, 8},  {591, 8, 8},
    {592, 7, 7},  {593, 8, 9},  {595, 9, 9},  {597, 6, 7},  {598, 8, 8},  {670, 7, 8},  {671, 7, 7},
    {675, 7, 8},  {676, 5, 7},  {679, 7, 7},  {680, 7, 7},  {685, 5, 7},  {691, 7, 7},  {692, 7, 7},
    {850, 8, 10}, {852, 8, 8},  {853, 8, 8},  {855, 8, 9},  {856, 8, 10}, {880, 8, 10}, {886, 8, 9},
    {960, 7, 7},  {961, 7, 8},  {962, 8, 9},  {963, 8, 9},  {964, 8, 10}, {965, 8, 8},  {966, 8, 9},
    {967, 7, 9},  {968, 8, 8},  {970, 8, 9},  {971, 8, 9},  {972, 8, 9},  {973, 8, 8},  {974, 8, 8},
    {975, 7, 8},  {976, 8, 8},  {977, 8, 10}, {992, 9, 9},  {993, 8, 8},  {994, 9, 9},  {995, 9, 9},
    {996, 9, 9},  {998, 9, 9},
};

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

bool IsInternationalPhone(std::string_view digits) {
  if (digits.size() < 8 || digits.size() > 15 || !AllDigits(digits)) return false;
  for (size_t size = 1; size <= 3; ++size) {
    const int code = Number(digits.substr(0, size));
    const auto* const plan =
        std::lower_bound(std::begin(kCountries), std::end(kCountries), code,
                         [](const Country& country, int wanted) { return country.code < wanted; });
    if (plan == std::end(kCountries) || plan->code != code) continue;
    const size_t national = digits.size() - size;
    return national >= plan->shortest && national <= plan->longest;
  }
  return false;
}

bool IsRoutingNumber(std::string_view digits) {
  if (digits.size() != 9 || !AllDigits(digits) || digits == "000000000") return false;
  static constexpr int kWeights[] = {3, 7, 1};
  int sum = 0;
  for (size_t at = 0; at < 9; ++at) sum += (digits[at] - '0') * kWeights[at % 3];
  return sum % 10 == 0;
}

bool IsClabe(std::string_view digits) {
  if (digits.size() != 18 || !AllDigits(digits)) return false;
  static constexpr int kWeights[] = {3, 7, 1};
  int sum = 0;
  for (size_t at = 0; at < 17; ++at) sum += (digits[at] - '0') * kWeights[at % 3] % 10;
  return (10 - sum % 10) % 10 == digits[17] - '0';
}

bool IsRfc(std::string_view folded) {
  if (folded.size() != 13 || !AllLetters(folded.substr(0, 4)) || !AllDigits(folded.substr(4, 6)))
    return false;
  return IsMonthAndDay(folded.substr(6, 4));
}

bool IsElectorKey(std::string_view folded) {
  return folded.size() == 18 && AllLetters(folded.substr(0, 6)) && AllDigits(folded.substr(6, 8)) &&
         IsMonthAndDay(folded.substr(8, 4)) && (folded[14] == 'h' || folded[14] == 'm') &&
         AllDigits(folded.substr(15));
}

bool IsVin(std::string_view folded) {
  if (folded.size() != 17 || folded.find_first_of("ioq") != folded.npos) return false;
  // Values of the letters a to z.
  static constexpr std::string_view kValues = "12345678.12345.7.923456789";
  static constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  int sum = 0;
  bool letters = false;
  for (size_t at = 0; at < 17; ++at) {
    const char c = folded[at];
    const bool letter = c >= 'a' && c <= 'z';
    if (!letter && (c < '0' || c > '9')) return false;
    letters |= letter && at != 8;
    sum += ((letter ? kValues[static_cast<size_t>(c - 'a')] : c) - '0') * kWeights[at];
  }
  const int check = sum % 11;
  return letters && folded[8] == (check == 10 ? 'x' : static_cast<char>('0' + check));
}

bool IsCurp(std::string_view folded) {
  if (folded.size() != 18 || !AllLetters(folded.substr(0, 4)) || !AllDigits(folded.substr(4, 6)))
    return false;
  if (!AllLetters(folded.substr(10, 6)) || !AllDigits(folded.substr(17))) return false;
  if (folded[10] != 'h' && folded[10] != 'm' && folded[10] != 'x') return false;
  return IsMonthAndDay(folded.substr(6, 4));
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

bool IsCommonAddress(std::string_view dotted) {
  static constexpr std::array<std::string_view, 16> kCommon = {
      "192.168.0.1", "192.168.1.1", "192.168.0.0", "192.168.1.0",    "10.0.0.0", "10.0.0.1",
      "172.16.0.0",  "172.16.0.1",  "8.8.8.8",     "8.8.4.4",        "1.1.1.1",  "1.0.0.1",
      "9.9.9.9",     "1.2.3.4",     "224.0.0.1",   "169.254.169.254"};
  return std::find(kCommon.begin(), kCommon.end(), dotted) != kCommon.end();
}

bool IsExampleDomain(std::string_view host) {
  const auto is = [host](std::string_view domain) {
    return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
  };
  return is("example.com") || is("example.org") || is("example.net") || is("example.edu") || is("invalid") ||
         is("test") || is("localhost") || is("localdomain");
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
