// From a request as it came over gRPC to one the gate goes on with: what generated code cannot hold a caller
// to is checked, and what it does not know is taken out, so that nothing passes unread.
//
// Stateless; any thread.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_DECODE_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_DECODE_H_

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "connectors/dialects/dialect.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::gateway {

// Takes every unknown field out of `message`, at any depth: empty and numeric ones are named in `dropped`
// ("field #12 of messages[0]"), as is text when `options` says drop; else it is UNKNOWN_FIELD. Also
// INVALID_VALUE for an enum's number that has no name and for a number JSON cannot write.
absl::Status CheckFields(google::protobuf::Message& message, const connectors::DecodeOptions& options,
                         std::vector<std::string>& dropped);

// MISSING_FIELD where a conversation lacks what every vendor needs; content parts that hold nothing are taken
// out. `prefix` is where the request stands in its message ("", "request.").
absl::Status CheckConversation(v1::GenerateRequest& request, const std::string& prefix);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_DECODE_H_
