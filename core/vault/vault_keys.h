// The vault's keys and what is made with them: tags to find rows by, seals to keep values in.
//
// What:   the index key, and under it (HKDF) one key for tags and those Derive() gives out; the ring of
//         district keys, and under each one a sealer for people's keys and, by vendor and school year, those
//         of scopes. Rows are sealed with AES-256-GCM, bound to district|vendor|scope|type|key id and to
//         their own place, so that no row can stand in for another. What a person's keys sealed begins with
//         the id of the district key, which is part of what it is bound to.
// Owner:  the vault. Immutable: a changed ring is another object. Any thread.
// Errors: sealed data that does not open is DataLoss (aead.h); a district key the ring does not have is
//         NotFound.
// Source: NIST SP 800-38D, RFC 5869. Tags are HMAC-SHA-256 cut to 128 bits.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_KEYS_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_KEYS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/crypto/aead.h"
#include "core/crypto/secret.h"
#include "core/vault/vault.h"

namespace schoolgate {

// What a person, value, scope or form is found by; says nothing without the key.
struct VaultTag {
  std::array<char, 16> value = {};

  std::string_view bytes() const { return {value.data(), value.size()}; }
  friend bool operator==(const VaultTag&, const VaultTag&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const VaultTag& tag) {
    return H::combine_contiguous(std::move(state), tag.value.data(), tag.value.size());
  }
};

// The place of a form's row: its seal opens nowhere else.
struct FormPlace {
  uint32_t subject = 0;
  uint8_t type = 0;
  uint32_t form_index = 0;
};

// One person's, 32 bytes each.
struct PersonKeys {
  SecretBytes pseudonyms;   // seals what stands for them; ends with `keys destroy`
  SecretBytes disclosures;  // tags the records of what was disclosed about them
};

// The keys of one scope.
class ScopeKeys {
 public:
  ScopeKeys(std::string context, SecretBytes code_key, SecretBytes form_key);

  const SecretBytes& code_key() const { return code_key_; }

  // `person`: the pseudonym key of somebody on the roster; empty for a value, which has none.
  std::string SealForm(const SecretBytes& person, const FormPlace& place, std::string_view form) const;
  absl::StatusOr<std::string> OpenForm(const SecretBytes& person, const FormPlace& place,
                                       std::string_view sealed) const;

 private:
  Aead Sealer(const SecretBytes& person) const;
  std::string Context(const FormPlace& place) const;

  std::string context_;
  SecretBytes code_key_;
  SecretBytes form_key_;
};

class VaultKeys {
 public:
  static constexpr size_t kKeyBytes = 32;

  using Ring = std::map<std::string, SecretBytes, std::less<>>;

  // `district` and the ids are not secret; they are what seals are bound to. REQUIRES: `active` is in `ring`.
  VaultKeys(std::string district, SecretBytes index_key, Ring ring, std::string active);

  const std::string& district() const { return district_; }
  const std::string& active() const { return active_; }
  const SecretBytes& index_key() const { return index_key_; }
  const Ring& ring() const { return ring_; }

  VaultTag PersonTag(std::string_view person_key) const;
  VaultTag ScopeTag(std::string_view scope) const;
  // A subject off the roster, within one scope.
  VaultTag ValueTag(std::string_view scope, std::string_view subject_key) const;
  VaultTag FormTag(std::string_view scope, bool on_roster, std::string_view subject_key, uint8_t type,
                   std::string_view form) const;

  // Under the active district key.
  std::string SealPersonKeys(const VaultTag& person, const PersonKeys& keys) const;
  absl::StatusOr<PersonKeys> OpenPersonKeys(const VaultTag& person, std::string_view sealed) const;
  // The id of the district key `sealed` stands under; empty for what is no seal.
  static std::string_view KeyIdOf(std::string_view sealed);

  absl::StatusOr<ScopeKeys> ForScope(const VaultScope& scope, std::string_view key_id) const;

  // A person's key and the reason of a legal hold.
  std::string SealHold(const VaultTag& person, const LegalHold& hold) const;
  absl::StatusOr<LegalHold> OpenHold(const VaultTag& person, std::string_view sealed) const;

  // A key for someone else's purpose; never one of those above.
  SecretBytes Derive(std::string_view purpose) const;
  // One that takes these people's pseudonym keys too.
  SecretBytes DeriveWithPeople(std::span<const SecretBytes> people, std::string_view purpose) const;

 private:
  VaultTag MakeTag(std::string message) const;
  absl::StatusOr<Aead> PersonSealer(std::string_view key_id) const;

  std::string district_;
  SecretBytes index_key_;
  SecretBytes tag_key_;
  Ring ring_;
  std::string active_;
};

// What a wrapped key is bound to (Kek::Wrap): the index key, and the district key `id`.
std::string IndexKeyContext(std::string_view district);
std::string DistrictKeyContext(std::string_view district, std::string_view id);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_KEYS_H_
