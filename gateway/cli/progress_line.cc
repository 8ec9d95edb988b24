#include "gateway/cli/progress_line.h"

#include <iostream>
#include <utility>

#include "absl/time/clock.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr absl::Duration kBarPause = absl::Milliseconds(200);
constexpr absl::Duration kLinePause = absl::Seconds(5);

}  // namespace

ProgressLine::ProgressLine(ProgressStyle style, std::string name)
    : style_(style),
      name_(std::move(name)),
      start_(absl::Now()),
      next_(start_ + (style == ProgressStyle::kBar ? kBarPause : kLinePause)) {}

ProgressLine::~ProgressLine() {
  if (style_ == ProgressStyle::kBar) std::cerr << "\r\033[K" << std::flush;
}

void ProgressLine::Show(const FileProgress& progress) {
  if (style_ == ProgressStyle::kNone) return;
  const absl::Time now = absl::Now();
  if (now < next_) return;
  const std::string line = StrCat(name_, "  ", DescribeProgress(progress, now - start_));
  if (style_ == ProgressStyle::kBar) {
    std::cerr << "\r\033[K" << line << std::flush;
    next_ = now + kBarPause;
  } else {
    std::cerr << line << "\n";
    next_ = now + kLinePause;
  }
}

}  // namespace schoolgate::gateway
