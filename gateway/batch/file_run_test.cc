// Files as a whole: interrupted, gone on with, recorded, refused.
#include "gateway/batch/file_run.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>

#include <filesystem>

#include "core/crypto/digest.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/audit/query.h"
#include "gateway/batch/batch_testing.h"
#include "gateway/batch/journal.h"

namespace schoolgate::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

class FileRunTest : public testing::Test {
 protected:
  FileRunTest() {
    ask_.input = files_.File("essays.txt");
    ask_.output = files_.File("out.txt");
    ask_.settings = "settings";
    ask_.today = absl::CivilDay(2026, 11, 23);
    ask_.facts.set_phase(v1::AUDIT_PHASE_DEIDENTIFIED);
    AuditOptions options{
        .directory = files_.File("audit"), .origin = "test/batch", .key_file = files_.File("key")};
    audit_ = std::move(*AuditLog::Open(std::move(options), Clock::System()));
    while (text_.size() < 400'000)
      text_ += StrCat("Katherine Dalton met Grace Park, day ", text_.size(), ".\n\n");
    Write(text_);
  }

  void Write(std::string_view text) { ASSERT_TRUE(WriteFileAtomically(ask_.input, text).ok()); }

  // Ends after `pieces` pieces as Ctrl-C would; 0: not.
  absl::StatusOr<FileResult> Run(int pieces = 0) {
    std::atomic<bool> stop = false;
    std::atomic<int> left = pieces;
    const auto make = [&](absl::CivilDay day) {
      struct Stopping final : TextWorker {
        absl::StatusOr<DoneText> Do(const Piece& piece, FileFormat format) override {
          absl::StatusOr<DoneText> done = worker->Do(piece, format);
          if (--*left == 0) *stop = true;
          return done;
        }
        std::unique_ptr<CodeIssuer> issuer;
        std::unique_ptr<Deidentifier> worker;
        std::atomic<bool>* stop = nullptr;
        std::atomic<int>* left = nullptr;
      };
      auto worker = std::make_unique<Stopping>();
      worker->issuer = std::make_unique<CodeIssuer>(bench_.vault(), bench_.context(), "study");
      worker->worker =
          std::make_unique<Deidentifier>(redaction::TestDetector(), nullptr, day, *worker->issuer);
      worker->stop = &stop;
      worker->left = &left;
      std::vector<std::unique_ptr<TextWorker>> workers;
      workers.push_back(std::move(worker));
      return workers;
    };
    return RunFile(ask_, make, *audit_, stop);
  }

  std::vector<AuditRow> Records() {
    AuditFilter filter;
    filter.limit = 100;
    return QueryLog(files_.File("audit"), filter)->rows;
  }

  vault_testing::TestDirectory files_;
  BatchBench bench_;
  FileAsk ask_;
  std::string text_;
  std::unique_ptr<AuditLog> audit_;
};

TEST_F(FileRunTest, WhatWasInterruptedEndsUpAsIfItHadNotBeen) {
  const absl::StatusOr<FileResult> first = Run(4);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->stopped);
  EXPECT_FALSE(std::filesystem::exists(ask_.output));
  // As after a kill: bytes that were written behind the last mark.
  const std::string part = *ReadFile(ask_.output + ".part");
  ASSERT_TRUE(WriteFileAtomically(ask_.output + ".part", part + "torn").ok());

  ask_.resume = true;
  ask_.today = absl::CivilDay(2027, 1, 1);  // it goes on with the day it was begun on
  const absl::StatusOr<FileResult> rest = Run();
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_FALSE(rest->stopped);
  EXPECT_EQ(rest->resumed_bytes, first->input_bytes);
  EXPECT_EQ(rest->input_bytes, static_cast<int64_t>(text_.size()));
  const std::string output = *ReadFile(ask_.output);
  EXPECT_EQ(bench_.Restore(output, FileFormat::kText), text_);
  EXPECT_FALSE(std::filesystem::exists(ask_.output + ".part"));
  EXPECT_FALSE(std::filesystem::exists(ask_.output + ".part.journal"));

  EXPECT_TRUE(Run()->was_done);
  ask_.resume = false;
  ask_.force = true;
  const absl::StatusOr<FileResult> whole = Run();
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(*ReadFile(ask_.output), output);
  EXPECT_EQ(whole->counts.elements, rest->counts.elements);
}

