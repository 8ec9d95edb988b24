#include "gateway/exchange.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/answer_relay.h"
#include "gateway/detection.h"
#include "gateway/exchange_record.h"
#include "gateway/inspection.h"
#include "gateway/pseudonym_forms.h"
#include "gateway/release/group_calls.h"
#include "gateway/review/reviewers.h"
#include "gateway/roster_facts.h"
#include "gateway/scope_name.h"
#include "gateway/walk_facts.h"
#include "policy/admission.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/restore/restorer.h"
#include "redaction/transform/transformer.h"
#include "redaction/transform/typed_codes.h"
#include "redaction/walk/walk.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;
using connectors::VendorReply;

namespace {

// What the first half of the way gives the second.
struct Prepared {
  // Of a release: what the vendor is about to learn of groups.
  std::vector<GroupMember> learned;
  std::shared_ptr<const Snapshots> with;
  int32_t caller = -1;  // on the roster
  policy::Plan plan;
  Findings findings;
  policy::Decision decision;
  std::unique_ptr<redaction::Scope> scope;
  std::unique_ptr<Outbound> outbound;  // null when policy refused
  std::string review_id;               // of the review that let it go; empty: none was needed
};

enum class Naming { kAsCalled, kForThisOnce };

const google::protobuf::Message& AsMessage(const CanonicalRequest& request) {
  return std::visit([](const auto& message) -> const google::protobuf::Message& { return message; }, request);
}

std::string_view ModelOf(const CanonicalRequest& request) {
  struct Model {
    std::string_view operator()(const v1::GenerateRequest& r) const { return r.model(); }
    std::string_view operator()(const v1::StreamGenerateRequest& r) const { return r.request().model(); }
    std::string_view operator()(const v1::EmbedRequest& r) const { return r.model(); }
    std::string_view operator()(const v1::ListRecordsResponse&) const { return {}; }
  };
  return std::visit(Model{}, request);
}

// Treats the request under `name` and gives what would leave to where `prepared` goes.
asio::awaitable<absl::StatusOr<Outbound>> Treat(Gate& gate, Prepared& prepared,
                                                Guarded<CanonicalRequest> request, redaction::Walk walk,
                                                redaction::ScopeName name) {
  SG_CO_ASSIGN_OR_RETURN(prepared.scope, co_await redaction::Scope::Recall(gate.vault(), std::move(name)));
  Destination destination = prepared.plan.destination;
  SG_CO_ASSIGN_OR_RETURN(auto forms, co_await ReadyForms(gate, *prepared.with, prepared.plan));
  co_return co_await redaction::Transformer::Transform(std::move(request), std::move(walk), prepared.findings,
                                                       prepared.decision.treatments, std::move(destination),
                                                       *prepared.scope, forms);
}

// A held exchange is shown to people as it would leave, and waits for one of them; or one has let it go, and
// this is that very exchange.
asio::awaitable<absl::StatusOr<HeldAnswer>> AskReviewers(Gate& gate, Prepared& prepared,
                                                         const Principal& principal,
                                                         const Credentials& credentials,
                                                         const CanonicalRequest& canonical,
                                                         ExchangeRecord& record) {
  HeldAsk ask;
  CanonicalRequest copy = canonical;
  Guarded<CanonicalRequest> request(std::move(copy));
  SG_CO_ASSIGN_OR_RETURN(redaction::Walk walk,
                         redaction::Walk::Over(AsMessage(request.Reveal(RevealFor::kTransform))));
  redaction::ScopeName for_this_once;
  SG_CO_ASSIGN_OR_RETURN(const Outbound outbound, co_await Treat(gate, prepared, std::move(request),
                                                                 std::move(walk), std::move(for_this_once)));
  const policy::Plan& plan = prepared.plan;
  ask.exchange = ToPark(canonical, plan, prepared.findings, prepared.decision, outbound);
  ask.app = principal.app;
  ask.asker = AskerKey(prepared.with->detector->roster(), principal.roster_person, principal.person);
  ask.review_id = credentials.review_id;
  ask.until =
      gate.clock().Now() + Reviewers(*prepared.with->policy, prepared.with->detector->roster()).wait();
  ask.facts = record.ForReview();
  ask.students = record.student_keys();
  absl::StatusOr<HeldAnswer> answer = co_await gate.reviews().Ask(std::move(ask));
  if (!answer.ok()) {
    const std::string_view whom = plan.reviewers.empty() ? plan.owner : plan.reviewers;
    co_return WithParameter(answer.status(), "reviewers", whom);
  }
  record.SetReview(answer->review_id, answer->approved);
  co_return answer;
}

// plan, detect, decide, de-identify. A refusal of policy leaves `outbound` empty.
asio::awaitable<absl::StatusOr<Prepared>> Prepare(Gate& gate, std::shared_ptr<const Snapshots> with,
                                                  const Principal& principal, const Credentials& credentials,
                                                  Guarded<CanonicalRequest> request, Naming naming,
                                                  ExchangeRecord& record) {
  Prepared prepared{.with = std::move(with), .caller = principal.roster_person};
  const CanonicalRequest& canonical = request.Reveal(RevealFor::kPlanning);
  const absl::CivilDay today = gate.Today();
  const Roster& roster = prepared.with->detector->roster();
  const policy::Ask ask{
      .tool = credentials.tool, .model = ModelOf(canonical), .purpose = credentials.purpose};
  const policy::Caller caller = CallerOf(roster, principal, today);
  record.SetRefusalClause(policy::FlagBehindDenial(principal.role, caller));
  SG_CO_ASSIGN_OR_RETURN(prepared.plan, prepared.with->policy->MakePlan(principal, caller, ask, today));
  record.SetPlan(prepared.plan);

  SG_CO_ASSIGN_OR_RETURN(redaction::Walk walk, redaction::Walk::Over(AsMessage(canonical)));
  const redaction::DetectionContext context = ContextOf(prepared.plan, principal.roster_person, today);
  SG_CO_ASSIGN_OR_RETURN(prepared.findings,
                         co_await Detect(gate, *prepared.with->detector, walk.slots(), context));

  const std::vector<policy::MediaFact> media = MediaFactsOf(walk);
  const std::vector<PersonFlags> flags = FlagsOf(roster, prepared.findings, today);
  const std::vector<std::string_view> topics =
      prepared.plan.survey ? SurveyTopicsOf(walk.slots()) : std::vector<std::string_view>();
  std::vector<GroupMember> members;
  std::vector<char> small;
  if (prepared.plan.smallest_group > 0) {
    members = GroupMembersOf(roster, prepared.findings);
    SG_CO_ASSIGN_OR_RETURN(
        small, co_await SmallGroups(gate.group_ledger(), gate.workers(), prepared.plan.destination.vendor,
                                    members, prepared.plan.smallest_group));
  }
  std::vector<char> small_group(members.empty() ? 0 : prepared.findings.size());
  for (size_t i = 0; i < members.size(); ++i) small_group[members[i].finding] = small[i];
  policy::RequestFacts facts{
      .media = media, .flags = flags, .survey_topics = topics, .small_group = small_group};
  prepared.decision = policy::Decide(prepared.plan, prepared.findings, facts);
  if (prepared.decision.route != prepared.plan.destination.route && prepared.plan.local != nullptr) {
    prepared.plan = prepared.plan.OnPremises();
    record.SetPlan(prepared.plan);
  }
  record.SetDecision(prepared.plan, roster, prepared.findings, prepared.decision);
  for (size_t i = 0; i < members.size(); ++i) {
    const bool tells = prepared.decision.treatments[members[i].finding] == v1::TREATMENT_ALLOW;
    if (tells && small[i] == 0) prepared.learned.push_back(std::move(members[i]));
  }
  if (prepared.decision.verdict != v1::VERDICT_SEND && naming == Naming::kAsCalled) {
    // What does not leave may be somebody trying codes all the same.
    redaction::ScopeName name = ScopeNameOf(prepared.plan, principal, credentials, today);
    const auto scope = co_await redaction::Scope::Open(gate.vault(), std::move(name));
    if (scope.ok()) {
      record.SetTypedCodes(redaction::CountOthersCodes(walk.slots(), *(*scope)->substitutions()));
    }
  }
  if (prepared.decision.verdict == v1::VERDICT_HOLD && naming == Naming::kAsCalled) {
    SG_CO_ASSIGN_OR_RETURN(HeldAnswer answer,
                           co_await AskReviewers(gate, prepared, principal, credentials, canonical, record));
    if (!answer.approved) {
      co_return WithParameter(prepared.decision.refusal, "review_id", answer.review_id);
    }
    prepared.review_id = std::move(answer.review_id);
    facts.approved = true;
    prepared.decision = policy::Decide(prepared.plan, prepared.findings, facts);
  }
  if (prepared.decision.verdict != v1::VERDICT_SEND) co_return prepared;
  redaction::ScopeName name;
  if (naming == Naming::kAsCalled) name = ScopeNameOf(prepared.plan, principal, credentials, today);
  SG_CO_ASSIGN_OR_RETURN(Outbound outbound, co_await Treat(gate, prepared, std::move(request),
                                                           std::move(walk), std::move(name)));
  if (naming == Naming::kAsCalled) record.SetTypedCodes(outbound.typed_codes());
  prepared.outbound = std::make_unique<Outbound>(std::move(outbound));
  co_return prepared;
}

// Of a stream, how many choices were asked for; 0: the answer comes whole.
int StreamedChoices(const CanonicalRequest& request) {
  const auto* stream = std::get_if<v1::StreamGenerateRequest>(&request);
  return stream == nullptr ? 0 : std::max(1, stream->request().parameters().choice_count());
}

// audit intent, connector, restore, audit outcome. The call's last event comes after the outcome is on the
// record.
asio::awaitable<absl::Status> Cross(Gate& gate, connectors::VendorTransport& transport, Call& call,
                                    Prepared prepared, ExchangeRecord& record, ReplyInfo info,
                                    absl::Time start) {
  const int choices = StreamedChoices(prepared.outbound->Preview().Reveal(RevealFor::kPlanning));
  const bool streamed = choices > 0;
  const auto endpoint = prepared.with->vendors.find(prepared.plan.destination.vendor);
  if (endpoint == prepared.with->vendors.end()) {
    co_return MakeProblem(problems::kVendorUnreachable,
                          {{"vendor", prepared.plan.destination.vendor}, {"cause", "not configured"}});
  }
  SG_CO_ASSIGN_OR_RETURN(std::vector<std::string> tags,
                         co_await gate.vault().SubjectTags(record.student_keys(), record.record_id()));
  record.SetSubjectTags(std::move(tags));

  SG_CO_RETURN_IF_ERROR(co_await Learn(gate.group_ledger(), gate.workers(), prepared.plan.destination.vendor,
                                       prepared.learned));
  const absl::Time commit_start = gate.clock().Now();
  SG_CO_ASSIGN_OR_RETURN(Cleared cleared,
                         co_await gate.audit().CommitIntent(std::move(*prepared.outbound), record.Intent()));
  record.MarkIntended();
  gate.metrics().CountTypedCodes(record.typed_codes());
  const absl::Time sending = gate.clock().Now();
  gate.metrics().ObserveAuditCommit(sending - commit_start);

  Answer answer;
  absl::Status status;
  v1::GenerateResponse whole;
  bool gone = false;
  std::unique_ptr<VendorReply> reply;
  call.OnGone([&gone, &reply] {
    gone = true;
    if (reply != nullptr) reply->Cancel();
  });
  absl::Cleanup stop_listening = [&call] { call.OnGone(nullptr); };

  info.provenance = ProvenanceOf(prepared.plan);
  const AnswerHead head{.exchange_id = info.exchange_id,
                        .model = prepared.plan.destination.model,
                        .seconds = absl::ToUnixSeconds(start)};
  redaction::RestoreOptions options;
  options.external_functions.assign(prepared.plan.external_functions.begin(),
                                    prepared.plan.external_functions.end());
  redaction::Restorer restorer(prepared.scope->substitutions(), std::move(options));
  const redaction::DetectionContext context = ContextOf(prepared.plan, prepared.caller, gate.Today());
  redaction::AnswerScanner scanner(*prepared.with->detector, prepared.findings, context,
                                   prepared.scope->substitutions()->stand_ins(), prepared.plan.answers);

  if (gone) {
    status = MakeProblem(problems::kClientGone);
  } else if (auto sent = transport.Send(std::move(cleared), endpoint->second, record.answer_salt());
             !sent.ok()) {
    status = sent.status();
  } else {
    reply = *std::move(sent);
    if (streamed) {
      status = co_await RelayStream(gate, *reply, call, scanner, restorer, choices, head, info, answer.usage);
    } else if (auto response = co_await TakeWhole(gate, *reply, scanner, restorer, head); response.ok()) {
      whole = *std::move(response);
      answer.usage = whole.usage();
    } else {
      status = response.status();
    }
    answer.vendor = reply->facts();
  }
  if (gone) status = MakeProblem(problems::kClientGone);
  answer.restored = restorer.counts();
  answer.volunteered = scanner.Finish();
  std::move(stop_listening).Invoke();

  CountAnswer(gate.metrics(), record.Labels(), prepared.plan, answer, streamed);
  v1::AuditRecord outcome = record.Outcome(status, answer.vendor, answer.usage, answer.restored);
  const absl::Status told = co_await AddVolunteered(gate, answer.volunteered, outcome);
  if (!told.ok()) LogError("volunteered_students_not_tagged");
  record.MarkClosed();
  const absl::Status recorded = co_await gate.audit().Commit(std::move(outcome));
  // The answer is already with the caller, or about to be: the intent says what left, and the next start
  // closes it.
  if (!recorded.ok()) LogError("audit_outcome_not_written");
  gate.metrics().ObserveOverhead(gate.clock().Now() - start - answer.vendor.total);
  if (!status.ok()) co_return status;

  if (streamed) {
    co_await call.Finish(info);
  } else {
    co_await call.Reply(std::move(whole), std::move(info));
  }
  co_return absl::OkStatus();
}

// authenticate, decode, then the two halves. Everything that goes wrong before an intent is a DENIED record.
asio::awaitable<absl::Status> Run(Gate& gate, connectors::VendorTransport& transport, Call& call,
                                  ExchangeRecord& record, ReplyInfo& info, std::string& repeat_key) {
  const absl::Time start = gate.clock().Now();
  std::shared_ptr<const Snapshots> with = gate.snapshots();
  if (with == nullptr) co_return MakeProblem(problems::kNoRoster);
  record.SetSnapshots(*with);

  SG_CO_ASSIGN_OR_RETURN(const Principal principal,
                         with->authenticator->Authenticate(call.credentials(), with->detector->roster()));
  record.SetPrincipal(principal);

  const connectors::DecodeOptions decode_options{.drop_unknown_text = principal.drop_unknown_fields};
  SG_CO_ASSIGN_OR_RETURN(connectors::DecodedRequest decoded, call.Decode(decode_options));
  info.dropped = std::move(decoded.dropped);
  gate.metrics().CountDroppedFields(static_cast<int>(info.dropped.size()));

  if (!call.credentials().request_id.empty()) {
    const std::string content = AsMessage(decoded.request.Reveal(RevealFor::kDigest)).SerializeAsString();
    SG_CO_ASSIGN_OR_RETURN(
        repeat_key, RepeatKey(principal.app, principal.person, call.credentials().request_id, content));
    if (!gate.recent_requests().Note(repeat_key, start)) {
      repeat_key.clear();
      co_return MakeProblem(problems::kDuplicateRequest);
    }
  }

  SG_CO_ASSIGN_OR_RETURN(Prepared prepared,
                         co_await Prepare(gate, std::move(with), principal, call.credentials(),
                                          std::move(decoded.request), Naming::kAsCalled, record));
  for (size_t i = 0; i < prepared.findings.size(); ++i) {
    gate.metrics().CountFinding(prepared.findings[i].element, prepared.decision.treatments[i], 1);
  }
  if (prepared.outbound == nullptr) co_return prepared.decision.refusal;
  const policy::Plan& plan = prepared.plan;
  if (plan.requests_per_day > 0 &&
      !gate.daily_counts().Take(plan.tool, gate.Today(), plan.requests_per_day)) {
    co_return MakeProblem(problems::kRequestCapReached, {{"tool", plan.tool}, {"owner", plan.owner}});
  }
  if (!prepared.review_id.empty()) {
    // Of two that come with one approval, one gets it.
    SG_CO_RETURN_IF_ERROR(co_await gate.reviews().Consume(prepared.review_id));
  }
  co_return co_await Cross(gate, transport, call, std::move(prepared), record, info, start);
}

void CountEnd(Gate& gate, const ExchangeRecord& record, const absl::Status& status, SafeLabel when_ok) {
  gate.metrics().CountRequest(record.Labels(),
                              status.ok() ? when_ok : SafeLabel::Registered(ProblemOf(status).reason));
}

asio::awaitable<absl::StatusOr<v1::InspectResponse>> Inspect(Gate& gate, const Credentials& credentials,
                                                             DecodeCall decode, ExchangeRecord& record) {
  std::shared_ptr<const Snapshots> with = gate.snapshots();
  if (with == nullptr) co_return MakeProblem(problems::kNoRoster);
  record.SetSnapshots(*with);
  SG_CO_ASSIGN_OR_RETURN(const Principal principal,
                         with->authenticator->Authenticate(credentials, with->detector->roster()));
  record.SetPrincipal(principal);
  const connectors::DecodeOptions decode_options{.drop_unknown_text = principal.drop_unknown_fields};
  SG_CO_ASSIGN_OR_RETURN(connectors::DecodedRequest decoded, decode(decode_options));
  gate.metrics().CountDroppedFields(static_cast<int>(decoded.dropped.size()));
  SG_CO_ASSIGN_OR_RETURN(const Prepared prepared,
                         co_await Prepare(gate, std::move(with), principal, credentials,
                                          std::move(decoded.request), Naming::kForThisOnce, record));
  co_return Describe(prepared.plan, prepared.findings, prepared.decision, prepared.outbound.get());
}

}  // namespace

