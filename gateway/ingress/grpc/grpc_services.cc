#include "gateway/ingress/grpc/grpc_services.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <string_view>
#include <utility>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/ingress/grpc/grpc_call.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "gateway/ingress/grpc/grpc_decode.h"
#include "gateway/ingress/grpc/grpc_status.h"
#include "gateway/ingress/grpc/grpc_wire.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

asio::awaitable<void> Drive(std::shared_ptr<const GrpcHandlers> handlers,
                            connectors::VendorTransport& transport, std::shared_ptr<GrpcCall> call) {
  try {
    call->Read();
    co_await handlers->exchange(transport, *call);
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    LogError("grpc_exchange_threw");
  }
  co_await call->FailIfOpen();
}

void Launch(const std::shared_ptr<const GrpcHandlers>& handlers, const LoopContext& on,
            std::shared_ptr<GrpcCall> call) {
  on.loop->Post([handlers, on, call = std::move(call)]() mutable {
    asio::co_spawn(on.loop->context(), Drive(handlers, *on.transport, std::move(call)), asio::detached);
  });
}

class GenerateReactor final : public grpc::ServerUnaryReactor {
 public:
  GenerateReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
                  const grpc::ByteBuffer& request, grpc::ByteBuffer& response)
      : dispatcher_(dispatcher),
        on_(dispatcher.NextLoop()),
        call_(std::make_shared<GrpcUnaryCall>(*on_.loop, context, request, dispatcher.max_message_bytes(),
                                              *this, response)) {
    Launch(dispatcher.handlers(), on_, call_);
  }
  void OnCancel() override {
    on_.loop->Post([call = call_] { call->CallerGone(); });
  }
  void OnDone() override {
    dispatcher_.Leave();
    delete this;
  }

 private:
  GrpcDispatcher& dispatcher_;
  const LoopContext& on_;
  const std::shared_ptr<GrpcUnaryCall> call_;
};

class StreamGenerateReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  StreamGenerateReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
                        const grpc::ByteBuffer& request)
      : dispatcher_(dispatcher),
        on_(dispatcher.NextLoop()),
        call_(std::make_shared<GrpcStreamCall>(*on_.loop, context, request, dispatcher.max_message_bytes(),
                                               *this, dispatcher.slow_reader_limit())) {
    Launch(dispatcher.handlers(), on_, call_);
  }
  void OnWriteDone(bool ok) override {
    on_.loop->Post([call = call_, ok] { call->WriteDone(ok); });
  }
  void OnCancel() override {
    on_.loop->Post([call = call_] { call->CallerGone(); });
  }
  void OnDone() override {
    dispatcher_.Leave();
    delete this;
  }

 private:
  GrpcDispatcher& dispatcher_;
  const LoopContext& on_;
  const std::shared_ptr<GrpcStreamCall> call_;
};

// A call that is one question and one answer, made on an event loop.
class AskReactor final : public grpc::ServerUnaryReactor {
 public:
  AskReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
             const grpc::ByteBuffer& request, grpc::ByteBuffer& response)
      : dispatcher_(dispatcher), request_(request), response_(response) {
    fault_ = CollectCredentials(context, credentials_);
  }

  // Reads the question into `message`.
  absl::Status Read(google::protobuf::Message& message) {
    absl::Status read = ParseMessage(request_, dispatcher_.max_message_bytes(), message);
    return fault_.ok() ? read : fault_;
  }
  Credentials& credentials() { return credentials_; }
  // The last touch.
  void Answer(const absl::Status& status, const google::protobuf::Message& answer) {
    if (status.ok()) response_ = SerializeMessage(answer);
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override {
    dispatcher_.Leave();
    delete this;
  }

 private:
  GrpcDispatcher& dispatcher_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer& response_;
  Credentials credentials_;
  absl::Status fault_;
};

absl::StatusOr<v1::ListModelsResponse> AnswerListModels(const GrpcHandlers& handlers, AskReactor& ask) {
  v1::ListModelsRequest request;
  absl::Status read = ask.Read(request);
  if (!read.ok()) request.Clear();
  absl::StatusOr<v1::ListModelsResponse> listed = handlers.list_models(ask.credentials(), request);
  // Who is not authenticated hears that, and is counted, whatever was asked.
  return listed.ok() && !read.ok() ? read : listed;
}

void DriveListModels(const GrpcHandlers& handlers, AskReactor& ask) {
  absl::StatusOr<v1::ListModelsResponse> answer = MakeProblem(problems::kInternal);
  try {
    answer = AnswerListModels(handlers, ask);
  } catch (const std::exception&) {
    LogError("grpc_list_models_threw");
  }
  const v1::ListModelsResponse nothing;
  ask.Answer(answer.status(), answer.ok() ? *answer : nothing);
}

