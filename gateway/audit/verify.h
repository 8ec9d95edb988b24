// Verifies a log from its bytes alone: framing, every leaf, the tree, the signed checkpoint, the tiles, and
// that what the records say fits together. Works on a folder a gate is writing, or on a copy of it.
//
// Owner:  none. Thread: any; blocking, reads the whole log. Memory: open intents and one tile per level.
// Errors: only for a folder that is no log, or a key that is none; what is wrong with a log is in the report.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_VERIFY_H_
#define SCHOOLGATE_GATEWAY_AUDIT_VERIFY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace schoolgate::gateway {

struct VerifyReport {
  std::string origin;
  uint64_t records = 0;      // read, covered or not
  uint64_t tree_size = 0;    // covered by the checkpoint
  std::string root;          // of the checkpoint, base64
  std::string verifier_key;  // the key the checkpoint was checked with
  bool key_pinned = false;   // that key came from the caller, not from the log's own folder
  absl::Time last_record_time = absl::InfinitePast();  // of the last record that is covered
  uint64_t open_intents = 0;
  // What is wrong, in plain words; empty for an honest log.
  std::vector<std::string> problems;
  // What is worth knowing and not wrong.
  std::vector<std::string> notes;

  bool ok() const { return problems.empty(); }
};

// Called now and then with how many of the records the checkpoint covers are done.
using VerifyProgress = absl::FunctionRef<void(uint64_t done, uint64_t total)>;

// `pinned_key` is a C2SP verifier key or an Ed25519 public key in PEM; empty for the one stored with the log,
// which whoever can rewrite the log can rewrite too.
absl::StatusOr<VerifyReport> VerifyLog(const std::string& log_directory, std::string_view pinned_key,
                                       VerifyProgress progress);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_VERIFY_H_
