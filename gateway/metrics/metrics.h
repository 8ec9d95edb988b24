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

#include "absl/time/time.h"
#include "core/util/safe_label.h"
#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::gateway {

// The registered names an exchange is counted under.
struct ExchangeLabels {
  SafeLabel operation;  // "chat", "embeddings", "inspect"
  SafeLabel tool;
  SafeLabel vendor;
  SafeLabel model;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // An exchange ended; `result` is "sent", "inspected" or the reason it was refused or failed.
  void CountRequest(const ExchangeLabels& labels, SafeLabel result);
  void CountFinding(v1::DataElement element, v1::Treatment treatment, int count);
  void CountRestored(int restored, int neutralized);
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

  // The exposition text of /metrics.
  std::string Expose() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_METRICS_METRICS_H_