TEST_F(FileRunTest, GoesOnWithNothingThatChanged) {
  ASSERT_TRUE(Run(4)->stopped);
  ask_.resume = true;
  ask_.settings = "another roster";
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("was begun with another scope"));
  ask_.settings = "settings";
  Write("X" + text_.substr(1));
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("changed since"));
  Write(text_);
  ASSERT_TRUE(WriteFileAtomically(ask_.output + ".part.journal", "schoolgate-batch-1\nline 3\n").ok());
  EXPECT_EQ(Run().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(FileRunTest, ReplacesNothingUnasked) {
  ASSERT_TRUE(WriteFileAtomically(ask_.output, "there").ok());
  EXPECT_EQ(CheckFile(ask_).code(), absl::StatusCode::kAlreadyExists);
  ask_.force = true;
  EXPECT_TRUE(CheckFile(ask_).ok());
  ask_.input += ".gone";
  EXPECT_EQ(CheckFile(ask_).code(), absl::StatusCode::kNotFound);
}

TEST_F(FileRunTest, RecordsTheBeginningAndTheEndWithoutText) {
  ASSERT_TRUE(Run().ok());
  const std::vector<AuditRow> rows = Records();
  ASSERT_EQ(rows.size(), 2u);
  const auto& [begun, ended] = std::pair(rows[0].record, rows[1].record);
  EXPECT_EQ(begun.exchange_id(), ended.exchange_id());
  EXPECT_EQ(begun.outcome(), v1::OUTCOME_STATUS_UNSPECIFIED);
  EXPECT_EQ(ended.outcome(), v1::OUTCOME_STATUS_COMPLETE);
  EXPECT_EQ(ended.text_batch().input_bytes(), static_cast<int64_t>(text_.size()));
  EXPECT_EQ(ended.text_batch().input_digest(),
            std::string(DigestBytes(Sha256(StrCat(ended.digest_salt(), text_)))));
  EXPECT_EQ(ended.outbound_digest(),
            std::string(DigestBytes(Sha256(StrCat(ended.digest_salt(), *ReadFile(ask_.output))))));
  ASSERT_GE(ended.elements_size(), 1);
  EXPECT_THAT(ended.SerializeAsString(), Not(HasSubstr("Dalton")));
}

TEST_F(FileRunTest, WhatCannotBeTreatedLeavesNoOutputAndIsRecorded) {
  Write(text_ + "\xFF");
  const absl::Status status = Run().status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("essays.txt: line "));
  EXPECT_FALSE(std::filesystem::exists(ask_.output));
  EXPECT_EQ(Records().back().record.outcome(), v1::OUTCOME_STATUS_PARTIAL);
  // Mended, it goes on.
  Write(text_);
  ask_.resume = true;
  const absl::StatusOr<FileResult> rest = Run();
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_GT(rest->resumed_bytes, 0);
  EXPECT_EQ(bench_.Restore(*ReadFile(ask_.output), FileFormat::kText), text_);
}

TEST_F(FileRunTest, TwoRunsDoNotWriteOneOutput) {
  const FileDescriptor other(::open((ask_.output + ".part").c_str(), O_RDWR | O_CREAT, 0600));
  ASSERT_EQ(::flock(other.get(), LOCK_EX | LOCK_NB), 0);
  EXPECT_THAT(std::string(Run().status().message()), HasSubstr("another run is writing it"));
}

TEST(Progress, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(DescribeProgress({.done = 1'000'000'000, .total = 2'000'000'000}, absl::Seconds(50)),
            "[##########..........]  50 %  1.0 GB of 2.0 GB  20.0 MB/s  0:50 left");
  EXPECT_EQ(DescribeProgress({.done = 1'000'000'000, .total = 2'000'000'000, .resumed = 900'000'000},
                             absl::Seconds(50)),
            "[##########..........]  50 %  1.0 GB of 2.0 GB  2.0 MB/s  8:20 left");
  EXPECT_EQ(DescribeProgress({.done = 5'000'000}, absl::Seconds(1)), "5.0 MB  5.0 MB/s");
  EXPECT_EQ(DescribeProgress({.total = 10}, absl::ZeroDuration()),
            "[....................]   0 %  0.0 KB of 0.0 KB  0.0 MB/s");
}

}  // namespace
}  // namespace schoolgate::gateway
