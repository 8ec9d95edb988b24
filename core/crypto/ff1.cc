#include "core/crypto/ff1.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

using crypto_internal::AesBlockCipher;
using crypto_internal::LockedAes;

constexpr size_t kBlock = AesBlockCipher::kBlock;
constexpr uint32_t kRounds = 10;

using Numerals = std::vector<uint32_t>;

// NUM_radix: numerals, most significant first, as a big-endian number that fits `out`.
void NumeralsToBytes(absl::Span<const uint32_t> numerals, uint32_t radix, absl::Span<uint8_t> out) {
  std::fill(out.begin(), out.end(), uint8_t{0});
  for (const uint32_t numeral : numerals) {
    uint32_t carry = numeral;
    for (size_t i = out.size(); i-- > 0;) {
      const uint32_t product = out[i] * radix + carry;  // < 2^24 + 2^17
      out[i] = static_cast<uint8_t>(product);
      carry = product >> 8;
    }
  }
}

// NUM(bytes) mod radix^out.size(), as numerals. The bytes are taken four at a time.
void BytesToNumerals(absl::Span<const uint8_t> bytes, uint32_t radix, absl::Span<uint32_t> out) {
  std::fill(out.begin(), out.end(), 0u);
  for (size_t at = 0; at < bytes.size(); at += 4) {
    uint64_t carry = (uint64_t{bytes[at]} << 24) | (uint64_t{bytes[at + 1]} << 16) |
                     (uint64_t{bytes[at + 2]} << 8) | bytes[at + 3];
    for (size_t i = out.size(); i-- > 0;) {
      const uint64_t product =
          (uint64_t{out[i]} << 32) + carry;  // < radix * 2^32, so the carry stays below 2^32
      out[i] = static_cast<uint32_t>(product % radix);
      carry = product / radix;
    }
  }
}

// a += b, or a -= b, mod radix^length.
void AddTo(Numerals& a, const Numerals& b, uint32_t radix) {
  uint32_t carry = 0;
  for (size_t i = a.size(); i-- > 0;) {
    const uint32_t sum = a[i] + b[i] + carry;
    carry = sum >= radix ? 1 : 0;
    a[i] = sum - carry * radix;
  }
}

void SubtractFrom(Numerals& a, const Numerals& b, uint32_t radix) {
  uint32_t borrow = 0;
  for (size_t i = a.size(); i-- > 0;) {
    const uint32_t subtrahend = b[i] + borrow;
    borrow = a[i] < subtrahend ? 1 : 0;
    a[i] = a[i] + borrow * radix - subtrahend;
  }
}

void PutBigEndian32(uint32_t value, uint8_t* out) {
  for (int shift = 24; shift >= 0; shift -= 8) *out++ = static_cast<uint8_t>(value >> shift);
}

// Steps 6.i to 6.iv of Algorithm 7: the round function, with the part that is the same in every round done
// once.
class RoundFunction {
 public:
  RoundFunction(AesBlockCipher& cipher, uint32_t radix, size_t length, absl::string_view tweak)
      : cipher_(cipher), radix_(radix) {
    const size_t u = length / 2;
    half_bytes_ = crypto_internal::Ff1HalfBytes(radix, length - u);
    stream_bytes_ = 4 * ((half_bytes_ + 3) / 4) + 4;
    stream_.resize((stream_bytes_ + kBlock - 1) / kBlock * kBlock);

    std::array<uint8_t, kBlock> p = {1, 2, 1};
    PutBigEndian32(radix << 8 | kRounds, &p[3]);  // three bytes of radix, one of rounds
    p[7] = static_cast<uint8_t>(u);
    PutBigEndian32(static_cast<uint32_t>(length), &p[8]);
    PutBigEndian32(static_cast<uint32_t>(tweak.size()), &p[12]);
    cipher_.EncryptInPlace(p.data());

    std::vector<uint8_t> q((tweak.size() + half_bytes_ + 1 + kBlock - 1) / kBlock * kBlock, 0);
    if (!tweak.empty()) std::memcpy(q.data(), tweak.data(), tweak.size());
    const size_t constant = (q.size() - half_bytes_ - 1) / kBlock * kBlock;
    state_ = p;
    Absorb(absl::MakeConstSpan(q).subspan(0, constant), state_);
    tail_.assign(q.begin() + static_cast<std::ptrdiff_t>(constant), q.end());
  }

  // y mod radix^out.size().
  void Apply(uint32_t round, const Numerals& half, Numerals& out) {
    tail_[tail_.size() - half_bytes_ - 1] = static_cast<uint8_t>(round);
    NumeralsToBytes(half, radix_, absl::MakeSpan(tail_).last(half_bytes_));
    std::array<uint8_t, kBlock> r = state_;
    Absorb(tail_, r);
    std::copy(r.begin(), r.end(), stream_.begin());
    for (size_t at = kBlock, counter = 1; at < stream_.size(); at += kBlock, ++counter) {
      uint8_t* block = &stream_[at];
      uint8_t mask[4];
      PutBigEndian32(static_cast<uint32_t>(counter), mask);
      std::copy(r.begin(), r.end(), block);
      for (size_t i = 0; i < 4; ++i) block[kBlock - 4 + i] ^= mask[i];
      cipher_.EncryptInPlace(block);
    }
    BytesToNumerals(absl::MakeConstSpan(stream_).subspan(0, stream_bytes_), radix_, absl::MakeSpan(out));
  }

