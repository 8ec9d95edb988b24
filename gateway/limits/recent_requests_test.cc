#include "gateway/limits/recent_requests.h"

#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

TEST(RecentRequestsTest, ARepeatedIdIsKnownForTenMinutes) {
  RecentRequests recent;
  const absl::Time noon = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_TRUE(recent.Note("a", noon));
  EXPECT_TRUE(recent.Note("b", noon + absl::Minutes(5)));
  EXPECT_FALSE(recent.Note("a", noon + absl::Minutes(9)));
  EXPECT_TRUE(recent.Note("a", noon + absl::Minutes(10)));
  EXPECT_FALSE(recent.Note("b", noon + absl::Minutes(10)));
}

TEST(RecentRequestsTest, AFailedRequestMayBeTriedAgain) {
  RecentRequests recent;
  const absl::Time noon = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_TRUE(recent.Note("a", noon));
  recent.Forget("a");
  EXPECT_TRUE(recent.Note("a", noon));
  EXPECT_FALSE(recent.Note("a", noon));
}

TEST(RecentRequestsTest, StaysBounded) {
  RecentRequests recent;
  const absl::Time noon = absl::FromUnixSeconds(1'800'000'000);
  for (int i = 0; i < 150'000; ++i) EXPECT_TRUE(recent.Note(std::to_string(i), noon));
  EXPECT_TRUE(recent.Note("0", noon));        // the oldest made room
  EXPECT_FALSE(recent.Note("149999", noon));  // the newest did not
}

TEST(RepeatKeyTest, TellsAppsPeopleIdsAndContentsApart) {
  const std::string id = "6f1c1d3e-55c0-4c56-9a43-6a3a5a1f0d11";
  const auto key = RepeatKey("lms", "t-1", id, "hello");
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(*key, *RepeatKey("lms", "t-1", id, "hello"));
  EXPECT_NE(*key, *RepeatKey("lms", "t-2", id, "hello"));
  EXPECT_NE(*key, *RepeatKey("lmst", "-1", id, "hello"));
  EXPECT_NE(*key, *RepeatKey("lms", "t-1", "7f1c1d3e-55c0-4c56-9a43-6a3a5a1f0d11", "hello"));
  EXPECT_NE(*key, *RepeatKey("lms", "t-1", id, "hello!"));
  EXPECT_FALSE(RepeatKey("lms", "t-1", "not a uuid", "hello").ok());
}

}  // namespace
}  // namespace schoolgate::gateway
