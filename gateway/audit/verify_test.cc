#include "gateway/audit/verify.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "core/crypto/signed_note.h"
#include "gateway/audit/checkpoint.h"
#include "gateway/audit/checkpointer.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/test_log.h"
#include "gateway/audit/tiles.h"
#include "gateway/audit/wal_writer.h"
#include "gmock/gmock.h"

namespace schoolgate::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::vector<std::string> ReadBytes(const std::string& log) {
  std::vector<std::string> records;
  auto reader = LogReader::Open(log);
  while (*reader->Next()) records.emplace_back(reader->bytes());
  return records;
}

// What someone does who knows the format: a write-ahead log whose every frame is right.
void RewriteWal(const std::string& log, const std::vector<std::string>& records) {
  std::filesystem::remove_all(WalDirectory(log));
  auto writer = WalWriter::Open(log, 0, uint64_t{1} << 30);
  for (const std::string& record : records) ASSERT_TRUE(writer->Append({std::string_view(record)}).ok());
}

class TamperTest : public ::testing::Test {
 protected:
  TamperTest() {
    AuditOptions options = temp_.options();
    options.checkpoint_interval = absl::Milliseconds(200);
    auto log = AuditLog::Open(options, Clock::System()).value();
    key_ = log->VerifierKey();
    AppendExchanges(*log, 20);
    while (log->stats().tree_size < 40) absl::SleepFor(absl::Milliseconds(5));
    AppendExchanges(*log, 5);
  }
  const std::string& log() const { return directory_; }

  TempDirectory temp_;
  const std::string directory_ = temp_.log();
  std::string key_;
};

TEST_F(TamperTest, AnHonestLogHasNoProblems) {
  uint64_t last = 0;
  auto report = VerifyLog(log(), key_, [&last](uint64_t done, uint64_t total) {
    EXPECT_EQ(total, 50u);
    last = done;
  });
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok()) << Join(report->problems);
  EXPECT_TRUE(report->notes.empty()) << Join(report->notes);
  EXPECT_EQ(last, 50u);
  EXPECT_EQ(report->records, 50u);
  EXPECT_EQ(report->tree_size, 50u);
  EXPECT_EQ(report->open_intents, 0u);
  EXPECT_TRUE(report->key_pinned);
  EXPECT_EQ(report->verifier_key, key_);
  EXPECT_EQ(report->origin, "maple-hollow.example/schoolgate");
  EXPECT_GT(report->last_record_time, absl::Now() - absl::Minutes(10));
  EXPECT_THAT(Slurp(log() + "/tiles/checkpoint"), HasSubstr(report->root));
}

TEST_F(TamperTest, EveryFlippedBitOfEveryFileIsFound) {
  uint64_t flips = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(log())) {
    if (!file.is_regular_file() || file.path().filename() == "lock") continue;
    const std::string content = Slurp(file.path());
    std::fstream stream(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    for (size_t at = 0; at < content.size(); ++at, ++flips) {
      const auto put = [&](char c) {
        stream.seekp(static_cast<std::streamoff>(at));
        stream.put(c).flush();
      };
      put(static_cast<char>(content[at] ^ (1 << (at % 8))));
      auto report = VerifyLog(log(), "", [](uint64_t, uint64_t) {});
      ASSERT_FALSE(report.ok() && report->ok()) << file.path() << " byte " << at;
      put(content[at]);
    }
  }
  EXPECT_GT(flips, 20'000u);
  EXPECT_TRUE(Verify(log()).ok());
}

TEST_F(TamperTest, OpeningFindsFlippedBitsOfTheRecordsAndChangesNothing) {
  const std::string path = SegmentPaths(log())[0];
  const std::string whole = Slurp(path);
  for (size_t at = 0; at < whole.size(); at += 41) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
    Spill(path, changed);
    EXPECT_EQ(AuditLog::Open(temp_.options(), Clock::System()).status().code(), absl::StatusCode::kDataLoss)
        << at;
    EXPECT_EQ(Slurp(path), changed);
  }
}

