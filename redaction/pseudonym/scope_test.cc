// What each caller gets: codes, and what may be restored for it. The people are made up.
#include "redaction/pseudonym/scope.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <set>

#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::redaction {
namespace {

namespace asio = boost::asio;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

CodeRequest Student(std::string_view key, std::string_view form) {
  return CodeRequest{StrCat("student|", key), CodeType::kStudent, std::string(form), true};
}
CodeRequest Unknown(std::string_view value, std::string_view form) {
  return CodeRequest{std::string(value), CodeType::kPerson, std::string(form), false};
}

class ScopeTest : public ::testing::Test {
 protected:
  std::unique_ptr<Scope> Open(const ScopeName& name) {
    auto scope = asio::co_spawn(loop_.context(), Scope::Open(*vault_, name), asio::use_future).get();
    EXPECT_TRUE(scope.ok()) << scope.status();
    return *std::move(scope);
  }
  std::vector<std::string> Issue(Scope& scope, std::vector<CodeRequest> requests) {
    auto codes = asio::co_spawn(loop_.context(), scope.Issue(std::move(requests)), asio::use_future).get();
    EXPECT_TRUE(codes.ok()) << codes.status();
    return *std::move(codes);
  }
  std::string IssueOne(Scope& scope, CodeRequest request) { return Issue(scope, {std::move(request)})[0]; }
  static std::string Restored(const Scope& scope, std::string_view code) {
    const std::string* form = scope.substitutions()->FormOf(code);
    return form == nullptr ? "(nothing)" : *form;
  }
  static ScopeName Session(std::string_view person, std::string_view session) {
    ScopeName name;
    name.vendor = "acme";
    name.tool = "lesson-helper";
    name.app = "lms";
    name.person = person;
    name.session = session;
    return name;
  }
  static ScopeName Stable(std::string_view person, std::string_view session) {
    ScopeName name = Session(person, session);
    name.stable = true;
    name.school_year = "2026-27";
    return name;
  }

  vault_testing::TestDirectory directory_;
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);
};

TEST_F(ScopeTest, EachFormComesBackAsWritten) {
  const auto scope = Open(Session("teacher", "s"));
  const auto codes = Issue(*scope, {Student("1", "Ana Reyes"), Student("1", "REYES, ANA"),
                                    Student("2", "Ana"), Unknown("kai", "Kai"), Student("1", "Ana Reyes")});
  ASSERT_THAT(codes, SizeIs(5));
  EXPECT_THAT(codes[0], MatchesRegex("STUDENT_[0-9A-HJKMNP-TV-Z]{6}"));
  EXPECT_EQ(codes[1], StrCat(codes[0], "_B"));
  EXPECT_NE(codes[2], codes[0]);
  EXPECT_THAT(codes[3], MatchesRegex("PERSON_[0-9A-HJKMNP-TV-Z]{6}"));
  EXPECT_EQ(codes[4], codes[0]);
  EXPECT_EQ(Restored(*scope, codes[0]), "Ana Reyes");
  EXPECT_EQ(Restored(*scope, codes[1]), "REYES, ANA");
  EXPECT_EQ(Restored(*scope, codes[3]), "Kai");
  EXPECT_THAT(scope->substitutions()->Codes(), UnorderedElementsAre(codes[0], codes[1], codes[2], codes[3]));
}

TEST_F(ScopeTest, TheSamePersonInTheSameSessionGoesOnWhereItWas) {
  const std::string code = IssueOne(*Open(Session("teacher", "s")), Student("1", "Ana Reyes"));
  vault_.reset();
  vault_ = vault_testing::OpenVault(directory_);
  const auto later = Open(Session("teacher", "s"));
  EXPECT_EQ(Restored(*later, code), "Ana Reyes");
  EXPECT_EQ(IssueOne(*later, Student("1", "Ana Reyes")), code);
}

TEST_F(ScopeTest, NobodyElseSeesAnythingOfASession) {
  const ScopeName mine = Session("teacher", "s");
  const std::string code = IssueOne(*Open(mine), Student("1", "Ana Reyes"));
  for (const auto change :
       {&ScopeName::person, &ScopeName::session, &ScopeName::app, &ScopeName::tool, &ScopeName::vendor}) {
    ScopeName other = mine;
    other.*change = "other";
    const auto scope = Open(other);
    EXPECT_THAT(scope->substitutions()->Codes(), IsEmpty());
    EXPECT_NE(IssueOne(*scope, Student("1", "Ana Reyes")), code) << "unlinkable across scopes";
    EXPECT_EQ(Restored(*scope, code), "(nothing)");
  }
  // Names that only look alike when joined.
  ScopeName shifted = mine;
  shifted.app = "lmst";
  shifted.person = "eacher";
  EXPECT_EQ(Restored(*Open(shifted), code), "(nothing)");
}

