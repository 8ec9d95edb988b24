// The vault's rows in SQLite: people and values with their numbers, scopes, forms, and who was issued which.
//
// What:   one connection (WAL, synchronous=FULL: a commit that returned survives a power cut), its schema and
//         its keys. Plain blocking functions that run inside a transaction their caller opens; those with
//         `may_write` false answer from what is there or say that they cannot.
// Owner:  GroupCommit's thread, after Open. keys() may be read by any thread.
// Units:  times in Unix seconds.
// Errors: VAULT_UNAVAILABLE; at opening also VAULT_KEY_MISSING, VAULT_KEY_WRONG, VAULT_KEY_EXPOSED, and then
//         no row was changed.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_STORE_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vault/sqlite.h"
#include "core/vault/vault.h"
#include "core/vault/vault_keys.h"

namespace schoolgate {

struct PersonRow {
  VaultTag tag;
  SubjectNumber number = 0;
  std::string sealed_key;
};

struct FormRow {
  VaultTag tag;
  FormPlace place;
  std::string sealed;
};

// Scope ids and when they were last used.
using ScopeUses = std::map<std::string, int64_t, std::less<>>;

class VaultStore {
 public:
  // `key_file` is made with a new vault, and has to be there for one that exists.
  static absl::StatusOr<std::unique_ptr<VaultStore>> Open(const std::string& path,
                                                          const std::string& key_file);
  ~VaultStore();

  const VaultKeys& keys() const { return *keys_; }

  absl::Status BeginRead();
  absl::Status BeginWrite();
  absl::Status Commit();
  // Never fails: what is not committed is gone with the connection at the latest.
  void Rollback();

  // Nothing if somebody is unknown and may not be made. In the order of `person_keys`.
  absl::StatusOr<std::optional<std::vector<PersonRow>>> People(std::span<const std::string> person_keys,
                                                               bool may_write);

  // Nothing if something is new and may not be made. In the order of `requests`.
  absl::StatusOr<std::optional<std::vector<FormRow>>> Issue(const VaultScope& scope,
                                                            std::span<const FormRequest> requests,
                                                            int64_t now, bool may_write);

  // What scope.session was issued.
  absl::StatusOr<std::vector<FormRow>> Issued(const VaultScope& scope);

  absl::Status MarkUsed(const ScopeUses& uses);
  // At most a thousand scopes at a time; how many went.
  absl::StatusOr<int64_t> ExpireScopes(int64_t sessions_before, int64_t stable_before);

  // Opens the file anew after a failure, if it still is this vault, and shows that it can be written.
  absl::Status Reopen();

 private:
  struct Statements;

  VaultStore(std::string path, std::string key_file);
  absl::Status Connect();
  absl::Status LoadOrCreateKeys();
  absl::StatusOr<std::optional<std::string>> Meta(std::string_view name);
  absl::Status SetMeta(std::string_view name, std::string_view value);

  absl::StatusOr<std::optional<int64_t>> FindScope(const VaultTag& tag);
  absl::StatusOr<int64_t> UseScope(std::string_view scope, bool stable, int64_t now);
  // `scope_row` for a value off the roster; people have none, and a sealed key.
  absl::StatusOr<SubjectNumber> AddSubject(const VaultTag& tag, std::optional<int64_t> scope_row,
                                           std::string_view sealed_key);
  absl::StatusOr<SubjectNumber> SubjectOf(const VaultScope& scope, int64_t scope_row,
                                          const FormRequest& request);
  absl::StatusOr<std::optional<FormRow>> FindForm(const VaultTag& tag);

  const std::string path_;
  const std::string key_file_;
  std::unique_ptr<SqliteDb> db_;
  std::unique_ptr<Statements> statements_;
  std::unique_ptr<const VaultKeys> keys_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_STORE_H_
