// PrivacyService.Deidentify and Reidentify: streams of texts that are treated as the tool's plan says, or
// restored, and go back to the caller's own app. Nothing goes to a vendor, so there is no destination to
// clear; but the app may take what it gets anywhere, so policy decides on each message as on a request to the
// tool's vendor, a refusal ends the stream, and each message is on the record, durably, before anything of it
// is given back.
//
// Codes are those of the caller's own session with the tool (gateway/scope_name.h), the ones its exchanges
// have: restoring gives back what this app and person were issued there, and nothing else. Without person and
// session a stream's codes are its own, and nothing can be restored later.
//
// What holds an exchange for review refuses here, and a tool that releases data on groups has no such call:
// nobody would wait, and no vendor learns. The policy and roster in force are taken anew for each message, so
// that a stream may stay open through changes of both.
//
// Coroutines of one event loop; long texts are read on the gate's worker pool. `gate` and `stream` outlive
// them. Errors: those of authentication, plan and decision; MISSING_FIELD for Reidentify without person and
// session; INVALID_UTF8; VAULT_UNAVAILABLE; the log's. A stream that fails is on the record as a denial;
// CLIENT_GONE is nobody's fault and is not.
#ifndef SCHOOLGATE_GATEWAY_TEXT_CALLS_H_
#define SCHOOLGATE_GATEWAY_TEXT_CALLS_H_

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "schoolgate/v1/privacy_service.pb.h"

namespace schoolgate::gateway {

// A stream as an ingress hands it over; used on its event loop.
template <typename Request, typename Response>
class TextStream {
 public:
  virtual ~TextStream() = default;
  // Complete once the first message was read, or could not be.
  virtual const Credentials& credentials() const = 0;
  // The next message, without its context; nothing at the end; what is wrong with it; or CLIENT_GONE.
  virtual boost::asio::awaitable<absl::StatusOr<std::optional<Request>>> Read() = 0;
  // CLIENT_GONE when nobody listens any more.
  virtual boost::asio::awaitable<absl::Status> Send(Response response) = 0;
};

using DeidentifyStream = TextStream<v1::DeidentifyRequest, v1::DeidentifyResponse>;
using ReidentifyStream = TextStream<v1::ReidentifyRequest, v1::ReidentifyResponse>;

// Run a stream to its end; what they give is its status.
boost::asio::awaitable<absl::Status> DeidentifyTexts(Gate& gate, DeidentifyStream& stream);
boost::asio::awaitable<absl::Status> ReidentifyTexts(Gate& gate, ReidentifyStream& stream);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_TEXT_CALLS_H_
