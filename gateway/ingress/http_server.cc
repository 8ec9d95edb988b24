#include "gateway/ingress/http_server.h"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>
#include <thread>
#include <unordered_set>
#include <utility>

#include "absl/strings/numbers.h"
#include "core/util/log.h"
#include "core/util/strings.h"
#include "gateway/ingress/http_connection.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

absl::StatusOr<tcp::endpoint> ParseAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  int port = 0;
  error_code error;
  std::string host = address.substr(0, colon);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  if (colon == std::string::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 ||
      port > 65535) {
    return absl::InvalidArgumentError(StrCat("the address ", address, " is not host:port"));
  }
  const asio::ip::address ip = asio::ip::make_address(host, error);
  if (error)
    return absl::InvalidArgumentError(StrCat("the address ", address, " does not begin with an IP address"));
  return tcp::endpoint(ip, static_cast<uint16_t>(port));
}

// TLS 1.2 and 1.3 with HTTP/1.1 as the protocol agreed on (ALPN).
absl::StatusOr<std::unique_ptr<asio::ssl::context>> MakeTls(const HttpServerOptions& options) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  // Most of many open streams wait: 34 KB of buffers for each are better free.
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  error_code error;
  context->use_certificate_chain(asio::buffer(options.certificate_pem), error);
  if (error) return absl::InvalidArgumentError("the HTTP listener's certificate is not usable PEM");
  context->use_private_key(asio::buffer(options.private_key_pem), asio::ssl::context::pem, error);
  if (error)
    return absl::InvalidArgumentError(
        "the HTTP listener's private key is not usable PEM or not the certificate's");
  SSL_CTX_set_alpn_select_cb(
      context->native_handle(),
      [](SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
         unsigned int in_length, void*) {
        static constexpr unsigned char kHttp11[] = "\x08http/1.1";
        return SSL_select_next_proto(const_cast<unsigned char**>(out), out_length, kHttp11,
                                     sizeof(kHttp11) - 1, in, in_length) == OPENSSL_NPN_NEGOTIATED
                   ? SSL_TLSEXT_ERR_OK
                   : SSL_TLSEXT_ERR_NOACK;
      },
      nullptr);
  return context;
}

}  // namespace

std::string_view Readiness::Reason(const Gate& gate) const {
  if (!serving.load()) return "starting or stopping";
  if (gate.snapshots() == nullptr) return "no roster and policy loaded";
  if (!gate.audit().healthy()) return "the audit log cannot be written";
  if (!gate.vault().healthy()) return "the pseudonym vault does not answer";
  return "";
}

struct HttpServer::Impl {
  // One event loop's acceptor and connections; touched on that loop only.
  struct Shard {
    LoopContext loop;
    std::unique_ptr<tcp::acceptor> acceptor;
    std::unordered_set<std::shared_ptr<HttpStream>> streams;
    bool full = false;  // the last connection was refused; said once
  };

  HttpService service;
  std::unique_ptr<asio::ssl::context> tls;
  std::vector<std::unique_ptr<Shard>> shards;
  std::atomic<int64_t> connections{0};  // of all shards
  int port = 0;

  Impl(HttpServerOptions options, Gate& gate, const Readiness& readiness)
      : service{.options = std::move(options), .gate = gate, .readiness = readiness} {}

  absl::Status CannotListen(const error_code& error) const {
    return absl::UnavailableError(
        StrCat("cannot listen on ", service.options.address, ": ", error.message()));
  }

  // SO_REUSEPORT would share the port with whoever else set it: a second gate on it would take half of the
  // first one's connections, and neither would say so.
  absl::Status Probe(const LoopContext& loop, const tcp::endpoint& endpoint) const {
    error_code error;
    tcp::acceptor probe(loop.loop->context());
    probe.open(endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) probe.bind(endpoint, error);
    return error ? CannotListen(error) : absl::OkStatus();
  }

