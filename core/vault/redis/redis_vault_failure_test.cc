// A vault whose Redis is slow, full, killed, emptied, altered or replaced. The people are made up.
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "absl/time/clock.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_testing.h"
#include "core/vault/redis/redis_vault.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::vault_testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

template <typename Condition>
bool Await(Condition condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) absl::SleepFor(absl::Milliseconds(10));
  return condition();
}

class RedisVaultFailureTest : public ::testing::Test {
 protected:
  std::unique_ptr<Vault> MustOpen(const std::vector<const RedisServer*>& servers) {
    auto vault = OpenRedisVault(VaultOptionsFor(servers, directory_.key_file()));
    EXPECT_TRUE(vault.ok()) << vault.status();
    return vault.ok() ? *std::move(vault) : nullptr;
  }
  absl::StatusOr<Forms> IssueAna(Vault& vault, const VaultScope& scope) {
    return Issue(loop_, vault, scope, {OnRoster("student|1", 0, "Ana")});
  }

  const TestDirectory directory_;
  EventLoop loop_;
};

TEST_F(RedisVaultFailureTest, AKilledServerRefusesWhatNeedsItAndHeals) {
  RedisServer server;
  const auto vault = MustOpen({&server});
  const auto known = IssueAna(*vault, SessionScope("s"));
  ASSERT_TRUE(known.ok());
  const auto tags = SubjectTags(loop_, *vault, {"student|1"}, "record");
  server.Kill();
  EXPECT_TRUE(Await([&] { return !vault->healthy(); }));
  EXPECT_EQ(ReasonOf(IssueAna(*vault, SessionScope("s")).status()), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(IssueAna(*vault, SessionScope("new")).status()), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(Numbers(loop_, *vault, {"student|2"}).status()), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(vault->Enroll(std::vector<std::string>{"student|2"})), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(vault->admin().DestroyPerson("student|1", "")), "VAULT_UNAVAILABLE");
  // Who keeps nothing goes on, and so does the record of disclosures.
  EXPECT_TRUE(IssueAna(*vault, VaultScope()).ok());
  EXPECT_EQ(*SubjectTags(loop_, *vault, {"student|1"}, "record"), *tags);
  server.Start();
  EXPECT_TRUE(Await([&] { return vault->healthy(); }));
  EXPECT_EQ(Describe(*IssueAna(*vault, SessionScope("s"))), Describe(*known));
  EXPECT_TRUE(IssueAna(*vault, SessionScope("new")).ok());
}

TEST_F(RedisVaultFailureTest, AStuckServerHoldsUpNoLoop) {
  RedisServer server;
  const auto vault = MustOpen({&server});
  ASSERT_TRUE(IssueAna(*vault, SessionScope("s")).ok());
  server.Pause();
  std::vector<std::future<absl::StatusOr<Forms>>> waiting;
  for (int i = 0; i < 200; ++i) {
    waiting.push_back(
        StartIssue(loop_, *vault, SessionScope(StrCat("s", i)), {OnRoster("student|1", 0, "Ana")}));
  }
  // While they wait the loop does what others ask of it, at once.
  for (int i = 0; i < 20; ++i) {
    std::promise<void> done;
    std::future<void> turn = done.get_future();
    loop_.Post([&done] { done.set_value(); });
    EXPECT_EQ(turn.wait_for(std::chrono::seconds(5)), std::future_status::ready);
    absl::SleepFor(absl::Milliseconds(5));
  }
  for (auto& call : waiting) EXPECT_EQ(ReasonOf(call.get().status()), "VAULT_UNAVAILABLE");
  EXPECT_FALSE(vault->healthy());
  server.Resume();
  EXPECT_TRUE(Await([&] { return vault->healthy(); }));
  EXPECT_TRUE(IssueAna(*vault, SessionScope("s")).ok());
}

// What was answered is there after a kill, at whatever moment it came.
TEST_F(RedisVaultFailureTest, WhatWasAnsweredOutlivesAKill) {
  RedisServer server;
  const auto vault = MustOpen({&server});
  std::vector<std::future<absl::StatusOr<Forms>>> calls;
  for (int i = 0; i < 300; ++i) {
    calls.push_back(StartIssue(loop_, *vault, SessionScope(StrCat("s", i % 30)),
                               {OnRoster(StrCat("student|", i), 0, "x"), OffRoster(StrCat("v", i), 0, "y")}));
  }
  calls.front().wait();
  server.Kill();
  server.Start();
  std::vector<absl::StatusOr<Forms>> answers;
  for (auto& call : calls) answers.push_back(call.get());
  ASSERT_TRUE(Await([&] { return vault->healthy(); }));
  int answered = 0;
  for (int i = 0; i < 300; ++i) {
    if (!answers[i].ok()) {
      EXPECT_EQ(ReasonOf(answers[i].status()), "VAULT_UNAVAILABLE");
      continue;
    }
    ++answered;
    const auto again = Issue(loop_, *vault, SessionScope(StrCat("s", i % 30)),
                             {OnRoster(StrCat("student|", i), 0, "x"), OffRoster(StrCat("v", i), 0, "y")});
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(Describe(*again), Describe(*answers[i]));
  }
  EXPECT_GT(answered, 0);
}

