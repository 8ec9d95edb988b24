// C2SP signed notes: a text and the signature lines under it, as the audit log's checkpoints are published.
//
// What:   NoteSigner makes notes with one Ed25519 signature; VerifyNote checks one known key's signature.
// Owner:  NoteSigner owns its key.
// Thread: any.
// Units:  UTF-8 text; a note has at most 1 MiB and 100 signatures.
// Errors: InvalidArgument for a text or name a note cannot carry; DataLoss for a note that is malformed, has
// no
//         signature of the key, or a wrong one.
// Source: C2SP signed-note.md (signature type 0x01).
#ifndef SCHOOLGATE_CORE_CRYPTO_SIGNED_NOTE_H_
#define SCHOOLGATE_CORE_CRYPTO_SIGNED_NOTE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/ed25519.h"

namespace schoolgate {

// The first four bytes of SHA-256(name || 0x0A || 0x01 || public key), as a big-endian number.
uint32_t NoteKeyId(absl::string_view name, const Ed25519PublicKey& key);

// "name+hexid+base64(0x01 || public key)": what a verifier, such as another administrator's tool, is
// configured with.
std::string NoteVerifierKey(absl::string_view name, const Ed25519PublicKey& key);

struct NoteVerifier {
  std::string name;
  Ed25519PublicKey key;
};
absl::StatusOr<NoteVerifier> ParseNoteVerifierKey(absl::string_view verifier_key);

class NoteSigner {
 public:
  // `name` is a schema-less URL by custom, "district.example/audit/2026": printable ASCII without space or
  // '+'.
  static absl::StatusOr<NoteSigner> New(absl::string_view name, Ed25519PrivateKey key);

  const std::string& name() const { return name_; }
  const Ed25519PublicKey& public_key() const { return public_key_; }

  // `text` ends in a newline. The note is text, an empty line, and "— name base64(key id || signature)".
  absl::StatusOr<std::string> Sign(absl::string_view text) const;

 private:
  NoteSigner(std::string name, Ed25519PrivateKey key);

  std::string name_;
  Ed25519PrivateKey key_;
  Ed25519PublicKey public_key_;
  uint32_t key_id_;
};

// The note's text, with its final newline, once `key`'s signature under `name` is found and right. Signatures
// of other keys are ignored: that is how keys are rotated and witnesses added.
absl::StatusOr<std::string> VerifyNote(absl::string_view note, absl::string_view name,
                                       const Ed25519PublicKey& key);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_SIGNED_NOTE_H_
