// From documents to rules: what each element gets under one tool, and the hash that names the whole set.
// Pure functions and immutable tables; any thread.
#ifndef SCHOOLGATE_POLICY_COMPILE_H_
#define SCHOOLGATE_POLICY_COMPILE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding/finding.h"
#include "policy/documents.h"
#include "policy/policy.h"

namespace schoolgate::policy {

// The clause of an element that no row of the agreement covers.
inline constexpr std::string_view kNotScheduled = "not in the agreement's schedule of data";
inline constexpr std::string_view kNotInAiSchedule = "not in the AI Addendum's schedule of data";
// Identifiers of browsers and devices never reach a cloud: what they are for is following people.
inline constexpr std::string_view kNoTracking = "NDPA IV, 7: no advertising and no profiles";

// The clauses of what a flag does by itself, whatever the policy files say (flags.cc).
std::string_view FlagClause(int flag_index);

// What the agreement alone grants to one of its apps, before an element's own limits: views into `agreement`.
Rules GrantedRules(const AgreementDocument& agreement, std::string_view app);

// The table of one tool: for every role, grade and element the strictest of what the agreement grants and
// what the tool and the district limit, each as near as its element supports. Clauses are views into the
// documents, which outlive the table. Looking up takes constant time and no lock.
class ToolTable {
 public:
  // `local` is the agreement of the tool's on-premises model and `district` the district's limits; either may
  // be null.
  ToolTable(const ToolDocument& tool, const AgreementDocument& agreement, const AgreementDocument* local,
            const DistrictDocument* district);

  const ToolDocument& tool() const { return *tool_; }
  const AgreementDocument& agreement() const { return *agreement_; }
  const AgreementDocument* local() const { return local_; }

  bool Admits(v1::CallerRole role) const;
  // `grade` is 0 … kGradeCount - 1, or kNoGrade.
  const Rules& rules(v1::CallerRole role, int grade) const { return rules_[Index(role, grade)]; }
  // Null where the tool has no on-premises model.
  const Rules* local_rules(v1::CallerRole role, int grade) const {
    return local_ == nullptr ? nullptr : &local_rules_[Index(role, grade)];
  }
  const FlagRules& flag_rules() const { return flag_rules_; }
  const FlagRules* local_flag_rules() const { return local_ == nullptr ? nullptr : &local_flag_rules_; }

 private:
  uint16_t Index(v1::CallerRole role, int grade) const {
    return index_[static_cast<size_t>(role)][static_cast<size_t>(grade)];
  }

  const ToolDocument* tool_;
  const AgreementDocument* agreement_;
  const AgreementDocument* local_;
  RoleSet roles_ = 0;
  std::array<std::array<uint16_t, kGradeCount + 1>, v1::CallerRole_ARRAYSIZE> index_ = {};
  // Few cells differ from role to role and grade to grade: each set of rules stands here once.
  std::vector<Rules> rules_;
  std::vector<Rules> local_rules_;
  FlagRules flag_rules_;
  FlagRules local_flag_rules_;
};

// What the flags tighten by themselves for spans about the people who have them, on the way to `route`.
// TREATMENT_UNSPECIFIED where a flag says nothing of an element.
FlagRules BuiltInFlagRules(v1::Route route);

// Gives `rule` the stricter treatment and the stricter of what the exchange gets, each with its clause.
void Tighten(Rule& rule, const Rule& by);

// What a finding of `element` about somebody of this kind with these flags gets: the rule of the element of
// that person, tightened by the flags. Somebody the roster does not know is protected like a student, and an
// unknown name is never a reason to hold, refuse or reroute. Null `rules` redact everything.
Rule RuleFor(const Rules* rules, const FlagRules* flag_rules, v1::DataElement element, SubjectKind kind,
             PersonFlags flags);

// Hex SHA-256 over what the documents say, in an order of its own: file names, comments, and the order of
// documents, of rows and of lists that are sets do not count. The order of a tool's models does: the first is
// its default.
std::string HashOf(const Documents& documents);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_COMPILE_H_
