// `policy diff`: what changes when one policy set takes the place of another, in values a compliance officer
// can be shown. Pure; any thread. The values own what they say and outlive both sets.
#ifndef SCHOOLGATE_POLICY_DIFF_H_
#define SCHOOLGATE_POLICY_DIFF_H_

#include <string>
#include <vector>

#include "core/roster/roster.h"
#include "core/vocabulary/vocabulary.h"
#include "policy/grades.h"
#include "policy/policy.h"
#include "policy/roles.h"

namespace schoolgate::policy {

// What a cell gets: what is done to the spans, and to the exchange that holds them.
struct Outcome {
  v1::Treatment treatment = v1::TREATMENT_UNSPECIFIED;  // unspecified: nothing beyond what everybody gets
  v1::Verdict verdict = v1::VERDICT_SEND;
  bool on_premises = false;
  std::string clause;
  std::string exchange_clause;  // behind verdict and route, where they are not the laxest
};

// Cells of one tool that change in the same way.
struct CellChange {
  std::string tool;
  v1::Route route = v1::ROUTE_UNSPECIFIED;  // on the way to the tool's own model, or to the one at home
  // Of the roles and grades that both sets open the tool to.
  RoleSet roles = 0;
  GradeSet grades = 0;
  bool without_grade = false;       // callers without one
  bool every_grade = false;         // all of the tool's, and callers without one
  PersonFlag flag = PersonFlag{0};  // spans of people with this flag; 0: everybody's
  std::vector<v1::DataElement> elements;
  Outcome before, after;
  // The new set's agreement, where the clause behind the new treatment is its own; empty where it is the
  // tool's, the district's or a flag's.
  std::string agreement;
};

// A term that is no cell: of a tool, an agreement, or the district ("expires", "models", "reviewers").
struct TermChange {
  std::string kind;  // "tool", "agreement" or "district"
  std::string name;
  std::string term;
  std::string before, after;  // empty: not given
};

struct PolicyDiff {
  std::vector<std::string> tools_added, tools_removed;
  std::vector<std::string> agreements_added, agreements_removed;
  std::vector<TermChange> terms;
  std::vector<CellChange> cells;

  bool empty() const;
};

PolicyDiff Diff(const PolicySet& before, const PolicySet& after);

// "pseudonymize", "redact + hold", "allow + on_premises", "block"; "no more than others" of a flag.
std::string Describe(const Outcome& outcome);
// "special.*, conduct": prefixes where the change is of all they cover.
std::string DescribeElements(const std::vector<v1::DataElement>& elements);
// "maps-tutor, students, grade 6: special.disability block -> pseudonymize, by agreement acme-dpa: B-14".
std::string Describe(const CellChange& change);
// "agreement acme-dpa: expires 2027-06-30 -> 2028-06-30".
std::string Describe(const TermChange& change);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_DIFF_H_
