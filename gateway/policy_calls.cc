#include "gateway/policy_calls.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/exchange_record.h"
#include "gateway/roster_facts.h"
#include "google/rpc/error_details.pb.h"
#include "policy/compile.h"
#include "policy/diff.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;
constexpr int kMostReasonBytes = 2000;
// Clients take 8 KiB of trailers unless told otherwise, the rest of the error and base64 included.
constexpr size_t kMostFaultBytes = 3500;
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";

// Who asks, and what is in force.
struct Asker {
  std::shared_ptr<const Snapshots> with;
  Principal principal;
};

absl::StatusOr<Asker> Admit(Gate& gate, const Credentials& credentials, ExchangeRecord& record) {
  Asker asker{.with = gate.snapshots()};
  if (asker.with == nullptr) return MakeProblem(problems::kNoRoster);
  record.SetSnapshots(*asker.with);
  SG_ASSIGN_OR_RETURN(asker.principal,
                      asker.with->authenticator->Authenticate(credentials, asker.with->detector->roster()));
  record.SetPrincipal(asker.principal);
  return asker;
}

bool IsOfficer(const Principal& principal) {
  return principal.role == v1::CALLER_ROLE_ADMINISTRATOR || principal.role == v1::CALLER_ROLE_COMPLIANCE;
}

absl::Status OfficersOnly(const Principal& principal, std::string_view what) {
  if (IsOfficer(principal)) return absl::OkStatus();
  return MakeProblem(problems::kOfficersOnly, {{"what", what}});
}

// Runs a call and puts a refused caller on the record.
template <typename Response>
asio::awaitable<absl::StatusOr<Response>> Recorded(Gate& gate, const Credentials& credentials,
                                                   ExchangeRecord& record,
                                                   absl::StatusOr<Response> response) {
  const absl::StatusCode code = response.status().code();
  if (code == absl::StatusCode::kUnauthenticated || code == absl::StatusCode::kPermissionDenied) {
    co_await RecordDenial(gate, credentials, record, response.status());
  }
  co_return response;
}

// Copies the page that was asked for, and gives the next one's token.
template <typename Request, typename Item, typename Add>
absl::StatusOr<std::string> Page(const Request& request, std::span<const Item> all, const Add& add) {
  if (request.page_size() < 0) {
    return MakeProblem(problems::kInvalidValue, {{"place", "page_size"}, {"expected", "0 or more"}});
  }
  size_t first = 0;
  if (!request.page_token().empty() && !absl::SimpleAtoi(request.page_token(), &first)) {
    return MakeProblem(problems::kInvalidValue,
                       {{"place", "page_token"}, {"expected", "use the token of the page before"}});
  }
  const auto size = static_cast<size_t>(
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage));
  const size_t end = std::min(all.size(), first + size);
  for (size_t i = first; i < end; ++i) add(all[i]);
  return end < all.size() ? StrCat(end) : std::string();
}

void AddFlagRules(const policy::FlagRules& rules, v1::ExplainResponse& response) {
  for (int flag = 0; flag < policy::kFlagCount; ++flag) {
    for (int n = 1; n < kDataElementCount; ++n) {
      const policy::Rule& rule = rules[static_cast<size_t>(flag)][static_cast<size_t>(n)];
      if (rule.treatment == v1::TREATMENT_UNSPECIFIED) continue;
      v1::ElementRule& shown = *response.add_flag_rules();
      shown.set_element(static_cast<v1::DataElement>(n));
      shown.set_treatment(rule.treatment);
      shown.set_clause(std::string(rule.clause));
    }
  }
}

