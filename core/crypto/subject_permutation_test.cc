#include "core/crypto/subject_permutation.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/crypto/digest.h"
#include "core/crypto/ff1.h"
#include "core/crypto/random.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

constexpr uint32_t kDomain = SubjectPermutation::kDomain;

SecretBytes TestKey() {
  return SecretBytes(HexDecode("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94").value());
}

// Fixed for good: a code in a vendor's stored conversation must mean the same person after an upgrade.
TEST(SubjectPermutation, IsStable) {
  const SubjectPermutation permutation = SubjectPermutation::New(TestKey()).value();
  EXPECT_EQ(permutation.PermuteSubject(0, "").value(), 29838542u);
  EXPECT_EQ(permutation.PermuteSubject(1, "").value(), 17353270u);
  EXPECT_EQ(permutation.PermuteSubject(kDomain - 1, "").value(), 646078u);
  EXPECT_EQ(permutation.PermuteSubject(12345678, "scope").value(), 27092181u);
}

TEST(SubjectPermutation, IsFf1WithRadix32AtEveryTweakLength) {
  const SubjectPermutation permutation = SubjectPermutation::New(TestKey()).value();
  const Ff1 ff1 = Ff1::New(TestKey(), 32, 5, 5).value();
  for (size_t length = 0; length <= 70; ++length) {
    const std::string tweak = RandomBytes(length);
    const auto subject = static_cast<uint32_t>(RandomUint64() % kDomain);
    std::vector<uint32_t> numerals;
    for (int shift = 20; shift >= 0; shift -= 5) numerals.push_back((subject >> shift) & 31);
    const std::vector<uint32_t> encrypted = ff1.Encrypt(numerals, tweak).value();
    uint32_t expected = 0;
    for (const uint32_t numeral : encrypted) expected = (expected << 5) | numeral;
    ASSERT_EQ(permutation.PermuteSubject(subject, tweak).value(), expected) << length;
    ASSERT_EQ(permutation.InvertSubject(expected, tweak).value(), subject) << length;
  }
}

// FF1 is a bijection by construction; this catches a slip in ours. A million consecutive numbers, as a vault
// assigns them, and a quarter as many spread over the space (an odd multiplier reaches each number once).
TEST(SubjectPermutation, NoTwoSubjectsShareACodeAndEachComesBack) {
  const SubjectPermutation permutation = SubjectPermutation::New(RandomSecret(32)).value();
  for (const auto& [step, count] : {std::pair{1u, 1u << 20}, std::pair{2654435761u, 1u << 18}}) {
    std::vector<bool> used(kDomain);
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t subject = i * step % kDomain;
      const uint32_t code = *permutation.PermuteSubject(subject, "scope");
      ASSERT_LT(code, kDomain);
      ASSERT_FALSE(used[code]) << subject;
      used[code] = true;
      if (i % 4 == 0) {
        ASSERT_EQ(*permutation.InvertSubject(code, "scope"), subject);
      }
    }
  }
}

TEST(SubjectPermutation, ScopesAreUnrelated) {
  const SubjectPermutation first = SubjectPermutation::New(RandomSecret(32)).value();
  const SubjectPermutation second = SubjectPermutation::New(RandomSecret(32)).value();
  int same_key = 0;
  int same_tweak = 0;
  for (uint32_t subject = 0; subject < 1000; ++subject) {
    same_key += *first.PermuteSubject(subject, "a") == *first.PermuteSubject(subject, "b") ? 1 : 0;
    same_tweak += *first.PermuteSubject(subject, "a") == *second.PermuteSubject(subject, "a") ? 1 : 0;
  }
  EXPECT_LE(same_key, 2);  // chance agrees once in 33 million
  EXPECT_LE(same_tweak, 2);
}

TEST(SubjectPermutation, RefusesNumbersOutsideItsSpace) {
  const SubjectPermutation permutation = SubjectPermutation::New(RandomSecret(16)).value();
  for (const uint32_t number : {kDomain, 0xFFFFFFFFu}) {
    EXPECT_EQ(permutation.PermuteSubject(number, "").status().code(), absl::StatusCode::kOutOfRange);
    EXPECT_EQ(permutation.InvertSubject(number, "").status().code(), absl::StatusCode::kOutOfRange);
  }
  EXPECT_TRUE(permutation.PermuteSubject(1, std::string(256, 't')).ok());
  EXPECT_EQ(permutation.PermuteSubject(1, std::string(257, 't')).status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(permutation.InvertSubject(1, std::string(257, 't')).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(SubjectPermutation, RefusesBadKeys) {
  EXPECT_EQ(SubjectPermutation::New(RandomSecret(31)).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SubjectPermutation::New(SecretBytes()).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(SubjectPermutation, ThreadsShareOneKey) {
  const SubjectPermutation permutation = SubjectPermutation::New(TestKey()).value();
  std::vector<std::thread> threads;
  for (uint32_t t = 0; t < 4; ++t) {
    threads.emplace_back([&permutation, t] {
      for (uint32_t subject = t; subject < 4000; subject += 4) {
        ASSERT_EQ(*permutation.InvertSubject(*permutation.PermuteSubject(subject, "t"), "t"), subject);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace schoolgate
