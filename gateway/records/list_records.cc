#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/records/page_token.h"
#include "gateway/records/record_admission.h"
#include "gateway/records/record_calls.h"
#include "gateway/records/record_page.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr std::string_view kOperation = "records.list";
constexpr int kDefaultPage = 100;
// A page's audit record names every student on it.
constexpr int kLargestPage = 500;

// What a list goes through, and where it has got to.
struct Listing {
  RecordCaller caller;
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  size_t page_size = 0;
  std::unique_ptr<const RecordView> view;
  std::optional<PageTokens> tokens;
  RecordPosition position;
  bool records_changed = false;
  bool done = false;
};

asio::awaitable<absl::StatusOr<Listing>> Begin(Gate& gate, const Credentials& credentials,
                                               absl::StatusOr<v1::ListRecordsRequest> request,
                                               ExchangeRecord& record) {
  Listing list;
  SG_CO_ASSIGN_OR_RETURN(list.caller, AdmitRecordCaller(gate, credentials, record));
  SG_CO_RETURN_IF_ERROR(request.status());
  const policy::Plan& plan = list.caller.plan;
  list.kind = request->kind();
  if (list.kind == v1::RECORD_KIND_UNSPECIFIED) {
    co_return MakeProblem(problems::kMissingField, {{"place", "kind"}});
  }
  const auto& kinds = plan.records->kinds();
  if (std::find(kinds.begin(), kinds.end(), list.kind) == kinds.end()) {
    co_return NotAgreed(plan, "records of this kind");
  }
  if (request->batch_size() < 0) {
    co_return MakeProblem(problems::kInvalidValue, {{"place", "batch_size"}, {"expected", "0 or more"}});
  }
  list.page_size = static_cast<size_t>(
      request->batch_size() == 0 ? kDefaultPage : std::min(request->batch_size(), kLargestPage));

  SG_CO_ASSIGN_OR_RETURN(list.tokens, PageTokens::For(gate.vault(), list.caller.scope, list.kind));
  if (!request->resume_token().empty()) {
    SG_CO_ASSIGN_OR_RETURN(PageMark mark, list.tokens->Open(request->resume_token()));
    list.position = std::move(mark.position);
    list.records_changed = mark.roster_version != list.caller.roster().version();
  }
  if (plan.requests_per_day > 0 &&
      !gate.daily_counts().Take(plan.tool, gate.Today(), plan.requests_per_day)) {
    co_return MakeProblem(problems::kRequestCapReached, {{"tool", plan.tool}, {"owner", plan.owner}});
  }
  absl::AnyInvocable<void()> walk = [&list] {
    list.view = std::make_unique<const RecordView>(list.caller.roster(), *list.caller.plan.records);
  };
  SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(walk)));
  co_return list;
}

// The next page with something on it, or the last one: draft, decide, treat.
asio::awaitable<absl::StatusOr<TreatedPage>> NextPage(RecordDesk& desk, Listing& list) {
  Gate& gate = desk.gate();
  while (true) {
    bool more = false;
    const std::vector<RecordRef> refs = list.view->Next(list.kind, list.page_size, list.position, more);
    list.done = !more;
    PageOrder order{.with = *list.caller.with,
                    .plan = list.caller.plan,
                    .view = *list.view,
                    .kind = list.kind,
                    .refs = refs,
                    .resume_token = "",
                    .records_changed = list.records_changed};
    if (more) {
      const PageMark mark{.roster_version = list.caller.roster().version(), .position = list.position};
      SG_CO_ASSIGN_OR_RETURN(order.resume_token, list.tokens->Seal(mark));
    }
    redaction::ScopeName scope = list.caller.scope;
    std::string origin = desk.origin();
    SG_CO_ASSIGN_OR_RETURN(
        const std::unique_ptr<RecordPseudonyms> pseudonyms,
        co_await RecordPseudonyms::Open(gate.vault(), std::move(scope), std::move(origin)));
    SG_CO_ASSIGN_OR_RETURN(TreatedPage page, co_await TreatPage(gate, order, *pseudonyms));
    if (page.records > 0 || list.done) co_return page;
  }
}

