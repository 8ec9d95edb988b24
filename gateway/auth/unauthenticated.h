// Counts callers that were not authenticated, per source and minute: writing each one to the audit log would
// let anybody fill it. The first of a source in a minute is a record at once; the rest of that minute is one
// record with their number, written when the minute is over.
//
// A source is an IPv4 address or an IPv6 /64 network. Thread safe. Bounded: past 100 sources in a minute the
// rest count as one source, "many".
#ifndef SCHOOLGATE_GATEWAY_AUTH_UNAUTHENTICATED_H_
#define SCHOOLGATE_GATEWAY_AUTH_UNAUTHENTICATED_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace schoolgate::gateway {

struct DeniedSource {
  std::string source;
  int64_t count = 0;
};

class UnauthenticatedCounter {
 public:
  // Counts one of `peer`, an address. The source it counts as when it is that source's first in this minute,
  // and deserves its own record.
  std::optional<std::string> Count(std::string_view peer, absl::Time now);

  // Counts one whose caller cannot write a record: it is told of when the minute is over.
  void CountForLater(std::string_view peer, absl::Time now);

  // The sources of minutes that are over, with how many have no record yet; call at least once a minute.
  // With `all`, the current minute too: the gate is stopping.
  std::vector<DeniedSource> Take(absl::Time now, bool all = false);

 private:
  struct Counted {
    bool has_record = false;
    int64_t untold = 0;
  };

  std::mutex mutex_;  // guards all below
  int64_t minute_ = 0;
  absl::flat_hash_map<std::string, Counted> counts_;
  std::vector<DeniedSource> over_;

  // REQUIRES: mutex_, as for Turn. `source` becomes what it is counted as.
  Counted& Of(std::string& source, absl::Time now);
  void Turn(int64_t minute);
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUTH_UNAUTHENTICATED_H_
