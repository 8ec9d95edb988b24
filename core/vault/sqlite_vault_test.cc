// What the vault promises about numbers, forms, scopes and sight. The people are made up.
#include "core/vault/sqlite_vault.h"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using namespace vault_testing;  // NOLINT: this folder's own helpers
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr uint8_t kName = 0;
constexpr uint8_t kEmail = 4;

class SqliteVaultTest : public ::testing::Test {
 protected:
  Forms MustIssue(const VaultScope& scope, std::vector<FormRequest> requests) {
    auto issued = Issue(loop_, *vault_, scope, std::move(requests));
    EXPECT_TRUE(issued.ok()) << issued.status();
    return issued.ok() ? *std::move(issued) : Forms();
  }
  std::vector<std::string> IssuedForms(const VaultScope& scope) {
    auto issued = Issued(loop_, *vault_, scope);
    EXPECT_TRUE(issued.ok()) << issued.status();
    std::vector<std::string> forms;
    for (const IssuedForm& form : *issued) forms.push_back(form.form);
    std::sort(forms.begin(), forms.end());
    return forms;
  }
  void Restart() {
    vault_.reset();
    vault_ = OpenVault(directory_, clock_);
  }

  TestDirectory directory_;
  ManualClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = OpenVault(directory_, clock_);
};

TEST_F(SqliteVaultTest, FormsCountUpPerPersonAndTypeInTheOrderTheyAreMet) {
  const Forms forms =
      MustIssue(SessionScope("s"),
                {OnRoster("student|1", kName, "Ana Reyes"), OnRoster("student|1", kName, "REYES, ANA"),
                 OnRoster("student|1", kEmail, "ana@lakeside.example"),
                 OnRoster("student|1", kName, "Ana Reyes"), OnRoster("staff|9", kName, "Ms. Reyes")});
  ASSERT_THAT(forms, SizeIs(5));
  EXPECT_EQ(forms[0].form_index, 0u);
  EXPECT_EQ(forms[1].form_index, 1u);
  EXPECT_EQ(forms[2].form_index, 0u);
  EXPECT_EQ(forms[3].form_index, 0u);
  EXPECT_EQ(forms[4].form_index, 0u);
  EXPECT_EQ(forms[1].form, "REYES, ANA");
  EXPECT_EQ(forms[0].subject, forms[2].subject);
  EXPECT_NE(forms[0].subject, forms[4].subject);
  EXPECT_LT(forms[0].subject, 1u << 25);
  EXPECT_EQ(MustIssue(SessionScope("s"), {OnRoster("student|1", kName, "ana reyes")})[0].form_index, 2u)
      << "forms are one only if their bytes are";
}

TEST_F(SqliteVaultTest, ARestartKeepsNumbersAndForms) {
  const std::vector<FormRequest> requests = {
      OnRoster("student|1", kName, "Ana Reyes"), OnRoster("student|1", kName, "Ana"),
      OffRoster("name|kai example", kName, "Kai Example"), OffRoster("name|kai example", kName, "Kai")};
  const auto before = Describe(MustIssue(SessionScope("s"), requests));
  const auto stable_before = Describe(MustIssue(StableScope("year", "s2"), requests));
  Restart();
  EXPECT_EQ(Describe(MustIssue(SessionScope("s"), {requests.rbegin(), requests.rend()})),
            std::vector<std::string>(before.rbegin(), before.rend()));
  EXPECT_THAT(IssuedForms(SessionScope("s")), ElementsAre("Ana", "Ana Reyes", "Kai", "Kai Example"));
  EXPECT_EQ(Describe(MustIssue(StableScope("year", "s3"), requests)), stable_before);
}

TEST_F(SqliteVaultTest, APersonHasOneNumberEverywhereAndAnUnknownValueOnePerScope) {
  const auto ask = [&](const VaultScope& scope) {
    return MustIssue(scope, {OnRoster("student|1", kName, "Ana"), OffRoster("kai", kName, "Kai")});
  };
  const Forms one = ask(SessionScope("one"));
  const Forms two = ask(SessionScope("two"));
  EXPECT_EQ(one[0].subject, two[0].subject);
  EXPECT_NE(one[1].subject, two[1].subject);
}

