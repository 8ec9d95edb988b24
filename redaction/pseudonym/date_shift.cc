#include "redaction/pseudonym/date_shift.h"

#include <chrono>
#include <cstdint>

#include "core/crypto/digest.h"
#include "redaction/pseudonym/written_date.h"

namespace schoolgate::redaction {
namespace {

std::optional<std::string> Move(std::string_view text, int days) {
  std::optional<WrittenDate> date = ReadWrittenDate(text);
  if (!date) return std::nullopt;
  date->day = std::chrono::sys_days(date->day) + std::chrono::days(days);
  const int year = static_cast<int>(date->day.year());
  if (year < 1900 || year > 2099) return std::nullopt;
  std::string moved = WriteDate(*date);
  // Two figures of a year stand for a hundred years: what would be read as another day is not written.
  const std::optional<WrittenDate> again = ReadWrittenDate(moved);
  if (!again || again->day != date->day) return std::nullopt;
  return moved;
}

}  // namespace

DateShift::DateShift(const SecretBytes& key) {
  const Sha256Digest digest = HmacSha256(key.Reveal(), "days to move dates by");
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | digest[i];
  const int step = static_cast<int>(number % (uint64_t{2} * kMostDays));
  days_ = step < kMostDays ? step - kMostDays : step - kMostDays + 1;
}

std::optional<std::string> DateShift::Shift(std::string_view date) const { return Move(date, days_); }

std::optional<std::string> DateShift::Unshift(std::string_view date) const { return Move(date, -days_); }

}  // namespace schoolgate::redaction
