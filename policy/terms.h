// The terms of documents that are no cells of a table, as text, for comparing two sets. Pure; any thread.
#ifndef SCHOOLGATE_POLICY_TERMS_H_
#define SCHOOLGATE_POLICY_TERMS_H_

#include <string>
#include <string_view>
#include <vector>

#include "policy/documents.h"

namespace schoolgate::policy {

// A key of the policy file, and what is given for it; the same keys in the same order for every document of a
// kind. Empty text: nothing is given.
struct Term {
  std::string_view key;
  std::string text;
};

std::vector<Term> TermsOf(const AgreementDocument& agreement);
std::vector<Term> TermsOf(const ToolDocument& tool);
std::vector<Term> TermsOf(const DistrictDocument& district);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_TERMS_H_
