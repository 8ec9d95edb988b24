#include "gateway/exchange_record.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problem.h"
#include "core/util/problems.h"
#include "gateway/pseudonym_forms.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kMostVolunteered = 1000;

}  // namespace

ExchangeRecord::ExchangeRecord(const Gate& gate, std::string_view operation)
    : gate_(gate), answer_salt_(RandomBytes(16)) {
  facts_.set_record_id(RandomUuid());
  facts_.set_exchange_id(RandomUuid());
  facts_.set_operation(std::string(operation));
}

void ExchangeRecord::SetSnapshots(const Snapshots& snapshots) {
  facts_.set_policy_hash(std::string(snapshots.policy->hash()));
  facts_.set_roster_version(snapshots.detector->roster().version());
}

void ExchangeRecord::SetPrincipal(const Principal& principal) {
  *facts_.mutable_caller() = AuditCallerOf(gate_, principal);
}

void ExchangeRecord::SetPlan(const policy::Plan& plan) {
  facts_.set_tool(std::string(plan.tool));
  facts_.set_vendor(plan.destination.vendor);
  facts_.set_model(plan.destination.model);
  facts_.set_purpose(std::string(plan.purpose));
  facts_.set_legal_basis(plan.legal_basis);
  facts_.set_agreement(std::string(plan.agreement));
  facts_.set_route(plan.destination.route);
}

void ExchangeRecord::SetDecision(const policy::Plan& plan, const Roster& roster,
                                 std::span<const Finding> findings, const policy::Decision& decision) {
  facts_.set_verdict(decision.verdict);
  facts_.set_exchange_clause(std::string(decision.exchange_clause));
  std::map<std::tuple<v1::DataElement, v1::Treatment, std::string_view>, int> counts;
  int ambiguous = 0;
  for (size_t i = 0; i < findings.size(); ++i) {
    ++counts[{findings[i].element, decision.treatments[i], decision.clauses[i]}];
    const Subject& subject = findings[i].subject;
    if (subject.kind == SubjectKind::kAmbiguous) ++ambiguous;
    if (subject.kind == SubjectKind::kStudent) student_keys_.push_back(subject.key);
  }
  if (const int told = GenderTold(FormsOf(plan, roster, nullptr), findings, decision.treatments); told > 0) {
    const std::string_view clause = (*plan.rules)[v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER].clause;
    counts[{v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER, v1::TREATMENT_ALLOW, clause}] += told;
  }
  std::sort(student_keys_.begin(), student_keys_.end());
  student_keys_.erase(std::unique(student_keys_.begin(), student_keys_.end()), student_keys_.end());
  facts_.set_ambiguous_subjects(ambiguous);
  for (const auto& [key, count] : counts) {
    v1::ElementCount& row = *facts_.add_elements();
    row.set_element(std::get<0>(key));
    row.set_treatment(std::get<1>(key));
    row.set_clause(std::string(std::get<2>(key)));
    row.set_count(count);
  }
}

void ExchangeRecord::SetRefusalClause(std::string_view clause) {
  facts_.set_exchange_clause(std::string(clause));
}

void ExchangeRecord::SetSubjectTags(std::vector<std::string> tags) {
  for (std::string& tag : tags) facts_.add_subject_tags(std::move(tag));
}

void ExchangeRecord::SetReview(std::string_view review_id, bool approved) {
  facts_.set_review_id(std::string(review_id));
  if (approved) facts_.set_verdict(v1::VERDICT_SEND);
}

v1::AuditRecord ExchangeRecord::ForReview() const {
  v1::AuditRecord record = facts_;
  record.clear_record_id();
  // It is counted on the records of the request itself.
  record.clear_typed_count();
  return record;
}

v1::AuditRecord ExchangeRecord::Base(v1::AuditPhase phase) const {
  v1::AuditRecord record = facts_;
  record.set_phase(phase);
  return record;
}

v1::AuditRecord ExchangeRecord::Intent() const { return Base(v1::AUDIT_PHASE_INTENT); }

v1::AuditRecord ExchangeRecord::Rated(const std::string& exchange_id, int score) const {
  v1::AuditRecord record = Base(v1::AUDIT_PHASE_RATED);
  record.set_exchange_id(exchange_id);
  record.set_rating(score);
  return record;
}

v1::AuditRecord ExchangeRecord::Denied(const absl::Status& problem) const {
  const Problem why = ProblemOf(problem);
  const bool held = why.reason == problems::kHeldForReview.reason && !facts_.review_id().empty();
  v1::AuditRecord record = Base(held ? v1::AUDIT_PHASE_HELD : v1::AUDIT_PHASE_DENIED);
  record.set_verdict(facts_.verdict() == v1::VERDICT_HOLD ? v1::VERDICT_HOLD : v1::VERDICT_BLOCK);
  record.set_reason(why.reason);
  // A refusal before there is a plan; problems name registered tools only.
  if (const auto tool = why.parameters.find("tool"); record.tool().empty() && tool != why.parameters.end()) {
    record.set_tool(tool->second);
  }
  // Nothing of anybody was disclosed. A request about thousands of students may be refused for the very size
  // of its record, and that refusal must fit.
  record.clear_subject_tags();
  if (record.reason() == problems::kAuditRecordTooLarge.reason) record.clear_elements();
  return record;
}

