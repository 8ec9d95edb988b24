#include "core/crypto/crockford.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace schoolgate {
namespace {

// Every type of code the gate issues.
const std::vector<std::string> kTypes = {"STUDENT", "GUARDIAN", "STAFF", "PERSON", "EMAIL", "PHONE",
                                         "ADDRESS", "ID",       "USER",  "DATE",   "REF"};

// Numbers spread over the whole space, with both ends.
std::vector<uint32_t> SampleNumbers() {
  std::vector<uint32_t> numbers = {0, 1, 31, 32, kCodeSpace - 1};
  for (uint32_t i = 0; i < 200; ++i) numbers.push_back((i * 2654435761u) % kCodeSpace);
  return numbers;
}

TEST(Crockford, KnownCodes) {
  EXPECT_EQ(CrockfordEncode25(0), "00000");
  EXPECT_EQ(CrockfordEncode25(1), "00001");
  EXPECT_EQ(CrockfordEncode25(32), "00010");
  EXPECT_EQ(CrockfordEncode25(kCodeSpace - 1), "ZZZZZ");
  EXPECT_EQ(CrockfordDecode25("7K3QF"), (7u << 20) | (19u << 15) | (3u << 10) | (23u << 5) | 15u);
}

TEST(Crockford, RoundTrips) {
  for (uint32_t value = 0; value < kCodeSpace; value += 61)
    ASSERT_EQ(CrockfordDecode25(CrockfordEncode25(value)), value);
}

TEST(Crockford, BytesRoundTripAndHaveOneSpelling) {
  EXPECT_EQ(CrockfordEncodeBytes(""), "");
  EXPECT_EQ(CrockfordEncodeBytes(std::string(1, '\0')), "00");
  EXPECT_EQ(CrockfordEncodeBytes("\xff"), "zw");
  EXPECT_EQ(CrockfordEncodeBytes("foobar"), "csqpyrk1e8");  // RFC 4648's MZXW6YTBOI, in this alphabet
  for (size_t size = 0; size < 40; ++size) {
    std::string bytes(size, '\0');
    for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 151 + size * 89);
    const std::string text = CrockfordEncodeBytes(bytes);
    EXPECT_EQ(text.size(), (size * 8 + 4) / 5);
    EXPECT_EQ(CrockfordDecodeBytes(text), bytes);
  }
  for (const char* other :
       {"zx", "ZW", "z", "zwo", "0o", "0O", "0l", "u0", "z w", "zw=", "csqpyrk1e8o", "000000"}) {
    EXPECT_EQ(CrockfordDecodeBytes(other), std::nullopt) << other;
  }
}

TEST(Crockford, ReadsWhatPeopleWrite) {
  EXPECT_EQ(CrockfordDecode25("7k3qf"), CrockfordDecode25("7K3QF"));
  EXPECT_EQ(CrockfordDecode25("OoIiL"), CrockfordDecode25("00111"));
  EXPECT_EQ(CrockfordDecode25("l0000"), CrockfordDecode25("10000"));
}

TEST(Crockford, RefusesTheRest) {
  for (const absl::string_view bad : {"", "0000", "000000", "0000U", "0000u", "0000-", "00 00", "0000\xC3"}) {
    EXPECT_EQ(CrockfordDecode25(bad), std::nullopt) << bad;
  }
  int valid = 0;
  for (int c = 0; c < 256; ++c) valid += CrockfordValue(static_cast<char>(c)).has_value() ? 1 : 0;
  EXPECT_EQ(valid, 10 + 22 * 2 + 6);  // digits, letters in both cases, and O I L in both
}

TEST(CrockfordDeathTest, NeverCutsANumberShort) { EXPECT_DEATH(CrockfordEncode25(kCodeSpace), "25 bits"); }

