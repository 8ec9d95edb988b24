#include "gateway/limits/daily_counts.h"

namespace schoolgate::gateway {

bool DailyCounts::Take(std::string_view tool, absl::CivilDay day, int most) {
  const std::scoped_lock lock(mutex_);
  if (day != day_) {
    counts_.clear();
    day_ = day;
  }
  int& count = counts_[std::string(tool)];
  if (count >= most) return false;
  ++count;
  return true;
}

}  // namespace schoolgate::gateway
