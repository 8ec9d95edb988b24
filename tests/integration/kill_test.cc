// kill -9 at random moments, under load. Whatever moment it was: the log verifies after the restart, and
// every request the vendor received has its INTENT there. What was received and what was logged are matched
// one to one and exactly: the INTENT's salted digest is computed again from the bytes that arrived at the
// vendor.
//
// The vendor lives in the test's process, so it outlives the gate and keeps what arrived.
#include <curl/curl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "connectors/dialects/dialect.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/crypto/digest.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/audit/query.h"
#include "gateway/audit/verify.h"
#include "gateway/demo/district.h"
#include "gateway/demo/sample.h"
#include "tests/integration/gate_child.h"

namespace schoolgate::tests {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = SCHOOLGATE_KILLS;
constexpr int kKillsPerCheck = 20;
// So often, a start is killed too: recovery must bear being cut off.
constexpr int kKillsPerBrokenStart = 8;
constexpr int kClients = 6;
constexpr char kModel[] = "lesson-planner";

// A request's `seed` says which it is: it crosses unchanged, as a number that no detector touches.
constexpr int64_t kSeedsPerGeneration = 1'000'000;
int64_t GenerationOf(int64_t seed) { return seed / kSeedsPerGeneration; }
int64_t ClientOf(int64_t seed) { return seed % kSeedsPerGeneration % kClients; }

size_t Append(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

std::string HeaderOf(const std::string& head, std::string_view name) {
  const size_t at = head.find(StrCat("\r\n", name, ": "));
  if (at == std::string::npos) return "";
  const size_t begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

// Clients that call one gate until they are stopped.
class Load {
 public:
  Load(const GateAddresses& gate, int64_t generation) : gate_(gate) {
    for (int64_t client = 0; client < kClients; ++client) {
      threads_.emplace_back([this, generation, client] { Run(generation, client); });
    }
  }
  ~Load() { Stop(); }

  void Stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  // After Stop: the exchanges whose whole answer a client saw, and what clients saw that they should not
  // have.
  const std::vector<std::string>& answered() const { return answered_; }
  const std::vector<std::string>& oddities() const { return oddities_; }

 private:
  void Run(int64_t generation, int64_t client) {
    const bool streamed = client % 2 == 1;
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
    for (const std::string& header :
         {std::string("content-type: application/json"), "authorization: Bearer " + gate_.teacher_key,
          StrCat("x-schoolgate-person: ", gateway::kDemoTeacherId),
          StrCat("x-schoolgate-session: client-", client)}) {
      headers.reset(curl_slist_append(headers.release(), header.c_str()));
    }
    curl_easy_setopt(curl.get(), CURLOPT_URL, (gate_.http + "/v1/chat/completions").c_str());
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, gate_.ca_file.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, Append);
    for (int64_t n = 0; !stopping_; ++n) {
      const int64_t seed = generation * kSeedsPerGeneration + n * kClients + client;
      const std::string body =
          StrCat(R"({"model":")", kModel, R"(","seed":)", seed, R"(,"stream":)", streamed ? "true" : "false",
                 R"(,"messages":[{"role":"user","content":"Plan a lesson on fractions. )",
                 gateway::kDemoFirstStudentName, " and ", gateway::kDemoSecondStudentName,
                 R"( will work together."}]})");
      std::string head;
      std::string answer;
      curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
      curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
      curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &head);
      const CURLcode code = curl_easy_perform(curl.get());
      long status = 0;
      curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
      if (code != CURLE_OK) {
        absl::SleepFor(absl::Milliseconds(1));
      } else {
        Note(static_cast<int>(status), streamed, head, answer);
      }
    }
  }

  void Note(int status, bool streamed, const std::string& head, const std::string& answer) {
    const std::scoped_lock lock(mutex_);
    const bool whole = streamed ? answer.ends_with("data: [DONE]\n\n")
                                : answer.find(gateway::kDemoFirstStudentName) != std::string::npos;
    if (status != 200 || !whole) {
      oddities_.push_back(StrCat("status ", status, ": ", answer));
    } else {
      answered_.push_back(HeaderOf(head, "x-request-id"));
    }
  }

  const GateAddresses gate_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<std::string> answered_;  // guarded by mutex_ until Stop
  std::vector<std::string> oddities_;  // the same
  std::vector<std::thread> threads_;
};

