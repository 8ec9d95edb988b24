// The vault in Redis: what every vault promises, and what is Redis' own. A real server, with TLS and an ACL
// user. The people are made up.
#include "core/vault/redis/redis_vault.h"

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/vault/redis/redis_testing.h"
#include "core/vault/vault_admin_contract_testing.h"
#include "core/vault/vault_contract_testing.h"

namespace schoolgate::vault_testing {
namespace {

class RedisBackend : public VaultBackend {
 public:
  absl::StatusOr<std::unique_ptr<Vault>> TryOpen() override {
    RedisVaultOptions options = VaultOptionsFor({&server_}, key_file());
    options.redis.reply_timeout = absl::Seconds(20);
    options.session_idle = kSessionIdle;
    options.stable_idle = kStableIdle;
    return OpenRedisVault(std::move(options));
  }
  void LetPass(Vault&, absl::Duration time) override {
    server_.Admin(
        {"EVAL",
         "for _, key in ipairs(redis.call(\"KEYS\", \"*\")) do local left = redis.call(\"PTTL\", key) "
         "if left > 0 then redis.call(\"PEXPIRE\", key, left - ARGV[1]) end end",
         "0", StrCat(absl::ToInt64Milliseconds(time))});
  }
  std::string key_file() const override { return directory_.key_file(); }

 private:
  const TestDirectory directory_;
  RedisServer server_;
};

std::unique_ptr<VaultBackend> MakeRedisBackend() { return std::make_unique<RedisBackend>(); }

INSTANTIATE_TEST_SUITE_P(Redis, VaultContract,
                         ::testing::Values(MakeVaultBackend{"Redis", &MakeRedisBackend}));
INSTANTIATE_TEST_SUITE_P(Redis, VaultAdminContract,
                         ::testing::Values(MakeVaultBackend{"Redis", &MakeRedisBackend}));

class RedisVaultTest : public ::testing::Test {
 protected:
  std::unique_ptr<Vault> MustOpen() { return MustOpen(VaultOptionsFor({&server_}, directory_.key_file())); }
  static std::unique_ptr<Vault> MustOpen(RedisVaultOptions options) {
    auto vault = OpenRedisVault(std::move(options));
    EXPECT_TRUE(vault.ok()) << vault.status();
    return vault.ok() ? *std::move(vault) : nullptr;
  }
  // Scripts that were run since the last time.
  int RoundTrips() {
    const std::string stats = server_.Admin({"INFO", "commandstats"});
    server_.Admin({"CONFIG", "RESETSTAT"});
    int calls = 0;
    for (const char* command : {"cmdstat_evalsha:calls=", "cmdstat_eval:calls="}) {
      const size_t at = stats.find(command);
      if (at != std::string::npos) calls += std::stoi(stats.substr(at + std::string_view(command).size()));
    }
    return calls;
  }

