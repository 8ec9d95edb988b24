// Moves the dates of one student by one number of days, 1 to 182 either way and never 0, so that their order
// and the time between them stay while the days themselves do not leave. The number comes from a key of the
// student's own: who has not the key, or after it is destroyed, cannot tell one number from another.
//
// A date is written as it was read (written_date.h). What cannot be read gives nothing, and the caller takes
// a code: so does 13/04/2011, whose writer puts the day first, since 05/04/2011 would then be moved as
// another day than was meant.
//
// What can be undone: a date that was moved, wherever a vendor repeats it. What a vendor computes from moved
// dates (the first day of that month, the age in ten years) is about the moved days and stays as it is; spans
// of days between dates of one student are right as they are.
//
// Immutable; any thread. Units: days of the Gregorian calendar. Years 1900 to 2099.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_DATE_SHIFT_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_DATE_SHIFT_H_

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/secret.h"

namespace schoolgate::redaction {

class DateShift {
 public:
  static constexpr int kMostDays = 182;

  // `key` is the student's, for this use and scope: Vault::PeopleKey.
  explicit DateShift(const SecretBytes& key);

  int days() const { return days_; }

  std::optional<std::string> Shift(std::string_view date) const;
  // The day that Shift moved. Zeros may differ: 10/05/2011, moved to 11/12/2011, does not say that days have
  // two figures.
  std::optional<std::string> Unshift(std::string_view date) const;

 private:
  int days_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_DATE_SHIFT_H_
