// A generation call over gRPC as the exchange sees it (call.h).
//
// Threads: made on a gRPC thread, used on its event loop alone from then on; a reactor's methods post to the
// loop. Ownership: shared by the reactor (until OnDone) and the exchange's coroutine, whichever ends last.
// The RPC's own objects (reactor, context) live until the status is handed over, which is therefore the last
// touch: FinishRpc is called exactly once, when no write is under way.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_CALL_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_CALL_H_

#include <grpcpp/grpcpp.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/util/event_loop.h"
#include "gateway/ingress/call.h"

namespace schoolgate::gateway {

class GrpcCall : public Call {
 public:
  // `context` lives until FinishRpc; `loop` outlives the call.
  GrpcCall(EventLoop& loop, grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
           int64_t max_message_bytes);

  // Reads the request, whose context may say who asks. First on the loop; a fault is Decode's to tell, once
  // the caller is authenticated.
  void Read();

  // The caller cancelled, its deadline passed, or its connection broke.
  void CallerGone();

  // Ends a call that its exchange left open, which only a fault of ours can do.
  boost::asio::awaitable<void> FailIfOpen();

  std::string_view operation() const override { return "chat"; }
  const Credentials& credentials() const override { return credentials_; }
  absl::StatusOr<connectors::DecodedRequest> Decode(const connectors::DecodeOptions& options) override;
  void OnGone(absl::AnyInvocable<void()> gone) override;

 protected:
  // An empty message of the request's type, and the GenerateRequest in it.
  virtual CanonicalRequest NewRequest() const = 0;
  virtual void FinishRpc(grpc::Status status) = 0;

  // The headers of an answer, before anything else of it is sent.
  void AddInitialMetadata(const ReplyInfo& info);
  // Hands over the status. Nothing of the RPC may be touched afterwards.
  void End(const absl::Status& status, const ReplyInfo& info);

  EventLoop& loop() { return loop_; }
  grpc::CallbackServerContext& context() { return context_; }
  bool gone() const { return gone_; }

 private:
  EventLoop& loop_;
  grpc::CallbackServerContext& context_;
  const int64_t max_message_bytes_;
  grpc::ByteBuffer bytes_;
  Credentials credentials_;
  absl::Status fault_;
  Guarded<CanonicalRequest> request_;
  absl::AnyInvocable<void()> on_gone_;
  bool gone_ = false;
  bool ended_ = false;
  bool headers_added_ = false;
};

// Generate: one answer.
class GrpcUnaryCall final : public GrpcCall {
 public:
  // `reactor` and `response` live until FinishRpc.
  GrpcUnaryCall(EventLoop& loop, grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                int64_t max_message_bytes, grpc::ServerUnaryReactor& reactor, grpc::ByteBuffer& response)
      : GrpcCall(loop, context, request, max_message_bytes), reactor_(reactor), response_(response) {}

  boost::asio::awaitable<void> Reply(v1::GenerateResponse response, ReplyInfo info) override;
  // A unary answer has no pieces: INTERNAL.
  boost::asio::awaitable<absl::Status> SendPiece(v1::StreamGenerateResponse piece,
                                                 const ReplyInfo& info) override;
  boost::asio::awaitable<void> Finish(const ReplyInfo& info) override;
  boost::asio::awaitable<void> Fail(absl::Status problem, ReplyInfo info) override;

 private:
  CanonicalRequest NewRequest() const override { return v1::GenerateRequest(); }
  void FinishRpc(grpc::Status status) override { reactor_.Finish(std::move(status)); }

  grpc::ServerUnaryReactor& reactor_;
  grpc::ByteBuffer& response_;
};

// StreamGenerate: pieces. One write is under way at a time; SendPiece returns once its own write has begun,
// so the next piece is made ready meanwhile.
class GrpcStreamCall final : public GrpcCall {
 public:
  // `reactor` lives until FinishRpc. A caller that takes nothing for `slow_reader_limit` is cut off.
  GrpcStreamCall(EventLoop& loop, grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                 int64_t max_message_bytes, grpc::ServerWriteReactor<grpc::ByteBuffer>& reactor,
                 absl::Duration slow_reader_limit);

  // The write under way is done, or failed for good.
  void WriteDone(bool ok);

  // A stream's answer comes in pieces: INTERNAL.
  boost::asio::awaitable<void> Reply(v1::GenerateResponse response, ReplyInfo info) override;
  boost::asio::awaitable<absl::Status> SendPiece(v1::StreamGenerateResponse piece,
                                                 const ReplyInfo& info) override;
  boost::asio::awaitable<void> Finish(const ReplyInfo& info) override;
  boost::asio::awaitable<void> Fail(absl::Status problem, ReplyInfo info) override;

 private:
  CanonicalRequest NewRequest() const override { return v1::StreamGenerateRequest(); }
  void FinishRpc(grpc::Status status) override { reactor_.Finish(std::move(status)); }
  boost::asio::awaitable<void> AwaitWrite();

  grpc::ServerWriteReactor<grpc::ByteBuffer>& reactor_;
  const absl::Duration slow_reader_limit_;
  boost::asio::steady_timer write_done_;
  grpc::ByteBuffer piece_;  // gRPC reads it until WriteDone
  bool writing_ = false;
  bool broken_ = false;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_CALL_H_
