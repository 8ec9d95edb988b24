#include "core/vault/redis/redis_rows.h"

#include <charconv>

#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"

namespace schoolgate {
namespace {

constexpr size_t kNumberBytes = 4;
constexpr size_t kPlaceBytes = kNumberBytes + 1 + kNumberBytes;
constexpr size_t kKindAt = kTagBytes + kPlaceBytes;
constexpr size_t kOwnerAt = kKindAt + 1;
constexpr size_t kSealedAt = kOwnerAt + kTagBytes;

uint32_t Number(std::string_view bytes) {
  uint32_t number = 0;
  for (size_t i = 0; i < kNumberBytes; ++i) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

// With every second number taken, all of these are taken once in sixty-five thousand times; then others are
// tried.
constexpr int kNumbersToChooseFrom = 16;

SubjectNumber RandomPersonNumber() { return static_cast<SubjectNumber>(RandomUint64() % kFirstValueNumber); }

FormPlace Place(std::string_view bytes) {
  return FormPlace{.subject = Number(bytes),
                   .type = static_cast<uint8_t>(bytes[kNumberBytes]),
                   .form_index = Number(bytes.substr(kNumberBytes + 1))};
}

}  // namespace

VaultTag DecodeTag(std::string_view bytes) {
  VaultTag tag;
  bytes.copy(tag.value.data(), kTagBytes);
  return tag;
}

SubjectNumber RandomValueNumber() { return RandomPersonNumber() + kFirstValueNumber; }

std::string NumbersToChooseFrom() {
  std::string numbers;
  numbers.reserve(kNumberBytes * kNumbersToChooseFrom);
  for (int i = 0; i < kNumbersToChooseFrom; ++i) numbers += EncodeNumber(RandomPersonNumber());
  return numbers;
}

std::string FreshPersonKeys(const VaultKeys& keys, const VaultTag& person) {
  PersonKeys fresh{.pseudonyms = RandomSecret(VaultKeys::kKeyBytes),
                   .disclosures = RandomSecret(VaultKeys::kKeyBytes)};
  return keys.SealPersonKeys(person, fresh);
}

std::string HexTag(const VaultTag& tag) {
  std::string text;
  text.reserve(2 * kTagBytes);
  for (const char byte : tag.bytes()) {
    text.push_back("0123456789abcdef"[static_cast<uint8_t>(byte) >> 4]);
    text.push_back("0123456789abcdef"[static_cast<uint8_t>(byte) & 15]);
  }
  return text;
}

std::optional<uint64_t> CountOf(const RedisReply& reply) {
  if (reply.type == RedisReply::Type::kInteger) {
    return reply.integer < 0 ? std::nullopt : std::optional(static_cast<uint64_t>(reply.integer));
  }
  uint64_t count = 0;
  const char* end = reply.text.data() + reply.text.size();
  const auto [at, error] = std::from_chars(reply.text.data(), end, count);
  return error == std::errc() && at == end ? std::optional(count) : std::nullopt;
}

absl::Status BrokenRow() {
  LogError("vault_row_does_not_open");
  return MakeProblem(problems::kVaultUnavailable);
}

std::string EncodeNumber(uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
  return bytes;
}

std::string EncodeForm(const RedisForm& form) {
  std::string row;
  row.reserve(kSealedAt + form.sealed.size());
  row += form.tag.bytes();
  row += EncodeNumber(form.place.subject);
  row.push_back(static_cast<char>(form.place.type));
  row += EncodeNumber(form.place.form_index);
  row.push_back(form.on_roster ? 'r' : 'v');
  row += form.owner.bytes();
  row += form.sealed;
  return row;
}

std::optional<RedisForm> DecodeForm(std::string_view row) {
  if (row.size() < kSealedAt) return std::nullopt;
  return RedisForm{.tag = DecodeTag(row),
                   .place = Place(row.substr(kTagBytes)),
                   .on_roster = row[kKindAt] == 'r',
                   .owner = DecodeTag(row.substr(kOwnerAt)),
                   .sealed = std::string(row.substr(kSealedAt))};
}

std::optional<RedisPerson> DecodePerson(const VaultTag& tag, std::string_view row) {
  if (row.size() <= kNumberBytes) return std::nullopt;
  return RedisPerson{.tag = tag, .number = Number(row), .sealed_keys = std::string(row.substr(kNumberBytes))};
}

std::optional<RedisPlace> DecodePlace(std::string_view bytes) {
  if (bytes.size() == kPlaceBytes) return RedisPlace{.place = Place(bytes)};
  if (bytes.size() != kPlaceBytes - kNumberBytes) return std::nullopt;
  RedisPlace place{.taken = true};
  place.place.type = static_cast<uint8_t>(bytes[0]);
  place.place.form_index = Number(bytes.substr(1));
  return place;
}

}  // namespace schoolgate
