// The vault's keys beside a running gate: a rotation nobody notices, and the end of a student's key, after
// which nothing that stood for them comes back, but the record of what was disclosed stays.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gateway/cli/command.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

using gateway::kExitOk;
using gateway::kExitYours;
using gateway::KeysAction;
using gateway::KeysArguments;

const std::string kText =
    StrCat(gateway::kDemoFirstStudentName, " and ", gateway::kDemoSecondStudentName, " share a microscope.");

class KeysTest : public testing::Test {
 protected:
  void SetUp() override {
    gate_ = TestGate::Start();
    ASSERT_NE(gate_, nullptr);
    config_ = gate_->directory() + "/keys.yaml";
    const std::string sample = ReadFile(gate_->directory() + "/config.yaml").value();
    ASSERT_TRUE(
        WriteFileAtomically(config_, absl::StrReplaceAll(sample, {{"data_dir: data", "data_dir: ."}})).ok());
    for (const Person& person : gate_->roster().people()) {
      if (person.kind != PersonKind::kStudent) continue;
      const std::string name = StrCat(person.given, " ", person.family);
      if (name == gateway::kDemoFirstStudentName) first_ = std::string(person.source_id);
    }
    ASSERT_FALSE(first_.empty());
  }

  int Keys(KeysArguments arguments) {
    arguments.config = config_;
    arguments.as = "IT on duty";
    testing::internal::CaptureStdout();
    const int exit = gateway::AdministerKeys(arguments);
    out_ = testing::internal::GetCapturedStdout();
    return exit;
  }

  HttpAnswer Say(std::string_view text, std::string_view session) {
    Caller caller = gate_->Teacher();
    caller.session = std::string(session);
    return gate_->Post(caller, ChatBody(text));
  }
  std::vector<std::string> LastCodes() {
    const std::string body(gate_->vendor().requests().back().body());
    return connectors::CodesIn(std::string_view(body).substr(body.find(R"("role":"user")")));
  }

  // The records of what was done to keys, once there are as many.
  std::vector<v1::AuditRecord> KeyRecords(size_t expected) {
    std::vector<v1::AuditRecord> found;
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (true) {
      found.clear();
      for (const v1::AuditRecord& record : RecordsOf(gate_->directory(), "")) {
        if (record.has_key_change()) found.push_back(record);
      }
      if (found.size() >= expected || absl::Now() > end) return found;
      absl::SleepFor(absl::Milliseconds(100));
    }
  }

  std::unique_ptr<TestGate> gate_;
  std::string config_, first_, out_;
};

TEST_F(KeysTest, ARotationGoesByUnnoticed) {
  ASSERT_EQ(Say(kText, "before").status, 200);
  const std::vector<std::string> codes = LastCodes();
  ASSERT_EQ(Keys({.action = KeysAction::kRotate}), kExitOk);
  EXPECT_NE(out_.find("active: 2"), std::string::npos) << out_;

  // The conversation goes on with its codes; a new one has others.
  EXPECT_NE(TextOf(Say(kText, "before")).find(gateway::kDemoFirstStudentName), std::string::npos);
  EXPECT_EQ(LastCodes(), codes);
  EXPECT_NE(TextOf(Say(kText, "after")).find(gateway::kDemoFirstStudentName), std::string::npos);
  EXPECT_NE(LastCodes(), codes);

  EXPECT_EQ(Keys({.action = KeysAction::kDisable, .key = "2"}), kExitYours) << "it is the active one";
  EXPECT_EQ(Keys({.action = KeysAction::kDisable, .key = "1"}), kExitYours) << "a session stands under it";
  ASSERT_EQ(Keys({.action = KeysAction::kDisable, .key = "1", .end_scopes = true}), kExitOk);
  ASSERT_EQ(Keys({.action = KeysAction::kList}), kExitOk);
  EXPECT_EQ(out_.find("\n1 "), std::string::npos) << out_;
  EXPECT_NE(TextOf(Say(kText, "before")).find(gateway::kDemoFirstStudentName), std::string::npos);
  EXPECT_NE(LastCodes(), codes) << "the old session ended with its key";

  const std::vector<v1::AuditRecord> records = KeyRecords(3);
  ASSERT_EQ(records.size(), 3u);
  for (size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].phase(), v1::AUDIT_PHASE_KEYS_CHANGED);
    EXPECT_EQ(records[i].key_change().how(), std::vector<std::string>({"add", "promote", "disable"})[i]);
    EXPECT_EQ(records[i].caller().method(), "cli");
    EXPECT_FALSE(records[i].caller().person_tag().empty());
  }
  ASSERT_TRUE(gate_->Restart().ok());
  EXPECT_EQ(Say(kText, "after").status, 200);
}