// A request that arrived at the vendor, and the canonical bytes its INTENT is a digest of.
struct Received {
  int64_t seed = 0;
  std::string canonical;
  std::vector<std::string> codes;
};

absl::StatusOr<Received> Read(const connectors::RecordedRequest& request) {
  const connectors::Dialect* dialect = connectors::FindDialect("openai_chat");
  auto decoded = dialect->DecodeRequest(request.body(), connectors::DecodeOptions());
  if (!decoded.ok()) return decoded.status();
  CanonicalRequest canonical = decoded->request.Reveal(RevealFor::kTesting);
  auto* streamed = std::get_if<v1::StreamGenerateRequest>(&canonical);
  v1::GenerateRequest& inner =
      streamed == nullptr ? std::get<v1::GenerateRequest>(canonical) : *streamed->mutable_request();
  // The vendor is told its own name of the model; the canonical request has what the caller asked for.
  inner.set_model(kModel);
  Received received;
  received.seed = inner.parameters().seed();
  received.canonical = streamed == nullptr ? inner.SerializeAsString() : streamed->SerializeAsString();
  received.codes = connectors::CodesIn(inner.messages(inner.messages_size() - 1).content(0).text());
  return received;
}

bool IsDigestOf(const v1::AuditRecord& intent, const std::string& canonical) {
  if (intent.outbound_bytes() != static_cast<int64_t>(canonical.size())) return false;
  Sha256Hasher hasher;
  hasher.Update(intent.digest_salt());
  hasher.Update(canonical);
  return intent.outbound_digest() == std::string(DigestBytes(hasher.Finish()));
}

// The headers a vendor may see: what HTTP needs, and the district's own key.
void ExpectOnlyOrdinaryHeaders(const connectors::RecordedRequest& request) {
  static const std::set<std::string> kOrdinary = {"Host",   "User-Agent",    "Content-Type",
                                                  "Accept", "Authorization", "Content-Length"};
  const std::string head(request.head());
  for (size_t at = head.find("\r\n") + 2; at < head.size();) {
    const size_t end = head.find("\r\n", at);
    if (end == at) break;
    const std::string name = head.substr(at, head.find(':', at) - at);
    EXPECT_TRUE(kOrdinary.contains(name)) << "the vendor was sent the header " << name;
    at = end + 2;
  }
}

class KillTest : public testing::Test {
 protected:
  KillTest() {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    root_ = (fs::temp_directory_path() / "schoolgate-kill-XXXXXX").string();
    if (::mkdtemp(root_.data()) == nullptr) root_.clear();
    gate_ = root_ + "/gate";
  }
  ~KillTest() override {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }

  void StartVendor() {
    const auto tls = gateway::MakeSampleTls(gate_);
    ASSERT_TRUE(tls.ok()) << tls.status();
    const auto certificate = ReadFile(tls->certificate_file);
    const auto key = ReadFile(tls->key_file);
    ASSERT_TRUE(certificate.ok() && key.ok());
    const TlsIdentity identity{*certificate, SecretBytes(*key)};
    connectors::SimulatedVendorOptions options;
    options.tls = &identity;
    options.pace = absl::Milliseconds(1);
    auto vendor = connectors::SimulatedVendor::Start(std::move(options));
    ASSERT_TRUE(vendor.ok()) << vendor.status();
    vendor_ = *std::move(vendor);
  }

  // Matches what the vendor has received so far with the log as it is.
  void CheckLog(bool ended);
  void MatchReceived(std::map<int64_t, std::vector<const v1::AuditRecord*>>& intents,
                     std::set<std::string>& matched);

