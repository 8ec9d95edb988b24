#include "gateway/policy_store/policy_archive.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "policy/test_policy.h"

namespace schoolgate::gateway {
namespace {

namespace fs = std::filesystem;

PolicyFiles Files(const std::string& tool = policy::kTool) {
  return {{"agreements/acme.yaml", policy::kAgreement}, {"planner.yaml", tool}};
}
PolicyFiles OtherFiles() { return Files(policy::Replaced(policy::kTool, "[teacher]", "[teacher, staff]")); }

class PolicyArchiveTest : public testing::Test {
 protected:
  std::string Path(const std::string& name = "") const {
    return (root_.path() / "archive").string() + (name.empty() ? "" : "/" + name);
  }
  PolicyArchive Open() const {
    absl::StatusOr<PolicyArchive> archive = PolicyArchive::Open(Path());
    EXPECT_TRUE(archive.ok()) << archive.status();
    return *std::move(archive);
  }
  // Stages and keeps; the set's hash.
  std::string Keep(const PolicyArchive& archive, const PolicyFiles& files) {
    absl::StatusOr<StagedPolicy> staged = archive.Stage(files, "DIR", issues_);
    EXPECT_TRUE(staged.ok()) << staged.status();
    if (!staged.ok()) return "";
    std::string hash(staged->set()->hash());
    const absl::Status kept = archive.Keep(*std::move(staged));
    EXPECT_TRUE(kept.ok()) << kept;
    return hash;
  }
  size_t Entries() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(Path()), fs::directory_iterator()));
  }

  policy::PolicyDirectory root_{{}};
  std::vector<policy::Issue> issues_;
};

TEST_F(PolicyArchiveTest, EverySetStaysUnderItsHash) {
  const PolicyArchive archive = Open();
  const std::string first = Keep(archive, Files());
  const std::string second = Keep(archive, OtherFiles());
  ASSERT_NE(first, second);
  EXPECT_EQ(Entries(), 2u) << "nothing is left of staging";
  for (const std::string& hash : {first, second}) {
    const auto set = LoadArchived(Path(), hash);
    ASSERT_TRUE(set.ok()) << set.status();
    EXPECT_EQ((*set)->hash(), hash);
  }
  EXPECT_EQ(ReadFile(Path(first + "/agreements/acme.yaml")).value_or(""), policy::kAgreement);
}

TEST_F(PolicyArchiveTest, ASetThatSaysTheSameSharesItsPlace) {
  const PolicyArchive archive = Open();
  const std::string hash = Keep(archive, Files());
  EXPECT_EQ(Keep(archive, Files(StrCat("# for the new year\n", policy::kTool))), hash);
  EXPECT_EQ(Entries(), 1u);
  EXPECT_EQ(ReadFile(Path(hash + "/planner.yaml")).value_or(""), policy::kTool);
}

TEST_F(PolicyArchiveTest, WhatACrashLeftInStagingIsNoSet) {
  std::string half;
  {
    const PolicyArchive archive = Open();
    // As a process leaves it that ends between writing the files and moving them to their place.
    half = Path(".staging-of-a-crash");
    ASSERT_TRUE(WritePolicyFiles(half, Files()).ok());
  }
  const PolicyArchive archive = Open();
  EXPECT_FALSE(fs::exists(half));
  EXPECT_EQ(Entries(), 0u);
  const std::string hash = Keep(archive, Files());
  EXPECT_TRUE(LoadArchived(Path(), hash).ok());
}

TEST_F(PolicyArchiveTest, AChangedFileIsNoticedAndMended) {
  const PolicyArchive archive = Open();
  const std::string hash = Keep(archive, Files());
  const std::string file = Path(hash + "/planner.yaml");
  std::ofstream(file) << policy::Replaced(policy::kTool, "[teacher]", "[teacher, student]");
  EXPECT_EQ(LoadArchived(Path(), hash).status().code(), absl::StatusCode::kDataLoss);
  fs::remove(file);
  EXPECT_EQ(LoadArchived(Path(), hash).status().code(), absl::StatusCode::kDataLoss);

  // The next time the set comes in force it is whole again; what was found stays, beside it.
  EXPECT_EQ(Keep(archive, Files()), hash);
  EXPECT_TRUE(LoadArchived(Path(), hash).ok());
  EXPECT_EQ(Entries(), 2u);
}

TEST_F(PolicyArchiveTest, SaysWhatItDoesNotHave) {
  Open();
  EXPECT_EQ(LoadArchived(Path(), std::string(64, '0')).status().code(), absl::StatusCode::kNotFound);
  for (const std::string hash : {"", "..", "../../etc", "ABCDEF"}) {
    EXPECT_EQ(LoadArchived(Path(), hash).status().code(), absl::StatusCode::kInvalidArgument) << hash;
  }
}

