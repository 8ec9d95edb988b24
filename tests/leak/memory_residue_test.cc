// What a gate's memory holds once everything was answered. A core dump, a swapped page, a debugger on the
// machine see what this test sees: every byte the process could write to. People on the roster are in memory
// for as long as the roster is; what callers wrote of anybody else, and what they wrote at all, is not.
//
// The gate is a child process, and so is nothing else: the vendor lives with the test. All values are made
// up.
#include <curl/curl.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gateway/demo/district.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "tests/integration/gate_child.h"
#include "tests/leak/echo.h"
#include "tests/leak/needles.h"

namespace schoolgate::tests {
namespace {

constexpr int kRounds = 12;

struct Note {
  std::string label;
  std::string value;
};

// What request number `n` holds of people nobody on the roster is. Long enough that chance makes none of it.
std::vector<Note> NotesOf(int n) {
  const std::string letters = {static_cast<char>('a' + n / 26), static_cast<char>('a' + n % 26)};
  return {{"a name", StrCat("Quenby", letters, " Arlowe-Tamsin")},
          {"a social security number", StrCat("512-4", n % 10, "-73", n / 10 % 10, n % 10)},
          {"a phone number", StrCat("(907) 555-01", 10 + n)},
          {"an e-mail address", StrCat("quenby.arlowe.", letters, "@mail.example")},
          {"an address", StrCat(1400 + n, " Ochreweir", letters, " Terrace, Springfield, OR 97477")},
          {"a birth date", StrCat("Feb ", 1 + n % 27, ", 200", n % 10, " (", letters, "quillback)")},
          {"what was written of them", StrCat("kestrel lanterns ", letters, " hummed over the sluice")}};
}

std::string TextOf(int n) {
  const std::vector<Note> notes = NotesOf(n);
  return StrCat("Write to the family of ", notes[0].value, ", SSN ", notes[1].value, ", phone ",
                notes[2].value, ", e-mail ", notes[3].value, ", of ", notes[4].value, ", born ",
                notes[5].value, ": ", notes[6].value, ".");
}

size_t Append(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

// All the process `pid` could have written to, as a core dump has it, a mapping at a time.
class Memory {
 public:
  explicit Memory(pid_t pid) : pid_(pid) {}

  // What of `needles` is there, each with its encoding. The process stands still meanwhile.
  std::set<std::string> Find(const Needles& needles) const {
    std::set<std::string> found;
    ::kill(pid_, SIGSTOP);
    std::ifstream maps(StrCat("/proc/", pid_, "/maps"));
    std::ifstream memory(StrCat("/proc/", pid_, "/mem"), std::ios::binary);
    EXPECT_TRUE(maps.good());
    EXPECT_TRUE(memory.good());
    std::string line;
    while (std::getline(maps, line)) {
      uint64_t begin = 0;
      uint64_t end = 0;
      char rights[5] = {};
      if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, rights) != 3) continue;
      if (rights[0] != 'r' || rights[1] != 'w') continue;
      for (uint64_t at = begin; at < end; at += kPiece) {
        // Pieces overlap, so that nothing is cut in all of them.
        std::string bytes(std::min<uint64_t>(kPiece + kOverlap, end - at), '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(at));
        memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        for (std::string& label : needles.In(bytes)) found.insert(std::move(label));
      }
    }
    ::kill(pid_, SIGCONT);
    return found;
  }

 private:
  static constexpr uint64_t kPiece = 1 << 20;
  static constexpr uint64_t kOverlap = 1 << 10;

  const pid_t pid_;
};

class MemoryResidueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (SCHOOLGATE_SANITIZED) GTEST_SKIP() << "a sanitizer's heap keeps what was freed, to tell of its use";
    connectors::SimulatedVendorOptions options;
    options.script = [](const connectors::RecordedRequest& request) { return std::optional(Echo(request)); };
    auto vendor = connectors::SimulatedVendor::Start(std::move(options));
    ASSERT_TRUE(vendor.ok()) << vendor.status();
    vendor_ = *std::move(vendor);
    child_ = std::make_unique<GateChild>(
        SCHOOLGATE_BINARY_DIR "/tests/fakes/test_gate",
        std::vector<std::string>{"--data", directory_.File("gate"), "--vendor-url", vendor_->base_url()},
        directory_.File("log"));
    ASSERT_TRUE(child_->Spawn().ok());
    auto gate = child_->AwaitReady(absl::Seconds(120));
    ASSERT_TRUE(gate.ok()) << gate.status();
    gate_ = *std::move(gate);
  }

  // On a connection of its own, which is closed when it returns.
  std::string AskHttp(const std::string& text, bool streamed) const {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
    for (const std::string& header :
         {std::string("content-type: application/json"), "authorization: Bearer " + gate_.teacher_key,
          StrCat("x-schoolgate-person: ", gateway::kDemoTeacherId)}) {
      headers.reset(curl_slist_append(headers.release(), header.c_str()));
    }
    const std::string body = StrCat(R"({"model":")", kModel, R"(","stream":)", streamed ? "true" : "false",
                                    R"(,"messages":[{"role":"user","content":")", text, R"("}]})");
    std::string answer;
    curl_easy_setopt(curl.get(), CURLOPT_URL, (gate_.http + "/v1/chat/completions").c_str());
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, gate_.ca_file.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
    EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK);
    return answer;
  }

  std::string AskGrpc(const std::string& text) const {
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = ReadFile(gate_.ca_file).value_or("");
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto stub = v1::GenerationService::NewStub(
        grpc::CreateCustomChannel(gate_.grpc, grpc::SslCredentials(tls), arguments));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    context.AddMetadata("authorization", "Bearer " + gate_.teacher_key);
    context.AddMetadata("x-schoolgate-person", std::string(gateway::kDemoTeacherId));
    v1::GenerateRequest request;
    request.set_model(kModel);
    v1::Message& message = *request.add_messages();
    message.set_role(v1::ROLE_USER);
    message.add_content()->set_text(text);
    v1::GenerateResponse response;
    const grpc::Status status = stub->Generate(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.choices_size() == 0 ? "" : response.choices(0).message().content(0).text();
  }

  static constexpr char kModel[] = "lesson-planner";

  const vault_testing::TestDirectory directory_;
  std::unique_ptr<connectors::SimulatedVendor> vendor_;
  std::unique_ptr<GateChild> child_;
  GateAddresses gate_;
};

TEST_F(MemoryResidueTest, NothingOfWhatWasAnsweredIsLeft) {
  Needles written;
  for (int n = 0; n < kRounds; ++n) {
    for (const Note& note : NotesOf(n)) written.Add(note.value, StrCat(note.label, " of request ", n));
    const std::string text = TextOf(n);
    const std::string answer = n % 3 == 0 ? AskGrpc(text) : AskHttp(text, n % 3 == 1);
    EXPECT_NE(answer.find(n % 3 == 1 ? "data: [DONE]" : "kestrel lanterns"), std::string::npos) << answer;
  }
  const Memory memory(child_->pid());
  // A name of the roster is there all the time: the search finds what is to be found.
  Needles roster;
  roster.Add(gateway::kDemoFirstStudentName, "a student");
  EXPECT_FALSE(memory.Find(roster).empty());

  // Connections and streams end shortly after their callers have everything.
  std::set<std::string> left = memory.Find(written);
  for (const absl::Time deadline = absl::Now() + absl::Seconds(20);
       !left.empty() && absl::Now() < deadline;) {
    absl::SleepFor(absl::Milliseconds(200));
    left = memory.Find(written);
  }
  EXPECT_EQ(left, std::set<std::string>());
}

}  // namespace
}  // namespace schoolgate::tests
