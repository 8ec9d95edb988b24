// Keys that do not fit, disks that are full, files that are locked or broken. The people are made up.
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using namespace vault_testing;  // NOLINT: this folder's own helpers

std::string OpenFails(const TestDirectory& directory) {
  return ReasonOf(OpenSqliteVault(directory.vault_file(), directory.key_file()).status());
}

TEST(VaultKeyFileTest, AnotherKeyIsRefusedAndNothingChanges) {
  const TestDirectory directory;
  EventLoop loop;
  const auto before =
      Describe(*Issue(loop, *OpenVault(directory), SessionScope("s"), {OnRoster("student|1", 0, "Ana")}));
  const std::string key = *ReadFile(directory.key_file());
  EXPECT_EQ(key.size(), 32u);
  const std::string content = *ReadFile(directory.vault_file());
  ASSERT_TRUE(WriteFileAtomically(directory.key_file(), std::string(32, 'k'), 0600).ok());
  const absl::Status refused = OpenSqliteVault(directory.vault_file(), directory.key_file()).status();
  EXPECT_EQ(ReasonOf(refused), "VAULT_KEY_WRONG");
  EXPECT_NE(ProblemOf(refused).english.find(directory.key_file()), std::string::npos);
  EXPECT_EQ(*ReadFile(directory.vault_file()), content);
  ASSERT_TRUE(WriteFileAtomically(directory.key_file(), "short", 0600).ok());
  EXPECT_EQ(OpenFails(directory), "VAULT_KEY_WRONG");
  ASSERT_TRUE(WriteFileAtomically(directory.key_file(), key, 0600).ok());
  EXPECT_EQ(
      Describe(*Issue(loop, *OpenVault(directory), SessionScope("s"), {OnRoster("student|1", 0, "Ana")})),
      before);
}

TEST(VaultKeyFileTest, ALostKeyIsNotReplacedByANewOne) {
  const TestDirectory directory;
  OpenVault(directory);
  ASSERT_EQ(unlink(directory.key_file().c_str()), 0);
  EXPECT_EQ(OpenFails(directory), "VAULT_KEY_MISSING");
  EXPECT_NE(access(directory.key_file().c_str(), F_OK), 0);
}

TEST(VaultKeyFileTest, AKeyOthersMayReadIsRefused) {
  const TestDirectory directory;
  OpenVault(directory);
  for (const mode_t mode : {0640, 0604, 0620}) {
    ASSERT_EQ(chmod(directory.key_file().c_str(), mode), 0);
    EXPECT_EQ(OpenFails(directory), "VAULT_KEY_EXPOSED") << mode;
  }
}

TEST(SqliteVaultFailureTest, AFileThatIsNoVaultIsRefused) {
  const TestDirectory directory;
  std::ofstream(directory.vault_file()) << std::string(8192, 'x');
  EXPECT_EQ(OpenFails(directory), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(OpenSqliteVault("/proc/nowhere/vault.db", directory.key_file()).status()),
            "VAULT_UNAVAILABLE");
}

// A file-size limit is a full disk to SQLite: writes fail, reads do not.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit = {bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_ = {};
};

bool WaitUntilHealthy(const Vault& vault) {
  for (int i = 0; i < 100 && !vault.healthy(); ++i) absl::SleepFor(absl::Milliseconds(50));
  return vault.healthy();
}

