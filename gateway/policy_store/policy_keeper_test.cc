#include "gateway/policy_store/policy_keeper.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/roster/roster_builder.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gateway/audit/query.h"
#include "gateway/policy_store/expiry_watch.h"
#include "policy/test_policy.h"

namespace schoolgate::gateway {
namespace {

namespace fs = std::filesystem;

std::string ToolFor(const std::string& roles) {
  return policy::Replaced(policy::kTool, "[teacher]", StrCat("[", roles, "]"));
}
PolicyFiles FilesFor(const std::string& roles) {
  return {{"acme.yaml", policy::kAgreement}, {"planner.yaml", ToolFor(roles)}};
}

class PolicyKeeperTest : public testing::Test {
 protected:
  PolicyKeeperTest() {
    WriteAll(FilesFor("teacher"));
    auto snapshots = std::make_shared<Snapshots>();
    std::vector<policy::Issue> issues;
    snapshots->policy = policy::PolicySet::Load(directory_, issues).value();
    snapshots->detector = redaction::Detector::Create(RosterBuilder().Build("roster-1", clock_.Now()));
    gate_.Swap(std::move(snapshots));
    keeper_ = std::make_unique<PolicyKeeper>(
        gate_, PolicyArchive::Open(archive_).value(), directory_, FingerprintOf(directory_),
        [this](const policy::PolicySet&, std::vector<policy::Issue>& faults) {
          if (!name_fault_.empty()) faults.push_back({.message = name_fault_});
        });
  }

  void Write(const std::string& name, const std::string& content) const {
    const fs::path path = fs::path(directory_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }
  void WriteAll(const PolicyFiles& files) const {
    for (const auto& [name, content] : files) Write(name, content);
  }
  // Seen, then settled.
  void PollTwice() {
    keeper_->Poll();
    keeper_->Poll();
  }
  std::string InForce() const { return std::string(gate_.snapshots()->policy->hash()); }
  bool Unusable() const {
    return metrics_.Expose().find("schoolgate_policy_unusable 1") != std::string::npos;
  }
  std::vector<v1::AuditRecord> Records() {
    std::vector<v1::AuditRecord> records;
    const auto result = QueryLog(test_.File("audit"), {.phase = v1::AUDIT_PHASE_POLICY_CHANGED});
    if (result.ok()) {
      for (const AuditRow& row : result->rows) records.push_back(row.record);
    }
    return records;
  }

  vault_testing::TestDirectory test_;
  const std::string directory_ = test_.File("policy");
  const std::string archive_ = test_.File("archive");
  std::string name_fault_;
  Metrics metrics_;
  ManualClock clock_{absl::FromCivil(absl::CivilDay(2027, 6, 1), absl::UTCTimeZone())};
  const std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(test_);
  const std::unique_ptr<AuditLog> audit_ = AuditLog::Open({.directory = test_.File("audit"),
                                                           .origin = "maple-hollow.example/schoolgate",
                                                           .district = "maple-hollow",
                                                           .key_file = test_.File("audit.key")},
                                                          Clock::System())
                                               .value();
  WorkerPool workers_{1, 1};
  ReviewDesk reviews_{ReviewStore::Open(test_.File("reviews.db"), *vault_, "maple-hollow", {}).value(),
                      *audit_, clock_};
  Gate gate_{clock_, absl::UTCTimeZone(), *vault_, *audit_, metrics_, workers_, reviews_};
  std::unique_ptr<PolicyKeeper> keeper_;
};

TEST_F(PolicyKeeperTest, AFileEditedInPlaceComesInForceOnceItStandsStill) {
  const std::string before = InForce();
  PollTwice();
  EXPECT_TRUE(Records().empty()) << "nothing changed";

  Write("planner.yaml", ToolFor("teacher, staff"));
  keeper_->Poll();
  EXPECT_EQ(InForce(), before) << "somebody may still be writing";
  keeper_->Poll();
  const std::string after = InForce();
  ASSERT_NE(after, before);
  EXPECT_TRUE(LoadArchived(archive_, after).ok());
  const auto records = Records();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].policy_hash(), after);
  EXPECT_EQ(records[0].policy_change().old_hash(), before);
  EXPECT_EQ(records[0].policy_change().how(), "files");
  EXPECT_TRUE(records[0].reason().empty());
}

TEST_F(PolicyKeeperTest, WhatIsWrittenBetweenTwoLooksIsNotTaken) {
  const std::string before = InForce();
  Write("planner.yaml", ToolFor("teacher, staff"));
  keeper_->Poll();
  Write("planner.yaml", ToolFor("teacher, staff, administrator"));
  keeper_->Poll();
  EXPECT_EQ(InForce(), before);
  keeper_->Poll();
  EXPECT_NE(InForce(), before);
  EXPECT_EQ(Records().size(), 1u) << "the state in between was never in force";
}

TEST_F(PolicyKeeperTest, AConfigMapsSwapComesInForceWhole) {
  const std::string before = InForce();
  // As the kubelet mounts one: links to `..data`, itself a link to a version.
  const fs::path root(directory_);
  fs::remove_all(root);
  Write("..v1/tools/planner.yaml", ToolFor("teacher"));
  Write("..v1/acme.yaml", policy::kAgreement);
  fs::create_directory_symlink("..v1", root / "..data");
  fs::create_directory_symlink("..data/tools", root / "tools");
  fs::create_symlink("..data/acme.yaml", root / "acme.yaml");
  PollTwice();
  EXPECT_EQ(InForce(), before) << "the same documents in other folders";
  EXPECT_FALSE(Unusable());

  Write("..v2/tools/planner.yaml", ToolFor("teacher, staff"));
  Write("..v2/acme.yaml", policy::kAgreement);
  fs::create_directory_symlink("..v2", root / "..data_tmp");
  fs::rename(root / "..data_tmp", root / "..data");
  fs::remove_all(root / "..v1");
  PollTwice();
  EXPECT_NE(InForce(), before);
  EXPECT_EQ(Records().size(), 1u);
}

TEST_F(PolicyKeeperTest, ABrokenSetIsRefusedOnceAndTheOldOneServes) {
  const std::string before = InForce();
  const std::string broken = policy::Replaced(policy::kTool, "phase:", "phas:");
  Write("planner.yaml", broken);
  PollTwice();
  PollTwice();
  // Touched, and the same all the same.
  Write("planner.yaml", broken);
  PollTwice();
  EXPECT_EQ(InForce(), before);
  EXPECT_TRUE(Unusable());
  auto records = Records();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].reason(), "POLICY_UNUSABLE");
  EXPECT_EQ(records[0].policy_hash(), before);
  EXPECT_EQ(records[0].policy_change().old_hash(), before);
  EXPECT_GT(records[0].policy_change().faults(), 0);

  Write("planner.yaml", policy::Replaced(policy::kTool, "roles:", "rolls:"));
  PollTwice();
  EXPECT_EQ(Records().size(), 2u) << "another fault is another refusal";
  Write("planner.yaml", ToolFor("teacher"));
  PollTwice();
  EXPECT_FALSE(Unusable());
  EXPECT_EQ(Records().size(), 2u) << "back to what is in force";
}