v1::AuditRecord ExchangeRecord::Outcome(const absl::Status& problem, const connectors::VendorFacts& vendor,
                                        const v1::Usage& usage,
                                        const redaction::RestoreCounts& restored) const {
  // An outcome says what came of its intent; what was sent, about whom and why stands on the intent alone.
  v1::AuditRecord record;
  record.set_phase(v1::AUDIT_PHASE_OUTCOME);
  record.set_record_id(RandomUuid());
  record.set_exchange_id(facts_.exchange_id());
  record.set_operation(facts_.operation());
  record.set_tool(facts_.tool());
  record.set_vendor(facts_.vendor());
  record.set_model(facts_.model());
  record.mutable_caller()->set_app(facts_.caller().app());
  record.set_outcome(OutcomeOf(problem, vendor));
  if (!problem.ok()) record.set_reason(ProblemOf(problem).reason);
  record.set_digest_salt(answer_salt_);
  record.set_inbound_digest(vendor.response_bytes_sha256);
  record.set_outbound_bytes(vendor.request_bytes);
  record.set_inbound_bytes(vendor.response_bytes);
  record.set_input_tokens(usage.input_tokens());
  record.set_output_tokens(usage.output_tokens());
  record.set_vendor_micros(absl::ToInt64Microseconds(vendor.total));
  record.set_restored_count(restored.restored);
  record.set_unrestored_count(restored.neutralized);
  record.set_withheld_count(restored.withheld);
  return record;
}

ExchangeLabels ExchangeRecord::Labels() const {
  const auto label = [](const std::string& name) {
    return name.empty() ? SafeLabel("none") : SafeLabel::Registered(name);
  };
  return {label(facts_.operation()), label(facts_.tool()), label(facts_.vendor()), label(facts_.model())};
}

v1::AuditCaller AuditCallerOf(const Gate& gate, const Principal& principal) {
  v1::AuditCaller caller;
  caller.set_app(principal.app);
  caller.set_role(principal.role);
  caller.set_method(std::string(principal.method));
  caller.set_person_verified(principal.person_assurance == Assurance::kVerified);
  if (!principal.person.empty()) caller.set_person_tag(gate.PersonTag(principal.person));
  return caller;
}

boost::asio::awaitable<absl::Status> AddVolunteered(Gate& gate, const redaction::Volunteered& volunteered,
                                                    v1::AuditRecord& outcome) {
  for (const auto& [element, count] : volunteered.elements) {
    v1::ElementCount& row = *outcome.add_volunteered();
    row.set_element(element);
    row.set_treatment(v1::TREATMENT_ALLOW);
    row.set_count(count);
  }
  outcome.set_altered_count(volunteered.altered);
  if (volunteered.students.empty()) co_return absl::OkStatus();
  // A record has its bounds, and whoever recites a whole roster is found by its first thousand.
  std::vector<std::string> students = volunteered.students;
  students.resize(std::min(students.size(), kMostVolunteered));
  absl::StatusOr<std::vector<std::string>> tags =
      co_await gate.vault().SubjectTags(std::move(students), outcome.record_id());
  if (!tags.ok()) co_return tags.status();
  for (std::string& tag : *tags) outcome.add_subject_tags(std::move(tag));
  co_return absl::OkStatus();
}

boost::asio::awaitable<void> RecordDenial(Gate& gate, const Credentials& credentials,
                                          const ExchangeRecord& record, const absl::Status& problem) {
  v1::AuditRecord denied = record.Denied(problem);
  if (problem.code() == absl::StatusCode::kUnauthenticated) {
    gate.metrics().CountUnauthenticated();
    const std::optional<std::string> source =
        gate.unauthenticated().Count(credentials.peer, gate.clock().Now());
    if (!source.has_value()) co_return;
    denied.set_denied_count(1);
    denied.set_source_tag(gate.PersonTag(*source));
  }
  if (!(co_await gate.audit().Commit(std::move(denied))).ok()) LogError("audit_denial_not_written");
}

v1::OutcomeStatus OutcomeOf(const absl::Status& problem, const connectors::VendorFacts& vendor) {
  if (problem.ok()) return v1::OUTCOME_STATUS_COMPLETE;
  if (!vendor.any_byte_sent) return v1::OUTCOME_STATUS_NOT_SENT;
  return problem.code() == absl::StatusCode::kCancelled ? v1::OUTCOME_STATUS_CANCELLED
                                                        : v1::OUTCOME_STATUS_PARTIAL;
}

}  // namespace schoolgate::gateway