  const TestDirectory directory_;
  RedisServer server_;
  EventLoop loop_;
};

TEST_F(RedisVaultTest, WhatIsKnownTakesOneRoundTripOrNone) {
  const auto vault = MustOpen();
  const std::vector<FormRequest> first = {OnRoster("student|1", 0, "Ana"), OffRoster("kai", 0, "Kai")};
  const std::vector<FormRequest> second = {OnRoster("student|1", 0, "Ana"),
                                           OnRoster("student|1", 0, "Ana R.")};
  ASSERT_TRUE(vault->Enroll(std::vector<std::string>{"student|1"}).ok());
  for (const VaultScope& scope : {SessionScope("s"), StableScope("year", "t")}) {
    // The scripts become known to the server.
    ASSERT_TRUE(Issue(loop_, *vault, scope, {OnRoster("student|1", 0, "begin")}).ok());
  }
  for (const VaultScope& scope : {SessionScope("s"), StableScope("year", "t")}) {
    RoundTrips();
    ASSERT_TRUE(Issue(loop_, *vault, scope, first).ok());
    EXPECT_EQ(RoundTrips(), 2) << "one to open the scope, one for its new forms";
    ASSERT_TRUE(Issue(loop_, *vault, scope, second).ok());
    EXPECT_EQ(RoundTrips(), 2);
    ASSERT_TRUE(Issue(loop_, *vault, scope, second).ok());
    EXPECT_EQ(RoundTrips(), 1) << "to open it";
  }
  ASSERT_TRUE(Issue(loop_, *vault, VaultScope(), first).ok());
  ASSERT_TRUE(SubjectTags(loop_, *vault, {"student|1"}, "record").ok());
  EXPECT_EQ(RoundTrips(), 0);
}

// What one request does: recalls the scope, issues what it needs, and opens anew only if that fails.
absl::StatusOr<std::vector<IssuedForm>> IssueRecalled(EventLoop& loop, Vault& vault, const VaultScope& scope,
                                                      const RecalledScope& recalled,
                                                      std::vector<FormRequest> requests) {
  return asio::co_spawn(
             loop.context(),
             vault.IssueRecalled(scope, recalled.scope.key_id, recalled.as_of, std::move(requests)),
             asio::use_future)
      .get();
}

TEST_F(RedisVaultTest, ARequestTakesOneRoundTripNewFormsOrNot) {
  const auto vault = MustOpen();
  ASSERT_TRUE(vault->Enroll(std::vector<std::string>{"student|1"}).ok());
  const std::vector<std::vector<FormRequest>> turns = {
      {},
      {OnRoster("student|1", 0, "Ana"), OffRoster("kai", 0, "Kai")},
      {OnRoster("student|1", 0, "Ana"), OnRoster("student|1", 0, "Ana R.")},
      {OnRoster("student|1", 0, "Ana R."), OffRoster("kai", 0, "Kai")},
      {},
      {OffRoster("kai", 0, "KAI")}};
  for (const VaultScope& scope : {SessionScope("s"), StableScope("year", "t")}) {
    // The scripts and the scope's key become known to the server.
    ASSERT_TRUE(Issue(loop_, *vault, StableScope("year", "u"), {OnRoster("student|1", 0, "begin")}).ok());
    RoundTrips();
    std::vector<std::string> met;
    for (const std::vector<FormRequest>& turn : turns) {
      const std::optional<RecalledScope> recalled = vault->Recall(scope);
      ASSERT_TRUE(recalled);
      std::vector<std::string> remembered;
      for (const IssuedForm& form : recalled->scope.issued) remembered.push_back(form.form);
      EXPECT_THAT(remembered, ::testing::UnorderedElementsAreArray(met));
      const auto issued = IssueRecalled(loop_, *vault, scope, *recalled, turn);
      ASSERT_TRUE(issued.ok()) << issued.status();
      EXPECT_EQ(RoundTrips(), 1) << turn.size();
      for (const FormRequest& request : turn) {
        if (std::find(met.begin(), met.end(), request.form) == met.end()) met.push_back(request.form);
      }
    }
    // What was remembered is what another gate reads, codes and all.
    const auto told = Open(loop_, *MustOpen(), scope);
    const std::optional<RecalledScope> recalled = vault->Recall(scope);
    ASSERT_TRUE(told.ok() && recalled);
    EXPECT_TRUE(told->code_key.Equal(recalled->scope.code_key));
    ASSERT_EQ(told->issued.size(), recalled->scope.issued.size());
    for (size_t i = 0; i < told->issued.size(); ++i) {
      EXPECT_EQ(told->issued[i].form, recalled->scope.issued[i].form);
      EXPECT_EQ(told->issued[i].subject, recalled->scope.issued[i].subject);
      EXPECT_EQ(told->issued[i].form_index, recalled->scope.issued[i].form_index);
    }
  }
}

TEST_F(RedisVaultTest, WhatAnotherGateIssuedSinceIsNeverMissed) {
  const auto one = MustOpen();
  const auto two = MustOpen();
  for (const VaultScope& scope : {SessionScope("s"), StableScope("year", "t")}) {
    // Also where nothing is remembered: the session seems to begin.
    for (const char* const form : {"Ana", "Ana R.", "ANA"}) {
      const std::optional<RecalledScope> recalled = one->Recall(scope);
      ASSERT_TRUE(recalled);
      ASSERT_TRUE(Issue(loop_, *two, scope, {OnRoster("student|1", 0, form)}).ok());
      for (std::vector<FormRequest> turn : {std::vector<FormRequest>(), {OffRoster("kai", 0, form)}}) {
        EXPECT_EQ(IssueRecalled(loop_, *one, scope, *recalled, std::move(turn)).status().code(),
                  absl::StatusCode::kAborted);
      }
      const auto opened = Open(loop_, *one, scope);
      ASSERT_TRUE(opened.ok()) << opened.status();
      EXPECT_THAT(opened->issued, ::testing::Contains(::testing::Field(&IssuedForm::form, form)));
      EXPECT_THAT(opened->issued,
                  ::testing::Each(::testing::Field(&IssuedForm::subject, opened->issued[0].subject)))
          << "nothing was issued by what was aborted";
    }
  }
}

TEST_F(RedisVaultTest, WhoWasDestroyedSinceIsNotRecalled) {
  const auto one = MustOpen();
  const auto two = MustOpen();
  const VaultScope scope = SessionScope("s");
  ASSERT_TRUE(Issue(loop_, *one, scope, {OnRoster("student|1", 0, "Ana")}).ok());
  const std::optional<RecalledScope> recalled = one->Recall(scope);
  ASSERT_TRUE(recalled);
  ASSERT_TRUE(two->admin().DestroyPerson("student|1", "").ok());
  EXPECT_EQ(IssueRecalled(loop_, *one, scope, *recalled, {}).status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(Open(loop_, *one, scope)->issued, IsEmpty());
  EXPECT_THAT(one->Recall(scope)->scope.issued, IsEmpty());
}

TEST_F(RedisVaultTest, AScopeUnderAnEarlierKeyIsOpenedAndNotGuessed) {
  const auto one = MustOpen();
  ASSERT_TRUE(Issue(loop_, *one, StableScope("year", "t"), {OnRoster("student|1", 0, "Ana")}).ok());
  const auto added = one->admin().AddKey("");
  ASSERT_TRUE(added.ok()) << added.status();
  ASSERT_TRUE(one->admin().PromoteKey(*added, "").ok());
  const auto two = MustOpen();
  const VaultScope other = StableScope("year", "u");
  const std::optional<RecalledScope> guessed = two->Recall(other);
  ASSERT_TRUE(guessed);
  EXPECT_EQ(guessed->scope.key_id, *added);
  EXPECT_EQ(IssueRecalled(loop_, *two, other, *guessed, {OnRoster("student|1", 0, "Ana")}).status().code(),
            absl::StatusCode::kAborted);
  EXPECT_NE(Open(loop_, *two, other)->key_id, *added);
}

TEST_F(RedisVaultTest, MoreFormsThanOneScriptTakesAreIssuedInOrder) {
  const auto vault = MustOpen();
  std::vector<FormRequest> requests;
  for (int i = 0; i < 2500; ++i)
    requests.push_back(OnRoster(StrCat("student|", i % 700), 0, StrCat("Form ", i)));
  const auto forms = Issue(loop_, *vault, SessionScope("s"), requests);
  ASSERT_TRUE(forms.ok()) << forms.status();
  for (size_t i = 0; i < 2500; ++i) ASSERT_EQ((*forms)[i].form_index, i / 700);
  EXPECT_THAT(*Issued(loop_, *MustOpen(), SessionScope("s")), SizeIs(2500));
}

TEST_F(RedisVaultTest, GatesThatStartTogetherOnAnEmptyServerShareItsKeys) {
  ASSERT_TRUE(OpenFileKek(directory_.key_file(), /*may_create=*/true).ok());
  std::vector<std::unique_ptr<Vault>> vaults(6);
  std::vector<std::thread> threads;
  for (auto& vault : vaults) threads.emplace_back([&] { vault = MustOpen(); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& vault : vaults) {
    ASSERT_NE(vault, nullptr);
    EXPECT_TRUE(vault->DeriveKey("x").Equal(vaults[0]->DeriveKey("x")));
  }
}

TEST_F(RedisVaultTest, AnotherKeyOrNoneIsRefusedAndNothingChanges) {
  const auto key = MustOpen()->DeriveKey("x");
  const std::string content = *ReadFile(directory_.key_file());
  ASSERT_TRUE(WriteFileAtomically(directory_.key_file(), std::string(32, 'k'), 0600).ok());
  EXPECT_EQ(ReasonOf(OpenRedisVault(VaultOptionsFor({&server_}, directory_.key_file())).status()),
            "VAULT_KEY_WRONG");
  EXPECT_EQ(ReasonOf(OpenRedisVault(VaultOptionsFor({&server_}, directory_.File("lost.key"))).status()),
            "VAULT_KEY_MISSING");
  ASSERT_TRUE(WriteFileAtomically(directory_.key_file(), content, 0600).ok());
  EXPECT_TRUE(MustOpen()->DeriveKey("x").Equal(key));
}

TEST_F(RedisVaultTest, NothingReadableIsInRedis) {
  const auto vault = MustOpen();
  ASSERT_TRUE(Issue(loop_, *vault, SessionScope("visible-session-id"),
                    {OnRoster("student|planted-person-key", 0, "Zoraida Quill"),
                     OffRoster("planted value 555-0142", 0, "Planted Form")})
                  .ok());
  ASSERT_TRUE(Issue(loop_, *vault, StableScope("visible-stable-id", "visible-session-id2"),
                    {OffRoster("planted value 555-0142", 0, "Zoraida")})
                  .ok());
  ASSERT_TRUE(
      vault->admin().Hold({.person_key = "student|planted-person-key", .reason = "planted"}, "").ok());
  const std::string kek = *ReadFile(directory_.key_file());
  const std::string bytes = server_.StoredBytes();
  ASSERT_NE(bytes.find("schoolgate:people"), std::string::npos);
  for (const std::string& planted :
       {std::string("Zoraida"), std::string("Quill"), std::string("planted"), std::string("Planted"),
        std::string("555-0142"), std::string("visible-session"), std::string("visible-stable"), kek}) {
    EXPECT_EQ(bytes.find(planted), std::string::npos);
  }
}

TEST_F(RedisVaultTest, ADestroyedKeyLeavesTheServersFile) {
  const auto vault = MustOpen();
  ASSERT_TRUE(vault->Enroll(std::vector<std::string>{"student|1"}).ok());
  const std::string before = server_.StoredBytes();
  // HSET of the one person's row: number, then the sealed keys.
  const size_t at = before.rfind("schoolgate:people");
  ASSERT_NE(at, std::string::npos);
  const std::string sealed = before.substr(at + 60, 48);
  ASSERT_TRUE(vault->admin().DestroyPerson("student|1", "").ok());
  bool gone = false;
  for (int i = 0; i < 500 && !gone; ++i) {
    gone = server_.StoredBytes().find(sealed) == std::string::npos;
    if (!gone) absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_TRUE(gone);
}

TEST_F(RedisVaultTest, NotesAreTakenByOneGateAtATime) {
  const auto one = MustOpen();
  const auto two = MustOpen();
  ASSERT_TRUE(one->admin().Hold({.person_key = "student|1", .reason = "x"}, "held").ok());
  EXPECT_THAT(*one->admin().Notes(), SizeIs(1));
  EXPECT_THAT(*two->admin().Notes(), IsEmpty());
  EXPECT_THAT(*one->admin().Notes(), SizeIs(1)) << "until it is forgotten";
  ASSERT_TRUE(one->admin().ForgetNote(one->admin().Notes()->front().id).ok());
  EXPECT_THAT(*one->admin().Notes(), IsEmpty());
}

TEST_F(RedisVaultTest, WhereOnlySessionsAreKeptAStableScopeIsRefused) {
  server_.Admin({"CONFIG", "SET", "appendonly", "no"});
  RedisVaultOptions options = VaultOptionsFor({&server_}, directory_.key_file());
  EXPECT_EQ(ReasonOf(OpenRedisVault(VaultOptionsFor({&server_}, directory_.key_file())).status()),
            "VAULT_REDIS_NOT_DURABLE");
  options.redis.keeps = RedisKeeps::kSessionsOnly;
  const auto vault = MustOpen(std::move(options));
  EXPECT_TRUE(Issue(loop_, *vault, SessionScope("s"), {OnRoster("student|1", 0, "Ana")}).ok());
  EXPECT_TRUE(Issue(loop_, *vault, VaultScope(), {OnRoster("student|1", 0, "Ana")}).ok());
  EXPECT_EQ(
      ReasonOf(Issue(loop_, *vault, StableScope("year", "t"), {OnRoster("student|1", 0, "Ana")}).status()),
      "VAULT_SESSION_DATA_ONLY");
}

}  // namespace
}  // namespace schoolgate::vault_testing
