// The one place where an absl::Status becomes a grpc::Status: the code, the English text as its message, and
// google.rpc details (ErrorInfo; LocalizedMessage in English and Spanish) for programs and people (AIP-193).
//
// Stateless; any thread. A status that is no problem comes out as INTERNAL, without its text.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_STATUS_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace schoolgate::gateway {

grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_STATUS_H_
