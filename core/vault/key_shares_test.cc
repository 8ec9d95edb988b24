#include "core/vault/key_shares.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "core/crypto/crockford.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using Texts = std::pair<std::string, std::string>;

Texts Split(const SecretBytes& key) {
  const auto [one, two] = SplitKey(key);
  return {std::string(one.Reveal()), std::string(two.Reveal())};
}

// Made by other code than the product's, after the description in key_shares.h.
constexpr char kOldShareOne[] =
    "SCHOOLGATE KEY SHARE 1 OF 2\n"
    "KEY 630D CD29 66C4 3366\n"
    "9P7Z0Q DMWCFZ MQ1CJN E0BZXY\n"
    "57BBP1 NTHH9Z 67J9EH Q84FM7\n"
    "G8AZKA AH6XD2 6VDRRD\n";
constexpr char kOldShareTwo[] =
    "SCHOOLGATE KEY SHARE 2 OF 2\n"
    "KEY 630D CD29 66C4 3366\n"
    "9P7F41 DCRCVD QQFEJD 713TDD\n"
    "X435QE 9JGKDC PMGS4F 641QCY\n"
    "KC7Y5V DHVYNS 96XC0G\n";

// "REASON which group", as far as the problem has them; "" where the shares make a key.
std::string Fault(std::string_view one, std::string_view other) {
  const auto joined = JoinKey(one, other);
  if (joined.ok()) return "";
  const Problem problem = ProblemOf(joined.status());
  std::string fault = problem.reason;
  for (const char* name : {"which", "group"}) {
    if (problem.parameters.count(name) != 0) fault += StrCat(" ", problem.parameters.at(name));
  }
  return fault;
}

// The words of a share: 6 of the title, KEY and 4 of its name, then the groups.
constexpr size_t kFirstGroup = 11;
std::vector<std::string> Words(const std::string& text) {
  return absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty());
}
std::string Text(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) text += StrCat(words[i], i == 5 || i == 10 ? "\n" : " ");
  return text;
}

// The share's bytes, read by another way than the product's: one symbol, five binary digits.
std::string ShareBytes(const std::string& text) {
  const std::vector<std::string> words = Words(text);
  std::string digits;
  for (size_t i = kFirstGroup; i < words.size(); ++i) {
    for (const char symbol : words[i].substr(0, 5)) {
      for (int bit = 4; bit >= 0; --bit) digits.push_back(((*CrockfordValue(symbol) >> bit) & 1) ? '1' : '0');
    }
  }
  std::string bytes;
  for (size_t i = 0; i < 256; i += 8) {
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 8), nullptr, 2)));
  }
  return bytes;
}

TEST(KeySharesTest, TwoSharesInEitherOrderMakeTheKey) {
  for (int i = 0; i < 200; ++i) {
    const SecretBytes key = RandomSecret(32);
    const Texts texts = Split(key);
    ASSERT_TRUE(JoinKey(texts.first, texts.second)->Equal(key)) << i;
    ASSERT_TRUE(JoinKey(texts.second, texts.first)->Equal(key)) << i;
  }
}

TEST(KeySharesTest, AShareIsTheKeyExclusiveOrARandomOne) {
  const SecretBytes key = RandomSecret(32);
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const Texts texts = Split(key);
    const std::string one = ShareBytes(texts.first);
    const std::string two = ShareBytes(texts.second);
    for (size_t at = 0; at < 32; ++at) {
      ASSERT_EQ(static_cast<char>(one[at] ^ two[at]), key.Reveal()[at]) << at;
    }
    // Each share is new each time, so that neither is a function of the key.
    EXPECT_TRUE(seen.insert(one).second);
    EXPECT_TRUE(seen.insert(two).second);
  }
}

TEST(KeySharesTest, AShareNamesItsNumberAndItsKey) {
  const SecretBytes key = RandomSecret(32);
  const Texts texts = Split(key);
  const std::vector<std::string> words = Words(texts.first);
  EXPECT_EQ(absl::StrJoin(words.begin(), words.begin() + 6, " "), "SCHOOLGATE KEY SHARE 1 OF 2");
  EXPECT_EQ(absl::StrJoin(words.begin() + 7, words.begin() + 11, ""),
            absl::AsciiStrToUpper(HexEncode(DigestBytes(Sha256(key.Reveal())).substr(0, 8))));
  EXPECT_EQ(words.size(), kFirstGroup + 11);
  EXPECT_EQ(Words(texts.second)[3], "2");
}

