#include "gateway/cli/plan_for.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "core/util/status.h"

namespace schoolgate::gateway {

absl::StatusOr<policy::Plan> PlanFor(const std::string& folder, const std::string& tool,
                                     const std::string& role, std::vector<policy::Issue>& issues) {
  SG_ASSIGN_OR_RETURN(auto set, policy::PolicySet::Load(folder, issues));
  const auto found = std::find_if(set->tools().begin(), set->tools().end(), [&](const v1::Tool& candidate) {
    return tool.empty() || candidate.name() == tool;
  });
  if (found == set->tools().end()) return absl::NotFoundError("--tool names no tool of the policy");
  Principal principal{.app = "cli", .method = "cli"};
  if (!v1::CallerRole_Parse("CALLER_ROLE_" + absl::AsciiStrToUpper(role), &principal.role)) {
    return absl::InvalidArgumentError(
        "--role takes staff, teacher, student, administrator, compliance or service");
  }
  principal.tools = {found->name()};
  principal.default_tool = found->name();
  principal.default_purpose = found->purposes(0);
  return set->MakePlan(principal, policy::Caller(), policy::Ask(),
                       absl::ToCivilDay(absl::Now(), absl::LocalTimeZone()));
}

}  // namespace schoolgate::gateway
