// How many requests each tool has had today, for pilots that allow so many a day.
//
// Of this process since midnight (district time): a restart begins anew, and each replica counts its own.
// Thread safe.
#ifndef SCHOOLGATE_GATEWAY_LIMITS_DAILY_COUNTS_H_
#define SCHOOLGATE_GATEWAY_LIMITS_DAILY_COUNTS_H_

#include <mutex>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"

namespace schoolgate::gateway {

class DailyCounts {
 public:
  // Counts one more request of `tool` on `day`; false, and nothing is counted, where it has had `most`.
  bool Take(std::string_view tool, absl::CivilDay day, int most);

 private:
  std::mutex mutex_;  // guards all below
  absl::CivilDay day_;
  absl::flat_hash_map<std::string, int> counts_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_LIMITS_DAILY_COUNTS_H_
