#include "gateway/auth/unauthenticated.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kMaxSources = 100;
constexpr std::string_view kManySources = "many";

// A host has a whole /64 to choose its addresses from.
constexpr size_t kNetworkBytes = 8;

// What a caller is counted as: an IPv4 address, an IPv6 network, and anything else as it is.
std::string SourceOf(std::string_view peer) {
  const std::string address(peer.substr(0, peer.find('%')));  // without its zone
  in6_addr bytes{};
  if (inet_pton(AF_INET6, address.c_str(), &bytes) != 1) return std::string(peer);
  char text[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) return inet_ntop(AF_INET, &bytes.s6_addr[12], text, sizeof(text));
  std::fill(bytes.s6_addr + kNetworkBytes, bytes.s6_addr + sizeof(bytes.s6_addr), uint8_t{0});
  return StrCat(inet_ntop(AF_INET6, &bytes, text, sizeof(text)), "/64");
}

}  // namespace

std::optional<std::string> UnauthenticatedCounter::Count(std::string_view peer, absl::Time now) {
  std::string source = SourceOf(peer);
  const std::scoped_lock lock(mutex_);
  Counted& counted = Of(source, now);
  if (std::exchange(counted.has_record, true)) {
    ++counted.untold;
    return std::nullopt;
  }
  return source;
}

void UnauthenticatedCounter::CountForLater(std::string_view peer, absl::Time now) {
  std::string source = SourceOf(peer);
  const std::scoped_lock lock(mutex_);
  ++Of(source, now).untold;
}

UnauthenticatedCounter::Counted& UnauthenticatedCounter::Of(std::string& source, absl::Time now) {
  Turn(absl::ToUnixSeconds(now) / 60);
  if (counts_.size() >= kMaxSources && !counts_.contains(source)) source = kManySources;
  return counts_[source];
}

std::vector<DeniedSource> UnauthenticatedCounter::Take(absl::Time now, bool all) {
  const std::scoped_lock lock(mutex_);
  Turn(all ? -1 : absl::ToUnixSeconds(now) / 60);
  return std::exchange(over_, {});
}

void UnauthenticatedCounter::Turn(int64_t minute) {
  if (minute == minute_) return;
  for (const auto& [source, counted] : counts_) {
    if (counted.untold > 0) over_.push_back({source, counted.untold});
  }
  counts_.clear();
  minute_ = minute;
}

}  // namespace schoolgate::gateway
