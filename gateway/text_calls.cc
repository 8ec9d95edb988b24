#include "gateway/text_calls.h"

#include <exception>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"
#include "gateway/detection.h"
#include "gateway/exchange_record.h"
#include "gateway/roster_facts.h"
#include "gateway/scope_name.h"
#include "gateway/walk_facts.h"
#include "policy/admission.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/restore/text_restorer.h"
#include "redaction/transform/rewrite_plan.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

// A client takes four megabytes at a time unless told otherwise.
constexpr size_t kAnswerBytes = size_t{1} << 20;
constexpr size_t kSaltBytes = 16;

using Texts = google::protobuf::RepeatedPtrField<std::string>;

// One stream, from its first message to its last.
template <typename Request, typename Response>
class TextCall {
 public:
  TextCall(Gate& gate, TextStream<Request, Response>& stream, v1::AuditPhase phase, SafeLabel operation)
      : gate_(gate), stream_(stream), phase_(phase), operation_(operation) {}

  asio::awaitable<absl::Status> Run() {
    absl::Status status = MakeProblem(problems::kInternal);
    try {
      status = co_await Work();
    } catch (const std::exception&) {
      // Its text may hold anything: only the fact is told.
      LogError("text_stream_threw");
    }
    gate_.metrics().CountRequest(
        record_ == nullptr ? ExchangeLabels{operation_, "none", "none", "none"} : record_->Labels(),
        status.ok() ? SafeLabel("treated") : SafeLabel::Registered(ProblemOf(status).reason));
    if (!status.ok() && record_ != nullptr && status.code() != absl::StatusCode::kCancelled) {
      co_await RecordDenial(gate_, stream_.credentials(), *record_, status);
    }
    co_return status;
  }

 protected:
  ~TextCall() = default;

  // What a message is judged by.
  struct Admitted {
    std::shared_ptr<const Snapshots> with;
    Principal principal;
    policy::Plan plan;
    absl::CivilDay today;
  };

  // Works on one message's texts, in place. Sets `route` where that is known.
  virtual asio::awaitable<absl::Status> Treat(const Admitted& by, Texts& texts, v1::Route& route) = 0;

  // Opens the caller's scope, or keeps it while the plan names the same one.
  asio::awaitable<absl::Status> OpenScope(const Admitted& by) {
    redaction::ScopeName name = ScopeNameOf(by.plan, by.principal, stream_.credentials(), by.today);
    const std::string id = LengthPrefixed({name.vendor, name.tool, name.app, name.person, name.session,
                                           name.stable ? "1" : "", name.school_year});
    if (scope_ != nullptr && id == scope_id_) co_return absl::OkStatus();
    SG_CO_ASSIGN_OR_RETURN(scope_, co_await redaction::Scope::Open(gate_.vault(), std::move(name)));
    scope_id_ = id;
    co_return absl::OkStatus();
  }

  Gate& gate_;
  TextStream<Request, Response>& stream_;
  std::unique_ptr<ExchangeRecord> record_;  // of the message at hand
  std::unique_ptr<redaction::Scope> scope_;
  redaction::RestoreCounts restored_;  // in the message at hand
  v1::TextProgress so_far_;

 private:
  asio::awaitable<absl::Status> Work() {
    while (true) {
      absl::StatusOr<std::optional<Request>> read = co_await stream_.Read();
      if (read.ok() && !*read && record_ != nullptr) co_return absl::OkStatus();
      record_ = std::make_unique<ExchangeRecord>(gate_, operation_.view());
      if (stream_id_.empty()) stream_id_ = record_->exchange_id();
      // A fault is told once the caller is known.
      SG_CO_ASSIGN_OR_RETURN(const Admitted by, Admit());
      SG_CO_RETURN_IF_ERROR(read.status());
      if (!*read) co_return absl::OkStatus();
      SG_CO_RETURN_IF_ERROR(co_await Answer(by, **read));
    }
  }

  absl::StatusOr<Admitted> Admit() {
    Admitted by{.with = gate_.snapshots(), .today = gate_.Today()};
    if (by.with == nullptr) return MakeProblem(problems::kNoRoster);
    record_->SetSnapshots(*by.with);
    const Roster& roster = by.with->detector->roster();
    SG_ASSIGN_OR_RETURN(by.principal, by.with->authenticator->Authenticate(stream_.credentials(), roster));
    record_->SetPrincipal(by.principal);
    const policy::Ask ask{.tool = stream_.credentials().tool, .purpose = stream_.credentials().purpose};
    const policy::Caller caller = CallerOf(roster, by.principal, by.today);
    record_->SetRefusalClause(policy::FlagBehindDenial(by.principal.role, caller));
    SG_ASSIGN_OR_RETURN(by.plan, by.with->policy->MakePlan(by.principal, caller, ask, by.today));
    record_->SetPlan(by.plan);
    return by;
  }

