// What administrators do to a vault in SQLite: each call is one piece of work for its writer. Internal to
// core/vault; the vault owns it.
#ifndef SCHOOLGATE_CORE_VAULT_SQLITE_VAULT_ADMIN_H_
#define SCHOOLGATE_CORE_VAULT_SQLITE_VAULT_ADMIN_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/vault/sqlite_work.h"
#include "core/vault/vault_admin.h"

namespace schoolgate {

class SqliteVaultAdmin final : public VaultAdmin {
 public:
  explicit SqliteVaultAdmin(GroupCommit& writer) : writer_(writer) {}

  absl::StatusOr<std::vector<DistrictKeyInfo>> Keys() override;
  absl::StatusOr<std::string> AddKey(std::string_view note) override;
  absl::Status PromoteKey(std::string_view id, std::string_view note) override;
  absl::StatusOr<bool> RewrapSomePeople() override;
  absl::Status DisableKey(std::string_view id, bool end_scopes, std::string_view note) override;
  absl::Status RewrapRing(Kek& kek, std::string_view note) override;
  absl::StatusOr<bool> Knows(std::string_view person_key) override;
  absl::Status DestroyPerson(std::string_view person_key, std::string_view note) override;
  absl::Status Hold(const LegalHold& hold, std::string_view note) override;
  absl::Status Release(std::string_view person_key, std::string_view note) override;
  absl::StatusOr<std::vector<LegalHold>> Holds() override;
  absl::StatusOr<std::vector<VaultNote>> Notes() override;
  absl::Status ForgetNote(int64_t id) override;

 private:
  absl::Status Read(AdminWork::Function read);
  absl::Status Write(AdminWork::Function write, std::string_view note);

  GroupCommit& writer_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_SQLITE_VAULT_ADMIN_H_
