#include "gateway/ingress/grpc/grpc_texts.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "gateway/ingress/grpc/grpc_decode.h"
#include "gateway/ingress/grpc/grpc_status.h"
#include "gateway/ingress/grpc/grpc_wire.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr absl::Duration kSilence = absl::Minutes(5);

class RefusedTexts final : public GrpcTextReactor {
 public:
  explicit RefusedTexts(const absl::Status& problem) { Finish(ToGrpcStatus(problem)); }
  void OnDone() override { delete this; }
};

template <typename Request, typename Response>
class GrpcTextStream final : public TextStream<Request, Response> {
 public:
  GrpcTextStream(EventLoop& loop, grpc::CallbackServerContext& context, GrpcTextReactor& reactor,
                 int64_t max_message_bytes, absl::Duration slow_reader_limit)
      : context_(context),
        reactor_(reactor),
        max_message_bytes_(max_message_bytes),
        slow_reader_limit_(slow_reader_limit),
        read_done_(loop.context()),
        write_done_(loop.context()) {
    fault_ = CollectCredentials(context, credentials_);
  }

  // The operation under way is done, or failed for good.
  void ReadDone(bool ok) {
    reading_ = false;
    ended_ = !ok;
    read_done_.cancel();
  }
  void WriteDone(bool ok) {
    writing_ = false;
    gone_ = gone_ || !ok;
    write_done_.cancel();
  }
  void CallerGone() { gone_ = true; }

  const Credentials& credentials() const override { return credentials_; }

  asio::awaitable<absl::StatusOr<std::optional<Request>>> Read() override {
    reading_ = true;
    reactor_.StartRead(&incoming_);
    co_await Until(reading_, read_done_, kSilence);
    if (gone_) co_return MakeProblem(problems::kClientGone);
    if (ended_) co_return std::optional<Request>();
    Request request;
    absl::Status read = ParseMessage(incoming_, max_message_bytes_, request);
    // Metadata's own fault comes first.
    SG_CO_RETURN_IF_ERROR(std::exchange(fault_, absl::OkStatus()));
    SG_CO_RETURN_IF_ERROR(read);
    if (std::exchange(first_, false)) {
      MergeContext(*request.mutable_context(), credentials_);
    } else if (request.has_context()) {
      co_return MakeProblem(
          problems::kInvalidValue,
          {{"place", "context"}, {"expected", "it belongs into the stream's first message"}});
    }
    request.clear_context();
    std::vector<std::string> dropped;
    SG_CO_RETURN_IF_ERROR(CheckFields(request, connectors::DecodeOptions(), dropped));
    co_return std::optional<Request>(std::move(request));
  }

  asio::awaitable<absl::Status> Send(Response response) override {
    co_await Until(writing_, write_done_, slow_reader_limit_);
    if (gone_) co_return MakeProblem(problems::kClientGone);
    outgoing_ = SerializeMessage(response);
    writing_ = true;
    reactor_.StartWrite(&outgoing_);
    co_return absl::OkStatus();
  }

  asio::awaitable<void> End(absl::Status status) {
    co_await Until(writing_, write_done_, slow_reader_limit_);
    reactor_.Finish(ToGrpcStatus(status));
  }

 private:
  // The timer is the event: it rings when the operation is done (cancelled) or takes too long.
  asio::awaitable<void> Until(const bool& busy, asio::steady_timer& done, absl::Duration limit) {
    done.expires_after(absl::ToChronoNanoseconds(limit));
    while (busy) {
      boost::system::error_code cancelled;
      co_await done.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
      if (!busy || cancelled) continue;
      // Only gRPC ends the operation, which it does at once for a call that is cancelled.
      LogWarn("grpc_text_stream_cut");
      gone_ = true;
      context_.TryCancel();
      done.expires_at(asio::steady_timer::time_point::max());
    }
  }

  grpc::CallbackServerContext& context_;
  GrpcTextReactor& reactor_;
  const int64_t max_message_bytes_;
  const absl::Duration slow_reader_limit_;
  Credentials credentials_;
  absl::Status fault_;
  asio::steady_timer read_done_, write_done_;
  grpc::ByteBuffer incoming_;  // gRPC fills it until ReadDone
  grpc::ByteBuffer outgoing_;  // gRPC reads it until WriteDone
  bool first_ = true;
  bool reading_ = false;
  bool writing_ = false;
  bool ended_ = false;
  bool gone_ = false;
};

template <typename Request, typename Response>
asio::awaitable<void> Drive(std::shared_ptr<const GrpcHandlers> handlers,
                            std::shared_ptr<GrpcTextStream<Request, Response>> stream,
                            TextHandler<Request, Response> GrpcHandlers::*handler) {
  absl::Status status = MakeProblem(problems::kInternal);
  try {
    status = co_await ((*handlers).*handler)(*stream);
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    LogError("grpc_text_stream_threw");
  }
  co_await stream->End(std::move(status));
}

template <typename Request, typename Response>
class TextReactor final : public GrpcTextReactor {
 public:
  TextReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
              TextHandler<Request, Response> GrpcHandlers::*handler)
      : dispatcher_(dispatcher),
        loop_(*dispatcher.NextLoop().loop),
        stream_(std::make_shared<Stream>(loop_, context, *this, dispatcher.max_message_bytes(),
                                         dispatcher.slow_reader_limit())) {
    const std::shared_ptr<const GrpcHandlers>& handlers = dispatcher.handlers();
    loop_.Post([handlers, handler, loop = &loop_, stream = stream_] {
      asio::co_spawn(loop->context(), Drive<Request, Response>(handlers, stream, handler), asio::detached);
    });
  }
  void OnReadDone(bool ok) override {
    loop_.Post([stream = stream_, ok] { stream->ReadDone(ok); });
  }
  void OnWriteDone(bool ok) override {
    loop_.Post([stream = stream_, ok] { stream->WriteDone(ok); });
  }
  void OnCancel() override {
    loop_.Post([stream = stream_] { stream->CallerGone(); });
  }
  void OnDone() override {
    dispatcher_.Leave();
    delete this;
  }

 private:
  using Stream = GrpcTextStream<Request, Response>;

  GrpcDispatcher& dispatcher_;
  EventLoop& loop_;
  const std::shared_ptr<Stream> stream_;
};

}  // namespace

GrpcTextReactor* StartDeidentify(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context) {
  if (!dispatcher.Enter()) return new RefusedTexts(MakeProblem(problems::kOverloaded));
  return new TextReactor<v1::DeidentifyRequest, v1::DeidentifyResponse>(dispatcher, context,
                                                                        &GrpcHandlers::deidentify);
}

GrpcTextReactor* StartReidentify(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context) {
  if (!dispatcher.Enter()) return new RefusedTexts(MakeProblem(problems::kOverloaded));
  return new TextReactor<v1::ReidentifyRequest, v1::ReidentifyResponse>(dispatcher, context,
                                                                        &GrpcHandlers::reidentify);
}

}  // namespace schoolgate::gateway
