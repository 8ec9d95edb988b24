// The vault in SQLite: what every vault promises, and who may read its files. The people are made up.
#include "core/vault/sqlite_vault.h"

#include <sys/stat.h>

#include "core/util/clock.h"
#include "core/util/files.h"
#include "core/util/strings.h"
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

INSTANTIATE_TEST_SUITE_P(Sqlite, VaultContract,
                         ::testing::Values(MakeVaultBackend{"Sqlite", &MakeSqliteBackend}));
INSTANTIATE_TEST_SUITE_P(Sqlite, VaultAdminContract,
                         ::testing::Values(MakeVaultBackend{"Sqlite", &MakeSqliteBackend}));

TEST(SqliteVaultTest, NothingReadableIsOnDiskAndNobodyElseMayReadTheFiles) {
  const TestDirectory directory;
  EventLoop loop;
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  ASSERT_TRUE(Issue(loop, *vault, SessionScope("visible-session-id"),
                    {OnRoster("student|planted-person-key", kName, "Zoraida Quill"),
                     OffRoster("planted value 555-0142", kName, "Planted Form")})
                  .ok());
  ASSERT_TRUE(Issue(loop, *vault, StableScope("visible-stable-id", "visible-session-id2"),
                    {OffRoster("planted value 555-0142", kName, "Zoraida")})
                  .ok());
  const SecretBytes kek{ToAbsl(*ReadFile(directory.key_file()))};
  for (const std::string& file : {directory.vault_file(), directory.vault_file() + "-wal"}) {
    const auto bytes = ReadFile(file);
    ASSERT_TRUE(bytes.ok());
    ASSERT_FALSE(bytes->empty());
    for (const char* planted :
         {"Zoraida", "Quill", "planted", "Planted", "555-0142", "visible-session", "visible-stable"}) {
      EXPECT_EQ(bytes->find(planted), std::string::npos) << planted << " in " << file;
    }
    EXPECT_EQ(bytes->find(ToStd(kek.Reveal())), std::string::npos);
  }
  for (const char* file : {"vault.db", "vault.db-wal", "vault.db-shm", "vault.db-changes", "vault.key"}) {
    struct stat info = {};
    ASSERT_EQ(stat(directory.File(file).c_str(), &info), 0) << file;
    EXPECT_EQ(info.st_mode & 077, 0u) << file;
  }
}

}  // namespace
}  // namespace schoolgate::vault_testing