// audit intent, answer, audit outcome, for one page.
asio::awaitable<absl::Status> SendPage(Gate& gate, Listing& list, TreatedPage page, RecordStream& stream,
                                       ExchangeRecord& record) {
  record.SetDecision(list.caller.plan, list.caller.roster(), page.told, page.decision);
  for (size_t i = 0; i < page.told.size(); ++i) {
    gate.metrics().CountFinding(page.told[i].element, page.decision.treatments[i], 1);
  }
  SG_CO_ASSIGN_OR_RETURN(std::vector<std::string> tags,
                         co_await gate.vault().SubjectTags(record.student_keys(), record.record_id()));
  record.SetSubjectTags(std::move(tags));
  const absl::Time commit_start = gate.clock().Now();
  SG_CO_ASSIGN_OR_RETURN(Cleared cleared,
                         co_await gate.audit().CommitIntent(std::move(page.outbound), record.Intent()));
  record.MarkIntended();
  const absl::Time sending = gate.clock().Now();
  gate.metrics().ObserveAuditCommit(sending - commit_start);

  connectors::VendorFacts facts;
  absl::Status status = stream.gone() ? MakeProblem(problems::kClientGone) : absl::OkStatus();
  if (status.ok()) {
    // From here on nobody can say that nothing left.
    facts.any_byte_sent = true;
    status = co_await stream.Send(std::move(cleared), list.caller.plan.destination);
    facts.total = gate.clock().Now() - sending;
  }
  v1::AuditRecord outcome = record.Outcome(status, facts, v1::Usage(), redaction::RestoreCounts());
  record.MarkClosed();
  if (!(co_await gate.audit().Commit(std::move(outcome))).ok()) LogError("audit_outcome_not_written");
  gate.metrics().CountRequest(
      record.Labels(), status.ok() ? SafeLabel("sent") : SafeLabel::Registered(ProblemOf(status).reason));
  co_return status;
}

asio::awaitable<absl::Status> OnePage(RecordDesk& desk, Listing& list, RecordStream& stream,
                                      ExchangeRecord& record) {
  list.caller.Introduce(record);
  SG_CO_ASSIGN_OR_RETURN(TreatedPage page, co_await NextPage(desk, list));
  co_return co_await SendPage(desk.gate(), list, std::move(page), stream, record);
}

// Ends the record of a page that failed on the way.
asio::awaitable<void> CloseFailed(Gate& gate, const Credentials& credentials, ExchangeRecord& record,
                                  const absl::Status& status) {
  if (!record.intended()) {
    co_await CloseRefused(gate, credentials, record, status);
  } else if (!record.closed()) {
    // Something threw on the way: nobody can say how much of the page left.
    v1::AuditRecord outcome = record.Outcome(status, {.any_byte_sent = true}, {}, {});
    outcome.set_outcome(v1::OUTCOME_STATUS_UNKNOWN);
    if (!(co_await gate.audit().Commit(std::move(outcome))).ok()) LogError("audit_outcome_not_written");
  }
}

}  // namespace

asio::awaitable<absl::Status> RecordDesk::List(const Credentials& credentials,
                                               absl::StatusOr<v1::ListRecordsRequest> request,
                                               RecordStream& stream) {
  auto first = std::make_unique<ExchangeRecord>(gate_, kOperation);
  absl::StatusOr<Listing> list = MakeProblem(problems::kInternal);
  try {
    list = co_await Begin(gate_, credentials, std::move(request), *first);
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    LogError("record_list_threw");
  }
  if (list.ok() && !Enter(list->caller.principal.app)) list = MakeProblem(problems::kOverloaded);
  if (!list.ok()) {
    co_await CloseRefused(gate_, credentials, *first, list.status());
    co_return list.status();
  }
  const absl::Cleanup leave = [this, &list] { Leave(list->caller.principal.app); };

  while (true) {
    if (stream.gone()) co_return MakeProblem(problems::kClientGone);
    // Every page is an exchange of its own.
    ExchangeRecord record(gate_, kOperation);
    absl::Status status = MakeProblem(problems::kInternal);
    try {
      status = co_await OnePage(*this, *list, stream, record);
    } catch (const std::exception&) {
      LogError("record_list_threw");
    }
    if (!status.ok()) {
      co_await CloseFailed(gate_, credentials, record, status);
      co_return status;
    }
    // What came in force since is not for this stream to ignore: the page's token goes on under it.
    if (list->done || gate_.snapshots() != list->caller.with) co_return absl::OkStatus();
    list->records_changed = false;
  }
}

}  // namespace schoolgate::gateway
