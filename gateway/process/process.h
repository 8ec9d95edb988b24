// A whole gate in one object: stores, snapshots, event loops, listeners and housekeeping, started in the
// order in which each stands on the one before, stopped in the reverse. What `schoolgate serve` and the demo
// run.
//
// Threads: Start, Stop and the accessors from one thread (main's).
#ifndef SCHOOLGATE_GATEWAY_PROCESS_PROCESS_H_
#define SCHOOLGATE_GATEWAY_PROCESS_PROCESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/util/clock.h"
#include "gateway/config/config.h"

namespace schoolgate::gateway {

class GateProcess {
 public:
  // Starts a gate. `faults` gets every fault of the policy files and of what they and the configuration say
  // of each other; `notes` what an operator should know (the roster import's report). `clock` outlives the
  // process.
  static absl::StatusOr<std::unique_ptr<GateProcess>> Start(const Config& config, const Clock& clock,
                                                            std::vector<policy::Issue>& faults,
                                                            std::string& notes);
  ~GateProcess();

  int http_port() const;
  int grpc_port() const;
  int health_port() const;

  // The audit log cannot be written any more. The process has sent itself SIGTERM: it is to stop, and to be
  // started again.
  bool failed() const;

  // Not ready, after the grace time no new calls, then open calls end within the drain time, then the stores
  // close. Idempotent.
  void Stop();

 private:
  struct Impl;
  explicit GateProcess(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_PROCESS_PROCESS_H_
