#include "gateway/ingress/http_stream.h"

#include <netinet/tcp.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

namespace schoolgate::gateway {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

// TLS says goodbye with bytes of its own before the connection closes, and pipelined requests are bytes too:
// once bytes are waiting, the connection's state is looked at this often.
constexpr std::chrono::milliseconds kClosePoll{200};
// So much is to be taken within one write's limit.
constexpr size_t kWritePiece = size_t{64} << 10;

// Whether the peer has closed its side.
bool PeerClosed(tcp::socket& socket) {
  tcp_info info{};
  socklen_t size = sizeof(info);
  if (::getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return true;
  return info.tcpi_state != TCP_ESTABLISHED && info.tcpi_state != TCP_SYN_RECV;
}

absl::Status Gone() { return absl::UnavailableError("the connection is closed"); }

}  // namespace

struct HttpStream::Impl : std::enable_shared_from_this<Impl> {
  tcp::socket socket;
  std::unique_ptr<asio::ssl::stream<tcp::socket&>> tls;  // null for plain HTTP
  asio::steady_timer deadline;
  asio::steady_timer poll;
  // Counts the watches, so that a wait that ends late for an old one is told apart.
  uint64_t watch = 0;
  absl::AnyInvocable<void()> gone;

  Impl(tcp::socket s, asio::ssl::context* context)
      : socket(std::move(s)), deadline(socket.get_executor()), poll(socket.get_executor()) {
    if (context != nullptr) tls = std::make_unique<asio::ssl::stream<tcp::socket&>>(socket, *context);
  }

  void StartDeadline(absl::Duration limit) {
    deadline.expires_after(absl::ToChronoNanoseconds(limit));
    deadline.async_wait([weak = weak_from_this()](error_code error) {
      if (error) return;
      if (auto self = weak.lock()) self->Close();
    });
  }

  void Close() {
    error_code ignored;
    socket.close(ignored);
  }

  bool PeerGone() { return !socket.is_open() || PeerClosed(socket); }

  void Wait(uint64_t number) {
    socket.async_wait(tcp::socket::wait_read, [weak = weak_from_this(), number](error_code) {
      if (auto self = weak.lock()) self->Look(number);
    });
  }

  void Look(uint64_t number) {
    if (number != watch || gone == nullptr) return;
    if (PeerGone()) {
      std::exchange(gone, nullptr)();
      return;
    }
    poll.expires_after(kClosePoll);
    poll.async_wait([weak = weak_from_this(), number](error_code) {
      if (auto self = weak.lock()) self->Look(number);
    });
  }
};

HttpStream::HttpStream(tcp::socket socket, asio::ssl::context* tls)
    : impl_(std::make_shared<Impl>(std::move(socket), tls)) {
  error_code ignored;
  // Unset, a stream's first token is 40 ms late.
  impl_->socket.set_option(tcp::no_delay(true), ignored);
}

HttpStream::~HttpStream() = default;

void HttpStream::Close() {
  impl_->Close();
  impl_->deadline.cancel();
  impl_->poll.cancel();
}

std::string HttpStream::PeerAddress() const {
  error_code error;
  const auto endpoint = impl_->socket.remote_endpoint(error);
  return error ? std::string() : endpoint.address().to_string();
}

asio::awaitable<absl::Status> HttpStream::Handshake(absl::Duration limit) {
  if (impl_->tls == nullptr) co_return absl::OkStatus();
  impl_->StartDeadline(limit);
  error_code error;
  co_await impl_->tls->async_handshake(asio::ssl::stream_base::server,
                                       asio::redirect_error(asio::use_awaitable, error));
  impl_->deadline.cancel();
  co_return error ? Gone() : absl::OkStatus();
}

asio::awaitable<absl::StatusOr<size_t>> HttpStream::ReadSome(char* data, size_t size, absl::Duration limit) {
  impl_->StartDeadline(limit);
  error_code error;
  const asio::mutable_buffer buffer(data, size);
  size_t n = 0;
  if (impl_->tls != nullptr) {
    n = co_await impl_->tls->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
  } else {
    n = co_await impl_->socket.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
  }
  impl_->deadline.cancel();
  if (error) co_return Gone();
  co_return n;
}

asio::awaitable<absl::Status> HttpStream::Write(std::string_view bytes, absl::Duration limit) {
  error_code error;
  while (!bytes.empty() && !error) {
    const asio::const_buffer piece(bytes.data(), std::min(bytes.size(), kWritePiece));
    impl_->StartDeadline(limit);
    if (impl_->tls != nullptr) {
      co_await asio::async_write(*impl_->tls, piece, asio::redirect_error(asio::use_awaitable, error));
    } else {
      co_await asio::async_write(impl_->socket, piece, asio::redirect_error(asio::use_awaitable, error));
    }
    bytes.remove_prefix(piece.size());
  }
  impl_->deadline.cancel();
  co_return error ? Gone() : absl::OkStatus();
}

void HttpStream::WatchForClose(absl::AnyInvocable<void()> gone) {
  ++impl_->watch;
  impl_->gone = nullptr;
  impl_->poll.cancel();
  if (gone == nullptr) return;
  if (impl_->PeerGone()) {
    gone();
    return;
  }
  impl_->gone = std::move(gone);
  impl_->Wait(impl_->watch);
}

}  // namespace schoolgate::gateway
