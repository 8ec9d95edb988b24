// A gRPC server over scripted handlers on loopback, and the little a test client needs. Tests only.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_TEST_SERVER_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_TEST_SERVER_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/util/event_loop.h"
#include "core/util/problems.h"
#include "gateway/ingress/grpc/grpc_server.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "schoolgate/v1/privacy_service.grpc.pb.h"

namespace schoolgate::gateway {

// Scripted exchanges send nothing to any vendor.
class NoTransport final : public connectors::VendorTransport {
 public:
  absl::StatusOr<std::unique_ptr<connectors::VendorReply>> Send(
      Cleared&&, std::shared_ptr<const connectors::VendorEndpoint>, std::string) override {
    return absl::UnimplementedError("");
  }
};

// Something a test waits for.
class Event {
 public:
  // The last use of it by whoever calls: a waiter may destroy it.
  void Happen() {
    const std::scoped_lock lock(mutex_);
    happened_ = true;
    changed_.notify_all();
  }
  bool HappensWithin(absl::Duration time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, absl::ToChronoNanoseconds(time), [this] { return happened_; });
  }

 private:
  std::mutex mutex_;  // guards happened_
  std::condition_variable changed_;
  bool happened_ = false;
};

using Exchange = std::function<boost::asio::awaitable<void>(connectors::VendorTransport&, Call&)>;

inline GrpcServerOptions LoopbackOptions() {
  GrpcServerOptions options;
  options.address = "127.0.0.1:0";
  return options;
}

class TestServer {
 public:
  explicit TestServer(Exchange exchange, GrpcServerOptions options = LoopbackOptions(),
                      GrpcHandlers handlers = {}) {
    handlers.exchange = std::move(exchange);
    std::vector<LoopContext> contexts;
    for (int i = 0; i < 2; ++i) {
      loops_.push_back(std::make_unique<EventLoop>());
      contexts.push_back({loops_.back().get(), &transport_});
    }
    auto started = GrpcServer::Start(std::move(options), std::move(handlers), std::move(contexts));
    EXPECT_TRUE(started.ok()) << started.status();
    if (started.ok()) server_ = *std::move(started);
  }

  GrpcServer& server() { return *server_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(server_->port()); }
  std::shared_ptr<grpc::Channel> NewChannel(const std::shared_ptr<grpc::ChannelCredentials>& credentials =
                                                grpc::InsecureChannelCredentials()) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel("ipv4:" + address(), credentials, arguments);
  }

 private:
  NoTransport transport_;
  // The loops end after the server, whose calls run on them.
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::unique_ptr<GrpcServer> server_;
};

inline boost::asio::awaitable<void> Sleep(absl::Duration duration) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(duration));
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// Waits until the caller of `call` is gone; counts how often that is said.
inline boost::asio::awaitable<void> AwaitGone(Call& call, int& count) {
  boost::asio::steady_timer gone(co_await boost::asio::this_coro::executor,
                                 boost::asio::steady_timer::time_point::max());
  call.OnGone([&] {
    ++count;
    gone.cancel();
  });
  boost::system::error_code ignored;
  if (count == 0) co_await gone.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  // Time for a second call, which there must not be.
  co_await Sleep(absl::Milliseconds(20));
  call.OnGone(nullptr);
}

inline v1::GenerateRequest Saying(const std::string& text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(text);
  return request;
}

inline v1::StreamGenerateRequest StreamSaying(const std::string& text) {
  v1::StreamGenerateRequest request;
  *request.mutable_request() = Saying(text);
  return request;
}

// The reason in an error's details; empty if there are none.
inline std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details().empty()) return "";
  return details.details(0).UnpackTo(&info) ? info.reason() : "";
}

inline std::string PlaceOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details().empty()) return "";
  return details.details(0).UnpackTo(&info) ? info.metadata().at("place") : "";
}

inline std::string ValueOf(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata,
                           const char* name) {
  const auto it = metadata.find(name);
  return it == metadata.end() ? "" : std::string(it->second.data(), it->second.size());
}

// Decodes and says back what the first message says; refuses what cannot be decoded.
inline boost::asio::awaitable<void> Echo(connectors::VendorTransport&, Call& call) {
  connectors::DecodeOptions options;
  auto decoded = call.Decode(options);
  ReplyInfo info;
  info.exchange_id = "exchange-1";
  if (!decoded.ok()) {
    co_await call.Fail(decoded.status(), info);
    co_return;
  }
  info.dropped = decoded->dropped;
  const CanonicalRequest& request = decoded->request.Reveal(RevealFor::kTesting);
  if (const auto* whole = std::get_if<v1::GenerateRequest>(&request)) {
    v1::GenerateResponse response;
    *response.add_choices()->mutable_message() = whole->messages(0);
    co_await call.Reply(std::move(response), info);
    co_return;
  }
  const auto& streamed = std::get<v1::StreamGenerateRequest>(request);
  for (const v1::ContentPart& part : streamed.request().messages(0).content()) {
    v1::StreamGenerateResponse piece;
    piece.add_deltas()->set_content(part.text());
    if (!(co_await call.SendPiece(std::move(piece), info)).ok()) break;
  }
  co_await call.Finish(info);
}

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_TEST_SERVER_H_