TEST_F(ScopeTest, AStableScopeSharesCodesAndNeverSight) {
  const auto teacher = Open(Stable("teacher", "s"));
  const std::string code = IssueOne(*teacher, Student("1", "Ana Reyes"));
  for (const ScopeName& other : {Stable("teacher", "later"), Stable("student", "s"), Stable("student", "")}) {
    const auto scope = Open(other);
    EXPECT_EQ(Restored(*scope, code), "(nothing)");
    EXPECT_EQ(IssueOne(*scope, Student("2", "Ben Ito")), IssueOne(*teacher, Student("2", "Ben Ito")));
    EXPECT_EQ(Restored(*scope, code), "(nothing)") << "typing or coaxing out a code gives nothing";
    EXPECT_EQ(IssueOne(*scope, Student("1", "Ana Reyes")), code);
    EXPECT_EQ(Restored(*scope, code), "Ana Reyes");
    EXPECT_EQ(Restored(*Open(other), code), "Ana Reyes") << "and from then on";
  }
  ScopeName next_year = Stable("teacher", "s");
  next_year.school_year = "2027-28";
  const auto scope = Open(next_year);
  EXPECT_THAT(scope->substitutions()->Codes(), IsEmpty());
  EXPECT_NE(IssueOne(*scope, Student("1", "Ana Reyes")), code);
}

TEST_F(ScopeTest, AStableScopeWithoutPersonOrSessionRestoresOnlyItsOwnExchange) {
  const auto first = Open(Stable("", ""));
  const std::string code = IssueOne(*first, Student("1", "Ana Reyes"));
  EXPECT_EQ(Restored(*first, code), "Ana Reyes");
  const auto second = Open(Stable("", ""));
  EXPECT_EQ(Restored(*second, code), "(nothing)");
  EXPECT_EQ(IssueOne(*second, Student("1", "Ana Reyes")), code);
}

TEST_F(ScopeTest, ACodeWithoutItsLetterGivesTheFirstFormThisPersonMet) {
  const std::string bare = IssueOne(*Open(Stable("teacher", "s")), Student("1", "Ana Reyes (nut allergy)"));
  const auto student = Open(Stable("student", "s"));
  const std::string code = IssueOne(*student, Student("1", "Ana"));
  EXPECT_EQ(code, StrCat(bare, "_B"));
  EXPECT_EQ(Restored(*student, bare), "Ana") << "never the form another person wrote";
  EXPECT_EQ(Restored(*Open(Stable("student", "s")), bare), "Ana");
  // Until it is this person's too.
  EXPECT_EQ(IssueOne(*student, Student("1", "Ana Reyes (nut allergy)")), bare);
  EXPECT_EQ(Restored(*student, bare), "Ana Reyes (nut allergy)");
}

TEST_F(ScopeTest, WithNeitherPersonNorSessionEachExchangeIsItsOwn) {
  const auto one = Open(Session("", ""));
  const auto two = Open(Session("", ""));
  const std::string code = IssueOne(*one, Student("1", "Ana Reyes"));
  EXPECT_NE(IssueOne(*two, Student("1", "Ana Reyes")), code);
  EXPECT_EQ(Restored(*one, code), "Ana Reyes");
  EXPECT_EQ(Restored(*two, code), "(nothing)");
  EXPECT_THAT(Open(Session("", ""))->substitutions()->Codes(), IsEmpty());
}

TEST_F(ScopeTest, TwoVendorsCannotJoinTheirCodes) {
  ScopeName one = Stable("teacher", "s");
  ScopeName two = one;
  two.vendor = "other";
  const auto at_one = Open(one);
  const auto at_two = Open(two);
  std::vector<CodeRequest> requests;
  for (int i = 0; i < 500; ++i) requests.push_back(Student(StrCat(i), "x"));
  const auto codes_one = Issue(*at_one, requests);
  const auto codes_two = Issue(*at_two, requests);
  int equal_codes = 0, equal_symbols = 0;
  for (size_t i = 0; i < codes_one.size(); ++i) {
    equal_codes += codes_one[i] == codes_two[i];
    for (size_t at = 8; at < 13; ++at) equal_symbols += codes_one[i][at] == codes_two[i][at];
  }
  EXPECT_EQ(equal_codes, 0);
  // By chance one in 32 of 2,500: 78, give or take 8.7.
  EXPECT_NEAR(equal_symbols, 78, 6 * 8.7);
}