  std::string root_;
  std::string gate_;
  std::unique_ptr<connectors::SimulatedVendor> vendor_;
  std::vector<absl::Time> starts_;                     // of each generation of the gate
  std::vector<std::string> answered_;                  // exchanges whose whole answer a client saw
  std::map<int64_t, std::vector<std::string>> codes_;  // what each client's students are called
  size_t received_ = 0;
  size_t unknown_ = 0;  // exchanges that a kill cut off
};

void KillTest::MatchReceived(std::map<int64_t, std::vector<const v1::AuditRecord*>>& intents,
                             std::set<std::string>& matched) {
  size_t incomplete = 0;
  const std::vector<connectors::RecordedRequest> requests = vendor_->requests();
  received_ = requests.size();
  for (const connectors::RecordedRequest& request : requests) {
    if (!request.complete) {
      ++incomplete;
      continue;
    }
    ExpectOnlyOrdinaryHeaders(request);
    const absl::StatusOr<Received> received = Read(request);
    ASSERT_TRUE(received.ok()) << received.status();
    std::vector<const v1::AuditRecord*>& open = intents[GenerationOf(received->seed)];
    const auto intent = std::find_if(open.begin(), open.end(), [&](const v1::AuditRecord* candidate) {
      return IsDigestOf(*candidate, received->canonical);
    });
    ASSERT_NE(intent, open.end()) << "the vendor received request " << received->seed
                                  << " of which the log knows nothing";
    matched.insert((*intent)->exchange_id());
    open.erase(intent);  // an intent is for one request

    std::vector<std::string>& known = codes_[ClientOf(received->seed)];
    if (known.empty()) known = received->codes;
    EXPECT_EQ(received->codes, known) << "a session's codes changed over a kill";
    EXPECT_EQ(received->codes.size(), 2u);
  }
  size_t left = 0;
  for (const auto& [generation, open] : intents) left += open.size();
  EXPECT_LE(incomplete, left) << "more requests were begun than intended";
}

