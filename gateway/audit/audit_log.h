// The audit log: an RFC 6962 Merkle tree over a framed write-ahead log, with signed checkpoints (C2SP
// tlog-checkpoint) at most one second apart. Nothing leaves before its INTENT is durable: CommitIntent is the
// only maker of a Cleared.
//
// Threads: coroutines of any event loop call Commit*; one writer thread groups waiting records into one write
// and one fdatasync, then resumes their callers on their own executors. A caller's cancellation never cancels
// a commit. After a failed write or flush the log is poisoned: every later call is AUDIT_UNAVAILABLE, and the
// process must restart. Ownership: the gate owns one; it is closed after the event loops stop, and before
// their contexts are destroyed, since waiting callers keep work on them.
//
// Other errors: AUDIT_DISK_LOW for new intents below the low-water mark; AUDIT_RECORD_TOO_LARGE;
// DUPLICATE_REQUEST for an intent whose exchange has one open; INTERNAL for an outcome whose exchange has
// none. docs/audit-format.md has the files.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_AUDIT_LOG_H_
#define SCHOOLGATE_GATEWAY_AUDIT_AUDIT_LOG_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/guard/outbound.h"
#include "core/util/clock.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

struct AuditOptions {
  // Directory of the log; created if missing.
  std::string directory;
  // The log's origin line and key name, for example "maple-hollow.example/schoolgate".
  std::string origin;
  std::string district;
  // PEM file of the Ed25519 signing key; created (0600) on first use, its public key beside it as NAME.pub.
  std::string key_file;
  absl::Duration checkpoint_interval = absl::Seconds(1);
  // New intents are refused below this much free space; outcomes are still written.
  int64_t low_water_bytes = int64_t{64} << 20;
  // A new file of the write-ahead log is begun once one has this many bytes.
  int64_t segment_bytes = int64_t{64} << 20;
};

// What an audit writer measured; for /metrics.
struct AuditStats {
  int64_t records = 0;    // durable, in the whole log
  int64_t commits = 0;    // flushes since Open
  int64_t tree_size = 0;  // records the newest checkpoint covers
  int64_t open_intents = 0;
};

class AuditLog {
 public:
  // Opens or creates the log: verifies it against its last signed checkpoint, cuts a torn tail that was never
  // acknowledged, and closes intents a stopped process left open as OUTCOME_STATUS_UNKNOWN. DATA_LOSS when
  // the log contradicts its checkpoint: nothing is changed then.
  static absl::StatusOr<std::unique_ptr<AuditLog>> Open(AuditOptions options, const Clock& clock);
  ~AuditLog();

  // Makes `facts` the durable INTENT of `outbound` and clears it. The log fills version, phase, time,
  // boot_id, district, digest_salt, outbound_digest and outbound_bytes; the caller the rest, record_id and
  // exchange_id included.
  boost::asio::awaitable<absl::StatusOr<Cleared>> CommitIntent(Outbound&& outbound, v1::AuditRecord facts);

  // Makes any other record durable: an OUTCOME (phase and outcome set by the caller) closes its exchange's
  // intent.
  boost::asio::awaitable<absl::Status> Commit(v1::AuditRecord record);

  // The same for threads that may wait: start-up, imports, the CLI.
  absl::Status CommitBlocking(v1::AuditRecord record);

  // The newest signed checkpoint as published.
  std::string CheckpointNote() const;
  // The key it is signed with, as a C2SP verifier key: what a verifier is configured with.
  std::string VerifierKey() const;
  AuditStats stats() const;
  bool healthy() const;

 private:
  struct Impl;
  explicit AuditLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_AUDIT_LOG_H_
