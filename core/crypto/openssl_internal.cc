#include "core/crypto/openssl_internal.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"

namespace schoolgate::crypto_internal {
namespace {

int RefusePassword(char*, int, int, void*) { return -1; }

const EVP_CIPHER* EcbCipher(size_t key_bytes) {
  // Fetched once and kept for the life of the process: a fetch takes locks and costs more than the
  // encryption.
  static const EVP_CIPHER* const kAes128 = EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr);
  static const EVP_CIPHER* const kAes192 = EVP_CIPHER_fetch(nullptr, "AES-192-ECB", nullptr);
  static const EVP_CIPHER* const kAes256 = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  switch (key_bytes) {
    case 16:
      return kAes128;
    case 24:
      return kAes192;
    default:
      return kAes256;
  }
}

}  // namespace

void DieOnCryptoFailure(const char* operation) {
  std::fprintf(
      stderr,
      "schoolgate: fatal: cryptography failed: %s. Nothing is safe without it, so the process stops; "
      "check the OpenSSL installation and the machine's memory.\n",
      operation);
  std::abort();
}

void ClearErrors() { ERR_clear_error(); }

absl::StatusOr<PkeyPtr> ReadPrivateKeyPem(absl::string_view pem) {
  if (pem.empty() || pem.size() > INT_MAX)
    return absl::InvalidArgumentError("the PEM private key is empty or too long");
  BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (bio == nullptr) DieOnCryptoFailure("memory buffer");
  PkeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, RefusePassword, nullptr));
  if (key == nullptr) {
    ClearErrors();
    return absl::InvalidArgumentError("not an unencrypted PEM private key (PKCS#8, BEGIN PRIVATE KEY)");
  }
  return key;
}

SecretBytes WritePrivateKeyPem(const EVP_PKEY& key) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr ||
      PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    DieOnCryptoFailure("writing a private key");
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return SecretBytes(absl::string_view(data, static_cast<size_t>(size)));  // the BIO wipes its own copy
}

std::string BioText(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

absl::StatusOr<AesBlockCipher> AesBlockCipher::New(absl::string_view key) {
  if (key.size() != 16 && key.size() != 24 && key.size() != 32) {
    return absl::InvalidArgumentError("an AES key has 16, 24 or 32 bytes");
  }
  const EVP_CIPHER* cipher = EcbCipher(key.size());
  CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
  if (cipher == nullptr || ctx == nullptr ||
      EVP_EncryptInit_ex(ctx.get(), cipher, nullptr, AsUnsigned(key), nullptr) != 1 ||
      EVP_CIPHER_CTX_set_padding(ctx.get(), 0) != 1) {
    DieOnCryptoFailure("AES set-up");
  }
  return AesBlockCipher(std::move(ctx));
}

void AesBlockCipher::EncryptInPlace(uint8_t block[kBlock]) {
  int written = 0;
  if (EVP_EncryptUpdate(ctx_.get(), block, &written, block, kBlock) != 1 || written != kBlock) {
    DieOnCryptoFailure("AES block");
  }
}

}  // namespace schoolgate::crypto_internal
