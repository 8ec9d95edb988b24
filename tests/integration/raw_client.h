// A client that sends bytes as they are, over TLS on loopback: for what no HTTP library would send, and for
// looking at an answer while it comes.
//
// Ownership: the holder; the connection ends with it. One thread. Errors: Send and the reads give what they
// could; the tests look at that.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_RAW_CLIENT_H_
#define SCHOOLGATE_TESTS_INTEGRATION_RAW_CLIENT_H_

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace schoolgate::tests {

class RawClient {
 public:
  // Connects to 127.0.0.1. With `ca_file`, shakes hands over TLS up to version `max_tls` (0: the newest).
  RawClient(int port, const std::string& ca_file, int max_tls = 0);
  RawClient(RawClient&& other) noexcept;
  ~RawClient();

  // Connected, and the handshake done.
  bool connected() const { return connected_; }

  bool Send(std::string_view bytes);
  // Reads until `end` has come, or the limit is over, or the peer closes; gives everything not given before
  // up to and with `end`, or all there is.
  std::string ReadUntil(std::string_view end, absl::Duration limit = absl::Seconds(10));
  // The next `size` bytes, or what comes of them.
  std::string ReadBytes(size_t size, absl::Duration limit = absl::Seconds(10));
  // Reads until the peer closes; false if it does not in time.
  bool ReadToEnd(std::string& out, absl::Duration limit = absl::Seconds(10));
  // Says that nothing more will be sent, and goes on reading.
  void CloseWriting();
  // Ends at once, without a goodbye.
  void Abort();

 private:
  // More bytes into buffer_; false at the end or the deadline.
  bool Fill(absl::Time deadline);

  int fd_ = -1;
  bool connected_ = false;
  bool ended_ = false;  // the peer has closed
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, SSL_free};
  std::string buffer_;
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_RAW_CLIENT_H_
