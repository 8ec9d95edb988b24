#include "core/crypto/random.h"

#include <openssl/rand.h>

#include <algorithm>
#include <climits>
#include <cstring>

#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

// RAND_bytes takes an int.
void FillInPieces(absl::Span<uint8_t> out, int (*generate)(unsigned char*, int)) {
  while (!out.empty()) {
    const size_t piece = std::min<size_t>(out.size(), INT_MAX);
    if (generate(out.data(), static_cast<int>(piece)) != 1) {
      crypto_internal::DieOnCryptoFailure("random generator");
    }
    out.remove_prefix(piece);
  }
}

}  // namespace

void FillRandom(absl::Span<uint8_t> out) { FillInPieces(out, RAND_bytes); }

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  FillRandom(absl::MakeSpan(reinterpret_cast<uint8_t*>(bytes.data()), size));
  return bytes;
}

SecretBytes RandomSecret(size_t size) {
  return SecretBytes::Make(size, [](absl::Span<uint8_t> out) { FillInPieces(out, RAND_priv_bytes); });
}

uint64_t RandomUint64() {
  uint8_t bytes[8];
  FillRandom(absl::MakeSpan(bytes));
  uint64_t value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

std::string RandomUuid() {
  uint8_t bytes[16];
  FillRandom(absl::MakeSpan(bytes));
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | 0x40);  // version 4
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);  // the variant of RFC 9562
  static constexpr char kHex[] = "0123456789abcdef";
  std::string uuid;
  uuid.reserve(36);
  for (size_t i = 0; i < sizeof(bytes); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid.push_back('-');
    uuid.push_back(kHex[bytes[i] >> 4]);
    uuid.push_back(kHex[bytes[i] & 0x0F]);
  }
  return uuid;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace schoolgate
