// What gRPC and protobuf want to log: their own messages quote headers callers sent, in a format of their
// own. Here they become lines of ours that say where in the library it was, and nothing else.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_LIBRARY_LOG_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_LIBRARY_LOG_H_

namespace schoolgate::gateway {

// For the whole process, from then on. Any thread; idempotent.
void TakeLibraryLogs();

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_LIBRARY_LOG_H_
