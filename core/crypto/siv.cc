#include "core/crypto/siv.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

using crypto_internal::AsUnsigned;
using crypto_internal::CipherCtxPtr;
using crypto_internal::DieOnCryptoFailure;

// EVP counts in int; nothing this gate seals comes near.
constexpr size_t kMaxText = size_t{1} << 30;

const EVP_CIPHER* CipherFor(size_t key_bytes) {
  static const std::array<const EVP_CIPHER*, 3> kCiphers = {
      EVP_CIPHER_fetch(nullptr, "AES-128-SIV", nullptr), EVP_CIPHER_fetch(nullptr, "AES-192-SIV", nullptr),
      EVP_CIPHER_fetch(nullptr, "AES-256-SIV", nullptr)};
  const EVP_CIPHER* cipher = kCiphers[key_bytes / 16 - 2];
  if (cipher == nullptr) DieOnCryptoFailure("fetch of AES-SIV");
  return cipher;
}

unsigned char* Writable(std::string& bytes, size_t at) {
  return reinterpret_cast<unsigned char*>(bytes.data()) + at;
}

bool Usable(absl::Span<const absl::string_view> associated_data) {
  return !associated_data.empty() && associated_data.size() <= Siv::kMaxParts &&
         std::all_of(associated_data.begin(), associated_data.end(),
                     [](absl::string_view part) { return !part.empty() && part.size() <= kMaxText; });
}

absl::Status CannotOpen() {
  return absl::DataLossError("sealed data does not open: other key, other associated data, or altered bytes");
}

}  // namespace

absl::StatusOr<Siv> Siv::New(SecretBytes key) {
  if (key.size() != kKeyBytes) return absl::InvalidArgumentError("an AES-256-SIV key has 64 bytes");
  return Siv(std::move(key));
}

absl::StatusOr<Siv> Siv::NewForTestVectors(SecretBytes key) {
  if (key.size() != 32 && key.size() != 48 && key.size() != 64) {
    return absl::InvalidArgumentError("an AES-SIV key has 32, 48 or 64 bytes");
  }
  return Siv(std::move(key));
}

absl::StatusOr<std::string> Siv::Seal(absl::string_view plaintext,
                                      absl::Span<const absl::string_view> associated_data) const {
  if (plaintext.empty() || plaintext.size() > kMaxText || !Usable(associated_data)) {
    return absl::InvalidArgumentError(
        "AES-SIV needs a text and 1 to 126 parts of associated data, none of them empty or over 1 GiB");
  }
  std::string sealed(kTagBytes + plaintext.size(), '\0');
  CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
  int written = 0;
  int final_written = 0;
  bool done = ctx != nullptr && EVP_EncryptInit_ex(ctx.get(), CipherFor(key_.size()), nullptr,
                                                   AsUnsigned(key_.Reveal()), nullptr) == 1;
  for (const absl::string_view part : associated_data) {
    done = done && EVP_EncryptUpdate(ctx.get(), nullptr, &written, AsUnsigned(part),
                                     static_cast<int>(part.size())) == 1;
  }
  // The whole text in one call: SIV reads it twice.
  done = done &&
         EVP_EncryptUpdate(ctx.get(), Writable(sealed, kTagBytes), &written, AsUnsigned(plaintext),
                           static_cast<int>(plaintext.size())) == 1 &&
         EVP_EncryptFinal_ex(ctx.get(), Writable(sealed, sealed.size()), &final_written) == 1 &&
         EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, Writable(sealed, 0)) == 1;
  if (!done || static_cast<size_t>(written) != plaintext.size() || final_written != 0) {
    DieOnCryptoFailure("AES-SIV seal");
  }
  return sealed;
}

absl::StatusOr<std::string> Siv::Open(absl::string_view sealed,
                                      absl::Span<const absl::string_view> associated_data) const {
  if (sealed.size() <= kTagBytes || sealed.size() > kMaxText + kTagBytes || !Usable(associated_data)) {
    return CannotOpen();
  }
  std::string tag(sealed.substr(0, kTagBytes));
  const absl::string_view ciphertext = sealed.substr(kTagBytes);
  std::string plaintext(ciphertext.size(), '\0');
  CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
  if (ctx == nullptr ||
      EVP_DecryptInit_ex(ctx.get(), CipherFor(key_.size()), nullptr, AsUnsigned(key_.Reveal()), nullptr) !=
          1 ||
      EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) != 1) {
    DieOnCryptoFailure("AES-SIV open");
  }
  int written = 0;
  bool opened = true;
  for (const absl::string_view part : associated_data) {
    opened = opened && EVP_DecryptUpdate(ctx.get(), nullptr, &written, AsUnsigned(part),
                                         static_cast<int>(part.size())) == 1;
  }
  int final_written = 0;
  opened = opened &&
           EVP_DecryptUpdate(ctx.get(), Writable(plaintext, 0), &written, AsUnsigned(ciphertext),
                             static_cast<int>(ciphertext.size())) == 1 &&
           static_cast<size_t>(written) == ciphertext.size() &&
           EVP_DecryptFinal_ex(ctx.get(), Writable(plaintext, plaintext.size()), &final_written) == 1;
  if (!opened) {
    WipeString(plaintext);  // unauthenticated text is nobody's to read
    crypto_internal::ClearErrors();
    return CannotOpen();
  }
  return plaintext;
}

}  // namespace schoolgate
