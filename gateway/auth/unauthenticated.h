// Counts callers that were not authenticated, per source and minute: writing each one to the audit log would
// let anybody fill it. The first of a source in a minute is a record at once; the rest of that minute is one
// record with their number, written when the minute is over.
//
// Thread safe. Bounded: past 10,000 sources in a minute the rest count as one source.
#ifndef SCHOOLGATE_GATEWAY_AUTH_UNAUTHENTICATED_H_
#define SCHOOLGATE_GATEWAY_AUTH_UNAUTHENTICATED_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace schoolgate::gateway {

struct DeniedSource {
  std::string source;
  int64_t count = 0;
};

class UnauthenticatedCounter {
 public:
  // Counts one; true when it is the source's first in this minute and deserves its own record.
  bool Count(std::string_view source, absl::Time now);

  // The sources of minutes that are over, with how many came after the first; call at least once a minute.
  // With `all`, the current minute too: the gate is stopping.
  std::vector<DeniedSource> Take(absl::Time now, bool all = false);

 private:
  absl::Mutex mutex_;
  int64_t minute_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, int64_t> counts_ ABSL_GUARDED_BY(mutex_);
  std::vector<DeniedSource> over_ ABSL_GUARDED_BY(mutex_);

  void Turn(int64_t minute) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUTH_UNAUTHENTICATED_H_
