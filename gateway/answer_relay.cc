#include "gateway/answer_relay.h"

#include <optional>
#include <utility>

#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/detection.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

void CountAnswer(Metrics& metrics, const ExchangeLabels& labels, const policy::Plan& plan,
                 const Answer& answer, bool streamed) {
  // What did not happen is not a time of zero.
  if (answer.vendor.any_byte_sent) metrics.ObserveVendor(labels, answer.vendor.total);
  if (streamed && answer.vendor.first_byte > absl::ZeroDuration()) {
    metrics.ObserveFirstChunk(labels, answer.vendor.first_byte);
  }
  if (answer.usage.input_tokens() > 0 || answer.usage.output_tokens() > 0) {
    metrics.ObserveTokens(labels, answer.usage.input_tokens(), answer.usage.output_tokens());
  }
  metrics.CountCodes(answer.restored);
  for (const auto& [element, count] : answer.volunteered.elements) metrics.CountVolunteered(element, count);
  if (answer.volunteered.altered > 0) metrics.CountAltered(plan.answers);
}

asio::awaitable<absl::StatusOr<v1::GenerateResponse>> TakeWhole(Gate& gate, connectors::VendorReply& reply,
                                                                redaction::AnswerScanner& scanner,
                                                                redaction::Restorer& restorer,
                                                                const AnswerHead& head) {
  SG_CO_ASSIGN_OR_RETURN(v1::GenerateResponse whole, co_await reply.Whole());
  absl::AnyInvocable<void()> look = [&] { scanner.Take(whole); };
  SG_CO_RETURN_IF_ERROR(co_await OnceAffordable(gate, whole.ByteSizeLong(), std::move(look)));
  restorer.Restore(whole);
  head.WriteTo(whole);
  co_return whole;
}

asio::awaitable<absl::Status> RelayStream(Gate& gate, connectors::VendorReply& reply, Call& call,
                                          redaction::AnswerScanner& scanner, redaction::Restorer& restorer,
                                          int choices, const AnswerHead& head, const ReplyInfo& info,
                                          v1::Usage& usage) {
  while (true) {
    absl::StatusOr<std::optional<v1::StreamGenerateResponse>> next = co_await reply.Next();
    // What is held back may be half a code: a stream that broke off does not get it.
    if (!next.ok()) co_return next.status();
    std::optional<v1::StreamGenerateResponse> received = *std::move(next);
    bool ended = !received.has_value();
    v1::StreamGenerateResponse piece;
    if (received.has_value()) {
      piece = *std::move(received);
      absl::AnyInvocable<void()> look = [&] { scanner.Feed(piece); };
      SG_CO_RETURN_IF_ERROR(
          co_await OnceAffordable(gate, scanner.Work(piece.ByteSizeLong()), std::move(look)));
      ended = scanner.Over(choices);
      if (ended) reply.Cancel();
    } else {
      piece = scanner.Rest();
    }
    restorer.Feed(piece);
    if (ended) piece.mutable_deltas()->MergeFrom(restorer.Finish().deltas());
    if (piece.has_usage()) usage = piece.usage();
    if (piece.deltas_size() > 0 || piece.has_usage()) {
      head.WriteTo(piece);
      SG_CO_RETURN_IF_ERROR(co_await call.SendPiece(std::move(piece), info));
    }
    if (ended) co_return absl::OkStatus();
  }
}

std::string ProvenanceOf(const policy::Plan& plan) {
  return StrCat("ai-generated; tool=", plan.tool, "; vendor=", plan.destination.vendor,
                "; model=", plan.destination.model,
                "; route=", plan.destination.route == v1::ROUTE_CLOUD ? "cloud" : "on_premises");
}

}  // namespace schoolgate::gateway
