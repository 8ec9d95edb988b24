// What every vault promises its administrators (vault_admin.h): rotation, destruction, holds. The tests of
// each backend, as in vault_contract_testing.h. People and values are invented.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_ADMIN_CONTRACT_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_ADMIN_CONTRACT_TESTING_H_

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/util/strings.h"
#include "core/vault/vault_backend_testing.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::vault_testing {

class VaultAdminContract : public ::testing::TestWithParam<MakeVaultBackend> {
 protected:
  VaultAdmin& admin() { return vault_->admin(); }
  void Restart() {
    vault_.reset();
    vault_ = backend_->Open();
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

  const std::unique_ptr<VaultBackend> backend_ = GetParam().make();
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = backend_->Open();
};

TEST_P(VaultAdminContract, ARotationLeavesWhatIsAndMovesWhatComes) {
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
  ASSERT_THAT(*keys, ::testing::SizeIs(2));
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
    EXPECT_THAT(FormsOf(SessionScope("old")), ::testing::UnorderedElementsAre("Ana Reyes", "Kai"));
    EXPECT_EQ(*Numbers(loop_, *vault_, people), *numbers);
    EXPECT_EQ(*SubjectTags(loop_, *vault_, people, "record"), *tags);
    EXPECT_TRUE(PeopleKey(loop_, *vault_, people, "parked")->Equal(*shared));
  }

  ASSERT_TRUE(admin().DisableKey("1", /*end_scopes=*/true, "disabled").ok());
  EXPECT_THAT(FormsOf(SessionScope("old")), ::testing::IsEmpty());
  EXPECT_THAT(FormsOf(SessionScope("new")), ::testing::ElementsAre("Ana Reyes"));
  EXPECT_THAT(NotesTaken(), ::testing::ElementsAre("added", "promoted", "disabled"));
  EXPECT_EQ(*admin().AddKey(""), "3") << "never an id that was";
  Restart();
  EXPECT_THAT(FormsOf(SessionScope("new")), ::testing::ElementsAre("Ana Reyes"));
}

TEST_P(VaultAdminContract, ManyPeopleAreRewrappedALittleAtATime) {
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

TEST_P(VaultAdminContract, OtherProcessesFollowARotationAndADestruction) {
  const std::unique_ptr<Vault> other = backend_->Open();
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});
  EXPECT_THAT(*Issued(loop_, *other, SessionScope("s")), ::testing::SizeIs(1));
  ASSERT_TRUE(admin().AddKey("").ok());
  ASSERT_TRUE(admin().PromoteKey("2", "").ok());
  RewrapAll();
  EXPECT_EQ(Open(loop_, *other, SessionScope("new"))->key_id, "2");
  EXPECT_THAT(*Issued(loop_, *other, SessionScope("s")), ::testing::SizeIs(1));
  ASSERT_TRUE(other->admin().DestroyPerson("student|1", "").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), ::testing::IsEmpty());
  EXPECT_EQ(*Numbers(loop_, *vault_, {"student|1"}), *Numbers(loop_, *other, {"student|1"}));
}

TEST_P(VaultAdminContract, ACallBetweenOpeningAndAPromotionFailsAloneAndComesRightAgain) {
  const auto opened = Open(loop_, *vault_, SessionScope("s"));
  ASSERT_TRUE(admin().AddKey("").ok());
  ASSERT_TRUE(admin().PromoteKey("2", "").ok());
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});  // somebody else begins the scope
  std::vector<FormRequest> requests = {OnRoster("student|2", 1, "Luis")};
  auto late = boost::asio::co_spawn(loop_.context(),
                                    vault_->Issue(SessionScope("s"), opened->key_id, std::move(requests)),
                                    boost::asio::use_future);
  EXPECT_EQ(ReasonOf(late.get().status()), "VAULT_UNAVAILABLE");
  EXPECT_TRUE(vault_->healthy());
  Give(SessionScope("s"), {OnRoster("student|2", 1, "Luis")});
  EXPECT_THAT(FormsOf(SessionScope("s")), ::testing::UnorderedElementsAre("Ana", "Luis"));
}

