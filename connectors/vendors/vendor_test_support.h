// What the tests of this folder share: the two makers of a Cleared stood in for, and calls run on a loop.
// All text is made up.
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_TEST_SUPPORT_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_TEST_SUPPORT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connectors/vendors/simulated_vendor.h"
#include "connectors/vendors/vendor.h"
#include "core/util/problem.h"
#include "gtest/gtest.h"

namespace schoolgate {

// The friend declarations of core/guard/outbound.h name these classes; the real ones live above this folder.
namespace redaction {
class Transformer {
 public:
  static Outbound Make(CanonicalRequest request, Destination destination) {
    return Outbound(Guarded<CanonicalRequest>(std::move(request)), std::move(destination));
  }
};
}  // namespace redaction
namespace gateway {
class AuditLog {
 public:
  static Cleared Clear(Outbound&& outbound) { return Cleared(std::move(outbound), "exchange-1"); }
};
}  // namespace gateway

namespace connectors {

// What one call came to.
struct Ended {
  std::string reason;  // "" if it went well
  std::string status;  // as printed
  std::string text;
  int pieces = 0;
  VendorFacts facts;
};

// Waits up to three seconds for what another thread does.
template <typename Condition>
bool Eventually(const Condition& condition) {
  for (int i = 0; i < 300; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

class VendorTest : public ::testing::Test {
 protected:
  template <typename Body>
  auto OnLoop(Body body) {
    return boost::asio::co_spawn(loop_.context(), std::move(body), boost::asio::use_future).get();
  }

  void TearDown() override {
    OnLoop([this]() -> boost::asio::awaitable<void> {
      transport_.reset();
      co_return;
    });
    loop_.Stop();
  }

  void StartVendor(SimulatedVendorOptions options) {
    auto vendor = SimulatedVendor::Start(std::move(options));
    ASSERT_TRUE(vendor.ok()) << vendor.status();
    vendor_ = *std::move(vendor);
  }
  void StartVendor(const VendorScript& script) {
    SimulatedVendorOptions options;
    options.script = [script](const RecordedRequest&) { return script; };
    StartVendor(std::move(options));
  }

  VendorEndpoint Endpoint() const {
    VendorEndpoint endpoint;
    endpoint.name = "acme";
    endpoint.base_url = vendor_ == nullptr ? "http://127.0.0.1:1/v1" : vendor_->base_url();
    endpoint.dialect = "openai_chat";
    endpoint.models = {{"large", "vendor-large"}};
    return endpoint;
  }

  static Cleared Clear(bool stream, Destination destination = {"acme", "large", v1::ROUTE_CLOUD}) {
    v1::GenerateRequest request;
    auto& message = *request.add_messages();
    message.set_role(v1::ROLE_USER);
    message.add_content()->set_text("How can STUDENT_7K3QF9 and STUDENT_2M8RT4_B work together?");
    CanonicalRequest canonical = request;
    if (stream) {
      v1::StreamGenerateRequest streamed;
      *streamed.mutable_request() = request;
      canonical = streamed;
    }
    return gateway::AuditLog::Clear(
        redaction::Transformer::Make(std::move(canonical), std::move(destination)));
  }

  boost::asio::awaitable<Ended> Read(VendorReply& reply, bool stream) {
    Ended ended;
    absl::Status status;
    if (stream) {
      for (;;) {
        auto piece = co_await reply.Next();
        status = piece.status();
        if (!status.ok() || !piece->has_value()) break;
        ++ended.pieces;
        for (const auto& delta : (*piece)->deltas()) ended.text += delta.content();
      }
    } else {
      auto whole = co_await reply.Whole();
      status = whole.status();
      if (whole.ok()) ended.text = whole->choices(0).message().content(0).text();
    }
    if (!status.ok()) ended.reason = ProblemOf(status).reason;
    ended.status = status.ToString();
    ended.facts = reply.facts();
    co_return ended;
  }

  boost::asio::awaitable<Ended> CallAsync(std::shared_ptr<const VendorEndpoint> endpoint, bool stream) {
    auto reply = transport_->Send(Clear(stream), endpoint, "salt");
    Ended ended;
    if (!reply.ok()) {
      ended.reason = ProblemOf(reply.status()).reason;
      co_return ended;
    }
    ended = co_await Read(**reply, stream);
    co_return ended;
  }

  Ended Call(const VendorEndpoint& endpoint, bool stream) {
    auto shared = std::make_shared<const VendorEndpoint>(endpoint);
    return OnLoop([this, shared, stream]() { return CallAsync(shared, stream); });
  }

  EventLoop loop_;
  std::unique_ptr<SimulatedVendor> vendor_;
  std::unique_ptr<VendorTransport> transport_ = VendorTransport::Create(loop_).value();
};

}  // namespace connectors
}  // namespace schoolgate

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_TEST_SUPPORT_H_
