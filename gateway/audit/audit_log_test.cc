#include "gateway/audit/audit_log.h"

#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <set>

#include "absl/time/clock.h"
#include "core/crypto/digest.h"
#include "core/crypto/ed25519.h"
#include "core/util/event_loop.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/test_log.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;

std::vector<v1::AuditRecord> ReadRecords(const std::string& log) {
  std::vector<v1::AuditRecord> records;
  auto reader = LogReader::Open(log);
  EXPECT_TRUE(reader.ok()) << reader.status();
  while (reader.ok()) {
    auto more = reader->Next();
    EXPECT_TRUE(more.ok()) << more.status();
    if (!more.ok() || !*more) break;
    records.push_back(reader->record());
  }
  return records;
}

std::string ReasonOf(const absl::Status& status) { return ProblemOf(status).reason; }

TEST(AuditLogTest, ANewLogHasASignedCheckpointOfNothing) {
  const TempDirectory temp;
  auto log = temp.Open();
  EXPECT_TRUE(log->CheckpointNote().starts_with("maple-hollow.example/schoolgate\n0\n"));
  EXPECT_EQ(Slurp(temp.log() + "/tiles/checkpoint"), log->CheckpointNote());
  EXPECT_EQ(Slurp(temp.log() + "/tiles/verifier-key"), log->VerifierKey() + "\n");
  EXPECT_TRUE(Slurp(temp.path() + "/audit.key.pub").starts_with("-----BEGIN PUBLIC KEY-----"));
  EXPECT_EQ(std::filesystem::status(temp.path() + "/audit.key").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_TRUE(log->healthy());
  EXPECT_TRUE(Verify(temp.log(), log->VerifierKey()).ok());
}

TEST(AuditLogTest, AnIntentIsReadableElsewhereWhenItsClearanceIsGiven) {
  const TempDirectory temp;
  auto log = temp.Open();
  for (int i = 0; i < 5; ++i) {
    const std::string id = RandomUuid();
    auto cleared = CommitIntent(*log, id);
    ASSERT_TRUE(cleared.ok()) << cleared.status();
    EXPECT_EQ(cleared->exchange_id(), id);
    EXPECT_EQ(ReadRecords(temp.log()).back().exchange_id(), id);
  }
  EXPECT_EQ(log->stats().open_intents, 5);
}

TEST(AuditLogTest, TheLogFillsWhatItAloneKnows) {
  const TempDirectory temp;
  const ManualClock clock(absl::FromUnixSeconds(1'790'000'000));
  auto log = AuditLog::Open(temp.options(), clock).value();
  ASSERT_TRUE(CommitIntent(*log, "e1").ok());
  ASSERT_TRUE(CommitIntent(*log, "e2").ok());
  const std::vector<v1::AuditRecord> records = ReadRecords(temp.log());
  const v1::AuditRecord& intent = records[0];
  EXPECT_EQ(intent.version(), 1);
  EXPECT_EQ(intent.phase(), v1::AUDIT_PHASE_INTENT);
  EXPECT_EQ(intent.time_micros(), 1'790'000'000'000'000);
  EXPECT_EQ(intent.district(), "maple-hollow");
  EXPECT_EQ(intent.boot_id(), records[1].boot_id());
  EXPECT_EQ(intent.digest_salt().size(), 16u);
  EXPECT_NE(intent.digest_salt(), records[1].digest_salt());
  const std::string input = redaction::Transformer::Make("treated").DigestInput();
  EXPECT_EQ(intent.outbound_digest(), DigestBytes(Sha256(intent.digest_salt() + input)));
  EXPECT_EQ(intent.outbound_bytes(), static_cast<int64_t>(input.size()));
  EXPECT_EQ(intent.SerializeAsString().find("treated"), std::string::npos);
}

TEST(AuditLogTest, ACheckpointFollowsWithinItsInterval) {
  const TempDirectory temp;
  auto log = temp.Open();
  AppendExchanges(*log, 300);
  for (int i = 0; i < 100 && log->stats().tree_size < 600; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(log->stats().tree_size, 600);
  EXPECT_EQ(log->stats().records, 600);
  EXPECT_TRUE(log->CheckpointNote().starts_with("maple-hollow.example/schoolgate\n600\n"));
  const VerifyReport report = Verify(temp.log(), log->VerifierKey());
  EXPECT_TRUE(report.ok()) << Join(report.problems);
  EXPECT_EQ(report.tree_size, 600u);
}

TEST(AuditLogTest, OutcomesNeedTheirIntentAndIntentsTheirTurn) {
  const TempDirectory temp;
  auto log = temp.Open();
  EXPECT_EQ(ReasonOf(log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_OUTCOME, "e1"))), "INTERNAL");
  ASSERT_TRUE(CommitIntent(*log, "e1").ok());
  EXPECT_EQ(ReasonOf(CommitIntent(*log, "e1").status()), "DUPLICATE_REQUEST");
  EXPECT_TRUE(log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_OUTCOME, "e1")).ok());
  // Another attempt of the same exchange, at another vendor.
  EXPECT_TRUE(CommitIntent(*log, "e1").ok());
  EXPECT_EQ(log->stats().records, 3);
}

TEST(AuditLogTest, ARecordTooLargeForABundleIsRefusedAndTheLogGoesOn) {
  const TempDirectory temp;
  auto log = temp.Open();
  v1::AuditRecord record = MakeRecord(v1::AUDIT_PHASE_DENIED, "e1");
  for (int i = 0; i < 5000; ++i) record.add_subject_tags(std::string(16, 't'));
  EXPECT_EQ(ReasonOf(log->CommitBlocking(record)), "AUDIT_RECORD_TOO_LARGE");
  EXPECT_TRUE(log->healthy());
  record.mutable_subject_tags()->DeleteSubrange(0, 2000);
  EXPECT_TRUE(log->CommitBlocking(record).ok());
}

TEST(AuditLogTest, IntentsLeftOpenAreClosedAsUnknown) {
  const TempDirectory temp;
  {
    auto log = temp.Open();
    AppendExchanges(*log, 2);
    ASSERT_TRUE(CommitIntent(*log, "left-1").ok());
    ASSERT_TRUE(CommitIntent(*log, "left-2").ok());
  }
  {
    auto log = temp.Open();
    EXPECT_EQ(log->stats().open_intents, 0);
  }
  const std::vector<v1::AuditRecord> records = ReadRecords(temp.log());
  ASSERT_EQ(records.size(), 8u);
  for (const size_t i : {6u, 7u}) {
    EXPECT_EQ(records[i].phase(), v1::AUDIT_PHASE_OUTCOME);
    EXPECT_EQ(records[i].outcome(), v1::OUTCOME_STATUS_UNKNOWN);
    EXPECT_EQ(records[i].exchange_id(), i == 6 ? "left-1" : "left-2");
    EXPECT_EQ(records[i].vendor(), "acme");
    EXPECT_NE(records[i].record_id(), records[i - 2].record_id());
    EXPECT_NE(records[i].boot_id(), records[0].boot_id());
  }
  temp.Open();
  EXPECT_EQ(ReadRecords(temp.log()).size(), 8u) << "they are closed once";
  EXPECT_TRUE(Verify(temp.log()).ok());
}

TEST(AuditLogTest, CommitsOfManyLoopsAreAllThereOnceInFewFlushes) {
  const TempDirectory temp;
  auto log = temp.Open();
  constexpr int kLoops = 4, kCoroutines = 16, kExchanges = 10;
  std::vector<std::unique_ptr<EventLoop>> loops;
  for (int i = 0; i < kLoops; ++i) loops.push_back(std::make_unique<EventLoop>());
  std::atomic<int> left = kLoops * kCoroutines, wrong_thread = 0;
  for (auto& loop : loops) {
    for (int i = 0; i < kCoroutines; ++i) {
      asio::co_spawn(
          loop->context(),
          [](AuditLog& audit, EventLoop& home, std::atomic<int>& strays) -> asio::awaitable<void> {
            for (int n = 0; n < kExchanges; ++n) {
              const std::string id = RandomUuid();
              v1::AuditRecord intent = MakeRecord(v1::AUDIT_PHASE_INTENT, id);
              auto cleared =
                  co_await audit.CommitIntent(redaction::Transformer::Make("x"), std::move(intent));
              EXPECT_TRUE(cleared.ok());
              if (!home.OnThisThread()) ++strays;
              v1::AuditRecord outcome = MakeRecord(v1::AUDIT_PHASE_OUTCOME, id);
              EXPECT_TRUE((co_await audit.Commit(std::move(outcome))).ok());
            }
          }(*log, *loop, wrong_thread),
          [&left](const std::exception_ptr& error) {
            EXPECT_FALSE(error);
            --left;
          });
    }
  }
  while (left > 0) absl::SleepFor(absl::Milliseconds(1));
  for (auto& loop : loops) loop->Stop();
  const AuditStats stats = log->stats();
  EXPECT_EQ(stats.records, kLoops * kCoroutines * kExchanges * 2);
  EXPECT_LT(stats.commits, stats.records);
  EXPECT_EQ(stats.open_intents, 0);
  EXPECT_EQ(wrong_thread, 0);
  log.reset();
  std::set<std::string> ids;
  for (const v1::AuditRecord& record : ReadRecords(temp.log())) ids.insert(record.record_id());
  EXPECT_EQ(ids.size(), static_cast<size_t>(stats.records));
  EXPECT_TRUE(Verify(temp.log()).ok());
}

TEST(AuditLogTest, ACancelledCallerStillGetsItsClearance) {
  const TempDirectory temp;
  auto log = temp.Open();
  asio::io_context context(1);
  asio::cancellation_signal signal;
  bool cleared = false, cancelled = false;
  auto exchange = [&]() -> asio::awaitable<void> {
    Outbound outbound = redaction::Transformer::Make("treated");
    v1::AuditRecord facts = MakeRecord(v1::AUDIT_PHASE_INTENT, "e1");
    auto result = co_await log->CommitIntent(std::move(outbound), std::move(facts));
    cleared = result.ok();
    const auto state = co_await asio::this_coro::cancellation_state;
    cancelled = state.cancelled() != asio::cancellation_type::none;
  };
  asio::co_spawn(context, exchange(), asio::bind_cancellation_slot(signal.slot(), asio::detached));
  // Runs after the coroutine has begun to wait, and before any completion can be posted behind it.
  asio::post(context, [&signal] { signal.emit(asio::cancellation_type::terminal); });
  context.run();
  EXPECT_TRUE(cleared);
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(log->stats().records, 1);
}

TEST(AuditLogTest, ASecondWriterIsRefused) {
  const TempDirectory temp;
  auto log = temp.Open();
  const absl::Status second = AuditLog::Open(temp.options(), Clock::System()).status();
  EXPECT_EQ(ReasonOf(second), "AUDIT_LOG_IN_USE");
  EXPECT_EQ(ProblemOf(second).parameters.at("directory"), temp.log());
  log.reset();
  EXPECT_NE(temp.Open(), nullptr);
}

TEST(AuditLogTest, AFullDiskPoisonsTheLog) {
  const TempDirectory temp;
  auto log = temp.Open();
  AppendExchanges(*log, 5);
  ASSERT_TRUE(CommitIntent(*log, "open").ok());
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  const size_t written = Slurp(SegmentPaths(temp.log())[0]).size();
  const rlimit small{.rlim_cur = written + 1000, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  absl::Status failed;
  int acknowledged = 11;
  for (int i = 0; i < 20 && failed.ok(); ++i) {
    failed = log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_DENIED, "d"));
    if (failed.ok()) ++acknowledged;
  }
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, old_handler);

  EXPECT_EQ(ReasonOf(failed), "AUDIT_UNAVAILABLE");
  EXPECT_FALSE(log->healthy());
  // There is room again, and still nothing is tried a second time.
  EXPECT_EQ(ReasonOf(CommitIntent(*log, "later").status()), "AUDIT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_OUTCOME, "open"))), "AUDIT_UNAVAILABLE");
  log.reset();
  // The next process cuts what was not acknowledged, goes on, and closes what was open.
  log = temp.Open();
  EXPECT_EQ(log->stats().records, acknowledged + 1);
  AppendExchanges(*log, 1);
  log.reset();
  EXPECT_TRUE(Verify(temp.log()).ok());
}

