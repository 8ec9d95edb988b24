#include "core/crypto/aead.h"

#include <set>
#include <thread>
#include <vector>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

std::string Bytes(absl::string_view hex) { return HexDecode(hex).value(); }

Aead NewAead() { return Aead::New(RandomSecret(Aead::kKeyBytes)).value(); }

// Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B.
TEST(Aead, OpensAPublishedVector) {
  const Aead aead =
      Aead::New(SecretBytes(Bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")))
          .value();
  const absl::StatusOr<std::string> text = aead.Open(
      Bytes("cafebabefacedbaddecaf888"
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10"
            "56828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b"),
      Bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(HexEncode(*text),
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            "b16aedf5aa0de657ba637b39");
}

TEST(Aead, OpensWhatItSealed) {
  const Aead aead = NewAead();
  for (const size_t size : {0, 1, 15, 16, 17, 1000, 100000}) {
    for (const std::string& data : {std::string(), std::string("district|vendor|session")}) {
      const std::string text = RandomBytes(size);
      const std::string sealed = aead.Seal(text, data).value();
      EXPECT_EQ(sealed.size(), size + Aead::kNonceBytes + Aead::kTagBytes);
      EXPECT_EQ(aead.Open(sealed, data).value(), text);
    }
  }
}

TEST(Aead, EveryFlippedBitAndEveryTruncationIsRefusedAlike) {
  const Aead aead = NewAead();
  const std::string sealed = aead.Seal("what is kept for one student", "row 7").value();
  const absl::Status refused = aead.Open("", "row 7").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss);
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_EQ(aead.Open(changed, "row 7").status(), refused) << "bit " << bit;
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    ASSERT_EQ(aead.Open(absl::string_view(sealed).substr(0, size), "row 7").status(), refused) << size;
    ASSERT_EQ(aead.Open(absl::string_view(sealed).substr(sealed.size() - size), "row 7").status(), refused)
        << size;
  }
  EXPECT_EQ(aead.Open(sealed + "x", "row 7").status(), refused);
  EXPECT_TRUE(aead.Open(sealed, "row 7").ok());
}

TEST(Aead, AnythingElseInTheAssociatedDataIsRefused) {
  const Aead aead = NewAead();
  const std::string data = "district|vendor|row";
  const std::string sealed = aead.Seal("text", data).value();
  for (size_t bit = 0; bit < data.size() * 8; ++bit) {
    std::string changed = data;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_FALSE(aead.Open(sealed, changed).ok()) << "bit " << bit;
  }
  for (size_t size = 0; size < data.size(); ++size)
    ASSERT_FALSE(aead.Open(sealed, data.substr(0, size)).ok());
}

TEST(Aead, AnotherKeyDoesNotOpen) {
  EXPECT_FALSE(NewAead().Open(NewAead().Seal("text", "data").value(), "data").ok());
}

TEST(Aead, NoncesDoNotRepeat) {
  const Aead aead = NewAead();
  std::set<std::string> nonces;
  for (int i = 0; i < 2000; ++i) {
    EXPECT_TRUE(nonces.insert(aead.Seal("", "").value().substr(0, Aead::kNonceBytes)).second);
  }
}

TEST(Aead, RefusesKeysOfAnotherSize) {
  for (const size_t size : {0, 16, 24, 31, 33}) {
    EXPECT_EQ(Aead::New(RandomSecret(size)).status().code(), absl::StatusCode::kInvalidArgument) << size;
  }
}

TEST(Aead, ThreadsShareOneKey) {
  const Aead aead = NewAead();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&aead, t] {
      const std::string text(100, static_cast<char>('a' + t));
      for (int i = 0; i < 500; ++i) ASSERT_EQ(aead.Open(aead.Seal(text, "d").value(), "d").value(), text);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace schoolgate