TEST_F(SqliteVaultTest, ASessionSeesOnlyWhatItWasIssuedEvenInAStableScope) {
  const VaultScope teacher = StableScope("year", "teacher");
  const VaultScope student = StableScope("year", "student");
  const Forms first = MustIssue(teacher, {OnRoster("student|1", kName, "Ana Reyes")});
  const Forms second =
      MustIssue(student, {OnRoster("student|1", kName, "Ana"), OnRoster("student|2", kName, "Ben Ito")});
  EXPECT_EQ(second[0].subject, first[0].subject);
  EXPECT_EQ(second[0].form_index, 1u) << "the scope counts the forms, not the session";
  EXPECT_THAT(IssuedForms(teacher), ElementsAre("Ana Reyes"));
  EXPECT_THAT(IssuedForms(student), ElementsAre("Ana", "Ben Ito"));
  EXPECT_THAT(IssuedForms(StableScope("year", "nobody yet")), IsEmpty());
  EXPECT_THAT(IssuedForms(StableScope("year", "")), IsEmpty());
  // What another session made first is granted without making it anew, and stays so after a restart.
  EXPECT_EQ(Describe(MustIssue(student, {OnRoster("student|1", kName, "Ana Reyes")})), Describe(first));
  Restart();
  EXPECT_THAT(IssuedForms(student), ElementsAre("Ana", "Ana Reyes", "Ben Ito"));
  EXPECT_THAT(IssuedForms(teacher), ElementsAre("Ana Reyes"));
}

TEST_F(SqliteVaultTest, AnExchangeOfItsOwnKeepsNothingButRosterNumbers) {
  const VaultScope alone;
  const Forms forms = MustIssue(alone, {OnRoster("student|1", kName, "Ana"), OffRoster("kai", kName, "Kai"),
                                        OnRoster("student|1", kName, "ANA"), OffRoster("kai", kName, "KAI"),
                                        OffRoster("lee", kName, "Lee"), OffRoster("kai", kName, "Kai")});
  ASSERT_THAT(forms, SizeIs(6));
  EXPECT_EQ(forms[2].form_index, 1u);
  EXPECT_EQ(forms[3].form_index, 1u);
  EXPECT_EQ(forms[5].form_index, 0u);
  EXPECT_EQ(forms[1].subject, forms[3].subject);
  EXPECT_EQ((std::set{forms[0].subject, forms[1].subject, forms[4].subject}.size()), 3u);
  Restart();
  const Forms again = MustIssue(alone, {OffRoster("kai", kName, "KAI"), OnRoster("student|1", kName, "ANA")});
  EXPECT_EQ(again[0].form_index, 0u);
  EXPECT_NE(again[0].subject, forms[1].subject);
  EXPECT_EQ(again[1].subject, forms[0].subject);
  EXPECT_THAT(IssuedForms(alone), IsEmpty());
}

