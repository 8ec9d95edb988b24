// A gate of several event loops over HTTP, from the sample district to a simulated vendor, with everything at
// it at once: callers who stay and callers who hang up, strangers, new snapshots, housekeeping, the end. Put
// together as gateway/process/process.cc does, but for gRPC. The order of things is looked after by
// ThreadSanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/util/files.h"
#include "core/vault/sqlite_vault.h"
#include "gateway/demo/district.h"
#include "gateway/demo/sample.h"
#include "gateway/ingress/http_test_server.h"
#include "gateway/process/assemble.h"

namespace schoolgate::tests {
namespace {

using gateway::HttpTestClient;
using gateway::Snapshots;

class HttpGateTest : public testing::Test {
 protected:
  void SetUp() override {
    const gateway::SampleTls tls = gateway::MakeSampleTls(directory_.File("gate")).value();
    const TlsIdentity identity{ReadFile(tls.certificate_file).value(),
                               SecretBytes(ReadFile(tls.key_file).value())};
    connectors::SimulatedVendorOptions vendor;
    vendor.tls = &identity;
    vendor.pace = absl::Milliseconds(2);
    vendor_ = connectors::SimulatedVendor::Start(vendor).value();
    sample_ = gateway::MakeSampleGate({.directory = directory_.File("gate"),
                                       .sample = SCHOOLGATE_SOURCE_DIR "/deploy/sample",
                                       .vendor_url = vendor_->base_url(),
                                       .vendor_ca = tls.ca_file})
                  .value();
    const gateway::Config& config = sample_.config;
    std::vector<policy::Issue> faults;
    assembled_ = gateway::Assemble(config, Clock::System(), faults).value();
    vault_ = OpenSqliteVault(config.data_dir + "/vault.db", config.vault_key_file, Clock::System()).value();
    audit_ = gateway::AuditLog::Open({.directory = config.data_dir + "/audit",
                                      .origin = config.origin,
                                      .district = config.district,
                                      .key_file = config.audit_key_file,
                                      .checkpoint_interval = absl::Milliseconds(20)},
                                     Clock::System())
                 .value();
    workers_ = std::make_unique<WorkerPool>(2, 64);
    reviews_ = std::make_unique<gateway::ReviewDesk>(gateway::OpenReviewStore(config, *vault_).value(),
                                                     *audit_, Clock::System());
    gate_ = std::make_unique<gateway::Gate>(Clock::System(), absl::UTCTimeZone(), *vault_, *audit_, metrics_,
                                            *workers_, *reviews_);
    gate_->Swap(assembled_.snapshots);
    std::vector<gateway::LoopContext> contexts;
    for (int i = 0; i < 3; ++i) {
      EventLoop& loop = *loops_.emplace_back(std::make_unique<EventLoop>());
      transports_.push_back(connectors::VendorTransport::Create(loop).value());
      contexts.push_back({&loop, transports_.back().get()});
    }
    readiness_.serving = true;
    server_ = gateway::HttpServer::Start({.address = "127.0.0.1:0",
                                          .certificate_pem = identity.certificate_pem,
                                          .private_key_pem = std::string(identity.private_key_pem.Reveal())},
                                         *gate_, readiness_, contexts)
                  .value();
  }

  void TearDown() override {
    readiness_.serving = false;
    server_.reset();
    for (auto& loop : loops_) loop->Stop();
    transports_.clear();
    gate_.reset();
    workers_.reset();
    reviews_.reset();
    audit_.reset();
    vault_.reset();
    loops_.clear();
  }

  std::string Chat(std::string_view key, std::string_view text, bool streamed) const {
    const std::string body = StrCat(R"({"messages":[{"role":"user","content":")", text, "\"}]",
                                    streamed ? R"(,"stream":true)" : "", "}");
    return StrCat("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ", key,
                  "\r\nx-schoolgate-person: ", gateway::kDemoTeacherId,
                  "\r\ncontent-type: application/json\r\ncontent-length: ", body.size(), "\r\n\r\n", body);
  }

