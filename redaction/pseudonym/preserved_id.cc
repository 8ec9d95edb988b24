#include "redaction/pseudonym/preserved_id.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "core/crypto/digest.h"
#include "core/crypto/ff1.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kKeyBytes = 32;

using Numerals = std::vector<uint32_t>;

// How many characters may stand in this one's place, and the first of them; 0 for what stays as it is.
struct Class {
  uint32_t size = 0;
  char first = 0;
};
Class ClassOf(char c) {
  if (c >= '0' && c <= '9') return {10, '0'};
  if (c >= 'A' && c <= 'Z') return {26, 'A'};
  if (c >= 'a' && c <= 'z') return {26, 'a'};
  return {};
}

// The least bits that number all ids of the format; nothing for a format too small.
std::optional<size_t> BitsOf(std::string_view id) {
  // The greatest of the numbers, in binary, least bit first; and how many there are while that is few.
  Numerals greatest;
  uint64_t count = 1;
  for (const char c : id) {
    const Class place = ClassOf(c);
    if (place.size == 0) continue;
    count = std::min<uint64_t>(count * place.size, Ff1::kMinDomain);
    uint32_t carry = place.size - 1;
    for (uint32_t& bit : greatest) {
      carry += bit * place.size;
      bit = carry & 1;
      carry >>= 1;
    }
    for (; carry > 0; carry >>= 1) greatest.push_back(carry & 1);
  }
  if (count < Ff1::kMinDomain) return std::nullopt;
  return greatest.size();
}

// The id's number in binary, most significant bit first, as FF1 takes it.
Numerals ToBits(std::string_view id, size_t bits) {
  Numerals number(bits, 0);
  for (const char c : id) {
    const Class place = ClassOf(c);
    if (place.size == 0) continue;
    uint32_t carry = static_cast<uint32_t>(c - place.first);
    for (size_t i = bits; i-- > 0;) {
      carry += number[i] * place.size;
      number[i] = carry & 1;
      carry >>= 1;
    }
  }
  return number;
}

// The id of that number in the format of `id`; false where the number is past the last one.
bool FromBits(Numerals number, std::string& id) {
  for (size_t at = id.size(); at-- > 0;) {
    const Class place = ClassOf(id[at]);
    if (place.size == 0) continue;
    uint32_t rest = 0;
    for (uint32_t& bit : number) {
      rest = rest * 2 + bit;
      bit = rest / place.size;
      rest %= place.size;
    }
    id[at] = static_cast<char>(place.first + static_cast<char>(rest));
  }
  return std::all_of(number.begin(), number.end(), [](uint32_t bit) { return bit == 0; });
}

}  // namespace

PreservedIds::PreservedIds(const SecretBytes& scope_key, Place place)
    : place_(std::move(place)), key_(HkdfSha256(scope_key.Reveal(), "", "preserved ids", kKeyBytes)) {}

std::optional<std::string> PreservedIds::Protect(std::string_view field, std::string_view id) const {
  return Walk(field, id, /*encrypt=*/true);
}

std::optional<std::string> PreservedIds::Recover(std::string_view field,
                                                 std::string_view protected_id) const {
  return Walk(field, protected_id, /*encrypt=*/false);
}

std::optional<std::string> PreservedIds::Walk(std::string_view field, std::string_view id,
                                              bool encrypt) const {
  const auto ascii = [](char c) { return static_cast<signed char>(c) >= 0; };
  if (id.size() > kLongest || !std::all_of(id.begin(), id.end(), ascii)) return std::nullopt;
  const std::optional<size_t> bits = BitsOf(id);
  if (!bits) return std::nullopt;
  const absl::StatusOr<Ff1> ff1 = Ff1::New(key_, 2, *bits, *bits);
  if (!ff1.ok()) return std::nullopt;
  // A digest, as a tweak has at most 256 bytes.
  const Sha256Digest tweak = Sha256(LengthPrefixed({place_.district, place_.vendor, field, place_.epoch}));
  Numerals number = ToBits(id, *bits);
  const absl::Cleanup wipe = [&number] { std::fill(number.begin(), number.end(), 0); };
  std::string walked(id);
  // More than half of the numbers are ids: two steps on average, and no walk is without end.
  do {
    absl::StatusOr<Numerals> next =
        encrypt ? ff1->Encrypt(number, DigestBytes(tweak)) : ff1->Decrypt(number, DigestBytes(tweak));
    if (!next.ok()) return std::nullopt;
    number = *std::move(next);
  } while (!FromBits(number, walked));
  return walked;
}

}  // namespace schoolgate::redaction
