// What the audit log and the metrics are told of one exchange, gathered step by step as the exchange learns
// it. One exchange owns it and uses it on its event loop.
#ifndef SCHOOLGATE_GATEWAY_EXCHANGE_RECORD_H_
#define SCHOOLGATE_GATEWAY_EXCHANGE_RECORD_H_

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "connectors/vendors/vendor.h"
#include "core/finding/finding.h"
#include "core/principal/principal.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "policy/policy.h"
#include "redaction/restore/answer_scanner.h"
#include "redaction/restore/restorer.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

class ExchangeRecord {
 public:
  ExchangeRecord(const Gate& gate, std::string_view operation);

  const std::string& exchange_id() const { return facts_.exchange_id(); }
  const std::string& record_id() const { return facts_.record_id(); }
  // Salts the digest of what comes back, and stands on the outcome.
  const std::string& answer_salt() const { return answer_salt_; }

  void SetSnapshots(const Snapshots& snapshots);
  void SetPrincipal(const Principal& principal);
  void SetPlan(const policy::Plan& plan);
  // The people whose gender goes with their pseudonyms count as findings of it.
  void SetDecision(const policy::Plan& plan, const Roster& roster, std::span<const Finding> findings,
                   const policy::Decision& decision);
  // What only those who read the log may know of a refusal before there is a plan.
  void SetRefusalClause(std::string_view clause);
  void SetSubjectTags(std::vector<std::string> tags);
  // Code-shaped words of the request that were not its caller's.
  void SetTypedCodes(int32_t count) { facts_.set_typed_count(count); }
  int32_t typed_codes() const { return facts_.typed_count(); }
  // The review the exchange waits in, or is let go by.
  void SetReview(std::string_view review_id, bool approved);

  // The intent is durable: from here on the exchange ends with an outcome, never a denial.
  void MarkIntended() { stage_ = Stage::kIntended; }
  // The outcome was handed to the log.
  void MarkClosed() { stage_ = Stage::kClosed; }
  bool intended() const { return stage_ != Stage::kNothing; }
  bool closed() const { return stage_ == Stage::kClosed; }

  // The INTENT, without what the log itself fills in.
  v1::AuditRecord Intent() const;
  // What somebody thought of an earlier exchange's answer.
  v1::AuditRecord Rated(const std::string& exchange_id, int score) const;
  // What is known so far, for the records of a review; nobody's name.
  v1::AuditRecord ForReview() const;
  // The record of a request that was refused, or held, before anything could leave.
  v1::AuditRecord Denied(const absl::Status& problem) const;
  // How the intent ended. `problem` is OK for a complete answer.
  v1::AuditRecord Outcome(const absl::Status& problem, const connectors::VendorFacts& vendor,
                          const v1::Usage& usage, const redaction::RestoreCounts& restored) const;

  // The metric labels; views into the plan, which must be alive.
  ExchangeLabels Labels() const;

  // The distinct roster students the findings are about.
  const std::vector<std::string>& student_keys() const { return student_keys_; }

 private:
  v1::AuditRecord Base(v1::AuditPhase phase) const;

  const Gate& gate_;
  v1::AuditRecord facts_;
  std::string answer_salt_;
  enum class Stage { kNothing, kIntended, kClosed } stage_ = Stage::kNothing;
  std::vector<std::string> student_keys_;
};

// Who asked, as the log names them.
v1::AuditCaller AuditCallerOf(const Gate& gate, const Principal& principal);

// Puts on an outcome what the answer told of people the request did not: elements, and the tags of students.
boost::asio::awaitable<absl::Status> AddVolunteered(Gate& gate, const redaction::Volunteered& volunteered,
                                                    v1::AuditRecord& outcome);

// Puts a refusal on the record. Callers that were not authenticated are counted, not written one by one.
boost::asio::awaitable<void> RecordDenial(Gate& gate, const Credentials& credentials,
                                          const ExchangeRecord& record, const absl::Status& problem);

// How an exchange ended, for the record: from the problem and how far the vendor got.
v1::OutcomeStatus OutcomeOf(const absl::Status& problem, const connectors::VendorFacts& vendor);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_EXCHANGE_RECORD_H_