asio::awaitable<void> RunExchange(Gate& gate, connectors::VendorTransport& transport, Call& call) {
  ExchangeRecord record(gate, call.operation());
  ReplyInfo info{.exchange_id = record.exchange_id()};
  std::string repeat_key;
  absl::Status status;
  try {
    status = co_await Run(gate, transport, call, record, info, repeat_key);
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    status = MakeProblem(problems::kInternal);
    LogError("exchange_threw");
  }
  CountEnd(gate, record, status, "sent");
  if (status.ok()) co_return;
  if (!repeat_key.empty()) gate.recent_requests().Forget(repeat_key);
  if (!record.intended()) {
    gate.metrics().CountTypedCodes(record.typed_codes());
    co_await RecordDenial(gate, call.credentials(), record, status);
  } else if (!record.closed()) {
    // Something threw on the way: nobody can say how far the vendor got.
    v1::AuditRecord outcome = record.Outcome(status, {.any_byte_sent = true}, {}, {});
    outcome.set_outcome(v1::OUTCOME_STATUS_UNKNOWN);
    if (!(co_await gate.audit().Commit(std::move(outcome))).ok()) LogError("audit_outcome_not_written");
  }
  co_await call.Fail(std::move(status), std::move(info));
}

asio::awaitable<absl::StatusOr<v1::InspectResponse>> RunInspection(Gate& gate, const Credentials& credentials,
                                                                   DecodeCall decode) {
  ExchangeRecord record(gate, "inspect");
  absl::StatusOr<v1::InspectResponse> response = MakeProblem(problems::kInternal);
  try {
    response = co_await Inspect(gate, credentials, std::move(decode), record);
  } catch (const std::exception&) {
    LogError("inspection_threw");
  }
  CountEnd(gate, record, response.status(), "inspected");
  if (!response.ok()) co_await RecordDenial(gate, credentials, record, response.status());
  co_return response;
}

}  // namespace schoolgate::gateway
