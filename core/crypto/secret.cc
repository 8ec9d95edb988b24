#include "core/crypto/secret.h"

#include <openssl/crypto.h>

#include <cstring>
#include <utility>

namespace schoolgate {

bool ConstantTimeEqual(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

void WipeString(std::string& text) {
  text.resize(text.capacity());
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

SecretBytes::SecretBytes(size_t size) : size_(size) {
  if (size > 0) bytes_ = std::make_unique<uint8_t[]>(size);
}

SecretBytes::SecretBytes(absl::string_view bytes) : SecretBytes(bytes.size()) {
  if (size_ > 0) std::memcpy(bytes_.get(), bytes.data(), size_);
}

SecretBytes SecretBytes::Make(size_t size, absl::FunctionRef<void(absl::Span<uint8_t>)> fill) {
  SecretBytes secret(size);
  fill(absl::MakeSpan(secret.bytes_.get(), secret.size_));
  return secret;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    Wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBytes::~SecretBytes() { Wipe(); }

void SecretBytes::Wipe() {
  if (bytes_ != nullptr) OPENSSL_cleanse(bytes_.get(), size_);
}

absl::string_view SecretBytes::Reveal() const {
  return absl::string_view(reinterpret_cast<const char*>(bytes_.get()), size_);
}

bool SecretBytes::Equal(const SecretBytes& other) const {
  return ConstantTimeEqual(Reveal(), other.Reveal());
}

}  // namespace schoolgate
