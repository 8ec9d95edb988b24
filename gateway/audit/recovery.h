// What happens when a log is opened: it is verified against its last signed checkpoint, and only then mended.
//
// Owner:  AuditLog::Open, which holds the log's lock. Thread: the caller's; blocking, reads the whole log.
// Errors: an AUDIT_LOG_DAMAGED problem where the log contradicts its checkpoint, with nothing changed;
//         AUDIT_UNAVAILABLE where the disk fails.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_RECOVERY_H_
#define SCHOOLGATE_GATEWAY_AUDIT_RECOVERY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/crypto/signed_note.h"
#include "gateway/audit/tiles.h"
#include "gateway/audit/wal_reader.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

struct RecoveredLog {
  std::string note;            // the last checkpoint; a new log's first, of size 0
  TileBuilder tiles;           // at the checkpoint's size
  WalPosition checkpoint_end;  // where the records begin that no checkpoint covers yet
  uint64_t next_index = 0;
  std::vector<v1::AuditRecord> open_intents;  // in the log's order
};

// Whether the directory holds a log, or any trace of one.
bool HoldsLog(const std::string& log_directory);

// An empty log: its first checkpoint is durable before its first record can be.
absl::StatusOr<RecoveredLog> CreateLog(const std::string& log_directory, const NoteSigner& signer);

absl::StatusOr<RecoveredLog> RecoverLog(const std::string& log_directory, const NoteSigner& signer);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_RECOVERY_H_
