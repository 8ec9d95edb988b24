#include "gateway/batch/progress.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"

namespace schoolgate::gateway {
namespace {

std::string Size(double bytes) {
  constexpr std::array<const char*, 4> kUnits = {"KB", "MB", "GB", "TB"};
  size_t unit = 0;
  bytes /= 1000;
  while (bytes >= 1000 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  return absl::StrFormat("%.1f %s", bytes, kUnits[unit]);
}

}  // namespace

std::string DescribeProgress(const FileProgress& progress, absl::Duration since) {
  const auto [done, total, resumed] = progress;
  const double seconds = std::max(absl::ToDoubleSeconds(since), 0.001);
  const double rate = static_cast<double>(done - resumed) / seconds;
  if (total <= 0) return absl::StrFormat("%s  %.1f MB/s", Size(static_cast<double>(done)), rate / 1e6);
  constexpr int64_t kCells = 20;
  const int64_t share = std::min<int64_t>(100, done * 100 / total);
  const auto full = static_cast<size_t>(share * kCells / 100);
  std::string line = absl::StrFormat("[%s%s] %3d %%  %s of %s  %.1f MB/s", std::string(full, '#'),
                                     std::string(kCells - full, '.'), share, Size(static_cast<double>(done)),
                                     Size(static_cast<double>(total)), rate / 1e6);
  if (rate > 0 && done < total) {
    const auto left = static_cast<int64_t>(static_cast<double>(total - done) / rate);
    line += absl::StrFormat("  %d:%02d left", left / 60, left % 60);
  }
  return line;
}

}  // namespace schoolgate::gateway
