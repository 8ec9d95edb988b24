// A file's progress on stderr: a line that is rewritten on a terminal, else a line every few seconds.
// Thread: one.
#ifndef SCHOOLGATE_GATEWAY_CLI_PROGRESS_LINE_H_
#define SCHOOLGATE_GATEWAY_CLI_PROGRESS_LINE_H_

#include <string>

#include "absl/time/time.h"
#include "gateway/batch/progress.h"

namespace schoolgate::gateway {

enum class ProgressStyle : uint8_t { kNone, kBar, kLines };

class ProgressLine {
 public:
  ProgressLine(ProgressStyle style, std::string name);
  // Takes the bar away.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(const FileProgress& progress);

 private:
  const ProgressStyle style_;
  const std::string name_;
  const absl::Time start_;
  absl::Time next_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_CLI_PROGRESS_LINE_H_