TEST_F(KeysTest, ADestroyedStudentComesBackToNobodyAndStaysOnRecord) {
  const HttpAnswer told = Say(kText, "s");
  ASSERT_EQ(told.status, 200);
  const std::string exchange = HeaderOf(told, "x-request-id");
  const std::vector<std::string> codes = LastCodes();
  ASSERT_EQ(codes.size(), 2u);
  // What the model says later still has the codes.
  const std::string later = StrCat(codes[0], " sits beside ", codes[1], ".");
  gate_->AnswerWith([&later](const connectors::RecordedRequest&) {
    connectors::VendorScript script;
    script.body =
        StrCat(R"({"id":"x","object":"chat.completion","created":1,"model":"lumen-large","choices":[{)"
               R"("index":0,"message":{"role":"assistant","content":")",
               later, R"("},"finish_reason":"stop"}]})");
    return std::optional(std::move(script));
  });
  std::string restored = TextOf(Say("And then?", "s"));
  EXPECT_NE(restored.find(gateway::kDemoFirstStudentName), std::string::npos) << restored;

  EXPECT_EQ(Keys({.action = KeysAction::kDestroy, .reason = "asked for", .student = "nobody-of-ours"}),
            kExitYours);
  ASSERT_EQ(Keys({.action = KeysAction::kHold, .reason = "suit 26-14", .student = first_}), kExitOk);
  EXPECT_EQ(Keys({.action = KeysAction::kDestroy, .reason = "asked for", .student = first_}), kExitYours);
  ASSERT_EQ(Keys({.action = KeysAction::kHolds}), kExitOk);
  EXPECT_EQ(out_, StrCat(first_, "  suit 26-14\n"));
  ASSERT_EQ(Keys({.action = KeysAction::kRelease, .reason = "settled", .student = first_}), kExitOk);
  ASSERT_EQ(Keys({.action = KeysAction::kDestroy, .reason = "asked for", .student = first_}), kExitOk);

  restored = TextOf(Say("And then?", "s"));
  EXPECT_EQ(restored.find(gateway::kDemoFirstStudentName), std::string::npos) << restored;
  EXPECT_NE(restored.find(gateway::kDemoSecondStudentName), std::string::npos) << restored;
  gate_->AnswerWith({});
  ASSERT_EQ(Say(kText, "s").status, 200);
  const std::vector<std::string> anew = LastCodes();
  ASSERT_EQ(anew.size(), 2u);
  EXPECT_NE(anew[0], codes[0]);
  EXPECT_EQ(anew[1], codes[1]);

  const std::vector<v1::AuditRecord> records = KeyRecords(3);
  ASSERT_EQ(records.size(), 3u) << "refusals leave none";
  EXPECT_EQ(records[0].key_change().how(), "hold");
  EXPECT_EQ(records[1].key_change().how(), "release");
  EXPECT_EQ(records[2].phase(), v1::AUDIT_PHASE_KEY_DESTROYED);
  for (const v1::AuditRecord& record : records) {
    EXPECT_EQ(record.subject_tags_size(), 1);
    EXPECT_FALSE(record.reason_digest().empty());
    EXPECT_EQ(record.SerializeAsString().find(first_), std::string::npos);
    EXPECT_EQ(record.SerializeAsString().find("suit"), std::string::npos);
  }

  // Who was told what before can still be found: the tags of old records are made as they were.
  gate_->Stop();
  EventLoop loop;  // the vault goes before it
  auto vault = OpenSqliteVault(gate_->directory() + "/vault.db", gate_->directory() + "/vault.key");
  ASSERT_TRUE(vault.ok()) << vault.status();
  int intents = 0;
  for (const v1::AuditRecord& record : RecordsOf(gate_->directory(), exchange)) {
    if (record.phase() != v1::AUDIT_PHASE_INTENT) continue;
    const auto own =
        vault_testing::SubjectTags(loop, **vault, {StrCat("student|", first_)}, record.record_id());
    EXPECT_EQ(std::count(record.subject_tags().begin(), record.subject_tags().end(), own->front()), 1);
    ++intents;
  }
  EXPECT_EQ(intents, 1);
}

}  // namespace
}  // namespace schoolgate::tests
