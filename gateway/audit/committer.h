// Group commit: takes the records that wait, makes them durable together, and tells each one's caller.
//
// Owner:  AuditLog. Thread: Submit from any; one thread of its own writes and calls back.
// Errors: after a failed write or flush, or once poisoned, every submission ends as AUDIT_UNAVAILABLE. An
// OUTCOME
//         without an open INTENT, or a second INTENT of an open exchange, is refused and not written, so that
//         the log's pairs always match.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_COMMITTER_H_
#define SCHOOLGATE_GATEWAY_AUDIT_COMMITTER_H_

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "gateway/audit/wal_writer.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

// 16 bytes of the SHA-256 of an exchange's id: what is kept of an open intent.
using ExchangeKey = std::array<uint8_t, 16>;
ExchangeKey KeyOf(std::string_view exchange_id);

// Called once, on the submitting or the writing thread; must not block.
using CommitDone = absl::AnyInvocable<void(const absl::Status&)>;

class Committer {
 public:
  // `open_intents` are those the log has already. `on_durable` gets the log's new size, on the writing
  // thread, before the callers are told. `poisoned` outlives the committer; it sets it, and heeds it when
  // others do.
  Committer(WalWriter writer, const std::vector<v1::AuditRecord>& open_intents, std::atomic<bool>& poisoned,
            absl::AnyInvocable<void(uint64_t)> on_durable);
  // Writes what waits, then ends.
  ~Committer();

  void Submit(v1::AuditPhase phase, std::string_view exchange_id, std::string record, CommitDone done);

  int64_t commits() const { return commits_.load(); }
  int64_t open_intents() const;

 private:
  struct Waiting {
    std::string record;
    CommitDone done;
  };
  void Run();
  absl::Status Admit(v1::AuditPhase phase, std::string_view exchange_id);

  WalWriter writer_;
  absl::AnyInvocable<void(uint64_t)> on_durable_;
  std::atomic<bool>& poisoned_;
  std::atomic<int64_t> commits_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  // Guarded by mutex_.
  std::vector<Waiting> queue_;
  absl::flat_hash_set<ExchangeKey> open_;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_COMMITTER_H_
