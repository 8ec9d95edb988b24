// The vault's rows in SQLite: people and values with their numbers, scopes, forms, and who was issued which.
//
// What:   one connection (WAL, synchronous=FULL: a commit that returned survives a power cut), its schema and
//         its keys. Plain blocking functions that run inside a transaction their caller opens; those with
//         `may_write` false answer from what is there or say that they cannot.
// Owner:  GroupCommit's thread, after Open. The keys may be read by any thread.
// Units:  times in Unix seconds.
// Errors: VAULT_UNAVAILABLE; at opening also VAULT_KEY_MISSING, VAULT_KEY_WRONG, VAULT_KEY_EXPOSED,
//         VAULT_OTHER_VERSION, and then no row was changed.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_STORE_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vault/sqlite.h"
#include "core/vault/vault.h"
#include "core/vault/vault_keys.h"

namespace schoolgate {

struct PersonRow {
  VaultTag tag;
  SubjectNumber number = 0;
  std::string sealed_keys;
};

struct FormRow {
  VaultTag tag;
  FormPlace place;
  std::string sealed;
  // Whose it is, of somebody on the roster; null for a value off it.
  std::shared_ptr<const PersonRow> person;
};

// A scope's forms, as a session may see them, and the district key they stand under.
struct ScopeRows {
  std::string key_id;
  std::vector<FormRow> forms;
};

// The keys in force; another object when the ring changes. Any thread.
class CurrentKeys {
 public:
  std::shared_ptr<const VaultKeys> Get() const {
    const std::lock_guard lock(mutex_);
    return keys_;
  }
  void Set(std::shared_ptr<const VaultKeys> keys) {
    const std::lock_guard lock(mutex_);
    keys_ = std::move(keys);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const VaultKeys> keys_;
};

// Scope ids and when they were last used.
using ScopeUses = std::map<std::string, int64_t, std::less<>>;

class VaultStore {
 public:
  // `key_file` is made with a new vault, and has to be there for one that exists.
  static absl::StatusOr<std::unique_ptr<VaultStore>> Open(const std::string& path,
                                                          const std::string& key_file);
  ~VaultStore();

  // Shared with whoever makes and opens things with the keys.
  std::shared_ptr<const CurrentKeys> current_keys() const { return keys_; }

  absl::Status BeginRead();
  absl::Status BeginWrite();
  absl::Status Commit();
  // Never fails: what is not committed is gone with the connection at the latest.
  void Rollback();

  // Nothing if somebody is unknown and may not be made. In the order of `person_keys`.
  absl::StatusOr<std::optional<std::vector<PersonRow>>> People(std::span<const std::string> person_keys,
                                                               bool may_write);

  // Nothing if something is new and may not be made. In the order of `requests`. ABORTED where the scope
  // stands under another key than `key_id`.
  absl::StatusOr<std::optional<std::vector<FormRow>>> Issue(const VaultScope& scope, std::string_view key_id,
                                                            std::span<const FormRequest> requests,
                                                            int64_t now, bool may_write);

  // What scope.session was issued; under the active key where nothing was yet.
  absl::StatusOr<ScopeRows> OpenScope(const VaultScope& scope);

  absl::Status MarkUsed(const ScopeUses& uses);
  // At most a thousand scopes at a time; how many went.
  absl::StatusOr<int64_t> ExpireScopes(int64_t sessions_before, int64_t stable_before);

  // Opens the file anew after a failure, if it still is this vault, and shows that it can be written.
  absl::Status Reopen();
  // Takes the ring as another process left it.
  absl::Status FollowKeys();

  // What VaultAdmin says of each; inside a write transaction but for those that only read. What it says of
  // problems is checked before anything is written.
  absl::StatusOr<std::vector<DistrictKeyInfo>> Keys();
  absl::StatusOr<std::string> AddKey();
  absl::Status PromoteKey(std::string_view id);
  // Whether somebody's keys may stand under another key than the active one.
  bool AnybodyToRewrap() const;
  // Looks at the next `limit` people; false once a whole round found nobody left.
  absl::StatusOr<bool> RewrapSomePeople(int64_t limit);
  absl::Status DisableKey(std::string_view id, bool end_scopes);
  absl::Status RewrapRing(Kek& kek);
  absl::Status DestroyPerson(std::string_view person_key);
  absl::Status Hold(const LegalHold& hold);
  absl::Status Release(std::string_view person_key);
  absl::StatusOr<std::vector<LegalHold>> Holds();
  absl::Status AddNote(std::string_view note);
  absl::StatusOr<std::vector<VaultNote>> Notes();
  absl::Status ForgetNote(int64_t id);
  // After something was destroyed and committed: so that nothing of it stays in the journal. False while
  // somebody else still reads it. Outside a transaction.
  absl::StatusOr<bool> DropJournal();

 private:
  struct Statements;

  VaultStore(std::string path, std::string key_file);
  absl::Status Connect();
  absl::Status LoadOrCreateKeys();
  absl::Status CreateKeys();
  // The ring as it stands in the file; nothing if it is the one in force.
  absl::StatusOr<std::shared_ptr<const VaultKeys>> ReadRing();
  absl::Status FindKey(std::string_view id);
  absl::StatusOr<int64_t> Count(std::string_view sql, std::string_view argument);
  absl::StatusOr<std::optional<std::string>> Meta(std::string_view name);
  absl::Status SetMeta(std::string_view name, std::string_view value);

  struct ScopeRow {
    int64_t id = 0;
    std::string key_id;
  };
  absl::StatusOr<std::optional<ScopeRow>> FindScope(const VaultTag& tag);
  absl::StatusOr<ScopeRow> UseScope(std::string_view scope, bool stable, std::string_view key_id,
                                    int64_t now);
  // `scope_row` for a value off the roster; people have none, and a sealed key.
  absl::StatusOr<SubjectNumber> AddSubject(const VaultTag& tag, std::optional<int64_t> scope_row,
                                           std::string_view sealed_key);
  std::string FreshPersonKeys(const VaultTag& tag) const;
  // Gives the row its subject, and, of somebody on the roster, whose it is.
  absl::Status FindSubject(const VaultScope& scope, int64_t scope_row, const FormRequest& request,
                           FormRow& row);
  absl::StatusOr<std::optional<FormRow>> FindForm(const VaultTag& tag, const FormRequest& request);
  absl::Status AddForm(int64_t scope_row, const ScopeKeys& keys, const FormRequest& request, FormRow& row);

  const std::string path_;
  const std::string key_file_;
  std::unique_ptr<SqliteDb> db_;
  std::unique_ptr<Statements> statements_;
  const std::shared_ptr<CurrentKeys> keys_ = std::make_shared<CurrentKeys>();
  // How far this round of rewrapping has come, whether it found anybody, and the active key for which a
  // round found nobody.
  SubjectNumber rewrapped_up_to_ = 0;
  bool rewrapped_any_ = false;
  std::string rewrapped_for_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_STORE_H_
