// What administrators do to a vault: rotation, destruction, holds. People and values are invented.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/sqlite.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using vault_testing::Issue;
using vault_testing::Issued;
using vault_testing::Numbers;
using vault_testing::OffRoster;
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
  void Restart() {
    vault_.reset();
    vault_ = OpenVault(directory_);
  }
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
  void RewrapAll() {
    for (int rounds = 0; rounds < 1000; ++rounds) {
      const absl::StatusOr<bool> more = admin().RewrapSomePeople();
      ASSERT_TRUE(more.ok());
      if (!*more) return;
    }
    FAIL() << "rewrapping has no end";
  }

  TestDirectory directory_;
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = OpenVault(directory_);
};

TEST_F(VaultAdminTest, ARotationLeavesWhatIsAndMovesWhatComes) {
  const std::vector<std::string> people = {"student|1", "student|2"};
  Give(SessionScope("old"), {OnRoster("student|1", 1, "Ana Reyes"), OffRoster("kai", 1, "Kai")});
  const auto old_key = Open(loop_, *vault_, SessionScope("old"));
  const auto numbers = Numbers(loop_, *vault_, people);
  const auto tags = SubjectTags(loop_, *vault_, people, "record");
  const auto shared = PeopleKey(loop_, *vault_, people, "parked");

  ASSERT_EQ(*admin().AddKey("added"), "2");
  EXPECT_EQ(Open(loop_, *vault_, SessionScope("between"))->key_id, "1") << "not promoted yet";
  EXPECT_EQ(ReasonOf(admin().PromoteKey("3", "no")), "VAULT_KEY_UNKNOWN");
  ASSERT_TRUE(admin().PromoteKey("2", "promoted").ok());
  Give(SessionScope("new"), {OnRoster("student|1", 1, "Ana Reyes")});
  EXPECT_EQ(Open(loop_, *vault_, SessionScope("new"))->key_id, "2");

  EXPECT_EQ(ReasonOf(admin().DisableKey("2", true, "no")), "VAULT_KEY_IN_USE");
  EXPECT_EQ(ReasonOf(admin().DisableKey("1", true, "no")), "VAULT_KEY_IN_USE") << "people stand under it";
  RewrapAll();
  const auto keys = admin().Keys();
  ASSERT_THAT(*keys, SizeIs(2));
  EXPECT_EQ((*keys)[0].people, 0);
  EXPECT_EQ((*keys)[0].scopes, 1);
  EXPECT_EQ((*keys)[1].people, 2);
  EXPECT_TRUE((*keys)[1].active);
  EXPECT_EQ(ReasonOf(admin().DisableKey("1", false, "no")), "VAULT_KEY_IN_USE")
      << "a session stands under it";

  for (const bool restarted : {false, true}) {
    if (restarted) Restart();
    const auto opened = Open(loop_, *vault_, SessionScope("old"));
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->key_id, "1");
    EXPECT_TRUE(opened->code_key.Equal(old_key->code_key));
    EXPECT_THAT(FormsOf(SessionScope("old")), testing::UnorderedElementsAre("Ana Reyes", "Kai"));
    EXPECT_EQ(*Numbers(loop_, *vault_, people), *numbers);
    EXPECT_EQ(*SubjectTags(loop_, *vault_, people, "record"), *tags);
    EXPECT_TRUE(PeopleKey(loop_, *vault_, people, "parked")->Equal(*shared));
  }

  ASSERT_TRUE(admin().DisableKey("1", /*end_scopes=*/true, "disabled").ok());
  EXPECT_THAT(FormsOf(SessionScope("old")), IsEmpty());
  EXPECT_THAT(FormsOf(SessionScope("new")), ElementsAre("Ana Reyes"));
  EXPECT_THAT(NotesTaken(), ElementsAre("added", "promoted", "disabled"));
  EXPECT_EQ(*admin().AddKey(""), "3") << "never an id that was";
  Restart();
  EXPECT_THAT(FormsOf(SessionScope("new")), ElementsAre("Ana Reyes"));
}

TEST_F(VaultAdminTest, ManyPeopleAreRewrappedALittleAtATime) {
  std::vector<std::string> people;
  for (int i = 0; i < 2500; ++i) people.push_back(StrCat("student|", i));
  ASSERT_TRUE(vault_->Enroll(people).ok());
  ASSERT_TRUE(admin().AddKey("").ok());
  ASSERT_TRUE(admin().PromoteKey("2", "").ok());
  ASSERT_TRUE(*admin().RewrapSomePeople());
  const int64_t left = admin().Keys()->front().people;
  EXPECT_GT(left, 0);
  EXPECT_LT(left, 2500);
  RewrapAll();
  EXPECT_EQ(admin().Keys()->front().people, 0);
  EXPECT_TRUE(SubjectTags(loop_, *vault_, people, "record").ok());
  ASSERT_TRUE(admin().DisableKey("1", false, "").ok());
  Restart();
  EXPECT_TRUE(SubjectTags(loop_, *vault_, people, "record").ok());
  EXPECT_FALSE(*admin().RewrapSomePeople()) << "one key: nothing to do";
}

