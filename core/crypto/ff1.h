// FF1 format-preserving encryption: a string of numerals to another of the same length and radix.
//
// What:   Ff1, for identifiers that must keep their format (a 9-digit id stays a 9-digit id).
// Owner:  the object owns its key schedule.
// Thread: any; calls on one object take turns.
// Units:  numerals in [0, radix); lengths in numerals; tweaks in bytes (0 to 256).
// Errors: InvalidArgument, which names the rule broken and never the numerals.
// Source: NIST SP 800-38G (2016), Algorithms 7 and 8; the limit of a million from its Revision 1 drafts
// (2019, 2025).
//         All arithmetic is on integers: with logarithms, 29 numerals of radix 256 round up to 30 bytes.
#ifndef SCHOOLGATE_CORE_CRYPTO_FF1_H_
#define SCHOOLGATE_CORE_CRYPTO_FF1_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/crypto/secret.h"

namespace schoolgate {

namespace crypto_internal {
struct LockedAes;
}  // namespace crypto_internal

class Ff1 {
 public:
  static constexpr uint32_t kMaxRadix = 65536;
  static constexpr size_t kMaxLength = 4096;
  static constexpr size_t kMaxTweak = 256;
  static constexpr uint64_t kMinDomain = 1'000'000;

  // Key of 16, 24 or 32 bytes; radix 2..65536; 2 <= min_length <= max_length <= 4096; radix^min_length >=
  // 1,000,000. Below a million values the cipher can be broken by guessing, so shorter identifiers need a
  // code instead.
  static absl::StatusOr<Ff1> New(const SecretBytes& key, uint32_t radix, size_t min_length,
                                 size_t max_length);

  // As New, with the limit of 2016, radix^min_length >= 100: published test vectors go below today's. Tests
  // only.
  static absl::StatusOr<Ff1> NewForTestVectors(const SecretBytes& key, uint32_t radix, size_t min_length,
                                               size_t max_length);

  Ff1(Ff1&&) noexcept;
  Ff1& operator=(Ff1&&) noexcept;
  ~Ff1();

  absl::StatusOr<std::vector<uint32_t>> Encrypt(absl::Span<const uint32_t> numerals,
                                                absl::string_view tweak) const;
  absl::StatusOr<std::vector<uint32_t>> Decrypt(absl::Span<const uint32_t> numerals,
                                                absl::string_view tweak) const;

 private:
  Ff1(std::unique_ptr<crypto_internal::LockedAes> aes, uint32_t radix, size_t min_length, size_t max_length);

  static absl::StatusOr<Ff1> NewAbove(uint64_t min_domain, const SecretBytes& key, uint32_t radix,
                                      size_t min_length, size_t max_length);
  absl::Status Check(absl::Span<const uint32_t> numerals, absl::string_view tweak) const;

  std::unique_ptr<crypto_internal::LockedAes> aes_;
  uint32_t radix_;
  size_t min_length_;
  size_t max_length_;
};

namespace crypto_internal {

// The bytes that hold every number of `length` numerals: ceil(ceil(length * log2(radix)) / 8), computed
// exactly.
size_t Ff1HalfBytes(uint32_t radix, size_t length);

}  // namespace crypto_internal
}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_FF1_H_
