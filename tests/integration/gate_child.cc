#include "tests/integration/gate_child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "absl/time/clock.h"
#include "connectors/dialects/json_util.h"
#include "core/util/strings.h"

namespace schoolgate::tests {

namespace json = connectors::json;

GateChild::GateChild(std::string binary, std::vector<std::string> arguments, std::string log_file)
    : binary_(std::move(binary)), arguments_(std::move(arguments)), log_file_(std::move(log_file)) {}

GateChild::~GateChild() { Kill(); }

absl::Status GateChild::Spawn() {
  std::vector<char*> argv = {const_cast<char*>(binary_.c_str())};
  for (const std::string& argument : arguments_) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  int in[2];
  int out[2];
  if (::pipe2(in, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe2");
  if (::pipe2(out, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe2");
  const int log = ::open(log_file_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execv(binary_.c_str(), argv.data());
    ::_exit(127);
  }
  for (const int fd : {in[0], out[1], log}) ::close(fd);
  in_ = in[1];
  out_ = out[0];
  return pid_ > 0 ? absl::OkStatus() : absl::ErrnoToStatus(errno, "fork");
}

absl::StatusOr<GateAddresses> GateChild::AwaitReady(absl::Duration limit) {
  const absl::Time deadline = absl::Now() + limit;
  std::string line;
  while (line.find('\n') == std::string::npos) {
    pollfd waiting{.fd = out_, .events = POLLIN, .revents = 0};
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return absl::DeadlineExceededError("the gate is not ready");
    if (::poll(&waiting, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1) <= 0) continue;
    char bytes[4096];
    const ssize_t n = ::read(out_, bytes, sizeof(bytes));
    if (n <= 0) return absl::UnavailableError("the gate ended before it was ready");
    line.append(bytes, static_cast<size_t>(n));
  }
  json::Document document;
  if (!document.Parse(line).ok()) return absl::DataLossError("the gate does not say where it is");
  GateAddresses addresses;
  addresses.http = std::string(json::FindText(document.root(), "http"));
  addresses.health = std::string(json::FindText(document.root(), "health"));
  addresses.ca_file = std::string(json::FindText(document.root(), "ca"));
  addresses.teacher_key = std::string(json::FindText(document.root(), "teacher_key"));
  addresses.grpc = std::string(json::FindText(document.root(), "grpc"));
  addresses.records_key = std::string(json::FindText(document.root(), "records_key"));
  return addresses;
}

void GateChild::Kill() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  pid_ = -1;
  CloseStreams();
}

absl::Status GateChild::Stop(absl::Duration limit) {
  ::close(std::exchange(in_, -1));
  const absl::Time deadline = absl::Now() + limit;
  int how = 0;
  pid_t ended = 0;
  while ((ended = ::waitpid(pid_, &how, WNOHANG)) == 0 && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  if (ended != pid_) return absl::DeadlineExceededError("the gate does not end");
  pid_ = -1;
  CloseStreams();
  return how == 0 ? absl::OkStatus() : absl::InternalError(StrCat("the gate ended with ", how));
}

void GateChild::CloseStreams() {
  for (int* fd : {&in_, &out_}) {
    if (*fd >= 0) ::close(*fd);
    *fd = -1;
  }
}

}  // namespace schoolgate::tests
