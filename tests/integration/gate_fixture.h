// A whole gate within the test's process: GateProcess on the sample district, in a directory of its own that
// goes with it, on free ports, logging at debug into a file, before a simulated vendor over TLS on loopback.
// And the least of a client for HTTP and for gRPC.
//
//   class MyTest : public tests::GateTest {};
//   TEST_F(MyTest, Answers) {
//     const tests::HttpAnswer answer = gate().Post(gate().Teacher(), R"({"messages": ...})");
//     EXPECT_EQ(answer.status, 200);
//     EXPECT_EQ(gate().vendor().requests().size(), 1u);
//   }
//
// The district, the certificates and the keys are made once per process and copied. Standard error is the
// gate's log as long as a TestGate lives: one at a time. Start, Stop and the clients from the test's thread;
// clients also from others.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_GATE_FIXTURE_H_
#define SCHOOLGATE_TESTS_INTEGRATION_GATE_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/vendors/simulated_vendor.h"
#include "core/roster/roster.h"
#include "core/util/clock.h"
#include "gateway/demo/sample.h"
#include "gateway/process/process.h"
#include "schoolgate/v1/generation_service.pb.h"
#include "schoolgate/v1/privacy_service.pb.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace schoolgate::tests {

using VendorAnswers =
    std::function<std::optional<connectors::VendorScript>(const connectors::RecordedRequest&)>;

struct TestGateOptions {
  // Changes the configuration before the gate starts.
  std::function<void(gateway::Config&)> configure;
  // Changes what is in the gate's directory (policy files, the roster) before the configuration is read.
  std::function<void(const std::string& directory)> prepare;
  absl::Duration pace;  // between the pieces of the vendor's default streams
  // What day it is; null: the machine's clock. Outlives the gate.
  const Clock* clock = nullptr;
};

// Who calls, and what they say of themselves: headers or metadata of the names x-schoolgate-*. Empty ones are
// not sent.
struct Caller {
  std::string key;
  std::string person;
  std::string session;
  std::string tool;
  std::string purpose;
  std::string review;
};

struct HttpRequest {
  std::string method = "POST";
  std::string path = "/v1/chat/completions";
  std::vector<std::string> headers;  // "name: value", besides the caller's
  std::string body;
};

struct HttpAnswer {
  int status = 0;    // 0: no answer; `failure` says why
  std::string head;  // status line and headers, as they came
  std::string body;  // of a stream: all events
  std::string failure;
};

// What a gRPC call gave, whole or streamed.
struct GrpcAnswer {
  int code = 0;  // grpc::StatusCode
  std::string message;
  std::string details;   // the serialized google.rpc.Status
  std::string trailers;  // "name: value" lines
  v1::GenerateResponse whole;
  std::vector<v1::StreamGenerateResponse> pieces;
};

class TestGate {
 public:
  // Null, with a failure recorded, if it does not start.
  static std::unique_ptr<TestGate> Start(const TestGateOptions& options = {});
  ~TestGate();

  // The gate ends in good order and another one starts in its place, on the same directory and other ports.
  absl::Status Restart();

  // The gate and the vendor end; what they wrote stays until this object goes. Idempotent.
  void Stop();

  const std::string& directory() const { return directory_; }  // the gate's data directory
  const gateway::SampleGate& sample() const { return sample_; }
  gateway::GateProcess& process() { return *process_; }
  connectors::SimulatedVendor& vendor() { return *vendor_; }
  const Roster& roster() const { return *roster_; }
  // A person of the roster; the test fails if there is none.
  const Person& PersonOf(std::string_view source_id) const;

  // How the vendor answers from now on; empty, or no answer from it: the default way.
  void AnswerWith(VendorAnswers answers);

  // The app "lms" for the demo's teacher, the app "tutor" for a student, the app "office" for somebody of the
  // staff, the app "study-export" for nobody.
  Caller Teacher() const;
  Caller Student(std::string_view source_id) const;
  Caller Office(std::string_view source_id) const;
  Caller Study() const;

  HttpAnswer Http(const Caller& caller, const HttpRequest& request) const;
  HttpAnswer Post(const Caller& caller, std::string body) const;
  std::string Metrics() const;  // the page's text

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  GrpcAnswer Generate(const Caller& caller, const v1::GenerateRequest& request) const;
  GrpcAnswer StreamGenerate(const Caller& caller, const v1::GenerateRequest& request) const;
  GrpcAnswer Inspect(const Caller& caller, const v1::GenerateRequest& request,
                     v1::InspectResponse& response) const;

  // Everything that went to standard error so far.
  std::string Log() const;

 private:
  TestGate() = default;
  absl::Status Open(const TestGateOptions& options);
  absl::Status StartProcess();

  std::string root_;
  std::string directory_;
  std::string log_file_;
  int real_stderr_ = -1;
  const Clock* clock_ = nullptr;
  gateway::SampleGate sample_;
  RosterSnapshot roster_;
  std::mutex mutex_;
  VendorAnswers answers_;  // guarded by mutex_
  std::unique_ptr<connectors::SimulatedVendor> vendor_;
  std::unique_ptr<gateway::GateProcess> process_;
  std::shared_ptr<grpc::Channel> channel_;
};

// One gate for all tests of a suite.
class GateTest : public ::testing::Test {
 public:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

 protected:
  void SetUp() override;
  static TestGate& gate() { return *gate_; }

 private:
  static std::unique_ptr<TestGate> gate_;
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_GATE_FIXTURE_H_