TEST(AuditLogTest, AFileRemovedOrReplacedUnderneathPoisonsTheLog) {
  for (const bool replace : {false, true}) {
    const TempDirectory temp;
    auto log = temp.Open();
    AppendExchanges(*log, 2);
    const std::string path = SegmentPaths(temp.log())[0];
    if (replace) {
      Spill(path, Slurp(path));
    } else {
      std::filesystem::remove(path);
    }
    EXPECT_EQ(ReasonOf(CommitIntent(*log, "e1").status()), "AUDIT_UNAVAILABLE");
    EXPECT_FALSE(log->healthy());
  }
}

TEST(AuditLogTest, BelowTheLowWaterMarkOnlyIntentsAreRefused) {
  const TempDirectory temp;
  {
    auto log = temp.Open();
    ASSERT_TRUE(CommitIntent(*log, "open").ok());
  }
  AuditOptions options = temp.options();
  options.low_water_bytes = INT64_MAX;
  auto log = AuditLog::Open(options, Clock::System());
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->stats().records, 2) << "the outcome of the open intent is written";
  EXPECT_EQ(ReasonOf(CommitIntent(**log, "e1").status()), "AUDIT_DISK_LOW");
  EXPECT_TRUE((*log)->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_DENIED, "e1")).ok());
  EXPECT_TRUE((*log)->healthy());
}

