// Authenticated encryption for what is stored: AES-256-GCM with a random nonce.
//
// What:   Aead, one key that seals and opens byte strings bound to associated data (where and what they are).
// Owner:  the object owns its key and wipes it.
// Thread: any; calls may run at the same time.
// Units:  bytes. A sealed string is nonce (12) || ciphertext || tag (16): 28 bytes more than the plaintext.
// Errors: InvalidArgument for a key that is not 32 bytes or a text over 1 GiB; DataLoss for anything that
// does not
//         open, with one message for every cause.
// Source: NIST SP 800-38D. Random 96-bit nonces are good for 2^32 messages a key (section 8.3): derive a key
// per
//         vendor and epoch, never one for everything.
#ifndef SCHOOLGATE_CORE_CRYPTO_AEAD_H_
#define SCHOOLGATE_CORE_CRYPTO_AEAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

namespace schoolgate {

class Aead {
 public:
  static constexpr size_t kKeyBytes = 32;
  static constexpr size_t kNonceBytes = 12;
  static constexpr size_t kTagBytes = 16;

  static absl::StatusOr<Aead> New(SecretBytes key);

  absl::StatusOr<std::string> Seal(absl::string_view plaintext, absl::string_view associated_data) const;
  absl::StatusOr<std::string> Open(absl::string_view sealed, absl::string_view associated_data) const;

 private:
  explicit Aead(SecretBytes key) : key_(std::move(key)) {}

  SecretBytes key_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_AEAD_H_
