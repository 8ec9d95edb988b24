// Random bytes, numbers and identifiers from the operating system's generator, through OpenSSL.
//
// What:   the only source of randomness for keys, nonces, subject numbers and ids.
// Owner:  none; OpenSSL keeps one generator per thread.
// Thread: any.
// Units:  bytes.
// Errors: none are returned: a failing generator ends the process, because nothing is safe without it.
// Source: RAND_bytes(3); RFC 9562 section 5.4 (UUID version 4).
#ifndef SCHOOLGATE_CORE_CRYPTO_RANDOM_H_
#define SCHOOLGATE_CORE_CRYPTO_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/types/span.h"
#include "core/crypto/secret.h"

namespace schoolgate {

void FillRandom(absl::Span<uint8_t> out);

// Values others may see: nonces, ids, salts.
std::string RandomBytes(size_t size);

// Key material, from the generator OpenSSL keeps apart for private values.
SecretBytes RandomSecret(size_t size);

uint64_t RandomUint64();

// Version 4, in lower case: "3f2b9c1e-…" of 36 characters.
std::string RandomUuid();
// Whether `text` is written as a UUID (RFC 9562), of any version.
bool IsUuid(std::string_view text);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_RANDOM_H_