TEST_F(VaultAdminTest, OtherProcessesFollowARotationAndADestruction) {
  const std::unique_ptr<Vault> other = OpenVault(directory_);
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});
  EXPECT_THAT(*Issued(loop_, *other, SessionScope("s")), SizeIs(1));
  ASSERT_TRUE(admin().AddKey("").ok());
  ASSERT_TRUE(admin().PromoteKey("2", "").ok());
  RewrapAll();
  EXPECT_EQ(Open(loop_, *other, SessionScope("new"))->key_id, "2");
  EXPECT_THAT(*Issued(loop_, *other, SessionScope("s")), SizeIs(1));
  ASSERT_TRUE(other->admin().DestroyPerson("student|1", "").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), IsEmpty());
  EXPECT_EQ(*Numbers(loop_, *vault_, {"student|1"}), *Numbers(loop_, *other, {"student|1"}));
}

TEST_F(VaultAdminTest, ACallBetweenOpeningAndAPromotionFailsAloneAndComesRightAgain) {
  const auto opened = Open(loop_, *vault_, SessionScope("s"));
  ASSERT_TRUE(admin().AddKey("").ok());
  ASSERT_TRUE(admin().PromoteKey("2", "").ok());
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});  // somebody else begins the scope
  std::vector<FormRequest> requests = {OnRoster("student|2", 1, "Luis")};
  auto late =
      asio::co_spawn(loop_.context(), vault_->Issue(SessionScope("s"), opened->key_id, std::move(requests)),
                     asio::use_future);
  EXPECT_EQ(ReasonOf(late.get().status()), "VAULT_UNAVAILABLE");
  EXPECT_TRUE(vault_->healthy());
  Give(SessionScope("s"), {OnRoster("student|2", 1, "Luis")});
  EXPECT_THAT(FormsOf(SessionScope("s")), testing::UnorderedElementsAre("Ana", "Luis"));
}

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

TEST_F(VaultAdminTest, AHoldKeepsAStudentFromBeingDestroyed) {
  EXPECT_EQ(ReasonOf(admin().DestroyPerson("student|1", "no")), "STUDENT_UNKNOWN");
  EXPECT_FALSE(*admin().Knows("student|1"));
  EXPECT_EQ(ReasonOf(admin().Release("student|1", "no")), "STUDENT_NOT_ON_HOLD");
  ASSERT_TRUE(admin().Hold({.person_key = "student|1", .reason = "suit 26-14"}, "held").ok());
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});
  Restart();
  EXPECT_TRUE(*admin().Knows("student|1"));
  EXPECT_EQ(ReasonOf(admin().DestroyPerson("student|1", "no")), "STUDENT_ON_HOLD");
  EXPECT_THAT(FormsOf(SessionScope("s")), ElementsAre("Ana"));
  const auto holds = admin().Holds();
  ASSERT_THAT(*holds, SizeIs(1));
  EXPECT_EQ(holds->front().person_key, "student|1");
  EXPECT_EQ(holds->front().reason, "suit 26-14");
  ASSERT_TRUE(admin().Release("student|1", "released").ok());
  ASSERT_TRUE(admin().DestroyPerson("student|1", "destroyed").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), IsEmpty());
  EXPECT_THAT(NotesTaken(), ElementsAre("held", "released", "destroyed")) << "refusals leave no note";
  ASSERT_TRUE(admin().ForgetNote(admin().Notes()->front().id).ok());
  EXPECT_THAT(NotesTaken(), ElementsAre("released", "destroyed"));
}

TEST_F(VaultAdminTest, ARewrappedRingOpensWithTheNewKeyAlone) {
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});
  ASSERT_TRUE(admin().AddKey("").ok());
  const std::string next = directory_.File("next.key");
  ASSERT_TRUE(admin().RewrapRing(**OpenFileKek(next, /*may_create=*/true), "rewrapped").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), ElementsAre("Ana"));
  vault_.reset();
  EXPECT_EQ(ReasonOf(OpenSqliteVault(directory_.vault_file(), directory_.key_file()).status()),
            "VAULT_KEY_WRONG");
  std::filesystem::rename(next, directory_.key_file());
  vault_ = OpenVault(directory_);
  EXPECT_THAT(FormsOf(SessionScope("s")), ElementsAre("Ana"));
  EXPECT_THAT(*admin().Keys(), SizeIs(2));
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
