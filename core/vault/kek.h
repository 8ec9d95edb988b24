// The key-encryption key: the one key outside the vault, under which the vault's own keys are wrapped.
//
// What:   wraps and unwraps 32-byte keys, each bound to a context (whose and which key it is). It is a file
//         with 32 random bytes that only its owner may read, or a key in a hardware token reached by PKCS#11,
//         which never leaves it.
// Owner:  whoever opens the vault. One call at a time.
// Thread: blocking; never on an event loop.
// Errors: VAULT_KEY_MISSING, VAULT_KEY_EXPOSED, VAULT_KEY_WRONG (also where `wrapped` is another key's,
//         another context's or damaged), VAULT_UNAVAILABLE; of a token also those of pkcs11_kek.h. Nothing of
//         a key is in them.
#ifndef SCHOOLGATE_CORE_VAULT_KEK_H_
#define SCHOOLGATE_CORE_VAULT_KEK_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/crypto/secret.h"

namespace schoolgate {

class Kek {
 public:
  virtual ~Kek() = default;
  virtual absl::StatusOr<std::string> Wrap(const SecretBytes& key, std::string_view context) = 0;
  virtual absl::StatusOr<SecretBytes> Unwrap(std::string_view wrapped, std::string_view context) = 0;
};

// The key in the file at `path`. A new vault's file is made with `may_create`, in a way that of two processes
// one makes it; one that exists is never replaced.
absl::StatusOr<std::unique_ptr<Kek>> OpenFileKek(const std::string& path, bool may_create);

// The key at `where`: the path of its file, or the pkcs11: URI of a key in a token (core/vault/pkcs11_kek.h).
absl::StatusOr<std::unique_ptr<Kek>> OpenKek(const std::string& where, bool may_create);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_KEK_H_
