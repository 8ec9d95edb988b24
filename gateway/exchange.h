// One request across the gate, from the caller's bytes to the vendor and back. See docs/life-of-a-request.md.
//
// Coroutines of one event loop; the caller keeps `gate`, `transport` and `call` alive until they end.
#ifndef SCHOOLGATE_GATEWAY_EXCHANGE_H_
#define SCHOOLGATE_GATEWAY_EXCHANGE_H_

#include <boost/asio/awaitable.hpp>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/dialects/dialect.h"
#include "connectors/vendors/vendor.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "schoolgate/v1/privacy_service.pb.h"

namespace schoolgate::gateway {

// Runs the call to its end: it is replied to, finished or failed, exactly once, and what happened is on the
// record.
boost::asio::awaitable<void> RunExchange(Gate& gate, connectors::VendorTransport& transport, Call& call);

// The same steps up to de-identification, under a scope of its own; sends nothing. A refusal of policy is an
// answer (verdict and reason), not an error; an error is on the record as a denial. `decode` makes the
// GenerateRequest once the caller is authenticated: what a request may hold depends on the app.
using DecodeCall =
    absl::AnyInvocable<absl::StatusOr<connectors::DecodedRequest>(const connectors::DecodeOptions&)>;
boost::asio::awaitable<absl::StatusOr<v1::InspectResponse>> RunInspection(Gate& gate,
                                                                          const Credentials& credentials,
                                                                          DecodeCall decode);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_EXCHANGE_H_
