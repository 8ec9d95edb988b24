// The request ids of the last minutes, so that a retry is not answered, and put on the record, twice
// (AIP-155). An id counts per app, person and content; one whose exchange failed is forgotten, so that trying
// again is allowed.
//
// Thread safe. Bounded: beyond 100,000 ids the oldest go first.
#ifndef SCHOOLGATE_GATEWAY_LIMITS_RECENT_REQUESTS_H_
#define SCHOOLGATE_GATEWAY_LIMITS_RECENT_REQUESTS_H_

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace schoolgate::gateway {

class RecentRequests {
 public:
  // Notes `key`; false if it was noted less than ten minutes ago.
  bool Note(const std::string& key, absl::Time now);
  void Forget(const std::string& key);

 private:
  std::mutex mutex_;  // guards all below
  absl::flat_hash_set<std::string> keys_;
  // In the order they were noted; what was forgotten stays until its time.
  std::deque<std::pair<absl::Time, std::string>> order_;
};

// The key of a request: SHA-256 over its parts. INVALID_VALUE when `request_id` is not a UUID (RFC 9562).
absl::StatusOr<std::string> RepeatKey(std::string_view app, std::string_view person,
                                      std::string_view request_id, std::string_view content);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_LIMITS_RECENT_REQUESTS_H_
