// The vendor's answer on its way to the caller: looked at as the tool's rule for answers has it, restored,
// under the gate's own head, and with a notice of what made it. On the exchange's event loop.
#ifndef SCHOOLGATE_GATEWAY_ANSWER_RELAY_H_
#define SCHOOLGATE_GATEWAY_ANSWER_RELAY_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/vendors/vendor.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "policy/policy.h"
#include "redaction/restore/answer_scanner.h"
#include "redaction/restore/restorer.h"

namespace schoolgate::gateway {

// What the gate itself says at the head of an answer: a vendor's own ids end here.
struct AnswerHead {
  std::string_view exchange_id;
  std::string_view model;
  int64_t seconds = 0;

  template <typename Response>
  void WriteTo(Response& response) const {
    response.set_response_id(std::string(exchange_id));
    response.set_model(std::string(model));
    response.set_create_time_seconds(seconds);
  }
};

// What was learned while answering, for the outcome.
struct Answer {
  connectors::VendorFacts vendor;
  v1::Usage usage;
  redaction::RestoreCounts restored;
  redaction::Volunteered volunteered;
};

// Tells the metrics of it.
void CountAnswer(Metrics& metrics, const ExchangeLabels& labels, const policy::Plan& plan,
                 const Answer& answer, bool streamed);

// A whole answer, looked at and restored.
boost::asio::awaitable<absl::StatusOr<v1::GenerateResponse>> TakeWhole(Gate& gate,
                                                                       connectors::VendorReply& reply,
                                                                       redaction::AnswerScanner& scanner,
                                                                       redaction::Restorer& restorer,
                                                                       const AnswerHead& head);

// Looks at, restores and passes on a streamed answer of `choices` choices, piece by piece. Once the tool's
// rule for answers has ended it, the vendor is stopped, and that is a proper end. Does not end the call: that
// waits for the outcome record.
boost::asio::awaitable<absl::Status> RelayStream(Gate& gate, connectors::VendorReply& reply, Call& call,
                                                 redaction::AnswerScanner& scanner,
                                                 redaction::Restorer& restorer, int choices,
                                                 const AnswerHead& head, const ReplyInfo& info,
                                                 v1::Usage& usage);

// What made an answer, for whoever shows it: a notice that it is a machine's, and whose. Names of tools,
// vendors and models are of forms that are safe in a header.
std::string ProvenanceOf(const policy::Plan& plan);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_ANSWER_RELAY_H_
