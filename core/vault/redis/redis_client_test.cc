// The connection to Redis, against a real server with TLS and an ACL user: who is let in, what is survived.
#include "core/vault/redis/redis_client.h"

#include <atomic>
#include <future>
#include <thread>
#include <tuple>

#include "absl/time/clock.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using namespace vault_testing;  // NOLINT: this folder's own helpers
using ::testing::HasSubstr;

constexpr char kEverything[] = "~* &* +@all";

std::unique_ptr<RedisClient> MustStart(RedisOptions options) {
  auto client = RedisClient::Start(std::move(options));
  EXPECT_TRUE(client.ok()) << client.status();
  return client.ok() ? *std::move(client) : nullptr;
}

std::string StartFails(RedisOptions options) {
  return ReasonOf(RedisClient::Start(std::move(options)).status());
}

std::string Format(std::initializer_list<std::string_view> words) {
  return FormatRedisCommand(std::span(words.begin(), words.size()));
}

absl::StatusOr<RedisReply> Call(RedisClient& client, std::initializer_list<std::string_view> words) {
  return client.Wait(Format(words));
}

template <typename Condition>
bool Await(Condition condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) absl::SleepFor(absl::Milliseconds(10));
  return condition();
}

bool Answers(RedisClient& client) {
  const auto reply = Call(client, {"GET", "schoolgate:none"});
  return reply.ok() && reply->type == RedisReply::Type::kNil;
}

std::future<absl::StatusOr<RedisReply>> Send(RedisClient& client,
                                             std::initializer_list<std::string_view> words) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<RedisReply>>>();
  std::future<absl::StatusOr<RedisReply>> reply = promise->get_future();
  client.Submit(Format(words),
                [promise](absl::StatusOr<RedisReply> given) { promise->set_value(std::move(given)); });
  return reply;
}

TEST(RedisClientTest, CommandsFromManyThreadsGetTheirOwnReplies) {
  const RedisServer server({.acl = kEverything});
  const auto client = MustStart(OptionsFor({&server}));
  EXPECT_TRUE(client->healthy());
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      std::vector<std::pair<std::string, std::future<absl::StatusOr<RedisReply>>>> under_way;
      for (int i = 0; i < 500; ++i) {
        std::string text = StrCat("thread ", thread, " call ", i, std::string_view("\0\r\n", 3));
        text.resize(text.size() + static_cast<size_t>(i) * 10, 'x');
        auto reply = Send(*client, {"ECHO", text});
        under_way.emplace_back(std::move(text), std::move(reply));
      }
      for (auto& [text, reply] : under_way) {
        const auto given = reply.get();
        if (given.ok() && given->text == text) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 4000);
}

TEST(RedisClientTest, RepliesOfEveryKindComeAsTheyAre) {
  const RedisServer server({.acl = kEverything});
  const auto client = MustStart(OptionsFor({&server}));
  const auto reply =
      Call(*client, {"EVAL", "return {1, 'two', false, {redis.status_reply('three'), {}}}", "0"});
  ASSERT_TRUE(reply.ok());
  ASSERT_EQ(reply->elements.size(), 4u);
  EXPECT_EQ(reply->elements[0].integer, 1);
  EXPECT_EQ(reply->elements[1].text, "two");
  EXPECT_EQ(reply->elements[2].type, RedisReply::Type::kNil);
  EXPECT_EQ(reply->elements[3].elements[0].type, RedisReply::Type::kStatus);
  EXPECT_TRUE(reply->elements[3].elements[1].elements.empty());
  const auto error = Call(*client, {"EVAL", "return redis.error_reply('CODE and words')", "0"});
  ASSERT_TRUE(error.ok());
  EXPECT_EQ(error->error_code(), "CODE");
}