TEST_F(TamperTest, DroppedSwappedDuplicatedAddedAndTruncatedRecordsAreFound) {
  const std::vector<std::string> honest = ReadBytes(log());
  ASSERT_EQ(honest.size(), 50u);
  std::vector<std::vector<std::string>> forgeries;
  for (size_t i = 0; i < honest.size(); i += 7) {
    auto dropped = honest;
    dropped.erase(dropped.begin() + static_cast<ptrdiff_t>(i));
    auto swapped = honest;
    std::swap(swapped[i], swapped[(i + 2) % honest.size()]);
    auto duplicated = honest;
    duplicated.insert(duplicated.begin() + static_cast<ptrdiff_t>(i), honest[i]);
    auto truncated = honest;
    truncated.resize(i);
    auto changed = honest;
    v1::AuditRecord record;
    record.ParseFromString(changed[i]);
    record.set_vendor("other");
    changed[i] = record.SerializeAsString();
    for (auto& forgery : {dropped, swapped, duplicated, truncated, changed}) forgeries.push_back(forgery);
  }
  for (size_t i = 0; i < forgeries.size(); ++i) {
    RewriteWal(log(), forgeries[i]);
    EXPECT_FALSE(Verify(log()).ok()) << i;
    EXPECT_EQ(AuditLog::Open(temp_.options(), Clock::System()).status().code(), absl::StatusCode::kDataLoss)
        << i;
  }
  RewriteWal(log(), honest);
  EXPECT_TRUE(Verify(log()).ok());
}

