// What a gRPC caller shows of itself: metadata, its certificate, its address, and the request's own context.
//
// Stateless; any thread. Nothing here trusts anything: gateway/auth does.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_CREDENTIALS_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_CREDENTIALS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/ingress/call.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace grpc {
class CallbackServerContext;
}

namespace schoolgate::gateway {

// Fills `credentials` from the call's metadata (authorization, x-api-key, x-schoolgate-{person,session,tool,
// purpose,review}), its verified client certificate and its peer. INVALID_UTF8 or INVALID_VALUE names a
// header that is not UTF-8 or came twice; that one is left empty, the others are filled nonetheless.
absl::Status CollectCredentials(const grpc::CallbackServerContext& context, Credentials& credentials);

// Moves what the request itself says into `credentials`, where it is set: it wins over metadata.
void MergeContext(v1::RequestContext& context, Credentials& credentials);

// "ipv4:10.0.0.7:40312" and "ipv6:%5B::1%5D:40312" without scheme and port; anything else as "unknown".
std::string PeerAddress(std::string_view peer);

// SHA-256 of the first certificate's DER bytes, in lower-case hex; empty if there is none to read.
std::string CertificateFingerprint(const std::string& pem);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_CREDENTIALS_H_
