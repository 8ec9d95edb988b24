// SHA-256, HMAC-SHA-256, HKDF-SHA-256 and hexadecimal.
//
// What:   the hashes the audit log, key derivation and stored credentials stand on.
// Owner:  callers own what is returned; algorithm handles are fetched once and kept for the life of the
// process. Thread: any for the functions (each thread keeps its own context); one Sha256Hasher belongs to one
// thread. Units:  bytes. Errors: HexDecode returns InvalidArgument. A failing library ends the process
// (random.h says why). Source: FIPS 180-4, RFC 2104 and RFC 4231 (HMAC), RFC 5869 (HKDF).
#ifndef SCHOOLGATE_CORE_CRYPTO_DIGEST_H_
#define SCHOOLGATE_CORE_CRYPTO_DIGEST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

struct evp_md_ctx_st;

namespace schoolgate {

using Sha256Digest = std::array<uint8_t, 32>;

Sha256Digest Sha256(absl::string_view data);

// The digest as the bytes of a string view, valid while `digest` lives.
absl::string_view DigestBytes(const Sha256Digest& digest);

// SHA-256 of data that arrives in pieces.
class Sha256Hasher {
 public:
  Sha256Hasher();
  Sha256Hasher(Sha256Hasher&&) noexcept;
  Sha256Hasher& operator=(Sha256Hasher&&) noexcept;
  ~Sha256Hasher();

  void Update(absl::string_view data);
  // Gives the digest of what came since construction or the last Finish, and starts anew.
  Sha256Digest Finish();
  // The same, but goes on.
  Sha256Digest Peek() const;

 private:
  struct FreeContext {
    void operator()(evp_md_ctx_st* ctx) const;
  };
  std::unique_ptr<evp_md_ctx_st, FreeContext> ctx_;
};

// An empty key is allowed. The key does not stay behind in the thread's context.
Sha256Digest HmacSha256(absl::string_view key, absl::string_view data);

// REQUIRES: length <= 255 * 32; a longer request ends the process. An empty salt means 32 zero bytes, as RFC
// 5869 says.
SecretBytes HkdfSha256(absl::string_view secret, absl::string_view salt, absl::string_view info,
                       size_t length);

// Lower case.
std::string HexEncode(absl::string_view bytes);

// Either case; nothing but pairs of hexadecimal digits. The error does not repeat the input.
absl::StatusOr<std::string> HexDecode(absl::string_view hex);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_DIGEST_H_
