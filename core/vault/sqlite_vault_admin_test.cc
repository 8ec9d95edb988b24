// What administrators do to a vault in SQLite, seen in its file (vault_admin_contract_testing.h has what
// every vault promises). People and values are invented.
#include <filesystem>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/sqlite.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using vault_testing::Issue;
using vault_testing::Issued;
using vault_testing::Numbers;
using vault_testing::OnRoster;
using vault_testing::Open;
using vault_testing::OpenVault;
using vault_testing::PeopleKey;
using vault_testing::ReasonOf;
using vault_testing::SessionScope;
using vault_testing::StableScope;
using vault_testing::SubjectTags;
using vault_testing::TestDirectory;

class VaultAdminTest : public testing::Test {
 protected:
  VaultAdmin& admin() { return vault_->admin(); }
  void Give(const VaultScope& scope, std::vector<FormRequest> requests) {
    ASSERT_TRUE(Issue(loop_, *vault_, scope, std::move(requests)).ok());
  }
  std::vector<std::string> FormsOf(const VaultScope& scope) {
    std::vector<std::string> forms;
    const auto issued = Issued(loop_, *vault_, scope);
    for (const IssuedForm& form : *issued) forms.push_back(form.form);
    return forms;
  }
  std::vector<std::string> NotesTaken() {
    std::vector<std::string> taken;
    const auto notes = admin().Notes();
    for (const VaultNote& note : *notes) taken.push_back(note.note);
    return taken;
  }

  TestDirectory directory_;
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = OpenVault(directory_);
};

TEST_F(VaultAdminTest, ADestroyedStudentsFormsAreUnreadableInCopiesToo) {
  const std::vector<std::string> both = {"student|1", "student|2"};
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana Reyes"), OnRoster("student|2", 1, "Luis")});
  Give(StableScope("year", "t"), {OnRoster("student|1", 1, "Ana R.")});
  const auto before = Numbers(loop_, *vault_, both);
  const auto tags = SubjectTags(loop_, *vault_, both, "record");
  const auto sealed_with = PeopleKey(loop_, *vault_, both, "parked");
  const auto of_luis = PeopleKey(loop_, *vault_, {"student|2"}, "parked");
  // A copy of everything, as a backup or a snapshot of the disk has it.
  vault_.reset();
  const TestDirectory backup;
  std::filesystem::copy(directory_.vault_file(), backup.vault_file());
  std::filesystem::copy(directory_.key_file(), backup.key_file());
  vault_ = OpenVault(directory_);

  ASSERT_TRUE(admin().DestroyPerson("student|1", "gone").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), ElementsAre("Luis"));
  EXPECT_THAT(FormsOf(StableScope("year", "t")), IsEmpty());
  const auto after = Numbers(loop_, *vault_, both);
  EXPECT_NE((*after)[0], (*before)[0]);
  EXPECT_EQ((*after)[1], (*before)[1]);
  EXPECT_EQ(*SubjectTags(loop_, *vault_, both, "record"), *tags) << "the record of disclosures stays";
  EXPECT_FALSE(PeopleKey(loop_, *vault_, both, "parked")->Equal(*sealed_with));
  EXPECT_TRUE(PeopleKey(loop_, *vault_, {"student|2"}, "parked")->Equal(*of_luis));
  EXPECT_THAT(NotesTaken(), ElementsAre("gone"));

  // With today's keys of people, the forms of the copy do not open: what is left of it is no use.
  vault_.reset();
  {
    SqliteDb db = *SqliteDb::Open(backup.vault_file(), 1000);
    const std::string attach = StrCat("ATTACH '", directory_.vault_file(), "' AS now");
    ASSERT_TRUE(db.Exec(attach.c_str()).ok());
    ASSERT_TRUE(db.Exec("UPDATE subjects SET key=(SELECT key FROM now.subjects n WHERE n.tag=subjects.tag) "
                        "WHERE key IS NOT NULL")
                    .ok());
  }
  const std::unique_ptr<Vault> copy = OpenVault(backup);
  EXPECT_EQ(ReasonOf(Issued(loop_, *copy, SessionScope("s")).status()), "VAULT_UNAVAILABLE");
}

// The bytes of a destroyed key, as they were sealed, are in no file of the vault.
TEST_F(VaultAdminTest, NothingOfADestroyedKeyStaysOnDisk) {
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana Reyes")});
  std::string sealed, form;
  {
    SqliteDb db = *SqliteDb::Open(directory_.vault_file(), 1000);
    SqliteStatement key = *db.Prepare("SELECT key FROM subjects WHERE key IS NOT NULL");
    ASSERT_TRUE(*key.Step());
    sealed = key.Blob(0).substr(8, 32);
    SqliteStatement row = *db.Prepare("SELECT sealed FROM forms");
    ASSERT_TRUE(*row.Step());
    form = row.Blob(0).substr(0, 24);
  }
  const auto found = [&](std::string_view bytes) {
    int files = 0;
    for (const char* suffix : {"", "-wal"}) {
      const auto content = ReadFile(directory_.vault_file() + suffix);
      if (content.ok() && content->find(bytes) != std::string::npos) ++files;
    }
    return files;
  };
  EXPECT_GT(found(sealed), 0) << "the test looks for the wrong bytes";
  EXPECT_GT(found(form), 0);
  ASSERT_TRUE(admin().DestroyPerson("student|1", "").ok());
  EXPECT_EQ(found(sealed), 0);
  EXPECT_EQ(found(form), 0);
}

TEST_F(VaultAdminTest, TheNumberOfADestroyedStudentIsNobodysAgain) {
  const auto number = Numbers(loop_, *vault_, {"student|1"});
  ASSERT_TRUE(admin().DestroyPerson("student|1", "").ok());
  SqliteDb db = *SqliteDb::Open(directory_.vault_file(), 1000);
  SqliteStatement taken = *db.Prepare("SELECT count(*), max(key IS NULL) FROM subjects WHERE number=?");
  taken.Bind(1, int64_t{number->front()});
  ASSERT_TRUE(*taken.Step());
  EXPECT_EQ(taken.Int(0), 1);
  EXPECT_EQ(taken.Int(1), 1);
}

TEST_F(VaultAdminTest, AVaultOfAnotherVersionIsLeftAlone) {
  vault_.reset();
  {
    SqliteDb db = *SqliteDb::Open(directory_.vault_file(), 1000);
    ASSERT_TRUE(db.Exec("UPDATE meta SET value='1' WHERE name='format'").ok());
  }
  EXPECT_EQ(ReasonOf(OpenSqliteVault(directory_.vault_file(), directory_.key_file()).status()),
            "VAULT_OTHER_VERSION");
}

}  // namespace
}  // namespace schoolgate
