// A key-encryption key that never leaves its hardware token.
//
// What:   an AES-256 secret key in a token, named by a pkcs11: URI (core/vault/pkcs11_uri.h), that the token
//         itself encrypts and decrypts with. Wrapped is nonce (12) || ciphertext || tag (16), with the
//         context as associated data. The nonce is random and new each time; a token that makes its own puts
//         it in its place. A key that the token would give away (CKA_EXTRACTABLE, or not CKA_SENSITIVE) or
//         that is not alone with its name is refused. With `may_create` a key that is missing is generated in
//         the token, by one process of those on this machine; a token is never initialised. Gates on several
//         machines that share one token need the key to be there first: if two make it at once, both find it
//         is not alone.
// Owner:  the caller; it goes before the process forks (core/vault/pkcs11_token.h).
// Thread: as Kek.
// Errors: those of opening a session (core/vault/pkcs11_token.h), VAULT_KEY_MISSING, VAULT_TOKEN_KEY_UNFIT,
//         VAULT_KEY_WRONG (the token works and does not open what it was given).
//         An operation that fails is tried once more in a new session, as sessions die with the token's
//         connection, a logout elsewhere in the process, or a failed operation that stays open in them.
// Source: NIST SP 800-38D; OASIS PKCS#11 version 2.40, "AES with GCM".
#ifndef SCHOOLGATE_CORE_VAULT_PKCS11_KEK_H_
#define SCHOOLGATE_CORE_VAULT_PKCS11_KEK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/crypto/secret.h"
#include "core/vault/kek.h"

namespace schoolgate {

absl::StatusOr<std::unique_ptr<Kek>> OpenPkcs11Kek(const std::string& uri, bool may_create);

// Puts 32 bytes into the token as the key the URI names, which stays there like one that was made there. For
// a key that two custodians can restore (core/vault/key_shares.h), which one made in a token is not: it is
// made in memory, split and imported. VAULT_TOKEN_KEY_UNFIT where the token has a key of that name; it stays.
absl::Status ImportPkcs11Key(const std::string& uri, const SecretBytes& key);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_PKCS11_KEK_H_
