#include "gateway/release/group_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"

namespace schoolgate::gateway {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

class GroupLedgerTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }
  void Open() {
    ledger_.reset();
    auto opened = GroupLedger::Open(directory_.File("groups.db"), SecretBytes(std::string(32, 'k')));
    ASSERT_TRUE(opened.ok()) << opened.status();
    ledger_ = *std::move(opened);
  }
  static std::vector<GroupMember> Students(const std::string& group, int first, int count) {
    std::vector<GroupMember> members;
    for (int i = 0; i < count; ++i) {
      members.push_back({.group = group, .student = StrCat("student|made-up-", first + i)});
    }
    return members;
  }

  vault_testing::TestDirectory directory_;
  std::unique_ptr<GroupLedger> ledger_;
};

TEST_F(GroupLedgerTest, AGroupIsLargeEnoughFromTheLeastOn) {
  EXPECT_THAT(*ledger_->TooSmall("study", Students("g", 0, 9), 10), Each(1));
  EXPECT_THAT(*ledger_->TooSmall("study", Students("g", 0, 10), 10), Each(0));
  // One student ten times is one student.
  std::vector<GroupMember> same;
  for (int i = 0; i < 10; ++i) same.push_back(Students("g", 0, 1)[0]);
  EXPECT_THAT(*ledger_->TooSmall("study", same, 10), Each(1));
  // Groups are apart, and nobody's group is too small.
  std::vector<GroupMember> mixed = Students("g", 0, 2);
  mixed.push_back(Students("h", 0, 1)[0]);
  mixed.push_back({.student = "unknown"});
  EXPECT_THAT(*ledger_->TooSmall("study", mixed, 2), ElementsAre(0, 0, 1, 1));
}

TEST_F(GroupLedgerTest, WhatAVendorLearnedBeforeCountsAlsoAfterARestart) {
  ASSERT_TRUE(ledger_->Learn("study", Students("g", 0, 10)).ok());
  Open();
  EXPECT_THAT(*ledger_->TooSmall("study", Students("g", 50, 1), 10), Each(0));
  EXPECT_THAT(*ledger_->TooSmall("study", Students("g", 0, 1), 10), Each(0)) << "already known";
  EXPECT_THAT(*ledger_->TooSmall("study", Students("g", 0, 1), 11), Each(1));
  EXPECT_THAT(*ledger_->TooSmall("other", Students("g", 50, 1), 10), Each(1)) << "another vendor's knowledge";
}

TEST_F(GroupLedgerTest, HoldsNobodyInClear) {
  ASSERT_TRUE(ledger_->Learn("study", Students("sch-1|07|special.disability", 7, 3)).ok());
  ledger_.reset();
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(directory_.File("x")).parent_path())) {
    const auto bytes = ReadFile(entry.path().string());
    ASSERT_TRUE(bytes.ok());
    for (const char* word : {"made-up", "sch-1", "disability", "study"}) {
      EXPECT_EQ(bytes->find(word), std::string::npos) << entry.path() << " " << word;
    }
  }
}

}  // namespace
}  // namespace schoolgate::gateway
