#include "gateway/demo/simulated_process.h"

#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/cli/command.h"
#include "gateway/demo/demo.h"

namespace schoolgate::gateway {
namespace {

constexpr absl::Duration kPace = absl::Milliseconds(25);  // slow enough to see it stream

std::string RequestFile(const std::string& directory) { return directory + "/last-request.json"; }
std::string AnswerFile(const std::string& directory) { return directory + "/last-answer.txt"; }

}  // namespace

int RunSimulatedVendor(const SimulatedVendorArguments& arguments) {
  // Ends with the demo, however that ends.
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  absl::StatusOr<std::string> certificate = ReadFile(arguments.certificate);
  absl::StatusOr<std::string> key = ReadFile(arguments.private_key);
  if (!certificate.ok()) return Report(certificate.status());
  if (!key.ok()) return Report(key.status());
  const TlsIdentity tls{*certificate, SecretBytes(*key)};
  const std::string directory = arguments.record;
  connectors::SimulatedVendorOptions options;
  options.tls = &tls;
  options.record_file = directory + "/received";
  options.script = [directory](const connectors::RecordedRequest& request) {
    connectors::VendorScript answer = connectors::DefaultAnswer(request, kPace);
    std::string bytes = answer.body;
    for (const connectors::VendorChunk& chunk : answer.chunks) bytes += chunk.bytes;
    WriteFileAtomically(RequestFile(directory), request.body()).IgnoreError();
    WriteFileAtomically(AnswerFile(directory), bytes).IgnoreError();
    return std::optional(std::move(answer));
  };
  auto vendor = connectors::SimulatedVendor::Start(std::move(options));
  if (!vendor.ok()) return Report(vendor.status());
  if (absl::Status told = WriteFileAtomically(arguments.port_file, StrCat((*vendor)->port())); !told.ok()) {
    return Report(told);
  }
  int received = 0;
  sigwait(&signals, &received);
  return kExitOk;
}

absl::StatusOr<std::unique_ptr<SimulatedProcess>> SimulatedProcess::Start(const std::string& directory,
                                                                          const SampleTls& tls) {
  SG_RETURN_IF_ERROR(MakeDirectories(directory));
  const std::string port_file = directory + "/port";
  std::filesystem::remove(port_file);
  const char* const arguments[] = {
      "schoolgate",    "simulated-vendor",   "--record",      directory.c_str(),
      "--port-file",   port_file.c_str(),    "--certificate", tls.certificate_file.c_str(),
      "--private-key", tls.key_file.c_str(), nullptr};
  pid_t pid = 0;
  const int error =
      ::posix_spawn(&pid, "/proc/self/exe", nullptr, nullptr, const_cast<char* const*>(arguments), environ);
  if (error != 0) return absl::ErrnoToStatus(error, "cannot start the simulated vendor");
  int port = 0;
  for (int tries = 0; port == 0 && tries < 200; ++tries) {
    absl::SleepFor(absl::Milliseconds(25));
    const absl::StatusOr<std::string> text = ReadFile(port_file);
    if (text.ok() && !absl::SimpleAtoi(*text, &port)) port = 0;
    if (::waitpid(pid, nullptr, WNOHANG) == pid)
      return absl::UnavailableError("the simulated vendor did not start");
  }
  return std::unique_ptr<SimulatedProcess>(new SimulatedProcess(pid, port, directory));
}

SimulatedProcess::~SimulatedProcess() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::string SimulatedProcess::base_url() const { return StrCat("https://127.0.0.1:", port_, "/v1"); }
std::string SimulatedProcess::LastRequestBody() const {
  return ReadFile(RequestFile(directory_)).value_or("");
}
std::string SimulatedProcess::LastAnswer() const { return ReadFile(AnswerFile(directory_)).value_or(""); }

}  // namespace schoolgate::gateway
