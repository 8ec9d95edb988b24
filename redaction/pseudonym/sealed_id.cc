#include "redaction/pseudonym/sealed_id.h"

#include <array>
#include <utility>

#include "absl/status/statusor.h"
#include "core/crypto/crockford.h"
#include "core/crypto/digest.h"
#include "core/util/strings.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kNumberBytes = 4;

}  // namespace

SealedIds::SealedIds(const SecretBytes& scope_key, Place place)
    : place_(std::move(place)),
      // 64 bytes are a key: value() cannot fail.
      siv_(Siv::New(HkdfSha256(scope_key.Reveal(), "", "sealed ids", Siv::kKeyBytes)).value()) {}

std::string SealedIds::Seal(std::string_view kind, SubjectNumber number) const {
  std::array<char, kNumberBytes> bytes{};
  for (size_t i = 0; i < kNumberBytes; ++i)
    bytes[i] = static_cast<char>(number >> (8 * (kNumberBytes - 1 - i)));
  const std::array<absl::string_view, 4> parts = {place_.district, place_.vendor, place_.scope, ToAbsl(kind)};
  // Fails for an empty part only, which is a caller's mistake that must not seal anything: value() ends the
  // process then.
  const std::string sealed = siv_.Seal({bytes.data(), bytes.size()}, parts).value();
  return StrCat(kPrefix, CrockfordEncodeBytes(sealed));
}

std::optional<SubjectNumber> SealedIds::Open(std::string_view kind, std::string_view text) const {
  if (text.size() != kLength || !text.starts_with(kPrefix)) return std::nullopt;
  const std::optional<std::string> sealed = CrockfordDecodeBytes(ToAbsl(text.substr(kPrefix.size())));
  if (!sealed) return std::nullopt;
  const std::array<absl::string_view, 4> parts = {place_.district, place_.vendor, place_.scope, ToAbsl(kind)};
  const absl::StatusOr<std::string> opened = siv_.Open(*sealed, parts);
  if (!opened.ok() || opened->size() != kNumberBytes) return std::nullopt;
  SubjectNumber number = 0;
  for (const char byte : *opened) number = number << 8 | static_cast<uint8_t>(byte);
  return number;
}

}  // namespace schoolgate::redaction
