// What administrators do to a vault's keys, and the notes about it that belong on the audit log.
//
// What:   the ring of district keys (add, promote, rewrap, disable), the end of a person's key, and legal
//         holds, which keep it from being ended. Whatever changes something takes a note, opaque here, that
//         is durable with the change or not at all; the gate, which alone writes the audit log, takes notes
//         from there.
// Owner:  the vault.
// Thread: any; blocking, never on an event loop. Other processes that have the vault open follow.
// Errors: VAULT_UNAVAILABLE; others at their functions.
// Source: NIST SP 800-57 part 1, 5.3.5 and 8.2 (key states and transitions); 34 CFR 99.10(e) (a record that
//         somebody asked to inspect is not destroyed).
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_ADMIN_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_ADMIN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vault/kek.h"

namespace schoolgate {

// One district key, and what still stands under it.
struct DistrictKeyInfo {
  std::string id;
  bool active = false;  // new scopes and seals are made under it
  int64_t people = 0;
  int64_t scopes = 0;
};

struct LegalHold {
  std::string person_key;
  std::string reason;
};

// Waits to be put on the audit log.
struct VaultNote {
  int64_t id = 0;
  std::string note;
};

class VaultAdmin {
 public:
  virtual ~VaultAdmin() = default;

  // In the order they were added.
  virtual absl::StatusOr<std::vector<DistrictKeyInfo>> Keys() = 0;
  // A new one, which every process learns before anything is made under it; its id.
  virtual absl::StatusOr<std::string> AddKey(std::string_view note) = 0;
  // From now on new scopes and seals are made under `id`. VAULT_KEY_UNKNOWN.
  virtual absl::Status PromoteKey(std::string_view id, std::string_view note) = 0;
  // Puts the keys of some people under the active key; whether any were left to put. Called again and again
  // by housekeeping: a rotation is done a little at a time.
  virtual absl::StatusOr<bool> RewrapSomePeople() = 0;
  // Destroys the district key `id`. VAULT_KEY_UNKNOWN; VAULT_KEY_IN_USE for the active one, while people's
  // keys stand under it, and, without `end_scopes`, while scopes do: with it they end, and what was issued in
  // them comes back to nobody.
  virtual absl::Status DisableKey(std::string_view id, bool end_scopes, std::string_view note) = 0;
  // Wraps the ring anew: from now on the vault opens with `kek` and with no other.
  virtual absl::Status RewrapRing(Kek& kek, std::string_view note) = 0;

  // Whether the vault has keys of this person.
  virtual absl::StatusOr<bool> Knows(std::string_view person_key) = 0;

  // Ends the key for what stands for this person: every form issued for them, and whatever was sealed under a
  // PeopleKey with them in it, is unreadable from now on, in copies as well; they get another number and
  // key, which say nothing of the old. Their disclosure key stays. STUDENT_ON_HOLD; STUDENT_UNKNOWN where the
  // vault has nothing of them.
  virtual absl::Status DestroyPerson(std::string_view person_key, std::string_view note) = 0;

  // Keeps a person from being destroyed; a second hold takes the place of the first.
  virtual absl::Status Hold(const LegalHold& hold, std::string_view note) = 0;
  // STUDENT_NOT_ON_HOLD.
  virtual absl::Status Release(std::string_view person_key, std::string_view note) = 0;
  virtual absl::StatusOr<std::vector<LegalHold>> Holds() = 0;

  // At most a hundred, the oldest first.
  virtual absl::StatusOr<std::vector<VaultNote>> Notes() = 0;
  virtual absl::Status ForgetNote(int64_t id) = 0;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_ADMIN_H_
