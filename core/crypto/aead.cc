#include "core/crypto/aead.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <utility>

#include "absl/status/status.h"
#include "core/crypto/openssl_internal.h"
#include "core/crypto/random.h"

namespace schoolgate {
namespace {

using crypto_internal::AsUnsigned;
using crypto_internal::CipherCtxPtr;
using crypto_internal::DieOnCryptoFailure;

// EVP counts in int; nothing this gate stores comes near.
constexpr size_t kMaxText = size_t{1} << 30;

const EVP_CIPHER* Gcm() {
  static const EVP_CIPHER* const kCipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  if (kCipher == nullptr) DieOnCryptoFailure("fetch of AES-256-GCM");
  return kCipher;
}

unsigned char* Writable(std::string& bytes, size_t at) {
  return reinterpret_cast<unsigned char*>(bytes.data()) + at;
}

absl::Status CannotOpen() {
  return absl::DataLossError("sealed data does not open: other key, other associated data, or altered bytes");
}

}  // namespace

absl::StatusOr<Aead> Aead::New(SecretBytes key) {
  if (key.size() != kKeyBytes) return absl::InvalidArgumentError("an AES-256-GCM key has 32 bytes");
  return Aead(std::move(key));
}

absl::StatusOr<std::string> Aead::Seal(absl::string_view plaintext, absl::string_view associated_data) const {
  if (plaintext.size() > kMaxText || associated_data.size() > kMaxText) {
    return absl::InvalidArgumentError("data to seal is limited to 1 GiB");
  }
  std::string sealed(kNonceBytes + plaintext.size() + kTagBytes, '\0');
  FillRandom(absl::MakeSpan(Writable(sealed, 0), kNonceBytes));
  CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
  int written = 0;
  int final_written = 0;
  if (ctx == nullptr ||
      EVP_EncryptInit_ex(ctx.get(), Gcm(), nullptr, AsUnsigned(key_.Reveal()), Writable(sealed, 0)) != 1 ||
      (!associated_data.empty() &&
       EVP_EncryptUpdate(ctx.get(), nullptr, &written, AsUnsigned(associated_data),
                         static_cast<int>(associated_data.size())) != 1) ||
      (!plaintext.empty() &&
       EVP_EncryptUpdate(ctx.get(), Writable(sealed, kNonceBytes), &written, AsUnsigned(plaintext),
                         static_cast<int>(plaintext.size())) != 1) ||
      EVP_EncryptFinal_ex(ctx.get(), Writable(sealed, kNonceBytes + plaintext.size()), &final_written) != 1 ||
      EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                          Writable(sealed, kNonceBytes + plaintext.size())) != 1) {
    DieOnCryptoFailure("AES-GCM seal");
  }
  return sealed;
}

absl::StatusOr<std::string> Aead::Open(absl::string_view sealed, absl::string_view associated_data) const {
  if (sealed.size() < kNonceBytes + kTagBytes || sealed.size() > kMaxText + kNonceBytes + kTagBytes ||
      associated_data.size() > kMaxText) {
    return CannotOpen();
  }
  const absl::string_view nonce = sealed.substr(0, kNonceBytes);
  const absl::string_view ciphertext = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  // One spare byte, so that Final has a place to point at even when there is no text.
  std::string plaintext(ciphertext.size() + 1, '\0');
  CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
  int written = 0;
  if (ctx == nullptr ||
      EVP_DecryptInit_ex(ctx.get(), Gcm(), nullptr, AsUnsigned(key_.Reveal()), AsUnsigned(nonce)) != 1 ||
      EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) != 1) {
    DieOnCryptoFailure("AES-GCM open");
  }
  const bool opened =
      (associated_data.empty() || EVP_DecryptUpdate(ctx.get(), nullptr, &written, AsUnsigned(associated_data),
                                                    static_cast<int>(associated_data.size())) == 1) &&
      (ciphertext.empty() ||
       EVP_DecryptUpdate(ctx.get(), Writable(plaintext, 0), &written, AsUnsigned(ciphertext),
                         static_cast<int>(ciphertext.size())) == 1) &&
      EVP_DecryptFinal_ex(ctx.get(), Writable(plaintext, ciphertext.size()), &written) == 1;
  if (!opened) {
    OPENSSL_cleanse(plaintext.data(), plaintext.size());  // unauthenticated text is nobody's to read
    crypto_internal::ClearErrors();
    return CannotOpen();
  }
  plaintext.resize(ciphertext.size());
  return plaintext;
}

}  // namespace schoolgate
