#include "gateway/ingress/grpc/grpc_call.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "gateway/ingress/grpc/grpc_decode.h"
#include "gateway/ingress/grpc/grpc_status.h"
#include "gateway/ingress/grpc/grpc_wire.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr char kRequestId[] = "x-request-id";
constexpr char kProvenance[] = "x-schoolgate-provenance";
constexpr char kDropped[] = "x-schoolgate-dropped";

google::protobuf::Message& AsMessage(CanonicalRequest& request) {
  return std::visit([](auto& message) -> google::protobuf::Message& { return message; }, request);
}

// The conversation in a Generate or StreamGenerate request; null where a StreamGenerateRequest has none.
v1::GenerateRequest* ConversationOf(CanonicalRequest& request) {
  if (auto* whole = std::get_if<v1::GenerateRequest>(&request)) return whole;
  auto& streamed = std::get<v1::StreamGenerateRequest>(request);
  return streamed.has_request() ? streamed.mutable_request() : nullptr;
}

}  // namespace

GrpcCall::GrpcCall(EventLoop& loop, grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                   int64_t max_message_bytes)
    : loop_(loop), context_(context), max_message_bytes_(max_message_bytes), bytes_(request) {
  fault_ = CollectCredentials(context, credentials_);
}

void GrpcCall::Read() {
  CanonicalRequest request = NewRequest();
  absl::Status read = ParseMessage(bytes_, max_message_bytes_, AsMessage(request));
  if (fault_.ok()) fault_ = std::move(read);
  if (!fault_.ok()) return;
  if (v1::GenerateRequest* conversation = ConversationOf(request); conversation != nullptr) {
    MergeContext(*conversation->mutable_context(), credentials_);
    // What it says is in the credentials now, and nothing of it is the vendor's to see.
    conversation->clear_context();
  }
  request_ = Guarded<CanonicalRequest>(std::move(request));
}

absl::StatusOr<connectors::DecodedRequest> GrpcCall::Decode(const connectors::DecodeOptions& options) {
  SG_RETURN_IF_ERROR(fault_);
  connectors::DecodedRequest decoded;
  CanonicalRequest& request = request_.RevealMutable(RevealFor::kDecoding);
  SG_RETURN_IF_ERROR(CheckFields(AsMessage(request), options, decoded.dropped));
  v1::GenerateRequest* conversation = ConversationOf(request);
  if (conversation == nullptr) return MakeProblem(problems::kMissingField, {{"place", "request"}});
  const bool streamed = std::holds_alternative<v1::StreamGenerateRequest>(request);
  SG_RETURN_IF_ERROR(CheckConversation(*conversation, streamed ? "request." : ""));
  decoded.request = std::move(request_);
  decoded.include_usage = true;
  return decoded;
}

void GrpcCall::CallerGone() {
  if (gone_ || ended_) return;
  gone_ = true;
  // The callback may set another one.
  if (absl::AnyInvocable<void()> call = std::exchange(on_gone_, nullptr)) call();
}

void GrpcCall::OnGone(absl::AnyInvocable<void()> gone) {
  if (gone_ && gone) {
    gone();
  } else {
    on_gone_ = std::move(gone);
  }
}

asio::awaitable<void> GrpcCall::FailIfOpen() {
  if (ended_) co_return;
  LogError("grpc_call_left_open");
  absl::Status problem = MakeProblem(problems::kInternal);
  ReplyInfo nothing;
  co_await Fail(std::move(problem), std::move(nothing));
}

void GrpcCall::AddInitialMetadata(const ReplyInfo& info) {
  if (std::exchange(headers_added_, true)) return;
  context_.AddInitialMetadata(kRequestId, info.exchange_id);
  if (!info.provenance.empty()) context_.AddInitialMetadata(kProvenance, info.provenance);
  if (info.dropped.empty()) return;
  std::string names;
  for (const std::string& name : info.dropped) names += StrCat(names.empty() ? "" : ", ", name);
  context_.AddInitialMetadata(kDropped, names);
}

void GrpcCall::End(const absl::Status& status, const ReplyInfo& info) {
  if (std::exchange(ended_, true)) return;
  on_gone_ = nullptr;
  if (!status.ok() && !info.exchange_id.empty()) context_.AddTrailingMetadata(kRequestId, info.exchange_id);
  FinishRpc(ToGrpcStatus(status));
}

asio::awaitable<void> GrpcUnaryCall::Reply(v1::GenerateResponse response, ReplyInfo info) {
  AddInitialMetadata(info);
  response_ = SerializeMessage(response);
  End(absl::OkStatus(), info);
  co_return;
}

asio::awaitable<absl::Status> GrpcUnaryCall::SendPiece(v1::StreamGenerateResponse, const ReplyInfo&) {
  co_return MakeProblem(problems::kInternal);
}

asio::awaitable<void> GrpcUnaryCall::Finish(const ReplyInfo& info) {
  End(MakeProblem(problems::kInternal), info);
  co_return;
}

asio::awaitable<void> GrpcUnaryCall::Fail(absl::Status problem, ReplyInfo info) {
  End(problem, info);
  co_return;
}

GrpcStreamCall::GrpcStreamCall(EventLoop& loop, grpc::CallbackServerContext& context,
                               const grpc::ByteBuffer& request, int64_t max_message_bytes,
                               grpc::ServerWriteReactor<grpc::ByteBuffer>& reactor,
                               absl::Duration slow_reader_limit)
    : GrpcCall(loop, context, request, max_message_bytes),
      reactor_(reactor),
      slow_reader_limit_(slow_reader_limit),
      write_done_(loop.context()) {}

void GrpcStreamCall::WriteDone(bool ok) {
  writing_ = false;
  if (!ok) broken_ = true;
  write_done_.cancel();
}

// The timer is the event: it rings when the write is done (cancelled) or takes too long.
asio::awaitable<void> GrpcStreamCall::AwaitWrite() {
  write_done_.expires_after(absl::ToChronoNanoseconds(slow_reader_limit_));
  while (writing_) {
    boost::system::error_code cancelled;
    co_await write_done_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (!writing_ || cancelled) continue;
    // Only gRPC ends the write, which it does at once for a call that is cancelled.
    LogWarn("grpc_slow_reader_cut");
    context().TryCancel();
    write_done_.expires_at(asio::steady_timer::time_point::max());
  }
}

asio::awaitable<absl::Status> GrpcStreamCall::SendPiece(v1::StreamGenerateResponse piece,
                                                        const ReplyInfo& info) {
  co_await AwaitWrite();
  if (gone() || broken_) co_return MakeProblem(problems::kClientGone);
  AddInitialMetadata(info);
  piece_ = SerializeMessage(piece);
  writing_ = true;
  reactor_.StartWrite(&piece_);
  co_return absl::OkStatus();
}

asio::awaitable<void> GrpcStreamCall::Finish(const ReplyInfo& info) {
  co_await AwaitWrite();
  AddInitialMetadata(info);
  End(absl::OkStatus(), info);
}

asio::awaitable<void> GrpcStreamCall::Reply(v1::GenerateResponse, ReplyInfo info) {
  absl::Status misuse = MakeProblem(problems::kInternal);
  co_await Fail(std::move(misuse), std::move(info));
}

asio::awaitable<void> GrpcStreamCall::Fail(absl::Status problem, ReplyInfo info) {
  co_await AwaitWrite();
  End(problem, info);
}

}  // namespace schoolgate::gateway
