// The time of day, so that tests can set it. Thread safe.
#ifndef SCHOOLGATE_CORE_UTIL_CLOCK_H_
#define SCHOOLGATE_CORE_UTIL_CLOCK_H_

#include <atomic>

#include "absl/time/time.h"

namespace schoolgate {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;

  // The machine's clock; lives for ever.
  static const Clock& System();
};

// Stands still until moved.
class ManualClock : public Clock {
 public:
  explicit ManualClock(absl::Time now) : micros_(absl::ToUnixMicros(now)) {}
  absl::Time Now() const override { return absl::FromUnixMicros(micros_.load()); }
  void Set(absl::Time now) { micros_.store(absl::ToUnixMicros(now)); }
  void Advance(absl::Duration by) { micros_ += absl::ToInt64Microseconds(by); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_CLOCK_H_
