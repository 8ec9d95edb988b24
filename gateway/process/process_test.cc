#include "gateway/process/process.h"

#include <curl/curl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/demo/sample.h"

namespace schoolgate::gateway {
namespace {

namespace fs = std::filesystem;

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() {
    root_ = (fs::temp_directory_path() / "schoolgate-process-XXXXXX").string();
    if (::mkdtemp(root_.data()) == nullptr) root_.clear();
    auto sample = MakeSampleGate({.directory = root_,
                                  .sample = SCHOOLGATE_SOURCE_DIR "/deploy/sample",
                                  .vendor_url = "http://127.0.0.1:1/v1",
                                  .vendor_ca = root_ + "/tls/ca.pem"});
    EXPECT_TRUE(sample.ok()) << sample.status();
    config_ = sample.value_or(SampleGate()).config;
    for (std::string* address : {&config_.http.address, &config_.grpc.address, &config_.health_address,
                                 &config_.grpc_health_address}) {
      *address = "127.0.0.1:0";
    }
    config_.event_loops = 1;
    config_.drain = absl::Seconds(1);
  }
  ~ProcessTest() override {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }

  absl::StatusOr<std::unique_ptr<GateProcess>> Start() {
    faults_.clear();
    return GateProcess::Start(config_, Clock::System(), faults_, notes_);
  }

  // Asks without a key, which leaves a record.
  static long AskAsNobody(int port) {
    CURL* easy = curl_easy_init();
    const std::string url = StrCat("https://127.0.0.1:", port, "/v1/chat/completions");
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "{}");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 10L);
    const auto drop = [](char*, size_t, size_t n, void*) { return n; };
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, +drop);
    long status = 0;
    curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(easy);
    return status;
  }

  std::string root_;
  Config config_;
  std::vector<policy::Issue> faults_;
  std::string notes_;
};

TEST_F(ProcessTest, AVendorsKeyFileMustHoldAKey) {
  for (const char* content : {"", "\n", "two\nlines\n"}) {
    ASSERT_TRUE(WriteFileAtomically(root_ + "/secrets/lumen.key", content).ok());
    EXPECT_FALSE(Start().ok());
    ASSERT_EQ(faults_.size(), 1u);
    EXPECT_TRUE(faults_[0].file.ends_with("lumen.key")) << ToString(faults_[0]);
  }
  ASSERT_TRUE(WriteFileAtomically(root_ + "/secrets/lumen.key", "key-of-the-district\n").ok());
  const auto started = Start();
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(ProcessTest, WaitsItsGraceBeforeItClosesItsDoors) {
  config_.grace = absl::Milliseconds(700);
  const auto process = Start();
  ASSERT_TRUE(process.ok()) << process.status();
  const int port = (*process)->http_port();
  const absl::Time start = absl::Now();
  std::thread stopping([&] { (*process)->Stop(); });
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(AskAsNobody(port), 401) << "calls that were on their way are still answered";
  stopping.join();
  EXPECT_GE(absl::Now() - start, config_.grace);
  EXPECT_EQ(AskAsNobody(port), 0);
}

TEST_F(ProcessTest, EndsWhenItsLogCannotBeWritten) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);
  const auto process = Start();
  ASSERT_TRUE(process.ok()) << process.status();
  EXPECT_FALSE((*process)->failed());

  // The log's next write fails, as on a broken disk.
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit broken{1, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &broken), 0);
  AskAsNobody((*process)->http_port());
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);

  const timespec limit{10, 0};
  EXPECT_EQ(sigtimedwait(&stop, nullptr, &limit), SIGTERM);
  EXPECT_TRUE((*process)->failed());
  (*process)->Stop();
}

}  // namespace
}  // namespace schoolgate::gateway
