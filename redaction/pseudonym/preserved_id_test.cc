#include "redaction/pseudonym/preserved_id.h"

#include <cctype>
#include <set>

#include "core/crypto/random.h"
#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate::redaction {
namespace {

const SecretBytes& Key() {
  static const auto& key = *new SecretBytes(RandomSecret(32));
  return key;
}
PreservedIds Ids(std::string_view district = "lakeside", std::string_view vendor = "acme",
                 std::string_view epoch = "2026-27") {
  return PreservedIds(Key(), {std::string(district), std::string(vendor), std::string(epoch)});
}

bool SameFormat(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto x = static_cast<unsigned char>(a[i]);
    const auto y = static_cast<unsigned char>(b[i]);
    if (std::isdigit(x) != std::isdigit(y) || std::isupper(x) != std::isupper(y) ||
        std::islower(x) != std::islower(y) || (!std::isalnum(x) && x != y)) {
      return false;
    }
  }
  return true;
}

TEST(PreservedId, KeepsItsFormatAndComesBack) {
  const PreservedIds ids = Ids();
  for (const std::string_view id :
       {"400123456", "000000", "999999", "S1234567", "ab-CD-12", "400-12-3456", "STU/2026/0042/x",
        "TX.0000001", "00000000000000000000", "ZZZZZZZZZZZZZZZZZZZZ", " 1234567 "}) {
    const std::optional<std::string> other = ids.Protect("student.id.local", id);
    ASSERT_TRUE(other.has_value()) << id;
    EXPECT_TRUE(SameFormat(id, *other)) << id << " " << *other;
    EXPECT_EQ(ids.Recover("student.id.local", *other), id);
    EXPECT_EQ(Ids().Protect("student.id.local", id), other);  // another process with the same key
  }
  const std::string longest(PreservedIds::kLongest, 'k');
  EXPECT_EQ(ids.Recover("f", ids.Protect("f", longest).value()), longest);
}

// NIST SP 800-38G Revision 1 (drafts): at least a million values, 10^6 being the least.
TEST(PreservedId, TooSmallADomainGivesNothing) {
  const PreservedIds ids = Ids();
  for (const std::string_view id : {"", "12345", "-", "A1234", "AAAA", "AB-12", "A-B-C-D", "99999"}) {
    EXPECT_EQ(ids.Protect("f", id), std::nullopt) << id;
    EXPECT_EQ(ids.Recover("f", id), std::nullopt) << id;
  }
  EXPECT_TRUE(ids.Protect("f", "123456").has_value());   // 1,000,000
  EXPECT_TRUE(ids.Protect("f", "AB12345").has_value());  // 67,600,000
  EXPECT_FALSE(ids.Protect("f", "AB123").has_value());   // 676,000
  EXPECT_TRUE(ids.Protect("f", "ABC123").has_value());   // 17,576,000
}

TEST(PreservedId, WhatItCannotKeepGivesNothing) {
  EXPECT_EQ(Ids().Protect("f", "Núñez1234567"), std::nullopt);
  EXPECT_EQ(Ids().Protect("f", std::string(PreservedIds::kLongest + 1, '1')), std::nullopt);
}

TEST(PreservedId, NoTwoIdsOfAFormatShareOne) {
  const PreservedIds ids = Ids();
  std::set<std::string> seen;
  for (int i = 0; i < 5000; ++i) {
    std::string id = StrCat("A", i * 17);
    id = StrCat("A", std::string(6 - (id.size() - 1), '0'), id.substr(1));
    const std::string other = ids.Protect("f", id).value();
    ASSERT_TRUE(SameFormat(id, other)) << other;
    ASSERT_TRUE(seen.insert(other).second) << id;
  }
}

TEST(PreservedId, MeansNothingElsewhere) {
  const std::string id = "400123456";
  const std::string here = Ids().Protect("student.id.local", id).value();
  EXPECT_NE(Ids().Protect("student.id.state", id), here);
  EXPECT_NE(Ids("hillside").Protect("student.id.local", id), here);
  EXPECT_NE(Ids("lakeside", "bolt").Protect("student.id.local", id), here);
  EXPECT_NE(Ids("lakeside", "acme", "2027-28").Protect("student.id.local", id), here);
  EXPECT_NE(Ids("lakesidea", "cme").Protect("student.id.local", id), here);
  EXPECT_NE(PreservedIds(RandomSecret(32), {"lakeside", "acme", "2026-27"}).Protect("student.id.local", id),
            here);
}

// Two vendors that put their ids together learn nothing: the digits agree as often as chance has it.
TEST(PreservedId, ScopesCannotBeJoined) {
  const PreservedIds acme = Ids();
  const PreservedIds bolt = Ids("lakeside", "bolt");
  int agree = 0;
  constexpr int kIds = 3000;
  for (int i = 0; i < kIds; ++i) {
    const std::string id = StrCat(400000000 + i);
    const std::string one = acme.Protect("f", id).value();
    const std::string other = bolt.Protect("f", id).value();
    for (size_t at = 0; at < one.size(); ++at) agree += one[at] == other[at] ? 1 : 0;
  }
  // 27,000 digits, each equal with 1/10: 2,700 expected, standard deviation 49.
  EXPECT_GT(agree, 2700 - 6 * 49);
  EXPECT_LT(agree, 2700 + 6 * 49);
}

}  // namespace
}  // namespace schoolgate::redaction