TEST_F(PolicyArchiveTest, FaultsComeWithTheirPlaces) {
  const PolicyArchive archive = Open();
  const auto broken =
      archive.Stage(Files(policy::Replaced(policy::kTool, "phase:", "phas:")), "DIR", issues_);
  EXPECT_FALSE(broken.ok());
  ASSERT_FALSE(issues_.empty());
  EXPECT_EQ(issues_[0].file, "planner.yaml");
  EXPECT_GT(issues_[0].line, 0);
  const auto empty = archive.Stage({}, "DIR", issues_);
  EXPECT_FALSE(empty.ok());
  ASSERT_EQ(issues_.size(), 1u);
  EXPECT_EQ(issues_[0].file, "DIR") << "not the staging directory, which nobody knows";
  EXPECT_EQ(Entries(), 0u);
}

TEST_F(PolicyArchiveTest, ADiskThatDoesNotTakeItIsAnError) {
  std::ofstream(Path()) << "a file where the archive should be";
  EXPECT_FALSE(PolicyArchive::Open(Path()).ok());
  fs::remove(Path());
  const PolicyArchive archive = Open();
  absl::StatusOr<StagedPolicy> staged = archive.Stage(Files(), "DIR", issues_);
  ASSERT_TRUE(staged.ok());
  // Gone under our feet, as a volume that was taken away.
  fs::remove_all(Path());
  EXPECT_FALSE(archive.Keep(*std::move(staged)).ok());
  EXPECT_FALSE(LoadArchived(Path(), std::string(64, 'a')).ok());
}

TEST(PolicyPaths, OnlyPlainNamesBelowTheDirectory) {
  for (const char* good : {"a.yaml", "tools/lesson-planner.yaml", "a/b/c_1.yaml"}) {
    EXPECT_TRUE(IsPolicyPath(good)) << good;
  }
  for (const char* bad :
       {"", "a", "a.yml", ".yaml", ".hidden.yaml", "../a.yaml", "a/../b.yaml", "/a.yaml", "a//b.yaml",
        "a.yaml/b.yaml", "a b.yaml", "a\n.yaml", "á.yaml", "1/2/3/4/5/6/7/8/9.yaml", ".git/a.yaml"}) {
    EXPECT_FALSE(IsPolicyPath(bad)) << bad;
  }
}

class DirectoryReplacementTest : public testing::Test {
 protected:
  std::string Content(const std::string& name) const {
    return ReadFile((directory_.path() / name).string()).value_or("none");
  }
  // What stands beside the directory and was ours.
  size_t Left() const {
    size_t left = 0;
    for (const auto& entry : fs::directory_iterator(directory_.path().parent_path())) {
      left += entry.path().filename().string().starts_with("." + directory_.path().filename().string());
    }
    return left;
  }

  policy::PolicyDirectory directory_{{{"old/a.yaml", "old"}, {"README.md", "ours"}, {".git/config", "git"}}};
};

TEST_F(DirectoryReplacementTest, TakesThePolicyFilesPlaceAndLeavesTheOthers) {
  auto replaced = DirectoryReplacement::Put(directory_.path().string(), {{"new/b.yaml", "new"}});
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(Content("new/b.yaml"), "new");
  replaced->Finish();
  EXPECT_EQ(Content("new/b.yaml"), "new");
  EXPECT_EQ(Content("old/a.yaml"), "none");
  EXPECT_EQ(Content("README.md"), "ours");
  EXPECT_EQ(Content(".git/config"), "git");
  EXPECT_EQ(Left(), 0u);
}

TEST_F(DirectoryReplacementTest, IsUndoneUnlessFinished) {
  {
    auto replaced = DirectoryReplacement::Put(directory_.path().string(), {{"new/b.yaml", "new"}});
    ASSERT_TRUE(replaced.ok());
  }
  EXPECT_EQ(Content("old/a.yaml"), "old");
  EXPECT_EQ(Content("README.md"), "ours");
  EXPECT_EQ(Content("new/b.yaml"), "none");
  EXPECT_EQ(Left(), 0u);
}

TEST_F(DirectoryReplacementTest, AConfigMapIsNotOurs) {
  fs::create_directory_symlink("..2026_01_01", directory_.path() / "..data");
  const auto replaced = DirectoryReplacement::Put(directory_.path().string(), {{"b.yaml", "new"}});
  EXPECT_EQ(replaced.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Content("old/a.yaml"), "old");
}

}  // namespace
}  // namespace schoolgate::gateway