TEST(AuditLogTest, ACheckpointThatCannotBeWrittenStopsTheLog) {
  const TempDirectory temp;
  auto log = temp.Open();
  AppendExchanges(*log, 1);
  while (log->stats().tree_size < 2) absl::SleepFor(absl::Milliseconds(5));
  // A file where the tiles' folder was.
  std::filesystem::remove_all(temp.log() + "/tiles");
  Spill(temp.log() + "/tiles", "");
  ASSERT_TRUE(log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_DENIED, "d")).ok());
  for (int i = 0; i < 200 && log->healthy(); ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_FALSE(log->healthy());
  EXPECT_EQ(ReasonOf(CommitIntent(*log, "e1").status()), "AUDIT_UNAVAILABLE");
}

TEST(AuditLogTest, ALogDoesNotGoOnWithoutItsKeyOrUnderAnother) {
  const TempDirectory temp;
  temp.Open();
  std::filesystem::rename(temp.path() + "/audit.key", temp.path() + "/kept.key");
  const auto open = [&temp] { return AuditLog::Open(temp.options(), Clock::System()).status(); };
  EXPECT_EQ(ReasonOf(open()), "AUDIT_KEY_UNUSABLE");
  Spill(temp.path() + "/audit.key", "not a key");
  EXPECT_EQ(ReasonOf(open()), "AUDIT_KEY_UNUSABLE");
  Spill(temp.path() + "/audit.key", std::string(Ed25519PrivateKey::Generate().ToPem().Reveal()));
  EXPECT_EQ(ReasonOf(open()), "AUDIT_LOG_DAMAGED");
  std::filesystem::rename(temp.path() + "/kept.key", temp.path() + "/audit.key");
  EXPECT_NE(temp.Open(), nullptr);
}

TEST(AuditLogTest, AnOriginThatIsNoKeyNameIsRefused) {
  const TempDirectory temp;
  AuditOptions options = temp.options();
  options.origin = "maple hollow";
  EXPECT_EQ(ReasonOf(AuditLog::Open(options, Clock::System()).status()), "INVALID_VALUE");
}

}  // namespace
}  // namespace schoolgate::gateway
