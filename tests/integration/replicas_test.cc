// Two gates of one district that share a Redis and nothing else: a conversation goes on at either, and a
// Redis that is killed costs answers, never the protection.
//
// The vendor lives in the test's process and says back what it was told, so that a whole answer is what was
// asked.
#include <curl/curl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "absl/time/clock.h"
#include "connectors/dialects/dialect.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/roster/oneroster.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_testing.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_child.h"

namespace schoolgate::tests {
namespace {

constexpr int kGates = 2;
constexpr int kClients = 4;
constexpr int kRequests = 1000;

size_t Append(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

// What the caller's last message says, as it arrived at the vendor.
std::string LastText(const connectors::RecordedRequest& request) {
  const connectors::Dialect* dialect = connectors::FindDialect("openai_chat");
  auto decoded = dialect->DecodeRequest(request.body(), connectors::DecodeOptions());
  if (!decoded.ok()) return "";
  const CanonicalRequest canonical = decoded->request.Reveal(RevealFor::kTesting);
  const auto* whole = std::get_if<v1::GenerateRequest>(&canonical);
  return whole == nullptr ? "" : whole->messages(whole->messages_size() - 1).content(0).text();
}

// The question the vendor answers with what the test told it to say.
constexpr std::string_view kWho = "Who was it?";

// A client with a connection of its own to each gate.
class Client {
 public:
  Client(const std::vector<GateAddresses>& gates, std::string session)
      : gates_(gates), session_(std::move(session)) {}

  HttpAnswer Ask(size_t gate, std::string_view text) {
    const GateAddresses& to = gates_[gate];
    Reset(to.http + "/v1/chat/completions");
    std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
    for (const std::string& header :
         {std::string("content-type: application/json"), "authorization: Bearer " + to.teacher_key,
          StrCat("x-schoolgate-person: ", gateway::kDemoTeacherId), "x-schoolgate-session: " + session_}) {
      headers.reset(curl_slist_append(headers.release(), header.c_str()));
    }
    const std::string body = ChatBody(text);
    curl_easy_setopt(curl_.get(), CURLOPT_CAINFO, to.ca_file.c_str());
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl_.get(), CURLOPT_POSTFIELDS, body.c_str());
    return Perform();
  }

  bool Ready(size_t gate) {
    Reset(gates_[gate].health + "/readyz");
    return Perform().status == 200;
  }

 private:
  void Reset(const std::string& url) {
    curl_easy_reset(curl_.get());
    curl_easy_setopt(curl_.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, Append);
  }
  HttpAnswer Perform() {
    HttpAnswer answer;
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &answer.body);
    const CURLcode code = curl_easy_perform(curl_.get());
    long status = 0;
    if (code == CURLE_OK) curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    if (code != CURLE_OK) answer.failure = curl_easy_strerror(code);
    return answer;
  }

