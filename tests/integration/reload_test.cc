// A policy that changes while requests come and go: none fails, each is decided under the set it began with,
// and the record of any of them can be replayed afterwards.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/cli/command.h"
#include "gateway/policy_store/policy_archive.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kText = "Maya Okafor-Reyes and Liam Nguyen will share a microscope.";

class ReloadTest : public GateTest {
 protected:
  static std::string Policy() { return gate().sample().config.policy_directory; }
  static std::string Archive() { return gate().directory() + "/policy-archive"; }

  // What of the log is about the policy, oldest first.
  static std::vector<v1::AuditRecord> Changes() {
    std::vector<v1::AuditRecord> changes;
    for (v1::AuditRecord& record : RecordsOf(gate().directory(), "")) {
      if (record.phase() == v1::AUDIT_PHASE_POLICY_CHANGED) changes.push_back(std::move(record));
    }
    return changes;
  }
  static v1::AuditRecord LastChange() { return Changes().back(); }

  // Waits until there is one more change on the record than `before`.
  static bool ChangesBeyond(size_t before) {
    const absl::Time end = absl::Now() + absl::Seconds(60);
    while (absl::Now() < end) {
      if (Changes().size() > before) return true;
      absl::SleepFor(absl::Milliseconds(100));
    }
    return false;
  }

  // Another term in Lumen's agreement, in the file's own place.
  static void RetainFor(int days) {
    const std::string path = Policy() + "/agreements/lumen.yaml";
    std::string content = ReadFile(path).value_or("");
    const size_t at = content.find("retentionDays: ");
    ASSERT_NE(at, std::string::npos);
    content.replace(at, content.find_first_of(" \n", at + 15) - at, StrCat("retentionDays: ", days));
    std::ofstream(path, std::ios::binary) << content;
  }

  static HttpAnswer Ask() { return gate().Post(gate().Teacher(), ChatBody(kText)); }
  static std::string ExchangeOf(const HttpAnswer& answer) { return HeaderOf(answer, "x-request-id"); }
};

TEST_F(ReloadTest, NoRequestFailsAndEachNamesTheSetItBeganWith) {
  std::atomic<bool> enough = false;
  std::atomic<int> asked = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!enough) {
        ++asked;
        if (Ask().status != 200) ++failed;
      }
    });
  }
  for (const int days : {21, 22}) {
    const size_t before = Changes().size();
    RetainFor(days);
    EXPECT_TRUE(ChangesBeyond(before));
  }
  enough = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_GT(asked, 0);
  EXPECT_EQ(failed, 0);

  std::set<std::string> in_force;
  std::string last;
  for (const v1::AuditRecord& record : RecordsOf(gate().directory(), "")) {
    if (record.phase() == v1::AUDIT_PHASE_POLICY_CHANGED) {
      EXPECT_EQ(record.policy_change().old_hash(), last);
      last = record.policy_hash();
      in_force.insert(last);
      EXPECT_TRUE(gateway::LoadArchived(Archive(), last).ok()) << "archived before it serves";
    } else if (record.phase() == v1::AUDIT_PHASE_INTENT) {
      EXPECT_TRUE(in_force.contains(record.policy_hash()));
    }
  }
  EXPECT_EQ(in_force.size(), 3u);
  EXPECT_NE(gate().Metrics().find("schoolgate_policy_changes_total{result=\"in_force\"} 2"),
            std::string::npos);
}

TEST_F(ReloadTest, APastRecordIsReplayedAfterTwoChanges) {
  const HttpAnswer answer = Ask();
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::string exchange = ExchangeOf(answer);
  const std::vector<v1::AuditRecord> records = RecordsOf(gate().directory(), exchange);
  ASSERT_EQ(records.size(), 2u);
  const std::string then = records[0].policy_hash();
  for (const int days : {23, 24}) {
    const size_t before = Changes().size();
    RetainFor(days);
    ASSERT_TRUE(ChangesBeyond(before));
  }
  ASSERT_NE(LastChange().policy_hash(), then);

  testing::internal::CaptureStdout();
  const int exit = gateway::PolicyExplain({.record = records[1].record_id(), .data = gate().directory()});
  const std::string shown = testing::internal::GetCapturedStdout();
  EXPECT_EQ(exit, gateway::kExitOk);
  EXPECT_NE(shown.find(then), std::string::npos) << shown;
  EXPECT_NE(shown.find("student.name x2"), std::string::npos) << shown;
  EXPECT_NE(shown.find("the same"), std::string::npos) << shown;

  testing::internal::CaptureStdout();
  const int replayed = gateway::PolicyExplain({.at = then,
                                               .data = gate().directory(),
                                               .tool = "lesson-planner",
                                               .element = "student.name",
                                               .format = gateway::OutputFormat::kJson});
  const std::string json = testing::internal::GetCapturedStdout();
  EXPECT_EQ(replayed, gateway::kExitOk);
  EXPECT_NE(json.find(R"("element":"student.name","treatment":"pseudonymize")"), std::string::npos) << json;
}

TEST_F(ReloadTest, ABrokenSetIsRefusedAndTheOldOneAnswers) {
  const std::string path = Policy() + "/tools/lesson-planner.yaml";
  const std::string good = ReadFile(path).value_or("");
  const std::string before = LastChange().policy_hash();
  const size_t changes = Changes().size();
  std::ofstream(path, std::ios::binary) << "apiVersion: schoolgate/v1\nkind: Tol\n";
  ASSERT_TRUE(ChangesBeyond(changes));
  const v1::AuditRecord refused = LastChange();
  EXPECT_EQ(refused.reason(), "POLICY_UNUSABLE");
  EXPECT_EQ(refused.policy_hash(), before);
  EXPECT_EQ(Ask().status, 200);
  EXPECT_NE(gate().Metrics().find("schoolgate_policy_unusable 1"), std::string::npos);
  EXPECT_NE(gate().Log().find("tools/lesson-planner.yaml"), std::string::npos);
  std::ofstream(path, std::ios::binary) << good;
  const absl::Time end = absl::Now() + absl::Seconds(60);
  while (gate().Metrics().find("schoolgate_policy_unusable 0") == std::string::npos && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_NE(gate().Metrics().find("schoolgate_policy_unusable 0"), std::string::npos);
  EXPECT_EQ(Changes().size(), changes + 1) << "what is in force came back, so nothing changed";
}

}  // namespace
}  // namespace schoolgate::tests
