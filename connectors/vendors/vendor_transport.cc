#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unordered_map>

#include "connectors/vendors/curl_driver.h"
#include "connectors/vendors/easy_pool.h"
#include "connectors/vendors/vendor.h"
#include "connectors/vendors/vendor_call.h"
#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate::connectors {
namespace {

namespace asio = boost::asio;

// Suspends until the call is Ready, or cancelled by the exchange's own cancellation. The coroutines below
// hold the call, so it outlives a reply that is dropped while one of them waits.
struct AwaitReady {
  VendorCall* call;

  template <typename Handler>
  void operator()(Handler handler) const {
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
      slot.assign([weak = call->weak_from_this()](asio::cancellation_type) {
        const auto waiting = weak.lock();
        // A signal that comes after the wait is over is not for this call.
        if (waiting != nullptr && waiting->waited_for()) waiting->Cancel();
      });
    }
    call->WakeWith([handler = std::move(handler)]() mutable {
      auto executor = asio::get_associated_executor(handler);
      asio::post(executor, std::move(handler));
    });
  }
};

asio::awaitable<absl::StatusOr<v1::GenerateResponse>> WholeOf(std::shared_ptr<VendorCall> call) {
  if (call->stream() || call->waited_for()) co_return MakeProblem(problems::kInternal);
  if (!call->Ready()) {
    const asio::use_awaitable_t<> token;
    AwaitReady wait{call.get()};
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(wait, token);
  }
  co_return call->TakeWhole();
}

asio::awaitable<absl::StatusOr<std::optional<v1::StreamGenerateResponse>>> NextOf(
    std::shared_ptr<VendorCall> call) {
  if (!call->stream() || call->waited_for()) co_return MakeProblem(problems::kInternal);
  if (!call->Ready()) {
    const asio::use_awaitable_t<> token;
    AwaitReady wait{call.get()};
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(wait, token);
  }
  co_return call->TakePiece();
}

class Reply final : public VendorReply {
 public:
  explicit Reply(std::shared_ptr<VendorCall> call) : call_(std::move(call)) {}
  ~Reply() override { call_->Cancel(); }

  asio::awaitable<absl::StatusOr<v1::GenerateResponse>> Whole() override { return WholeOf(call_); }
  asio::awaitable<absl::StatusOr<std::optional<v1::StreamGenerateResponse>>> Next() override {
    return NextOf(call_);
  }
  void Cancel() override { call_->Cancel(); }
  VendorFacts facts() const override { return call_->facts(); }

 private:
  const std::shared_ptr<VendorCall> call_;
};

class Transport final : public VendorTransport {
 public:
  explicit Transport(std::shared_ptr<CurlDriver> driver) : driver_(std::move(driver)) {}

  absl::StatusOr<std::unique_ptr<VendorReply>> Send(Cleared&& cleared,
                                                    std::shared_ptr<const VendorEndpoint> endpoint,
                                                    std::string answer_salt) override {
    const auto model = endpoint->models.find(cleared.destination().model);
    const bool known = model != endpoint->models.end();
    const Destination here{
        .vendor = endpoint->name, .model = known ? model->first : std::string(), .route = endpoint->route};
    SG_ASSIGN_OR_RETURN(const Guarded<CanonicalRequest> message, cleared.Take(here));
    if (!known) return MakeProblem(problems::kWrongDestination);
    const Dialect* dialect = FindDialect(endpoint->dialect);
    if (dialect == nullptr) return CheckVendorEndpoint(*endpoint);
    const CanonicalRequest& request = message.Reveal(RevealFor::kEncoding);
    SG_ASSIGN_OR_RETURN(EncodedRequest encoded, dialect->EncodeRequest(request, model->second));
    SG_ASSIGN_OR_RETURN(std::shared_ptr<EasyPool> pool, PoolFor(endpoint, encoded.path));
    const bool stream = std::holds_alternative<v1::StreamGenerateRequest>(request);
    auto call = std::make_shared<VendorCall>(driver_, std::move(pool), *dialect, std::move(encoded.body),
                                             stream, answer_salt);
    SG_RETURN_IF_ERROR(call->Begin());
    return std::make_unique<Reply>(std::move(call));
  }

 private:
  struct Entry {
    std::string path;
    std::shared_ptr<EasyPool> pool;
  };

  absl::StatusOr<std::shared_ptr<EasyPool>> PoolFor(const std::shared_ptr<const VendorEndpoint>& endpoint,
                                                    const std::string& path) {
    const auto found = pools_.find(endpoint.get());
    if (found != pools_.end() && found->second.path == path) return found->second.pool;
    // The endpoint of a configuration that was replaced is held by nobody but its pool.
    std::erase_if(pools_, [](const auto& entry) { return entry.second.pool->IsRetired(); });
    SG_ASSIGN_OR_RETURN(std::shared_ptr<EasyPool> pool, EasyPool::Create(endpoint, path));
    pools_[endpoint.get()] = Entry{path, pool};
    return pool;
  }

  std::unordered_map<const VendorEndpoint*, Entry> pools_;
  const std::shared_ptr<CurlDriver> driver_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<VendorTransport>> VendorTransport::Create(EventLoop& loop) {
  SG_ASSIGN_OR_RETURN(std::shared_ptr<CurlDriver> driver, CurlDriver::Create(loop.context()));
  // Weakly: a loop that is stopped first keeps what was posted.
  loop.Post([weak = std::weak_ptr<CurlDriver>(driver)] {
    if (const auto started = weak.lock()) started->Start();
  });
  return std::make_unique<Transport>(std::move(driver));
}

}  // namespace schoolgate::connectors
