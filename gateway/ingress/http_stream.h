// One accepted connection, TLS or plain, as bytes with deadlines. Used by http_server.cc on one event loop;
// no locks.
//
// Errors: UNAVAILABLE when the peer is gone or a deadline passed; the connection is of no more use then.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_HTTP_STREAM_H_
#define SCHOOLGATE_GATEWAY_INGRESS_HTTP_STREAM_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace schoolgate::gateway {

class HttpStream {
 public:
  // `tls` is null for plain HTTP.
  HttpStream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);
  ~HttpStream();

  boost::asio::awaitable<absl::Status> Handshake(absl::Duration limit);
  // At least one byte into `data`; how many.
  boost::asio::awaitable<absl::StatusOr<size_t>> ReadSome(char* data, size_t size, absl::Duration limit);
  // All of `bytes`. The limit is for each 64 KiB: a large answer takes a slow reader longer than a small one.
  boost::asio::awaitable<absl::Status> Write(std::string_view bytes, absl::Duration limit);

  // Calls `gone` once if the peer closes its side while nothing is being read, and at once if it already has;
  // null stops watching. A peer that only half-closes counts as gone: nobody who waits for an answer does
  // that.
  void WatchForClose(absl::AnyInvocable<void()> gone);

  // The peer's address without its port.
  std::string PeerAddress() const;
  void Close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_HTTP_STREAM_H_
