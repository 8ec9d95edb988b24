#include "gateway/review/reviewing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/review/review_desk.h"

namespace schoolgate::gateway {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;
constexpr size_t kLongestReason = 4096;

// Where a page ends: the time and the id of its last review.
std::string TokenOf(const Review& review) { return StrCat(absl::ToUnixMicros(review.held), ".", review.id); }

bool IsAfter(const Review& review, absl::Time held, std::string_view id) {
  return review.held > held || (review.held == held && review.id > id);
}

void SetTime(absl::Time time, google::protobuf::Timestamp& into) {
  const int64_t micros = absl::ToUnixMicros(time);
  into.set_seconds(micros / 1'000'000);
  into.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
}

absl::Status CheckReason(std::string_view reason) {
  if (absl::StripAsciiWhitespace(ToAbsl(reason)).empty()) {
    return MakeProblem(problems::kMissingField, {{"place", "reason"}});
  }
  if (reason.size() <= kLongestReason) return absl::OkStatus();
  return MakeProblem(problems::kInvalidValue, {{"place", "reason"}, {"expected", "at most 4,096 bytes"}});
}

}  // namespace

Reviewing::Reviewing(ReviewStore& store, const policy::PolicySet& policy, const Roster& roster,
                     int32_t person, v1::AuditCaller caller, absl::Time now)
    : store_(store),
      policy_(policy),
      reviewers_(policy, roster),
      person_(person),
      own_tag_(person < 0 ? "" : store.Tag({"person", AskerKey(roster, person, "")})),
      caller_(std::move(caller)),
      now_(now) {}

absl::StatusOr<std::vector<Review>> Reviewing::Mine() const {
  if (!reviewers_.InAnyGroup(person_)) return MakeProblem(problems::kReviewerNotAllowed);
  SG_ASSIGN_OR_RETURN(std::vector<Review> waiting, store_.Waiting(now_));
  std::erase_if(waiting, [this](const Review& review) {
    return IsOwn(review) || !reviewers_.MayDecide(person_, review.facts.tool(), review.held, now_);
  });
  return waiting;
}

absl::StatusOr<Review> Reviewing::Find(std::string_view id) const {
  if (!reviewers_.InAnyGroup(person_)) return MakeProblem(problems::kReviewerNotAllowed);
  if (id.empty()) return MakeProblem(problems::kMissingField, {{"place", "review_id"}});
  SG_ASSIGN_OR_RETURN(Review review, store_.Get(id));
  if (IsOwn(review)) return MakeProblem(problems::kReviewOwnRequest);
  if (!reviewers_.MayDecide(person_, review.facts.tool(), review.held, now_)) {
    return MakeProblem(problems::kReviewNotFound);
  }
  if (review.state != ReviewState::kWaiting || review.until <= now_) {
    return MakeProblem(problems::kReviewDecided);
  }
  return review;
}

v1::HeldExchange Reviewing::Show(const Review& review) const {
  v1::HeldExchange held;
  held.set_review_id(review.id);
  held.set_tool(review.facts.tool());
  held.set_app(review.facts.caller().app());
  held.set_purpose(review.facts.purpose());
  held.set_agreement(review.facts.agreement());
  held.set_vendor(review.facts.vendor());
  held.set_model(review.facts.model());
  held.set_exchange_clause(review.facts.exchange_clause());
  held.set_escalated(reviewers_.Escalated(review.held, now_));
  SetTime(review.held, *held.mutable_hold_time());
  SetTime(review.until, *held.mutable_expire_time());
  return held;
}

absl::StatusOr<v1::ListHeldResponse> Reviewing::List(const v1::ListHeldRequest& request) const {
  if (request.page_size() < 0) {
    return MakeProblem(problems::kInvalidValue, {{"place", "page_size"}, {"expected", "0 or more"}});
  }
  SG_ASSIGN_OR_RETURN(std::vector<Review> mine, Mine());
  if (!request.page_token().empty()) {
    const std::pair<std::string, std::string> token =
        absl::StrSplit(request.page_token(), absl::MaxSplits('.', 1));
    int64_t micros = 0;
    if (!absl::SimpleAtoi(token.first, &micros) || token.second.empty()) {
      return MakeProblem(problems::kInvalidValue,
                         {{"place", "page_token"}, {"expected", "use the token of the page before"}});
    }
    std::erase_if(mine, [&](const Review& review) {
      return !IsAfter(review, absl::FromUnixMicros(micros), token.second);
    });
  }
  const size_t size = static_cast<size_t>(
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage));
  v1::ListHeldResponse response;
  const size_t end = std::min(mine.size(), size);
  for (size_t i = 0; i < end; ++i) *response.add_held() = Show(mine[i]);
  if (end < mine.size()) response.set_next_page_token(TokenOf(mine[end - 1]));
  return response;
}

absl::StatusOr<v1::HeldExchange> Reviewing::Get(std::string_view id) const {
  SG_ASSIGN_OR_RETURN(const Review review, Find(id));
  SG_ASSIGN_OR_RETURN(v1::ParkedExchange parked, store_.Open(review));
  v1::HeldExchange held = Show(review);
  *held.mutable_inspection() = std::move(*parked.mutable_inspection());
  return held;
}

v1::AuditRecord Reviewing::RecordOf(const Review& review, v1::AuditPhase phase,
                                    std::string_view reason) const {
  v1::AuditRecord record = review.facts;
  record.set_record_id(RandomUuid());
  record.set_phase(phase);
  record.set_operation("review");
  record.set_policy_hash(std::string(policy_.hash()));
  *record.mutable_caller() = caller_;
  record.set_review_id(review.id);
  record.set_digest_salt(RandomBytes(16));
  const Sha256Digest digest = Sha256(StrCat(record.digest_salt(), reason));
  record.set_reason_digest(std::string(DigestBytes(digest)));
  return record;
}

absl::StatusOr<ReviewDecision> Reviewing::Approve(std::string_view id, std::string_view reason,
                                                  std::optional<absl::Time> until) const {
  SG_RETURN_IF_ERROR(CheckReason(reason));
  SG_ASSIGN_OR_RETURN(const Review review, Find(id));
  const absl::Time latest = now_ + reviewers_.wait();
  const absl::Time end = until.value_or(latest);
  if (end <= now_ || end > latest) {
    const std::string hours = StrCat(absl::ToInt64Hours(reviewers_.wait()));
    const std::string expected = StrCat("a time within ", hours, " hours from now");
    return MakeProblem(problems::kInvalidValue, {{"place", "expire_time"}, {"expected", expected}});
  }
  ReviewDecision decision{.approve = true, .until = end, .reason = std::string(reason)};
  decision.record = RecordOf(review, v1::AUDIT_PHASE_OVERRIDE, reason);
  decision.record.set_verdict(v1::VERDICT_SEND);
  decision.record.set_override_expire_micros(absl::ToUnixMicros(end));
  return decision;
}

absl::StatusOr<ReviewDecision> Reviewing::Deny(std::string_view id, std::string_view reason) const {
  SG_RETURN_IF_ERROR(CheckReason(reason));
  SG_ASSIGN_OR_RETURN(const Review review, Find(id));
  ReviewDecision decision{.reason = std::string(reason)};
  decision.record = RecordOf(review, v1::AUDIT_PHASE_DENIED, reason);
  decision.record.set_verdict(v1::VERDICT_BLOCK);
  decision.record.set_reason(std::string(problems::kReviewDenied.reason));
  return decision;
}

}  // namespace schoolgate::gateway
