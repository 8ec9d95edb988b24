// The HTTP ingress over a gate of its own, with one app and a policy that lets nothing through, and a client
// that sends bytes as they are. Tests only.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_HTTP_TEST_SERVER_H_
#define SCHOOLGATE_GATEWAY_INGRESS_HTTP_TEST_SERVER_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/crypto/api_key.h"
#include "core/crypto/tls_keys.h"
#include "core/roster/roster_builder.h"
#include "core/util/event_loop.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gateway/ingress/http_server.h"
#include "policy/documents.h"

namespace schoolgate::gateway {

inline constexpr char kTestKey[] = "sg_key-of-the-http-tests";

// Refuses every plan, or throws what nobody expects.
class RefusingPolicy final : public policy::PolicySet {
 public:
  std::string_view hash() const override { return "of-no-file"; }
  absl::StatusOr<policy::Plan> MakePlan(const Principal& principal, const policy::Caller&,
                                        const policy::Ask& ask, absl::CivilDay) const override {
    const std::scoped_lock lock(mutex_);
    person_ = principal.person;
    if (ask.model == "throws") throw 7;
    return MakeProblem(problems::kUnknownModel);
  }
  std::vector<v1::Tool> ToolsFor(const Principal&, const policy::Caller&, absl::CivilDay) const override {
    return {};
  }
  std::span<const v1::Agreement> agreements() const override { return {}; }
  std::span<const v1::Tool> tools() const override { return {}; }
  const policy::Documents& documents() const override { return documents_; }
  const policy::ToolTable* Table(std::string_view) const override { return nullptr; }

  // Who the last plan was for.
  std::string person() const {
    const std::scoped_lock lock(mutex_);
    return person_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::string person_;
  policy::Documents documents_;
};

class HttpTestServer {
 public:
  // Without `tls` it serves health and metrics only.
  explicit HttpTestServer(bool tls, HttpServerOptions options = {})
      : vault_(vault_testing::OpenVault(directory_)), workers_(1, 10) {
    auto audit = AuditLog::Open({.directory = directory_.File("audit"),
                                 .origin = "maple-hollow.example/schoolgate",
                                 .district = "maple-hollow",
                                 .key_file = directory_.File("audit.key"),
                                 .low_water_bytes = 0},
                                Clock::System());
    EXPECT_TRUE(audit.ok()) << audit.status();
    audit_ = *std::move(audit);
    reviews_ = std::make_unique<ReviewDesk>(
        ReviewStore::Open(directory_.File("reviews.db"), *vault_, "maple-hollow", {}).value(), *audit_,
        Clock::System());
    gate_ = std::make_unique<Gate>(Clock::System(), absl::UTCTimeZone(), *vault_, *audit_, metrics_, workers_,
                                   *reviews_);
    auto snapshots = std::make_shared<Snapshots>();
    AppRegistration app;
    app.name = "lms";
    app.api_key_digests = {ApiKeyDigest(kTestKey)};
    app.may_name_person = true;
    snapshots->authenticator = std::make_shared<Authenticator>(std::vector{app});
    snapshots->policy = policy_;
    snapshots->detector = redaction::Detector::Create(RosterBuilder().Build("empty", absl::Now()));
    gate_->Swap(std::move(snapshots));
    readiness_.serving = true;

    if (options.address.empty()) options.address = "127.0.0.1:0";
    if (tls) {
      const auto authority = NewCertificateAuthority("Test authority", 2);
      const auto leaf = IssueCertificate(
          *authority, {.common_name = "a gate", .ip_addresses = {"127.0.0.1"}, .valid_days = 1});
      options.certificate_pem = leaf->certificate_pem;
      options.private_key_pem = std::string(leaf->private_key_pem.Reveal());
    }
    auto transport = connectors::VendorTransport::Create(loop_);
    EXPECT_TRUE(transport.ok()) << transport.status();
    transport_ = *std::move(transport);
    auto started = HttpServer::Start(std::move(options), *gate_, readiness_, {{&loop_, transport_.get()}});
    status_ = started.status();
    if (started.ok()) server_ = *std::move(started);
  }

  const absl::Status& status() const { return status_; }
  int port() const { return server_->port(); }
  Gate& gate() { return *gate_; }
  const RefusingPolicy& policy() const { return *policy_; }

 private:
  vault_testing::TestDirectory directory_;
  Metrics metrics_;
  EventLoop loop_;
  std::unique_ptr<Vault> vault_;
  WorkerPool workers_;
  std::unique_ptr<ReviewDesk> reviews_;
  std::unique_ptr<AuditLog> audit_;
  const std::shared_ptr<const RefusingPolicy> policy_ = std::make_shared<RefusingPolicy>();
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<connectors::VendorTransport> transport_;
  Readiness readiness_;
  absl::Status status_;
  std::unique_ptr<HttpServer> server_;
};

class HttpTestClient {
 public:
  HttpTestClient(int port, bool tls) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    std::signal(SIGPIPE, SIG_IGN);
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(static_cast<uint16_t>(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    if (!connected_ || !tls) return;
    context_.reset(SSL_CTX_new(TLS_client_method()));
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), fd_);
    connected_ = SSL_connect(tls_.get()) == 1;
  }
  ~HttpTestClient() { ::close(fd_); }

  bool connected() const { return connected_; }
  int fd() const { return fd_; }

  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                          : ::send(fd_, bytes.data(), bytes.size(), 0);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }

  // Up to and with `end`, or all there is until the peer closes or says nothing for ten seconds.
  std::string ReadUntil(std::string_view end) {
    while (buffer_.find(end) == std::string::npos && Fill()) {
    }
    const size_t at = buffer_.find(end);
    return Take(at == std::string::npos ? buffer_.size() : at + end.size());
  }
  std::string ReadBytes(size_t size) {
    while (buffer_.size() < size && Fill()) {
    }
    return Take(std::min(size, buffer_.size()));
  }
  // Whether the peer closes; what came before that is in `rest`.
  bool ReadToEnd(std::string& rest) {
    while (Fill()) {
    }
    rest = Take(buffer_.size());
    return ended_;
  }
  // Head and body of one answer with a content-length.
  std::string ReadAnswer() {
    std::string answer = ReadUntil("\r\n\r\n");
    constexpr std::string_view kLength = "content-length: ";
    const size_t at = answer.find(kLength);
    return at == std::string::npos
               ? answer
               : answer + ReadBytes(static_cast<size_t>(std::atoi(answer.c_str() + at + kLength.size())));
  }

 private:
  std::string Take(size_t size) {
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
  }
  bool Fill() {
    char bytes[16384];
    errno = 0;
    const auto n = tls_ ? SSL_read(tls_.get(), bytes, sizeof(bytes)) : ::recv(fd_, bytes, sizeof(bytes), 0);
    if (n > 0) buffer_.append(bytes, static_cast<size_t>(n));
    ended_ = n <= 0 && errno != EAGAIN;
    return n > 0;
  }

  const int fd_;
  bool connected_ = false;
  bool ended_ = false;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, SSL_free};
  std::string buffer_;
};

// The status of an answer; 0 if it is none.
inline int StatusOf(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::atoi(answer.data() + 9) : 0;
}

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_HTTP_TEST_SERVER_H_
