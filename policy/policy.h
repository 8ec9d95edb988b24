// What the district's agreements and tools say, compiled to one immutable snapshot.
//
// Pure: loading reads files, everything after is a function of its arguments. A PolicySet is shared by every
// thread and swapped whole; a Plan points into the set it came from and keeps it alive.
#ifndef SCHOOLGATE_POLICY_POLICY_H_
#define SCHOOLGATE_POLICY_POLICY_H_

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "core/finding/finding.h"
#include "core/guard/outbound.h"
#include "core/principal/principal.h"
#include "core/roster/roster.h"
#include "core/vocabulary/vocabulary.h"
#include "policy/grades.h"
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

// What one element gets in one cell of the table (tool, role, grade, element), and the clauses behind it.
struct Rule {
  v1::Treatment treatment = v1::TREATMENT_REDACT;  // default deny
  // What an exchange gets that holds the element.
  v1::Verdict verdict = v1::VERDICT_SEND;
  bool on_premises = false;
  std::string_view clause;           // behind the treatment
  std::string_view exchange_clause;  // behind verdict and route, where they are not the laxest
};
using Rules = std::array<Rule, kDataElementCount>;

// What spans about people with one flag get at the least; TREATMENT_UNSPECIFIED where the flag says nothing.
// In the order of the flags' bits.
inline constexpr int kFlagCount = 5;
using FlagRules = std::array<Rules, kFlagCount>;

struct MediaRule {
  v1::Verdict verdict = v1::VERDICT_BLOCK;
  bool on_premises = false;
};
// By v1::MediaKind.
using MediaRules = std::array<MediaRule, v1::MediaKind_ARRAYSIZE>;

// What takes the place of a code, where a tool's vendor can do nothing with codes.
struct PseudonymChoice {
  bool surrogate_names = false;  // realistic names, of nobody
  bool preserved_ids = false;    // ids in their own format
  bool shifted_dates = false;    // dates moved by a student's own number of days
};

// Where an exchange goes that may not go to a cloud.
struct LocalPlan {
  std::string_view agreement;
  v1::LegalBasis legal_basis = v1::LEGAL_BASIS_UNSPECIFIED;
  Destination destination;
  bool stable_pseudonyms = false;
  bool birth_months = false;
};

// What one caller's request to one tool gets, before its text is looked at. Its views live as long as
// `keeps_alive`.
struct Plan {
  std::string_view tool;
  std::string_view owner;
  std::string_view agreement;
  std::string_view purpose;
  v1::LegalBasis legal_basis = v1::LEGAL_BASIS_UNSPECIFIED;
  Destination destination;
  const Rules* rules = nullptr;  // null: everything is redacted
  const FlagRules* flag_rules = nullptr;
  MediaRules media;
  bool stable_pseudonyms = false;
  PseudonymChoice pseudonyms;
  // What becomes of people in an answer whom the request did not name.
  v1::AnswerRule answers = v1::ANSWER_RULE_RECORD;
  bool birth_months = false;  // a generalised birth date keeps its month
  std::span<const std::string> external_functions;
  std::span<const std::string> protected_vocabulary;
  // Every exchange waits for one of these groups.
  bool always_review = false;
  std::string_view reviewers;
  std::string_view deputies;
  // A tool that surveys students, and the topics families have consented to.
  bool survey = false;
  std::span<const std::string> consented_topics;
  // A tool that releases data on groups: the least number of people in one. 0: it does not.
  int smallest_group = 0;
  int requests_per_day = 0;  // 0: as many as there are
  // What a vendor may list of the district's records; null: nothing.
  const v1::RecordAccess* records = nullptr;
  std::string_view policy_hash;
  // Where the exchange goes instead where an element or a medium demands it; null: nowhere.
  const LocalPlan* local = nullptr;
  const Rules* local_rules = nullptr;
  const FlagRules* local_flag_rules = nullptr;
  std::shared_ptr<const void> keeps_alive;

  // The same request's plan on the district's own machines. `local` is not null.
  Plan OnPremises() const;
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
  // It needs no model: a vendor asks for records, or somebody what the tool's rules are. The plan's model is
  // empty where the tool has none, and UNKNOWN_MODEL is what others hear of such a tool.
  bool without_model = false;
};

// What the roster says of the person who asks. Empty where nobody was named or the roster does not know them.
struct Caller {
  bool known = false;
  std::optional<int> grade;  // grades.h
  // Bit n: in grade n; a teacher's are those of their classes' students. 0: the roster does not say.
  GradeSet grades = 0;
  std::vector<std::string_view> schools;  // sourcedIds
  std::vector<std::string_view> classes;
  std::optional<int> age;
  PersonFlags flags = 0;
  // The highest course of the staff certificate completed.
  int staff_course = 0;
};

struct MediaFact {
  v1::MediaKind kind = v1::MEDIA_KIND_UNSPECIFIED;
  std::string_view path;  // published: "messages[2].content[0].media"
};

// What is known of a request beside its findings. Views live as long as the call.
struct RequestFacts {
  std::span<const MediaFact> media;
  // Parallel to the findings: the flags of the person each is about; of one of several, all of theirs.
  // Empty: nobody has one.
  std::span<const PersonFlags> flags;
  // Protected topics a survey asks about.
  std::span<const std::string_view> survey_topics;
  // Parallel to the findings: its group is too small to be told of. Empty: none is.
  std::span<const char> small_group;
  // A named reviewer has let this very exchange go.
  bool approved = false;
};

// What happens to an exchange. A refusal is a Decision, not an error.
struct Decision {
  v1::Verdict verdict = v1::VERDICT_BLOCK;
  // Where it goes. ROUTE_ON_PREMISES with a plan for the cloud: by Plan::OnPremises().
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  // Parallel to the findings.
  std::vector<v1::Treatment> treatments;
  std::vector<std::string_view> clauses;
  // Behind a hold, a refusal or the way to the district's own machines; empty if there is none.
  std::string_view exchange_clause;
  // Every clause that holds it, each once, those of an approved exchange included.
  std::vector<std::string_view> hold_clauses;
  // Why it is not sent: a problem; OK for VERDICT_SEND.
  absl::Status refusal;
};

struct Documents;  // documents.h
class ToolTable;   // compile.h

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
  // UNKNOWN_PURPOSE, and what admission.h says of the tool.
  virtual absl::StatusOr<Plan> MakePlan(const Principal& principal, const Caller& caller, const Ask& ask,
                                        absl::CivilDay today) const = 0;

  // "tool/model" for everything this principal may use today.
  virtual std::vector<v1::Tool> ToolsFor(const Principal& principal, const Caller& caller,
                                         absl::CivilDay today) const = 0;
  virtual std::span<const v1::Agreement> agreements() const = 0;
  virtual std::span<const v1::Tool> tools() const = 0;
  // The documents the set was made from, and one tool's compiled table; null where there is no such tool.
  virtual const Documents& documents() const = 0;
  virtual const ToolTable* Table(std::string_view tool) const = 0;
};

// The decision for a planned request with these findings. Each gets its element's rule, as the element of the
// person it is about: a roster teacher's name is staff.name; a person's flags tighten their own spans. The
// exchange gets the strictest of what its elements and media get. A person the roster does not know is
// treated like a student, and an unknown name is never a reason to hold or refuse. A hold is
// FAILED_PRECONDITION HELD_FOR_REVIEW; the caller of this adds its review id.
Decision Decide(const Plan& plan, std::span<const Finding> findings, const RequestFacts& facts);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_POLICY_H_
