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
  for (const std::string& joined : all) {
    const auto fields = SplitLengthPrefixed(joined);
    ASSERT_TRUE(fields.has_value());
    std::string again;
    for (const std::string_view field : *fields) again += LengthPrefixed({field});
    EXPECT_EQ(again, joined);
    if (joined.empty()) continue;
    EXPECT_FALSE(SplitLengthPrefixed(joined + "x").has_value());
  }
}

// The same every time.
VaultKeys Keys(std::string active = "1", std::initializer_list<std::string_view> ring = {"1", "2"}) {
  VaultKeys::Ring keys;
  for (const std::string_view id : ring) keys.emplace(id, SecretBytes(std::string(32, id.front())));
  return VaultKeys("district", SecretBytes(std::string(32, 'i')), std::move(keys), std::move(active));
}

VaultScope Scope(std::string_view vendor, std::string_view epoch, std::string_view codes) {
  return {.vendor = std::string(vendor),
          .epoch = std::string(epoch),
          .codes = std::string(codes),
          .session = std::string(codes)};
}

TEST(VaultKeysTest, ASealOpensOnlyInItsOwnPlaceAndUnderItsPersonsKey) {
  const VaultKeys keys = Keys();
  const FormPlace place{.subject = 7, .type = 2, .form_index = 1};
  const SecretBytes ana = RandomSecret(32);
  const ScopeKeys scope = *keys.ForScope(Scope("v", "2026-27", "s"), "1");
  const std::string sealed = scope.SealForm(ana, place, "Ana Reyes");
  EXPECT_EQ(*scope.OpenForm(ana, place, sealed), "Ana Reyes");
  for (const FormPlace& other : {FormPlace{8, 2, 1}, FormPlace{7, 3, 1}, FormPlace{7, 2, 0}}) {
    EXPECT_FALSE(scope.OpenForm(ana, other, sealed).ok());
  }
  EXPECT_FALSE(scope.OpenForm(RandomSecret(32), place, sealed).ok());
  EXPECT_FALSE(scope.OpenForm(SecretBytes(), place, sealed).ok());
  for (const VaultScope& other :
       {Scope("w", "2026-27", "s"), Scope("v", "2027-28", "s"), Scope("v", "2026-27", "t")}) {
    EXPECT_FALSE(keys.ForScope(other, "1")->OpenForm(ana, place, sealed).ok());
  }
  EXPECT_FALSE(keys.ForScope(Scope("v", "2026-27", "s"), "2")->OpenForm(ana, place, sealed).ok());
  EXPECT_FALSE(keys.ForScope(Scope("v", "2026-27", "s"), "3").ok());
  const std::string value = scope.SealForm(SecretBytes(), place, "Kai");
  EXPECT_EQ(*scope.OpenForm(SecretBytes(), place, value), "Kai");
}

TEST(VaultKeysTest, EveryVendorYearScopeAndDistrictKeyHasCodesOfItsOwn) {
  const VaultKeys keys = Keys();
  std::set<std::string> seen;
  for (const char* id : {"1", "2"}) {
    for (const VaultScope& scope : {Scope("v", "2026-27", "s"), Scope("w", "2026-27", "s"),
                                    Scope("v", "2027-28", "s"), Scope("v", "2026-27", "t")}) {
      seen.emplace(ToStd(keys.ForScope(scope, id)->code_key().Reveal()));
    }
  }
  EXPECT_EQ(seen.size(), 8u);
}

TEST(VaultKeysTest, PersonKeysOpenUnderTheKeyTheyNameAndForTheirPersonAlone) {
  const VaultKeys keys = Keys("2");
  PersonKeys both{.pseudonyms = RandomSecret(32), .disclosures = RandomSecret(32)};
  const VaultTag ana = keys.PersonTag("student|1");
  const std::string sealed = keys.SealPersonKeys(ana, both);
  EXPECT_EQ(VaultKeys::KeyIdOf(sealed), "2");
  const PersonKeys opened = *Keys("1").OpenPersonKeys(ana, sealed);
  EXPECT_TRUE(opened.pseudonyms.Equal(both.pseudonyms));
  EXPECT_TRUE(opened.disclosures.Equal(both.disclosures));
  EXPECT_FALSE(keys.OpenPersonKeys(keys.PersonTag("student|2"), sealed).ok());
  EXPECT_FALSE(Keys("1", {"1"}).OpenPersonKeys(ana, sealed).ok());
  std::string other_id = sealed;
  other_id[1] = '1';
  EXPECT_FALSE(keys.OpenPersonKeys(ana, other_id).ok());
  for (const char* broken : {"", "\x01",
                             "\x05"
                             "ab",
                             "\x01\x31"}) {
    EXPECT_FALSE(keys.OpenPersonKeys(ana, broken).ok());
  }
}

TEST(VaultKeysTest, AHoldOpensForItsPersonAlone) {
  const VaultKeys keys = Keys();
  const VaultTag ana = keys.PersonTag("student|1");
  const std::string sealed = keys.SealHold(ana, {.person_key = "student|1", .reason = "suit 26-14"});
  EXPECT_EQ(keys.OpenHold(ana, sealed)->person_key, "student|1");
  EXPECT_EQ(keys.OpenHold(ana, sealed)->reason, "suit 26-14");
  EXPECT_FALSE(keys.OpenHold(keys.PersonTag("student|2"), sealed).ok());
}

TEST(VaultKeysTest, TagsOfDifferentThingsDiffer) {
  const VaultKeys keys = Keys();
  EXPECT_EQ(keys.PersonTag("a"), Keys("2").PersonTag("a")) << "rotation leaves rows where they are";
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
