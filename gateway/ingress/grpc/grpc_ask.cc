#include "gateway/ingress/grpc/grpc_ask.h"

#include "core/util/wipe_stack.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "gateway/ingress/grpc/grpc_status.h"
#include "gateway/ingress/grpc/grpc_wire.h"

namespace schoolgate::gateway {

// The thread that read a request, or wrote an answer, is gRPC's: it may wait for the next where nothing of
// ours runs (gateway/process/wiped_memory.cc), so what it leaves on its stack goes here.
bool GrpcDispatcher::Enter() {
  WipeUnusedStack();
  if (open_calls_.fetch_add(1, std::memory_order_relaxed) < max_open_calls_) {
    handlers_->count_open(1);
    return true;
  }
  open_calls_.fetch_sub(1, std::memory_order_relaxed);
  handlers_->count_overload();
  return false;
}

void GrpcDispatcher::Leave() {
  WipeUnusedStack();
  handlers_->count_open(-1);
  open_calls_.fetch_sub(1, std::memory_order_relaxed);
}

AskReactor::AskReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
                       const grpc::ByteBuffer& request, grpc::ByteBuffer& response)
    : dispatcher_(dispatcher), request_(request), response_(response) {
  fault_ = CollectCredentials(context, credentials_);
}

absl::Status AskReactor::Read(google::protobuf::Message& message) {
  absl::Status read = ParseMessage(request_, dispatcher_.max_message_bytes(), message);
  return fault_.ok() ? read : fault_;
}

void AskReactor::Answer(const absl::Status& status, const google::protobuf::Message& answer) {
  if (status.ok()) response_ = SerializeMessage(answer);
  Finish(ToGrpcStatus(status));
}

void AskReactor::OnDone() {
  dispatcher_.Leave();
  delete this;
}

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext& context, const absl::Status& problem) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  reactor->Finish(ToGrpcStatus(problem));
  return reactor;
}

}  // namespace schoolgate::gateway