asio::awaitable<absl::StatusOr<v1::InspectResponse>> AnswerInspect(const GrpcHandlers& handlers,
                                                                   AskReactor& ask) {
  v1::InspectRequest request;
  absl::Status read = ask.Read(request);
  if (read.ok() && request.has_request()) {
    MergeContext(*request.mutable_request()->mutable_context(), ask.credentials());
    request.mutable_request()->clear_context();
  }
  // A fault is told once the caller is authenticated.
  DecodeCall decode =
      [&](const connectors::DecodeOptions& options) -> absl::StatusOr<connectors::DecodedRequest> {
    SG_RETURN_IF_ERROR(read);
    connectors::DecodedRequest decoded;
    SG_RETURN_IF_ERROR(CheckFields(request, options, decoded.dropped));
    if (!request.has_request()) return MakeProblem(problems::kMissingField, {{"place", "request"}});
    SG_RETURN_IF_ERROR(CheckConversation(*request.mutable_request(), "request."));
    decoded.request = Guarded<CanonicalRequest>(CanonicalRequest(std::move(*request.mutable_request())));
    return decoded;
  };
  co_return co_await handlers.inspect(ask.credentials(), std::move(decode));
}

asio::awaitable<void> DriveInspect(std::shared_ptr<const GrpcHandlers> handlers, AskReactor& ask) {
  absl::StatusOr<v1::InspectResponse> answer = MakeProblem(problems::kInternal);
  try {
    answer = co_await AnswerInspect(*handlers, ask);
  } catch (const std::exception&) {
    LogError("grpc_inspection_threw");
  }
  const v1::InspectResponse nothing;
  ask.Answer(answer.status(), answer.ok() ? *answer : nothing);
}

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, const absl::Status& problem) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(problem));
  return reactor;
}

class RefusedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(const absl::Status& problem) { Finish(ToGrpcStatus(problem)); }
  void OnDone() override { delete this; }
};

grpc::ServerUnaryReactor* NotOffered(grpc::CallbackServerContext* context, std::string_view what) {
  return Refuse(context, MakeProblem(problems::kUnimplemented, {{"what", what}}));
}

}  // namespace

bool GrpcDispatcher::Enter() {
  if (open_calls_.fetch_add(1, std::memory_order_relaxed) < max_open_calls_) {
    handlers_->count_open(1);
    return true;
  }
  open_calls_.fetch_sub(1, std::memory_order_relaxed);
  handlers_->count_overload();
  return false;
}

void GrpcDispatcher::Leave() {
  handlers_->count_open(-1);
  open_calls_.fetch_sub(1, std::memory_order_relaxed);
}

grpc::ServerUnaryReactor* GrpcGenerationService::Generate(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  if (!dispatcher_.Enter()) return Refuse(context, MakeProblem(problems::kOverloaded));
  return new GenerateReactor(dispatcher_, *context, *request, *response);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* GrpcGenerationService::StreamGenerate(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  if (!dispatcher_.Enter()) return new RefusedStream(MakeProblem(problems::kOverloaded));
  return new StreamGenerateReactor(dispatcher_, *context, *request);
}

grpc::ServerUnaryReactor* GrpcGenerationService::ListModels(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* response) {
  if (!dispatcher_.Enter()) return Refuse(context, MakeProblem(problems::kOverloaded));
  auto* ask = new AskReactor(dispatcher_, *context, *request, *response);
  dispatcher_.NextLoop().loop->Post(
      [handlers = dispatcher_.handlers(), ask] { DriveListModels(*handlers, *ask); });
  return ask;
}

grpc::ServerUnaryReactor* GrpcGenerationService::Embed(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer*, grpc::ByteBuffer*) {
  return NotOffered(context, "GenerationService.Embed");
}

grpc::ServerUnaryReactor* GrpcGenerationService::Rate(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer*, grpc::ByteBuffer*) {
  return NotOffered(context, "GenerationService.Rate");
}

grpc::ServerUnaryReactor* GrpcPrivacyService::Inspect(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  if (!dispatcher_.Enter()) return Refuse(context, MakeProblem(problems::kOverloaded));
  auto* ask = new AskReactor(dispatcher_, *context, *request, *response);
  EventLoop* loop = dispatcher_.NextLoop().loop;
  loop->Post([handlers = dispatcher_.handlers(), loop, ask] {
    asio::co_spawn(loop->context(), DriveInspect(handlers, *ask), asio::detached);
  });
  return ask;
}

grpc::ServerUnaryReactor* GrpcPrivacyService::Deidentify(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer*, grpc::ByteBuffer*) {
  return NotOffered(context, "PrivacyService.Deidentify");
}

grpc::ServerUnaryReactor* GrpcPrivacyService::Reidentify(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer*, grpc::ByteBuffer*) {
  return NotOffered(context, "PrivacyService.Reidentify");
}

}  // namespace schoolgate::gateway
