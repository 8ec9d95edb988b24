// What an exchange stands on: the snapshots in force and the stores. One Gate per process.
//
// Threads: snapshots() from any thread; Swap from one at a time (policy_store/policy_keeper.h), Reap from the
// housekeeping thread. Everything a Gate refers
// to outlives the event loops. A request takes one set of snapshots at its start and keeps it to its end;
// what was swapped out is freed by Reap, never on an event loop: a large roster takes tens of milliseconds to
// free.
#ifndef SCHOOLGATE_GATEWAY_GATE_H_
#define SCHOOLGATE_GATEWAY_GATE_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "connectors/vendors/vendor.h"
#include "core/util/clock.h"
#include "core/util/worker_pool.h"
#include "core/vault/vault.h"
#include "gateway/audit/audit_log.h"
#include "gateway/auth/authenticator.h"
#include "gateway/auth/unauthenticated.h"
#include "gateway/limits/daily_counts.h"
#include "gateway/limits/recent_requests.h"
#include "gateway/metrics/metrics.h"
#include "gateway/release/group_ledger.h"
#include "gateway/review/review_desk.h"
#include "policy/policy.h"
#include "redaction/detect/detector.h"
#include "redaction/pseudonym/taken_names.h"

namespace schoolgate::gateway {

// The immutable things a request reads, swapped whole.
struct Snapshots {
  std::shared_ptr<const Authenticator> authenticator;
  std::shared_ptr<const policy::PolicySet> policy;
  std::shared_ptr<const redaction::Detector> detector;
  // Of the detector's roster, which it goes before. Null: no tool gets surrogate names.
  std::shared_ptr<const redaction::TakenNames> taken_names;
  absl::flat_hash_map<std::string, std::shared_ptr<const connectors::VendorEndpoint>> vendors;
};

class Gate {
 public:
  Gate(const Clock& clock, absl::TimeZone zone, Vault& vault, AuditLog& audit, Metrics& metrics,
       WorkerPool& workers, ReviewDesk& reviews);

  const Clock& clock() const { return clock_; }
  // Today where the district is: agreements begin and end with its days.
  absl::CivilDay Today() const { return absl::ToCivilDay(clock_.Now(), zone_); }
  Vault& vault() const { return vault_; }
  AuditLog& audit() const { return audit_; }
  Metrics& metrics() const { return metrics_; }
  WorkerPool& workers() const { return workers_; }
  ReviewDesk& reviews() const { return reviews_; }
  UnauthenticatedCounter& unauthenticated() { return unauthenticated_; }
  RecentRequests& recent_requests() { return recent_requests_; }
  DailyCounts& daily_counts() { return daily_counts_; }
  // Null where nothing was opened: then there are no releases.
  GroupLedger* group_ledger() const { return group_ledger_; }
  // Before the first call.
  void SetGroupLedger(GroupLedger* ledger) { group_ledger_ = ledger; }
  // HMAC(index key, person): how the log names a person without naming them.
  std::string PersonTag(std::string_view person) const;
  // The same for processes that have no gate.
  static std::string PersonTag(const Vault& vault, std::string_view person);

  // Null until the first Swap, then never null again.
  std::shared_ptr<const Snapshots> snapshots() const;
  void Swap(std::shared_ptr<const Snapshots> next);
  void Reap();

 private:
  const Clock& clock_;
  const absl::TimeZone zone_;
  Vault& vault_;
  AuditLog& audit_;
  Metrics& metrics_;
  WorkerPool& workers_;
  ReviewDesk& reviews_;
  UnauthenticatedCounter unauthenticated_;
  RecentRequests recent_requests_;
  DailyCounts daily_counts_;
  GroupLedger* group_ledger_ = nullptr;
  const SecretBytes index_key_;
  mutable std::mutex mutex_;  // guards all below
  // Not std::atomic: in gcc 12 its load gives up its lock without a release, so the next exchange may
  // overtake it.
  std::shared_ptr<const Snapshots> snapshots_;
  std::vector<std::shared_ptr<const Snapshots>> retired_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_GATE_H_
