// The kind Invariant: a rule about the policy itself, which `policy prove` holds against every cell of the
// whole table, every tool or every agreement.
//
//   spec:
//     every: cell                # cell, tool or agreement
//     where: {elements: [special.*], route: cloud}
//     must: {atLeast: redact}
//     clause: "Board Policy 5125.4 (e)"
//
// All conditions of a map hold together; `not` holds where those within it do not all hold. What an invariant
// says of a policy changes nothing of what a request gets. Values only. Thread: immutable once read.
#ifndef SCHOOLGATE_POLICY_INVARIANT_H_
#define SCHOOLGATE_POLICY_INVARIANT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "core/roster/roster.h"
#include "core/vocabulary/vocabulary.h"
#include "policy/grades.h"
#include "policy/policy.h"
#include "policy/reader.h"
#include "policy/roles.h"

namespace schoolgate::policy {

// What a condition may ask of a review.
enum class ReviewState : uint8_t { kGiven = 1, kCurrent };

// Of an agreement. What is absent or empty asks nothing.
struct AgreementCondition {
  std::vector<Located> names;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  std::optional<bool> in_force;
  std::optional<bool> no_training;
  std::optional<bool> no_advertising;
  // At most.
  std::optional<int> breach_notice_hours;
  std::optional<int> disposal_days;
  std::optional<int> retention_days;
  // Nowhere but there; "US" covers "US-CA".
  std::vector<Located> data_locations;
  std::vector<AgreementCondition> negated;  // none or one
};

// What a medium may get, as bits: 1 << verdict, and kMediumAtHome.
using MediumSet = uint8_t;
inline constexpr MediumSet kMediumAtHome = 1u << 7;

// Of a tool.
struct ToolCondition {
  std::vector<Located> names;
  std::vector<int> phases;  // v1::Phase; any of them
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  // Any of these roles is among the tool's.
  RoleSet open_to = 0;
  // The same, and the tool may be used today.
  RoleSet reachable_by = 0;
  std::optional<ReviewState> rubric;
  std::optional<ReviewState> bias_review;
  std::optional<ReviewState> fact_sheet;
  // A request may have to wait: by an element, a medium or the tool as such.
  std::optional<bool> may_hold;
  std::optional<bool> has_reviewers;
  // By v1::MediaKind; 0: nothing is asked.
  std::array<MediumSet, v1::MediaKind_ARRAYSIZE> media = {};
  std::optional<AgreementCondition> agreement;
  std::vector<ToolCondition> negated;  // none or one
};

// Of what one element gets for one role and grade under one tool on one route.
struct CellCondition {
  std::vector<v1::DataElement> elements;
  RoleSet roles = kAllRoles;
  GradeSet grades = kAllGrades;  // a caller without a grade is in every one
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  // The element is redacted at least, and so on; also where nothing that holds it takes the route.
  v1::Treatment at_least = v1::TREATMENT_UNSPECIFIED;
  std::vector<int> verdicts;  // v1::Verdict; any of them
  // What is done to the span is no laxer than for the same datum of a student on the roster.
  bool as_strict_as_student = false;
  std::optional<ToolCondition> tool;
  std::vector<CellCondition> negated;  // none or one
};

struct InvariantDocument {
  enum class Subject { kCell = 1, kTool, kAgreement };

  Place place;
  std::string name;
  std::string description;
  std::string canonical;  // what `spec` says, for the hash
  Subject subject = Subject::kCell;
  std::string clause;
  // Those of the subject.
  CellCondition where_cell, must_cell;
  ToolCondition where_tool, must_tool;
  AgreementCondition where_agreement, must_agreement;
  // Cells of whom: each element as it stands in the table, or as that of somebody of one of these kinds; and
  // of people with one of these flags, or of people with none.
  std::vector<SubjectKind> about;
  std::vector<PersonFlags> flags;
};

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_INVARIANT_H_
