#include "core/crypto/random.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

TEST(Random, GivesTheSizeAskedFor) {
  for (const size_t size : {0, 1, 16, 1000}) {
    EXPECT_EQ(RandomBytes(size).size(), size);
    EXPECT_EQ(RandomSecret(size).size(), size);
  }
}

TEST(Random, DoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(RandomBytes(16)).second);
    EXPECT_TRUE(seen.insert(std::string(RandomSecret(16).Reveal())).second);
  }
}

TEST(Random, EveryBitOfANumberVaries) {
  uint64_t ones = 0;
  uint64_t zeros = 0;
  for (int i = 0; i < 128; ++i) {
    const uint64_t value = RandomUint64();
    ones |= value;
    zeros |= ~value;
  }
  EXPECT_EQ(ones, ~uint64_t{0});
  EXPECT_EQ(zeros, ~uint64_t{0});
}

TEST(Random, UuidsAreVersion4AndDistinct) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = RandomUuid();
    ASSERT_THAT(uuid,
                testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

}  // namespace
}  // namespace schoolgate