// Someone rewrites the whole folder and signs it with a key of their own.
TEST_F(TamperTest, AForgedLogIsFoundWithThePinnedKeyOnly) {
  auto records = ReadBytes(log());
  records.resize(10);
  std::filesystem::remove_all(log());
  RewriteWal(log(), records);
  const NoteSigner forger =
      NoteSigner::New("maple-hollow.example/schoolgate", Ed25519PrivateKey::Generate()).value();
  TileBuilder tiles;
  for (const std::string& record : records) {
    ASSERT_TRUE(
        tiles.Append(record, [](const std::string&, std::string_view) { return absl::OkStatus(); }).ok());
  }
  ASSERT_TRUE(PublishCheckpoint(log(), tiles, forger).ok());
  Spill(VerifierKeyPath(log()), NoteVerifierKey(forger.name(), forger.public_key()));
  const VerifyReport trusting = Verify(log());
  EXPECT_TRUE(trusting.ok()) << Join(trusting.problems);
  EXPECT_FALSE(trusting.key_pinned);
  EXPECT_THAT(trusting.notes, Contains(HasSubstr("give the key you were handed")));
  EXPECT_FALSE(Verify(log(), key_).ok());
  EXPECT_FALSE(Verify(log(), Slurp(temp_.path() + "/audit.key.pub")).ok());
  EXPECT_EQ(AuditLog::Open(temp_.options(), Clock::System()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(TamperTest, ThePublicKeyFileIsAPin) {
  const VerifyReport report = Verify(log(), Slurp(temp_.path() + "/audit.key.pub"));
  EXPECT_TRUE(report.ok()) << Join(report.problems);
  EXPECT_TRUE(report.key_pinned);
}

TEST_F(TamperTest, MissingPartsAreNamed) {
  std::filesystem::remove(VerifierKeyPath(log()));
  EXPECT_THAT(Verify(log()).problems, Contains(HasSubstr("verifier key")));
  EXPECT_THAT(Verify(log(), key_).problems, Contains(HasSubstr("verifier key")));
  std::filesystem::remove(CheckpointPath(log()));
  EXPECT_THAT(Verify(log(), key_).problems, Contains(HasSubstr("no checkpoint")));
  EXPECT_EQ(ProblemOf(AuditLog::Open(temp_.options(), Clock::System()).status()).parameters.at("what"),
            "there are records, but no checkpoint");
}

TEST(VerifyTest, WhatIsNoLogOrNoKeyIsAnError) {
  const TempDirectory temp;
  const auto verify = [&](std::string_view key) {
    return VerifyLog(temp.log(), key, [](uint64_t, uint64_t) {}).status().code();
  };
  EXPECT_EQ(verify(""), absl::StatusCode::kNotFound);
  temp.Open();
  EXPECT_EQ(verify(""), absl::StatusCode::kOk);
  EXPECT_EQ(verify("not a key"), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(verify("-----BEGIN PUBLIC KEY-----\n"), absl::StatusCode::kInvalidArgument);
}

TEST(VerifyTest, ALogBeingWrittenVerifiesAtEveryMoment) {
  const TempDirectory temp;
  AuditOptions options = temp.options();
  options.checkpoint_interval = absl::Milliseconds(2);
  options.segment_bytes = 10'000;
  auto log = AuditLog::Open(options, Clock::System()).value();
  // A fixed number of them: a verification takes the longer the more there is, so writers without an end
  // could stay ahead of it.
  constexpr int kWriters = 3;
  constexpr int kExchanges = 150;
  std::atomic<int> writing = kWriters;
  std::vector<std::thread> writers;
  for (int t = 0; t < kWriters; ++t) {
    writers.emplace_back([&] {
      for (int i = 0; i < kExchanges; ++i) AppendExchanges(*log, 1);
      --writing;
    });
  }
  for (bool last = false; !last;) {
    last = writing == 0;
    const VerifyReport report = Verify(temp.log());
    EXPECT_TRUE(report.ok()) << Join(report.problems);
    last |= !report.ok();
  }
  for (std::thread& writer : writers) writer.join();
}

TEST(VerifyTest, RecordsThatDoNotFitTogetherAreFound) {
  const auto problems = [](const std::vector<v1::AuditRecord>& records) {
    const TempDirectory temp;
    std::vector<std::string> bytes;
    for (const v1::AuditRecord& record : records) bytes.push_back(record.SerializeAsString());
    temp.Open();
    RewriteWal(temp.log(), bytes);
    // The gate does not go on with such a log either.
    EXPECT_EQ(AuditLog::Open(temp.options(), Clock::System()).status().code(), absl::StatusCode::kDataLoss);
    return Verify(temp.log()).problems;
  };
  const auto record = [](v1::AuditPhase phase, int version = 1) {
    v1::AuditRecord made = MakeRecord(phase, "e1");
    made.set_version(version);
    return made;
  };
  EXPECT_THAT(problems({record(v1::AUDIT_PHASE_OUTCOME)}),
              Contains("record 0 is an OUTCOME without an INTENT"));
  EXPECT_THAT(problems({record(v1::AUDIT_PHASE_INTENT), record(v1::AUDIT_PHASE_INTENT)}),
              Contains("record 1 is a second INTENT of an exchange that has one open"));
  EXPECT_THAT(problems({record(v1::AUDIT_PHASE_DENIED, 2)}),
              Contains("record 0 is of an unknown version or phase"));
  EXPECT_THAT(problems({record(v1::AUDIT_PHASE_UNSPECIFIED)}),
              Contains("record 0 is of an unknown version or phase"));
}

TEST(VerifyTest, OpenIntentsUncoveredRecordsAndAClockSetBackAreNoted) {
  const TempDirectory temp;
  ManualClock clock(absl::FromUnixSeconds(1'790'000'000));
  AuditOptions options = temp.options();
  options.checkpoint_interval = absl::Hours(1);
  auto log = AuditLog::Open(options, clock).value();
  ASSERT_TRUE(CommitIntent(*log, "e1").ok());
  clock.Advance(-absl::Hours(2));
  ASSERT_TRUE(log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_DENIED, "e2")).ok());
  const VerifyReport report = Verify(temp.log(), log->VerifierKey());
  EXPECT_TRUE(report.ok()) << Join(report.problems);
  EXPECT_EQ(report.open_intents, 1u);
  EXPECT_THAT(report.notes, Contains("2 record(s) are not yet covered by a checkpoint"));
  EXPECT_THAT(report.notes, Contains("the clock was set back before record 1"));
  EXPECT_THAT(report.notes, Contains("1 exchange(s) have an INTENT without an OUTCOME yet"));
}

TEST(CheckpointTest, OnlyTheCanonicalTextIsRead) {
  const CheckpointBody body{.origin = "o.example/log", .size = 3, .root = EmptyRoot()};
  const std::string text = FormatCheckpoint(body);
  EXPECT_EQ(text, "o.example/log\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  EXPECT_EQ(ParseCheckpoint(text)->size, 3u);
  EXPECT_EQ(ParseCheckpoint(text + "extension\n")->root, body.root);
  for (const std::string& bad :
       {std::string(), std::string("o\n"), std::string("o\n3\n"), "\n" + text.substr(text.find('\n') + 1),
        text.substr(0, text.size() - 1), "o\n03\n" + text.substr(16), "o\n-3\n" + text.substr(16),
        "o\n99999999999999999999\n" + text.substr(16), std::string("o\n3\nAAAA\n"),
        text.substr(0, text.size() - 2) + "\n"}) {
    EXPECT_FALSE(ParseCheckpoint(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace schoolgate::gateway
