#include <iostream>

#include "core/util/problem.h"
#include "gateway/cli/command.h"

namespace schoolgate::gateway {

int Report(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  const Problem problem = ProblemOf(status);
  const bool is_problem = problem.reason != "INTERNAL";
  std::cerr << "schoolgate: " << (is_problem ? problem.english : std::string(status.message())) << "\n";
  return status.code() == absl::StatusCode::kUnavailable ? kExitRemote : kExitYours;
}

int Report(const std::vector<policy::Issue>& issues) {
  for (const policy::Issue& issue : issues) std::cerr << ToString(issue) << "\n";
  std::cerr << "schoolgate: " << issues.size() << (issues.size() == 1 ? " fault" : " faults")
            << "; nothing was started\n";
  return kExitYours;
}

}  // namespace schoolgate::gateway
