#include "core/vault/redis/redis_link.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr size_t kReadBytes = size_t{64} << 10;
constexpr size_t kSendingBytes = size_t{256} << 10;  // of a buffer that is kept
constexpr size_t kWaitingBytes = size_t{4} << 10;
constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct RedisTls::Impl {
  ssl::context context{ssl::context::tls_client};
};

RedisTls::RedisTls(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RedisTls::~RedisTls() = default;

absl::StatusOr<std::unique_ptr<RedisTls>> RedisTls::Create(const RedisOptions& options) {
  auto impl = std::make_unique<Impl>();
  ssl::context& context = impl->context;
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  error_code error;
  if (options.ca_pem.empty()) {
    context.set_default_verify_paths(error);
  } else {
    context.add_certificate_authority(asio::buffer(options.ca_pem), error);
  }
  if (error)
    return absl::InvalidArgumentError("the authorities for the vault's Redis are not PEM certificates");
  if (!options.certificate_pem.empty()) {
    context.use_certificate_chain(asio::buffer(options.certificate_pem), error);
    if (!error) {
      const std::string_view key = ToStd(options.private_key_pem.Reveal());
      context.use_private_key(asio::const_buffer(key.data(), key.size()), ssl::context::pem, error);
    }
    if (error || SSL_CTX_check_private_key(context.native_handle()) != 1) {
      return absl::InvalidArgumentError(
          "this gate's certificate for the vault's Redis and its key are not PEM, or do not belong together");
    }
  }
  context.set_verify_mode(ssl::verify_peer, error);
  if (error) return absl::InternalError("TLS cannot be set up");
  return std::unique_ptr<RedisTls>(new RedisTls(std::move(impl)));
}

struct RedisLink::Connection {
  Connection(asio::io_context& context, RedisTls& tls, const RedisAddress& to, size_t max_reply_bytes,
             RedisLinkHandlers told)
      : stream(context, tls.impl_->context),
        resolver(context),
        address(to),
        replies(max_reply_bytes),
        handlers(std::move(told)) {
    waiting.reserve(kWaitingBytes);  // the password comes first: no copy of it stays behind
  }

  static asio::awaitable<void> Run(std::shared_ptr<Connection> self);
  asio::awaitable<RedisLinkEnd> Open();
  asio::awaitable<void> Read();
  static void Write(std::shared_ptr<Connection> self);

  void End(RedisLinkEnd why) {
    if (std::exchange(closed, true)) return;
    Close();
    handlers.on_end(why);
  }
  // Without a word of TLS: the server learns it from the socket, and nothing waits.
  void Close() {
    error_code ignored;
    resolver.cancel();
    stream.next_layer().close(ignored);
  }

  ssl::stream<tcp::socket> stream;
  tcp::resolver resolver;
  const RedisAddress address;
  RedisReplyReader replies;
  RedisLinkHandlers handlers;
  bool open = false;
  bool closed = false;   // no handler is called from now on
  bool writing = false;  // `sending` is being written
  std::string waiting;
  std::string sending;
  std::array<char, kReadBytes> received;
};

asio::awaitable<RedisLinkEnd> RedisLink::Connection::Open() {
  auto [not_found, endpoints] = co_await resolver.async_resolve(address.host, address.port, kTuple);
  if (not_found || closed) co_return RedisLinkEnd::kUnreachable;
  const auto [not_connected, endpoint] = co_await asio::async_connect(stream.next_layer(), endpoints, kTuple);
  if (not_connected || closed) co_return RedisLinkEnd::kUnreachable;
  error_code error;
  stream.next_layer().set_option(tcp::no_delay(true), error);
  stream.next_layer().set_option(asio::socket_base::keep_alive(true), error);
  stream.set_verify_callback(ssl::host_name_verification(address.host), error);
  if (error) co_return RedisLinkEnd::kUnreachable;
  asio::ip::make_address(address.host, error);
  if (error) SSL_set_tlsext_host_name(stream.native_handle(), address.host.c_str());  // SNI is for names only
  const auto [not_shaken] = co_await stream.async_handshake(ssl::stream_base::client, kTuple);
  if (!not_shaken) {
    open = true;
  } else if (SSL_get_verify_result(stream.native_handle()) != X509_V_OK) {
    co_return RedisLinkEnd::kUntrusted;
  }
  co_return RedisLinkEnd::kUnreachable;
}

asio::awaitable<void> RedisLink::Connection::Read() {
  while (!closed) {
    const auto [error, size] = co_await stream.async_read_some(asio::buffer(received), kTuple);
    if (error || closed || !replies.Feed({received.data(), size}).ok()) co_return;
    while (true) {
      absl::StatusOr<std::optional<RedisReply>> reply = replies.Next();
      if (!reply.ok()) co_return;
      if (!*reply) break;
      handlers.on_reply(**std::move(reply));
      if (closed) co_return;
    }
  }
}

asio::awaitable<void> RedisLink::Connection::Run(std::shared_ptr<Connection> self) {
  const RedisLinkEnd failure = co_await self->Open();
  if (!self->open || self->closed) {
    self->End(failure);
    co_return;
  }
  Write(self);
  co_await self->Read();
  self->End(RedisLinkEnd::kClosed);
}

void RedisLink::Connection::Write(std::shared_ptr<Connection> self) {
  if (!self->open || self->writing || self->closed || self->waiting.empty()) return;
  Connection& connection = *self;
  connection.writing = true;
  std::swap(connection.sending, connection.waiting);
  asio::async_write(connection.stream, asio::buffer(connection.sending),
                    [self = std::move(self)](const error_code& error, size_t) mutable {
                      // The first commands hold the password.
                      WipeString(self->sending);
                      if (self->sending.capacity() > kSendingBytes) self->sending = std::string();
                      self->writing = false;
                      if (error) return self->End(RedisLinkEnd::kClosed);
                      Write(std::move(self));
                    });
}

RedisLink::RedisLink(asio::io_context& context, RedisTls& tls, const RedisAddress& address,
                     size_t max_reply_bytes, RedisLinkHandlers handlers)
    : connection_(std::make_shared<Connection>(context, tls, address, max_reply_bytes, std::move(handlers))) {
  asio::co_spawn(context, Connection::Run(connection_), asio::detached);
}

RedisLink::~RedisLink() {
  connection_->closed = true;
  connection_->Close();
  WipeString(connection_->waiting);
}

void RedisLink::Send(std::string_view command) {
  connection_->waiting.append(command);
  // Commands of one turn of the loop leave in one write.
  if (!connection_->writing) Connection::Write(connection_);
}

}  // namespace schoolgate
