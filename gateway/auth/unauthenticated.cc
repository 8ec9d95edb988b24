#include "gateway/auth/unauthenticated.h"

#include <utility>

#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kMaxSources = 10000;
constexpr std::string_view kManySources = "many";

}  // namespace

bool UnauthenticatedCounter::Count(std::string_view source, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Turn(absl::ToUnixSeconds(now) / 60);
  if (counts_.size() >= kMaxSources && !counts_.contains(ToAbsl(source))) source = kManySources;
  return ++counts_[std::string(source)] == 1;
}

std::vector<DeniedSource> UnauthenticatedCounter::Take(absl::Time now, bool all) {
  absl::MutexLock lock(&mutex_);
  Turn(all ? -1 : absl::ToUnixSeconds(now) / 60);
  return std::exchange(over_, {});
}

void UnauthenticatedCounter::Turn(int64_t minute) {
  if (minute == minute_) return;
  for (const auto& [source, count] : counts_) {
    if (count > 1) over_.push_back({source, count - 1});
  }
  counts_.clear();
  minute_ = minute;
}

}  // namespace schoolgate::gateway
