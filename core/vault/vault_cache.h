// What the vault remembers in memory, so that a request that needs nothing new touches no disk and no other
// thread. It holds no text and no key in clear: forms are found by tag and kept sealed, as on disk.
//
// What:   people's rows, forms by tag, and the forms of sessions; each bounded. Everything is dropped when
//         another process changed the file (change_counter.h).
// Thread: any for the Find functions, which also note the use of a scope; the writer's thread for the rest.
// Errors: none; not knowing is the answer.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_CACHE_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_CACHE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/vault/aging_map.h"
#include "core/vault/change_counter.h"
#include "core/vault/vault_store.h"

namespace schoolgate {

class VaultCache {
 public:
  explicit VaultCache(std::unique_ptr<ChangeCounter> changes);

  // Everyone, or nothing.
  std::optional<std::vector<PersonRow>> FindPeople(std::span<const std::string> person_keys);
  // The places of all forms, if each is known and was issued to the scope's session.
  std::optional<std::vector<FormPlace>> FindForms(const VaultScope& scope, std::span<const VaultTag> forms,
                                                  int64_t now);
  // All the session was issued; null if not known.
  std::shared_ptr<const ScopeRows> FindSession(const VaultScope& scope, int64_t now);

  void AddPeople(std::span<const std::string> person_keys, const std::vector<PersonRow>& people);
  // Forms just issued or found issued to the scope's session.
  void AddForms(const VaultScope& scope, const std::vector<FormRow>& forms);
  void AddSession(const VaultScope& scope, std::shared_ptr<const ScopeRows> rows);
  void NoteUse(const VaultScope& scope, int64_t now);

  // Before reading from the file: drops everything if another process changed it; whether one did.
  bool FollowOthers();
  // After a commit of our own, before anyone hears of it.
  void CountOwnChange();

  // Scope uses since the last time.
  ScopeUses TakeUses();
  void GiveBackUses(const ScopeUses& uses);

  // Nothing is found between the two: while scopes are deleted, no use may slip by unnoticed.
  void Suspend();
  void Resume(bool forget_all);

 private:
  struct Session {
    std::shared_ptr<const ScopeRows> rows;
    absl::flat_hash_set<VaultTag> tags;
  };

  // REQUIRES of all three: mutex_ is held.
  bool Usable() const;
  void Clear();
  void Use(const VaultScope& scope, int64_t now);

  const std::unique_ptr<ChangeCounter> changes_;
  std::mutex mutex_;  // guards all below
  uint64_t seen_;
  bool suspended_ = false;
  AgingMap<std::string, PersonRow> people_;
  AgingMap<VaultTag, FormPlace> forms_;
  AgingMap<std::string, Session> sessions_;  // by VaultScope::session, or codes where there is none
  ScopeUses uses_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_CACHE_H_
