// Whether a tool may be used today by this caller, before the request is looked at. Pure; any thread.
#ifndef SCHOOLGATE_POLICY_ADMISSION_H_
#define SCHOOLGATE_POLICY_ADMISSION_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "policy/compile.h"
#include "policy/policy.h"

namespace schoolgate::policy {

// Whether the tool as such may be used today, by anybody. Problems: TOOL_SUSPENDED, AGREEMENT_EXPIRED,
// PILOT_NOT_RUNNING, PRECONDITION_NOT_MET.
absl::Status Available(const ToolTable& table, const DistrictDocument* district, absl::CivilDay today);

// Whether this caller may use it: OK, ROLE_NOT_ALLOWED, CALLER_NOT_COVERED (grades, schools, classes, pilot),
// CALLER_TOO_YOUNG, STAFF_COURSE_NEEDED, or POLICY_DENIED where a flag of the caller's own is the reason.
// Somebody the roster does not know is not covered by a tool that is for some grades, schools or classes
// only.
absl::Status MayUse(const ToolTable& table, v1::CallerRole role, const Caller& caller);

// Whether a review is current, and an agreement in force: from its first day to its last, both included.
bool IsCurrent(const ReviewEntry& review, absl::CivilDay today);
bool InForce(const AgreementDocument& agreement, absl::CivilDay today);

// The flag behind a POLICY_DENIED of MayUse, for the audit record alone; empty if there is none.
std::string_view FlagBehindDenial(v1::CallerRole role, const Caller& caller);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_ADMISSION_H_
