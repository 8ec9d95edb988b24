// How far a file has come, on stderr: a line that is rewritten on a terminal, else a line every few seconds.
// Thread: one.
#ifndef SCHOOLGATE_GATEWAY_BATCH_PROGRESS_H_
#define SCHOOLGATE_GATEWAY_BATCH_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace schoolgate::gateway {

enum class ProgressStyle : uint8_t { kNone, kBar, kLines };

// "[#####.....]  50 %  1.0 of 2.0 GB  23.4 MB/s  0:43 left"; without a bar, a share and an end where `total`
// is 0, unknown. `resumed` bytes were there at the start. Pure.
std::string DescribeProgress(int64_t done, int64_t total, int64_t resumed, absl::Duration since);

class Progress {
 public:
  Progress(ProgressStyle style, std::string name, int64_t total, int64_t resumed);
  // Takes the bar away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(int64_t done);

 private:
  const ProgressStyle style_;
  const std::string name_;
  const int64_t total_;
  const int64_t resumed_;
  const absl::Time start_;
  absl::Time next_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_PROGRESS_H_
