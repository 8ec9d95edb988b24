// Processes that are killed, and writes that were never finished.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/test_log.h"

namespace schoolgate::gateway {
namespace {

// Appends from three threads until it is killed, and writes each acknowledged record's id to `pipe`.
[[noreturn]] void AppendForEver(const AuditOptions& options, int pipe) {
  auto log = AuditLog::Open(options, Clock::System());
  if (!log.ok()) ::_exit(1);
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&log, pipe] {
      while (true) {
        const std::string id = RandomUuid();
        for (const v1::AuditPhase phase : {v1::AUDIT_PHASE_INTENT, v1::AUDIT_PHASE_OUTCOME}) {
          const v1::AuditRecord record = MakeRecord(phase, id);
          if (!(*log)->CommitBlocking(record).ok()) ::_exit(2);
          if (::write(pipe, record.record_id().data(), 36) != 36) ::_exit(3);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ::_exit(4);
}

std::set<std::string> RecordIds(const std::string& log) {
  std::set<std::string> ids;
  auto reader = LogReader::Open(log);
  EXPECT_TRUE(reader.ok()) << reader.status();
  while (reader.ok()) {
    auto more = reader->Next();
    EXPECT_TRUE(more.ok()) << more.status();
    if (!more.ok() || !*more) break;
    EXPECT_TRUE(ids.insert(reader->record().record_id()).second);
  }
  return ids;
}

TEST(CrashTest, WhatWasAcknowledgedSurvivesKillAndVerifies) {
  const TempDirectory temp;
  AuditOptions options = temp.options();
  options.checkpoint_interval = absl::Milliseconds(4);
  options.segment_bytes = 20'000;
  std::set<std::string> acknowledged;
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) AppendForEver(options, pipe[1]);
    ::close(pipe[1]);
    std::thread killer([&] {
      absl::SleepFor(absl::Milliseconds(5 + random() % 90));
      ::kill(child, SIGKILL);
    });
    char id[36];
    while (::read(pipe[0], id, sizeof(id)) == static_cast<ssize_t>(sizeof(id))) {
      acknowledged.insert(std::string(id, sizeof(id)));
    }
    ::close(pipe[0]);
    killer.join();
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "round " << round << " exit " << WEXITSTATUS(status);

    // As the killed process left it.
    if (std::filesystem::exists(temp.log() + "/tiles/checkpoint")) {
      const VerifyReport left = Verify(temp.log());
      ASSERT_TRUE(left.ok()) << "round " << round << "\n" << Join(left.problems);
    }
    ASSERT_NE(temp.Open(), nullptr) << "round " << round;
    const VerifyReport report = Verify(temp.log());
    ASSERT_TRUE(report.ok()) << "round " << round << "\n" << Join(report.problems);
    EXPECT_EQ(report.open_intents, 0u);
    EXPECT_EQ(report.tree_size, report.records);
    const std::set<std::string> present = RecordIds(temp.log());
    for (const std::string& record : acknowledged) ASSERT_TRUE(present.contains(record)) << "round " << round;
  }
  EXPECT_GT(acknowledged.size(), 100u);
}

// A copy of a log whose last record no checkpoint covers, as a process that was killed leaves it.
void MakeUncovered(const TempDirectory& temp, const std::string& copy) {
  AuditOptions options = temp.options();
  auto log = AuditLog::Open(options, Clock::System()).value();
  AppendExchanges(*log, 3);
  while (log->stats().tree_size < 6) absl::SleepFor(absl::Milliseconds(5));
  log.reset();
  options.checkpoint_interval = absl::Hours(1);
  log = AuditLog::Open(options, Clock::System()).value();
  AppendExchanges(*log, 1);
  std::filesystem::copy(temp.log(), copy, std::filesystem::copy_options::recursive);
}

TEST(CrashTest, ATailTornAtAnyByteOfTheLastRecordIsCut) {
  const TempDirectory temp;
  const std::string original = temp.path() + "/original";
  MakeUncovered(temp, original);
  const std::string last_segment = std::filesystem::path(SegmentPaths(original).back()).filename();
  const std::string whole = Slurp(original + "/wal/" + last_segment);
  const size_t frame = kFrameHeaderBytes + [&] {
    WalReader reader(original);
    size_t size = 0;
    while (auto entry = *reader.Next()) size = entry->record.size();
    return size;
  }();
  const size_t last_begin = whole.size() - frame;
  for (size_t size = last_begin; size <= whole.size(); ++size) {
    std::filesystem::remove_all(temp.log());
    std::filesystem::copy(original, temp.log(), std::filesystem::copy_options::recursive);
    std::filesystem::resize_file(temp.log() + "/wal/" + last_segment, size);
    {
      auto log = temp.Open();
      ASSERT_NE(log, nullptr) << size;
      // Without its last record, the outcome, the exchange is closed as unknown.
      EXPECT_EQ(log->stats().records, 8) << size;
    }
    const VerifyReport report = Verify(temp.log());
    ASSERT_TRUE(report.ok()) << size << "\n" << Join(report.problems);
    EXPECT_EQ(report.tree_size, 8u);
  }
}

TEST(CrashTest, ALogTornBelowItsCheckpointIsDamagedAndLeftAlone) {
  const TempDirectory temp;
  {
    auto log = temp.Open();
    AppendExchanges(*log, 3);
  }
  const std::string path = SegmentPaths(temp.log())[0];
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  const std::string before = Slurp(path);
  const absl::Status status = AuditLog::Open(temp.options(), Clock::System()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ProblemOf(status).parameters.at("what"), "the checkpoint covers 6 records, but only 5 are there");
  EXPECT_EQ(Slurp(path), before);
  EXPECT_FALSE(Verify(temp.log()).ok());
}

TEST(CrashTest, TilesThatWereLostAreMadeAgain) {
  const TempDirectory temp;
  {
    auto log = temp.Open();
    AppendExchanges(*log, 200);
  }
  std::filesystem::remove_all(temp.log() + "/tiles/tile/0");
  Spill(temp.log() + "/tiles/tile/1/000.p/1", std::string(32, 'x'));
  EXPECT_FALSE(Verify(temp.log()).ok());
  temp.Open();
  const VerifyReport report = Verify(temp.log());
  EXPECT_TRUE(report.ok()) << Join(report.problems);
}

TEST(CrashTest, ASegmentMadeButNeverWrittenIsReplaced) {
  const TempDirectory temp;
  {
    auto log = temp.Open();
    AppendExchanges(*log, 1);
  }
  for (const std::string& left : {std::string(), SegmentHeader(2).substr(0, 7), SegmentHeader(2)}) {
    const TempDirectory copy;
    std::filesystem::copy(temp.path(), copy.path(), std::filesystem::copy_options::recursive);
    Spill(StrCat(copy.log(), "/wal/", SegmentName(2)), left);
    EXPECT_TRUE(Verify(copy.log()).ok());
    {
      auto log = copy.Open();
      ASSERT_NE(log, nullptr);
      AppendExchanges(*log, 1);
    }
    EXPECT_TRUE(Verify(copy.log()).ok());
  }
}

}  // namespace
}  // namespace schoolgate::gateway
