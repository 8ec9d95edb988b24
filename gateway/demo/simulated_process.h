// The demo's vendor as a process of its own, so that what it got is what crossed a socket. Ends with its
// holder.
#ifndef SCHOOLGATE_GATEWAY_DEMO_SIMULATED_PROCESS_H_
#define SCHOOLGATE_GATEWAY_DEMO_SIMULATED_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/demo/sample.h"

namespace schoolgate::gateway {

class SimulatedProcess {
 public:
  // Starts this program's own `simulated-vendor` command, which keeps what it gets and answers under
  // `directory`.
  static absl::StatusOr<std::unique_ptr<SimulatedProcess>> Start(const std::string& directory,
                                                                 const SampleTls& tls);
  ~SimulatedProcess();

  std::string base_url() const;
  // The body of the last request it got, and the bytes of its answer.
  std::string LastRequestBody() const;
  std::string LastAnswer() const;

 private:
  SimulatedProcess(pid_t pid, int port, std::string directory)
      : pid_(pid), port_(port), directory_(std::move(directory)) {}

  const pid_t pid_;
  const int port_;
  const std::string directory_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_SIMULATED_PROCESS_H_
