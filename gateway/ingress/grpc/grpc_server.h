// The gRPC server of schoolgate.v1, with the standard health service and reflection, over TLS; and health
// alone, in plaintext, on an address of its own for Kubernetes probes.
//
// Limits: a message of more than max_message_bytes is BODY_TOO_LARGE (of more than twice that, gRPC refuses
// it itself); compressed messages are refused (UNIMPLEMENTED), as they could unpack to any size; metadata is
// 16 KiB at most; what is on its way in takes 512 MiB, or 64 of the largest messages, over all connections; a
// connection has 1,000 streams, lives half an hour (then GOAWAY, and ten minutes for what
// is open) and is pinged when quiet. A call without a deadline gets none: the vendor's first-byte and idle
// timeouts bound an answer, slow_reader_limit a caller that does not read.
//
// Threads: Start, Shutdown and destruction from one thread, never an event loop's; SetServing from any.
// Ownership: the process owns the server, and stops it before the event loops.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_SERVER_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/ingress/grpc/grpc_handlers.h"
#include "gateway/loop_context.h"

namespace schoolgate::gateway {

class Gate;
class PolicyKeeper;
class RecordDesk;

struct GrpcServerOptions {
  std::string address;          // "host:port"; port 0 takes a free one
  std::string certificate_pem;  // the chain, leaf first; empty: plaintext, on a loopback address only
  std::string private_key_pem;
  std::string client_ca_pem;   // callers may show a certificate of these authorities; empty: no mTLS
  std::string health_address;  // empty: none
  int64_t max_message_bytes = int64_t{8} << 20;
  int max_open_calls = 20000;
  absl::Duration slow_reader_limit = absl::Seconds(30);
};

class GrpcServer {
 public:
  // Listens and serves the gate; health says NOT_SERVING until SetServing. INVALID_ARGUMENT for a
  // certificate, key or address that cannot be used, UNAVAILABLE naming the address that cannot be listened
  // on.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(GrpcServerOptions options, Gate& gate,
                                                           PolicyKeeper& keeper, RecordDesk& records,
                                                           std::vector<LoopContext> loops);
  // The same over other handlers.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(GrpcServerOptions options, GrpcHandlers handlers,
                                                           std::vector<LoopContext> loops);
  // Shuts down without grace.
  ~GrpcServer();

  int port() const;
  // 0 if health does not listen alone.
  int health_port() const;

  void SetServing(bool serving);

  // Takes no new calls, lets open ones finish for `grace`, then cancels them and waits for their ends.
  // Blocking; idempotent.
  void Shutdown(absl::Duration grace);

 private:
  struct Impl;
  explicit GrpcServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_SERVER_H_
