#include "core/crypto/ed25519.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <climits>
#include <utility>

#include "absl/status/status.h"
#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

using crypto_internal::AsUnsigned;
using crypto_internal::BioPtr;
using crypto_internal::DieOnCryptoFailure;
using crypto_internal::MdCtxPtr;

constexpr size_t kKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;

std::string RawPublicKey(const EVP_PKEY* key) {
  std::string raw(kKeyBytes, '\0');
  size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size) != 1 ||
      size != kKeyBytes) {
    DieOnCryptoFailure("reading an Ed25519 public key");
  }
  return raw;
}

}  // namespace

void crypto_internal::FreePkey::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

absl::StatusOr<Ed25519PublicKey> Ed25519PublicKey::FromRaw(absl::string_view bytes) {
  Key key(bytes.size() == kKeyBytes
              ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, AsUnsigned(bytes), bytes.size())
              : nullptr);
  if (key == nullptr) {
    crypto_internal::ClearErrors();
    return absl::InvalidArgumentError("an Ed25519 public key has 32 bytes");
  }
  return Ed25519PublicKey(std::move(key), std::string(bytes));
}

absl::StatusOr<Ed25519PublicKey> Ed25519PublicKey::FromPem(absl::string_view pem) {
  Key key;
  if (!pem.empty() && pem.size() <= INT_MAX) {
    BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    key.reset(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  }
  if (key == nullptr || EVP_PKEY_is_a(key.get(), "ED25519") != 1) {
    crypto_internal::ClearErrors();
    return absl::InvalidArgumentError("not an Ed25519 public key in PEM (BEGIN PUBLIC KEY)");
  }
  std::string raw = RawPublicKey(key.get());
  return Ed25519PublicKey(std::move(key), std::move(raw));
}

std::string Ed25519PublicKey::ToPem() const {
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_PUBKEY(bio.get(), key_.get()) != 1)
    DieOnCryptoFailure("writing a public key");
  return crypto_internal::BioText(bio.get());
}

bool Ed25519PublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  MdCtxPtr ctx(EVP_MD_CTX_new());
  if (ctx == nullptr || EVP_DigestVerifyInit(ctx.get(), nullptr, nullptr, nullptr, key_.get()) != 1) {
    DieOnCryptoFailure("Ed25519 verification");
  }
  const bool valid = EVP_DigestVerify(ctx.get(), AsUnsigned(signature), signature.size(), AsUnsigned(message),
                                      message.size()) == 1;
  if (!valid) crypto_internal::ClearErrors();
  return valid;
}

Ed25519PrivateKey Ed25519PrivateKey::Generate() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (key == nullptr) DieOnCryptoFailure("Ed25519 key generation");
  return Ed25519PrivateKey(std::move(key));
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromSeed(const SecretBytes& seed) {
  if (seed.size() != kKeyBytes) return absl::InvalidArgumentError("an Ed25519 seed has 32 bytes");
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, AsUnsigned(seed.Reveal()), seed.size()));
  if (key == nullptr) DieOnCryptoFailure("Ed25519 key import");
  return Ed25519PrivateKey(std::move(key));
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromPem(const SecretBytes& pem) {
  absl::StatusOr<crypto_internal::PkeyPtr> key = crypto_internal::ReadPrivateKeyPem(pem.Reveal());
  if (!key.ok()) return key.status();
  if (EVP_PKEY_is_a(key->get(), "ED25519") != 1) {
    return absl::InvalidArgumentError("the PEM private key is not an Ed25519 key");
  }
  return Ed25519PrivateKey(Key(key->release()));
}

SecretBytes Ed25519PrivateKey::Seed() const {
  return SecretBytes::Make(kKeyBytes, [this](absl::Span<uint8_t> out) {
    size_t size = out.size();
    if (EVP_PKEY_get_raw_private_key(key_.get(), out.data(), &size) != 1 || size != out.size()) {
      DieOnCryptoFailure("reading an Ed25519 seed");
    }
  });
}

SecretBytes Ed25519PrivateKey::ToPem() const { return crypto_internal::WritePrivateKeyPem(*key_); }

Ed25519PublicKey Ed25519PrivateKey::PublicKey() const {
  absl::StatusOr<Ed25519PublicKey> key = Ed25519PublicKey::FromRaw(RawPublicKey(key_.get()));
  if (!key.ok()) DieOnCryptoFailure("deriving an Ed25519 public key");
  return *std::move(key);
}

std::string Ed25519PrivateKey::Sign(absl::string_view message) const {
  MdCtxPtr ctx(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  if (ctx == nullptr || EVP_DigestSignInit(ctx.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(ctx.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     AsUnsigned(message), message.size()) != 1 ||
      size != kSignatureBytes) {
    DieOnCryptoFailure("Ed25519 signature");
  }
  return signature;
}

}  // namespace schoolgate
