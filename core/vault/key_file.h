// The key-encryption key in a file: 32 random bytes that nobody but the gate's own user may read.
//
// What:   opens every other key of the vault; without it the vault's content is gone.
// Thread: any; blocking. Two processes that create the same file end up with the same key.
// Errors: VAULT_KEY_MISSING, VAULT_KEY_EXPOSED (group or others may read or write it), VAULT_KEY_WRONG (not
//         32 bytes), VAULT_UNAVAILABLE (the disk).
#ifndef SCHOOLGATE_CORE_VAULT_KEY_FILE_H_
#define SCHOOLGATE_CORE_VAULT_KEY_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "core/crypto/secret.h"

namespace schoolgate {

// The first `most` bytes of a file that nobody else may read; keys and PINs stand in such files. A file that
// is not there is NotFound, whatever it was for is the caller's to say; else VAULT_KEY_EXPOSED and
// VAULT_UNAVAILABLE as above.
absl::StatusOr<SecretBytes> ReadPrivateFile(const std::string& path, size_t most);

// Makes a file with permissions 0600, durably and whole, or leaves the one that is there; whether it made it.
// It is written beside `path` and linked into place: link(2) fails where another process was first, so nobody
// ever sees half of it and the first one stays.
absl::StatusOr<bool> CreatePrivateFileWith(const std::string& path, const SecretBytes& content);

absl::StatusOr<SecretBytes> ReadKeyFile(const std::string& path);

// Makes one, durably, with permissions 0600, unless it is there; then reads it.
absl::StatusOr<SecretBytes> ReadOrCreateKeyFile(const std::string& path);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_KEY_FILE_H_