 private:
  void Absorb(absl::Span<const uint8_t> blocks, std::array<uint8_t, kBlock>& state) {
    for (size_t at = 0; at < blocks.size(); at += kBlock) {
      for (size_t i = 0; i < kBlock; ++i) state[i] ^= blocks[at + i];
      cipher_.EncryptInPlace(state.data());
    }
  }

  AesBlockCipher& cipher_;
  const uint32_t radix_;
  size_t half_bytes_;                  // b
  size_t stream_bytes_;                // d
  std::array<uint8_t, kBlock> state_;  // the CBC-MAC after P and the blocks of Q that no round changes
  std::vector<uint8_t> tail_;          // the other blocks of Q
  std::vector<uint8_t> stream_;        // S, to whole blocks
};

Numerals Join(Numerals a, const Numerals& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

size_t crypto_internal::Ff1HalfBytes(uint32_t radix, size_t length) {
  // ceil(log2(N)) is the bit length of N - 1, and N - 1 is the number whose numerals are all radix - 1.
  const Numerals largest(length, radix - 1);
  std::vector<uint8_t> bytes(length * 2 + 1);  // a numeral has at most 16 bits
  NumeralsToBytes(largest, radix, absl::MakeSpan(bytes));
  const auto first = std::find_if(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte != 0; });
  return static_cast<size_t>(bytes.end() - first);
}

Ff1::Ff1(std::unique_ptr<LockedAes> aes, uint32_t radix, size_t min_length, size_t max_length)
    : aes_(std::move(aes)), radix_(radix), min_length_(min_length), max_length_(max_length) {}

Ff1::Ff1(Ff1&&) noexcept = default;
Ff1& Ff1::operator=(Ff1&&) noexcept = default;
Ff1::~Ff1() = default;

absl::StatusOr<Ff1> Ff1::NewAbove(uint64_t min_domain, const SecretBytes& key, uint32_t radix,
                                  size_t min_length, size_t max_length) {
  if (radix < 2 || radix > kMaxRadix) return absl::InvalidArgumentError("FF1: the radix is from 2 to 65536");
  if (min_length < 2 || min_length > max_length || max_length > kMaxLength) {
    return absl::InvalidArgumentError(
        "FF1: lengths are from 2 to 4096 numerals, the least not above the most");
  }
  uint64_t domain = 1;
  for (size_t i = 0; i < min_length && domain < min_domain; ++i) domain *= radix;
  if (domain < min_domain) {
    return absl::InvalidArgumentError(
        "FF1: too few possible values for the shortest length (a million are needed); use a code instead");
  }
  absl::StatusOr<AesBlockCipher> cipher = AesBlockCipher::New(key.Reveal());
  if (!cipher.ok()) return cipher.status();
  return Ff1(std::make_unique<LockedAes>(*std::move(cipher)), radix, min_length, max_length);
}

absl::StatusOr<Ff1> Ff1::New(const SecretBytes& key, uint32_t radix, size_t min_length, size_t max_length) {
  return NewAbove(kMinDomain, key, radix, min_length, max_length);
}

absl::StatusOr<Ff1> Ff1::NewForTestVectors(const SecretBytes& key, uint32_t radix, size_t min_length,
                                           size_t max_length) {
  return NewAbove(100, key, radix, min_length, max_length);
}

absl::Status Ff1::Check(absl::Span<const uint32_t> numerals, absl::string_view tweak) const {
  if (numerals.size() < min_length_ || numerals.size() > max_length_) {
    return absl::InvalidArgumentError("FF1: the length is outside the limits this key was set up for");
  }
  if (std::any_of(numerals.begin(), numerals.end(), [this](uint32_t numeral) { return numeral >= radix_; })) {
    return absl::InvalidArgumentError("FF1: a numeral is not below the radix");
  }
  if (tweak.size() > kMaxTweak) return absl::InvalidArgumentError("FF1: a tweak has at most 256 bytes");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<uint32_t>> Ff1::Encrypt(absl::Span<const uint32_t> numerals,
                                                   absl::string_view tweak) const {
  if (absl::Status status = Check(numerals, tweak); !status.ok()) return status;
  const std::scoped_lock lock(aes_->mutex);
  RoundFunction function(aes_->cipher, radix_, numerals.size(), tweak);
  const size_t u = numerals.size() / 2;
  Numerals a(numerals.begin(), numerals.begin() + static_cast<std::ptrdiff_t>(u));
  Numerals b(numerals.begin() + static_cast<std::ptrdiff_t>(u), numerals.end());
  Numerals y;
  for (uint32_t round = 0; round < kRounds; ++round) {
    y.resize(a.size());
    function.Apply(round, b, y);
    AddTo(a, y, radix_);
    a.swap(b);
  }
  return Join(std::move(a), b);
}

absl::StatusOr<std::vector<uint32_t>> Ff1::Decrypt(absl::Span<const uint32_t> numerals,
                                                   absl::string_view tweak) const {
  if (absl::Status status = Check(numerals, tweak); !status.ok()) return status;
  const std::scoped_lock lock(aes_->mutex);
  RoundFunction function(aes_->cipher, radix_, numerals.size(), tweak);
  const size_t u = numerals.size() / 2;
  Numerals a(numerals.begin(), numerals.begin() + static_cast<std::ptrdiff_t>(u));
  Numerals b(numerals.begin() + static_cast<std::ptrdiff_t>(u), numerals.end());
  Numerals y;
  for (uint32_t round = kRounds; round-- > 0;) {
    a.swap(b);
    y.resize(a.size());
    function.Apply(round, b, y);
    SubtractFrom(a, y, radix_);
  }
  return Join(std::move(a), b);
}

}  // namespace schoolgate