  // What the gate's own thread does every second, without the pause.
  void KeepHouse() {
    gate_->Swap(std::make_shared<Snapshots>(*assembled_.snapshots));
    gate_->Reap();
    gate_->unauthenticated().Take(absl::Now());
    EXPECT_TRUE(vault_->ExpireScopes(absl::Now() - absl::Hours(1), absl::Now() - absl::Hours(2)).ok());
    EXPECT_TRUE(audit_->healthy());
    EXPECT_FALSE(audit_->CheckpointNote().empty());
    EXPECT_GE(audit_->stats().open_intents, 0);
    EXPECT_EQ(readiness_.Reason(*gate_), "");
    EXPECT_FALSE(metrics_.Expose().empty());
  }

  vault_testing::TestDirectory directory_;
  std::unique_ptr<connectors::SimulatedVendor> vendor_;
  gateway::SampleGate sample_;
  gateway::Assembled assembled_;
  gateway::Metrics metrics_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<gateway::AuditLog> audit_;
  std::unique_ptr<WorkerPool> workers_;
  std::unique_ptr<gateway::ReviewDesk> reviews_;
  std::unique_ptr<gateway::Gate> gate_;
  gateway::Readiness readiness_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::unique_ptr<connectors::VendorTransport>> transports_;
  std::unique_ptr<gateway::HttpServer> server_;
};

TEST_F(HttpGateTest, CallersNewSnapshotsAndHousekeepingMeet) {
  const std::string about = StrCat(gateway::kDemoFirstStudentName, " and ", gateway::kDemoSecondStudentName,
                                   " wrote to maya@maplehollow.example. ");
  // Long enough to be looked through by a worker.
  std::string essay;
  while (essay.size() < (size_t{40} << 10)) essay += about;

  const auto call = [&](int way) {
    HttpTestClient client(server_->port(), /*tls=*/true);
    ASSERT_TRUE(client.connected());
    switch (way % 5) {
      case 0:
        ASSERT_TRUE(client.Send(Chat(sample_.teacher_key, about, /*streamed=*/false)));
        EXPECT_EQ(gateway::StatusOf(client.ReadAnswer()), 200);
        break;
      case 1:
        ASSERT_TRUE(client.Send(Chat(sample_.teacher_key, about, /*streamed=*/true)));
        EXPECT_NE(client.ReadUntil("data: [DONE]").find("data: [DONE]"), std::string::npos);
        break;
      case 2:  // hangs up in the middle
        ASSERT_TRUE(client.Send(Chat(sample_.teacher_key, about, /*streamed=*/true)));
        EXPECT_EQ(gateway::StatusOf(client.ReadUntil("data: ")), 200);
        break;
      case 3:
        ASSERT_TRUE(client.Send(Chat("sg_nobodys", about, /*streamed=*/false)));
        EXPECT_EQ(gateway::StatusOf(client.ReadAnswer()), 401);
        break;
      default:
        ASSERT_TRUE(client.Send(Chat(sample_.teacher_key, essay, /*streamed=*/false)));
        EXPECT_EQ(gateway::StatusOf(client.ReadAnswer()), 200);
    }
  };
  constexpr int kCallers = 5;
  std::atomic<int> calling = kCallers;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      for (int way = i; way < i + 10; ++way) call(way);
      --calling;
    });
  }
  while (calling > 0) {
    KeepHouse();
    absl::SleepFor(absl::Milliseconds(2));
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(vendor_->request_count(), kCallers * 6);
  server_->Shutdown(absl::Seconds(10));
  EXPECT_EQ(audit_->stats().open_intents, 0);
}

TEST_F(HttpGateTest, TheEndMeetsOpenCalls) {
  std::vector<std::thread> callers;
  std::atomic<int> open = 0;
  for (int i = 0; i < 6; ++i) {
    callers.emplace_back([&] {
      HttpTestClient client(server_->port(), /*tls=*/true);
      ASSERT_TRUE(client.connected());
      ASSERT_TRUE(client.Send(Chat(sample_.teacher_key, "Tell me of the sea.", /*streamed=*/true)));
      EXPECT_EQ(gateway::StatusOf(client.ReadUntil("data: ")), 200);
      ++open;
      std::string rest;
      EXPECT_TRUE(client.ReadToEnd(rest));
    });
  }
  while (open < 6) absl::SleepFor(absl::Milliseconds(1));
  server_->Shutdown(absl::ZeroDuration());
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(audit_->stats().open_intents, 0);
}

}  // namespace
}  // namespace schoolgate::tests
