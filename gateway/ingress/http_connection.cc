#include "gateway/ingress/http_connection.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "connectors/dialects/dialect.h"
#include "core/crypto/random.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/exchange.h"
#include "gateway/ingress/http_call.h"
#include "gateway/ingress/models.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

using Parser = http::request_parser<http::string_body>;

constexpr absl::Duration kHandshakeLimit = absl::Seconds(10);
constexpr absl::Duration kIdleLimit = absl::Seconds(75);  // between requests
constexpr absl::Duration kReadLimit = absl::Seconds(30);  // each read and write within a request
// From a request's first byte: who sends byte by byte does not hold a connection for ever.
constexpr absl::Duration kHeaderLimit = absl::Seconds(10);
constexpr absl::Duration kRequestLimit = absl::Minutes(5);
constexpr uint32_t kMaxHeaderBytes = 32 << 10;
constexpr size_t kReadBytes = 16 << 10;
// How long, and how much, the rest of a refused request is listened to.
constexpr absl::Duration kDrainLimit = absl::Seconds(5);
constexpr absl::Duration kDrainPause = absl::Seconds(1);
constexpr int64_t kMaxDrainBytes = int64_t{64} << 20;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kTextPlain = "text/plain; charset=utf-8";

struct Request {
  http::verb method;
  std::string path;
  Credentials credentials;
  std::string body;
  bool keep_alive = true;
  // Some of the body is still to be read: the connection can serve nothing after this request.
  bool body_unread = false;
  // Why the body was not read, or not to its end; everything else is as it came.
  absl::Status fault;
};

std::string Header(const http::fields& fields, boost::beast::string_view name) {
  const auto it = fields.find(name);
  return it == fields.end() ? std::string() : std::string(it->value());
}

Credentials ReadCredentials(const http::fields& fields, const HttpStream& stream) {
  Credentials credentials;
  std::string authorization = Header(fields, "authorization");
  constexpr std::string_view kBearer = "bearer ";
  if (authorization.size() > kBearer.size() &&
      boost::beast::iequals(boost::beast::string_view(authorization).substr(0, kBearer.size()),
                            boost::beast::string_view(kBearer.data(), kBearer.size()))) {
    credentials.api_key = SecretBytes(absl::string_view(authorization).substr(kBearer.size()));
  } else if (std::string key = Header(fields, "x-api-key"); !key.empty()) {
    credentials.api_key = SecretBytes(key);
  }
  credentials.person = Header(fields, "x-schoolgate-person");
  credentials.session = Header(fields, "x-schoolgate-session");
  credentials.tool = Header(fields, "x-schoolgate-tool");
  credentials.purpose = Header(fields, "x-schoolgate-purpose");
  credentials.review_id = Header(fields, "x-schoolgate-review");
  credentials.peer = stream.PeerAddress();
  return credentials;
}

// Reads requests off a stream; keeps what came too early for the next one.
class RequestReader {
 public:
  RequestReader(HttpStream& stream, int64_t max_body) : stream_(stream), max_body_(max_body) {}

  // The next request up to its body, or with it if it is here already. UNAVAILABLE when the connection ended;
  // a problem when what came is not a request.
  asio::awaitable<absl::StatusOr<Request>> Next() {
    parser_.emplace();
    parser_->header_limit(kMaxHeaderBytes);
    parser_->body_limit(static_cast<uint64_t>(max_body_));
    too_large_ = false;
    begun_ = pending_.empty() ? absl::InfiniteFuture() : absl::Now();
    while (true) {
      SG_CO_RETURN_IF_ERROR(Parse(Part::kHead));
      if (too_large_ || parser_->is_header_done()) break;
      SG_CO_RETURN_IF_ERROR(co_await Fill());
    }
    const http::fields& fields = parser_->get();
    if (!KnowsCoding(fields)) co_return Malformed();
    Request request = HeadOf(parser_->get());
    if (too_large_) {
      request.fault = TooLarge();
    } else if (const auto length = parser_->content_length();
               length.has_value() && *length <= pending_.size()) {
      SG_CO_RETURN_IF_ERROR(Parse(Part::kBody));
    }
    if (request.fault.ok() && parser_->is_done()) {
      TakeBody(request);
    } else {
      request.body_unread = true;
    }
    co_return request;
  }

