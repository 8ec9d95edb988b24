// API keys for apps: how one is made, and the digest that is stored in its place.
//
// What:   NewApiKey (shown once, to the person who creates it) and ApiKeyDigest (what configuration keeps).
// Owner:  the caller owns the key; nothing here remembers it.
// Thread: any.
// Units:  characters.
// Errors: none.
// Source: a key is 256 random bits, so a plain SHA-256 cannot be searched and a slow password hash would buy
//         nothing (NIST SP 800-63B section 5.1.2.2 asks for slow hashing below 112 bits only).
#ifndef SCHOOLGATE_CORE_CRYPTO_API_KEY_H_
#define SCHOOLGATE_CORE_CRYPTO_API_KEY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

namespace schoolgate {

// `prefix` as given, then 43 random characters of [0-9A-Za-z]: 43 * log2(62) = 256.03 bits.
SecretBytes NewApiKey(absl::string_view prefix = "sg_");

// "sha256:" and 64 lower-case hexadecimal digits of the key's SHA-256. Compare digests with
// ConstantTimeEqual.
std::string ApiKeyDigest(absl::string_view key);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_API_KEY_H_
