#include "core/crypto/ff1.h"

#include <map>
#include <numeric>
#include <set>
#include <string>
#include <thread>

#include "core/crypto/digest.h"
#include "core/crypto/ff1_vectors.h"
#include "core/crypto/random.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using Numerals = std::vector<uint32_t>;

std::string Bytes(absl::string_view hex) { return HexDecode(hex).value(); }
SecretBytes Key(absl::string_view hex) { return SecretBytes(Bytes(hex)); }

Numerals FromText(absl::string_view text) {
  Numerals numerals;
  for (const char c : text) numerals.push_back(static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10));
  return numerals;
}

Numerals Count(size_t size, uint32_t first) {
  Numerals numerals(size);
  std::iota(numerals.begin(), numerals.end(), first);
  return numerals;
}

struct Vector {
  const char* key;
  uint32_t radix;
  const char* tweak;
  Numerals plain;
  Numerals cipher;
};

void Expect(const Vector& vector) {
  const size_t length = vector.plain.size();
  const Ff1 ff1 = Ff1::NewForTestVectors(Key(vector.key), vector.radix, length, length).value();
  const absl::StatusOr<Numerals> cipher = ff1.Encrypt(vector.plain, Bytes(vector.tweak));
  ASSERT_TRUE(cipher.ok()) << cipher.status();
  EXPECT_EQ(*cipher, vector.cipher);
  EXPECT_EQ(ff1.Decrypt(*cipher, Bytes(vector.tweak)).value(), vector.plain);
}

constexpr char kKey128[] = "2B7E151628AED2A6ABF7158809CF4F3C";
constexpr char kKey192[] = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F";
constexpr char kKey256[] = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";

// The nine samples NIST publishes beside SP 800-38G (FF1samples.pdf).
TEST(Ff1, NistSamples) {
  struct Sample {
    const char* key;
    const char* no_tweak;
    const char* tweak;
    const char* radix36;
  };
  for (const Sample& sample : {Sample{kKey128, "2433477484", "6124200773", "a9tv40mll9kdu509eum"},
                               Sample{kKey192, "2830668132", "2496655549", "xbj3kv35jrawxv32ysr"},
                               Sample{kKey256, "6657667009", "1001623463", "xs8a0azh2avyalyzuwd"}}) {
    const Numerals digits = FromText("0123456789");
    Expect({sample.key, 10, "", digits, FromText(sample.no_tweak)});
    Expect({sample.key, 10, "39383736353433323130", digits, FromText(sample.tweak)});
    Expect({sample.key, 36, "3737373770717273373737", FromText("0123456789abcdefghi"),
            FromText(sample.radix36)});
  }
}

// A character outside the alphabet has a numeral outside the radix.
Numerals FromAlphabet(absl::string_view text, absl::string_view alphabet) {
  Numerals numerals;
  for (const char c : text) {
    const size_t at = alphabet.find(c);
    numerals.push_back(static_cast<uint32_t>(at == absl::string_view::npos ? alphabet.size() : at));
  }
  return numerals;
}

TEST(Ff1, WycheproofAlphabets) {
  size_t count = 0;
  for (const Ff1Vectors& vectors : Ff1ValidVectors()) {
    SCOPED_TRACE(vectors.name);
    const absl::string_view alphabet(vectors.alphabet);
    for (const auto& [plain, cipher] : vectors.pairs) {
      Expect({vectors.key, static_cast<uint32_t>(alphabet.size()), vectors.tweak,
              FromAlphabet(plain, alphabet), FromAlphabet(cipher, alphabet)});
      ++count;
    }
  }
  EXPECT_GT(count, 100u);
}

TEST(Ff1, WycheproofInvalid) {
  for (const Ff1Vectors& vectors : Ff1InvalidVectors()) {
    SCOPED_TRACE(vectors.name);
    const absl::string_view alphabet(vectors.alphabet);
    for (const auto& [plain, cipher] : vectors.pairs) {
      const Numerals numerals = FromAlphabet(plain, alphabet);
      const absl::StatusOr<Ff1> ff1 = Ff1::NewForTestVectors(
          Key(vectors.key), static_cast<uint32_t>(alphabet.size()), numerals.size(), numerals.size());
      if (ff1.ok()) {
        EXPECT_EQ(ff1->Encrypt(numerals, Bytes(vectors.tweak)).status().code(),
                  absl::StatusCode::kInvalidArgument)
            << plain;
      } else {
        EXPECT_EQ(ff1.status().code(), absl::StatusCode::kInvalidArgument) << plain;
      }
    }
  }
}

