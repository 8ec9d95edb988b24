#include "gateway/ingress/grpc/grpc_record_service.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/ingress/grpc/grpc_ask.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "gateway/ingress/grpc/grpc_status.h"
#include "gateway/ingress/grpc/grpc_wire.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

using PageReactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

// A list as the desk sees it. Made on a gRPC thread, used on its event loop alone from then on; shared by the
// reactor (until OnDone) and the coroutine. The RPC's own objects live until its status is handed over, which
// is the last touch.
class ListCall final : public RecordStream {
 public:
  ListCall(EventLoop& loop, grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
           const GrpcDispatcher& dispatcher, PageReactor& reactor)
      : loop_(loop),
        context_(context),
        reactor_(reactor),
        max_message_bytes_(dispatcher.max_message_bytes()),
        slow_reader_limit_(dispatcher.slow_reader_limit()),
        bytes_(request),
        write_done_(loop.context()) {
    fault_ = CollectCredentials(context, credentials_);
  }

  EventLoop& loop() { return loop_; }
  const Credentials& credentials() const { return credentials_; }

  // The question, once.
  absl::StatusOr<v1::ListRecordsRequest> Read() {
    v1::ListRecordsRequest request;
    const absl::Status read = ParseMessage(bytes_, max_message_bytes_, request);
    SG_RETURN_IF_ERROR(fault_);
    SG_RETURN_IF_ERROR(read);
    MergeContext(*request.mutable_context(), credentials_);
    request.clear_context();
    return Checked(absl::StatusOr<v1::ListRecordsRequest>(std::move(request)));
  }

  void CallerGone() { gone_ = true; }
  void WriteDone(bool ok) {
    writing_ = false;
    if (!ok) broken_ = true;
    write_done_.cancel();
  }

  bool gone() const override { return gone_ || broken_; }

  asio::awaitable<absl::Status> Send(Cleared page, const Destination& receiver) override {
    SG_CO_ASSIGN_OR_RETURN(const Guarded<CanonicalRequest> message, page.Take(receiver));
    const auto* records = std::get_if<v1::ListRecordsResponse>(&message.Reveal(RevealFor::kReplying));
    if (records == nullptr) co_return MakeProblem(problems::kInternal);
    if (gone()) co_return MakeProblem(problems::kClientGone);
    page_ = SerializeMessage(*records);
    writing_ = true;
    reactor_.StartWrite(&page_);
    co_await AwaitWrite();
    if (gone()) co_return MakeProblem(problems::kClientGone);
    co_return absl::OkStatus();
  }

  // Hands over the status. Nothing of the RPC may be touched afterwards.
  asio::awaitable<void> End(const absl::Status& status) {
    co_await AwaitWrite();
    reactor_.Finish(ToGrpcStatus(status));
  }

 private:
  // The timer is the event: it rings when the write is done (cancelled) or takes too long.
  asio::awaitable<void> AwaitWrite() {
    write_done_.expires_after(absl::ToChronoNanoseconds(slow_reader_limit_));
    while (writing_) {
      boost::system::error_code cancelled;
      co_await write_done_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
      if (!writing_ || cancelled) continue;
      // Only gRPC ends the write, which it does at once for a call that is cancelled.
      LogWarn("grpc_slow_reader_cut");
      context_.TryCancel();
      write_done_.expires_at(asio::steady_timer::time_point::max());
    }
  }

  EventLoop& loop_;
  grpc::CallbackServerContext& context_;
  PageReactor& reactor_;
  const int64_t max_message_bytes_;
  const absl::Duration slow_reader_limit_;
  grpc::ByteBuffer bytes_;
  Credentials credentials_;
  absl::Status fault_;
  asio::steady_timer write_done_;
  grpc::ByteBuffer page_;  // gRPC reads it until WriteDone
  bool writing_ = false;
  bool broken_ = false;
  bool gone_ = false;
};

asio::awaitable<void> DriveList(std::shared_ptr<const GrpcHandlers> handlers,
                                std::shared_ptr<ListCall> call) {
  absl::Status status = MakeProblem(problems::kInternal);
  try {
    absl::StatusOr<v1::ListRecordsRequest> request = call->Read();
    status = co_await handlers->list_records(call->credentials(), std::move(request), *call);
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    LogError("grpc_list_threw");
  }
  co_await call->End(status);
}

class ListReactor final : public PageReactor {
 public:
  ListReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
              const grpc::ByteBuffer& request)
      : dispatcher_(dispatcher),
        call_(std::make_shared<ListCall>(*dispatcher.NextLoop().loop, context, request, dispatcher, *this)) {
    EventLoop& loop = call_->loop();
    loop.Post([handlers = dispatcher.handlers(), &loop, call = call_] {
      asio::co_spawn(loop.context(), DriveList(handlers, call), asio::detached);
    });
  }
  void OnWriteDone(bool ok) override {
    call_->loop().Post([call = call_, ok] { call->WriteDone(ok); });
  }
  void OnCancel() override {
    call_->loop().Post([call = call_] { call->CallerGone(); });
  }
  void OnDone() override {
    dispatcher_.Leave();
    delete this;
  }

 private:
  GrpcDispatcher& dispatcher_;
  const std::shared_ptr<ListCall> call_;
};

class RefusedList final : public PageReactor {
 public:
  explicit RefusedList(const absl::Status& problem) { Finish(ToGrpcStatus(problem)); }
  void OnDone() override { delete this; }
};

asio::awaitable<absl::StatusOr<v1::SubmitResultsResponse>> AnswerSubmit(
    std::shared_ptr<const GrpcHandlers> handlers, Credentials& credentials,
    absl::StatusOr<v1::SubmitResultsRequest> request) {
  if (request.ok()) {
    MergeContext(*request->mutable_context(), credentials);
    request->clear_context();
  }
  absl::StatusOr<v1::SubmitResultsRequest> checked = Checked(std::move(request));
  co_return co_await handlers->submit_results(credentials, std::move(checked));
}

}  // namespace

PageReactor* GrpcRecordService::ListRecords(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request) {
  if (!dispatcher_.Enter()) return new RefusedList(MakeProblem(problems::kOverloaded));
  return new ListReactor(dispatcher_, *context, *request);
}

grpc::ServerUnaryReactor* GrpcRecordService::SubmitResults(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  return Ask<v1::SubmitResultsRequest, v1::SubmitResultsResponse>(dispatcher_, *context, *request, *response,
                                                                  AnswerSubmit);
}

}  // namespace schoolgate::gateway