TEST(RedisClientTest, WhoIsNotLetInIsToldWhatToChange) {
  const RedisServer server;
  const RedisServer elsewhere({.certificate_for = "redis.example"});
  RedisOptions wrong_password = OptionsFor({&server});
  wrong_password.password = SecretBytes{"another"};
  EXPECT_EQ(StartFails(std::move(wrong_password)), "VAULT_REDIS_LOGIN");
  RedisOptions wrong_ca = OptionsFor({&server});
  wrong_ca.ca_pem = NewCertificateAuthority("another", 2)->certificate_pem;
  EXPECT_EQ(StartFails(std::move(wrong_ca)), "VAULT_REDIS_UNTRUSTED");
  RedisOptions system_ca = OptionsFor({&server});
  system_ca.ca_pem.clear();
  EXPECT_EQ(StartFails(std::move(system_ca)), "VAULT_REDIS_UNTRUSTED");
  EXPECT_EQ(StartFails(OptionsFor({&elsewhere})), "VAULT_REDIS_UNTRUSTED")
      << "the certificate is another host's";
  RedisOptions nobody = OptionsFor({&server});
  nobody.addresses = {{"127.0.0.1", "1"}, {"no-such-host.invalid", "6379"}};
  const absl::Status unreachable = RedisClient::Start(std::move(nobody)).status();
  EXPECT_EQ(ReasonOf(unreachable), "VAULT_REDIS_UNREACHABLE");
  EXPECT_THAT(ProblemOf(unreachable).english, HasSubstr("127.0.0.1:1, no-such-host.invalid:6379"));
  // What is wrong with one server says more than that another is away.
  RedisOptions both = OptionsFor({&server});
  both.addresses.push_back({"127.0.0.1", "1"});
  both.password = SecretBytes{"another"};
  EXPECT_EQ(StartFails(std::move(both)), "VAULT_REDIS_LOGIN");
  const RedisServer strict({.acl = "~schoolgate:* +ping"});
  const absl::Status lacking = RedisClient::Start(OptionsFor({&strict})).status();
  EXPECT_EQ(ReasonOf(lacking), "VAULT_REDIS_PERMISSION");
  EXPECT_THAT(ProblemOf(lacking).english, HasSubstr("+role"));
}

TEST(RedisClientTest, AServerThatMayForgetIsRefused) {
  const RedisServer server;
  const RedisServer no_settings({.acl = "~schoolgate:* +ping +role"});
  const auto sessions_only = [](RedisOptions options) {
    options.keeps = RedisKeeps::kSessionsOnly;
    return options;
  };
  ASSERT_NE(MustStart(OptionsFor({&server})), nullptr);
  for (const auto& [setting, value, wanted] :
       {std::tuple("appendfsync", "everysec", "always"), std::tuple("appendonly", "no", "yes"),
        std::tuple("maxmemory-policy", "volatile-lru", "noeviction"),
        std::tuple("maxmemory-policy", "allkeys-lru", "noeviction")}) {
    server.Admin({"CONFIG", "SET", setting, value});
    const absl::Status refused = RedisClient::Start(OptionsFor({&server})).status();
    EXPECT_EQ(ReasonOf(refused), "VAULT_REDIS_NOT_DURABLE") << setting;
    EXPECT_THAT(ProblemOf(refused).english, HasSubstr(StrCat("its '", setting, "' is '", value, "'")));
    EXPECT_THAT(ProblemOf(refused).english, HasSubstr(StrCat("set it to '", wanted, "'")));
    const bool evicts_anything = std::string_view(value) == "allkeys-lru";
    EXPECT_EQ(StartFails(sessions_only(OptionsFor({&server}))),
              evicts_anything ? "VAULT_REDIS_NOT_DURABLE" : "");
    server.Admin({"CONFIG", "SET", setting, wanted});
  }
  const absl::Status untold = RedisClient::Start(OptionsFor({&no_settings})).status();
  EXPECT_EQ(ReasonOf(untold), "VAULT_REDIS_PERMISSION");
  EXPECT_THAT(ProblemOf(untold).english, HasSubstr("+config|get"));
  EXPECT_EQ(StartFails(sessions_only(OptionsFor({&no_settings}))), "");
}

// A replica that was promoted may be set otherwise than the primary it replaces.
TEST(RedisClientTest, ANewPrimaryThatMayForgetDoesNotServe) {
  RedisServer first;
  const RedisServer second;
  const auto client = MustStart(OptionsFor({&first, &second}));
  second.Admin({"CONFIG", "SET", "appendfsync", "everysec"});
  first.Kill();
  EXPECT_TRUE(Await([&] { return !client->healthy(); }));
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_FALSE(client->healthy());
  second.Admin({"CONFIG", "SET", "appendfsync", "always"});
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
}