// Project Wycheproof, aes_ff1_radix256_test.json, by tcId.
TEST(Ff1, WycheproofRadix256) {
  Expect({"ad65778960d778c614e2673dee073acb", 256, "4505f45a8fa30b90", {138, 147}, {134, 221}});  // 7: small
  Expect({"fac360c003aeb623e94b78491f49aad4", 256, "37e0cdf083f8e109", {189, 37, 137}, {0, 0, 0}});  // 23
  Expect(
      {"fac360c003aeb623e94b78491f49aad4", 256, "37e0cdf083f8e109", {123, 75, 109}, {255, 255, 255}});  // 24
  Expect(
      {"f53833f4d5805d8aa046c2b3267df177", 256, "7ea3a598c2a4965d57d96cec24", {179, 41, 11}, {16, 241, 67}});
  const char* key = "84fff86e7dd22bd4b3bf53279ff7c696568bb9fa6067e40a1354e3a77fdb6b31";
  Expect({key,  // 1604: y is maximal after reduction, and so is y + a
          256,
          "2161304859f79081ec9f",
          {121, 250, 248, 206, 94, 47, 203, 50, 15},
          {255, 255, 255, 255, 149, 99, 69, 128, 164}});
  Expect({key,  // 1605: y + a wraps to zero
          256,
          "2161304859f79081ec9f",
          {40, 56, 183, 100, 241, 113, 220, 243, 40},
          {0, 0, 0, 0, 216, 106, 116, 226, 163}});
}

// From an independent implementation on arbitrary-precision integers, which passes the NIST samples.
TEST(Ff1, LongHalvesAndExtremeRadices) {
  Expect({kKey256,  // halves of 29 bytes, and S longer than two AES blocks
          256,
          "74726170",
          Count(58, 1),
          {229, 185, 175, 232, 102, 162, 145, 132, 99,  45,  192, 28,  109, 249, 254, 76,  28,  136, 181, 25,
           97,  183, 166, 101, 127, 193, 212, 217, 72,  108, 92,  5,   134, 69,  99,  243, 158, 101, 84,  148,
           183, 54,  250, 242, 231, 115, 135, 11,  156, 220, 215, 128, 18,  86,  130, 25,  191, 131}});
  Expect({kKey128,  // a tweak of two blocks
          65536,
          "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d",
          {0, 1, 2, 65535, 40000, 7, 9},
          {46194, 23357, 2441, 27212, 46743, 6211, 13103}});
  Numerals bits;
  for (uint32_t i = 0; i < 200; ++i) bits.push_back(i % 3 % 2);
  Expect({kKey128, 2, "", bits,
          FromText("0101001111000101000001010110100101"
                   "1100110001000011111001000000101110111001010111110100110001110111010001011100001000110111"
                   "000110001001101101000010100110100000000100000101100010001001011110101101100011")});
}

TEST(Ff1, HalfBytesAreCountedOnIntegers) {
  EXPECT_EQ(crypto_internal::Ff1HalfBytes(256, 29), 29u);  // with floating-point logarithms: 30
  for (size_t v = 1; v <= 64; ++v) {
    EXPECT_EQ(crypto_internal::Ff1HalfBytes(256, v), v);
    EXPECT_EQ(crypto_internal::Ff1HalfBytes(65536, v), 2 * v);
    EXPECT_EQ(crypto_internal::Ff1HalfBytes(2, v), (v + 7) / 8);
    EXPECT_EQ(crypto_internal::Ff1HalfBytes(32, v), (5 * v + 7) / 8);
  }
  // 10^v - 1 has 4, 7, 10, 14, 17, 20, 24 bits.
  const size_t bytes[] = {1, 1, 2, 2, 3, 3, 3};
  for (size_t v = 1; v <= 7; ++v) EXPECT_EQ(crypto_internal::Ff1HalfBytes(10, v), bytes[v - 1]) << v;
}

TEST(Ff1, RoundTripsAtEveryLengthAndManyRadices) {
  const SecretBytes key = RandomSecret(32);
  for (const uint32_t radix : {2u, 3u, 10u, 26u, 62u, 255u, 257u, 65535u, 65536u}) {
    const Ff1 ff1 = Ff1::New(key, radix, 20, 80).value();
    for (size_t length = 20; length <= 80; length += 3) {
      Numerals plain(length);
      for (uint32_t& numeral : plain) numeral = static_cast<uint32_t>(RandomUint64() % radix);
      const Numerals cipher = ff1.Encrypt(plain, "district|vendor|field").value();
      ASSERT_EQ(cipher.size(), length);
      ASSERT_EQ(ff1.Decrypt(cipher, "district|vendor|field").value(), plain) << radix << " " << length;
    }
  }
}

