// Owning pointers for OpenSSL objects, one AES block cipher, and what happens when the library itself breaks.
//
// What:   internal to core/crypto; no other folder includes it.
// Owner:  each pointer owns its object.
// Thread: OpenSSL contexts are thread-compatible: one thread at a time.
// Errors: DieOnCryptoFailure ends the process. It is for failures that only a broken library, an exhausted
//         machine or a caller's mistake can cause, where going on could send unprotected data.
// Source: OpenSSL 3.0 EVP manual pages.
#ifndef SCHOOLGATE_CORE_CRYPTO_OPENSSL_INTERNAL_H_
#define SCHOOLGATE_CORE_CRYPTO_OPENSSL_INTERNAL_H_

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

namespace schoolgate::crypto_internal {

[[noreturn]] void DieOnCryptoFailure(const char* operation);

// Empties the thread's OpenSSL error queue, so that a later TLS call is not blamed for our failure.
void ClearErrors();

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

inline const unsigned char* AsUnsigned(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Reads an unencrypted PEM private key. An encrypted one is refused; OpenSSL's default would ask on the
// terminal.
absl::StatusOr<PkeyPtr> ReadPrivateKeyPem(absl::string_view pem);

SecretBytes WritePrivateKeyPem(const EVP_PKEY& key);

// What a memory BIO holds, as a string.
std::string BioText(BIO* bio);

// One AES key, encrypting single blocks in place. Thread-compatible.
class AesBlockCipher {
 public:
  static constexpr size_t kBlock = 16;

  // InvalidArgument unless the key has 16, 24 or 32 bytes.
  static absl::StatusOr<AesBlockCipher> New(absl::string_view key);

  void EncryptInPlace(uint8_t block[kBlock]);

 private:
  explicit AesBlockCipher(CipherCtxPtr ctx) : ctx_(std::move(ctx)) {}

  CipherCtxPtr ctx_;
};

// An AES key that several threads share. An OpenSSL context has one user at a time, and making one for each
// call would cost more than the ten blocks a short permutation takes.
struct LockedAes {
  explicit LockedAes(AesBlockCipher c) : cipher(std::move(c)) {}

  std::mutex mutex;  // guards cipher
  AesBlockCipher cipher;
};

}  // namespace schoolgate::crypto_internal

#endif  // SCHOOLGATE_CORE_CRYPTO_OPENSSL_INTERNAL_H_
