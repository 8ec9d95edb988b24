#include "tests/integration/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace schoolgate::tests {

RawClient::RawClient(int port, const std::string& ca_file, int max_tls) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) return;
  if (!ca_file.empty()) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_load_verify_file(context_.get(), ca_file.c_str());
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    // The library's own floor would hide the server's.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), max_tls);
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), fd_);
    if (SSL_connect(tls_.get()) != 1) return;
  }
  connected_ = true;
}

RawClient::RawClient(RawClient&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      connected_(other.connected_),
      ended_(other.ended_),
      context_(std::move(other.context_)),
      tls_(std::move(other.tls_)),
      buffer_(std::move(other.buffer_)) {}

RawClient::~RawClient() { Abort(); }

void RawClient::Abort() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int size = static_cast<int>(std::min<size_t>(bytes.size(), 1 << 16));
    const ssize_t sent = tls_ != nullptr ? SSL_write(tls_.get(), bytes.data(), size)
                                         : ::send(fd_, bytes.data(), static_cast<size_t>(size), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool RawClient::Fill(absl::Time deadline) {
  while (!ended_ && (tls_ == nullptr || SSL_pending(tls_.get()) == 0)) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1) > 0) break;
  }
  char bytes[16384];
  const ssize_t n =
      tls_ != nullptr ? SSL_read(tls_.get(), bytes, sizeof(bytes)) : ::recv(fd_, bytes, sizeof(bytes), 0);
  if (n <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(bytes, static_cast<size_t>(n));
  return true;
}

std::string RawClient::ReadUntil(std::string_view end, absl::Duration limit) {
  const absl::Time deadline = absl::Now() + limit;
  size_t at;
  while ((at = buffer_.find(end)) == std::string::npos && Fill(deadline)) {
  }
  const size_t size = at == std::string::npos ? buffer_.size() : at + end.size();
  std::string out = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return out;
}

std::string RawClient::ReadBytes(size_t size, absl::Duration limit) {
  const absl::Time deadline = absl::Now() + limit;
  while (buffer_.size() < size && Fill(deadline)) {
  }
  std::string out = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return out;
}

bool RawClient::ReadToEnd(std::string& out, absl::Duration limit) {
  const absl::Time deadline = absl::Now() + limit;
  while (Fill(deadline)) {
  }
  out.append(buffer_);
  buffer_.clear();
  return ended_;
}

void RawClient::CloseWriting() {
  if (tls_ != nullptr) SSL_shutdown(tls_.get());
  ::shutdown(fd_, SHUT_WR);
}

}  // namespace schoolgate::tests
