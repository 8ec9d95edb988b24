#include "gateway/review/review_desk.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr size_t kQueue = 256;

// The request alone, in the same bytes whenever it is the same.
std::string RequestBytes(const v1::ParkedExchange& exchange) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream out(&bytes);
    google::protobuf::io::CodedOutputStream coded(&out);
    coded.SetSerializationDeterministic(true);
    if (exchange.has_generate()) exchange.generate().SerializeToCodedStream(&coded);
    if (exchange.has_stream_generate()) exchange.stream_generate().SerializeToCodedStream(&coded);
    if (exchange.has_embed()) exchange.embed().SerializeToCodedStream(&coded);
  }
  bytes.push_back(static_cast<char>(exchange.request_case()));
  return bytes;
}

// Where something was found, and as what.
std::tuple<int32_t, int64_t, int64_t, int> PlaceOf(const v1::InspectedFinding& finding) {
  return {finding.slot(), finding.start(), finding.end(), static_cast<int>(finding.element())};
}

}  // namespace

std::string AskerKey(const Roster& roster, int32_t person, std::string_view named) {
  if (person >= 0) return StrCat("roster|", PersonKey(roster.person(static_cast<PersonIndex>(person))));
  return named.empty() ? "" : StrCat("named|", named);
}

bool Covers(const v1::ParkedExchange& approved, const v1::ParkedExchange& now) {
  const auto facts = [](const v1::ParkedExchange& e) {
    return std::tie(e.tool(), e.purpose(), e.agreement(), e.vendor(), e.model());
  };
  if (facts(approved) != facts(now) || approved.inspection().route() != now.inspection().route())
    return false;
  for (const std::string& clause : now.hold_clauses()) {
    const auto& covered = approved.hold_clauses();
    if (std::find(covered.begin(), covered.end(), clause) == covered.end()) return false;
  }
  std::map<std::tuple<int32_t, int64_t, int64_t, int>, v1::Treatment> treated;
  for (const v1::InspectedFinding& finding : now.inspection().findings()) {
    treated.emplace(PlaceOf(finding), finding.treatment());
  }
  const auto& looked_at = approved.inspection().findings();
  return std::all_of(looked_at.begin(), looked_at.end(), [&treated](const v1::InspectedFinding& then) {
    const auto found = treated.find(PlaceOf(then));
    return found != treated.end() && found->second >= then.treatment();
  });
}

ReviewDesk::ReviewDesk(std::unique_ptr<ReviewStore> store, AuditLog& audit, const Clock& clock)
    : store_(std::move(store)), audit_(audit), clock_(clock), worker_(1, kQueue) {}

asio::awaitable<absl::Status> ReviewDesk::Run(absl::AnyInvocable<void(ReviewStore&)> work) {
  absl::AnyInvocable<void()> job = [this, &work] { work(*store_); };
  co_return co_await worker_.Run(std::move(job));
}

asio::awaitable<absl::StatusOr<HeldAnswer>> ReviewDesk::Ask(HeldAsk ask) {
  absl::StatusOr<HeldAnswer> answer = MakeProblem(problems::kInternal);
  absl::AnyInvocable<void()> job = [&] { answer = AskNow(ask); };
  SG_CO_RETURN_IF_ERROR(co_await worker_.Run(std::move(job)));
  co_return answer;
}

absl::StatusOr<HeldAnswer> ReviewDesk::AskNow(HeldAsk& ask) {
  std::string bytes = RequestBytes(ask.exchange);
  NewReview review{.principal = store_->Tag({"principal", ask.app, ask.asker}),
                   .asker = ask.asker.empty() ? "" : store_->Tag({"person", ask.asker}),
                   .digest = store_->Tag({"request", bytes}),
                   .until = ask.until,
                   .facts = std::move(ask.facts),
                   .exchange = std::move(ask.exchange),
                   .students = std::move(ask.students)};
  WipeString(bytes);
  const absl::Time now = clock_.Now();
  if (!ask.review_id.empty()) {
    SG_ASSIGN_OR_RETURN(const Review sent, store_->Get(ask.review_id));
    if (sent.principal != review.principal) return MakeProblem(problems::kReviewNotFound);
    if (sent.digest != review.digest) return MakeProblem(problems::kReviewOtherRequest);
    if (sent.state == ReviewState::kDenied) return MakeProblem(problems::kReviewDenied);
    if (sent.state == ReviewState::kConsumed) return MakeProblem(problems::kReviewUsed);
    if (sent.state == ReviewState::kExpired || sent.until <= now) {
      return MakeProblem(problems::kReviewExpired);
    }
    if (sent.state == ReviewState::kApproved && !sent.unrecorded) {
      SG_ASSIGN_OR_RETURN(const v1::ParkedExchange approved, store_->Open(sent));
      if (Covers(approved, review.exchange)) return HeldAnswer{.review_id = sent.id, .approved = true};
    }
  }
  const auto still = [&review](const v1::ParkedExchange& kept) { return Covers(kept, review.exchange); };
  SG_ASSIGN_OR_RETURN(const Review parked, store_->Park(review, now, still));
  return HeldAnswer{.review_id = parked.id};
}

asio::awaitable<absl::Status> ReviewDesk::Consume(std::string review_id) {
  absl::Status status;
  absl::AnyInvocable<void()> job = [&] { status = store_->Consume(review_id, clock_.Now()); };
  SG_CO_RETURN_IF_ERROR(co_await worker_.Run(std::move(job)));
  co_return status;
}

asio::awaitable<absl::Status> ReviewDesk::Decide(std::string review_id, ReviewDecision decision) {
  absl::Status status;
  absl::AnyInvocable<void()> job = [&] {
    status = store_->Decide(review_id, decision, clock_.Now());
    if (status.ok()) status = RecordDecisions();
    WipeString(decision.reason);
  };
  SG_CO_RETURN_IF_ERROR(co_await worker_.Run(std::move(job)));
  co_return status;
}

absl::Status ReviewDesk::RecordDecisions() {
  const std::scoped_lock lock(recording_);
  SG_ASSIGN_OR_RETURN(std::vector<ReviewStore::Pending> pending, store_->Unrecorded());
  for (ReviewStore::Pending& decision : pending) {
    SG_RETURN_IF_ERROR(audit_.CommitBlocking(std::move(decision.record)));
    SG_RETURN_IF_ERROR(store_->MarkRecorded(decision.id));
  }
  return absl::OkStatus();
}

absl::Status ReviewDesk::KeepHouse() {
  SG_RETURN_IF_ERROR(store_->Expire(clock_.Now()).status());
  return RecordDecisions();
}

}  // namespace schoolgate::gateway
