#include "gateway/ingress/http_connection.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
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
  // The body is too large, and was not read; everything else is as it came.
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
  credentials.peer = stream.PeerAddress();
  return credentials;
}

// Reads requests off a stream; keeps what came too early for the next one.
class RequestReader {
 public:
  RequestReader(HttpStream& stream, int64_t max_body) : stream_(stream), max_body_(max_body) {}

  // The next request. UNAVAILABLE when the connection ended; a problem when what came is not a request.
  asio::awaitable<absl::StatusOr<Request>> Next() {
    Parser parser;
    parser.header_limit(kMaxHeaderBytes);
    parser.body_limit(static_cast<uint64_t>(max_body_));
    bool continue_sent = false;
    absl::Time begun = absl::InfiniteFuture();
    std::array<char, kReadBytes> buffer;  // not the reader's own: an open stream has no use for it
    while (!parser.is_done()) {
      if (!pending_.empty()) {
        begun = std::min(begun, absl::Now());
        boost::beast::error_code error;
        const size_t used = parser.put(asio::const_buffer(pending_.data(), pending_.size()), error);
        pending_.erase(0, used);
        if (error == http::error::need_more) error = {};
        if (error == http::error::body_limit) co_return Oversized(parser.release());
        if (error) co_return BadRequest(error);
        if (parser.is_done()) break;
        if (parser.is_header_done() && !continue_sent && Header(parser.get(), "expect") == "100-continue") {
          continue_sent = true;
          SG_CO_RETURN_IF_ERROR(co_await stream_.Write("HTTP/1.1 100 Continue\r\n\r\n", kReadLimit));
        }
        // A body is put piece by piece: what is left here is an incomplete header or chunk.
        if (used > 0 && !pending_.empty()) continue;
      }
      absl::Duration limit = kIdleLimit;
      if (begun != absl::InfiniteFuture()) {
        const absl::Time end = begun + (parser.is_header_done() ? kRequestLimit : kHeaderLimit);
        limit = std::clamp(end - absl::Now(), absl::ZeroDuration(), kReadLimit);
      }
      SG_CO_ASSIGN_OR_RETURN(const size_t n, co_await stream_.ReadSome(buffer.data(), buffer.size(), limit));
      pending_.append(buffer.data(), n);
    }
    auto message = parser.release();
    Request request = HeadOf(message);
    request.keep_alive = message.keep_alive();
    request.body = std::move(message.body());
    co_return request;
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

  Request HeadOf(const Message& message) const {
    Request request;
    request.method = message.method();
    request.path = std::string(message.target().substr(0, message.target().find('?')));
    request.credentials = ReadCredentials(message, stream_);
    return request;
  }

  Request Oversized(const Message& message) const {
    Request request = HeadOf(message);
    request.keep_alive = false;
    request.fault = MakeProblem(problems::kBodyTooLarge, {{"limit", StrCat(max_body_)}});
    return request;
  }

  absl::Status BadRequest(const boost::beast::error_code& error) const {
    if (error == http::error::header_limit) {
      return MakeProblem(problems::kBodyTooLarge, {{"limit", StrCat(kMaxHeaderBytes)}});
    }
    return MakeProblem(problems::kMalformedRequest, {{"format", "HTTP/1.1"}, {"offset", "0"}});
  }

  HttpStream& stream_;
  const int64_t max_body_;
  std::string pending_;
};

std::string ErrorResponse(const connectors::Dialect& dialect, const absl::Status& status,
                          std::string_view headers = "") {
  const Problem problem = ProblemOf(status);
  const std::string request_id = RandomUuid();
  return HttpResponse(problem.http_status, kJson, StrCat(ErrorHeaders(problem, request_id), headers),
                      dialect.EncodeError(problem, request_id));
}

std::string ModelList(Gate& gate, const Request& request, const connectors::Dialect& dialect) {
  v1::ListModelsRequest list;
  list.set_page_size(1000);
  const absl::StatusOr<v1::ListModelsResponse> models = ListModels(gate, request.credentials, list);
  if (!models.ok()) return ErrorResponse(dialect, models.status());
  // Registered names hold nothing that JSON would need escaped.
  std::string body = R"({"object":"list","data":[)";
  for (int i = 0; i < models->models_size(); ++i) {
    const v1::Model& model = models->models(i);
    body += StrCat(i == 0 ? "" : ",", R"({"id":")", model.name(),
                   R"(","object":"model","created":0,"owned_by":")", model.vendor(), R"("})");
  }
  return HttpResponse(200, kJson, "", body + "]}");
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

std::string HealthResponse(const HttpService& service, const Request& request) {
  if (request.path == "/healthz") return HttpResponse(200, kTextPlain, "", "ok\n");
  if (request.path == "/readyz") {
    const std::string_view reason = service.readiness.Reason(service.gate);
    return reason.empty() ? HttpResponse(200, kTextPlain, "", "ready\n")
                          : HttpResponse(503, kTextPlain, "", StrCat("not ready: ", reason, "\n"));
  }
  if (request.path == "/metrics" && !service.api) {
    return HttpResponse(200, "text/plain; version=0.0.4; charset=utf-8", "", service.gate.metrics().Expose());
  }
  return "";
}

// The answer to everything but a chat.
std::string Respond(const HttpService& service, const Request& request, const connectors::Dialect& dialect) {
  if (std::string health = HealthResponse(service, request); !health.empty()) return health;
  const bool models = service.api && request.path == "/v1/models";
  if (models && request.method == http::verb::get) return ModelList(service.gate, request, dialect);
  const bool chat = service.api && request.path == "/v1/chat/completions";
  return ErrorResponse(dialect,
                       models || chat
                           ? MakeProblem(problems::kMethodNotAllowed, {{"expected", models ? "GET" : "POST"}})
                           : MakeProblem(problems::kUnknownEndpoint, {{"hint", HintFor(request.path)}}));
}

asio::awaitable<bool> ServeChat(HttpService& service, LoopContext loop, HttpStream& stream,
                                const connectors::Dialect& dialect, Request request) {
  HttpCall call(stream, dialect, std::move(request.credentials), std::move(request.body),
                std::move(request.fault));
  if (service.open_calls.fetch_add(1) >= service.options.max_open_calls) {
    service.open_calls.fetch_sub(1);
    service.gate.metrics().CountRequest({"chat", "none", "none", "none"}, "OVERLOADED");
    ReplyInfo info{.exchange_id = RandomUuid()};
    absl::Status overloaded = MakeProblem(problems::kOverloaded);
    co_await call.Fail(std::move(overloaded), std::move(info));
    co_return call.keep_alive();
  }
  service.gate.metrics().AddOpenCalls(1);
  co_await RunExchange(service.gate, *loop.transport, call);
  service.gate.metrics().AddOpenCalls(-1);
  service.open_calls.fetch_sub(1);
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
    const bool oversized = !request->fault.ok();
    if (service.api && request->path == "/v1/chat/completions" && request->method == http::verb::post) {
      const bool usable = co_await ServeChat(service, loop, *stream, dialect, *std::move(request));
      open = open && usable;
    } else {
      const std::string response = Respond(service, *request, dialect);
      open = (co_await stream->Write(response, kReadLimit)).ok() && open;
    }
    if (oversized) co_await reader.Drain();
  }
}

}  // namespace schoolgate::gateway
