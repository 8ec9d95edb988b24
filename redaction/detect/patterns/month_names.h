// The names of months as dates write them, in the languages that schools' families use. Pure; any thread.
// Source: Unicode CLDR's month names (format and stand-alone, wide and abbreviated), and the Arabic names of
// the Levant.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_MONTH_NAMES_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_MONTH_NAMES_H_

#include <string_view>

namespace schoolgate::redaction {

// The month a folded word names, 1 to 12; 0 if it names none.
int MonthOfWord(std::string_view folded);
// The Arabic "first" and "second" that tell the two Tishrin and the two Kanun apart: 1, 2, or 0.
int ArabicOrdinal(std::string_view folded);
// The month of the Solar Hijri calendar, 1 to 12, which Iran and Afghanistan use; 0 if it names none.
int SolarMonthOfWord(std::string_view folded);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_MONTH_NAMES_H_
