#include "core/crypto/siv.h"

#include <string>
#include <thread>
#include <vector>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/crypto/siv_vectors.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

std::string Bytes(absl::string_view hex) { return HexDecode(hex).value(); }

using Parts = std::vector<absl::string_view>;

TEST(Siv, PublishedVectors) {
  for (const SivVector& vector : SivVectors()) {
    SCOPED_TRACE(vector.name);
    const Siv siv = Siv::NewForTestVectors(SecretBytes(Bytes(vector.key))).value();
    std::vector<std::string> held;
    for (const char* part : vector.associated_data) held.push_back(Bytes(part));
    const Parts parts(held.begin(), held.end());
    const absl::StatusOr<std::string> sealed = siv.Seal(Bytes(vector.plain), parts);
    ASSERT_TRUE(sealed.ok()) << sealed.status();
    EXPECT_EQ(HexEncode(*sealed), vector.sealed);
    EXPECT_EQ(HexEncode(siv.Open(Bytes(vector.sealed), parts).value()), vector.plain);
  }
}

// What Wycheproof's invalid vectors do to a tag (bits flipped, zeroed, set), and to the text as well.
TEST(Siv, NoBitMayChange) {
  const Siv siv = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  const Parts parts = {"district", "vendor"};
  const std::string sealed = siv.Seal("01234567", parts).value();
  ASSERT_TRUE(siv.Open(sealed, parts).ok());
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string altered = sealed;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    ASSERT_EQ(siv.Open(altered, parts).status().code(), absl::StatusCode::kDataLoss) << bit;
  }
  for (const char fill : {'\x00', '\xFF'}) {
    EXPECT_FALSE(siv.Open(std::string(Siv::kTagBytes, fill) + sealed.substr(Siv::kTagBytes), parts).ok());
  }
  EXPECT_FALSE(siv.Open(sealed.substr(0, sealed.size() - 1), parts).ok());
  EXPECT_FALSE(siv.Open(sealed + '\0', parts).ok());
}

TEST(Siv, AnotherKeyOrAnotherPlaceDoesNotOpen) {
  const Siv siv = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  const std::string sealed = siv.Seal("text", Parts{"ab", "c"}).value();
  EXPECT_EQ(siv.Open(sealed, Parts{"ab", "c"}).value(), "text");
  EXPECT_FALSE(siv.Open(sealed, Parts{"a", "bc"}).ok());
  EXPECT_FALSE(siv.Open(sealed, Parts{"abc"}).ok());
  EXPECT_FALSE(siv.Open(sealed, Parts{"c", "ab"}).ok());
  EXPECT_FALSE(siv.Open(sealed, Parts{"ab", "c", "c"}).ok());
  const Siv other = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  EXPECT_FALSE(other.Open(sealed, Parts{"ab", "c"}).ok());
}

TEST(Siv, EqualTextsAreSealedEqually) {
  const Siv siv = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  const Parts parts = {"place"};
  EXPECT_EQ(siv.Seal("one", parts).value(), siv.Seal("one", parts).value());
  EXPECT_NE(siv.Seal("one", parts).value(), siv.Seal("two", parts).value());
}

// CVE-2023-2975: OpenSSL before 3.0.10 does not authenticate empty associated data; and an empty text may be
// forged. Neither gets as far as the library.
TEST(Siv, NothingIsEmpty) {
  const Siv siv = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(siv.Seal("", Parts{"a"}).status().code(), invalid);
  EXPECT_EQ(siv.Seal("text", Parts{}).status().code(), invalid);
  EXPECT_EQ(siv.Seal("text", Parts{""}).status().code(), invalid);
  EXPECT_EQ(siv.Seal("text", Parts{"a", "", "b"}).status().code(), invalid);
  const std::string sealed = siv.Seal("text", Parts{"a"}).value();
  const absl::StatusCode lost = absl::StatusCode::kDataLoss;
  EXPECT_EQ(siv.Open(sealed, Parts{}).status().code(), lost);
  EXPECT_EQ(siv.Open(sealed, Parts{"a", ""}).status().code(), lost);
  EXPECT_EQ(siv.Open("", Parts{"a"}).status().code(), lost);
  // Wycheproof 297: a true tag of an empty text, under its key.
  const Siv published =
      Siv::New(SecretBytes(Bytes("aff6388fdd2908e0c3b610e3dcd410c8146a268d6befd5c45ffdd23508b5b311"
                                 "cc3a9d8f838f456436b289018682151dd57d8d65d1a823c06eca8ab8ee01da01")))
          .value();
  const std::string part = Bytes("d0bb2949a411e22d32964526");
  EXPECT_EQ(published.Open(Bytes("e288d802a0e56ed7544a2e5775459389"), Parts{part}).status().code(), lost);
}

TEST(Siv, KeysAndPartsHaveTheirSizes) {
  for (const size_t size : {0, 16, 32, 48, 63, 65, 128}) {
    EXPECT_EQ(Siv::New(RandomSecret(size)).status().code(), absl::StatusCode::kInvalidArgument) << size;
  }
  const Siv siv = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  EXPECT_TRUE(siv.Seal("text", Parts(Siv::kMaxParts, "a")).ok());
  EXPECT_FALSE(siv.Seal("text", Parts(Siv::kMaxParts + 1, "a")).ok());
}

TEST(Siv, ThreadsShareOneKey) {
  const Siv siv = Siv::New(RandomSecret(Siv::kKeyBytes)).value();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&siv, t] {
      const std::string text(static_cast<size_t>(t) + 1, 'x');
      const Parts parts = {"place"};
      for (int i = 0; i < 300; ++i) ASSERT_EQ(siv.Open(siv.Seal(text, parts).value(), parts).value(), text);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace schoolgate