// Paper outlives versions of the product.
TEST(KeySharesTest, OldPaperStaysReadable) {
  const auto key = JoinKey(kOldShareOne, kOldShareTwo);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(HexEncode(key->Reveal()), "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
}

TEST(KeySharesTest, HowItIsTypedDoesNotMatter) {
  const SecretBytes key = RandomSecret(32);
  const auto [one, two] = Split(key);
  std::string typed = absl::AsciiStrToLower(one);
  const size_t groups = typed.find('\n', typed.find('\n') + 1);
  std::string symbols =
      absl::StrReplaceAll(typed.substr(groups), {{"0", "o"}, {"1", "l"}, {"\n", "  \r\n\n"}});
  typed = StrCat("\r\n  ", typed.substr(0, groups), symbols);
  ASSERT_TRUE(JoinKey(typed, two).ok()) << typed;
  EXPECT_TRUE(JoinKey(typed, absl::StrReplaceAll(two, {{"\n", "\r\n"}}))->Equal(key));
}

TEST(KeySharesTest, EveryErrorInOneSymbolIsFoundAndPlaced) {
  const auto [one, two] = Split(RandomSecret(32));
  const std::vector<std::string> words = Words(two);
  for (size_t group = 0; group < 11; ++group) {
    for (size_t at = 0; at < 6; ++at) {
      for (const char symbol : StrCat(ToStd(kCrockfordAlphabet), "U*")) {
        std::vector<std::string> typed = words;
        char& typed_symbol = typed[kFirstGroup + group][at];
        if (typed_symbol == symbol) continue;
        typed_symbol = symbol;
        ASSERT_EQ(Fault(one, Text(typed)), StrCat("KEY_SHARE_MISTYPED 2 ", group + 1));
        ASSERT_EQ(Fault(Text(typed), one), StrCat("KEY_SHARE_MISTYPED 1 ", group + 1));
      }
    }
  }
}

TEST(KeySharesTest, ExchangedSymbolsAndGroupsAreFound) {
  const auto [one, two] = Split(RandomSecret(32));
  const std::vector<std::string> words = Words(one);
  for (size_t group = 0; group < 11; ++group) {
    for (size_t at = 0; at + 1 < 6; ++at) {
      std::vector<std::string> typed = words;
      std::string& word = typed[kFirstGroup + group];
      std::swap(word[at], word[at + 1]);
      if (typed == words) continue;
      ASSERT_EQ(Fault(Text(typed), two), StrCat("KEY_SHARE_MISTYPED 1 ", group + 1));
    }
    for (size_t other = group + 1; other < 11; ++other) {
      std::vector<std::string> typed = words;
      std::swap(typed[kFirstGroup + group], typed[kFirstGroup + other]);
      if (typed == words) continue;
      ASSERT_EQ(Fault(Text(typed), two), StrCat("KEY_SHARE_MISTYPED 1 ", group + 1));
    }
  }
}

TEST(KeySharesTest, WhatIsMissingOrTooMuchIsPlaced) {
  const auto [one, two] = Split(RandomSecret(32));
  const std::vector<std::string> words = Words(one);
  std::vector<std::string> typed = words;
  typed[kFirstGroup + 4].pop_back();
  EXPECT_EQ(Fault(Text(typed), two), "KEY_SHARE_MISTYPED 1 5");
  typed = words;
  typed[kFirstGroup + 4] += "7";
  EXPECT_EQ(Fault(Text(typed), two), "KEY_SHARE_MISTYPED 1 5");
  typed = words;
  typed.pop_back();
  EXPECT_EQ(Fault(Text(typed), two), "KEY_SHARE_MISTYPED 1 11");
  typed = words;
  typed.push_back(words.back());
  EXPECT_EQ(Fault(Text(typed), two), "KEY_SHARE_MISTYPED 1 11");
  typed.resize(kFirstGroup);
  EXPECT_EQ(Fault(Text(typed), two), "KEY_SHARE_MISTYPED 1 1");
}

TEST(KeySharesTest, AnErrorAboveTheGroupsIsFound) {
  const auto [one, two] = Split(RandomSecret(32));
  const std::vector<std::string> words = Words(two);
  std::vector<std::string> typed = words;
  typed[3] = "1";  // in spite of the number it is no second share 1
  EXPECT_EQ(Fault(one, Text(typed)), "KEY_SHARE_UNREADABLE 2");
  typed[3] = "3";
  EXPECT_EQ(Fault(one, Text(typed)), "KEY_SHARE_UNREADABLE 2");
  for (size_t at = 7; at < 11; ++at) {
    typed = words;
    typed[at][0] = typed[at][0] == 'A' ? 'B' : 'A';
    EXPECT_EQ(Fault(one, Text(typed)), "KEY_SHARE_UNREADABLE 2") << at;
    typed[at][0] = 'X';
    EXPECT_EQ(Fault(one, Text(typed)), "KEY_SHARE_UNREADABLE 2") << at;
  }
  for (const char* other :
       {"", "\n\n", "KEY", "SCHOOLGATE KEY SHARE 1 OF 2", "-----BEGIN PRIVATE KEY-----"}) {
    EXPECT_EQ(Fault(other, two), "KEY_SHARE_UNREADABLE 1") << other;
  }
}

// A group that checks and says more than a share holds was not printed by SplitKey.
TEST(KeySharesTest, TheSpareBitsAreZero) {
  const auto [one, two] = Split(RandomSecret(32));
  std::vector<std::string> words = Words(one);
  std::string& last = words.back();
  last[4] = kCrockfordAlphabet[*CrockfordValue(last[4]) ^ 1];
  last[5] = CheckSymbol("K", last.substr(0, 5));
  EXPECT_EQ(Fault(Text(words), two), "KEY_SHARE_UNREADABLE 1");
}

TEST(KeySharesTest, SharesThatDoNotBelongTogetherAreRefused) {
  const SecretBytes key = RandomSecret(32);
  const Texts texts = Split(key);
  const Texts again = Split(key);
  const Texts other = Split(RandomSecret(32));
  EXPECT_EQ(Fault(texts.first, texts.first), "KEY_SHARES_SAME 1");
  EXPECT_EQ(Fault(texts.second, texts.second), "KEY_SHARES_SAME 2");
  EXPECT_EQ(Fault(texts.first, again.first), "KEY_SHARES_SAME 1");
  EXPECT_EQ(Fault(texts.first, other.second), "KEY_SHARES_UNRELATED");
  EXPECT_EQ(Fault(texts.first, again.second), "KEY_SHARES_UNRELATED");
}

TEST(KeySharesDeathTest, OnlyAWholeKeyIsSplit) {
  EXPECT_DEATH(SplitKey(RandomSecret(16)), "key_of_another_size_split");
}

}  // namespace
}  // namespace schoolgate
