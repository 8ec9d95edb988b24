#include "gateway/demo/demo.h"

#include <csignal>
#include <filesystem>
#include <iostream>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "core/roster/oneroster.h"
#include "core/util/clock.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/query.h"
#include "gateway/audit/render.h"
#include "gateway/audit/verify.h"
#include "gateway/cli/command.h"
#include "gateway/demo/conversation.h"
#include "gateway/demo/district.h"
#include "gateway/demo/sample.h"
#include "gateway/demo/side_by_side.h"
#include "gateway/demo/simulated_process.h"
#include "gateway/process/process.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kColumn = 58;

void Say(std::string_view line) { std::cout << line << "\n" << std::flush; }

// The records of the exchange, and what verifying the whole log says.
absl::Status ShowLog(const std::string& directory, const std::string& exchange_id) {
  SG_ASSIGN_OR_RETURN(const AuditQueryResult found,
                      QueryLog(directory + "/audit", {.exchange_id = exchange_id}));
  Say("\nWhat was logged about it (schoolgate audit query):\n");
  std::cout << RenderTable(found.rows);
  SG_ASSIGN_OR_RETURN(const VerifyReport report,
                      VerifyLog(directory + "/audit", "", [](uint64_t, uint64_t) {}));
  Say(StrCat("\nThe log verifies (schoolgate audit verify): ", report.ok() ? "yes" : "NO", ", ",
             report.records, " records, ", report.tree_size, " under the checkpoint signed by\n  ",
             report.verifier_key));
  for (const std::string& problem : report.problems) Say("  PROBLEM: " + problem);
  return report.ok() ? absl::OkStatus() : absl::DataLossError("the audit log does not verify");
}

void ShowHowToCall(const SampleGate& sample, const GateProcess& process, const std::string& directory) {
  Say(StrCat(
      "\nThe gate stays up; Ctrl-C ends it. Call it:\n\n  curl --cacert ", sample.ca_file,
      " https://127.0.0.1:", process.http_port(),
      "/v1/chat/completions \\\n    -H \"authorization: Bearer $(cat ", directory,
      "/secrets/lms.key)\" -H 'content-type: application/json' \\\n",
      R"(    -d '{"model": "lesson-planner", "messages": [{"role": "user", "content": "A quiz for Liam Nguyen"}]}')"));
  Say(StrCat("\n  OpenAI SDK: baseURL https://127.0.0.1:", process.http_port(),
             "/v1, NODE_EXTRA_CA_CERTS=", sample.ca_file, "\n  gRPC:       127.0.0.1:", process.grpc_port(),
             ", schoolgate.v1.GenerationService\n  metrics:    http://127.0.0.1:", process.health_port(),
             "/metrics"));
}

absl::Status RunDemo(const DemoArguments& arguments, const std::string& directory, const sigset_t& stop) {
  SG_ASSIGN_OR_RETURN(const SampleTls tls, MakeSampleTls(directory));
  SG_ASSIGN_OR_RETURN(const auto vendor, SimulatedProcess::Start(directory + "/vendor", tls));
  SG_ASSIGN_OR_RETURN(SampleGate sample, MakeSampleGate({.directory = directory,
                                                         .sample = arguments.sample,
                                                         .vendor_url = vendor->base_url(),
                                                         .vendor_ca = tls.ca_file}));
  if (arguments.once) {
    for (std::string* address : {&sample.config.http.address, &sample.config.grpc.address,
                                 &sample.config.health_address, &sample.config.grpc_health_address}) {
      *address = "127.0.0.1:0";
    }
  }
  std::vector<policy::Issue> faults;
  std::string notes;
  SG_ASSIGN_OR_RETURN(const auto process, GateProcess::Start(sample.config, Clock::System(), faults, notes));
  Say(StrCat("District: ", sample.config.district, " (generated; nobody in it exists)\n", notes));

  SG_ASSIGN_OR_RETURN(const ImportResult imported,
                      ImportOneRoster(sample.config.roster_directory, ImportOptions()));
  const ConversationRequest request{.base_url = StrCat("https://127.0.0.1:", process->http_port(), "/v1"),
                                    .ca_file = sample.ca_file,
                                    .api_key = sample.teacher_key,
                                    .person = std::string(kDemoTeacherId),
                                    .text = TeacherText(*imported.roster)};
  Say(StrCat(kDemoTeacherName, " asks the lesson planner, streamed:\n"));
  SG_ASSIGN_OR_RETURN(const ConversationAnswer answer, Converse(request));

  std::cout << SideBySide("WHAT THE TEACHER WROTE", request.text, "WHAT THE VENDOR GOT",
                          MessageTexts(vendor->LastRequestBody()), kColumn)
            << "\n"
            << SideBySide("WHAT THE VENDOR ANSWERED", StreamedText(vendor->LastAnswer()),
                          "WHAT THE TEACHER SAW", answer.text, kColumn);
  // A checkpoint is signed within a second of the last record.
  absl::SleepFor(sample.config.checkpoint_interval + absl::Milliseconds(300));
  SG_RETURN_IF_ERROR(ShowLog(directory, answer.exchange_id));
  if (arguments.once) {
    Say(StrCat("\nThe state is in ", directory, "; read it with\n  schoolgate audit verify --data ",
               directory, "\n  schoolgate audit query --data ", directory));
    return absl::OkStatus();
  }
  ShowHowToCall(sample, *process, directory);
  int received = 0;
  sigwait(&stop, &received);
  Say("\nStopping.");
  return absl::OkStatus();
}

}  // namespace

int Demo(const DemoArguments& arguments) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  std::string directory = arguments.data;
  absl::Cleanup remove = [&] {
    std::error_code ignored;
    if (arguments.data.empty() && !directory.empty()) std::filesystem::remove_all(directory, ignored);
  };
  if (directory.empty()) {
    directory = (std::filesystem::temp_directory_path() / "schoolgate-demo-XXXXXX").string();
    if (::mkdtemp(directory.data()) == nullptr) {
      return Report(absl::ErrnoToStatus(errno, "cannot make a temporary directory"));
    }
  } else {
    directory = std::filesystem::absolute(directory).lexically_normal().string();
  }
  return Report(RunDemo(arguments, directory, stop));
}

}  // namespace schoolgate::gateway
