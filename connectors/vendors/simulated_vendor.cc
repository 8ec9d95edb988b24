#include "connectors/vendors/simulated_vendor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <cstdio>
#include <mutex>
#include <thread>

#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 429:
      return "Too Many Requests";
    default:
      return "Status";
  }
}

std::string Frame(std::string_view bytes) {
  char size[16];
  const auto [end, error] = std::to_chars(size, size + sizeof(size), bytes.size(), 16);
  return StrCat(std::string_view(size, static_cast<size_t>(end - size)), "\r\n", bytes, "\r\n");
}

}  // namespace

class SimulatedVendor::Server {
 public:
  explicit Server(SimulatedVendorOptions options) : options_(std::move(options)) {}

  ~Server() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
    if (record_fd_ >= 0) close(record_fd_);
  }

  absl::Status Start() {
    if (options_.tls != nullptr) SG_RETURN_IF_ERROR(UseTls(*options_.tls));
    options_.tls = nullptr;
    if (!options_.record_file.empty()) {
      record_fd_ = open(options_.record_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
      if (record_fd_ < 0) return absl::UnavailableError("the simulated vendor cannot open its record file");
    }
    ErrorCode error;
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(),
                                 static_cast<unsigned short>(options_.port));
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return absl::UnavailableError("the simulated vendor cannot listen on its port");
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(context_, Accept(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
    return absl::OkStatus();
  }

  int port() const { return port_; }
  bool tls() const { return tls_ != nullptr; }
  int64_t request_count() const { return request_count_; }
  int64_t aborted_count() const { return aborted_count_; }
  int64_t connection_count() const { return connection_count_; }
  std::vector<RecordedRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  absl::Status UseTls(const TlsIdentity& identity) {
    tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    const absl::string_view key = identity.private_key_pem.Reveal();
    ErrorCode error;
    tls_->use_certificate_chain(asio::buffer(identity.certificate_pem), error);
    if (!error) tls_->use_private_key(asio::buffer(key.data(), key.size()), asio::ssl::context::pem, error);
    if (error) return absl::InvalidArgumentError("the simulated vendor's certificate cannot be used");
    return absl::OkStatus();
  }

  asio::awaitable<void> Accept() {
    for (;;) {
      ErrorCode error;
      tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
      ++connection_count_;
      socket.set_option(tcp::no_delay(true), error);
      if (tls_ == nullptr) {
        asio::co_spawn(context_, Serve(std::move(socket)), asio::detached);
      } else {
        asio::co_spawn(context_, ServeTls(std::move(socket)), asio::detached);
      }
    }
  }

  asio::awaitable<void> ServeTls(tcp::socket socket) {
    asio::ssl::stream<tcp::socket> stream(std::move(socket), *tls_);
    ErrorCode error;
    co_await stream.async_handshake(asio::ssl::stream_base::server,
                                    asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_await ServeStream(stream);
  }

  asio::awaitable<void> Serve(tcp::socket socket) { co_await ServeStream(socket); }

  // One connection, request by request.
  template <typename Stream>
  asio::awaitable<void> ServeStream(Stream& stream) {
    std::string buffer;
    for (;;) {
      RecordedRequest request;
      request.complete = co_await ReadRequest(stream, buffer, request);
      if (request.complete || !request.bytes.empty()) Record(request);
      if (!request.complete) co_return;
      std::optional<VendorScript> script;
      if (options_.script) script = options_.script(request);
      if (!script.has_value()) script = DefaultAnswer(request, options_.pace);
      if (!co_await Answer(stream, *script)) co_return;
    }
  }

  // False at the connection's end; then `request` holds what came of one.
  template <typename Stream>
  asio::awaitable<bool> ReadRequest(Stream& stream, std::string& buffer, RecordedRequest& request) {
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    parser.body_limit(boost::none);
    size_t parsed = 0;
    for (;;) {
      ErrorCode error;
      if (parsed < buffer.size()) {
        parsed += parser.put(asio::buffer(buffer.data() + parsed, buffer.size() - parsed), error);
        if (error && error != http::error::need_more) break;
        if (parser.is_done()) {
          request.bytes = buffer.substr(0, parsed);
          request.body_begin = request.bytes.find("\r\n\r\n") + 4;
          request.method = std::string(parser.get().method_string());
          request.target = std::string(parser.get().target());
          buffer.erase(0, parsed);
          co_return true;
        }
      }
      const size_t held = buffer.size();
      buffer.resize(held + 8192);
      const size_t got = co_await stream.async_read_some(asio::buffer(buffer.data() + held, 8192),
                                                         asio::redirect_error(asio::use_awaitable, error));
      buffer.resize(held + got);
      if (error) break;
    }
    request.bytes = std::move(buffer);
    request.body_begin = std::min(request.bytes.find("\r\n\r\n"), request.bytes.size());
    co_return false;
  }

  void Record(const RecordedRequest& request) {
    if (record_fd_ >= 0) {
      const std::string framed =
          StrCat("schoolgate-request ", request.bytes.size(), "\n", request.bytes, "\n");
      std::string_view left = framed;
      while (!left.empty()) {
        const ssize_t written = write(record_fd_, left.data(), left.size());
        if (written <= 0) {
          // What it claims to have seen must be true.
          std::fputs("simulated vendor: its record file cannot be written\n", stderr);
          std::abort();
        }
        left.remove_prefix(static_cast<size_t>(written));
      }
    }
    if (options_.record) {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    ++request_count_;
  }

  // False if the connection is over.
  template <typename Stream>
  asio::awaitable<bool> Answer(Stream& stream, const VendorScript& script) {
    if (script.never_answer) {
      char byte = 0;
      ErrorCode error;
      while (!error) {
        co_await stream.async_read_some(asio::buffer(&byte, 1),
                                        asio::redirect_error(asio::use_awaitable, error));
      }
      ++aborted_count_;
      co_return false;
    }
    co_await Pause(script.delay);
    if (script.raw) {
      co_await Write(stream, script.body);
      co_return false;
    }
    std::string out = StrCat("HTTP/1.1 ", script.status, " ", Reason(script.status),
                             "\r\nContent-Type: ", script.content_type, "\r\n");
    if (script.chunks.empty()) {
      // More is promised than comes where the script hangs up.
      const size_t length = script.body.size() + (script.close_early ? 100 : 0);
      out += StrCat("Content-Length: ", length, "\r\n\r\n", script.body);
    } else {
      out += "Transfer-Encoding: chunked\r\n\r\n";
    }
    for (const VendorChunk& chunk : script.chunks) {
      if (chunk.delay > absl::ZeroDuration()) {
        if (!co_await Write(stream, out)) co_return false;
        out.clear();
        co_await Pause(chunk.delay);
        if (ClientGone(stream)) {
          ++aborted_count_;
          co_return false;
        }
      }
      out += Frame(chunk.bytes);
      if (out.size() > (size_t{64} << 10)) {
        if (!co_await Write(stream, out)) co_return false;
        out.clear();
      }
    }
    if (!script.chunks.empty() && !script.close_early) out += "0\r\n\r\n";
    const bool written = co_await Write(stream, out);
    co_return written && !script.close_early;
  }

  template <typename Stream>
  asio::awaitable<bool> Write(Stream& stream, const std::string& bytes) {
    if (bytes.empty()) co_return true;
    ErrorCode error;
    co_await asio::async_write(stream, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
    if (error) ++aborted_count_;
    co_return !error;
  }

  asio::awaitable<void> Pause(absl::Duration delay) {
    if (delay <= absl::ZeroDuration()) co_return;
    asio::steady_timer timer(context_, absl::ToChronoNanoseconds(delay));
    ErrorCode error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }

  template <typename Stream>
  static bool ClientGone(Stream& stream) {
    char byte = 0;
    const ssize_t got = recv(stream.lowest_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
    // Nobody pipelines here, so over TLS what comes in mid-answer is the alert that closes.
    return got == 0 || !std::is_same_v<Stream, tcp::socket>;
  }

  SimulatedVendorOptions options_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  std::unique_ptr<asio::ssl::context> tls_;
  int port_ = 0;
  int record_fd_ = -1;
  mutable std::mutex mutex_;
  std::vector<RecordedRequest> requests_;  // guarded by mutex_
  std::atomic<int64_t> request_count_{0};
  std::atomic<int64_t> aborted_count_{0};
  std::atomic<int64_t> connection_count_{0};
  std::thread thread_;
};

SimulatedVendor::SimulatedVendor(std::unique_ptr<Server> server) : server_(std::move(server)) {}
SimulatedVendor::~SimulatedVendor() = default;

absl::StatusOr<std::unique_ptr<SimulatedVendor>> SimulatedVendor::Start(SimulatedVendorOptions options) {
  auto server = std::make_unique<Server>(std::move(options));
  SG_RETURN_IF_ERROR(server->Start());
  return std::unique_ptr<SimulatedVendor>(new SimulatedVendor(std::move(server)));
}

int SimulatedVendor::port() const { return server_->port(); }
std::string SimulatedVendor::base_url() const {
  return StrCat(server_->tls() ? "https" : "http", "://127.0.0.1:", server_->port(), "/v1");
}
std::vector<RecordedRequest> SimulatedVendor::requests() const { return server_->requests(); }
int64_t SimulatedVendor::request_count() const { return server_->request_count(); }
int64_t SimulatedVendor::aborted_count() const { return server_->aborted_count(); }
int64_t SimulatedVendor::connection_count() const { return server_->connection_count(); }

}  // namespace schoolgate::connectors
