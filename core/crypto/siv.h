// Deterministic authenticated encryption: AES-SIV, which seals equal texts to equal bytes and needs no nonce,
// for identifiers that must come back without state.
//
// What:   Siv, one key that seals and opens byte strings bound to associated data (where and what they are).
// Owner:  the object owns its key and wipes it.
// Thread: any; calls may run at the same time, each in an OpenSSL context of its own.
// Units:  bytes. A sealed string is the synthetic IV (16) || ciphertext: 16 bytes more than the plaintext.
// Errors: InvalidArgument for a key that is not 64 bytes, an empty text, no associated data or an empty part
//         of it, more than 126 parts, or more than 1 GiB; DataLoss for anything that does not open, with one
//         message for every cause.
// Source: RFC 5297. OpenSSL 3.0 up to 3.0.9 leaves empty associated data out of what it authenticates
//         (CVE-2023-2975), and an empty text can be forged where a context is used again: so neither is ever
//         empty here, and no context is used twice.
#ifndef SCHOOLGATE_CORE_CRYPTO_SIV_H_
#define SCHOOLGATE_CORE_CRYPTO_SIV_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/crypto/secret.h"

namespace schoolgate {

class Siv {
 public:
  static constexpr size_t kKeyBytes = 64;  // two AES-256 keys: one authenticates, one encrypts
  static constexpr size_t kTagBytes = 16;
  static constexpr size_t kMaxParts = 126;  // RFC 5297 section 7, the text being the 127th

  static absl::StatusOr<Siv> New(SecretBytes key);

  // As New, with the 32 and 48 bytes of AES-128 and AES-192 too: the RFC's own vectors use them. Tests only.
  static absl::StatusOr<Siv> NewForTestVectors(SecretBytes key);

  // Each part of the associated data is authenticated as a part: {"ab", "c"} is not {"a", "bc"}.
  absl::StatusOr<std::string> Seal(absl::string_view plaintext,
                                   absl::Span<const absl::string_view> associated_data) const;
  absl::StatusOr<std::string> Open(absl::string_view sealed,
                                   absl::Span<const absl::string_view> associated_data) const;

 private:
  explicit Siv(SecretBytes key) : key_(std::move(key)) {}

  SecretBytes key_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_SIV_H_
