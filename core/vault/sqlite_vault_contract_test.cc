// What every vault promises, of the one in SQLite.
#include "core/util/clock.h"
#include "core/vault/sqlite_vault.h"
#include "core/vault/vault_admin_contract_testing.h"
#include "core/vault/vault_contract_testing.h"

namespace schoolgate::vault_testing {
namespace {

class SqliteBackend : public VaultBackend {
 public:
  absl::StatusOr<std::unique_ptr<Vault>> TryOpen() override {
    return OpenSqliteVault(directory_.vault_file(), directory_.key_file(), clock_);
  }
  void LetPass(Vault& vault, absl::Duration time) override {
    clock_.Advance(time);
    const absl::Time now = clock_.Now();
    EXPECT_TRUE(vault.ExpireScopes(now - kSessionIdle, now - kStableIdle).ok());
  }
  std::string key_file() const override { return directory_.key_file(); }

 private:
  const TestDirectory directory_;
  ManualClock clock_{absl::FromUnixSeconds(1'790'000'000)};
};

std::unique_ptr<VaultBackend> MakeSqliteBackend() { return std::make_unique<SqliteBackend>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, VaultContract, ::testing::Values(&MakeSqliteBackend));
INSTANTIATE_TEST_SUITE_P(Sqlite, VaultAdminContract, ::testing::Values(&MakeSqliteBackend));

}  // namespace
}  // namespace schoolgate::vault_testing