  asio::awaitable<absl::Status> Answer(const Admitted& by, Request& request) {
    Texts& texts = *request.mutable_texts();
    int64_t bytes = 0;
    for (int i = 0; i < texts.size(); ++i) {
      bytes += static_cast<int64_t>(texts[i].size());
      if (!redaction::IsUtf8(texts[i])) {
        co_return MakeProblem(problems::kInvalidUtf8, {{"place", StrCat("texts[", i, "]")}});
      }
    }
    if (texts.empty()) co_return absl::OkStatus();
    restored_ = redaction::RestoreCounts();
    v1::Route route = v1::ROUTE_UNSPECIFIED;
    SG_CO_RETURN_IF_ERROR(co_await Treat(by, texts, route));
    SG_CO_ASSIGN_OR_RETURN(std::vector<std::string> tags,
                           co_await gate_.vault().SubjectTags(record_->student_keys(), record_->record_id()));
    record_->SetSubjectTags(std::move(tags));
    v1::AuditRecord record = Recorded(texts, bytes);
    SG_CO_RETURN_IF_ERROR(co_await gate_.audit().Commit(std::move(record)));
    const int64_t first = so_far_.texts();
    so_far_.set_texts(first + texts.size());
    so_far_.set_bytes(so_far_.bytes() + bytes);
    co_return co_await Send(texts, first, route);
  }

  v1::AuditRecord Recorded(const Texts& texts, int64_t bytes) const {
    v1::AuditRecord record = record_->Intent();
    record.set_phase(phase_);
    record.set_exchange_id(stream_id_);
    const std::string salt = RandomBytes(kSaltBytes);
    Sha256Hasher hasher;
    hasher.Update(salt);
    int64_t given = 0;
    for (const std::string& text : texts) {
      hasher.Update(LengthPrefixed({text}));
      given += static_cast<int64_t>(text.size());
    }
    const Sha256Digest digest = hasher.Finish();
    record.set_digest_salt(salt);
    record.set_outbound_digest(std::string(DigestBytes(digest)));
    record.set_outbound_bytes(given);
    record.set_restored_count(restored_.restored);
    record.set_unrestored_count(restored_.neutralized);
    record.set_withheld_count(restored_.withheld);
    record.mutable_text_batch()->set_texts(texts.size());
    record.mutable_text_batch()->set_input_bytes(bytes);
    return record;
  }

  asio::awaitable<absl::Status> Send(Texts& texts, int64_t first, v1::Route route) {
    for (int next = 0; next < texts.size();) {
      Response response;
      response.set_first_text(first + next);
      *response.mutable_so_far() = so_far_;
      if constexpr (std::is_same_v<Response, v1::DeidentifyResponse>) response.set_route(route);
      size_t size = 0;
      do {
        size += texts[next].size();
        response.add_texts(std::move(texts[next]));
        ++next;
      } while (next < texts.size() && size + texts[next].size() <= kAnswerBytes);
      SG_CO_RETURN_IF_ERROR(co_await stream_.Send(std::move(response)));
    }
    co_return absl::OkStatus();
  }

  const v1::AuditPhase phase_;
  const SafeLabel operation_;
  std::string stream_id_;  // on the records of all its messages
  std::string scope_id_;
};

class DeidentifyCall final : public TextCall<v1::DeidentifyRequest, v1::DeidentifyResponse> {
 public:
  DeidentifyCall(Gate& gate, DeidentifyStream& stream)
      : TextCall(gate, stream, v1::AUDIT_PHASE_DEIDENTIFIED, "deidentify") {}