TEST(Ff1, IsAPermutation) {
  const Ff1 ff1 = Ff1::NewForTestVectors(RandomSecret(16), 10, 3, 3).value();
  std::set<Numerals> seen;
  for (uint32_t i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(ff1.Encrypt({i / 100, i / 10 % 10, i % 10}, "t").value()).second) << i;
  }
}

TEST(Ff1, KeyAndTweakSeparateScopes) {
  const Ff1 first = Ff1::New(RandomSecret(32), 10, 9, 9).value();
  const Ff1 second = Ff1::New(RandomSecret(32), 10, 9, 9).value();
  const Numerals id = FromText("400123456");
  EXPECT_NE(first.Encrypt(id, "a").value(), second.Encrypt(id, "a").value());
  EXPECT_NE(first.Encrypt(id, "a").value(), first.Encrypt(id, "b").value());
  EXPECT_NE(first.Encrypt(id, "").value(), first.Encrypt(id, std::string(1, '\0')).value());
}

TEST(Ff1, AMillionValuesAreTheLeast) {
  const SecretBytes key = RandomSecret(32);
  EXPECT_TRUE(Ff1::New(key, 10, 6, 6).ok());
  EXPECT_TRUE(Ff1::New(key, 1000, 2, 2).ok());
  EXPECT_TRUE(Ff1::New(key, 2, 20, 20).ok());
  for (const auto& [radix, length] : std::map<uint32_t, size_t>{{10, 5}, {999, 2}, {2, 19}}) {
    EXPECT_EQ(Ff1::New(key, radix, length, length).status().code(), absl::StatusCode::kInvalidArgument)
        << radix;
    EXPECT_TRUE(Ff1::NewForTestVectors(key, radix, length, length).ok());
  }
  EXPECT_FALSE(Ff1::NewForTestVectors(key, 9, 2, 2).ok());
}

TEST(Ff1, RefusesUnusableParameters) {
  const SecretBytes key = RandomSecret(32);
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(Ff1::New(RandomSecret(20), 10, 9, 9).status().code(), invalid);
  EXPECT_EQ(Ff1::New(SecretBytes(), 10, 9, 9).status().code(), invalid);
  EXPECT_EQ(Ff1::New(key, 0, 20, 20).status().code(), invalid);
  EXPECT_EQ(Ff1::New(key, 1, 20, 20).status().code(), invalid);
  EXPECT_EQ(Ff1::New(key, 65537, 20, 20).status().code(), invalid);
  EXPECT_EQ(Ff1::New(key, 10, 9, 8).status().code(), invalid);
  EXPECT_EQ(Ff1::New(key, 65536, 1, 8).status().code(), invalid);
  EXPECT_EQ(Ff1::New(key, 10, 9, Ff1::kMaxLength + 1).status().code(), invalid);
}

TEST(Ff1, RefusesUnusableInput) {
  const Ff1 ff1 = Ff1::New(RandomSecret(32), 10, 6, 9).value();
  const Numerals good(6, 0);
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_TRUE(ff1.Encrypt(good, std::string(Ff1::kMaxTweak, 't')).ok());
  EXPECT_EQ(ff1.Encrypt(good, std::string(Ff1::kMaxTweak + 1, 't')).status().code(), invalid);
  EXPECT_EQ(ff1.Decrypt(good, std::string(Ff1::kMaxTweak + 1, 't')).status().code(), invalid);
  for (const Numerals& bad : {Numerals(), Numerals(5, 0), Numerals(10, 0), Numerals{0, 0, 0, 0, 0, 10},
                              Numerals{0xFFFFFFFF, 0, 0, 0, 0, 0}}) {
    EXPECT_EQ(ff1.Encrypt(bad, "").status().code(), invalid);
    EXPECT_EQ(ff1.Decrypt(bad, "").status().code(), invalid);
  }
}

TEST(Ff1, ThreadsShareOneKey) {
  const Ff1 ff1 = Ff1::New(RandomSecret(32), 10, 9, 9).value();
  std::vector<std::thread> threads;
  for (uint32_t t = 0; t < 4; ++t) {
    threads.emplace_back([&ff1, t] {
      const Numerals plain(9, t);
      for (int i = 0; i < 300; ++i)
        ASSERT_EQ(ff1.Decrypt(ff1.Encrypt(plain, "t").value(), "t").value(), plain);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace schoolgate
