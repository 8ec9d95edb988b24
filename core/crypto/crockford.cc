#include "core/crypto/crockford.h"

#include <array>

#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

constexpr uint8_t kInvalid = 0xFF;
constexpr uint8_t kStart = 3;

constexpr std::array<uint8_t, 256> MakeValues() {
  std::array<uint8_t, 256> values{};
  for (uint8_t& value : values) value = kInvalid;
  for (size_t i = 0; i < kCrockfordAlphabet.size(); ++i) {
    const char symbol = kCrockfordAlphabet[i];
    values[static_cast<uint8_t>(symbol)] = static_cast<uint8_t>(i);
    if (symbol >= 'A') values[static_cast<uint8_t>(symbol - 'A' + 'a')] = static_cast<uint8_t>(i);
  }
  for (const char zero : {'O', 'o'}) values[static_cast<uint8_t>(zero)] = 0;
  for (const char one : {'I', 'i', 'L', 'l'}) values[static_cast<uint8_t>(one)] = 1;
  return values;
}

constexpr std::array<uint8_t, 256> kValues = MakeValues();

// Times the generator x of GF(32) = GF(2)[x] / (x^5 + x^3 + x^2 + x + 1), a primitive polynomial. This one
// and the start below were chosen among the possible ones because they give the types of codes in use eleven
// different sums.
constexpr uint8_t TimesGenerator(uint8_t a) {
  return static_cast<uint8_t>((a & 0x10) != 0 ? ((a << 1) ^ 0x2F) : (a << 1));
}

}  // namespace

std::optional<uint8_t> CrockfordValue(char symbol) {
  const uint8_t value = kValues[static_cast<uint8_t>(symbol)];
  if (value == kInvalid) return std::nullopt;
  return value;
}

std::string CrockfordEncode25(uint32_t value) {
  if (value >= kCodeSpace) crypto_internal::DieOnCryptoFailure("a code number of more than 25 bits");
  std::string symbols(kCodeSymbols, '0');
  for (size_t i = kCodeSymbols; i-- > 0; value >>= 5) symbols[i] = kCrockfordAlphabet[value & 31];
  return symbols;
}

std::optional<uint32_t> CrockfordDecode25(absl::string_view symbols) {
  if (symbols.size() != kCodeSymbols) return std::nullopt;
  uint32_t value = 0;
  for (const char symbol : symbols) {
    const std::optional<uint8_t> bits = CrockfordValue(symbol);
    if (!bits.has_value()) return std::nullopt;
    value = (value << 5) | *bits;
  }
  return value;
}

std::string CrockfordEncodeBytes(absl::string_view bytes) {
  std::string symbols;
  symbols.reserve((bytes.size() * 8 + 4) / 5);
  uint32_t bits = 0;
  int available = 0;
  const auto put = [&symbols](uint32_t value) {
    const char symbol = kCrockfordAlphabet[value & 31];
    symbols.push_back(symbol >= 'A' ? static_cast<char>(symbol - 'A' + 'a') : symbol);
  };
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<uint8_t>(byte);
    for (available += 8; available >= 5; available -= 5) put(bits >> (available - 5));
  }
  if (available > 0) put(bits << (5 - available));
  return symbols;
}

std::optional<std::string> CrockfordDecodeBytes(absl::string_view symbols) {
  std::string bytes;
  bytes.reserve(symbols.size() * 5 / 8);
  uint32_t bits = 0;
  int available = 0;
  for (const char symbol : symbols) {
    const std::optional<uint8_t> value = CrockfordValue(symbol);
    if (!value.has_value()) return std::nullopt;
    bits = (bits << 5) | *value;
    available += 5;
    if (available < 8) continue;
    available -= 8;
    bytes.push_back(static_cast<char>(bits >> available & 0xFF));
  }
  // Whatever else could be read as these bytes is not what was written.
  if (CrockfordEncodeBytes(bytes) != symbols) return std::nullopt;
  return bytes;
}

char CheckSymbol(absl::string_view type, absl::string_view symbols) {
  if (symbols.size() != kCodeSymbols) return '\0';
  // Horner's rule from the left: the check has the power 0, the last symbol 1, and so on outwards.
  uint8_t sum = kStart;
  for (const char letter : type) sum = TimesGenerator(sum ^ (static_cast<uint8_t>(letter) & 31));
  for (const char symbol : symbols) {
    const std::optional<uint8_t> value = CrockfordValue(symbol);
    if (!value.has_value()) return '\0';
    sum = TimesGenerator(sum ^ *value);
  }
  return kCrockfordAlphabet[sum];  // in characteristic 2 the negative of the sum is the sum
}

}  // namespace schoolgate