void KillTest::CheckLog(bool ended) {
  const std::string directory = gate_ + "/audit";
  const auto key = ReadFile(gate_ + "/audit.key.pub");
  ASSERT_TRUE(key.ok()) << key.status();
  const auto report = gateway::VerifyLog(directory, *key, [](uint64_t, uint64_t) {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok()) << testing::PrintToString(report->problems);
  if (ended) {
    EXPECT_EQ(report->open_intents, 0u);
    EXPECT_EQ(report->tree_size, report->records);
  }

  gateway::AuditFilter everything;
  everything.limit = SIZE_MAX;
  const auto log = gateway::QueryLog(directory, everything);
  ASSERT_TRUE(log.ok()) << log.status();
  std::map<int64_t, std::vector<const v1::AuditRecord*>> intents;
  std::map<std::string, const v1::AuditRecord*> intent_of;
  std::map<std::string, const v1::AuditRecord*> outcome_of;
  for (const gateway::AuditRow& row : log->rows) {
    const v1::AuditRecord& record = row.record;
    if (record.phase() == v1::AUDIT_PHASE_INTENT) {
      const absl::Time time = absl::FromUnixMicros(record.time_micros());
      const auto next = std::upper_bound(starts_.begin(), starts_.end(), time);
      intents[next - starts_.begin() - 1].push_back(&record);
      EXPECT_TRUE(intent_of.emplace(record.exchange_id(), &record).second);
    } else if (record.phase() == v1::AUDIT_PHASE_OUTCOME) {
      EXPECT_TRUE(outcome_of.emplace(record.exchange_id(), &record).second) << "an outcome was written twice";
    }
  }

  std::set<std::string> matched;
  ASSERT_NO_FATAL_FAILURE(MatchReceived(intents, matched));

  for (const std::string& exchange : answered_) {
    EXPECT_TRUE(intent_of.contains(exchange)) << "answered without an intent";
    const auto outcome = outcome_of.find(exchange);
    ASSERT_NE(outcome, outcome_of.end()) << "answered without an outcome";
    EXPECT_EQ(outcome->second->outcome(), v1::OUTCOME_STATUS_COMPLETE);
  }
  unknown_ = 0;
  for (const auto& [exchange, intent] : intent_of) {
    const auto outcome = outcome_of.find(exchange);
    ASSERT_NE(outcome, outcome_of.end()) << "an intent was left open";
    if (outcome->second->boot_id() == intent->boot_id()) {
      EXPECT_EQ(outcome->second->outcome(), v1::OUTCOME_STATUS_COMPLETE) << outcome->second->reason();
      EXPECT_TRUE(matched.contains(exchange)) << "said to be complete, yet the vendor never received it";
    } else {
      EXPECT_EQ(outcome->second->outcome(), v1::OUTCOME_STATUS_UNKNOWN);
      EXPECT_EQ(outcome->second->reason(), "GATE_STOPPED");
      ++unknown_;
    }
  }
}

TEST_F(KillTest, WhateverTheVendorReceivedIsOnTheLog) {
  ASSERT_FALSE(root_.empty());
  ASSERT_NO_FATAL_FAILURE(StartVendor());
  const std::string log_file = root_ + "/stderr.log";
  GateChild child(SCHOOLGATE_BINARY_DIR "/tests/fakes/test_gate",
                  {"--data", gate_, "--vendor-url", vendor_->base_url()}, log_file);
  const auto child_log = [&log_file] { return ReadFile(log_file).value_or(""); };

  std::mt19937 random(std::random_device{}());
  const auto milliseconds = [&random](int from, int to) {
    return absl::Milliseconds(std::uniform_int_distribution<int>(from, to)(random));
  };
  int64_t answers = 0;
  for (int kill = 0; kill <= kKills; ++kill) {
    if (kill > 0 && kill % kKillsPerBrokenStart == 0) {
      ASSERT_TRUE(child.Spawn().ok());
      absl::SleepFor(milliseconds(0, 300));
      child.Kill();
    }
    starts_.push_back(absl::Now());
    ASSERT_TRUE(child.Spawn().ok());
    const absl::StatusOr<GateAddresses> addresses = child.AwaitReady(absl::Seconds(60));
    ASSERT_TRUE(addresses.ok()) << "after " << kill << " kills: " << addresses.status() << "\n"
                                << child_log();
    if (kill % kKillsPerCheck == 0) {
      ASSERT_NO_FATAL_FAILURE(CheckLog(/*ended=*/false));
    }

    Load load(*addresses, kill);
    absl::SleepFor(milliseconds(5, SCHOOLGATE_LONGEST_LOAD_MS));
    if (kill < kKills) child.Kill();
    load.Stop();
    for (const std::string& oddity : load.oddities()) ADD_FAILURE() << oddity;
    answered_.insert(answered_.end(), load.answered().begin(), load.answered().end());
    answers += static_cast<int64_t>(load.answered().size());
  }
  const absl::Status stopped = child.Stop(absl::Seconds(30));
  ASSERT_TRUE(stopped.ok()) << stopped << "\n" << child_log();
  ASSERT_NO_FATAL_FAILURE(CheckLog(/*ended=*/true));

  std::set<std::string> codes;
  for (const auto& [client, known] : codes_) codes.insert(known.begin(), known.end());
  EXPECT_EQ(codes.size(), size_t{2} * kClients) << "sessions share codes";
  // The kills did hit a gate at work.
  EXPECT_GT(unknown_, static_cast<size_t>(kKills / 4));
  EXPECT_GT(answers, kKills);
  RecordProperty("kills", kKills);
  RecordProperty("received", static_cast<int>(received_));
  RecordProperty("answered", static_cast<int>(answers));
  RecordProperty("cut_off", static_cast<int>(unknown_));
}

}  // namespace
}  // namespace schoolgate::tests