TEST_F(PolicyKeeperTest, ADeletedDirectoryIsRefusedToo) {
  const std::string before = InForce();
  fs::remove_all(directory_);
  PollTwice();
  PollTwice();
  EXPECT_EQ(InForce(), before);
  EXPECT_TRUE(Unusable());
  EXPECT_EQ(Records().size(), 1u);
  WriteAll(FilesFor("teacher, staff"));
  PollTwice();
  EXPECT_NE(InForce(), before);
}

TEST_F(PolicyKeeperTest, ASetTheConfigurationDoesNotFitIsRefused) {
  const std::string before = InForce();
  name_fault_ = "the tool needs a vendor that is not configured";
  Write("planner.yaml", ToolFor("teacher, staff"));
  PollTwice();
  EXPECT_EQ(InForce(), before);
  ASSERT_EQ(Records().size(), 1u);
  EXPECT_EQ(Records()[0].reason(), "POLICY_UNUSABLE");
}

TEST_F(PolicyKeeperTest, WhatCannotBeArchivedDoesNotServe) {
  const std::string before = InForce();
  fs::remove_all(archive_);
  std::ofstream(archive_) << "no directory";
  Write("planner.yaml", ToolFor("teacher, staff"));
  PollTwice();
  PollTwice();
  EXPECT_EQ(InForce(), before);
  EXPECT_TRUE(Unusable());
  EXPECT_TRUE(Records().empty());
  fs::remove(archive_);
  fs::create_directory(archive_);
  PollTwice();
  EXPECT_NE(InForce(), before) << "tried again once the disk takes it";
}

PolicyOrder OrderFor(const std::string& reason) {
  PolicyOrder order;
  order.caller.set_app("console");
  order.caller.set_person_tag("tag");
  order.reason = reason;
  return order;
}

