// A day as people write it, read so that another day can be written the same way: separators, leading zeros,
// two or four figures of the year, the month's name in English or Spanish, its case and abbreviation, "5th".
//
//   2011-04-05 (and a time behind it)   04/05/2011, 4-5-11, 4.5.2011: the month first, as in the United
//   States 20110405, 04052011                  April 5, 2011; Apr. 5th 2011; 5 April 2011; 5 de abril de 2011
//
// Any other text is not read: so is 13/04/2011 not, whose writer puts the day first. Years 1900 to 2099; of
// two figures, those below 50 are of this century. Pure; any thread.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_WRITTEN_DATE_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_WRITTEN_DATE_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schoolgate::redaction {

struct WrittenDate {
  using Months = std::array<std::string_view, 12>;
  // One piece of it: what it says, and how to write another value.
  struct Piece {
    enum Kind : uint8_t { kText, kYear, kMonth, kDay, kMonthName, kOrdinal } kind = kText;
    std::string text;
    const Months* names = nullptr;  // of a month's name
  };

  std::vector<Piece> pieces;
  std::chrono::year_month_day day;
  bool padded = false;  // one of its numbers has a zero in front
};

std::optional<WrittenDate> ReadWrittenDate(std::string_view text);

// `date.day` in the way of `date.pieces`. Where the day it was read from did not say whether numbers have
// zeros in front (12/28/2011), they have none.
std::string WriteDate(const WrittenDate& date);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_WRITTEN_DATE_H_