 private:
  asio::awaitable<absl::Status> Treat(const Admitted& by, Texts& texts, v1::Route& route) override {
    if (by.plan.smallest_group > 0) {
      co_return MakeProblem(problems::kUnimplemented,
                            {{"what", "Deidentify for tools that release data on groups"}});
    }
    std::vector<redaction::Slot> slots;
    slots.reserve(static_cast<size_t>(texts.size()));
    for (int i = 0; i < texts.size(); ++i) slots.push_back({.index = i, .text = texts[i]});
    const redaction::DetectionContext context = ContextOf(by.plan, by.principal.roster_person, by.today);
    SG_CO_ASSIGN_OR_RETURN(const Findings findings,
                           co_await Detect(gate_, *by.with->detector, slots, context));
    const std::vector<PersonFlags> flags = FlagsOf(by.with->detector->roster(), findings, by.today);
    const std::vector<std::string_view> topics =
        by.plan.survey ? SurveyTopicsOf(slots) : std::vector<std::string_view>();
    const policy::RequestFacts facts{.flags = flags, .survey_topics = topics};
    const policy::Decision decision = policy::Decide(by.plan, findings, facts);
    record_->SetDecision(by.plan, by.with->detector->roster(), findings, decision);
    for (size_t i = 0; i < findings.size(); ++i) {
      gate_.metrics().CountFinding(findings[i].element, decision.treatments[i], 1);
    }
    if (decision.verdict == v1::VERDICT_HOLD) {
      co_return MakeProblem(problems::kPolicyDenied, {{"owner", by.plan.owner}});
    }
    if (decision.verdict != v1::VERDICT_SEND) co_return decision.refusal;
    const bool first = so_far_.texts() == 0;
    if (first && by.plan.requests_per_day > 0 &&
        !gate_.daily_counts().Take(by.plan.tool, by.today, by.plan.requests_per_day)) {
      co_return MakeProblem(problems::kRequestCapReached, {{"tool", by.plan.tool}, {"owner", by.plan.owner}});
    }
    route = decision.route;

    SG_CO_RETURN_IF_ERROR(co_await OpenScope(by));
    SG_CO_ASSIGN_OR_RETURN(
        redaction::RewritePlan plan,
        redaction::PlanRewrite(slots, findings, decision.treatments, *scope_->substitutions()));
    record_->SetTypedCodes(plan.typed_codes);
    gate_.metrics().CountTypedCodes(plan.typed_codes);
    std::vector<std::string> codes;
    if (!plan.requests.empty()) {
      auto issuing = scope_->Issue(std::move(plan.requests));
      SG_CO_ASSIGN_OR_RETURN(codes, co_await std::move(issuing));
    }
    for (const redaction::RewritePlan::SlotRewrite& rewrite : plan.slots) {
      for (const redaction::RewritePlan::Stretch& stretch : rewrite.stretches) {
        if (stretch.code >= 0) {
          so_far_.set_codes(so_far_.codes() + 1);
        } else {
          so_far_.set_removed(so_far_.removed() + 1);
        }
      }
      std::string& text = texts[rewrite.slot];
      text = redaction::Render(text, rewrite.stretches, codes, /*name_charset=*/false);
    }
    co_return absl::OkStatus();
  }
};

class ReidentifyCall final : public TextCall<v1::ReidentifyRequest, v1::ReidentifyResponse> {
 public:
  ReidentifyCall(Gate& gate, ReidentifyStream& stream)
      : TextCall(gate, stream, v1::AUDIT_PHASE_REIDENTIFIED, "reidentify") {}

 private:
  asio::awaitable<absl::Status> Treat(const Admitted& by, Texts& texts, v1::Route&) override {
    if (by.principal.person.empty() && stream_.credentials().session.empty()) {
      co_return MakeProblem(problems::kMissingField, {{"place", "context.session"}});
    }
    SG_CO_RETURN_IF_ERROR(co_await OpenScope(by));
    for (std::string& text : texts) {
      text = redaction::TextRestorer(*scope_->substitutions(), redaction::TextKind::kProse)
                 .Feed(text, true, restored_);
    }
    gate_.metrics().CountCodes(restored_);
    so_far_.set_codes(so_far_.codes() + restored_.restored);
    so_far_.set_removed(so_far_.removed() + restored_.neutralized);
    co_return absl::OkStatus();
  }
};

}  // namespace

asio::awaitable<absl::Status> DeidentifyTexts(Gate& gate, DeidentifyStream& stream) {
  DeidentifyCall call(gate, stream);
  co_return co_await call.Run();
}

asio::awaitable<absl::Status> ReidentifyTexts(Gate& gate, ReidentifyStream& stream) {
  ReidentifyCall call(gate, stream);
  co_return co_await call.Run();
}

}  // namespace schoolgate::gateway
