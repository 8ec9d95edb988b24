// Ed25519 keys: making, storing, signing, verifying.
//
// What:   the signatures on the audit log's checkpoints.
// Owner:  each object owns its key; move-only.
// Thread: any; signing and verifying may run at the same time.
// Units:  seeds and public keys have 32 bytes, signatures 64.
// Errors: InvalidArgument for bytes or PEM that are not such a key; the error never repeats them.
// Source: RFC 8032 (pure Ed25519), RFC 8410 (PKCS#8 and SubjectPublicKeyInfo).
#ifndef SCHOOLGATE_CORE_CRYPTO_ED25519_H_
#define SCHOOLGATE_CORE_CRYPTO_ED25519_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

struct evp_pkey_st;

namespace schoolgate {

namespace crypto_internal {
struct FreePkey {
  void operator()(evp_pkey_st* key) const;
};
}  // namespace crypto_internal

class Ed25519PublicKey {
 public:
  static absl::StatusOr<Ed25519PublicKey> FromRaw(absl::string_view bytes);
  static absl::StatusOr<Ed25519PublicKey> FromPem(absl::string_view pem);

  const std::string& raw() const { return raw_; }
  std::string ToPem() const;
  bool Verify(absl::string_view message, absl::string_view signature) const;

 private:
  using Key = std::unique_ptr<evp_pkey_st, crypto_internal::FreePkey>;
  Ed25519PublicKey(Key key, std::string raw) : key_(std::move(key)), raw_(std::move(raw)) {}

  Key key_;
  std::string raw_;
};

class Ed25519PrivateKey {
 public:
  static Ed25519PrivateKey Generate();
  static absl::StatusOr<Ed25519PrivateKey> FromSeed(const SecretBytes& seed);
  // PKCS#8, not encrypted.
  static absl::StatusOr<Ed25519PrivateKey> FromPem(const SecretBytes& pem);

  SecretBytes Seed() const;
  SecretBytes ToPem() const;
  Ed25519PublicKey PublicKey() const;
  std::string Sign(absl::string_view message) const;

 private:
  using Key = std::unique_ptr<evp_pkey_st, crypto_internal::FreePkey>;
  explicit Ed25519PrivateKey(Key key) : key_(std::move(key)) {}

  Key key_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_ED25519_H_
