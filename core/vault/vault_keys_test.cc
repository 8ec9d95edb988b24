#include "core/vault/vault_keys.h"

#include <set>

#include "core/crypto/random.h"
#include "core/util/strings.h"
#include "core/vault/aging_map.h"
#include "core/vault/length_prefixed.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

TEST(LengthPrefixedTest, NoTwoListsOfFieldsAreOne) {
  const std::set<std::string> all = {LengthPrefixed({"ab", "c"}), LengthPrefixed({"a", "bc"}),
                                     LengthPrefixed({"abc"}),     LengthPrefixed({"abc", ""}),
                                     LengthPrefixed({"", "abc"}), LengthPrefixed({})};
  EXPECT_EQ(all.size(), 6u);
  EXPECT_EQ(LengthPrefixed({"ab"}), std::string("\0\0\0\2ab", 6));
}

TEST(VaultKeysTest, ASealOpensOnlyInItsOwnPlace) {
  const VaultKeys keys(RandomSecret(32), "district", "1");
  const FormPlace place{.subject = 7, .type = 2, .form_index = 1};
  const Aead sealer = keys.FormSealer("scope");
  const std::string sealed = keys.SealForm(sealer, "scope", place, "Ana Reyes");
  EXPECT_EQ(*keys.OpenForm(sealer, "scope", place, sealed), "Ana Reyes");
  for (const FormPlace& other : {FormPlace{8, 2, 1}, FormPlace{7, 3, 1}, FormPlace{7, 2, 0}}) {
    EXPECT_FALSE(keys.OpenForm(sealer, "scope", other, sealed).ok());
  }
  EXPECT_FALSE(keys.OpenForm(sealer, "scope2", place, sealed).ok());
  EXPECT_FALSE(keys.OpenForm(keys.FormSealer("scope2"), "scope", place, sealed).ok());
}

TEST(VaultKeysTest, ADistrictKeyUnwrapsOnlyWithItsKeyAndNames) {
  const SecretBytes kek = RandomSecret(32);
  const SecretBytes district_key = RandomSecret(32);
  const std::string wrapped = WrapDistrictKey(kek, district_key, "district", "1");
  EXPECT_TRUE(UnwrapDistrictKey(kek, wrapped, "district", "1")->Equal(district_key));
  EXPECT_FALSE(UnwrapDistrictKey(RandomSecret(32), wrapped, "district", "1").ok());
  EXPECT_FALSE(UnwrapDistrictKey(kek, wrapped, "district", "2").ok());
  EXPECT_FALSE(UnwrapDistrictKey(kek, wrapped, "other", "1").ok());
}

TEST(VaultKeysTest, TagsOfDifferentThingsDiffer) {
  const VaultKeys keys(RandomSecret(32), "district", "1");
  EXPECT_EQ(keys.PersonTag("a"), keys.PersonTag("a"));
  EXPECT_FALSE(keys.PersonTag("a") == keys.ScopeTag("a"));
  EXPECT_FALSE(keys.ValueTag("s", "a") == keys.ValueTag("t", "a"));
  EXPECT_FALSE(keys.FormTag("s", true, "a", 0, "f") == keys.FormTag("s", false, "a", 0, "f"));
  EXPECT_FALSE(keys.FormTag("s", true, "a", 0, "f") == keys.FormTag("s", true, "a", 1, "f"));
}

TEST(AgingMapTest, StaysWithinItsBoundAndKeepsWhatIsUsed) {
  AgingMap<std::string, int> map(100);
  map.Put("used", 1, 1);
  for (int i = 0; i < 10'000; ++i) {
    map.Put(StrCat("once ", i), i, 1);
    ASSERT_NE(map.Find("used"), nullptr) << i;
  }
  int kept = 0;
  for (int i = 0; i < 10'000; ++i) kept += map.Find(StrCat("once ", i)) != nullptr;
  EXPECT_LE(kept, 202);
  EXPECT_GE(kept, 99);
  map.Put("used", 2, 1);
  EXPECT_EQ(*map.Find("used"), 2);
  map.AddWeight("used", 1000);
  map.Put("next", 3, 1);  // the heavy one makes its generation full
  EXPECT_NE(map.Find("used"), nullptr);
  map.Clear();
  EXPECT_EQ(map.Find("used"), nullptr);
}

}  // namespace
}  // namespace schoolgate
