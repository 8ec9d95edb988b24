// From documents to rules: what each element gets under one tool, and the hash that names the whole set.
// Pure functions; any thread.
#ifndef SCHOOLGATE_POLICY_COMPILE_H_
#define SCHOOLGATE_POLICY_COMPILE_H_

#include <array>
#include <string>
#include <string_view>

#include "policy/documents.h"
#include "policy/policy.h"

namespace schoolgate::policy {

using Rules = std::array<Rule, kDataElementCount>;

// The clause of an element that no row of the agreement covers.
inline constexpr std::string_view kNotScheduled = "not in the agreement's schedule of data";

// What the agreement alone grants, before an element's own limits: views into `agreement`.
Rules GrantedRules(const AgreementDocument& agreement);

// The strictest of what the agreement grants and what the tool and the district limit, each as near as its
// element supports. Clauses are views into the documents. `district` may be null.
Rules CompileRules(const AgreementDocument& agreement, const ToolDocument& tool,
                   const DistrictDocument* district);

// Hex SHA-256 over what the documents say, in an order of its own: file names, comments, and the order of
// documents, of rows and of lists that are sets do not count. The order of a tool's models does: the first is
// its default.
std::string HashOf(const Documents& documents);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_COMPILE_H_