  // The rest of the request. What is wrong with it becomes the request's fault; UNAVAILABLE when the
  // connection ended. REQUIRES: the request is the last one of Next, and has no fault.
  asio::awaitable<absl::Status> ReadBody(Request& request) {
    if (!request.body_unread) co_return absl::OkStatus();
    if (Header(parser_->get(), "expect") == "100-continue") {
      SG_CO_RETURN_IF_ERROR(co_await stream_.Write("HTTP/1.1 100 Continue\r\n\r\n", kReadLimit));
    }
    while (true) {
      request.fault = Parse(Part::kBody);
      if (too_large_) request.fault = TooLarge();
      if (!request.fault.ok()) co_return absl::OkStatus();
      if (parser_->is_done()) break;
      SG_CO_RETURN_IF_ERROR(co_await Fill());
    }
    TakeBody(request);
    co_return absl::OkStatus();
  }

  // Takes what the caller still sends, within limits, and drops it: bytes left unread would have the
  // connection reset, and the answer lost with it.
  asio::awaitable<void> Drain() {
    const absl::Time end = absl::Now() + kDrainLimit;
    std::array<char, kReadBytes> buffer;
    for (int64_t left = kMaxDrainBytes; left > 0 && absl::Now() < end;) {
      const absl::StatusOr<size_t> n = co_await stream_.ReadSome(buffer.data(), buffer.size(), kDrainPause);
      if (!n.ok()) co_return;
      left -= static_cast<int64_t>(*n);
    }
  }

 private:
  using Message = Parser::value_type;
  enum class Part { kHead, kBody };

  // Gives the parser what is here, up to the end of the part.
  absl::Status Parse(Part part) {
    const auto done = [&] { return part == Part::kHead ? parser_->is_header_done() : parser_->is_done(); };
    boost::beast::error_code error;
    size_t used = 0;
    while (used < pending_.size() && !error && !done()) {
      used += parser_->put(asio::const_buffer(pending_.data() + used, pending_.size() - used), error);
    }
    pending_.erase(0, used);
    too_large_ = error == http::error::body_limit;
    if (too_large_) return absl::OkStatus();
    // The parser waits without limit for the end of a chunk's first line and of the trailers.
    const bool endless = !done() && pending_.size() > kMaxHeaderBytes;
    if (error == http::error::header_limit || endless) {
      return MakeProblem(problems::kBodyTooLarge, {{"limit", StrCat(kMaxHeaderBytes)}});
    }
    return error && error != http::error::need_more ? Malformed() : absl::OkStatus();
  }

  asio::awaitable<absl::Status> Fill() {
    absl::Duration limit = kIdleLimit;
    if (begun_ != absl::InfiniteFuture()) {
      const absl::Time end = begun_ + (parser_->is_header_done() ? kRequestLimit : kHeaderLimit);
      limit = std::clamp(end - absl::Now(), absl::ZeroDuration(), kReadLimit);
    }
    std::array<char, kReadBytes> buffer;  // not the reader's own: an open stream has no use for it
    SG_CO_ASSIGN_OR_RETURN(const size_t n, co_await stream_.ReadSome(buffer.data(), buffer.size(), limit));
    pending_.append(buffer.data(), n);
    begun_ = std::min(begun_, absl::Now());
    co_return absl::OkStatus();
  }

  // Who the caller is stands in the head alone: trailers are not what a proxy in front has looked at.
  Request HeadOf(const Message& message) const {
    Request request;
    request.method = message.method();
    request.path = std::string(message.target().substr(0, message.target().find('?')));
    request.credentials = ReadCredentials(message, stream_);
    request.keep_alive = message.keep_alive();
    return request;
  }

  void TakeBody(Request& request) {
    request.body = std::move(parser_->get().body());
    request.body_unread = false;
    parser_.reset();
  }

