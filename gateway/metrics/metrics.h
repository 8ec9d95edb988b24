// What the gate counts, in Prometheus form. Label values are SafeLabels: registered names and constants, so
// that no label can carry a person's data. OpenTelemetry's GenAI names in their Prometheus spelling where
// they have one.
//
// Thread safe. One per process; lives longer than everything that counts.
#ifndef SCHOOLGATE_GATEWAY_METRICS_METRICS_H_
#define SCHOOLGATE_GATEWAY_METRICS_METRICS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/util/safe_label.h"
#include "redaction/restore/text_restorer.h"
#include "schoolgate/v1/policy.pb.h"
#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::gateway {

// The registered names an exchange is counted under.
struct ExchangeLabels {
  SafeLabel operation;  // "chat", "embeddings", "inspect"
  SafeLabel tool;
  SafeLabel vendor;
  SafeLabel model;
};

// Something of the policy that runs out, by its registered name.
struct DaysLeft {
  SafeLabel what;
  SafeLabel name;
  int64_t days = 0;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // An exchange ended; `result` is "sent", "inspected" or the reason it was refused or failed.
  void CountRequest(const ExchangeLabels& labels, SafeLabel result);
  void CountFinding(v1::DataElement element, v1::Treatment treatment, int count);
  void CountCodes(const redaction::RestoreCounts& in_answer);
  // Code-shaped words in a request that were not its caller's.
  void CountTypedCodes(int count);
  // People and values in an answer that the request did not hold.
  void CountVolunteered(v1::DataElement element, int count);
  // An answer did not go on as it came: people in it were made neutral, or it ended before them.
  void CountAltered(v1::AnswerRule rule);
  // Time the gate itself added, and the vendor's.
  void ObserveOverhead(absl::Duration time);
  void ObserveVendor(const ExchangeLabels& labels, absl::Duration time);
  void ObserveFirstChunk(const ExchangeLabels& labels, absl::Duration time);
  void ObserveTokens(const ExchangeLabels& labels, int64_t input, int64_t output);
  void ObserveAuditCommit(absl::Duration time);
  void CountUnauthenticated();
  void CountDroppedFields(int count);
  void SetRoster(int64_t people, int64_t quarantined);
  void AddOpenCalls(int delta);
  // A policy set came in force, or was refused: "in_force", "refused".
  void CountPolicyChange(SafeLabel result);
  // What the policy directory holds cannot be in force.
  void SetPolicyUnusable(bool unusable);
  // Days until something of the policy in force runs out; what is not among them any more is not told.
  void SetDaysLeft(const std::vector<DaysLeft>& all);

  // The exposition text of /metrics.
  std::string Expose() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_METRICS_METRICS_H_
