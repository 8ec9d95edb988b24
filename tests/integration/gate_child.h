// A whole gate as a child process (the binary test_gate), which a test may end as rudely as it likes and
// start again on the same directory.
//
// Ownership: the holder; the child is killed with it, and with the test's own process. One thread.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_GATE_CHILD_H_
#define SCHOOLGATE_TESTS_INTEGRATION_GATE_CHILD_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace schoolgate::tests {

// Where a child's gate is, and with what it is called.
struct GateAddresses {
  std::string http;
  std::string health;
  std::string ca_file;
  std::string teacher_key;
  std::string grpc;  // "host:port"
  std::string records_key;
};

class GateChild {
 public:
  // `binary` with `arguments`; its standard error goes to the end of `log_file`.
  GateChild(std::string binary, std::vector<std::string> arguments, std::string log_file);
  ~GateChild();

  // Starts a process; at most one at a time.
  absl::Status Spawn();
  // Waits until it says where it is. UNAVAILABLE when it ends before, DEADLINE_EXCEEDED.
  absl::StatusOr<GateAddresses> AwaitReady(absl::Duration limit);
  // Of the process that runs; -1: none does.
  pid_t pid() const { return pid_; }
  // SIGKILL, and waits for the end.
  void Kill();
  // Asks it to end, by closing its standard input, and waits. INTERNAL when it does not end well in time.
  absl::Status Stop(absl::Duration limit);

 private:
  void CloseStreams();

  const std::string binary_;
  const std::vector<std::string> arguments_;
  const std::string log_file_;
  pid_t pid_ = -1;
  int in_ = -1;   // the child's standard input, held open
  int out_ = -1;  // its standard output
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_GATE_CHILD_H_
