// Who may decide on what waits: people of the group that a tool's policy names, and of its deputies once
// nobody has decided for as long as the district says. Pure; any thread.
#ifndef SCHOOLGATE_GATEWAY_REVIEW_REVIEWERS_H_
#define SCHOOLGATE_GATEWAY_REVIEW_REVIEWERS_H_

#include <cstdint>
#include <string_view>

#include "absl/time/time.h"
#include "core/roster/roster.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

class Reviewers {
 public:
  // `policy` and `roster` outlive it.
  Reviewers(const policy::PolicySet& policy, const Roster& roster) : policy_(policy), roster_(roster) {}

  // Whether the person may decide, now, on an exchange with this tool that waits since `held`. Nobody may for
  // a tool the policy does not have any more.
  bool MayDecide(int32_t person, std::string_view tool, absl::Time held, absl::Time now) const;
  // Whether they are in any group at all.
  bool InAnyGroup(int32_t person) const;
  bool Escalated(absl::Time held, absl::Time now) const;
  // How long an exchange may wait, and an approval unused.
  absl::Duration wait() const;

 private:
  bool InGroup(int32_t person, std::string_view group) const;

  const policy::PolicySet& policy_;
  const Roster& roster_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_REVIEW_REVIEWERS_H_
