#include "redaction/pseudonym/sealed_id.h"

#include <set>

#include "core/crypto/crockford.h"
#include "core/crypto/random.h"
#include "core/util/strings.h"
#include "gtest/gtest.h"
#include "redaction/pseudonym/code.h"

namespace schoolgate::redaction {
namespace {

const SecretBytes& Key() {
  static const auto& key = *new SecretBytes(RandomSecret(32));
  return key;
}
SealedIds Ids(std::string_view district = "lakeside", std::string_view vendor = "acme",
              std::string_view scope = "2026-27") {
  return SealedIds(Key(), {std::string(district), std::string(vendor), std::string(scope)});
}

TEST(SealedId, ComesBackWithoutState) {
  const SealedIds ids = Ids();
  std::set<std::string> seen;
  for (SubjectNumber i = 0; i < 3000; ++i) {
    const SubjectNumber number = i * 11183 % (1u << 25);
    const std::string text = ids.Seal("person", number);
    ASSERT_EQ(text.size(), SealedIds::kLength);
    ASSERT_TRUE(seen.insert(text).second) << i;
    ASSERT_EQ(Ids().Open("person", text), number);  // another process with the same key
    ASSERT_EQ(Ids().Seal("person", number), text);
  }
  for (const SubjectNumber number : {0u, 1u, (1u << 25) - 1}) {
    EXPECT_EQ(ids.Open("person", ids.Seal("person", number)), number);
  }
}

TEST(SealedId, MeansNothingElsewhere) {
  const std::string text = Ids().Seal("person", 4711);
  EXPECT_EQ(Ids().Open("class", text), std::nullopt);
  EXPECT_EQ(Ids("hillside").Open("person", text), std::nullopt);
  EXPECT_EQ(Ids("lakeside", "bolt").Open("person", text), std::nullopt);
  EXPECT_EQ(Ids("lakeside", "acme", "2027-28").Open("person", text), std::nullopt);
  // Parts are parts: what moves from one into the next is another place.
  EXPECT_EQ(Ids("lakesidea", "cme").Open("person", text), std::nullopt);
  const SealedIds other_key(RandomSecret(32), {"lakeside", "acme", "2026-27"});
  EXPECT_EQ(other_key.Open("person", text), std::nullopt);
}

TEST(SealedId, WhatIsAlteredOpensToNothing) {
  const SealedIds ids = Ids();
  const std::string text = ids.Seal("person", 4711);
  for (size_t at = 0; at < text.size(); ++at) {
    for (const char symbol : std::string_view("0123456789abcdefghjkmnpqrstvwxyzAOIlu_ ")) {
      std::string altered = text;
      if (altered[at] == symbol) continue;
      altered[at] = symbol;
      ASSERT_EQ(ids.Open("person", altered), std::nullopt) << altered;
    }
  }
  for (const std::string& other :
       {std::string(), std::string("rec_"), text + "0", text.substr(0, text.size() - 1), " " + text,
        text.substr(4), "ref_" + text.substr(4), "rec_" + std::string(32, '0')}) {
    EXPECT_EQ(ids.Open("person", other), std::nullopt) << other;
  }
}

// Two vendors that put their ids together learn nothing: the symbols agree as often as chance has it.
TEST(SealedId, ScopesCannotBeJoined) {
  const SealedIds acme = Ids();
  const SealedIds bolt = Ids("lakeside", "bolt");
  const SealedIds next_year = Ids("lakeside", "acme", "2027-28");
  constexpr int kNumbers = 4000;
  int agree[2] = {0, 0};
  for (SubjectNumber number = 0; number < kNumbers; ++number) {
    const std::string one = acme.Seal("person", number);
    const std::string others[2] = {bolt.Seal("person", number), next_year.Seal("person", number)};
    for (int k = 0; k < 2; ++k) {
      for (size_t at = 4; at < one.size(); ++at) agree[k] += one[at] == others[k][at] ? 1 : 0;
    }
  }
  // 128,000 symbols, each equal with 1/32: 4,000 expected, standard deviation 62.
  for (const int count : agree) {
    EXPECT_GT(count, 4000 - 6 * 62);
    EXPECT_LT(count, 4000 + 6 * 62);
  }
}

TEST(SealedId, IsNoCodeOfAnybody) {
  const SealedIds ids = Ids();
  for (SubjectNumber number = 0; number < 2000; ++number) {
    const std::string text = ids.Seal("person", number);
    for (size_t at = 0; at < text.size(); ++at) ASSERT_EQ(CodeShapedPrefix(text.substr(at)), 0u) << text;
  }
}

}  // namespace
}  // namespace schoolgate::redaction
