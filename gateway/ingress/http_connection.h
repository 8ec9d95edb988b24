// Serves the requests of one HTTP connection, one after another, until it closes. Runs on the connection's
// event loop.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_HTTP_CONNECTION_H_
#define SCHOOLGATE_GATEWAY_INGRESS_HTTP_CONNECTION_H_

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "gateway/ingress/http_server.h"
#include "gateway/ingress/http_stream.h"

namespace schoolgate::gateway {

// What every connection of one server shares.
struct HttpService {
  HttpServerOptions options;
  Gate& gate;
  const Readiness& readiness;
  bool api = true;  // the API, over TLS; otherwise health and metrics, plain
  std::atomic<int64_t> open_calls{0};
  std::atomic<bool> draining{false};
};

// REQUIRES: `service` and `loop` outlive the coroutine.
boost::asio::awaitable<void> ServeConnection(HttpService& service, LoopContext loop,
                                             std::shared_ptr<HttpStream> stream);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_HTTP_CONNECTION_H_
