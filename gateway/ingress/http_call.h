// A chat completion over HTTP as the exchange sees it (call.h): reads the body through its dialect, writes
// JSON or server-sent events. One per request, on its connection's event loop.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_HTTP_CALL_H_
#define SCHOOLGATE_GATEWAY_INGRESS_HTTP_CALL_H_

#include <memory>
#include <string>
#include <string_view>

#include "gateway/ingress/call.h"
#include "gateway/ingress/http_stream.h"

namespace schoolgate::gateway {

// A response without its body: status line and headers. `headers` are whole lines, each ending in CRLF.
std::string HttpHead(int status, std::string_view content_type, std::string_view headers);

// A whole response.
std::string HttpResponse(int status, std::string_view content_type, std::string_view headers,
                         std::string_view body);

// The header lines an error carries beside its body.
std::string ErrorHeaders(const Problem& problem, std::string_view request_id);

// Says that the connection ends with this response.
inline constexpr std::string_view kCloseHeader = "connection: close\r\n";

class HttpCall : public Call {
 public:
  // `stream` and `dialect` outlive the call. `fault` is what was wrong with the request before its body could
  // be read: Decode's to tell, once the caller is authenticated.
  HttpCall(HttpStream& stream, const connectors::Dialect& dialect, Credentials credentials, std::string body,
           absl::Status fault)
      : stream_(stream),
        dialect_(dialect),
        credentials_(std::move(credentials)),
        body_(std::move(body)),
        fault_(std::move(fault)) {}

  std::string_view operation() const override { return "chat"; }
  const Credentials& credentials() const override { return credentials_; }
  absl::StatusOr<connectors::DecodedRequest> Decode(const connectors::DecodeOptions& options) override;
  boost::asio::awaitable<void> Reply(v1::GenerateResponse response, ReplyInfo info) override;
  boost::asio::awaitable<absl::Status> SendPiece(v1::StreamGenerateResponse piece,
                                                 const ReplyInfo& info) override;
  boost::asio::awaitable<void> Finish(const ReplyInfo& info) override;
  boost::asio::awaitable<void> Fail(absl::Status problem, ReplyInfo info) override;
  void OnGone(absl::AnyInvocable<void()> gone) override { stream_.WatchForClose(std::move(gone)); }

  // Whether the connection may serve another request.
  bool keep_alive() const { return keep_alive_; }

 private:
  boost::asio::awaitable<absl::Status> Write(std::string_view bytes);
  // The head of the event stream, if it has not gone out yet.
  std::string TakeStreamHead(const ReplyInfo& info);

  HttpStream& stream_;
  const connectors::Dialect& dialect_;
  const Credentials credentials_;
  std::string body_;
  const absl::Status fault_;
  bool include_usage_ = false;
  bool head_sent_ = false;
  bool keep_alive_ = true;
  std::unique_ptr<connectors::StreamEncoder> encoder_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_HTTP_CALL_H_
