// Signs and publishes checkpoints: follows the write-ahead log behind the writer, reads each record back,
// adds it to the tree and the tiles, and signs what it read. So what is signed is what the disk gives back.
//
// Owner:  AuditLog. Thread: a thread of its own; the methods from any.
// Errors: a record that cannot be read back, or a tile or checkpoint that cannot be written, ends it, and
//         `on_failure` stops the log: going on without checkpoints would be going on blind.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_CHECKPOINTER_H_
#define SCHOOLGATE_GATEWAY_AUDIT_CHECKPOINTER_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/crypto/signed_note.h"
#include "gateway/audit/tiles.h"
#include "gateway/audit/wal_reader.h"

namespace schoolgate::gateway {

// Writes the checkpoint of the tree in `tiles`, its partial tiles first. Gives the note.
absl::StatusOr<std::string> PublishCheckpoint(const std::string& log_directory, const TileBuilder& tiles,
                                              const NoteSigner& signer);

class Checkpointer {
 public:
  struct Options {
    std::string log_directory;
    // How old a durable record without a checkpoint may become.
    absl::Duration interval;
    int64_t low_water_bytes;
    absl::AnyInvocable<void()> on_failure;
  };
  // `tiles` and `reader` stand at the size of the checkpoint `note`.
  Checkpointer(Options options, NoteSigner signer, TileBuilder tiles, WalReader reader, std::string note);
  // Covers what is durable, then ends.
  ~Checkpointer();

  void Start();
  // The log's first `size` records are durable.
  void NoteDurable(uint64_t size);

  std::string note() const;
  uint64_t durable() const { return durable_.load(); }
  uint64_t covered() const { return covered_.load(); }
  // Whether the disk has less room than the low-water mark; measured every second.
  bool disk_low() const { return disk_low_.load(); }

 private:
  void Run();
  absl::Status CoverDurable();
  void MeasureDisk();

  Options options_;
  const NoteSigner signer_;
  TileBuilder tiles_;
  WalReader reader_;
  std::atomic<uint64_t> durable_;
  std::atomic<uint64_t> covered_;
  std::atomic<bool> disk_low_ = false;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  // Guarded by mutex_.
  std::string note_;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_CHECKPOINTER_H_
