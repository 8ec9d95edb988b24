// What the district's agreements and tools say, compiled to one immutable snapshot.
//
// Pure: loading reads files, everything after is a function of its arguments. A PolicySet is shared by every
// thread and swapped whole; a Plan points into the set it came from and keeps it alive.
#ifndef SCHOOLGATE_POLICY_POLICY_H_
#define SCHOOLGATE_POLICY_POLICY_H_

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "core/finding/finding.h"
#include "core/guard/outbound.h"
#include "core/principal/principal.h"
#include "core/vocabulary/vocabulary.h"
#include "schoolgate/v1/policy.pb.h"

namespace schoolgate::policy {

// A fault in a policy file. Reported all at once, never one by one.
struct Issue {
  std::string file;
  int line = 0;            // 1-based; 0 when the fault is the file's as a whole
  int column = 0;          // 1-based
  std::string message;     // names the key and the cure; never a value that could be personal
  std::string suggestion;  // "did you mean 'student.name'?"; may be empty
};
// "agreements/acme.yaml:12:3: unknown key 'shedule' (did you mean 'schedule'?)"
std::string ToString(const Issue& issue);

struct Rule {
  v1::Treatment treatment = v1::TREATMENT_REDACT;  // default deny
  std::string_view clause;
};

// What one caller's request to one tool gets, before its text is looked at.
struct Plan {
  std::string_view tool;
  std::string_view owner;
  std::string_view agreement;
  std::string_view purpose;
  v1::LegalBasis legal_basis = v1::LEGAL_BASIS_UNSPECIFIED;
  Destination destination;
  std::array<Rule, kDataElementCount> rules;
  bool stable_pseudonyms = false;
  bool media_allowed = false;
  std::span<const std::string> external_functions;
  std::string_view policy_hash;
  std::shared_ptr<const void> keeps_alive;

  v1::Plan ToProto() const;
};

// What a request asks for; empty fields mean the app's defaults, and an empty purpose the tool's only one
// where the app's default is not the tool's. `model` may be a model of the tool asked for
// (or of the default tool), a tool, which means its first model, or "tool/model". A `tool` beside a model
// that names another tool is UNKNOWN_MODEL.
struct Ask {
  std::string_view tool;
  std::string_view model;
  std::string_view purpose;
};

// What is known of a request beside its findings.
struct RequestFacts {
  // Published path of the first media part; empty if there is none.
  std::string_view media_path;
};

// What happens to an exchange. A refusal is a Decision, not an error.
struct Decision {
  v1::Verdict verdict = v1::VERDICT_BLOCK;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  // Parallel to the findings.
  std::vector<v1::Treatment> treatments;
  std::vector<std::string_view> clauses;
  // Why it is not sent: a problem; OK for VERDICT_SEND.
  absl::Status refusal;
};

class PolicySet {
 public:
  // Reads every *.yaml under `directory`. On faults the status is INVALID_ARGUMENT and `issues` lists all of
  // them.
  static absl::StatusOr<std::shared_ptr<const PolicySet>> Load(const std::string& directory,
                                                               std::vector<Issue>& issues);
  virtual ~PolicySet() = default;

  // Hex SHA-256 over the set's canonical content; the same files give the same hash anywhere.
  virtual std::string_view hash() const = 0;

  // The plan of a request, or the problem: UNKNOWN_MODEL, TOOL_NOT_ALLOWED, ROLE_NOT_ALLOWED,
  // UNKNOWN_PURPOSE, AGREEMENT_EXPIRED.
  virtual absl::StatusOr<Plan> MakePlan(const Principal& principal, const Ask& ask,
                                        absl::CivilDay today) const = 0;

  // "tool/model" for everything this principal may use today.
  virtual std::vector<v1::Tool> ToolsFor(const Principal& principal, absl::CivilDay today) const = 0;
  virtual std::span<const v1::Agreement> agreements() const = 0;
  virtual std::span<const v1::Tool> tools() const = 0;
};

// The decision for a planned request with these findings. Each gets its element's rule, as the element of the
// person it is about: a roster teacher's name is staff.name. A person the roster does not know is treated
// like a student, and is never a reason to refuse.
Decision Decide(const Plan& plan, std::span<const Finding> findings, const RequestFacts& facts);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_POLICY_H_
