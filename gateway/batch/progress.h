// How far a file has come, in words.
#ifndef SCHOOLGATE_GATEWAY_BATCH_PROGRESS_H_
#define SCHOOLGATE_GATEWAY_BATCH_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace schoolgate::gateway {

// In bytes of the input.
struct FileProgress {
  int64_t done = 0;
  int64_t total = 0;    // 0: nobody knows
  int64_t resumed = 0;  // were done at the start
};

// "[#####.....]  50 %  1.0 of 2.0 GB  23.4 MB/s  0:43 left"; without a bar, a share and an end where the
// total is unknown. Pure.
std::string DescribeProgress(const FileProgress& progress, absl::Duration since);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_PROGRESS_H_
