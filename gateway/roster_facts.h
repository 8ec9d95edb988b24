// What policy is told of the people in an exchange, read from the roster: who asks, and the flags of whom the
// findings are about. Pure; any thread. Results view the roster.
#ifndef SCHOOLGATE_GATEWAY_ROSTER_FACTS_H_
#define SCHOOLGATE_GATEWAY_ROSTER_FACTS_H_

#include <span>
#include <vector>

#include "absl/time/civil_time.h"
#include "core/finding/finding.h"
#include "core/principal/principal.h"
#include "core/roster/roster.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

policy::Caller CallerOf(const Roster& roster, const Principal& principal, absl::CivilDay today);

// Parallel to the findings; empty where nobody has a flag. A guardian has the flags of the students they
// belong to: what a custody order keeps from a vendor is where the family is.
std::vector<PersonFlags> FlagsOf(const Roster& roster, std::span<const Finding> findings,
                                 absl::CivilDay today);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_ROSTER_FACTS_H_