TEST_F(RedisVaultFailureTest, APromotedReplicaGoesOnWithTheSameVault) {
  RedisServer first;
  const RedisServer second;
  const auto vault = MustOpen({&first, &second});
  second.Admin({"REPLICAOF", "127.0.0.1", first.port()});
  ASSERT_TRUE(second.AwaitAdmin({"INFO", "replication"}, "master_link_status:up"));
  const auto before = IssueAna(*vault, SessionScope("s"));
  ASSERT_TRUE(before.ok());
  ASSERT_TRUE(Await([&] {
    return second.Admin({"HLEN", "schoolgate:people"}).find('1') != std::string::npos;
  }));
  first.Kill();
  second.Admin({"REPLICAOF", "NO", "ONE"});
  EXPECT_TRUE(Await([&] { return vault->healthy(); }));
  EXPECT_EQ(Describe(*IssueAna(*vault, SessionScope("s"))), Describe(*before));
  EXPECT_TRUE(IssueAna(*vault, SessionScope("new")).ok());
}

// A replica that was promoted before it had the last writes: what the gate remembers of them is of no use.
TEST_F(RedisVaultFailureTest, AReplicaThatLacksTheLastWritesIsBelievedNotTheCache) {
  RedisServer first;
  const RedisServer second;
  const auto vault = MustOpen({&first, &second});
  ASSERT_TRUE(IssueAna(*vault, SessionScope("s")).ok());
  second.Admin({"REPLICAOF", "127.0.0.1", first.port()});
  ASSERT_TRUE(second.AwaitAdmin({"INFO", "replication"}, "master_link_status:up"));
  ASSERT_TRUE(Await([&] {
    return second.Admin({"HLEN", "schoolgate:people"}).find('1') != std::string::npos;
  }));
  second.Admin({"REPLICAOF", "NO", "ONE"});
  const auto lost = Issue(loop_, *vault, SessionScope("s"), {OnRoster("student|2", 0, "Ben")});
  ASSERT_TRUE(lost.ok());
  first.Kill();
  ASSERT_TRUE(Await([&] { return vault->healthy(); }));
  EXPECT_THAT(*Issued(loop_, *vault, SessionScope("s")), SizeIs(1));
  const auto again = Issue(loop_, *vault, SessionScope("s"), {OnRoster("student|2", 0, "Ben")});
  ASSERT_TRUE(again.ok());
  const auto stored = Numbers(loop_, *vault, {"student|2"});
  EXPECT_EQ(again->front().subject, stored->front());
}

TEST_F(RedisVaultFailureTest, AnEmptiedServerIsNoVaultThatKnowsNobody) {
  RedisServer server;
  const auto vault = MustOpen({&server});
  ASSERT_TRUE(IssueAna(*vault, SessionScope("s")).ok());
  server.Admin({"FLUSHALL"});
  EXPECT_EQ(ReasonOf(IssueAna(*vault, SessionScope("s")).status()), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(Numbers(loop_, *vault, {"student|1"}).status()), "VAULT_UNAVAILABLE");
  EXPECT_TRUE(Await([&] { return !vault->healthy(); }));
  EXPECT_EQ(server.Admin({"DBSIZE"}).substr(0, 1), "0") << "nothing is begun anew beneath a running gate";
}

TEST_F(RedisVaultFailureTest, AFullServerRefusesWhatIsNewAndHeals) {
  RedisServer server;
  const auto vault = MustOpen({&server});
  ASSERT_TRUE(IssueAna(*vault, SessionScope("s")).ok());
  server.Admin({"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_EQ(ReasonOf(IssueAna(*vault, SessionScope("new")).status()), "VAULT_UNAVAILABLE");
  EXPECT_FALSE(vault->healthy());
  server.Admin({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_TRUE(Await([&] { return vault->healthy(); }));
  EXPECT_TRUE(IssueAna(*vault, SessionScope("new")).ok());
}

TEST_F(RedisVaultFailureTest, AnAlteredRowGivesNothingRatherThanSomebodyElse) {
  RedisServer server;
  const VaultScope scope = SessionScope("s");
  ASSERT_TRUE(Issue(loop_, *MustOpen({&server}), scope,
                    {OnRoster("student|1", 0, "Ana"), OnRoster("student|2", 0, "Ben")})
                  .ok());
  // Ben's row gets Ana's sealed form: only the seal can tell.
  server.Admin(
      {"EVAL",
       "local key = redis.call(\"KEYS\", \"*scope:*\")[1] local ana, ben = redis.call(\"HGET\", key, "
       "\"e0\"), redis.call(\"HGET\", key, \"e1\") redis.call(\"HSET\", key, \"e1\", ben:sub(1, 42) .. "
       "ana:sub(43))",
       "0"});
  EXPECT_EQ(ReasonOf(Issued(loop_, *MustOpen({&server}), scope).status()), "VAULT_UNAVAILABLE");
  server.Admin(
      {"EVAL",
       "local key = redis.call(\"KEYS\", \"*scope:*\")[1] redis.call(\"HSET\", key, \"e1\", \"short\")",
       "0"});
  EXPECT_EQ(ReasonOf(Issued(loop_, *MustOpen({&server}), scope).status()), "VAULT_UNAVAILABLE");
}

TEST_F(RedisVaultFailureTest, AGateWithoutAPermissionIsUnwell) {
  std::string rules = DocumentedAcl();
  rules.replace(rules.find("+setbit"), 7, "");
  const RedisServer server({.acl = rules});
  const auto vault = MustOpen({&server});
  EXPECT_EQ(ReasonOf(IssueAna(*vault, SessionScope("s")).status()), "VAULT_UNAVAILABLE");
}

}  // namespace
}  // namespace schoolgate::vault_testing
