#include "gateway/ingress/http_call.h"

#include <cstdio>
#include <utility>

#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

// A caller that takes nothing for this long is gone.
constexpr absl::Duration kWriteLimit = absl::Seconds(30);
constexpr std::string_view kJson = "application/json";

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 429:
      return "Too Many Requests";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return status < 500 ? "Error" : "Internal Server Error";
  }
}

std::string InfoHeaders(const ReplyInfo& info) {
  std::string headers = StrCat("x-request-id: ", info.exchange_id, "\r\n");
  if (!info.provenance.empty()) headers += StrCat("x-schoolgate-provenance: ", info.provenance, "\r\n");
  if (info.dropped.empty()) return headers;
  headers += "x-schoolgate-dropped: ";
  for (size_t i = 0; i < info.dropped.size(); ++i) headers += StrCat(i == 0 ? "" : ", ", info.dropped[i]);
  headers += "\r\n";
  return headers;
}

// One chunk of a chunked body (RFC 9112 section 7.1).
std::string Chunk(std::string_view bytes) {
  char size[24];
  const int n = std::snprintf(size, sizeof(size), "%zx\r\n", bytes.size());
  return StrCat(std::string_view(size, static_cast<size_t>(n)), bytes, "\r\n");
}

constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace

std::string HttpHead(int status, std::string_view content_type, std::string_view headers) {
  return StrCat("HTTP/1.1 ", status, " ", ReasonPhrase(status), "\r\ncontent-type: ", content_type,
                "\r\ncache-control: no-store\r\n", headers);
}

std::string HttpResponse(int status, std::string_view content_type, std::string_view headers,
                         std::string_view body) {
  return StrCat(HttpHead(status, content_type, headers), "content-length: ", body.size(), "\r\n\r\n", body);
}

std::string ErrorHeaders(const Problem& problem, std::string_view request_id) {
  // SDKs retry 409, 429 and 5xx by themselves unless told otherwise; a refusal does not get better by asking
  // again.
  return StrCat("x-request-id: ", request_id,
                "\r\nx-should-retry: ", problem.retry == Retry::kYes ? "true" : "false", "\r\n");
}

absl::StatusOr<connectors::DecodedRequest> HttpCall::Decode(const connectors::DecodeOptions& options) {
  SG_RETURN_IF_ERROR(fault_);
  auto decoded = dialect_.DecodeRequest(body_, options);
  body_ = std::string();
  if (decoded.ok()) include_usage_ = decoded->include_usage;
  return decoded;
}

asio::awaitable<absl::Status> HttpCall::Write(std::string_view bytes) {
  absl::Status status = co_await stream_.Write(bytes, kWriteLimit);
  if (status.ok()) co_return status;
  keep_alive_ = false;
  co_return MakeProblem(problems::kClientGone);
}

asio::awaitable<void> HttpCall::Reply(v1::GenerateResponse response, ReplyInfo info) {
  const std::string bytes = HttpResponse(200, kJson, InfoHeaders(info), dialect_.EncodeResponse(response));
  (co_await Write(bytes)).IgnoreError();  // the connection ends; the outcome is on the record
}

std::string HttpCall::TakeStreamHead(const ReplyInfo& info) {
  if (std::exchange(head_sent_, true)) return "";
  encoder_ = dialect_.NewStreamEncoder({.include_usage = include_usage_});
  return StrCat(HttpHead(200, "text/event-stream; charset=utf-8", InfoHeaders(info)),
                "transfer-encoding: chunked\r\n\r\n");
}

asio::awaitable<absl::Status> HttpCall::SendPiece(v1::StreamGenerateResponse piece, const ReplyInfo& info) {
  std::string bytes = TakeStreamHead(info);
  const std::string events = encoder_->Encode(piece);
  if (!events.empty()) bytes += Chunk(events);
  if (bytes.empty()) co_return absl::OkStatus();
  co_return co_await Write(bytes);
}

asio::awaitable<void> HttpCall::Finish(const ReplyInfo& info) {
  std::string bytes = TakeStreamHead(info);
  bytes += Chunk(encoder_->Finish());
  bytes += kLastChunk;
  (co_await Write(bytes)).IgnoreError();
}

asio::awaitable<void> HttpCall::Fail(absl::Status status, ReplyInfo info) {
  const Problem problem = ProblemOf(status);
  std::string bytes;
  if (head_sent_) {
    bytes = StrCat(Chunk(encoder_->Fail(problem, info.exchange_id)), kLastChunk);
    keep_alive_ = false;
  } else {
    bytes = HttpResponse(problem.http_status, kJson,
                         StrCat(ErrorHeaders(problem, info.exchange_id), fault_.ok() ? "" : kCloseHeader),
                         dialect_.EncodeError(problem, info.exchange_id));
  }
  if (status.code() != absl::StatusCode::kCancelled) (co_await Write(bytes)).IgnoreError();
}

}  // namespace schoolgate::gateway
