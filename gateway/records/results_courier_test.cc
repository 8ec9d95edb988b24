// Submissions reach the district's system in order, whatever happens to it meanwhile.
#include "gateway/records/results_courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "connectors/district/test_district.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

namespace fs = std::filesystem;
using connectors::Call;
using connectors::FakeDistrict;
using ::testing::ElementsAre;

class ResultsCourierTest : public testing::Test {
 protected:
  ResultsCourierTest() {
    root_ = (fs::temp_directory_path() / "schoolgate-courier-XXXXXX").string();
    EXPECT_NE(::mkdtemp(root_.data()), nullptr);
  }
  ~ResultsCourierTest() override { fs::remove_all(root_); }

  void Submit(const std::string& name, const std::string& id) {
    const connectors::ResultsFolder folder(root_);
    const std::vector<connectors::DistrictResult> results = {
        {.id = id, .line_item = "li", .student = "s1", .score = 1, .comment = "Good."}};
    auto staged = folder.Stage(name, results, absl::UnixEpoch(), absl::CivilDay(2026, 9, 21));
    ASSERT_TRUE(staged.ok());
    ASSERT_TRUE(staged->Place().ok());
  }
  static connectors::PushEndpoint Endpoint(const FakeDistrict& district) {
    connectors::PushEndpoint endpoint;
    endpoint.base_url = district.url();
    endpoint.token = std::make_shared<const SecretBytes>("token");
    return endpoint;
  }
  template <typename Condition>
  static bool Eventually(const Condition& condition) {
    for (int i = 0; i < 1000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  bool Is(const std::string& part, const std::string& name) const {
    return fs::exists(StrCat(root_, "/", part, "/", name, "/results.csv"));
  }

  static constexpr absl::Duration kPause = absl::Milliseconds(10);
  std::string root_;
};

TEST_F(ResultsCourierTest, WhatWaitsAndWhatComesLaterIsDeliveredInOrder) {
  const FakeDistrict district([](const Call&) { return "200"; });
  Submit("1-a", "sg-1");
  Submit("2-b", "sg-2");
  const ResultsCourier courier(root_, Endpoint(district), kPause);
  ASSERT_TRUE(Eventually([&] { return Is("sent", "2-b"); }));
  Submit("3-c", "sg-3");
  ASSERT_TRUE(Eventually([&] { return Is("sent", "3-c"); }));
  EXPECT_THAT(district.lines(), ElementsAre("PUT /results/sg-1", "PUT /results/sg-2", "PUT /results/sg-3"));
}

TEST_F(ResultsCourierTest, ASystemThatIsAwayLosesNothingAndNothingOvertakes) {
  std::atomic<int> calls{0};
  const FakeDistrict district([&calls](const Call&) { return ++calls < 4 ? "503" : "200"; });
  Submit("1-a", "sg-1");
  Submit("2-b", "sg-2");
  const ResultsCourier courier(root_, Endpoint(district), kPause);
  ASSERT_TRUE(Eventually([&] { return Is("sent", "2-b"); }));
  EXPECT_TRUE(Is("sent", "1-a"));
  EXPECT_THAT(district.lines(), ElementsAre("PUT /results/sg-1", "PUT /results/sg-1", "PUT /results/sg-1",
                                            "PUT /results/sg-1", "PUT /results/sg-2"));
}

TEST_F(ResultsCourierTest, WhatIsRefusedForGoodIsPutAsideAndHoldsUpNothing) {
  const FakeDistrict district(
      [](const Call& call) { return call.head.find("sg-1") != std::string::npos ? "422" : "200"; });
  Submit("1-a", "sg-1");
  Submit("2-b", "sg-2");
  const ResultsCourier courier(root_, Endpoint(district), kPause);
  ASSERT_TRUE(Eventually([&] { return Is("sent", "2-b"); }));
  EXPECT_TRUE(Is("refused", "1-a"));
}

TEST_F(ResultsCourierTest, AnotherCourierGoesOnWhereOneStopped) {
  const FakeDistrict away([](const Call&) { return "503"; });
  Submit("1-a", "sg-1");
  {
    const ResultsCourier courier(root_, Endpoint(away), kPause);
    ASSERT_TRUE(Eventually([&] { return !away.calls().empty(); }));
  }
  EXPECT_TRUE(Is(".", "1-a"));
  const FakeDistrict back([](const Call&) { return "200"; });
  const ResultsCourier courier(root_, Endpoint(back), kPause);
  EXPECT_TRUE(Eventually([&] { return Is("sent", "1-a"); }));
}

}  // namespace
}  // namespace schoolgate::gateway
