// Whether an agreement, a tool or a cell of a tool's table is as a condition of an invariant asks. Pure; any
// thread. The views of subjects live as long as the set they were taken from.
#ifndef SCHOOLGATE_POLICY_CONDITIONS_H_
#define SCHOOLGATE_POLICY_CONDITIONS_H_

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "policy/compile.h"
#include "policy/documents.h"
#include "policy/invariant.h"

namespace schoolgate::policy {

struct AgreementSubject {
  const AgreementDocument* agreement = nullptr;
  absl::CivilDay today;
};

struct ToolSubject {
  const ToolTable* table = nullptr;
  const DistrictDocument* district = nullptr;  // may be null
  absl::CivilDay today;
  bool may_hold = false;  // MayHold, which looks at every cell
};

struct CellSubject {
  const ToolSubject* tool = nullptr;
  v1::CallerRole role = v1::CALLER_ROLE_UNSPECIFIED;
  int grade = kNoGrade;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  const Rules* rules = nullptr;
  const FlagRules* flag_rules = nullptr;
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  SubjectKind about = SubjectKind::kNone;
  PersonFlags flags = 0;
  Rule rule;  // what it gets
};

bool Meets(const AgreementCondition& condition, const AgreementSubject& subject);
bool Meets(const ToolCondition& condition, const ToolSubject& subject);
bool Meets(const CellCondition& condition, const CellSubject& subject);

// What the subject is instead, of all that the condition asks and does not get: "breachNoticeHours is 120".
std::string WhyNot(const AgreementCondition& condition, const AgreementSubject& subject);
std::string WhyNot(const ToolCondition& condition, const ToolSubject& subject);

// Whether a request to the tool may have to wait for a reviewer.
bool MayHold(const ToolTable& table);

// What is done to the spans and to the exchange, in the words of policy files: "pseudonymize",
// "redact + hold", "allow + on_premises".
std::string Describe(const Rule& rule);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_CONDITIONS_H_