TEST_F(ScopeTest, IdentifiersAreStableInAScopeAndNotCodes) {
  const auto scope = Open(Session("teacher", "s"));
  const std::string stand_in = scope->IdentifierFor("call_student_778812");
  EXPECT_THAT(stand_in, MatchesRegex("ref_[0-9a-hjkmnp-tv-z]{25}"));
  EXPECT_EQ(Open(Session("teacher", "s"))->IdentifierFor("call_student_778812"), stand_in);
  EXPECT_NE(scope->IdentifierFor("call_student_778813"), stand_in);
  EXPECT_NE(Open(Session("teacher", "t"))->IdentifierFor("call_student_778812"), stand_in);
  EXPECT_EQ(CodeShapedPrefix(stand_in), 0u);
  EXPECT_EQ(Restored(*scope, stand_in), "(nothing)");
  scope->AddIdentifier(stand_in, "call_student_778812");
  EXPECT_EQ(Restored(*scope, stand_in), "call_student_778812");
}

TEST_F(ScopeTest, AVaultThatCannotAnswerIsAnErrorNotAnEmptyScope) {
  class Away : public Vault {
   public:
    explicit Away(Vault& keys) : keys_(keys) {}
    asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> Issue(VaultScope, std::string,
                                                                   std::vector<FormRequest>) override {
      co_return absl::UnavailableError("away");
    }
    asio::awaitable<absl::StatusOr<OpenedScope>> Open(VaultScope scope) override {
      if (!scope.codes.empty()) co_return absl::UnavailableError("away");
      co_return co_await keys_.Open(std::move(scope));
    }
    asio::awaitable<absl::StatusOr<std::vector<std::string>>> SubjectTags(std::vector<std::string>,
                                                                          std::string) override {
      co_return absl::UnavailableError("away");
    }
    asio::awaitable<absl::StatusOr<std::vector<SubjectNumber>>> Numbers(std::vector<std::string>) override {
      co_return absl::UnavailableError("away");
    }
    asio::awaitable<absl::StatusOr<SecretBytes>> PeopleKey(std::vector<std::string>, std::string) override {
      co_return absl::UnavailableError("away");
    }
    absl::StatusOr<SecretBytes> PeopleKeyNow(std::vector<std::string>, std::string_view) override {
      return absl::UnavailableError("away");
    }
    SecretBytes DeriveKey(std::string_view purpose) const override { return keys_.DeriveKey(purpose); }
    absl::Status Enroll(std::span<const std::string>) override { return absl::OkStatus(); }
    absl::Status ExpireScopes(absl::Time, absl::Time) override { return absl::OkStatus(); }
    bool healthy() const override { return false; }
    VaultAdmin& admin() override { return keys_.admin(); }

   private:
    Vault& keys_;
  };
  Away away(*vault_);
  const auto open = [&](const ScopeName& name) {
    return asio::co_spawn(loop_.context(), Scope::Open(away, name), asio::use_future).get();
  };
  EXPECT_EQ(open(Session("teacher", "s")).status().code(), absl::StatusCode::kUnavailable);
  auto alone = open(Session("", ""));
  ASSERT_TRUE(alone.ok());
  std::vector<CodeRequest> requests = {Student("1", "Ana")};
  const auto codes =
      asio::co_spawn(loop_.context(), (*alone)->Issue(std::move(requests)), asio::use_future).get();
  EXPECT_EQ(codes.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE((*alone)->substitutions()->empty());
}

TEST(SubstitutionsTest, TheFirstFormOfACodeStaysAndFallbacksGiveWay) {
  Substitutions substitutions;
  EXPECT_TRUE(substitutions.empty());
  substitutions.AddFallback("STUDENT_A", "fallback");
  substitutions.AddFallback("STUDENT_A", "second fallback");
  EXPECT_EQ(*substitutions.FormOf("STUDENT_A"), "fallback");
  substitutions.Add("STUDENT_A", "first");
  substitutions.Add("STUDENT_A", "second");
  substitutions.AddFallback("STUDENT_A", "late fallback");
  EXPECT_EQ(*substitutions.FormOf("STUDENT_A"), "first");
  EXPECT_EQ(substitutions.FormOf("student_a"), nullptr);
  EXPECT_EQ(substitutions.size(), 1u);
  // Codes and forms stay in place while more are added.
  const std::string* form = substitutions.FormOf("STUDENT_A");
  const std::string_view code = substitutions.Codes()[0];
  for (int i = 0; i < 1000; ++i) substitutions.Add(StrCat("STUDENT_", i), "x");
  EXPECT_EQ(substitutions.FormOf("STUDENT_A"), form);
  EXPECT_EQ(code, "STUDENT_A");
}

}  // namespace
}  // namespace schoolgate::redaction
