#include "core/crypto/api_key.h"

#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

TEST(ApiKey, HasItsPrefixAnd43Characters) {
  EXPECT_THAT(std::string(NewApiKey().Reveal()), testing::MatchesRegex("sg_[0-9A-Za-z]{43}"));
  EXPECT_THAT(std::string(NewApiKey("sis_").Reveal()), testing::MatchesRegex("sis_[0-9A-Za-z]{43}"));
  EXPECT_THAT(std::string(NewApiKey("").Reveal()), testing::MatchesRegex("[0-9A-Za-z]{43}"));
}

TEST(ApiKey, KeysDifferAndUseEveryCharacterAboutAsOften) {
  std::set<std::string> seen;
  std::map<char, int> count;
  constexpr int kKeys = 2000;
  for (int i = 0; i < kKeys; ++i) {
    const SecretBytes key = NewApiKey("");
    EXPECT_TRUE(seen.insert(std::string(key.Reveal())).second);
    for (const char c : key.Reveal()) ++count[c];
  }
  ASSERT_EQ(count.size(), 62u);
  // 1387 expected of each, with a deviation of 37: seven deviations never happen; a modulo bias of 1/4 would.
  for (const auto& [character, times] : count) EXPECT_NEAR(times, kKeys * 43.0 / 62, 260) << character;
}

TEST(ApiKey, DigestIsTheSha256OfTheWholeKey) {
  EXPECT_EQ(ApiKeyDigest("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(ApiKeyDigest("sg_a"), ApiKeyDigest("sg_b"));
}

}  // namespace
}  // namespace schoolgate
