#include "redaction/detect/roster/roster_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<uint32_t> Pair(const RosterIndex& index, std::string_view given, std::string_view family) {
  std::vector<uint32_t> people;
  const uint32_t one = index.lexicon().Find(given).name;
  const uint32_t two = index.lexicon().Find(family).name;
  if (one != 0 && two != 0) index.FindPair(one, two, people);
  return people;
}

TEST(RosterIndexTest, NamesByEitherHalfByNicknameAndJoined) {
  const RosterIndex index(TestRoster());
  const auto person = [&](std::string_view id) { return *index.roster().FindBySourceId(id); };
  EXPECT_THAT(Pair(index, "ana", "reyes"), ElementsAre(person("s100001")));
  EXPECT_THAT(Pair(index, "ana", "ortega"), ElementsAre(person("s100001")));
  EXPECT_THAT(Pair(index, "katie", "dalton"), ElementsAre(person("s100006")));
  EXPECT_THAT(Pair(index, "maria", "cruz"), ElementsAre(person("s100007")));
  EXPECT_THAT(Pair(index, "juwon", "moon"), ElementsAre(person("s100008")));
  EXPECT_THAT(Pair(index, "jaime", "sosa"), ElementsAre(person("s100002"), person("s100003")));
  EXPECT_THAT(Pair(index, "rosa", "dalton"), IsEmpty());
  EXPECT_THAT(Pair(index, "maria", "la"), IsEmpty());  // a particle is no family name
}

TEST(RosterIndexTest, ValuesInTheFormsTheyAreWritten) {
  EXPECT_EQ(RosterIndex::TrimId("s00604824"), "604824");
  EXPECT_EQ(RosterIndex::TrimId("0605763"), "605763");
  EXPECT_EQ(RosterIndex::TrimId("ab12cd"), "ab12cd");
  EXPECT_EQ(RosterIndex::PhoneDigits("+1 (950) 555-0142"), "9505550142");
  EXPECT_EQ(RosterIndex::StreetWord("parkway"), "pkwy");
  const RosterIndex index(TestRoster());
  EXPECT_EQ(index.FindId("604824").size(), 1U);
  EXPECT_EQ(index.FindId("60577").size(), 1U);  // the roster's own leading zeros
  EXPECT_EQ(index.FindValue(ValueKind::kLocalPhone, "5550142").size(), 1U);
  EXPECT_TRUE(index.FindValue(ValueKind::kEmail, "nobody@mail.example").empty());
  EXPECT_TRUE(index.IsUsernameShape("btatum512"));
  EXPECT_FALSE(index.IsUsernameShape("btatum5"));
}

TEST(RosterIndexTest, AnEmptyRosterFindsNobody) {
  const RosterIndex index(RosterBuilder().Build("empty", absl::UnixEpoch()));
  EXPECT_TRUE(index.FindId("604824").empty());
  EXPECT_EQ(index.lexicon().Find("reyes").name, 0U);
}

// 350,000 people are to fit 300 MB.
TEST(RosterIndexTest, CostsFewBytesAPerson) {
  RosterBuilder builder;
  const size_t people = 20000;
  for (size_t at = 0; at < people; ++at) {
    const std::string number = std::to_string(at);
    const std::string given =
        "Given" + std::string(1, static_cast<char>('a' + at % 26)) + static_cast<char>('a' + at / 26 % 26);
    const std::string family =
        "Family" + std::string(1, static_cast<char>('a' + at % 23)) + static_cast<char>('a' + at / 23 % 26);
    const std::string id = "s" + number;
    const std::string username = "user" + number;
    const PersonIndex person =
        builder.AddPerson({.source_id = id, .given = given, .family = family, .username = username});
    builder.AddId(person, IdKind::kLocal, std::to_string(700000 + at));
    builder.AddEmail(person, username + "@students.alder.example");
    builder.AddPhone(person, "950" + std::to_string(5550000 + at));
  }
  const RosterIndex index(std::move(builder).Build("many", absl::UnixEpoch()));
  EXPECT_TRUE(index.IsIdShape("709999"));
  EXPECT_FALSE(index.IsIdShape("729999"));
  EXPECT_FALSE(index.IsIdShape("7099999"));
  EXPECT_LT(index.MemoryBytes() - Lexicon().MemoryBytes(), people * 400);
}

// A value everybody has must not cost everybody's entries at every look-up.
TEST(RosterIndexTest, SharedValuesAreBounded) {
  RosterBuilder builder;
  for (size_t at = 0; at < 2000; ++at) {
    const std::string id = "g" + std::to_string(at);
    builder.AddPhone(builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = id}), "9505550100");
  }
  const RosterIndex index(std::move(builder).Build("shared", absl::UnixEpoch()));
  EXPECT_EQ(index.FindValue(ValueKind::kPhone, "9505550100").size(), ValueIndex::kMost);
}

}  // namespace
}  // namespace schoolgate::redaction
