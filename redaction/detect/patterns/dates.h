// Reads a day in the forms people write it: numeric, ISO, with a month's name in the languages schools meet,
// with or without its year. Pure functions.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_DATES_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_DATES_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

struct FoundDate {
  size_t next = 0;                                         // the token after; 0: no date begins there
  std::optional<std::chrono::year_month_day> date, other;  // month first, day first; none without a year
  bool loose = false;  // a form that is a date only if something says so: no year, no marks, no day
};

// The month a word names, 1 to 12; 0 if it names none.
int MonthOf(const Text& text, size_t index);
// 1 to 31 for "3", "03", "3rd", "l6th"; 0 if it is no day.
int DayOf(const Text& text, size_t index);

FoundDate ReadDate(const Text& text, size_t at);
// What can be a day only where a birth is spoken of: "4/19", "May 3", "20120621", "06 21 2012", "May of
// 2012".
FoundDate ReadLooseDate(const Text& text, size_t at);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_DATES_H_
