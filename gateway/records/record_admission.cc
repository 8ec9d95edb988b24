#include "gateway/records/record_admission.h"

#include <utility>

#include "core/util/problem.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/scope_name.h"

namespace schoolgate::gateway {

void RecordCaller::Introduce(ExchangeRecord& record) const {
  record.SetSnapshots(*with);
  record.SetPrincipal(principal);
  record.SetPlan(plan);
}

absl::Status NotAgreed(const policy::Plan& plan, std::string_view what) {
  return MakeProblem(problems::kRecordsNotAgreed,
                     {{"tool", plan.tool}, {"what", what}, {"owner", plan.owner}});
}

absl::StatusOr<RecordCaller> AdmitRecordCaller(Gate& gate, const Credentials& credentials,
                                               ExchangeRecord& record) {
  RecordCaller caller{.with = gate.snapshots()};
  if (caller.with == nullptr) return MakeProblem(problems::kNoRoster);
  record.SetSnapshots(*caller.with);
  SG_ASSIGN_OR_RETURN(caller.principal,
                      caller.with->authenticator->Authenticate(credentials, caller.roster()));
  record.SetPrincipal(caller.principal);

  const policy::Ask ask{.tool = credentials.tool, .purpose = credentials.purpose, .without_model = true};
  const absl::CivilDay today = gate.Today();
  SG_ASSIGN_OR_RETURN(caller.plan,
                      caller.with->policy->MakePlan(caller.principal, policy::Caller(), ask, today));
  policy::Plan& plan = caller.plan;
  plan.destination.model.clear();
  record.SetPlan(plan);
  if (caller.principal.role != v1::CALLER_ROLE_SERVICE) {
    return MakeProblem(problems::kRoleNotAllowed, {{"tool", plan.tool}, {"owner", plan.owner}});
  }
  if (plan.records == nullptr) return NotAgreed(plan, "records of the district");
  if (plan.always_review) return NotAgreed(plan, "records, while every exchange of it waits for a reviewer");

  caller.scope = ScopeNameOf(plan, caller.principal, credentials, today);
  if (!caller.scope.stable && caller.scope.session.empty()) {
    return MakeProblem(problems::kSessionNeeded, {{"tool", plan.tool}, {"owner", plan.owner}});
  }
  return caller;
}

boost::asio::awaitable<void> CloseRefused(Gate& gate, const Credentials& credentials,
                                          const ExchangeRecord& record, const absl::Status& problem) {
  gate.metrics().CountRequest(record.Labels(), SafeLabel::Registered(ProblemOf(problem).reason));
  co_await RecordDenial(gate, credentials, record, problem);
}

}  // namespace schoolgate::gateway
