#include "redaction/detect/roster/value_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

namespace schoolgate::redaction {
namespace {

std::vector<uint32_t> PeopleOf(const ValueIndex& index, uint64_t hash) {
  std::vector<uint32_t> people;
  for (const ValueIndex::Entry& entry : index.Find(hash)) people.push_back(entry.person);
  return people;
}

TEST(ValueIndexTest, AnIndexOfNobodyHasNothing) {
  ValueIndex index;
  EXPECT_TRUE(index.Find(0).empty());
  index.Finish();
  EXPECT_TRUE(index.Find(0).empty());
  EXPECT_TRUE(index.Find(UINT64_MAX).empty());
}

TEST(ValueIndexTest, EveryKeyHasItsPeopleAndOthersNone) {
  std::mt19937_64 random(3);
  ValueIndex index;
  std::map<uint64_t, std::set<uint32_t>> expected;
  for (uint32_t person = 0; person < 5000; ++person) {
    // Keys that lie close together too, and both ends.
    const uint64_t spread = random();
    const uint64_t hash = person % 3 == 0 ? spread : person % 3 == 1 ? person / 7 : UINT64_MAX - person / 50;
    index.Add(hash, person);
    index.Add(hash, person);
    expected[hash].insert(person);
  }
  index.Finish();
  for (const auto& [hash, people] : expected) {
    EXPECT_EQ(PeopleOf(index, hash), std::vector<uint32_t>(people.begin(), people.end()));
    if (!expected.contains(hash + 1)) {
      EXPECT_TRUE(index.Find(hash + 1).empty());
    }
  }
}

TEST(ValueIndexTest, AValueThatHundredsShareHasTheFirstOfThemAndHidesNoOther) {
  ValueIndex index;
  for (uint32_t person = 1000; person > 0; --person) index.Add(77, person);
  index.Add(78, 5);
  index.Add(76, 6);
  index.Finish();
  const std::vector<uint32_t> shared = PeopleOf(index, 77);
  ASSERT_EQ(shared.size(), ValueIndex::kMost);
  EXPECT_EQ(shared.front(), 1U);
  EXPECT_EQ(shared.back(), ValueIndex::kMost);
  EXPECT_EQ(PeopleOf(index, 78), std::vector<uint32_t>{5});
  EXPECT_EQ(PeopleOf(index, 76), std::vector<uint32_t>{6});
}

}  // namespace
}  // namespace schoolgate::redaction
