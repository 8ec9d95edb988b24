// A problem is an error a person or a program can act on: what happened, what to change, whom to ask, in
// English and Spanish, with a stable reason (AIP-193). It travels as an absl::Status whose payload is a
// google.rpc.ErrorInfo and whose texts come from the catalogue (problems.h); gateway/ turns it into gRPC
// details or a dialect's error body.
//
// Parameters name places ("messages[2].content", a registered tool), never what a caller wrote.
// Thread safety: stateless functions over constants.
#ifndef SCHOOLGATE_CORE_UTIL_PROBLEM_H_
#define SCHOOLGATE_CORE_UTIL_PROBLEM_H_

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace schoolgate {

// Whether an SDK that retries by itself should.
enum class Retry { kNo, kYes };

// One row of the catalogue. Texts may hold {parameter} placeholders.
struct ProblemKind {
  std::string_view reason;  // [A-Z][A-Z0-9_]+, at most 63 characters
  absl::StatusCode code;
  int http_status;
  Retry retry;
  std::string_view english;
  std::string_view spanish;
};

// A problem as read back from a status.
struct Problem {
  std::string reason;
  absl::StatusCode code;
  int http_status;
  Retry retry;
  std::string english;
  std::string spanish;
  std::map<std::string, std::string> parameters;
};

using ProblemParameters = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// The error-info domain of every problem.
inline constexpr std::string_view kProblemDomain = "schoolgate.v1";

absl::Status MakeProblem(const ProblemKind& kind, ProblemParameters parameters = {});

// Adds a parameter to a problem on its way up, for example the file a value stood in. Other statuses pass
// unchanged.
absl::Status WithParameter(const absl::Status& status, std::string_view name, std::string_view value);

// The problem in a status. A status that is no problem comes back as INTERNAL with nothing of its message:
// such a message was not written for callers and may hold anything.
Problem ProblemOf(const absl::Status& status);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_PROBLEM_H_
