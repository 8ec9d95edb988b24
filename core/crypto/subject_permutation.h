// The keyed permutation behind a person's code: a subject number to five base-32 symbols, and back.
//
// What:   SubjectPermutation, which is FF1 with radix 32 and length 5 (ff1.h) on numbers instead of numerals,
// at the
//         cost of eleven AES blocks. No two numbers share a code under one key and tweak, and no state is
//         kept.
// Owner:  the object owns its key schedule.
// Thread: any; calls on one object take turns (well under a microsecond each).
// Units:  numbers in [0, 2^25).
// Errors: InvalidArgument for a bad key; OutOfRange for a number of more than 25 bits or a tweak over 256
// bytes. Source: NIST SP 800-38G (2016), Algorithms 7 and 8; 32^5 = 33,554,432 is above the million of
// Revision 1.
#ifndef SCHOOLGATE_CORE_CRYPTO_SUBJECT_PERMUTATION_H_
#define SCHOOLGATE_CORE_CRYPTO_SUBJECT_PERMUTATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

namespace schoolgate {

namespace crypto_internal {
struct LockedAes;
}  // namespace crypto_internal

class SubjectPermutation {
 public:
  static constexpr uint32_t kDomain = uint32_t{1} << 25;

  // Key of 16, 24 or 32 bytes: the scope's own.
  static absl::StatusOr<SubjectPermutation> New(const SecretBytes& key);

  SubjectPermutation(SubjectPermutation&&) noexcept;
  SubjectPermutation& operator=(SubjectPermutation&&) noexcept;
  ~SubjectPermutation();

  absl::StatusOr<uint32_t> PermuteSubject(uint32_t subject, absl::string_view tweak) const;
  absl::StatusOr<uint32_t> InvertSubject(uint32_t code, absl::string_view tweak) const;

 private:
  explicit SubjectPermutation(std::unique_ptr<crypto_internal::LockedAes> aes);

  std::unique_ptr<crypto_internal::LockedAes> aes_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_SUBJECT_PERMUTATION_H_