TEST_F(SqliteVaultTest, ALargeDistrictIsEnrolledWithinSecondsAndNumbersNeverCollide) {
  std::vector<std::string> people;
  for (int i = 0; i < 350'000; ++i) people.push_back(StrCat("student|", i));
  const std::clock_t begin = std::clock();
  ASSERT_TRUE(vault_->Enroll(people).ok());
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  EXPECT_LT(seconds, 60);  // generous, for sanitizers; the processor's, as the machine may be busy
  // Everybody is known now, so nobody waits for the disk.
  std::vector<FormRequest> requests;
  for (size_t i = 0; i < people.size(); i += 10) requests.push_back(OnRoster(people[i], kName, "x"));
  std::set<SubjectNumber> numbers;
  for (const IssuedForm& form : MustIssue(VaultScope(), std::move(requests))) numbers.insert(form.subject);
  EXPECT_THAT(numbers, SizeIs(people.size() / 10));
}

TEST_F(SqliteVaultTest, SubjectTagsAreStablePerRecordAndUnlinkableAcrossRecords) {
  const std::vector<std::string> people = {"student|1", "student|2"};
  const auto tags = SubjectTags(loop_, *vault_, people, "record-1");
  ASSERT_TRUE(tags.ok());
  ASSERT_THAT(*tags, SizeIs(2));
  EXPECT_THAT((*tags)[0], SizeIs(16));
  EXPECT_NE((*tags)[0], (*tags)[1]);
  EXPECT_NE(*SubjectTags(loop_, *vault_, people, "record-2"), *tags);
  Restart();
  EXPECT_EQ(*SubjectTags(loop_, *vault_, people, "record-1"), *tags);
  EXPECT_THAT(*SubjectTags(loop_, *vault_, {}, "record-1"), IsEmpty());
}

TEST_F(SqliteVaultTest, NumbersAreThoseCodesAreMadeOf) {
  const std::vector<std::string> people = {"student|2", "student|1"};
  const auto numbers = Numbers(loop_, *vault_, people);
  ASSERT_TRUE(numbers.ok());
  ASSERT_THAT(*numbers, SizeIs(2));
  EXPECT_NE((*numbers)[0], (*numbers)[1]);
  EXPECT_EQ(MustIssue(SessionScope("s"), {OnRoster("student|1", kName, "Ana")})[0].subject, (*numbers)[1]);
  Restart();
  EXPECT_EQ(*Numbers(loop_, *vault_, people), *numbers);
}

TEST_F(SqliteVaultTest, AKeyOfPeopleTakesEveryOneOfThem) {
  const auto key = [&](std::vector<std::string> people, std::string purpose) {
    return *PeopleKey(loop_, *vault_, std::move(people), std::move(purpose));
  };
  const SecretBytes both = key({"student|1", "student|2"}, "parked");
  EXPECT_EQ(both.size(), 32u);
  Restart();
  EXPECT_TRUE(both.Equal(key({"student|2", "student|1", "student|2"}, "parked")));
  EXPECT_TRUE(both.Equal(*vault_->PeopleKeyNow({"student|2", "student|1"}, "parked")));
  Restart();
  EXPECT_TRUE(both.Equal(*vault_->PeopleKeyNow({"student|1", "student|1", "student|2"}, "parked")));
  EXPECT_FALSE(both.Equal(key({"student|1", "student|2"}, "evidence")));
  EXPECT_FALSE(both.Equal(key({"student|1"}, "parked")));
  EXPECT_FALSE(both.Equal(key({"student|1", "student|3"}, "parked")));
  EXPECT_FALSE(both.Equal(key({}, "parked")));
  const TestDirectory elsewhere;
  const std::unique_ptr<Vault> other = OpenVault(elsewhere);
  EXPECT_FALSE(both.Equal(*PeopleKey(loop_, *other, {"student|1", "student|2"}, "parked")));
}

TEST_F(SqliteVaultTest, DerivedKeysStayAndDifferByPurpose) {
  const SecretBytes key = vault_->DeriveKey("codes|a");
  EXPECT_EQ(key.size(), 32u);
  EXPECT_FALSE(key.Equal(vault_->DeriveKey("codes|b")));
  Restart();
  EXPECT_TRUE(key.Equal(vault_->DeriveKey("codes|a")));
  const TestDirectory elsewhere;
  EXPECT_FALSE(key.Equal(OpenVault(elsewhere)->DeriveKey("codes|a"))) << "another district, another key";
}

TEST_F(SqliteVaultTest, IdleSessionsExpireAndUsedOnesStay) {
  MustIssue(SessionScope("idle"), {OffRoster("kai", kName, "Kai")});
  MustIssue(SessionScope("used"), {OnRoster("student|1", kName, "Ana")});
  MustIssue(StableScope("year", "idle too"), {OnRoster("student|1", kName, "Ana Reyes")});
  clock_.Advance(absl::Hours(2));
  // From memory, without a write: it counts as use all the same.
  EXPECT_THAT(IssuedForms(SessionScope("used")), ElementsAre("Ana"));
  const absl::Time now = clock_.Now();
  ASSERT_TRUE(vault_->ExpireScopes(now - absl::Hours(1), now - absl::Hours(24 * 400)).ok());
  EXPECT_THAT(IssuedForms(SessionScope("idle")), IsEmpty());
  EXPECT_THAT(IssuedForms(SessionScope("used")), ElementsAre("Ana"));
  EXPECT_THAT(IssuedForms(StableScope("year", "idle too")), IsEmpty());
  // The stable scope's own forms are kept: codes stay the same all year.
  EXPECT_EQ(MustIssue(StableScope("year", "new"), {OnRoster("student|1", kName, "Ana")})[0].form_index, 1u);
  ASSERT_TRUE(vault_->ExpireScopes(now, now + absl::Hours(1)).ok());
  EXPECT_EQ(MustIssue(StableScope("year", "new"), {OnRoster("student|1", kName, "Ana")})[0].form_index, 0u);
}

TEST_F(SqliteVaultTest, NothingReadableIsOnDiskAndNobodyElseMayReadTheFiles) {
  MustIssue(SessionScope("visible-session-id"),
            {OnRoster("student|planted-person-key", kName, "Zoraida Quill"),
             OffRoster("planted value 555-0142", kName, "Planted Form")});
  MustIssue(StableScope("visible-stable-id", "visible-session-id2"),
            {OffRoster("planted value 555-0142", kName, "Zoraida")});
  const SecretBytes kek{ToAbsl(*ReadFile(directory_.key_file()))};
  for (const std::string& file : {directory_.vault_file(), directory_.vault_file() + "-wal"}) {
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
    ASSERT_EQ(stat(directory_.File(file).c_str(), &info), 0) << file;
    EXPECT_EQ(info.st_mode & 077, 0u) << file;
  }
}

}  // namespace
}  // namespace schoolgate
