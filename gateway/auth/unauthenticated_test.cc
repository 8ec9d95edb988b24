#include "gateway/auth/unauthenticated.h"

#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(int64_t{1'800'000'000} / 60 * 60);

TEST(UnauthenticatedCounterTest, TheFirstOfAMinuteIsARecordAndTheRestANumber) {
  UnauthenticatedCounter counter;
  EXPECT_TRUE(counter.Count("10.0.0.1", kNoon));
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(counter.Count("10.0.0.1", kNoon + absl::Seconds(i)));
  EXPECT_TRUE(counter.Count("10.0.0.2", kNoon));
  EXPECT_TRUE(counter.Take(kNoon + absl::Seconds(59)).empty());  // the minute is not over

  const auto denied = counter.Take(kNoon + absl::Seconds(60));
  ASSERT_EQ(denied.size(), 1u);  // the second source has nothing left to tell
  EXPECT_EQ(denied[0].source, "10.0.0.1");
  EXPECT_EQ(denied[0].count, 9);
  EXPECT_TRUE(counter.Count("10.0.0.1", kNoon + absl::Seconds(61)));
}

TEST(UnauthenticatedCounterTest, WhatHasNoRecordOfItsOwnIsToldOfLater) {
  UnauthenticatedCounter counter;
  counter.CountForLater("10.0.0.1", kNoon);
  EXPECT_TRUE(counter.Count("10.0.0.1", kNoon));
  counter.CountForLater("10.0.0.1", kNoon);
  const auto denied = counter.Take(kNoon, /*all=*/true);
  ASSERT_EQ(denied.size(), 1u);
  EXPECT_EQ(denied[0].count, 2);
}

TEST(UnauthenticatedCounterTest, ManySourcesStayBounded) {
  UnauthenticatedCounter counter;
  int records = 0;
  for (int i = 0; i < 30000; ++i) records += counter.Count(std::to_string(i), kNoon).has_value();
  EXPECT_EQ(records, 101);
  const auto denied = counter.Take(kNoon, /*all=*/true);
  ASSERT_EQ(denied.size(), 1u);
  EXPECT_EQ(denied[0].source, "many");
  EXPECT_EQ(denied[0].count, 30000 - records);
}

TEST(UnauthenticatedCounterTest, AnIpv6NetworkIsOneSource) {
  UnauthenticatedCounter counter;
  EXPECT_EQ(counter.Count("2001:db8:1:2::1", kNoon), "2001:db8:1:2::/64");
  EXPECT_FALSE(counter.Count("2001:db8:1:2:ffff:ffff:ffff:ffff", kNoon));
  EXPECT_TRUE(counter.Count("2001:db8:1:3::1", kNoon));
  EXPECT_EQ(counter.Count("fe80::1%eth0", kNoon), "fe80::/64");
  EXPECT_FALSE(counter.Count("fe80::2%eth1", kNoon));
  // IPv4 written as IPv6 is IPv4.
  EXPECT_EQ(counter.Count("::ffff:10.0.0.1", kNoon), "10.0.0.1");
  EXPECT_FALSE(counter.Count("10.0.0.1", kNoon));
  EXPECT_EQ(counter.Count("unknown", kNoon), "unknown");
}

}  // namespace
}  // namespace schoolgate::gateway
