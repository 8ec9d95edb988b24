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

constexpr char kSalt[] = "schoolgate vault 1";

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

std::string FormContext(std::string_view district, std::string_view scope, const FormPlace& place,
                        std::string_view key_id) {
  return LengthPrefixed({"form", district, scope, StrCat(int{place.type}), key_id, StrCat(place.subject),
                         StrCat(place.form_index)});
}

std::string PersonContext(std::string_view district, const VaultTag& person, std::string_view key_id) {
  return LengthPrefixed({"person", district, key_id, person.bytes()});
}

std::string WrapContext(std::string_view district, std::string_view key_id) {
  return LengthPrefixed({"district key", district, key_id});
}

SecretBytes TakeSecret(std::string bytes) {
  SecretBytes secret{ToAbsl(bytes)};
  WipeString(bytes);
  return secret;
}

}  // namespace

VaultKeys::VaultKeys(SecretBytes district_key, std::string district, std::string key_id)
    : district_key_(std::move(district_key)),
      district_(std::move(district)),
      key_id_(std::move(key_id)),
      tag_key_(DeriveFrom(district_key_, {"vault", "tags"})),
      person_sealer_(MakeAead(DeriveFrom(district_key_, {"vault", "people"}))) {}

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

std::string VaultKeys::SealPersonKey(const VaultTag& person, const SecretBytes& key) const {
  return MustHave(person_sealer_.Seal(key.Reveal(), PersonContext(district_, person, key_id_)));
}

absl::StatusOr<SecretBytes> VaultKeys::OpenPersonKey(const VaultTag& person, std::string_view sealed) const {
  SG_ASSIGN_OR_RETURN(std::string key,
                      person_sealer_.Open(ToAbsl(sealed), PersonContext(district_, person, key_id_)));
  return TakeSecret(std::move(key));
}

Aead VaultKeys::FormSealer(std::string_view scope) const {
  return MakeAead(DeriveFrom(district_key_, {"vault", "forms", scope}));
}

std::string VaultKeys::SealForm(const Aead& sealer, std::string_view scope, const FormPlace& place,
                                std::string_view form) const {
  return MustHave(sealer.Seal(ToAbsl(form), FormContext(district_, scope, place, key_id_)));
}

absl::StatusOr<std::string> VaultKeys::OpenForm(const Aead& sealer, std::string_view scope,
                                                const FormPlace& place, std::string_view sealed) const {
  return sealer.Open(ToAbsl(sealed), FormContext(district_, scope, place, key_id_));
}

SecretBytes VaultKeys::Derive(std::string_view purpose) const {
  return DeriveFrom(district_key_, {"derived", purpose});
}

SecretBytes VaultKeys::DeriveWithPeople(std::span<const SecretBytes> people, std::string_view purpose) const {
  SecretBytes key = DeriveFrom(district_key_, {"derived with people", purpose});
  for (const SecretBytes& person : people) {
    key = HkdfSha256(person.Reveal(), key.Reveal(), "person", kKeyBytes);
  }
  return key;
}

std::string WrapDistrictKey(const SecretBytes& kek, const SecretBytes& district_key,
                            std::string_view district, std::string_view key_id) {
  const Aead wrapper = MakeAead(DeriveFrom(kek, {"wrap"}));
  return MustHave(wrapper.Seal(district_key.Reveal(), WrapContext(district, key_id)));
}

absl::StatusOr<SecretBytes> UnwrapDistrictKey(const SecretBytes& kek, std::string_view wrapped,
                                              std::string_view district, std::string_view key_id) {
  const Aead wrapper = MakeAead(DeriveFrom(kek, {"wrap"}));
  SG_ASSIGN_OR_RETURN(std::string key, wrapper.Open(ToAbsl(wrapped), WrapContext(district, key_id)));
  return TakeSecret(std::move(key));
}

}  // namespace schoolgate
