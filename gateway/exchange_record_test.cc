#include "gateway/exchange_record.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "absl/time/clock.h"
#include "core/roster/roster_builder.h"
#include "core/util/clock.h"
#include "core/util/event_loop.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "core/vault/sqlite_vault.h"

namespace schoolgate::gateway {
namespace {

// More than a record of the log can hold (64 KiB) by their tags alone.
constexpr int kStudents = 5000;

class ExchangeRecordTest : public testing::Test {
 protected:
  ExchangeRecordTest() {
    root_ = (std::filesystem::temp_directory_path() / "schoolgate-record-XXXXXX").string();
    if (::mkdtemp(root_.data()) == nullptr) root_.clear();
    vault_ = OpenSqliteVault(root_ + "/vault.db", root_ + "/vault.key").value();
    AuditOptions options{.directory = root_ + "/audit",
                         .origin = "maplehollow.example/schoolgate",
                         .district = "Maple Hollow",
                         .key_file = root_ + "/audit.key"};
    audit_ = AuditLog::Open(std::move(options), Clock::System()).value();
    reviews_ = std::make_unique<ReviewDesk>(
        ReviewStore::Open(root_ + "/reviews.db", *vault_, "maple-hollow", {}).value(), *audit_,
        Clock::System());
    gate_ = std::make_unique<Gate>(Clock::System(), absl::UTCTimeZone(), *vault_, *audit_, metrics_, workers_,
                                   *reviews_);
  }
  ~ExchangeRecordTest() override {
    loop_.Stop();
    gate_.reset();
    reviews_.reset();
    audit_.reset();
    vault_.reset();
    std::error_code ignored;
    if (!root_.empty()) std::filesystem::remove_all(root_, ignored);
  }

  void Deny(const Credentials& credentials, const ExchangeRecord& record, const absl::Status& problem) {
    boost::asio::co_spawn(loop_.context(), RecordDenial(*gate_, credentials, record, problem),
                          boost::asio::use_future)
        .get();
  }

  EventLoop loop_;
  std::string root_;
  Metrics metrics_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<AuditLog> audit_;
  WorkerPool workers_{1, 4};
  std::unique_ptr<ReviewDesk> reviews_;
  std::unique_ptr<Gate> gate_;
};

TEST_F(ExchangeRecordTest, ARefusalForTheSizeOfTheRecordIsItselfOnTheRecord) {
  ExchangeRecord record(*gate_, "chat");
  record.SetSubjectTags(std::vector<std::string>(kStudents, std::string(32, 't')));
  Findings findings;
  policy::Decision decision;
  for (int i = 0; i < kStudents; ++i) {
    Finding& finding = findings.emplace_back();
    finding.element = v1::DATA_ELEMENT_STUDENT_NAME;
    decision.treatments.push_back(v1::TREATMENT_PSEUDONYMIZE);
    decision.clauses.push_back("B-students");
  }
  const RosterSnapshot nobody = RosterBuilder().Build("v", absl::UnixEpoch());
  record.SetDecision(policy::Plan(), *nobody, findings, decision);
  const absl::Status too_large = MakeProblem(problems::kAuditRecordTooLarge, {{"limit", "65535"}});
  ASSERT_FALSE(audit_->CommitBlocking(record.Intent()).ok());
  EXPECT_EQ(record.Denied(too_large).subject_tags_size(), 0);
  EXPECT_EQ(record.Denied(too_large).elements_size(), 0);
  // Another refusal still says what it was about.
  EXPECT_EQ(record.Denied(MakeProblem(problems::kPolicyDenied)).elements_size(), 1);

  const int64_t before = audit_->stats().records;
  Deny(Credentials(), record, too_large);
  EXPECT_EQ(audit_->stats().records, before + 1);
}

TEST_F(ExchangeRecordTest, GenderThatGoesWithPseudonymsIsOnTheRecord) {
  RosterBuilder builder;
  builder.SetSex(builder.AddPerson({.source_id = "a", .given = "Ana", .family = "Lara"}), Sex::kFemale);
  builder.SetSex(builder.AddPerson({.source_id = "b", .given = "Luis", .family = "Prado"}), Sex::kMale);
  builder.AddPerson({.source_id = "c", .given = "Sam", .family = "Parker"});
  const RosterSnapshot roster = std::move(builder).Build("v", absl::UnixEpoch());
  Findings findings;
  policy::Decision decision;
  for (const int32_t person : {0, 0, 1, 2, -1}) {
    Finding& finding = findings.emplace_back();
    finding.element = v1::DATA_ELEMENT_STUDENT_NAME;
    finding.subject.person = person;
    decision.treatments.push_back(v1::TREATMENT_PSEUDONYMIZE);
    decision.clauses.push_back("B-students");
  }
  policy::Rules rules;
  policy::Plan plan;
  plan.rules = &rules;
  for (const v1::Treatment gender : {v1::TREATMENT_REDACT, v1::TREATMENT_ALLOW}) {
    rules[v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER] = {.treatment = gender, .clause = "B-gender"};
    ExchangeRecord record(*gate_, "chat");
    record.SetDecision(plan, *roster, findings, decision);
    const v1::AuditRecord intent = record.Intent();
    ASSERT_EQ(intent.elements_size(), gender == v1::TREATMENT_ALLOW ? 2 : 1);
    if (gender != v1::TREATMENT_ALLOW) continue;
    EXPECT_EQ(intent.elements(1).element(), v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER);
    EXPECT_EQ(intent.elements(1).treatment(), v1::TREATMENT_ALLOW);
    EXPECT_EQ(intent.elements(1).clause(), "B-gender");
    EXPECT_EQ(intent.elements(1).count(), 2);
  }
}

TEST_F(ExchangeRecordTest, CallersThatAreNotKnownAreCountedAndTheFirstIsARecord) {
  Credentials credentials;
  credentials.peer = "2001:db8:1:2::1";
  const int64_t before = audit_->stats().records;
  for (int i = 0; i < 3; ++i) {
    Deny(credentials, ExchangeRecord(*gate_, "chat"), MakeProblem(problems::kUnauthenticated));
  }
  EXPECT_EQ(audit_->stats().records, before + 1);
  EXPECT_NE(metrics_.Expose().find("schoolgate_unauthenticated_total 3"), std::string::npos);
  const auto denied = gate_->unauthenticated().Take(absl::Now(), /*all=*/true);
  ASSERT_EQ(denied.size(), 1u);
  EXPECT_EQ(denied[0].source, "2001:db8:1:2::/64");
  EXPECT_EQ(denied[0].count, 2);
}

}  // namespace
}  // namespace schoolgate::gateway
