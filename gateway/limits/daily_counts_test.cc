#include "gateway/limits/daily_counts.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

constexpr absl::CivilDay kMonday(2026, 9, 14);

TEST(DailyCountsTest, EachToolHasItsOwnAndADayBeginsAnew) {
  DailyCounts counts;
  EXPECT_TRUE(counts.Take("pilot", kMonday, 2));
  EXPECT_TRUE(counts.Take("pilot", kMonday, 2));
  EXPECT_FALSE(counts.Take("pilot", kMonday, 2));
  EXPECT_TRUE(counts.Take("other", kMonday, 1));
  EXPECT_TRUE(counts.Take("pilot", kMonday, 3)) << "a cap that was raised counts at once";
  EXPECT_TRUE(counts.Take("pilot", kMonday + 1, 1));
  EXPECT_FALSE(counts.Take("pilot", kMonday + 1, 1));
}

TEST(DailyCountsTest, NeverMoreThanTheCapFromManyThreads) {
  DailyCounts counts;
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) taken += counts.Take("pilot", kMonday, 1500) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 1500);
}

}  // namespace
}  // namespace schoolgate::gateway
