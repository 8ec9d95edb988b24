// "Did you mean": the registered word nearest to what was written. Stateless; any thread.
#ifndef SCHOOLGATE_POLICY_SUGGEST_H_
#define SCHOOLGATE_POLICY_SUGGEST_H_

#include <string>
#include <string_view>
#include <vector>

namespace schoolgate::policy {

// "did you mean 'schedule'?", or nothing where no candidate is near: within a third of the written length in
// insertions, deletions, replacements and swaps of neighbours (optimal string alignment). Only a candidate is
// ever repeated, never what was written.
std::string Suggest(std::string_view written, const std::vector<std::string_view>& candidates);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_SUGGEST_H_