TEST_F(PolicyKeeperTest, ApplyWritesTheFilesAndSaysWhoAndWhy) {
  const std::string before = InForce();
  std::vector<policy::Issue> faults;
  const std::string reason = "The Board approved the pilot.";
  const auto applied = keeper_->Apply(FilesFor("teacher, staff"), OrderFor(reason), faults);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(InForce(), *applied);
  EXPECT_NE(*applied, before);
  EXPECT_EQ(ReadFile(directory_ + "/planner.yaml").value_or(""), ToolFor("teacher, staff"));
  EXPECT_TRUE(LoadArchived(archive_, *applied).ok());
  auto records = Records();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].policy_change().how(), "apply");
  EXPECT_EQ(records[0].caller().app(), "console");
  EXPECT_EQ(records[0].policy_change().reason_length(), static_cast<int>(reason.size()));
  EXPECT_EQ(records[0].policy_change().reason_digest().size(), 32u);
  EXPECT_EQ(records[0].SerializeAsString().find("Board"), std::string::npos);

  // The watcher has nothing to add, and the same set again changes nothing.
  PollTwice();
  EXPECT_EQ(keeper_->Apply(FilesFor("teacher, staff"), OrderFor("again"), faults).value_or(""), *applied);
  EXPECT_EQ(Records().size(), 1u);
}

TEST_F(PolicyKeeperTest, ApplyRefusesWhatIsFaultyAndLeavesTheFiles) {
  const std::string before = InForce();
  std::vector<policy::Issue> faults;
  const auto applied = keeper_->Apply({{"planner.yaml", policy::Replaced(policy::kTool, "phase:", "phas:")}},
                                      OrderFor("why"), faults);
  EXPECT_EQ(ProblemOf(applied.status()).reason, "POLICY_UNUSABLE");
  EXPECT_FALSE(faults.empty());
  EXPECT_EQ(InForce(), before);
  EXPECT_EQ(ReadFile(directory_ + "/planner.yaml").value_or(""), ToolFor("teacher"));
  ASSERT_EQ(Records().size(), 1u);
  EXPECT_EQ(Records()[0].reason(), "POLICY_UNUSABLE");
  EXPECT_EQ(Records()[0].caller().app(), "console");
  EXPECT_FALSE(Unusable()) << "the directory is as good as it was";
}

TEST_F(PolicyKeeperTest, OfTwoOfficersTheSecondLooksAgain) {
  std::vector<policy::Issue> faults;
  PolicyOrder order = OrderFor("first");
  order.expected_hash = InForce();
  ASSERT_TRUE(keeper_->Apply(FilesFor("teacher, staff"), order, faults).ok());
  const auto second = keeper_->Apply(FilesFor("teacher, student"), order, faults);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReadFile(directory_ + "/planner.yaml").value_or(""), ToolFor("teacher, staff"));
  EXPECT_EQ(Records().size(), 1u);
}

TEST_F(PolicyKeeperTest, ApplyMendsADirectoryThatWasRefused) {
  Write("planner.yaml", "no policy");
  PollTwice();
  ASSERT_TRUE(Unusable());
  std::vector<policy::Issue> faults;
  ASSERT_TRUE(keeper_->Apply(FilesFor("teacher"), OrderFor("mend"), faults).ok());
  EXPECT_EQ(ReadFile(directory_ + "/planner.yaml").value_or(""), ToolFor("teacher"));
  EXPECT_FALSE(Unusable());
}

TEST_F(PolicyKeeperTest, WhatRunsOutIsTold) {
  ExpiryWatch watch(gate_);
  watch.Look();
  const std::string series = R"(schoolgate_policy_days_left{name="acme-dpa",what="agreement"} )";
  EXPECT_NE(metrics_.Expose().find(series + "29"), std::string::npos) << metrics_.Expose();
  clock_.Advance(absl::Hours(24));
  watch.Look();
  EXPECT_NE(metrics_.Expose().find(series + "28"), std::string::npos);
  // Renamed, so the old name's series goes.
  Write("acme.yaml", policy::Replaced(policy::kAgreement, "{name: acme-dpa}", "{name: acme-2}"));
  Write("planner.yaml", policy::Replaced(policy::kTool, "agreement: acme-dpa", "agreement: acme-2"));
  PollTwice();
  watch.Look();
  EXPECT_EQ(metrics_.Expose().find(series), std::string::npos);
  EXPECT_NE(metrics_.Expose().find(R"(name="acme-2")"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate::gateway