  // Where a body ends must not be told in a way that others read differently (RFC 9112 section 6.3): the only
  // transfer coding is "chunked", and the parser has understood it.
  bool KnowsCoding(const http::fields& fields) const {
    const size_t count = fields.count("transfer-encoding");
    if (count == 0) return true;
    return count == 1 && parser_->chunked() && parser_->get().version() >= 11 &&
           boost::beast::iequals(Header(fields, "transfer-encoding"), "chunked");
  }

  absl::Status TooLarge() const {
    return MakeProblem(problems::kBodyTooLarge, {{"limit", StrCat(max_body_)}});
  }
  static absl::Status Malformed() {
    return MakeProblem(problems::kMalformedRequest, {{"format", "HTTP/1.1"}, {"offset", "0"}});
  }

  HttpStream& stream_;
  const int64_t max_body_;
  std::string pending_;
  std::optional<Parser> parser_;  // of the request being read
  bool too_large_ = false;
  absl::Time begun_;  // when the request's first byte was here
};

std::string ErrorResponse(const connectors::Dialect& dialect, const absl::Status& status,
                          std::string_view headers = "") {
  const Problem problem = ProblemOf(status);
  const std::string request_id = RandomUuid();
  return HttpResponse(problem.http_status, kJson, StrCat(ErrorHeaders(problem, request_id), headers),
                      dialect.EncodeError(problem, request_id));
}

std::string ModelList(Gate& gate, const Request& request, const connectors::Dialect& dialect,
                      std::string_view headers) {
  v1::ListModelsRequest list;
  list.set_page_size(1000);
  const absl::StatusOr<v1::ListModelsResponse> models = ListModels(gate, request.credentials, list);
  if (!models.ok()) return ErrorResponse(dialect, models.status(), headers);
  // Registered names hold nothing that JSON would need escaped.
  std::string body = R"({"object":"list","data":[)";
  for (int i = 0; i < models->models_size(); ++i) {
    const v1::Model& model = models->models(i);
    body += StrCat(i == 0 ? "" : ",", R"({"id":")", model.name(),
                   R"(","object":"model","created":0,"owned_by":")", model.vendor(), R"("})");
  }
  return HttpResponse(200, kJson, headers, body + "]}");
}

// What to use instead of an endpoint that is not here.
std::string_view HintFor(std::string_view path) {
  if (path == "/v1/responses") {
    return "Use POST /v1/chat/completions: in the OpenAI SDK chat.completions.create instead of "
           "responses.create, in "
           "the AI SDK openai.chat(model), in LangChain useResponsesApi: false.";
  }
  if (path == "/v1/completions") return "Use POST /v1/chat/completions.";
  return "It serves POST /v1/chat/completions, GET /v1/models, /healthz and /readyz.";
}

std::string HealthResponse(const HttpService& service, std::string_view path, std::string_view headers) {
  if (path == "/healthz") return HttpResponse(200, kTextPlain, headers, "ok\n");
  if (path == "/readyz") {
    const std::string_view reason = service.readiness.Reason(service.gate);
    return reason.empty() ? HttpResponse(200, kTextPlain, headers, "ready\n")
                          : HttpResponse(503, kTextPlain, headers, StrCat("not ready: ", reason, "\n"));
  }
  return HttpResponse(200, "text/plain; version=0.0.4; charset=utf-8", headers,
                      service.gate.metrics().Expose());
}

