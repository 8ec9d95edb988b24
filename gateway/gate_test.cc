#include "gateway/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "core/vault/vault_testing.h"

namespace schoolgate::gateway {
namespace {

class GateTest : public testing::Test {
 protected:
  vault_testing::TestDirectory directory_;
  Metrics metrics_;
  const std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);
  const std::unique_ptr<AuditLog> audit_ = AuditLog::Open({.directory = directory_.File("audit"),
                                                           .origin = "maple-hollow.example/schoolgate",
                                                           .district = "maple-hollow",
                                                           .key_file = directory_.File("audit.key")},
                                                          Clock::System())
                                               .value();
  WorkerPool workers_{1, 1};
  ReviewDesk reviews_{ReviewStore::Open(directory_.File("reviews.db"), *vault_, "maple-hollow", {}).value(),
                      *audit_, Clock::System()};
  Gate gate_{Clock::System(), absl::UTCTimeZone(), *vault_, *audit_, metrics_, workers_, reviews_};
};

TEST_F(GateTest, SnapshotsAreTakenWhileOthersComeIntoForce) {
  gate_.Swap(std::make_shared<Snapshots>());
  std::atomic<bool> enough = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!enough) EXPECT_TRUE(gate_.snapshots()->vendors.empty());
    });
  }
  std::vector<std::weak_ptr<const Snapshots>> swapped_out;
  for (int i = 0; i < 1000; ++i) {
    swapped_out.emplace_back(gate_.snapshots());
    gate_.Swap(std::make_shared<Snapshots>());
    gate_.Reap();
  }
  enough = true;
  for (std::thread& reader : readers) reader.join();
  gate_.Reap();
  for (const auto& snapshots : swapped_out) EXPECT_TRUE(snapshots.expired());
  EXPECT_NE(gate_.snapshots(), nullptr);
}

TEST_F(GateTest, WhatARequestHoldsIsFreedAfterIt) {
  gate_.Swap(std::make_shared<Snapshots>());
  std::shared_ptr<const Snapshots> held = gate_.snapshots();
  const std::weak_ptr<const Snapshots> watched = held;
  gate_.Swap(std::make_shared<Snapshots>());
  gate_.Reap();
  held.reset();
  EXPECT_FALSE(watched.expired()) << "freed by the request, on its event loop";
  gate_.Reap();
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace schoolgate::gateway
