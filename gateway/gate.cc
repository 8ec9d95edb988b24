#include "gateway/gate.h"

#include <algorithm>
#include <utility>

#include "core/crypto/digest.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

namespace {
constexpr std::string_view kIndexKey = "audit-index";
}  // namespace

Gate::Gate(const Clock& clock, absl::TimeZone zone, Vault& vault, AuditLog& audit, Metrics& metrics,
           WorkerPool& workers, ReviewDesk& reviews)
    : clock_(clock),
      zone_(zone),
      vault_(vault),
      audit_(audit),
      metrics_(metrics),
      workers_(workers),
      reviews_(reviews),
      index_key_(vault.DeriveKey(kIndexKey)) {}

std::string Gate::PersonTag(std::string_view person) const {
  return std::string(DigestBytes(HmacSha256(index_key_.Reveal(), ToAbsl(person))));
}

std::string Gate::PersonTag(const Vault& vault, std::string_view person) {
  return std::string(DigestBytes(HmacSha256(vault.DeriveKey(kIndexKey).Reveal(), ToAbsl(person))));
}

std::shared_ptr<const Snapshots> Gate::snapshots() const {
  const std::scoped_lock lock(mutex_);
  return snapshots_;
}

void Gate::Swap(std::shared_ptr<const Snapshots> next) {
  const std::scoped_lock lock(mutex_);
  snapshots_.swap(next);
  if (next != nullptr) retired_.push_back(std::move(next));
}

void Gate::Reap() {
  std::vector<std::shared_ptr<const Snapshots>> free;
  {
    const std::scoped_lock lock(mutex_);
    // A count of one is final: nobody can take what is no longer in force.
    const auto held =
        std::partition(retired_.begin(), retired_.end(), [](const auto& s) { return s.use_count() > 1; });
    free.assign(std::make_move_iterator(held), std::make_move_iterator(retired_.end()));
    retired_.erase(held, retired_.end());
  }
}

}  // namespace schoolgate::gateway
