// The vault's keys and what is made with them: tags to find rows by, seals to keep values in.
//
// What:   the district key, and under it (HKDF) one key for tags, one for people's keys, one per scope for
//         forms, and those DeriveKey() gives out. Rows are sealed with AES-256-GCM, bound to
//         district|scope|type|key id and to their own place, so that no row can stand in for another.
// Owner:  the vault. Immutable; any thread.
// Errors: sealed data that does not open is DataLoss (aead.h).
// Source: NIST SP 800-38D, RFC 5869. Tags are HMAC-SHA-256 cut to 128 bits.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_KEYS_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_KEYS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/crypto/aead.h"
#include "core/crypto/secret.h"

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

class VaultKeys {
 public:
  static constexpr size_t kKeyBytes = 32;

  // `district` and `key_id` are not secret; they are what seals are bound to.
  VaultKeys(SecretBytes district_key, std::string district, std::string key_id);

  VaultTag PersonTag(std::string_view person_key) const;
  VaultTag ScopeTag(std::string_view scope) const;
  // A subject off the roster, within one scope.
  VaultTag ValueTag(std::string_view scope, std::string_view subject_key) const;
  VaultTag FormTag(std::string_view scope, bool on_roster, std::string_view subject_key, uint8_t type,
                   std::string_view form) const;

  std::string SealPersonKey(const VaultTag& person, const SecretBytes& key) const;
  absl::StatusOr<SecretBytes> OpenPersonKey(const VaultTag& person, std::string_view sealed) const;

  // The key of one scope's forms.
  Aead FormSealer(std::string_view scope) const;
  std::string SealForm(const Aead& sealer, std::string_view scope, const FormPlace& place,
                       std::string_view form) const;
  absl::StatusOr<std::string> OpenForm(const Aead& sealer, std::string_view scope, const FormPlace& place,
                                       std::string_view sealed) const;

  // A key for someone else's purpose; never one of those above.
  SecretBytes Derive(std::string_view purpose) const;

  // One that takes these people's keys too.
  SecretBytes DeriveWithPeople(std::span<const SecretBytes> people, std::string_view purpose) const;

  bool SameDistrictKey(const VaultKeys& other) const { return district_key_.Equal(other.district_key_); }

 private:
  VaultTag MakeTag(std::string message) const;

  SecretBytes district_key_;
  std::string district_;
  std::string key_id_;
  SecretBytes tag_key_;
  Aead person_sealer_;
};

// The district key under the key-encryption key.
std::string WrapDistrictKey(const SecretBytes& kek, const SecretBytes& district_key,
                            std::string_view district, std::string_view key_id);
absl::StatusOr<SecretBytes> UnwrapDistrictKey(const SecretBytes& kek, std::string_view wrapped,
                                              std::string_view district, std::string_view key_id);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_KEYS_H_
