#include "core/crypto/secret.h"

#include <ostream>
#include <type_traits>
#include <utility>

#include "gtest/gtest.h"

namespace schoolgate {
namespace {

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <typename T>
concept EqualityComparable = requires(const T& a, const T& b) {
  a == b;
};

// What keeps a key out of a log line is that these do not compile.
static_assert(!Streamable<SecretBytes>);
static_assert(!EqualityComparable<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_convertible_v<SecretBytes, absl::string_view>);
static_assert(!std::is_convertible_v<absl::string_view, SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);

TEST(SecretBytes, GivesBackWhatItHolds) {
  const SecretBytes secret(absl::string_view("k\0y", 3));
  EXPECT_EQ(secret.Reveal(), absl::string_view("k\0y", 3));
  EXPECT_EQ(secret.size(), 3u);
  EXPECT_FALSE(secret.empty());
}

TEST(SecretBytes, MovingLeavesTheSourceEmpty) {
  SecretBytes first("one");
  SecretBytes second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): the promise under test
  EXPECT_EQ(first.Reveal(), "");
  SecretBytes third("three");
  third = std::move(second);
  EXPECT_EQ(third.Reveal(), "one");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(SecretBytes, SelfMoveKeepsTheSecret) {
  SecretBytes secret("kept");
  SecretBytes& same = secret;
  secret = std::move(same);
  EXPECT_EQ(secret.Reveal(), "kept");
}

TEST(SecretBytes, MakeFillsInPlace) {
  const SecretBytes secret = SecretBytes::Make(4, [](absl::Span<uint8_t> out) {
    for (uint8_t& byte : out) byte = static_cast<uint8_t>('a' + byte);  // the buffer begins as zeros
  });
  EXPECT_EQ(secret.Reveal(), "aaaa");
}

TEST(SecretBytes, EqualComparesAllBytesAndLengths) {
  const SecretBytes secret("abc");
  EXPECT_TRUE(secret.Equal(SecretBytes("abc")));
  EXPECT_FALSE(secret.Equal(SecretBytes("abd")));
  EXPECT_FALSE(secret.Equal(SecretBytes("bbc")));
  EXPECT_FALSE(secret.Equal(SecretBytes("abcd")));
  EXPECT_FALSE(secret.Equal(SecretBytes()));
  EXPECT_TRUE(SecretBytes().Equal(SecretBytes("")));
}

TEST(WipeString, LeavesNothingOfShortOrLongText) {
  for (const size_t size : {5u, 200u}) {
    std::string text(size, 'x');
    const char* const memory = text.data();
    WipeString(text);
    EXPECT_TRUE(text.empty());
    ASSERT_EQ(text.data(), memory);
    EXPECT_EQ(absl::string_view(memory, size).find('x'), absl::string_view::npos);
  }
}

TEST(ConstantTimeEqual, AgreesWithOrdinaryComparison) {
  EXPECT_TRUE(ConstantTimeEqual("", ""));
  EXPECT_TRUE(ConstantTimeEqual("same", "same"));
  EXPECT_FALSE(ConstantTimeEqual("same", "sane"));
  EXPECT_FALSE(ConstantTimeEqual("same", "sam"));
}

}  // namespace
}  // namespace schoolgate