absl::StatusOr<v1::ExplainResponse> Explained(Gate& gate, Asker asker, const Credentials& credentials,
                                              const v1::ExplainRequest& request) {
  Principal& principal = asker.principal;
  const bool compliance = principal.role == v1::CALLER_ROLE_COMPLIANCE;
  policy::Caller caller = CallerOf(asker.with->detector->roster(), principal, gate.Today());
  if (request.role() != v1::CALLER_ROLE_UNSPECIFIED) {
    SG_RETURN_IF_ERROR(OfficersOnly(principal, "The plan of another role"));
    principal.role = request.role();
    principal.tools.clear();
    for (const v1::Tool& tool : asker.with->policy->tools()) principal.tools.push_back(tool.name());
    caller = policy::Caller();
  }
  const policy::Ask ask{.tool = credentials.tool,
                        .model = request.model(),
                        .purpose = credentials.purpose,
                        .without_model = true};
  const absl::StatusOr<policy::Plan> plan =
      asker.with->policy->MakePlan(principal, caller, ask, gate.Today());
  v1::ExplainResponse response;
  response.set_verdict(v1::VERDICT_BLOCK);
  absl::Status refusal = plan.status();
  if (plan.ok()) {
    policy::Decision decision = policy::Decide(*plan, {}, policy::RequestFacts());
    *response.mutable_plan() = plan->ToProto();
    response.set_verdict(decision.verdict);
    if (compliance && plan->flag_rules != nullptr) AddFlagRules(*plan->flag_rules, response);
    refusal = std::move(decision.refusal);
  } else if (refusal.code() != absl::StatusCode::kPermissionDenied &&
             refusal.code() != absl::StatusCode::kFailedPrecondition) {
    return refusal;
  }
  if (!refusal.ok()) {
    const Problem problem = ProblemOf(refusal);
    response.set_reason(problem.reason);
    response.set_explanation(problem.english);
  }
  return response;
}

// POLICY_UNUSABLE with the faults' places, as many as fit.
absl::Status WithFaults(absl::Status status, const std::vector<policy::Issue>& faults) {
  google::rpc::BadRequest details;
  for (const policy::Issue& fault : faults) {
    google::rpc::BadRequest::FieldViolation violation;
    violation.set_field(fault.line > 0 ? StrCat(fault.file, ":", fault.line, ":", fault.column) : fault.file);
    violation.set_description(fault.suggestion.empty() ? fault.message
                                                       : StrCat(fault.message, " (", fault.suggestion, ")"));
    if (details.ByteSizeLong() + violation.ByteSizeLong() > kMostFaultBytes) break;
    *details.add_field_violations() = std::move(violation);
  }
  status.SetPayload(kBadRequest, absl::Cord(details.SerializeAsString()));
  return status;
}

absl::StatusOr<PolicyFiles> FilesOf(const google::protobuf::RepeatedPtrField<v1::PolicyFile>& given) {
  if (given.empty()) return MakeProblem(problems::kMissingField, {{"place", "files"}});
  PolicyFiles files;
  for (int i = 0; i < given.size(); ++i) {
    if (!IsPolicyPath(given[i].path()) || !files.emplace(given[i].path(), given[i].yaml()).second) {
      return MakeProblem(problems::kInvalidValue,
                         {{"place", StrCat("files[", i, "].path")},
                          {"expected",
                           "give each file once, by plain names below the policy directory, "
                           "ending in .yaml"}});
    }
  }
  return files;
}

// One row for each role and element of a change.
void AddChange(const policy::CellChange& change, v1::DiffResponse& response) {
  for (int role = 1; role < v1::CallerRole_ARRAYSIZE; ++role) {
    if ((change.roles >> role & 1) == 0) continue;
    for (const v1::DataElement element : change.elements) {
      v1::TreatmentChange& row = *response.add_changes();
      row.set_tool(change.tool);
      row.set_role(static_cast<v1::CallerRole>(role));
      row.set_element(element);
      row.set_before(change.before.treatment);
      row.set_after(change.after.treatment);
      row.set_clause(change.after.clause);
      row.set_verdict_before(change.before.verdict);
      row.set_verdict_after(change.after.verdict);
      row.set_on_premises_before(change.before.on_premises);
      row.set_on_premises_after(change.after.on_premises);
      row.set_grades(change.every_grade ? "every grade" : policy::DescribeGrades(change.grades));
      row.set_route(change.route);
    }
  }
}

