#include "gateway/ingress/grpc/grpc_health.h"

#include <utility>

namespace schoolgate::gateway {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

namespace {

HealthCheckResponse::ServingStatus StatusOf(bool serving) {
  return serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

}  // namespace

// One watch. Everything but OnDone is under the owner's mutex, which gRPC's reactions take one by one: gRPC
// never runs a reaction within StartWrite or Finish.
class GrpcHealth::Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(GrpcHealth& owner, bool known) : owner_(owner), known_(known) {}

  // REQUIRES: the owner's mutex, as for End.
  void Tell(bool serving) {
    latest_ = known_ ? StatusOf(serving) : HealthCheckResponse::SERVICE_UNKNOWN;
    Write();
  }
  void End(grpc::Status status) {
    if (std::exchange(ended_, true)) return;
    end_ = std::move(status);
    if (!writing_) Finish(end_);
  }

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(owner_.mutex_);
    writing_ = false;
    if (ended_) {
      Finish(end_);
    } else if (!ok) {
      End(grpc::Status::CANCELLED);
    } else {
      Write();
    }
  }
  void OnCancel() override {
    const std::scoped_lock lock(owner_.mutex_);
    End(grpc::Status::CANCELLED);
  }
  void OnDone() override {
    {
      const std::scoped_lock lock(owner_.mutex_);
      owner_.watchers_.erase(this);
    }
    delete this;
  }

 private:
  void Write() {
    if (ended_ || writing_ || message_.status() == latest_) return;
    message_.set_status(latest_);
    writing_ = true;
    StartWrite(&message_);
  }

  GrpcHealth& owner_;
  const bool known_;
  HealthCheckResponse::ServingStatus latest_ = HealthCheckResponse::UNKNOWN;
  HealthCheckResponse message_;  // as last told; UNKNOWN before
  bool writing_ = false;
  bool ended_ = false;
  grpc::Status end_;
};

GrpcHealth::GrpcHealth(std::vector<std::string> services)
    : services_(std::make_move_iterator(services.begin()), std::make_move_iterator(services.end())) {}

void GrpcHealth::SetServing(bool serving) {
  const std::scoped_lock lock(mutex_);
  serving_ = serving;
  for (Watcher* watcher : watchers_) watcher->Tell(serving);
}

void GrpcHealth::EndWatches() {
  const std::scoped_lock lock(mutex_);
  ending_ = true;
  for (Watcher* watcher : watchers_) watcher->End({grpc::StatusCode::UNAVAILABLE, "the server is stopping"});
}

grpc::ServerUnaryReactor* GrpcHealth::Check(grpc::CallbackServerContext* context,
                                            const HealthCheckRequest* request,
                                            HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (!services_.contains(request->service())) {
    reactor->Finish({grpc::StatusCode::NOT_FOUND, "unknown service"});
    return reactor;
  }
  {
    const std::scoped_lock lock(mutex_);
    response->set_status(StatusOf(serving_));
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* GrpcHealth::Watch(grpc::CallbackServerContext*,
                                                                 const HealthCheckRequest* request) {
  auto* watcher = new Watcher(*this, services_.contains(request->service()));
  const std::scoped_lock lock(mutex_);
  if (ending_) {
    watcher->End({grpc::StatusCode::UNAVAILABLE, "the server is stopping"});
  } else if (watchers_.size() >= kMostWatches) {
    watcher->End({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many watches"});
  } else {
    watchers_.insert(watcher);
    watcher->Tell(serving_);
  }
  return watcher;
}

}  // namespace schoolgate::gateway