TEST(CheckSymbol, IsStable) {
  // Codes live in conversations for a school year: a changed check would orphan them.
  EXPECT_EQ(CheckSymbol("STUDENT", "00000"), '3');
  EXPECT_EQ(CheckSymbol("STUDENT", "7K3QF"), 'K');
  EXPECT_EQ(CheckSymbol("", "00000"), 'H');
}

TEST(CheckSymbol, IgnoresSpelling) {
  EXPECT_EQ(CheckSymbol("student", "7k3qf"), CheckSymbol("STUDENT", "7K3QF"));
  EXPECT_EQ(CheckSymbol("STUDENT", "OIL00"), CheckSymbol("STUDENT", "01100"));
}

TEST(CheckSymbol, IsNoSymbolForWhatIsNoCode) {
  for (const absl::string_view bad : {"", "0000", "000000", "0000U"})
    EXPECT_EQ(CheckSymbol("STUDENT", bad), '\0');
}

TEST(CheckSymbol, DetectsEverySingleError) {
  for (const uint32_t number : SampleNumbers()) {
    const std::string code = CrockfordEncode25(number);
    const char check = CheckSymbol("STUDENT", code);
    for (size_t at = 0; at < code.size(); ++at) {
      for (const char other : kCrockfordAlphabet) {
        if (other == code[at]) continue;
        std::string wrong = code;
        wrong[at] = other;
        ASSERT_NE(CheckSymbol("STUDENT", wrong), check) << code << " " << wrong;
      }
    }
  }
}

TEST(CheckSymbol, DetectsEveryExchangeOfTwoSymbolsTheCheckIncluded) {
  for (const uint32_t number : SampleNumbers()) {
    std::string word = CrockfordEncode25(number);
    word.push_back(CheckSymbol("STUDENT", word));
    for (size_t i = 0; i < word.size(); ++i) {
      for (size_t j = i + 1; j < word.size(); ++j) {
        if (word[i] == word[j]) continue;
        std::string wrong = word;
        std::swap(wrong[i], wrong[j]);
        ASSERT_NE(CheckSymbol("STUDENT", wrong.substr(0, 5)), wrong[5]) << word << " " << wrong;
      }
    }
  }
}

TEST(CheckSymbol, DetectsEveryTwinError) {
  for (const uint32_t number : SampleNumbers()) {
    const std::string code = CrockfordEncode25(number);
    for (size_t at = 0; at + 1 < code.size(); ++at) {
      for (const char from : kCrockfordAlphabet) {
        for (const char to : kCrockfordAlphabet) {
          if (from == to) continue;
          std::string right = code;
          std::string wrong = code;
          right[at] = right[at + 1] = from;
          wrong[at] = wrong[at + 1] = to;
          ASSERT_NE(CheckSymbol("STUDENT", right), CheckSymbol("STUDENT", wrong)) << right << " " << wrong;
        }
      }
    }
  }
}

TEST(CheckSymbol, DetectsOneWrongOrTwoExchangedLettersOfTheType) {
  for (const std::string& type : kTypes) {
    const char check = CheckSymbol(type, "7K3QF");
    for (size_t at = 0; at < type.size(); ++at) {
      for (char other = 'A'; other <= 'Z'; ++other) {
        std::string wrong = type;
        wrong[at] = other;
        if (wrong == type) continue;
        ASSERT_NE(CheckSymbol(wrong, "7K3QF"), check) << wrong;
      }
      if (at + 1 < type.size() && type[at] != type[at + 1]) {
        std::string wrong = type;
        std::swap(wrong[at], wrong[at + 1]);
        ASSERT_NE(CheckSymbol(wrong, "7K3QF"), check) << wrong;
      }
    }
  }
}

TEST(CheckSymbol, TellsTheTypesApart) {
  std::set<char> checks;
  for (const std::string& type : kTypes) checks.insert(CheckSymbol(type, "7K3QF"));
  EXPECT_EQ(checks.size(), kTypes.size());
}

}  // namespace
}  // namespace schoolgate