void AddLines(const std::vector<std::string>& names, std::string_view what, v1::DiffResponse& response) {
  for (const std::string& name : names) response.add_summary(StrCat(what, " ", name));
}

v1::DiffResponse Described(const policy::PolicyDiff& diff) {
  v1::DiffResponse response;
  AddLines(diff.tools_added, "new tool:", response);
  AddLines(diff.tools_removed, "tool removed:", response);
  AddLines(diff.agreements_added, "new agreement:", response);
  AddLines(diff.agreements_removed, "agreement removed:", response);
  for (const policy::TermChange& change : diff.terms) response.add_summary(policy::Describe(change));
  for (const policy::CellChange& change : diff.cells) {
    response.add_summary(policy::Describe(change));
    AddChange(change, response);
  }
  return response;
}

asio::awaitable<absl::StatusOr<v1::DiffResponse>> Compared(Gate& gate, PolicyKeeper& keeper, Asker asker,
                                                           const v1::DiffRequest& request) {
  SG_CO_RETURN_IF_ERROR(OfficersOnly(asker.principal, "To compare policies"));
  SG_CO_ASSIGN_OR_RETURN(const PolicyFiles files, FilesOf(request.files()));
  std::vector<policy::Issue> faults;
  absl::StatusOr<v1::DiffResponse> response = MakeProblem(problems::kInternal);
  absl::AnyInvocable<void()> work = [&] {
    const auto other = keeper.Check(files, faults);
    if (other.ok()) {
      response = Described(policy::Diff(*asker.with->policy, **other));
    } else {
      response = other.status();
    }
  };
  SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(work)));
  if (!faults.empty()) co_return WithFaults(response.status(), faults);
  co_return response;
}

asio::awaitable<absl::StatusOr<v1::ApplyResponse>> Applied(Gate& gate, PolicyKeeper& keeper, Asker asker,
                                                           const v1::ApplyRequest& request) {
  SG_CO_RETURN_IF_ERROR(OfficersOnly(asker.principal, "To put a policy in force"));
  if (asker.principal.roster_person < 0) {
    co_return MakeProblem(problems::kPersonNeeded, {{"what", "To put a policy in force"}});
  }
  if (request.reason().empty()) co_return MakeProblem(problems::kMissingField, {{"place", "reason"}});
  if (request.reason().size() > kMostReasonBytes) {
    co_return MakeProblem(
        problems::kInvalidValue,
        {{"place", "reason"}, {"expected", StrCat("at most ", kMostReasonBytes, " bytes")}});
  }
  SG_CO_ASSIGN_OR_RETURN(const PolicyFiles files, FilesOf(request.files()));
  const PolicyOrder order{.caller = AuditCallerOf(gate, asker.principal),
                          .reason = request.reason(),
                          .expected_hash = request.expected_hash()};
  std::vector<policy::Issue> faults;
  absl::StatusOr<std::string> hash = MakeProblem(problems::kInternal);
  absl::AnyInvocable<void()> work = [&] { hash = keeper.Apply(files, order, faults); };
  SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(work)));
  if (!faults.empty()) co_return WithFaults(hash.status(), faults);
  SG_CO_RETURN_IF_ERROR(hash.status());
  v1::ApplyResponse response;
  response.set_policy_hash(*hash);
  co_return response;
}

}  // namespace

asio::awaitable<absl::StatusOr<v1::ExplainResponse>> ExplainPlan(Gate& gate, const Credentials& credentials,
                                                                 absl::StatusOr<v1::ExplainRequest> request) {
  ExchangeRecord record(gate, "policy.explain");
  absl::StatusOr<v1::ExplainResponse> response;
  absl::StatusOr<Asker> asker = Admit(gate, credentials, record);
  if (!asker.ok()) {
    response = asker.status();
  } else if (!request.ok()) {
    response = request.status();
  } else {
    response = Explained(gate, *std::move(asker), credentials, *request);
  }
  co_return co_await Recorded(gate, credentials, record, std::move(response));
}

