#include <csignal>
#include <iostream>

#include "core/util/clock.h"
#include "gateway/cli/command.h"
#include "gateway/process/process.h"

namespace schoolgate::gateway {

int Serve(const std::string& config_path) {
  // Blocked before any thread starts, so that all of them leave these signals to sigwait below.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  std::vector<policy::Issue> issues;
  const absl::StatusOr<Config> config = LoadConfig(config_path, issues);
  if (!config.ok()) return Report(issues);
  std::string notes;
  auto process = GateProcess::Start(*config, Clock::System(), issues, notes);
  if (!issues.empty()) return Report(issues);
  if (!notes.empty()) std::cerr << notes;
  if (!process.ok()) return Report(process.status());
  std::cerr << "schoolgate: serving HTTP on port " << (*process)->http_port() << ", gRPC on port "
            << (*process)->grpc_port() << ", health and metrics on port " << (*process)->health_port()
            << "\n";
  int received = 0;
  sigwait(&signals, &received);
  std::cerr << "schoolgate: stopping; open calls may finish\n";
  (*process)->Stop();
  if (!(*process)->failed()) return kExitOk;
  std::cerr << "schoolgate: stopped because the audit log could not be written; the next start verifies it\n";
  return kExitRemote;
}

}  // namespace schoolgate::gateway
