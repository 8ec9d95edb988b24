#include "gateway/exchange_record.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "absl/time/clock.h"
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
  record.SetDecision(findings, decision);
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