  const std::vector<GateAddresses>& gates_;
  const std::string session_;
  const std::unique_ptr<CURL, void (*)(CURL*)> curl_{curl_easy_init(), curl_easy_cleanup};
};

class ReplicasTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string files = directory_.File("redis");
    ASSERT_TRUE(MakeDirectories(files).ok());
    ASSERT_TRUE(WriteFileAtomically(files + "/ca.pem", vault_testing::RedisCaPem()).ok());
    ASSERT_TRUE(WriteFileAtomically(files + "/user", vault_testing::kRedisUser).ok());
    ASSERT_TRUE(
        WriteFileAtomically(files + "/password", StrCat(vault_testing::kRedisPassword, "\n"), 0600).ok());
    connectors::SimulatedVendorOptions options;
    options.script = [this](const connectors::RecordedRequest& request) {
      std::string text = LastText(request);
      const std::scoped_lock lock(mutex_);
      if (text == kWho) text = said_;
      connectors::VendorScript script;
      script.body = StrCat(R"({"choices":[{"index":0,"message":{"role":"assistant","content":")", text,
                           R"("},"finish_reason":"stop"}]})");
      return std::optional(script);
    };
    auto vendor = connectors::SimulatedVendor::Start(std::move(options));
    ASSERT_TRUE(vendor.ok()) << vendor.status();
    vendor_ = *std::move(vendor);
    for (int i = 0; i < kGates; ++i) {
      const std::string data = directory_.File(StrCat("gate", i));
      children_.push_back(std::make_unique<GateChild>(
          SCHOOLGATE_BINARY_DIR "/tests/fakes/test_gate",
          std::vector<std::string>{"--data", data, "--vendor-url", vendor_->base_url(), "--redis",
                                   redis_.address().Text(), "--redis-files", files},
          directory_.File(StrCat("gate", i, ".log"))));
      ASSERT_TRUE(children_.back()->Spawn().ok());
      const absl::StatusOr<GateAddresses> addresses = children_.back()->AwaitReady(absl::Seconds(120));
      ASSERT_TRUE(addresses.ok()) << addresses.status() << Log();
      gates_.push_back(*addresses);
    }
    auto imported = ImportOneRoster(directory_.File("gate0/roster"), ImportOptions());
    ASSERT_TRUE(imported.ok()) << imported.status();
    roster_ = std::move(imported->roster);
  }

  void Say(std::string text) {
    const std::scoped_lock lock(mutex_);
    said_ = std::move(text);
  }

  std::string Log() const {
    std::string log;
    for (int i = 0; i < kGates; ++i) log += ReadFile(directory_.File(StrCat("gate", i, ".log"))).value_or("");
    return log;
  }

  // Students who share no word of their names.
  std::vector<std::string> Names(size_t count) const {
    std::vector<std::string> names;
    std::string seen;
    for (const Person& person : roster_->people()) {
      if (person.kind != PersonKind::kStudent || names.size() == count) continue;
      const std::string family(person.family), given(person.given);
      if (seen.find(family) != std::string::npos || seen.find(given) != std::string::npos) continue;
      if (family.find_first_of(" '-") != std::string::npos || given.find_first_of(" '-") != std::string::npos)
        continue;
      seen += StrCat(given, "|", family, "|");
      names.push_back(StrCat(given, " ", family));
    }
    return names;
  }

  const vault_testing::TestDirectory directory_;
  vault_testing::RedisServer redis_;
  std::mutex mutex_;
  std::string said_;  // guarded by mutex_
  std::unique_ptr<connectors::SimulatedVendor> vendor_;
  std::vector<std::unique_ptr<GateChild>> children_;
  std::vector<GateAddresses> gates_;
  RosterSnapshot roster_;
};

TEST_F(ReplicasTest, AConversationThatAlternatesBetweenGatesRestoresExactly) {
  const std::vector<std::string> names = Names(3);
  ASSERT_EQ(names.size(), 3u);
  Client client(gates_, "one");
  std::vector<std::string> forms;
  for (const std::string& name : names) {
    const size_t space = name.find(' ');
    const std::string given = name.substr(0, space), family = name.substr(space + 1);
    forms.insert(forms.end(), {name, StrCat(family, ", ", given)});
  }
  for (size_t turn = 0; turn < 24; ++turn) {
    // Each turn a form that the other gate may have met first, one met before, and a value off the roster.
    const std::string text =
        StrCat("Turn ", turn, ": seat ", forms[turn % forms.size()], " beside ",
               forms[(turn / 2) % forms.size()], " and mail somebody", turn / 4, "@elsewhere.example.");
    const HttpAnswer answer = client.Ask(turn % kGates, text);
    ASSERT_EQ(answer.status, 200) << answer.body << answer.failure << Log();
    EXPECT_EQ(TextOf(answer), text);
    const std::string left = LastText(vendor_->requests().back());
    for (const std::string& name : names) EXPECT_EQ(left.find(name), std::string::npos) << left;
    EXPECT_EQ(left.find("elsewhere"), std::string::npos) << left;
  }
  // What one gate issued the other gives back, though it was not in its own request; and a form has one code
  // at both.
  std::string left;
  for (size_t gate = 0; gate < kGates; ++gate) {
    ASSERT_EQ(client.Ask(gate, StrCat(names[gate], " is here.")).status, 200);
    left = LastText(vendor_->requests().back());
    Say(connectors::CodesIn(left).front());
    EXPECT_EQ(TextOf(client.Ask(1 - gate, kWho)), names[gate]);
    ASSERT_EQ(client.Ask(1 - gate, StrCat(names[gate], " is here.")).status, 200);
    EXPECT_EQ(LastText(vendor_->requests().back()), left);
  }
}

