// Between gRPC's byte buffers and messages. The server's methods take raw bytes, so that a request that
// cannot be read gets a problem that says where, and an audit record, rather than gRPC's own bare error.
//
// Stateless; any thread.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_WIRE_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_WIRE_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>

#include "absl/status/status.h"

namespace schoolgate::gateway {

// Errors: BODY_TOO_LARGE above `max_bytes`; INVALID_UTF8 with the field's path; MALFORMED_REQUEST with the
// offset. `bytes` is released in any case.
absl::Status ParseMessage(grpc::ByteBuffer& bytes, int64_t max_bytes, google::protobuf::Message& message);

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_WIRE_H_
