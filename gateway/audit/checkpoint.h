// Checkpoints of the audit log: the text that is signed, and the key that signs it.
//
// Thread: any; stateless but for the files. Errors: DataLoss for a text that is no checkpoint; an
// AUDIT_KEY_UNUSABLE problem for the key's files.
// Source: C2SP tlog-checkpoint and signed-note.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_CHECKPOINT_H_
#define SCHOOLGATE_GATEWAY_AUDIT_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/crypto/signed_note.h"
#include "gateway/audit/merkle.h"

namespace schoolgate::gateway {

struct CheckpointBody {
  std::string origin;
  uint64_t size = 0;
  MerkleHash root{};
};

// "origin\nsize\nbase64(root)\n".
std::string FormatCheckpoint(const CheckpointBody& body);
// Extension lines after the third are ignored, as C2SP allows them.
absl::StatusOr<CheckpointBody> ParseCheckpoint(std::string_view text);

// Checks the signature of `verifier`, and that the origin is the key's name.
absl::StatusOr<CheckpointBody> OpenCheckpoint(std::string_view note, const NoteVerifier& verifier);

// The signer with the key in `key_file` (PKCS#8 PEM). Where there is none and `may_create`, makes one, 0600,
// with its public key beside it as `key_file`.pub.
absl::StatusOr<NoteSigner> LoadSigner(const std::string& key_file, std::string_view origin, bool may_create);

// A public key as an operator has it: a C2SP verifier key line, or PEM, whose name is then `origin`.
absl::StatusOr<NoteVerifier> ParsePublicKey(std::string_view text, std::string_view origin);

// The first line of a note, unverified.
std::string_view OriginOf(std::string_view note);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_CHECKPOINT_H_
