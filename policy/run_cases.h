// `policy test`: runs the cases of a set's PolicyTest documents, each through the plan and the decision of a
// real request. Pure; any thread.
#ifndef SCHOOLGATE_POLICY_RUN_CASES_H_
#define SCHOOLGATE_POLICY_RUN_CASES_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "policy/documents.h"
#include "policy/policy.h"

namespace schoolgate::policy {

struct CaseResult {
  std::string test;  // the document
  std::string name;
  Place place;
  // What came out otherwise than expected: "verdict: expected send, got hold". Empty: the case passed.
  std::vector<std::string> differences;
};

// One for each case, in the order of the files. `today` is the day of cases that name none.
std::vector<CaseResult> RunCases(const PolicySet& set, absl::CivilDay today);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_RUN_CASES_H_
