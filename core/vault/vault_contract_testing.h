// What every vault promises, whatever keeps it: the tests of vault.h, run over each backend. A backend's test
// file includes this one and says how to make it:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, VaultContract, testing::Values(MakeVaultBackend{"Sqlite",
//   &MakeSqliteBackend}));
//
// The people are made up.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_CONTRACT_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_CONTRACT_TESTING_H_

#include <algorithm>
#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <ctime>
#include <latch>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "core/util/strings.h"
#include "core/vault/vault_backend_testing.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::vault_testing {

namespace asio = boost::asio;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

inline constexpr uint8_t kName = 0;
inline constexpr uint8_t kEmail = 4;

class VaultContract : public ::testing::TestWithParam<MakeVaultBackend> {
 protected:
  Forms MustIssue(const VaultScope& scope, std::vector<FormRequest> requests) {
    auto issued = Issue(loop_, *vault_, scope, std::move(requests));
    EXPECT_TRUE(issued.ok()) << issued.status();
    return issued.ok() ? *std::move(issued) : Forms();
  }
  std::vector<std::string> IssuedForms(const VaultScope& scope) { return IssuedForms(*vault_, scope); }
  std::vector<std::string> IssuedForms(Vault& vault, const VaultScope& scope) {
    auto issued = Issued(loop_, vault, scope);
    EXPECT_TRUE(issued.ok()) << issued.status();
    std::vector<std::string> forms;
    for (const IssuedForm& form : *issued) forms.push_back(form.form);
    std::sort(forms.begin(), forms.end());
    return forms;
  }
  void Restart() {
    vault_.reset();
    vault_ = backend_->Open();
  }

  const std::unique_ptr<VaultBackend> backend_ = GetParam().make();
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = backend_->Open();
};

