#include "core/vault/vault_keys.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/crypto/digest.h"
#include "core/util/log.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate {
namespace {

constexpr char kSalt[] = "schoolgate vault 2";

SecretBytes DeriveFrom(const SecretBytes& key, std::initializer_list<std::string_view> purpose) {
  return HkdfSha256(key.Reveal(), kSalt, LengthPrefixed(purpose), VaultKeys::kKeyBytes);
}

// Sealing fails only for a key of the wrong size or a gigabyte of text; the callers here have neither, and
// going on without the seal would store people's text in clear.
template <typename T>
T MustHave(absl::StatusOr<T> result) {
  if (!result.ok()) {
    LogError("vault_seal_failed");
    std::abort();
  }
  return *std::move(result);
}

Aead MakeAead(SecretBytes key) { return MustHave(Aead::New(std::move(key))); }

std::string PersonContext(std::string_view district, const VaultTag& person, std::string_view key_id) {
  return LengthPrefixed({"person", district, key_id, person.bytes()});
}

std::string HoldContext(std::string_view district, const VaultTag& person) {
  return LengthPrefixed({"hold", district, person.bytes()});
}

}  // namespace

ScopeKeys::ScopeKeys(std::string context, SecretBytes code_key, SecretBytes form_key)
    : context_(std::move(context)), code_key_(std::move(code_key)), form_key_(std::move(form_key)) {}

Aead ScopeKeys::Sealer(const SecretBytes& person) const {
  return MakeAead(HkdfSha256(form_key_.Reveal(), person.Reveal(), person.empty() ? "value" : "person",
                             VaultKeys::kKeyBytes));
}

std::string ScopeKeys::Context(const FormPlace& place) const {
  return StrCat(context_,
                LengthPrefixed({StrCat(int{place.type}), StrCat(place.subject), StrCat(place.form_index)}));
}

std::string ScopeKeys::SealForm(const SecretBytes& person, const FormPlace& place,
                                std::string_view form) const {
  return MustHave(Sealer(person).Seal(ToAbsl(form), Context(place)));
}

absl::StatusOr<std::string> ScopeKeys::OpenForm(const SecretBytes& person, const FormPlace& place,
                                                std::string_view sealed) const {
  return Sealer(person).Open(ToAbsl(sealed), Context(place));
}

VaultKeys::VaultKeys(std::string district, SecretBytes index_key, Ring ring, std::string active)
    : district_(std::move(district)),
      index_key_(std::move(index_key)),
      tag_key_(DeriveFrom(index_key_, {"vault", "tags"})),
      ring_(std::move(ring)),
      active_(std::move(active)) {}

VaultTag VaultKeys::MakeTag(std::string message) const {
  const Sha256Digest digest = HmacSha256(tag_key_.Reveal(), message);
  WipeString(message);
  VaultTag tag;
  std::copy_n(digest.begin(), tag.value.size(), tag.value.begin());
  return tag;
}

VaultTag VaultKeys::PersonTag(std::string_view person_key) const {
  return MakeTag(LengthPrefixed({"person", person_key}));
}

VaultTag VaultKeys::ScopeTag(std::string_view scope) const {
  return MakeTag(LengthPrefixed({"scope", scope}));
}

VaultTag VaultKeys::ValueTag(std::string_view scope, std::string_view subject_key) const {
  return MakeTag(LengthPrefixed({"value", scope, subject_key}));
}

VaultTag VaultKeys::FormTag(std::string_view scope, bool on_roster, std::string_view subject_key,
                            uint8_t type, std::string_view form) const {
  const char kind[] = {on_roster ? 'r' : 'v', static_cast<char>(type)};
  return MakeTag(LengthPrefixed({"form", scope, {kind, sizeof(kind)}, subject_key, form}));
}

absl::StatusOr<Aead> VaultKeys::PersonSealer(std::string_view key_id) const {
  const auto key = ring_.find(key_id);
  if (key == ring_.end()) return absl::NotFoundError("a district key this ring does not have");
  return MakeAead(DeriveFrom(key->second, {"vault", "people"}));
}