// The answer to everything but a chat.
std::string Respond(const HttpService& service, const Request& request, const connectors::Dialect& dialect) {
  const std::string_view headers = request.body_unread ? kCloseHeader : "";
  const bool chat = service.api && request.path == "/v1/chat/completions";
  const bool models = service.api && request.path == "/v1/models";
  const bool health =
      request.path == "/healthz" || request.path == "/readyz" || (request.path == "/metrics" && !service.api);
  if (!chat && !models && !health) {
    return ErrorResponse(dialect, MakeProblem(problems::kUnknownEndpoint, {{"hint", HintFor(request.path)}}),
                         headers);
  }
  const bool get = request.method == http::verb::get || request.method == http::verb::head;
  if (chat || !get) {
    return ErrorResponse(dialect,
                         MakeProblem(problems::kMethodNotAllowed, {{"expected", chat ? "POST" : "GET"}}),
                         StrCat(chat ? "allow: POST\r\n" : "allow: GET, HEAD\r\n", headers));
  }
  return models ? ModelList(service.gate, request, dialect, headers)
                : HealthResponse(service, request.path, headers);
}

// Who asks is known before the body is read: nobody else has the gate take megabytes. The exchange
// authenticates again, and counts and records who was refused.
absl::Status MayAsk(const Gate& gate, const Credentials& credentials) {
  const std::shared_ptr<const Snapshots> with = gate.snapshots();
  if (with == nullptr) return MakeProblem(problems::kNoRoster);
  return with->authenticator->Authenticate(credentials, with->detector->roster()).status();
}

// Whether the connection may serve another request.
asio::awaitable<bool> ServeChat(HttpService& service, LoopContext loop, HttpStream& stream,
                                const connectors::Dialect& dialect, RequestReader& reader, Request& request) {
  const bool overloaded = service.open_calls.fetch_add(1) >= service.options.max_open_calls;
  absl::Cleanup close_call = [&service] { service.open_calls.fetch_sub(1); };
  if (overloaded) {
    service.gate.metrics().CountRequest({"chat", "none", "none", "none"}, "OVERLOADED");
    absl::Status problem = MakeProblem(problems::kOverloaded);
    HttpCall call(stream, dialect, std::move(request.credentials), "",
                  request.body_unread ? problem : absl::OkStatus());
    ReplyInfo info{.exchange_id = RandomUuid()};
    co_await call.Fail(std::move(problem), std::move(info));
    co_return call.keep_alive();
  }
  service.gate.metrics().AddOpenCalls(1);
  absl::Cleanup count_down = [&service] { service.gate.metrics().AddOpenCalls(-1); };
  if (request.body_unread && request.fault.ok()) {
    request.fault = MayAsk(service.gate, request.credentials);
    if (request.fault.ok() && !(co_await reader.ReadBody(request)).ok()) co_return false;
  }
  HttpCall call(stream, dialect, std::move(request.credentials), std::move(request.body),
                std::move(request.fault));
  co_await RunExchange(service.gate, *loop.transport, call);
  co_return call.keep_alive();
}

}  // namespace

asio::awaitable<void> ServeConnection(HttpService& service, LoopContext loop,
                                      std::shared_ptr<HttpStream> stream) {
  absl::Cleanup close = [&stream] { stream->Close(); };
  if (!(co_await stream->Handshake(kHandshakeLimit)).ok()) co_return;
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  RequestReader reader(*stream, service.options.max_body_bytes);
  bool open = true;
  while (open && !service.draining.load(std::memory_order_relaxed)) {
    absl::StatusOr<Request> request = co_await reader.Next();
    if (!request.ok()) {
      if (request.status().code() == absl::StatusCode::kUnavailable) co_return;
      const std::string refused = ErrorResponse(dialect, request.status(), kCloseHeader);
      if ((co_await stream->Write(refused, kReadLimit)).ok()) co_await reader.Drain();
      co_return;
    }
    open = request->keep_alive;
    if (service.api && request->path == "/v1/chat/completions" && request->method == http::verb::post) {
      const bool usable = co_await ServeChat(service, loop, *stream, dialect, reader, *request);
      open = open && usable;
    } else {
      std::string response = Respond(service, *request, dialect);
      // The answer to HEAD is what GET would have had, without its body.
      if (request->method == http::verb::head) response.resize(response.find("\r\n\r\n") + 4);
      open = (co_await stream->Write(response, kReadLimit)).ok() && open;
    }
    if (request->body_unread) {
      co_await reader.Drain();
      co_return;
    }
  }
}

}  // namespace schoolgate::gateway
