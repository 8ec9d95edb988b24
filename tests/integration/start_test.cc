// A gate that cannot protect does not start, and says why; one that can starts whatever it finds.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "core/util/clock.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "gateway/demo/sample.h"
#include "gateway/process/process.h"

namespace schoolgate::tests {
namespace {

namespace fs = std::filesystem;

class StartTest : public testing::Test {
 protected:
  StartTest() {
    root_ = (fs::temp_directory_path() / "schoolgate-start-XXXXXX").string();
    if (::mkdtemp(root_.data()) == nullptr) root_.clear();
    gate_ = root_ + "/gate";
  }
  ~StartTest() override {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }

  // How a gate starts whose folder or configuration was changed.
  absl::Status Start(const std::function<void(gateway::Config&)>& change) {
    absl::StatusOr<gateway::SampleGate> sample =
        gateway::MakeSampleGate({.directory = gate_,
                                 .sample = SCHOOLGATE_SOURCE_DIR "/deploy/sample",
                                 .vendor_url = "http://127.0.0.1:1/v1",
                                 .vendor_ca = gate_ + "/tls/ca.pem"});
    EXPECT_TRUE(sample.ok()) << sample.status();
    if (!sample.ok()) return sample.status();
    gateway::Config& config = sample->config;
    for (std::string* address :
         {&config.http.address, &config.grpc.address, &config.health_address, &config.grpc_health_address}) {
      *address = "127.0.0.1:0";
    }
    change(config);
    faults_.clear();
    return gateway::GateProcess::Start(config, Clock::System(), faults_, notes_).status();
  }

  std::string root_;
  std::string gate_;
  std::vector<policy::Issue> faults_;
  std::string notes_;
};

TEST_F(StartTest, NotWithoutARosterItCanUse) {
  ASSERT_TRUE(Start([](gateway::Config&) {}).ok());

  const std::string users = gate_ + "/roster/users.csv";
  const auto good = ReadFile(users);
  ASSERT_TRUE(good.ok());
  const auto reason_with = [&](const std::string& content) {
    EXPECT_TRUE(WriteFileAtomically(users, content).ok());
    return ProblemOf(Start([](gateway::Config&) {})).reason;
  };
  EXPECT_EQ(reason_with(""), "ROSTER_HEADER_UNUSABLE");
  EXPECT_EQ(reason_with("one,two\n1,2\n"), "ROSTER_HEADER_UNUSABLE");
  const std::string header = good->substr(0, good->find('\n') + 1);
  EXPECT_EQ(reason_with(header + "\"a row that does not end\n,,\n,,\n"), "ROSTER_TOO_BROKEN");
  fs::remove(users);
  EXPECT_EQ(ProblemOf(Start([](gateway::Config&) {})).reason, "ROSTER_FILE_MISSING");
  const absl::Status nowhere = Start([](gateway::Config& config) { config.roster_directory += "/nowhere"; });
  EXPECT_EQ(ProblemOf(nowhere).reason, "ROSTER_FILE_MISSING");

  // A few broken rows are told of and do not stop it.
  EXPECT_TRUE(WriteFileAtomically(users, *good + "broken\n").ok());
  const absl::Status started = Start([](gateway::Config&) {});
  EXPECT_TRUE(started.ok()) << started;
  EXPECT_NE(notes_.find("users.csv"), std::string::npos) << notes_;
}

TEST_F(StartTest, NotWithoutAPlaceForItsRecords) {
  ASSERT_TRUE(MakeDirectories(gate_).ok());
  ASSERT_TRUE(WriteFileAtomically(root_ + "/file", "not a folder").ok());
  const absl::Status data = Start([&](gateway::Config& config) { config.data_dir = root_ + "/file/data"; });
  EXPECT_FALSE(data.ok());
  // The log's place is taken by a file.
  const absl::Status audit = Start([&](gateway::Config& config) {
    config.data_dir = root_ + "/taken";
    EXPECT_TRUE(MakeDirectories(config.data_dir).ok());
    EXPECT_TRUE(WriteFileAtomically(config.data_dir + "/audit", "").ok());
  });
  EXPECT_EQ(ProblemOf(audit).reason, "AUDIT_UNAVAILABLE") << audit;
}

TEST_F(StartTest, NotWithAPolicyThatHasFaults) {
  const absl::Status status = Start([&](gateway::Config& config) {
    const std::string tool = config.policy_directory + "/tools/old-quiz.yaml";
    const auto text = ReadFile(tool);
    ASSERT_TRUE(text.ok());
    EXPECT_TRUE(WriteFileAtomically(tool, *text + "  shedule: now\n  phaze: none\n").ok());
  });
  EXPECT_FALSE(status.ok());
  ASSERT_EQ(faults_.size(), 2u) << "all are told at once";
  for (const policy::Issue& fault : faults_) {
    EXPECT_TRUE(fault.file.ends_with("old-quiz.yaml")) << ToString(fault);
    EXPECT_GT(fault.line, 0);
  }
}

TEST_F(StartTest, NotWithNamesThatMeanNothing) {
  const absl::Status status =
      Start([](gateway::Config& config) { config.apps.front().tools.emplace_back("nonesuch"); });
  EXPECT_FALSE(status.ok());
  ASSERT_EQ(faults_.size(), 1u);
  EXPECT_NE(faults_[0].message.find("nonesuch"), std::string::npos);
}

TEST_F(StartTest, NotTwiceOnOneLog) {
  absl::Status second;
  const absl::Status first = Start([&](gateway::Config& config) {
    std::vector<policy::Issue> faults;
    std::string notes;
    const auto running = gateway::GateProcess::Start(config, Clock::System(), faults, notes);
    ASSERT_TRUE(running.ok()) << running.status();
    second = gateway::GateProcess::Start(config, Clock::System(), faults, notes).status();
  });
  EXPECT_EQ(ProblemOf(second).reason, "AUDIT_LOG_IN_USE") << second;
  EXPECT_TRUE(first.ok()) << "the first one's end let go of the log: " << first;
}

}  // namespace
}  // namespace schoolgate::tests
