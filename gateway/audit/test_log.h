// What the audit tests share: a log in a folder of its own, records about nobody, and a maker of Outbounds.
// Everything here is generated.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_TEST_LOG_H_
#define SCHOOLGATE_GATEWAY_AUDIT_TEST_LOG_H_

#include <stdlib.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/crypto/random.h"
#include "core/util/clock.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "gateway/audit/audit_log.h"
#include "gateway/audit/verify.h"
#include "gateway/audit/wal_format.h"
#include "gateway/audit/wal_reader.h"
#include "gtest/gtest.h"

// Stands in for the one maker of Outbounds, which the friend declaration names; these tests do not link it.
namespace schoolgate::redaction {
class Transformer {
 public:
  static Outbound Make(std::string_view text) {
    v1::GenerateRequest request;
    request.add_messages()->add_content()->set_text(std::string(text));
    return Outbound(Guarded<CanonicalRequest>(std::move(request)),
                    {.vendor = "acme", .model = "acme-large", .route = v1::ROUTE_CLOUD});
  }
};
}  // namespace schoolgate::redaction

namespace schoolgate::gateway {

class TempDirectory {
 public:
  TempDirectory() {
    std::string name = ::testing::TempDir() + "audit-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~TempDirectory() { std::filesystem::remove_all(path_); }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string log() const { return path_ + "/log"; }

  AuditOptions options() const {
    AuditOptions options;
    options.directory = log();
    options.origin = "maple-hollow.example/schoolgate";
    options.district = "maple-hollow";
    options.key_file = path_ + "/audit.key";
    options.checkpoint_interval = absl::Milliseconds(20);
    return options;
  }
  std::unique_ptr<AuditLog> Open() const {
    auto opened = AuditLog::Open(options(), Clock::System());
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? *std::move(opened) : nullptr;
  }

 private:
  std::string path_;
};

inline v1::AuditRecord MakeRecord(v1::AuditPhase phase, std::string_view exchange_id) {
  v1::AuditRecord record;
  record.set_record_id(RandomUuid());
  record.set_exchange_id(std::string(exchange_id));
  record.set_phase(phase);
  record.mutable_caller()->set_app("essay-coach");
  record.set_tool("writing-feedback");
  record.set_vendor("acme");
  v1::ElementCount& element = *record.add_elements();
  element.set_element(v1::DATA_ELEMENT_STUDENT_NAME);
  element.set_treatment(v1::TREATMENT_PSEUDONYMIZE);
  element.set_count(2);
  if (phase == v1::AUDIT_PHASE_OUTCOME) record.set_outcome(v1::OUTCOME_STATUS_COMPLETE);
  return record;
}

// Runs one coroutine on a loop of its own.
template <typename T>
T Await(boost::asio::awaitable<T> task) {
  boost::asio::io_context context(1);
  std::optional<T> result;
  boost::asio::co_spawn(
      context,
      [](boost::asio::awaitable<T> inner, std::optional<T>& out) -> boost::asio::awaitable<void> {
        out.emplace(co_await std::move(inner));
      }(std::move(task), result),
      boost::asio::detached);
  context.run();
  return *std::move(result);
}

inline absl::StatusOr<Cleared> CommitIntent(AuditLog& log, std::string_view exchange_id) {
  return Await(log.CommitIntent(redaction::Transformer::Make("treated"),
                                MakeRecord(v1::AUDIT_PHASE_INTENT, exchange_id)));
}

// Appends `count` exchanges, each an INTENT and its OUTCOME.
inline void AppendExchanges(AuditLog& log, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string id = RandomUuid();
    ASSERT_TRUE(CommitIntent(log, id).ok());
    ASSERT_TRUE(log.CommitBlocking(MakeRecord(v1::AUDIT_PHASE_OUTCOME, id)).ok());
  }
}

inline VerifyReport Verify(const std::string& log_directory, std::string_view pinned_key = "") {
  auto report = VerifyLog(log_directory, pinned_key, [](uint64_t, uint64_t) {});
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *std::move(report) : VerifyReport{.problems = {"no report"}};
}

inline std::string Join(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

inline std::vector<std::string> SegmentPaths(const std::string& log_directory) {
  std::vector<std::string> paths;
  const std::vector<uint64_t> segments = ListSegments(log_directory).value();
  paths.reserve(segments.size());
  for (const uint64_t segment : segments) {
    paths.push_back(StrCat(WalDirectory(log_directory), "/", SegmentName(segment)));
  }
  return paths;
}

inline std::string Slurp(const std::string& path) {
  auto content = ReadFile(path);
  EXPECT_TRUE(content.ok()) << content.status();
  return content.ok() ? *std::move(content) : std::string();
}

inline void Spill(const std::string& path, std::string_view content) {
  ASSERT_TRUE(WriteFileAtomically(path, content).ok()) << path;
}

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_TEST_LOG_H_
