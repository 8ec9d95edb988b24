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
#include "gateway/ingress/grpc/grpc_ask.h"
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

asio::awaitable<absl::StatusOr<v1::ListModelsResponse>> AnswerListModels(
    std::shared_ptr<const GrpcHandlers> handlers, Credentials& credentials,
    absl::StatusOr<v1::ListModelsRequest> request) {
  const absl::Status read = request.status();
  absl::StatusOr<v1::ListModelsResponse> listed =
      handlers->list_models(credentials, read.ok() ? *request : v1::ListModelsRequest());
  // Who is not authenticated hears that, and is counted, whatever was asked.
  if (listed.ok() && !read.ok()) co_return read;
  co_return listed;
}

asio::awaitable<absl::StatusOr<v1::RateResponse>> AnswerRate(std::shared_ptr<const GrpcHandlers> handlers,
                                                             Credentials& credentials,
                                                             absl::StatusOr<v1::RateRequest> request) {
  if (request.ok()) MergeContext(*request->mutable_context(), credentials);
  absl::StatusOr<v1::RateRequest> checked = Checked(std::move(request));
  co_return co_await handlers->rate(credentials, std::move(checked));
}

asio::awaitable<absl::StatusOr<v1::InspectResponse>> AnswerInspect(
    std::shared_ptr<const GrpcHandlers> handlers, Credentials& credentials,
    absl::StatusOr<v1::InspectRequest> asked) {
  const absl::Status read = asked.status();
  v1::InspectRequest request = read.ok() ? *std::move(asked) : v1::InspectRequest();
  if (request.has_request()) {
    MergeContext(*request.mutable_request()->mutable_context(), credentials);
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
  co_return co_await handlers->inspect(credentials, std::move(decode));
}

class RefusedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(const absl::Status& problem) { Finish(ToGrpcStatus(problem)); }
  void OnDone() override { delete this; }
};

grpc::ServerUnaryReactor* NotOffered(grpc::CallbackServerContext* context, std::string_view what) {
  return Refuse(*context, MakeProblem(problems::kUnimplemented, {{"what", what}}));
}

}  // namespace

grpc::ServerUnaryReactor* GrpcGenerationService::Generate(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  if (!dispatcher_.Enter()) return Refuse(*context, MakeProblem(problems::kOverloaded));
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
  return Ask<v1::ListModelsRequest, v1::ListModelsResponse>(dispatcher_, *context, *request, *response,
                                                            AnswerListModels);
}

grpc::ServerUnaryReactor* GrpcGenerationService::Embed(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer*, grpc::ByteBuffer*) {
  return NotOffered(context, "GenerationService.Embed");
}

grpc::ServerUnaryReactor* GrpcGenerationService::Rate(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return Ask<v1::RateRequest, v1::RateResponse>(dispatcher_, *context, *request, *response, AnswerRate);
}

grpc::ServerUnaryReactor* GrpcPrivacyService::Inspect(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return Ask<v1::InspectRequest, v1::InspectResponse>(dispatcher_, *context, *request, *response,
                                                      AnswerInspect);
}

GrpcTextReactor* GrpcPrivacyService::Deidentify(grpc::CallbackServerContext* context) {
  return StartDeidentify(dispatcher_, *context);
}

GrpcTextReactor* GrpcPrivacyService::Reidentify(grpc::CallbackServerContext* context) {
  return StartReidentify(dispatcher_, *context);
}

}  // namespace schoolgate::gateway