namespace {

// A list of what is in force, for officers.
template <typename Response, typename Request, typename Fill>
asio::awaitable<absl::StatusOr<Response>> Listed(Gate& gate, const Credentials& credentials,
                                                 std::string_view operation, std::string_view what,
                                                 absl::StatusOr<Request> request, Fill fill) {
  ExchangeRecord record(gate, operation);
  absl::StatusOr<Response> response;
  absl::StatusOr<Asker> asker = Admit(gate, credentials, record);
  absl::Status status = asker.status();
  if (status.ok()) status = OfficersOnly(asker->principal, what);
  if (status.ok()) status = request.status();
  if (status.ok()) {
    Response page;
    absl::StatusOr<std::string> next = fill(*asker->with->policy, *request, page);
    status = next.status();
    if (status.ok()) page.set_next_page_token(*std::move(next));
    response = std::move(page);
  }
  if (!status.ok()) response = status;
  co_return co_await Recorded(gate, credentials, record, std::move(response));
}

// What is done with files that somebody sends: who asks is looked at first, and a refused caller recorded.
template <typename Request, typename Response>
asio::awaitable<absl::StatusOr<Response>> Done(
    Gate& gate, PolicyKeeper& keeper, const Credentials& credentials, std::string_view operation,
    absl::StatusOr<Request> request,
    asio::awaitable<absl::StatusOr<Response>> (*work)(Gate&, PolicyKeeper&, Asker, const Request&)) {
  ExchangeRecord record(gate, operation);
  absl::StatusOr<Response> response;
  absl::StatusOr<Asker> asker = Admit(gate, credentials, record);
  if (!asker.ok()) {
    response = asker.status();
  } else if (!request.ok()) {
    response = request.status();
  } else {
    response = co_await work(gate, keeper, *std::move(asker), *request);
  }
  co_return co_await Recorded(gate, credentials, record, std::move(response));
}

}  // namespace

asio::awaitable<absl::StatusOr<v1::ListAgreementsResponse>> ListAgreements(
    Gate& gate, const Credentials& credentials, absl::StatusOr<v1::ListAgreementsRequest> request) {
  const auto fill = [](const policy::PolicySet& set, const v1::ListAgreementsRequest& asked,
                       v1::ListAgreementsResponse& page) {
    return Page(asked, set.agreements(), [&page](const v1::Agreement& one) { *page.add_agreements() = one; });
  };
  return Listed<v1::ListAgreementsResponse>(gate, credentials, "policy.list_agreements",
                                            "The list of agreements", std::move(request), fill);
}

asio::awaitable<absl::StatusOr<v1::ListToolsResponse>> ListTools(
    Gate& gate, const Credentials& credentials, absl::StatusOr<v1::ListToolsRequest> request) {
  const auto fill = [](const policy::PolicySet& set, const v1::ListToolsRequest& asked,
                       v1::ListToolsResponse& page) {
    return Page(asked, set.tools(), [&page](const v1::Tool& one) { *page.add_tools() = one; });
  };
  return Listed<v1::ListToolsResponse>(gate, credentials, "policy.list_tools", "The list of tools",
                                       std::move(request), fill);
}

asio::awaitable<absl::StatusOr<v1::DiffResponse>> DiffPolicy(Gate& gate, PolicyKeeper& keeper,
                                                             const Credentials& credentials,
                                                             absl::StatusOr<v1::DiffRequest> request) {
  return Done<v1::DiffRequest, v1::DiffResponse>(gate, keeper, credentials, "policy.diff", std::move(request),
                                                 Compared);
}

asio::awaitable<absl::StatusOr<v1::ApplyResponse>> ApplyPolicy(Gate& gate, PolicyKeeper& keeper,
                                                               const Credentials& credentials,
                                                               absl::StatusOr<v1::ApplyRequest> request) {
  return Done<v1::ApplyRequest, v1::ApplyResponse>(gate, keeper, credentials, "policy.apply",
                                                   std::move(request), Applied);
}

}  // namespace schoolgate::gateway