TEST_P(VaultContract, FormsCountUpPerPersonAndTypeInTheOrderTheyAreMet) {
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

TEST_P(VaultContract, ARestartKeepsNumbersAndForms) {
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

TEST_P(VaultContract, APersonHasOneNumberEverywhereAndAnUnknownValueOnePerScope) {
  const auto ask = [&](const VaultScope& scope) {
    return MustIssue(scope, {OnRoster("student|1", kName, "Ana"), OffRoster("kai", kName, "Kai")});
  };
  const Forms one = ask(SessionScope("one"));
  const Forms two = ask(SessionScope("two"));
  EXPECT_EQ(one[0].subject, two[0].subject);
  EXPECT_NE(one[1].subject, two[1].subject);
}

TEST_P(VaultContract, ASessionSeesOnlyWhatItWasIssuedEvenInAStableScope) {
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

TEST_P(VaultContract, AnExchangeOfItsOwnKeepsNothingButRosterNumbers) {
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

TEST_P(VaultContract, ALargeDistrictIsEnrolledWithinSecondsAndNumbersNeverCollide) {
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

TEST_P(VaultContract, SubjectTagsAreStablePerRecordAndUnlinkableAcrossRecords) {
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

TEST_P(VaultContract, NumbersAreThoseCodesAreMadeOf) {
  const std::vector<std::string> people = {"student|2", "student|1"};
  const auto numbers = Numbers(loop_, *vault_, people);
  ASSERT_TRUE(numbers.ok());
  ASSERT_THAT(*numbers, SizeIs(2));
  EXPECT_NE((*numbers)[0], (*numbers)[1]);
  EXPECT_EQ(MustIssue(SessionScope("s"), {OnRoster("student|1", kName, "Ana")})[0].subject, (*numbers)[1]);
  Restart();
  EXPECT_EQ(*Numbers(loop_, *vault_, people), *numbers);
}

TEST_P(VaultContract, AKeyOfPeopleTakesEveryOneOfThem) {
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

TEST_P(VaultContract, DerivedKeysStayAndDifferByPurpose) {
  const SecretBytes key = vault_->DeriveKey("codes|a");
  EXPECT_EQ(key.size(), 32u);
  EXPECT_FALSE(key.Equal(vault_->DeriveKey("codes|b")));
  Restart();
  EXPECT_TRUE(key.Equal(vault_->DeriveKey("codes|a")));
  const std::unique_ptr<VaultBackend> elsewhere = GetParam().make();
  EXPECT_FALSE(key.Equal(elsewhere->Open()->DeriveKey("codes|a"))) << "another district, another key";
}

TEST_P(VaultContract, IdleSessionsExpireAndUsedOnesStay) {
  MustIssue(SessionScope("idle"), {OffRoster("kai", kName, "Kai")});
  MustIssue(SessionScope("used"), {OnRoster("student|1", kName, "Ana")});
  MustIssue(StableScope("year", "idle too"), {OnRoster("student|1", kName, "Ana Reyes")});
  backend_->LetPass(*vault_, 0.75 * VaultBackend::kSessionIdle);
  // Known already, so nothing is written: it counts as use all the same.
  EXPECT_THAT(IssuedForms(SessionScope("used")), ElementsAre("Ana"));
  backend_->LetPass(*vault_, 0.75 * VaultBackend::kSessionIdle);
  EXPECT_THAT(IssuedForms(SessionScope("idle")), IsEmpty());
  EXPECT_THAT(IssuedForms(SessionScope("used")), ElementsAre("Ana"));
  EXPECT_THAT(IssuedForms(StableScope("year", "idle too")), IsEmpty());
  // The stable scope's own forms are kept: codes stay the same all year.
  EXPECT_EQ(MustIssue(StableScope("year", "new"), {OnRoster("student|1", kName, "Ana")})[0].form_index, 1u);
  backend_->LetPass(*vault_, 2 * VaultBackend::kStableIdle);
  EXPECT_EQ(MustIssue(StableScope("year", "new"), {OnRoster("student|1", kName, "Ana")})[0].form_index, 0u);
}

// Handles of one vault share nothing but what keeps it, as gates on several machines do.
TEST_P(VaultContract, WhatAnotherHandleChangedIsSeenAtOnce) {
  const std::unique_ptr<Vault> two = backend_->Open();
  for (const VaultScope& scope : {SessionScope("s"), StableScope("year", "t")}) {
    MustIssue(scope, {OnRoster("student|1", kName, "Ana")});
    EXPECT_THAT(IssuedForms(scope), ElementsAre("Ana"));
    EXPECT_THAT(IssuedForms(*two, scope), ElementsAre("Ana"));
    const auto second = Issue(loop_, *two, scope, {OnRoster("student|1", kName, "Ana Reyes")});
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(second->front().form_index, 1u);
    EXPECT_THAT(IssuedForms(scope), ElementsAre("Ana", "Ana Reyes"));
    EXPECT_EQ(Describe(MustIssue(scope, {OnRoster("student|1", kName, "Ana Reyes")})), Describe(*second));
  }
  // What a handle knew of a scope that went since is not taken for the scope that came after it.
  backend_->LetPass(*two, 2 * VaultBackend::kStableIdle);
  const auto anew = Issue(loop_, *two, SessionScope("s"), {OnRoster("student|1", kName, "Ana Reyes")});
  EXPECT_EQ(anew->front().form_index, 0u);
  EXPECT_THAT(IssuedForms(SessionScope("s")), ElementsAre("Ana Reyes"));
  EXPECT_EQ(MustIssue(SessionScope("s"), {OnRoster("student|1", kName, "Ana")})[0].form_index, 1u);
}

TEST_P(VaultContract, EightThreadsThatRaceForTheSameFormsAgree) {
  EventLoop loops[8];
  const absl::Cleanup before_the_loops = [this] { vault_.reset(); };
  const std::unique_ptr<Vault> two = backend_->Open();
  std::vector<FormRequest> forwards;
  for (int i = 0; i < 12; ++i) {
    forwards.push_back(OnRoster(StrCat("student|", i % 4), kName, StrCat("Form ", i)));
    forwards.push_back(OffRoster(StrCat("value ", i % 4), kName, StrCat("Value ", i)));
  }
  for (const VaultScope& scope : {SessionScope("s"), StableScope("year", "t")}) {
    std::vector<std::vector<std::string>> answers(8);
    std::vector<std::thread> threads;
    std::latch begin(8);
    for (size_t thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&, thread] {
        std::vector<FormRequest> requests = forwards;
        if (thread % 2 == 1) std::reverse(requests.begin(), requests.end());
        begin.arrive_and_wait();
        const auto forms = Issue(loops[thread], thread % 4 < 2 ? *vault_ : *two, scope, std::move(requests));
        ASSERT_TRUE(forms.ok()) << forms.status();
        answers[thread] = Describe(*forms);
        if (thread % 2 == 1) std::reverse(answers[thread].begin(), answers[thread].end());
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto& answer : answers) EXPECT_EQ(answer, answers[0]);
    // Twelve forms of eight subjects: no two have one place.
    std::set<std::string> places;
    for (const std::string& line : answers[0]) places.insert(line.substr(0, line.find(':')));
    EXPECT_THAT(places, SizeIs(24));
  }
}

TEST_P(VaultContract, ManyCoroutinesOnSeveralLoopsGetEqualAnswers) {
  EventLoop loops[3];
  const absl::Cleanup before_the_loops = [this] { vault_.reset(); };
  std::vector<std::future<absl::StatusOr<Forms>>> answers;
  for (int i = 0; i < 300; ++i) {
    std::vector<FormRequest> requests;
    for (int person = 0; person < 5; ++person) {
      requests.push_back(
          OnRoster(StrCat("student|", (i + person) % 20), 0, StrCat("Form ", (i + person) % 40)));
      requests.push_back(OffRoster(StrCat("value ", person), 1, StrCat("Value ", (i * person) % 7)));
    }
    const VaultScope scope = i % 2 == 0 ? SessionScope("s") : StableScope("year", StrCat("s", i % 8));
    answers.push_back(StartIssue(loops[i % 3], *vault_, scope, std::move(requests)));
  }
  // Per scope: which code a person's form has, and that no two forms have one code.
  std::map<std::string, std::string> code_of_form[2], form_of_code[2];
  for (int i = 0; i < 300; ++i) {
    const auto forms = answers[i].get();
    ASSERT_TRUE(forms.ok()) << forms.status();
    for (int at = 0; at < 10; ++at) {
      const IssuedForm& form = (*forms)[at];
      const std::string who = at % 2 == 0 ? StrCat("student|", (i + at / 2) % 20) : StrCat("value ", at / 2);
      const std::string written = StrCat(who, " as ", form.form);
      const std::string code = StrCat(form.subject, "/", int{form.type}, "/", form.form_index);
      EXPECT_EQ(code_of_form[i % 2].try_emplace(written, code).first->second, code);
      EXPECT_EQ(form_of_code[i % 2].try_emplace(code, written).first->second, written);
    }
  }
}

TEST_P(VaultContract, ACallResumesOnItsOwnLoop) {
  std::atomic<int> on_loop = 0;
  std::latch done(2);
  for (int i = 0; i < 2; ++i) {
    asio::co_spawn(
        loop_.context(),
        [&]() -> asio::awaitable<void> {
          std::vector<FormRequest> requests = {OnRoster("student|1", 0, "Ana")};
          const auto forms = co_await vault_->Issue(SessionScope("s"), "1", std::move(requests));
          if (forms.ok() && loop_.OnThisThread()) ++on_loop;
          done.count_down();
        },
        asio::detached);
  }
  done.wait();
  EXPECT_EQ(on_loop, 2);
}

TEST_P(VaultContract, CancellingAWaitingCoroutineLosesNothing) {
  constexpr int kCalls = 200;
  std::vector<asio::cancellation_signal> signals(kCalls);
  std::latch done(kCalls);
  loop_.Post([&] {
    for (int i = 0; i < kCalls; ++i) {
      asio::co_spawn(
          loop_.context(),
          [this, i]() -> asio::awaitable<void> {
            std::vector<FormRequest> requests = {OnRoster(StrCat("student|", i), 0, "x")};
            const auto forms = co_await vault_->Issue(SessionScope("s"), "1", std::move(requests));
            EXPECT_TRUE(forms.ok());
          },
          asio::bind_cancellation_slot(signals[i].slot(),
                                       [&done](const std::exception_ptr&) { done.count_down(); }));
    }
    loop_.Post([&] {
      for (auto& signal : signals) signal.emit(asio::cancellation_type::total);
    });
  });
  done.wait();
  EXPECT_EQ(Issued(loop_, *vault_, SessionScope("s"))->size(), size_t{kCalls});
}

TEST_P(VaultContract, ALoopThatStopsLeavesItsCallersBehindSafely) {
  auto loop = std::make_unique<EventLoop>();
  for (int i = 0; i < 100; ++i) {
    asio::co_spawn(
        loop->context(),
        [this, i]() -> asio::awaitable<void> {
          std::vector<FormRequest> requests = {OffRoster(StrCat("value ", i), 0, "x")};
          (co_await vault_->Issue(SessionScope("s"), "1", std::move(requests))).IgnoreError();
        },
        asio::detached);
  }
  loop->Stop();
  vault_.reset();
  loop.reset();
}

}  // namespace schoolgate::vault_testing

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_CONTRACT_TESTING_H_
