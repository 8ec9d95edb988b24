// One call as an ingress hands it to the exchange. HTTP and gRPC each have their own; the exchange
// (gateway/exchange.cc) knows neither.
//
// Ownership: the ingress owns the call until the exchange's coroutine ends. Everything here runs on the
// call's event loop; an ingress on other threads posts to it. The exchange calls Reply, or SendPiece any
// number of times and then Finish, or Fail: exactly one of Reply, Finish and Fail, last.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_CALL_H_
#define SCHOOLGATE_GATEWAY_INGRESS_CALL_H_

#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connectors/dialects/dialect.h"
#include "core/crypto/secret.h"
#include "core/guard/guarded.h"

namespace schoolgate::gateway {

// What a caller showed of itself. Nothing here is trusted before gateway/auth has looked at it.
struct Credentials {
  SecretBytes api_key;  // from Authorization: Bearer or x-api-key; empty if none
  std::string
      client_certificate;  // SHA-256 fingerprint (hex) of the verified mTLS certificate; empty if none
  // Asserted by headers (x-schoolgate-person, -session, -tool, -purpose, -review) or by the request context.
  std::string person;
  std::string session;
  std::string tool;
  std::string purpose;
  std::string review_id;   // under which this very request waited for review; empty if it did not
  std::string request_id;  // a UUID that makes a retry safe; empty if none
  std::string peer;        // address, for counting unauthenticated callers; never a metric label
};

// What the exchange can say beside the answer.
struct ReplyInfo {
  std::string exchange_id;           // x-request-id
  std::vector<std::string> dropped;  // x-schoolgate-dropped
  // x-schoolgate-provenance: what made the answer; empty where nothing was answered.
  std::string provenance;
};

class Call {
 public:
  virtual ~Call() = default;

  // "chat" or "embeddings": a constant of the program.
  virtual std::string_view operation() const = 0;
  virtual const Credentials& credentials() const = 0;

  // The canonical request. Once, and only after the caller is authenticated.
  virtual absl::StatusOr<connectors::DecodedRequest> Decode(const connectors::DecodeOptions& options) = 0;

  // A whole answer.
  virtual boost::asio::awaitable<void> Reply(v1::GenerateResponse response, ReplyInfo info) = 0;

  // The next piece of a streamed answer; CLIENT_GONE when nobody listens any more. `info` matters on the
  // first piece.
  virtual boost::asio::awaitable<absl::Status> SendPiece(v1::StreamGenerateResponse piece,
                                                         const ReplyInfo& info) = 0;
  // The proper end of a streamed answer.
  virtual boost::asio::awaitable<void> Finish(const ReplyInfo& info) = 0;

  // A failure, before or within an answer.
  virtual boost::asio::awaitable<void> Fail(absl::Status problem, ReplyInfo info) = 0;

  // `gone` runs once on the loop when the caller goes away before the call ended; at once if it already has.
  // Setting an empty one takes it back.
  virtual void OnGone(absl::AnyInvocable<void()> gone) = 0;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_CALL_H_