TEST(RedisClientTest, AClientCertificateIsShownWhereTheServerAsks) {
  const RedisServer server({.settings = {"--tls-auth-clients", "yes"}});
  EXPECT_EQ(StartFails(OptionsFor({&server})), "VAULT_REDIS_UNREACHABLE");
  const auto authority = NewCertificateAuthority("of clients", 2);
  RedisOptions options = OptionsFor({&server});
  TlsIdentity identity = RedisClientIdentity();
  options.certificate_pem = identity.certificate_pem;
  options.private_key_pem = std::move(identity.private_key_pem);
  EXPECT_NE(MustStart(std::move(options)), nullptr);
  RedisOptions torn = OptionsFor({&server});
  torn.certificate_pem = RedisClientIdentity().certificate_pem;
  torn.private_key_pem = RedisClientIdentity().private_key_pem;
  EXPECT_EQ(RedisClient::Start(std::move(torn)).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(RedisClientTest, AReplicaDoesNotServeAndAPromotedOneDoes) {
  RedisServer first;
  const RedisServer second;
  second.Admin({"REPLICAOF", "127.0.0.1", first.port()});
  ASSERT_TRUE(second.AwaitAdmin({"INFO", "replication"}, "master_link_status:up"));
  EXPECT_EQ(StartFails(OptionsFor({&second})), "VAULT_REDIS_NO_PRIMARY");
  const auto client = MustStart(OptionsFor({&second, &first}));
  EXPECT_EQ(client->server().port, first.port());
  first.Kill();
  EXPECT_TRUE(Await([&] { return !client->healthy(); }));
  EXPECT_TRUE(Await([&] { return !Answers(*client); }));
  second.Admin({"REPLICAOF", "NO", "ONE"});
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
  EXPECT_TRUE(Answers(*client));
  EXPECT_EQ(client->server().port, second.port());
}

// A primary that became a replica keeps its connections, and says so at the first write.
TEST(RedisClientTest, ADemotedPrimaryIsLeftAndTheWriteIsMadeOnTheNewOne) {
  const RedisServer first({.acl = kEverything});
  const RedisServer second({.acl = kEverything});
  const auto client = MustStart(OptionsFor({&first, &second}));
  EXPECT_EQ(client->server().port, first.port());
  first.Admin({"REPLICAOF", "127.0.0.1", second.port()});
  ASSERT_TRUE(first.AwaitAdmin({"INFO", "replication"}, "master_link_status:up"));
  const auto written = Call(*client, {"SET", "schoolgate:x", "here"});
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->text, "OK");
  EXPECT_EQ(client->server().port, second.port());
  EXPECT_THAT(second.Admin({"GET", "schoolgate:x"}), HasSubstr("here"));
}

// Who only reads would never hear of it.
TEST(RedisClientTest, ADemotedPrimaryIsLeftByThoseWhoOnlyReadToo) {
  const RedisServer first;
  const RedisServer second;
  const auto client = MustStart(OptionsFor({&first, &second}));
  EXPECT_EQ(client->server().port, first.port());
  first.Admin({"REPLICAOF", "127.0.0.1", second.port()});
  EXPECT_TRUE(Await([&] { return Answers(*client) && client->server().port == second.port(); }));
}

TEST(RedisClientTest, ARestartLosesNoCommandThatHasTime) {
  RedisServer server({.acl = kEverything});
  RedisOptions options = OptionsFor({&server});
  options.reply_timeout = absl::Seconds(30);
  const auto client = MustStart(std::move(options));
  server.Pause();
  std::vector<std::future<absl::StatusOr<RedisReply>>> replies;
  for (int i = 0; i < 100; ++i) replies.push_back(Send(*client, {"SADD", "schoolgate:set", StrCat(i)}));
  absl::SleepFor(absl::Milliseconds(50));  // they are on their way
  // The socket's end is told by the kernel at once, and the port is taken again before the second try.
  server.Kill();
  server.Start();
  int answered = 0;
  for (auto& reply : replies) answered += reply.get().ok() ? 1 : 0;
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
  const std::string count = server.Admin({"SCARD", "schoolgate:set"});
  EXPECT_GE(std::stoi(count), answered) << "answered and yet not there";
}

TEST(RedisClientTest, AServerThatIsStuckIsLeftInTimeAndComesBack) {
  RedisServer server;
  const auto client = MustStart(OptionsFor({&server}));
  server.Pause();
  const absl::Time begin = absl::Now();
  EXPECT_EQ(ReasonOf(Call(*client, {"GET", "schoolgate:x"}).status()), "VAULT_UNAVAILABLE");
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_FALSE(client->healthy());
  // And now nobody waits for it at all.
  const absl::Time next = absl::Now();
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(Call(*client, {"GET", "schoolgate:x"}).ok());
  EXPECT_LT(absl::Now() - next, absl::Seconds(5));
  server.Resume();
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
  EXPECT_TRUE(Answers(*client));
}

TEST(RedisClientTest, AnIdleClientNoticesThatTheServerIsStuck) {
  RedisServer server;
  const auto client = MustStart(OptionsFor({&server}));
  server.Pause();
  EXPECT_TRUE(Await([&] { return !client->healthy(); }));
  server.Resume();
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
}

TEST(RedisClientTest, AFullServerIsUnwellUntilItTakesWritesAgain) {
  const RedisServer server({.acl = kEverything});
  const auto client = MustStart(OptionsFor({&server}));
  const std::string_view write[] = {"SET", "schoolgate:probe", "1"};
  const std::string_view read[] = {"GET", "schoolgate:name"};
  ASSERT_TRUE(Call(*client, {"SET", "schoolgate:name", "this one"}).ok());
  client->Watch(FormatRedisCommand(read), "this one", FormatRedisCommand(write));
  server.Admin({"CONFIG", "SET", "maxmemory", "1"});
  const auto refused = Call(*client, {"SET", "schoolgate:x", "1"});
  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused->error_code(), "OOM");
  EXPECT_FALSE(client->healthy());
  absl::SleepFor(absl::Milliseconds(300));
  EXPECT_FALSE(client->healthy()) << "that it can be read does not make it well";
  server.Admin({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
}

TEST(RedisClientTest, AServerThatHoldsSomethingElseDoesNotServe) {
  const RedisServer server({.acl = kEverything});
  const auto client = MustStart(OptionsFor({&server}));
  const std::string_view write[] = {"SET", "schoolgate:probe", "1"};
  const std::string_view read[] = {"GET", "schoolgate:name"};
  ASSERT_TRUE(Call(*client, {"SET", "schoolgate:name", "this one"}).ok());
  client->Watch(FormatRedisCommand(read), "this one", FormatRedisCommand(write));
  server.Admin({"SET", "schoolgate:name", "another"});
  EXPECT_TRUE(Await([&] { return !client->healthy(); }));
  EXPECT_TRUE(Await([&] { return !Answers(*client); }));
  server.Admin({"SET", "schoolgate:name", "this one"});
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
  EXPECT_TRUE(Answers(*client));
}

TEST(RedisClientTest, AFullQueueRefusesAtOnce) {
  RedisServer server({.acl = kEverything});
  RedisOptions options = OptionsFor({&server});
  options.queue_limit = 10;
  options.queue_bytes = 10'000;
  options.reply_timeout = absl::Seconds(30);
  const auto client = MustStart(std::move(options));
  server.Pause();
  std::vector<std::future<absl::StatusOr<RedisReply>>> replies;
  for (int i = 0; i < 10; ++i) replies.push_back(Send(*client, {"ECHO", "short"}));
  EXPECT_EQ(ReasonOf(Send(*client, {"ECHO", "one more"}).get().status()), "VAULT_UNAVAILABLE");
  server.Resume();
  for (auto& reply : replies) EXPECT_TRUE(reply.get().ok());
  EXPECT_EQ(ReasonOf(Call(*client, {"ECHO", std::string(10'000, 'x')}).status()), "VAULT_UNAVAILABLE");
  EXPECT_TRUE(Call(*client, {"ECHO", "room again"}).ok());
}

TEST(RedisClientTest, AReplyAboveTheLimitEndsTheConnectionNotTheGate) {
  const RedisServer server({.acl = kEverything});
  RedisOptions options = OptionsFor({&server});
  options.max_reply_bytes = size_t{1} << 20;
  const auto client = MustStart(std::move(options));
  EXPECT_FALSE(Call(*client, {"EVAL", "return string.rep('x', 3000000)", "0"}).ok());
  EXPECT_FALSE(
      Call(*client, {"EVAL", "local a = {} for i = 1, 200000 do a[i] = 'xxxxxxxx' end return a", "0"}).ok());
  EXPECT_TRUE(Await([&] { return client->healthy(); }));
  EXPECT_TRUE(Call(*client, {"ECHO", "x"}).ok());
}

TEST(RedisClientTest, TheEndRefusesWhatIsStillUnderWay) {
  RedisServer server({.acl = kEverything});
  RedisOptions options = OptionsFor({&server});
  options.reply_timeout = absl::Seconds(30);
  auto client = MustStart(std::move(options));
  server.Pause();
  std::vector<std::future<absl::StatusOr<RedisReply>>> replies;
  for (int i = 0; i < 10; ++i) replies.push_back(Send(*client, {"ECHO", "x"}));
  client.reset();
  for (auto& reply : replies) EXPECT_EQ(ReasonOf(reply.get().status()), "VAULT_UNAVAILABLE");
}

}  // namespace
}  // namespace schoolgate
