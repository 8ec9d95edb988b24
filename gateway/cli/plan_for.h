// The plan of a tool and a role, for commands that look at a policy without a gate running. Blocking.
#ifndef SCHOOLGATE_GATEWAY_CLI_PLAN_FOR_H_
#define SCHOOLGATE_GATEWAY_CLI_PLAN_FOR_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

// `tool` empty: the policy's first. `issues` gets the faults of the folder.
absl::StatusOr<policy::Plan> PlanFor(const std::string& folder, const std::string& tool,
                                     const std::string& role, std::vector<policy::Issue>& issues);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_CLI_PLAN_FOR_H_
