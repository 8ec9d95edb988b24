#include "core/crypto/subject_permutation.h"

#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

using crypto_internal::AesBlockCipher;
using crypto_internal::LockedAes;

constexpr size_t kBlock = AesBlockCipher::kBlock;
constexpr size_t kMaxTweak = 256;
constexpr int kRounds = 10;
// Two numerals (10 bits) and three (15 bits): u = 2, v = 3, hence b = 2 and d = 8 in the terms of the
// standard.
constexpr uint32_t kLeftMask = (1u << 10) - 1;
constexpr uint32_t kRightMask = (1u << 15) - 1;

using Block = std::array<uint8_t, kBlock>;

void Absorb(AesBlockCipher& cipher, const Block& block, Block& state) {
  for (size_t i = 0; i < kBlock; ++i) state[i] ^= block[i];
  cipher.EncryptInPlace(state.data());
}

// The CBC-MAC state before the last block of Q, and that block without its round and half.
struct Prefix {
  Block state;
  Block last = {};
};

Prefix MakePrefix(AesBlockCipher& cipher, absl::string_view tweak) {
  Prefix prefix;
  prefix.state = {1,
                  2,
                  1,
                  0,
                  0,
                  32,
                  10,
                  2,
                  0,
                  0,
                  0,
                  5,
                  0,
                  0,
                  static_cast<uint8_t>(tweak.size() >> 8),
                  static_cast<uint8_t>(tweak.size())};
  cipher.EncryptInPlace(prefix.state.data());
  // Three bytes at the end of Q are the round's; what is left of the tweak after whole blocks goes before
  // them.
  while (tweak.size() > kBlock - 3) {
    Block block = {};
    const absl::string_view piece = tweak.substr(0, kBlock);
    std::memcpy(block.data(), piece.data(), piece.size());
    Absorb(cipher, block, prefix.state);
    tweak.remove_prefix(piece.size());
  }
  if (!tweak.empty()) std::memcpy(prefix.last.data(), tweak.data(), tweak.size());
  return prefix;
}

// y, of which the callers keep 10 or 15 bits: the radix is a power of two, so mod is a mask on S's last
// bytes.
uint32_t Round(AesBlockCipher& cipher, const Prefix& prefix, int round, uint32_t half) {
  Block last = prefix.last;
  last[kBlock - 3] = static_cast<uint8_t>(round);
  last[kBlock - 2] = static_cast<uint8_t>(half >> 8);
  last[kBlock - 1] = static_cast<uint8_t>(half);
  Block state = prefix.state;
  Absorb(cipher, last, state);
  return (uint32_t{state[6]} << 8) | state[7];
}

absl::Status Check(uint32_t number, absl::string_view tweak) {
  if (number >= SubjectPermutation::kDomain) {
    return absl::OutOfRangeError("a subject number or code has at most 25 bits");
  }
  if (tweak.size() > kMaxTweak) return absl::OutOfRangeError("a tweak has at most 256 bytes");
  return absl::OkStatus();
}

}  // namespace

SubjectPermutation::SubjectPermutation(std::unique_ptr<LockedAes> aes) : aes_(std::move(aes)) {}
SubjectPermutation::SubjectPermutation(SubjectPermutation&&) noexcept = default;
SubjectPermutation& SubjectPermutation::operator=(SubjectPermutation&&) noexcept = default;
SubjectPermutation::~SubjectPermutation() = default;

absl::StatusOr<SubjectPermutation> SubjectPermutation::New(const SecretBytes& key) {
  absl::StatusOr<AesBlockCipher> cipher = AesBlockCipher::New(key.Reveal());
  if (!cipher.ok()) return cipher.status();
  return SubjectPermutation(std::make_unique<LockedAes>(*std::move(cipher)));
}

absl::StatusOr<uint32_t> SubjectPermutation::PermuteSubject(uint32_t subject, absl::string_view tweak) const {
  if (absl::Status status = Check(subject, tweak); !status.ok()) return status;
  const std::scoped_lock lock(aes_->mutex);
  const Prefix prefix = MakePrefix(aes_->cipher, tweak);
  uint32_t a = subject >> 15;
  uint32_t b = subject & kRightMask;
  for (int round = 0; round < kRounds; round += 2) {
    a = (a + Round(aes_->cipher, prefix, round, b)) & kLeftMask;
    b = (b + Round(aes_->cipher, prefix, round + 1, a)) & kRightMask;
  }
  return (a << 15) | b;
}

absl::StatusOr<uint32_t> SubjectPermutation::InvertSubject(uint32_t code, absl::string_view tweak) const {
  if (absl::Status status = Check(code, tweak); !status.ok()) return status;
  const std::scoped_lock lock(aes_->mutex);
  const Prefix prefix = MakePrefix(aes_->cipher, tweak);
  uint32_t a = code >> 15;
  uint32_t b = code & kRightMask;
  for (int round = kRounds - 2; round >= 0; round -= 2) {
    b = (b - Round(aes_->cipher, prefix, round + 1, a)) & kRightMask;
    a = (a - Round(aes_->cipher, prefix, round, b)) & kLeftMask;
  }
  return (a << 15) | b;
}

}  // namespace schoolgate
