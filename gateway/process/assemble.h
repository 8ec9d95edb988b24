// Makes the snapshots a request reads from what the configuration names: agreements and tools, the roster,
// vendors, apps. Blocking; called at start, off the event loops.
#ifndef SCHOOLGATE_GATEWAY_PROCESS_ASSEMBLE_H_
#define SCHOOLGATE_GATEWAY_PROCESS_ASSEMBLE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "connectors/district/results_push.h"
#include "core/roster/import_report.h"
#include "core/util/clock.h"
#include "gateway/config/config.h"
#include "gateway/gate.h"

namespace schoolgate::gateway {

struct Assembled {
  std::shared_ptr<const Snapshots> snapshots;
  ImportReport roster_report;
};

// `faults` gets every fault of the policy files, and every name the configuration and the policy do not agree
// on: an app's tool that does not exist, an agreement's vendor or a tool's model that is not configured; and
// every vendor's key file that holds no key.
absl::StatusOr<Assembled> Assemble(const Config& config, const Clock& clock,
                                   std::vector<policy::Issue>& faults);

// Where results are pushed on, with its secrets.
absl::StatusOr<connectors::PushEndpoint> PushEndpointOf(const ResultsPushConfig& config);

// The store of what waits for review. Other processes of this machine may open it beside a running gate.
absl::StatusOr<std::unique_ptr<ReviewStore>> OpenReviewStore(const Config& config, Vault& vault);

// `faults` gets the names that configuration and policy do not agree on.
void CheckNames(const Config& config, const policy::PolicySet& policy, std::vector<policy::Issue>& faults);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_PROCESS_ASSEMBLE_H_
