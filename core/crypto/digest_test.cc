#include "core/crypto/digest.h"

#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace schoolgate {
namespace {

std::string Bytes(absl::string_view hex) { return HexDecode(hex).value(); }
std::string Hex(const Sha256Digest& digest) { return HexEncode(DigestBytes(digest)); }

// FIPS 180-4 examples.
TEST(Digest, PeekingDoesNotDisturbTheHasher) {
  Sha256Hasher hasher;
  hasher.Update("so ");
  EXPECT_EQ(hasher.Peek(), Sha256("so "));
  hasher.Update("far");
  EXPECT_EQ(hasher.Peek(), Sha256("so far"));
  EXPECT_EQ(hasher.Finish(), Sha256("so far"));
}

TEST(Sha256, PublishedVectors) {
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, PiecesGiveTheSameAsTheWholeAtEverySplit) {
  const std::string data(200, 'x');
  Sha256Hasher hasher;
  for (size_t split = 0; split <= data.size(); ++split) {
    hasher.Update(absl::string_view(data).substr(0, split));
    hasher.Update(absl::string_view(data).substr(split));
    ASSERT_EQ(hasher.Finish(), Sha256(data)) << split;  // Finish starts anew: the object is reused
  }
}

TEST(Sha256, HasherMoves) {
  Sha256Hasher first;
  first.Update("a");
  Sha256Hasher second(std::move(first));
  second.Update("bc");
  EXPECT_EQ(second.Finish(), Sha256("abc"));
}

TEST(Sha256, ThreadsDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      const std::string data(static_cast<size_t>(t) * 50, 'x');
      const Sha256Digest digest = Sha256(data);
      const Sha256Digest mac = HmacSha256("key", data);
      for (int i = 0; i < 500; ++i) {
        ASSERT_EQ(Sha256(data), digest);
        ASSERT_EQ(HmacSha256("key", data), mac);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// RFC 4231, test cases 1 to 4, 6 and 7.
TEST(HmacSha256, Rfc4231) {
  EXPECT_EQ(Hex(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(Hex(HmacSha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(
      Hex(HmacSha256(Bytes("0102030405060708090a0b0c0d0e0f10111213141516171819"), std::string(50, '\xcd'))),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  const std::string long_key(131, '\xaa');
  EXPECT_EQ(Hex(HmacSha256(long_key, "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(Hex(HmacSha256(
                long_key,
                "This is a test using a larger than block-size key and a larger than block-size data. The "
                "key needs to be hashed before being used by the HMAC algorithm.")),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(HmacSha256, AnEmptyKeyIsNotTheKeyBefore) {
  const Sha256Digest keyed = HmacSha256("secret", "data");
  const Sha256Digest unkeyed = HmacSha256("", "data");
  EXPECT_NE(keyed, unkeyed);
  EXPECT_EQ(Hex(unkeyed), "e528c4d99e6177f5841f712a143b90843299a4aa181a06501422d9ca862bd2a5");
  EXPECT_EQ(unkeyed, HmacSha256(std::string(64, '\0'), "data"));  // RFC 2104 pads the key with zeros
}

// RFC 5869, appendix A.1 to A.3.
TEST(HkdfSha256, Rfc5869) {
  const std::string secret(22, '\x0b');
  EXPECT_EQ(
      HexEncode(HkdfSha256(secret, Bytes("000102030405060708090a0b0c"), Bytes("f0f1f2f3f4f5f6f7f8f9"), 42)
                    .Reveal()),
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  std::string long_secret, salt, info;
  for (int i = 0; i < 80; ++i) {
    long_secret.push_back(static_cast<char>(i));
    salt.push_back(static_cast<char>(0x60 + i));
    info.push_back(static_cast<char>(0xb0 + i));
  }
  EXPECT_EQ(HexEncode(HkdfSha256(long_secret, salt, info, 82).Reveal()),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  EXPECT_EQ(HexEncode(HkdfSha256(secret, "", "", 42).Reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(HkdfSha256, ShortAndLongestOutputsArePrefixes) {
  const SecretBytes longest = HkdfSha256("secret", "salt", "info", size_t{255} * 32);
  EXPECT_EQ(longest.size(), size_t{255} * 32);
  EXPECT_EQ(HkdfSha256("secret", "salt", "info", 7).Reveal(), longest.Reveal().substr(0, 7));
  EXPECT_TRUE(HkdfSha256("secret", "salt", "info", 0).empty());
}

TEST(HkdfSha256DeathTest, RefusesMoreThanTheStandardGives) {
  EXPECT_DEATH(HkdfSha256("secret", "", "", 255 * 32 + 1), "255 blocks");
}

TEST(Hex, RoundTripsEveryByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  EXPECT_EQ(HexDecode(HexEncode(all)).value(), all);
  EXPECT_EQ(HexDecode("aBcD").value(), "\xab\xcd");
  EXPECT_EQ(HexDecode("").value(), "");
}

TEST(Hex, RefusesWhatIsNotHexWithoutRepeatingIt) {
  for (const absl::string_view bad : {"a", "abc", "zz", "a ", "0x12", "ab\n"}) {
    const absl::StatusOr<std::string> decoded = HexDecode(bad);
    ASSERT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_EQ(decoded.status().message(), "not pairs of hexadecimal digits");
  }
}

}  // namespace
}  // namespace schoolgate
