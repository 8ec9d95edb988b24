// The HTTP ingress: OpenAI-style endpoints over TLS, and the plain health endpoint. HTTP/1.1, keep-alive;
// every event loop has its own acceptor on the same port (SO_REUSEPORT), so a connection lives on one loop.
//
// Ownership: main owns the server and stops it before the event loops. Start and Shutdown from main's thread.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_HTTP_SERVER_H_
#define SCHOOLGATE_GATEWAY_INGRESS_HTTP_SERVER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/gate.h"
#include "gateway/loop_context.h"

namespace schoolgate::gateway {

// What readiness is made of; read by /readyz and the gRPC health service.
struct Readiness {
  std::atomic<bool> serving{false};  // started and not draining
  // Why not ready, as a constant of the program; empty when ready.
  std::string_view Reason(const Gate& gate) const;
};

struct HttpServerOptions {
  std::string address;          // "host:port"; port 0 takes a free one
  std::string certificate_pem;  // empty: plain HTTP, health and metrics only
  std::string private_key_pem;
  int64_t max_body_bytes = int64_t{8} << 20;
  int64_t max_open_calls = 20000;
  // Connections beyond max_open_calls: those between two requests, and those still showing who they are.
  int64_t spare_connections = 1000;
};

class HttpServer {
 public:
  // Listens and serves. Errors name the address and the system's reason; an address where somebody else
  // listens is one, another gate included.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpServerOptions options, Gate& gate,
                                                           const Readiness& readiness,
                                                           const std::vector<LoopContext>& loops);
  ~HttpServer();

  int port() const;

  // Takes no new connections, closes idle ones, lets open calls finish for `grace`, then closes the rest.
  // Blocking.
  void Shutdown(absl::Duration grace);

 private:
  struct Impl;
  explicit HttpServer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_HTTP_SERVER_H_