std::string VaultKeys::SealPersonKeys(const VaultTag& person, const PersonKeys& keys) const {
  const SecretBytes both = SecretBytes::Make(2 * kKeyBytes, [&](absl::Span<uint8_t> out) {
    std::copy_n(keys.pseudonyms.Reveal().begin(), kKeyBytes, out.begin());
    std::copy_n(keys.disclosures.Reveal().begin(), kKeyBytes, out.begin() + kKeyBytes);
  });
  const Aead sealer = MustHave(PersonSealer(active_));
  return StrCat(std::string(1, static_cast<char>(active_.size())), active_,
                MustHave(sealer.Seal(both.Reveal(), PersonContext(district_, person, active_))));
}

std::string_view VaultKeys::KeyIdOf(std::string_view sealed) {
  if (sealed.empty()) return {};
  const size_t length = static_cast<uint8_t>(sealed.front());
  return length < sealed.size() ? sealed.substr(1, length) : std::string_view();
}

absl::StatusOr<PersonKeys> VaultKeys::OpenPersonKeys(const VaultTag& person, std::string_view sealed) const {
  const std::string_view key_id = KeyIdOf(sealed);
  if (key_id.empty()) return absl::DataLossError("not sealed keys");
  SG_ASSIGN_OR_RETURN(const Aead sealer, PersonSealer(key_id));
  SG_ASSIGN_OR_RETURN(std::string both, sealer.Open(ToAbsl(sealed.substr(1 + key_id.size())),
                                                    PersonContext(district_, person, key_id)));
  PersonKeys keys;
  const bool whole = both.size() == 2 * kKeyBytes;
  if (whole) {
    keys.pseudonyms = SecretBytes(ToAbsl(std::string_view(both).substr(0, kKeyBytes)));
    keys.disclosures = SecretBytes(ToAbsl(std::string_view(both).substr(kKeyBytes)));
  }
  WipeString(both);
  if (!whole) return absl::DataLossError("not two keys");
  return keys;
}

absl::StatusOr<ScopeKeys> VaultKeys::ForScope(const VaultScope& scope, std::string_view key_id) const {
  const auto key = ring_.find(key_id);
  if (key == ring_.end()) return absl::NotFoundError("a district key this ring does not have");
  const SecretBytes vendor = DeriveFrom(key->second, {"vendor", scope.vendor, scope.epoch});
  const SecretBytes own = DeriveFrom(vendor, {"scope", scope.codes});
  return ScopeKeys(LengthPrefixed({"form", district_, scope.vendor, scope.codes, key_id}),
                   DeriveFrom(own, {"codes"}), DeriveFrom(own, {"forms"}));
}

std::string VaultKeys::SealHold(const VaultTag& person, const LegalHold& hold) const {
  const Aead sealer = MakeAead(DeriveFrom(index_key_, {"vault", "holds"}));
  std::string text = StrCat(hold.person_key, std::string(1, '\0'), hold.reason);
  std::string sealed = MustHave(sealer.Seal(text, HoldContext(district_, person)));
  WipeString(text);
  return sealed;
}

absl::StatusOr<LegalHold> VaultKeys::OpenHold(const VaultTag& person, std::string_view sealed) const {
  const Aead sealer = MakeAead(DeriveFrom(index_key_, {"vault", "holds"}));
  SG_ASSIGN_OR_RETURN(std::string text, sealer.Open(ToAbsl(sealed), HoldContext(district_, person)));
  const size_t middle = std::min(text.find('\0'), text.size() - 1);
  LegalHold hold{.person_key = text.substr(0, middle), .reason = text.substr(middle + 1)};
  WipeString(text);
  return hold;
}

SecretBytes VaultKeys::Derive(std::string_view purpose) const {
  return DeriveFrom(index_key_, {"derived", purpose});
}

SecretBytes VaultKeys::DeriveWithPeople(std::span<const SecretBytes> people, std::string_view purpose) const {
  SecretBytes key = DeriveFrom(index_key_, {"derived with people", purpose});
  for (const SecretBytes& person : people) {
    key = HkdfSha256(person.Reveal(), key.Reveal(), "person", kKeyBytes);
  }
  return key;
}

std::string IndexKeyContext(std::string_view district) { return LengthPrefixed({"index key", district}); }

std::string DistrictKeyContext(std::string_view district, std::string_view id) {
  return LengthPrefixed({"district key", district, id});
}

}  // namespace schoolgate
