#include "gateway/answer_relay.h"

#include <optional>
#include <utility>

#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

asio::awaitable<absl::Status> RelayStream(connectors::VendorReply& reply, Call& call,
                                          redaction::AnswerScanner& scanner, redaction::Restorer& restorer,
                                          const AnswerHead& head, const ReplyInfo& info, v1::Usage& usage) {
  while (true) {
    absl::StatusOr<std::optional<v1::StreamGenerateResponse>> next = co_await reply.Next();
    // What is held back may be half a code: a stream that broke off does not get it.
    if (!next.ok()) co_return next.status();
    std::optional<v1::StreamGenerateResponse> received = *std::move(next);
    const bool ended = !received.has_value();
    v1::StreamGenerateResponse piece;
    if (received.has_value()) {
      piece = *std::move(received);
      scanner.Feed(piece);
      restorer.Feed(piece);
    } else {
      piece = restorer.Finish();
    }
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
