#include "policy/admission.h"

#include <algorithm>

#include "core/util/problems.h"

namespace schoolgate::policy {
namespace {

bool Needs(const ToolDocument& tool, const DistrictDocument* district, v1::Precondition precondition) {
  const auto has = [precondition](const std::vector<int>& list) {
    return std::find(list.begin(), list.end(), precondition) != list.end();
  };
  return has(tool.preconditions) || (district != nullptr && has(district->preconditions));
}

// The first precondition that is not met, in words; empty if all are.
std::string_view Unmet(const ToolDocument& tool, const DistrictDocument* district, absl::CivilDay today) {
  if (Needs(tool, district, v1::PRECONDITION_RUBRIC) &&
      !(tool.rubric && IsCurrent(tool.rubric->review, today))) {
    return "evaluation by the rubric";
  }
  if (Needs(tool, district, v1::PRECONDITION_BIAS_REVIEW) &&
      !(tool.bias_review && IsCurrent(*tool.bias_review, today))) {
    return "bias review";
  }
  if (Needs(tool, district, v1::PRECONDITION_FACT_SHEET) &&
      !(tool.fact_sheet && IsCurrent(tool.fact_sheet->review, today))) {
    return "vendor fact sheet";
  }
  return {};
}

bool Meets(const std::vector<Located>& wanted, const std::vector<std::string_view>& has) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&has](const Located& one) {
           return std::find(has.begin(), has.end(), one.text) != has.end();
         });
}

}  // namespace

bool IsCurrent(const ReviewEntry& review, absl::CivilDay today) {
  return review.reviewed_on <= today && today <= review.expires_on;
}

bool InForce(const AgreementDocument& agreement, absl::CivilDay today) {
  return agreement.signed_on <= today && today <= agreement.expires_on;
}

absl::Status Available(const ToolTable& table, const DistrictDocument* district, absl::CivilDay today) {
  const ToolDocument& tool = table.tool();
  const ProblemParameters who = {{"tool", tool.name}, {"owner", tool.owner.text}};
  if (!tool.suspended.empty()) return MakeProblem(problems::kToolSuspended, who);
  if (!InForce(table.agreement(), today)) return MakeProblem(problems::kAgreementExpired, who);
  if (tool.pilot && (today < tool.pilot->starts_on || tool.pilot->ends_on < today)) {
    return MakeProblem(problems::kPilotNotRunning, who);
  }
  if (const std::string_view what = Unmet(tool, district, today); !what.empty()) {
    return MakeProblem(problems::kPreconditionNotMet,
                       {{"tool", tool.name}, {"owner", tool.owner.text}, {"what", what}});
  }
  return absl::OkStatus();
}

std::string_view FlagBehindDenial(v1::CallerRole role, const Caller& caller) {
  if (role != v1::CALLER_ROLE_STUDENT || (caller.flags & kAiConsentWithheld) == 0) return {};
  return FlagClause(1);
}

absl::Status MayUse(const ToolTable& table, v1::CallerRole role, const Caller& caller) {
  const ToolDocument& tool = table.tool();
  const ProblemParameters who = {{"tool", tool.name}, {"owner", tool.owner.text}};
  if (!table.Admits(role)) return MakeProblem(problems::kRoleNotAllowed, who);
  const bool grades = tool.grades == kAllGrades || (caller.grades & tool.grades) != 0;
  const bool pilot = !tool.pilot || Meets(tool.pilot->classes, caller.classes);
  if (!grades || !pilot || !Meets(tool.schools, caller.schools) || !Meets(tool.classes, caller.classes)) {
    return MakeProblem(problems::kCallerNotCovered, who);
  }
  const bool student = role == v1::CALLER_ROLE_STUDENT;
  if (student && tool.minimum_age > 0 && (!caller.age || *caller.age < tool.minimum_age)) {
    return MakeProblem(problems::kCallerTooYoung, who);
  }
  if (!student && tool.staff_course > caller.staff_course) {
    return MakeProblem(problems::kStaffCourseNeeded, who);
  }
  if (!FlagBehindDenial(role, caller).empty()) return MakeProblem(problems::kPolicyDenied, who);
  return absl::OkStatus();
}

}  // namespace schoolgate::policy