  absl::Status Listen(Shard& shard, tcp::endpoint& endpoint) {
    error_code error;
    shard.acceptor = std::make_unique<tcp::acceptor>(shard.loop.loop->context());
    tcp::acceptor& acceptor = *shard.acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    const int on = 1;
    if (!error && ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) != 0) {
      error = error_code(errno, boost::system::system_category());
    }
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1024, error);
    if (error) return CannotListen(error);
    endpoint = acceptor.local_endpoint(error);
    return absl::OkStatus();
  }

  static asio::awaitable<void> Accept(std::shared_ptr<Impl> self, Shard& shard) {
    while (!self->service.draining) {
      error_code error;
      tcp::socket socket =
          co_await shard.acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        // Out of descriptors, most likely: give open calls time to end rather than spin.
        LogWarn("accept_failed");
        asio::steady_timer pause(shard.loop.loop->context(), std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      const HttpServerOptions& options = self->service.options;
      if (self->connections.fetch_add(1) >= options.max_open_calls + options.spare_connections) {
        self->connections.fetch_sub(1);
        if (!std::exchange(shard.full, true)) LogWarn("connections_refused");
        continue;  // closes the socket
      }
      shard.full = false;
      auto stream = std::make_shared<HttpStream>(std::move(socket), self->tls.get());
      shard.streams.insert(stream);
      asio::co_spawn(shard.loop.loop->context(), ServeConnection(self->service, shard.loop, stream),
                     [self, &shard, stream](const std::exception_ptr& thrown) {
                       shard.streams.erase(stream);
                       self->connections.fetch_sub(1);
                       if (thrown) LogError("connection_threw");
                     });
    }
  }
};

HttpServer::HttpServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() { Shutdown(absl::ZeroDuration()); }

int HttpServer::port() const { return impl_->port; }

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options, Gate& gate,
                                                              const Readiness& readiness,
                                                              const std::vector<LoopContext>& loops) {
  absl::StatusOr<tcp::endpoint> endpoint = ParseAddress(options.address);
  if (!endpoint.ok()) return endpoint.status();
  auto impl = std::make_shared<Impl>(std::move(options), gate, readiness);
  impl->service.api = !impl->service.options.certificate_pem.empty();
  if (impl->service.api) {
    absl::StatusOr<std::unique_ptr<asio::ssl::context>> tls = MakeTls(impl->service.options);
    if (!tls.ok()) return tls.status();
    impl->tls = *std::move(tls);
  }
  if (absl::Status free = impl->Probe(loops.front(), *endpoint); !free.ok()) return free;
  for (const LoopContext& loop : loops) {
    auto shard = std::make_unique<Impl::Shard>();
    shard->loop = loop;
    if (absl::Status listening = impl->Listen(*shard, *endpoint); !listening.ok()) return listening;
    impl->shards.push_back(std::move(shard));
  }
  impl->port = endpoint->port();
  for (const auto& shard : impl->shards) {
    asio::co_spawn(shard->loop.loop->context(), Impl::Accept(impl, *shard), asio::detached);
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

void HttpServer::Shutdown(absl::Duration grace) {
  if (impl_ == nullptr) return;
  impl_->service.draining = true;
  // Runs on each loop in turn, and waits for it.
  const auto on_each = [this](auto work) {
    for (const auto& shard : impl_->shards) {
      std::promise<void> done;
      shard->loop.loop->Post([&] {
        work(*shard);
        done.set_value();
      });
      done.get_future().wait();
    }
  };
  on_each([](Impl::Shard& shard) {
    error_code ignored;
    shard.acceptor->close(ignored);
  });
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(grace);
  while (impl_->service.open_calls > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  on_each([](Impl::Shard& shard) {
    for (const std::shared_ptr<HttpStream>& stream : shard.streams) stream->Close();
  });
  // Connections end on their loops once their streams are closed; they point into this server.
  for (size_t left = 1; left > 0;) {
    left = 0;
    on_each([&left](Impl::Shard& shard) { left += shard.streams.size(); });
    if (left > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  impl_ = nullptr;
}

}  // namespace schoolgate::gateway
