#include "gateway/ingress/reviews.h"

#include <memory>
#include <optional>
#include <utility>

#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/review/reviewing.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

// Who reviews, and with what.
struct Desk {
  std::shared_ptr<const Snapshots> with;
  Principal principal;
  v1::AuditCaller caller;

  Reviewing For(ReviewStore& store, absl::Time now) const {
    return {store, *with->policy, with->detector->roster(), principal.roster_person, caller, now};
  }
};

// How the log tells of the caller: a person of the roster by their id there, whatever the app called them.
v1::AuditCaller CallerRecord(const Gate& gate, const Roster& roster, const Principal& principal) {
  v1::AuditCaller caller;
  caller.set_app(principal.app);
  caller.set_role(principal.role);
  caller.set_method(std::string(principal.method));
  caller.set_person_verified(principal.person_assurance == Assurance::kVerified);
  if (principal.roster_person >= 0) {
    const Person& person = roster.person(static_cast<PersonIndex>(principal.roster_person));
    caller.set_person_tag(gate.PersonTag(person.source_id));
  } else if (!principal.person.empty()) {
    caller.set_person_tag(gate.PersonTag(principal.person));
  }
  return caller;
}

absl::StatusOr<Desk> Admit(Gate& gate, const Credentials& credentials) {
  Desk desk{.with = gate.snapshots()};
  if (desk.with == nullptr) return MakeProblem(problems::kNoRoster);
  const Roster& roster = desk.with->detector->roster();
  absl::StatusOr<Principal> principal = desk.with->authenticator->Authenticate(credentials, roster);
  if (!principal.ok()) {
    if (principal.status().code() == absl::StatusCode::kUnauthenticated) {
      gate.metrics().CountUnauthenticated();
      gate.unauthenticated().CountForLater(credentials.peer, gate.clock().Now());
    }
    return principal.status();
  }
  desk.principal = *std::move(principal);
  desk.caller = CallerRecord(gate, roster, desk.principal);
  return desk;
}

asio::awaitable<void> RecordRefusal(Gate& gate, const Desk& desk, const absl::Status& problem) {
  v1::AuditRecord record;
  record.set_record_id(RandomUuid());
  record.set_phase(v1::AUDIT_PHASE_DENIED);
  record.set_operation("review");
  record.set_verdict(v1::VERDICT_BLOCK);
  record.set_policy_hash(std::string(desk.with->policy->hash()));
  record.set_roster_version(desk.with->detector->roster().version());
  *record.mutable_caller() = desk.caller;
  record.set_reason(ProblemOf(problem).reason);
  if (!(co_await gate.audit().Commit(std::move(record))).ok()) LogError("audit_denial_not_written");
}

// Has `look` asked on the desk's thread.
template <typename Answer>
asio::awaitable<absl::StatusOr<Answer>> Look(
    Gate& gate, const Desk& desk, absl::AnyInvocable<absl::StatusOr<Answer>(const Reviewing&)> look) {
  if (!desk.principal.may_review) co_return MakeProblem(problems::kReviewerNotAllowed);
  absl::StatusOr<Answer> answer = MakeProblem(problems::kInternal);
  absl::AnyInvocable<void(ReviewStore&)> work = [&](ReviewStore& store) {
    answer = look(desk.For(store, gate.clock().Now()));
  };
  SG_CO_RETURN_IF_ERROR(co_await gate.reviews().Run(std::move(work)));
  co_return answer;
}

// Has the decision checked, made durable and put on the log; when an approval ends.
asio::awaitable<absl::StatusOr<absl::Time>> Decide(
    Gate& gate, const Credentials& credentials, std::string review_id,
    absl::AnyInvocable<absl::StatusOr<ReviewDecision>(const Reviewing&)> decide) {
  SG_CO_ASSIGN_OR_RETURN(const Desk desk, Admit(gate, credentials));
  absl::StatusOr<ReviewDecision> decision = co_await Look<ReviewDecision>(gate, desk, std::move(decide));
  absl::Status status = decision.status();
  absl::Time until;
  if (status.ok()) {
    until = decision->until;
    status = co_await gate.reviews().Decide(std::move(review_id), *std::move(decision));
  }
  if (status.ok()) co_return until;
  co_await RecordRefusal(gate, desk, status);
  co_return status;
}

}  // namespace

asio::awaitable<absl::StatusOr<v1::ListHeldResponse>> ListHeld(Gate& gate, const Credentials& credentials,
                                                               v1::ListHeldRequest request) {
  SG_CO_ASSIGN_OR_RETURN(const Desk desk, Admit(gate, credentials));
  absl::AnyInvocable<absl::StatusOr<v1::ListHeldResponse>(const Reviewing&)> look =
      [&request](const Reviewing& reviewing) { return reviewing.List(request); };
  co_return co_await Look<v1::ListHeldResponse>(gate, desk, std::move(look));
}

asio::awaitable<absl::StatusOr<v1::GetHeldResponse>> GetHeld(Gate& gate, const Credentials& credentials,
                                                             v1::GetHeldRequest request) {
  SG_CO_ASSIGN_OR_RETURN(const Desk desk, Admit(gate, credentials));
  absl::AnyInvocable<absl::StatusOr<v1::HeldExchange>(const Reviewing&)> look =
      [&request](const Reviewing& reviewing) { return reviewing.Get(request.review_id()); };
  SG_CO_ASSIGN_OR_RETURN(v1::HeldExchange held, co_await Look<v1::HeldExchange>(gate, desk, std::move(look)));
  v1::GetHeldResponse response;
  *response.mutable_held() = std::move(held);
  co_return response;
}

asio::awaitable<absl::StatusOr<v1::ApproveResponse>> ApproveHeld(Gate& gate, const Credentials& credentials,
                                                                 v1::ApproveRequest request) {
  std::optional<absl::Time> until;
  if (request.has_expire_time()) {
    until = absl::FromUnixSeconds(request.expire_time().seconds()) +
            absl::Nanoseconds(request.expire_time().nanos());
  }
  absl::AnyInvocable<absl::StatusOr<ReviewDecision>(const Reviewing&)> decide =
      [&](const Reviewing& reviewing) {
        return reviewing.Approve(request.review_id(), request.reason(), until);
      };
  SG_CO_ASSIGN_OR_RETURN(const absl::Time end,
                         co_await Decide(gate, credentials, request.review_id(), std::move(decide)));
  v1::ApproveResponse response;
  response.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(end));
  co_return response;
}

asio::awaitable<absl::StatusOr<v1::DenyResponse>> DenyHeld(Gate& gate, const Credentials& credentials,
                                                           v1::DenyRequest request) {
  absl::AnyInvocable<absl::StatusOr<ReviewDecision>(const Reviewing&)> decide =
      [&request](const Reviewing& reviewing) {
        return reviewing.Deny(request.review_id(), request.reason());
      };
  absl::StatusOr<absl::Time> decided =
      co_await Decide(gate, credentials, request.review_id(), std::move(decide));
  SG_CO_RETURN_IF_ERROR(decided.status());
  co_return v1::DenyResponse();
}

}  // namespace schoolgate::gateway