TEST_F(ReplicasTest, AKilledRedisCostsAnswersNeverTheProtection) {
  const std::vector<std::string> names = Names(kClients);
  ASSERT_EQ(names.size(), size_t{kClients});
  std::atomic<int> asked = 0, answered_before = 0, answered_after = 0, refused = 0;
  std::atomic<bool> killed = false;
  std::mutex mutex;
  std::vector<std::string> oddities;  // guarded by mutex
  std::vector<std::thread> clients;
  for (size_t i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      Client client(gates_, StrCat("session ", i));
      for (int n = asked++; n < kRequests; n = asked++) {
        const std::string text =
            StrCat("Request ", n, ": ", names[i], " needs a seat, write to parent", n, "@elsewhere.example.");
        const bool before = !killed;
        const HttpAnswer answer = client.Ask(static_cast<size_t>(n) % kGates, text);
        if (answer.status == 200 && TextOf(answer) == text) {
          ++(before ? answered_before : answered_after);
        } else if (answer.status == 503 && ErrorOf(answer.body).reason == "VAULT_UNAVAILABLE") {
          ++refused;
          absl::SleepFor(absl::Milliseconds(5));
        } else {
          const std::scoped_lock lock(mutex);
          oddities.push_back(StrCat(answer.status, " ", answer.failure, " ", answer.body));
        }
      }
    });
  }
  Client watcher(gates_, "watcher");
  const auto await = [&](bool ready) {
    for (int i = 0; i < 3000; ++i) {
      if (watcher.Ready(0) == ready && watcher.Ready(1) == ready) return true;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return false;
  };
  EXPECT_TRUE(await(true));
  while (asked < kRequests / 3) absl::SleepFor(absl::Milliseconds(1));
  killed = true;
  redis_.Kill();
  EXPECT_TRUE(await(false)) << "readiness does not drop";
  while (refused < 50 && asked < kRequests) absl::SleepFor(absl::Milliseconds(1));
  redis_.Start();
  EXPECT_TRUE(await(true)) << "readiness does not return";
  for (std::thread& client : clients) client.join();

  for (const std::string& oddity : oddities) ADD_FAILURE() << oddity;
  EXPECT_EQ(answered_before + answered_after + refused, kRequests);
  EXPECT_GT(answered_before, 0);
  EXPECT_GE(refused, 50);
  EXPECT_GT(answered_after, 0);
  // Once it is back all goes on.
  for (size_t gate = 0; gate < kGates; ++gate) {
    Client client(gates_, "session 0");
    const std::string text = StrCat("After it: ", names[0], " is here.");
    const HttpAnswer answer = client.Ask(gate, text);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(TextOf(answer), text);
  }
  // Nothing left untreated.
  for (const connectors::RecordedRequest& request : vendor_->requests()) {
    for (const std::string& name : names) {
      ASSERT_EQ(request.bytes.find(name), std::string::npos);
      ASSERT_EQ(request.bytes.find(name.substr(name.find(' ') + 1)), std::string::npos);
    }
    ASSERT_EQ(request.bytes.find("@elsewhere"), std::string::npos);
  }
  RecordProperty("answered_before", answered_before.load());
  RecordProperty("answered_after", answered_after.load());
  RecordProperty("refused", refused.load());
}

}  // namespace
}  // namespace schoolgate::tests
