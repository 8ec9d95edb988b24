// Checks of a listener's identity before gRPC sees it: gRPC itself only says that it could not start.
//
// Stateless; any thread.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_IDENTITY_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_IDENTITY_H_

#include <string>

#include "absl/status/status.h"

namespace schoolgate::gateway {

// INVALID_ARGUMENT where the certificate or the key cannot be read, or they do not belong together.
absl::Status CheckIdentity(const std::string& certificate_pem, const std::string& private_key_pem);

// Whether "host:port" is reached from this machine alone.
bool IsLoopback(const std::string& address);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_IDENTITY_H_