TEST_P(VaultAdminContract, AHoldKeepsAStudentFromBeingDestroyed) {
  EXPECT_EQ(ReasonOf(admin().DestroyPerson("student|1", "no")), "STUDENT_UNKNOWN");
  EXPECT_FALSE(*admin().Knows("student|1"));
  EXPECT_EQ(ReasonOf(admin().Release("student|1", "no")), "STUDENT_NOT_ON_HOLD");
  ASSERT_TRUE(admin().Hold({.person_key = "student|1", .reason = "suit 26-14"}, "held").ok());
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});
  Restart();
  EXPECT_TRUE(*admin().Knows("student|1"));
  EXPECT_EQ(ReasonOf(admin().DestroyPerson("student|1", "no")), "STUDENT_ON_HOLD");
  EXPECT_THAT(FormsOf(SessionScope("s")), ::testing::ElementsAre("Ana"));
  const auto holds = admin().Holds();
  ASSERT_THAT(*holds, ::testing::SizeIs(1));
  EXPECT_EQ(holds->front().person_key, "student|1");
  EXPECT_EQ(holds->front().reason, "suit 26-14");
  ASSERT_TRUE(admin().Release("student|1", "released").ok());
  ASSERT_TRUE(admin().DestroyPerson("student|1", "destroyed").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), ::testing::IsEmpty());
  EXPECT_THAT(NotesTaken(), ::testing::ElementsAre("held", "released", "destroyed"))
      << "refusals leave no note";
  ASSERT_TRUE(admin().ForgetNote(admin().Notes()->front().id).ok());
  EXPECT_THAT(NotesTaken(), ::testing::ElementsAre("released", "destroyed"));
}

TEST_P(VaultAdminContract, ADestroyedStudentIsSomebodyElseFromThenOn) {
  const std::vector<std::string> both = {"student|1", "student|2"};
  const std::unique_ptr<Vault> other = backend_->Open();
  const VaultScope session = SessionScope("s"), stable = StableScope("year", "t");
  const std::vector<FormRequest> of_ana = {OnRoster("student|1", 1, "Ana Reyes")};
  Give(session, {OnRoster("student|1", 1, "Ana Reyes"), OnRoster("student|2", 1, "Luis")});
  Give(stable, of_ana);
  for (const VaultScope& scope : {session, stable}) EXPECT_TRUE(Issued(loop_, *other, scope).ok());
  const auto before = Numbers(loop_, *vault_, both);
  const auto tags = SubjectTags(loop_, *vault_, both, "record");
  const auto sealed_with = PeopleKey(loop_, *vault_, both, "parked");
  const auto of_luis = PeopleKey(loop_, *vault_, {"student|2"}, "parked");

  ASSERT_TRUE(admin().DestroyPerson("student|1", "gone").ok());
  EXPECT_THAT(FormsOf(session), ::testing::ElementsAre("Luis"));
  EXPECT_THAT(FormsOf(stable), ::testing::IsEmpty());
  const auto after = Numbers(loop_, *vault_, both);
  EXPECT_NE((*after)[0], (*before)[0]);
  EXPECT_EQ((*after)[1], (*before)[1]);
  EXPECT_EQ(*SubjectTags(loop_, *vault_, both, "record"), *tags) << "the record of disclosures stays";
  EXPECT_FALSE(PeopleKey(loop_, *vault_, both, "parked")->Equal(*sealed_with));
  EXPECT_TRUE(PeopleKey(loop_, *vault_, {"student|2"}, "parked")->Equal(*of_luis));
  EXPECT_THAT(NotesTaken(), ::testing::ElementsAre("gone"));

  // The same words again are a new form of the new number, for whichever gate meets them.
  for (const VaultScope& scope : {session, stable}) {
    const auto again = Issue(loop_, *other, scope, of_ana);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->front().subject, (*after)[0]);
    EXPECT_EQ(again->front().form_index, 0u);
    EXPECT_EQ(Describe(*Issue(loop_, *vault_, scope, of_ana)), Describe(*again));
    EXPECT_EQ(FormsOf(scope).size(), scope.stable() ? 1u : 2u);
  }
}

TEST_P(VaultAdminContract, ARewrappedRingOpensWithTheNewKeyAlone) {
  Give(SessionScope("s"), {OnRoster("student|1", 1, "Ana")});
  ASSERT_TRUE(admin().AddKey("").ok());
  const std::string next = backend_->key_file() + ".next";
  ASSERT_TRUE(admin().RewrapRing(**OpenFileKek(next, /*may_create=*/true), "rewrapped").ok());
  EXPECT_THAT(FormsOf(SessionScope("s")), ::testing::ElementsAre("Ana"));
  vault_.reset();
  EXPECT_EQ(ReasonOf(backend_->TryOpen().status()), "VAULT_KEY_WRONG");
  std::filesystem::rename(next, backend_->key_file());
  vault_ = backend_->Open();
  EXPECT_THAT(FormsOf(SessionScope("s")), ::testing::ElementsAre("Ana"));
  EXPECT_THAT(*admin().Keys(), ::testing::SizeIs(2));
}

}  // namespace schoolgate::vault_testing

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_ADMIN_CONTRACT_TESTING_H_