TEST(SqliteVaultFailureTest, AFullDiskRefusesWhatIsNewServesWhatIsKnownAndHeals) {
  const TestDirectory directory;
  EventLoop loop;
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  const VaultScope scope = SessionScope("s");
  const auto known = Describe(*Issue(loop, *vault, scope, {OnRoster("student|1", 0, "Ana")}));
  {
    FullDisk full(4096);
    const auto refused = Issue(loop, *vault, scope, {OnRoster("student|2", 0, "Ben")});
    EXPECT_EQ(ReasonOf(refused.status()), "VAULT_UNAVAILABLE");
    EXPECT_FALSE(vault->healthy());
    EXPECT_EQ(Describe(*Issue(loop, *vault, scope, {OnRoster("student|1", 0, "Ana")})), known);
    EXPECT_EQ(Issued(loop, *vault, scope)->size(), 1u);
    EXPECT_EQ(ReasonOf(vault->Enroll(std::vector<std::string>{"student|3"})), "VAULT_UNAVAILABLE");
    EXPECT_EQ(ReasonOf(vault->ExpireScopes(absl::Now() + absl::Hours(1), absl::InfinitePast())),
              "VAULT_UNAVAILABLE");
    absl::SleepFor(absl::Milliseconds(700));
    EXPECT_FALSE(vault->healthy()) << "looking whether the disk is well again must not say it is";
  }
  EXPECT_TRUE(WaitUntilHealthy(*vault));
  EXPECT_TRUE(Issue(loop, *vault, scope, {OnRoster("student|2", 0, "Ben")}).ok());
  EXPECT_EQ(Issued(loop, *vault, scope)->size(), 2u);
}

TEST(SqliteVaultFailureTest, AFileLockedForLongRefusesWhatIsNewServesWhatIsKnownAndHeals) {
  const TestDirectory directory;
  EventLoop loop;
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  const VaultScope scope = StableScope("year", "s");
  // The first call makes the session, which the second one has to read once.
  ASSERT_TRUE(Issue(loop, *vault, scope, {OnRoster("student|1", 0, "Ana")}).ok());
  ASSERT_EQ(Issued(loop, *vault, scope)->size(), 1u);

  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(directory.vault_file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  auto waiting = StartIssue(loop, *vault, scope, {OnRoster("student|2", 0, "Ben")});
  absl::SleepFor(absl::Milliseconds(100));  // now the writer waits for the lock
  const absl::Time begin = absl::Now();
  EXPECT_TRUE(Issue(loop, *vault, scope, {OnRoster("student|1", 0, "Ana")}).ok());
  EXPECT_EQ(Issued(loop, *vault, scope)->size(), 1u);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(1)) << "what is known needs neither the file nor the writer";
  EXPECT_EQ(ReasonOf(waiting.get().status()), "VAULT_UNAVAILABLE");
  EXPECT_FALSE(vault->healthy());

  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE(WaitUntilHealthy(*vault));
  EXPECT_TRUE(Issue(loop, *vault, scope, {OnRoster("student|2", 0, "Ben")}).ok());
}

TEST(SqliteVaultFailureTest, AnAlteredRowGivesNothingRatherThanSomebodyElse) {
  const TestDirectory directory;
  EventLoop loop;
  const VaultScope scope = SessionScope("s");
  ASSERT_TRUE(Issue(loop, *OpenVault(directory), scope,
                    {OnRoster("student|1", 0, "Ana"), OnRoster("student|2", 0, "Ben")})
                  .ok());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(directory.vault_file().c_str(), &other), SQLITE_OK);
  // Both people now have the first one's form: only the seal can tell.
  ASSERT_EQ(sqlite3_exec(other, "UPDATE forms SET sealed=(SELECT sealed FROM forms LIMIT 1)", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(ReasonOf(Issued(loop, *OpenVault(directory), scope).status()), "VAULT_UNAVAILABLE");
}

TEST(SqliteVaultFailureTest, ABrokenFileIsUnavailableNotWrong) {
  const TestDirectory directory;
  EventLoop loop;
  std::vector<std::string> people;
  for (int i = 0; i < 5000; ++i) people.push_back(StrCat("student|", i));
  ASSERT_TRUE(OpenVault(directory)->Enroll(people).ok());
  std::string bytes = *ReadFile(directory.vault_file());
  // All pages but those of the schema and the keys.
  for (size_t i = size_t{20} * 4096; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0x5a);
  std::ofstream(directory.vault_file(), std::ios::binary) << bytes;
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  EXPECT_EQ(ReasonOf(vault->Enroll(people)), "VAULT_UNAVAILABLE");
  absl::SleepFor(absl::Milliseconds(700));
  EXPECT_FALSE(vault->healthy()) << "that a row can be written does not make it whole";
}

}  // namespace
}  // namespace schoolgate
