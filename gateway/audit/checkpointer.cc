#include "gateway/audit/checkpointer.h"

#include <sys/statvfs.h>

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/checkpoint.h"

namespace schoolgate::gateway {

absl::StatusOr<std::string> PublishCheckpoint(const std::string& log_directory, const TileBuilder& tiles,
                                              const NoteSigner& signer) {
  const std::string folder = TilesDirectory(log_directory);
  SG_RETURN_IF_ERROR(tiles.EmitPartial([&folder](const std::string& path, std::string_view content) {
    return WriteTile(folder, path, content);
  }));
  const CheckpointBody body{.origin = signer.name(), .size = tiles.size(), .root = tiles.Root()};
  absl::StatusOr<std::string> note = signer.Sign(FormatCheckpoint(body));
  if (!note.ok()) return note.status();
  SG_RETURN_IF_ERROR(WriteFileAtomically(CheckpointPath(log_directory), *note, 0600));
  return note;
}

Checkpointer::Checkpointer(Options options, NoteSigner signer, TileBuilder tiles, WalReader reader,
                           std::string note)
    : options_(std::move(options)),
      signer_(std::move(signer)),
      tiles_(std::move(tiles)),
      reader_(std::move(reader)),
      durable_(tiles_.size()),
      covered_(tiles_.size()),
      note_(std::move(note)) {
  MeasureDisk();
}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Checkpointer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Checkpointer::NoteDurable(uint64_t size) {
  const bool was_covered = durable_.exchange(size) == covered_.load();
  if (!was_covered) return;  // the thread is at work already
  { const std::lock_guard lock(mutex_); }
  work_.notify_one();
}

std::string Checkpointer::note() const {
  const std::lock_guard lock(mutex_);
  return note_;
}

void Checkpointer::Run() {
  const auto gather = absl::ToChronoMicroseconds(options_.interval / 2);
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_ || durable_ != covered_; });
    // Half the interval to gather records, half to write tiles and sign.
    if (durable_ != covered_) work_.wait_for(lock, gather, [this] { return stopping_; });
    const bool last = stopping_;
    lock.unlock();
    MeasureDisk();
    const absl::Status status = CoverDurable();
    if (!status.ok()) {
      LogError("audit_checkpoint_failed", {{"code", static_cast<int>(status.code())}});
      options_.on_failure();
    }
    if (last || !status.ok()) return;
    lock.lock();
  }
}

absl::Status Checkpointer::CoverDurable() {
  const uint64_t durable = durable_;
  if (durable == covered_) return absl::OkStatus();
  const std::string folder = TilesDirectory(options_.log_directory);
  while (tiles_.size() < durable) {
    SG_ASSIGN_OR_RETURN(const std::optional<WalEntry> entry, reader_.Next());
    if (!entry) return absl::DataLossError("a durable record of the audit log cannot be read back");
    SG_RETURN_IF_ERROR(
        tiles_.Append(entry->record, [&folder](const std::string& path, std::string_view content) {
          return WriteTile(folder, path, content);
        }));
  }
  SG_ASSIGN_OR_RETURN(std::string note, PublishCheckpoint(options_.log_directory, tiles_, signer_));
  const std::lock_guard lock(mutex_);
  note_ = std::move(note);
  covered_ = durable;
  return absl::OkStatus();
}

void Checkpointer::MeasureDisk() {
  struct statvfs disk;
  if (::statvfs(options_.log_directory.c_str(), &disk) != 0) {
    disk_low_ = true;  // a disk that cannot be asked is not one to rely on
    return;
  }
  const int64_t free_bytes = static_cast<int64_t>(disk.f_bavail) * static_cast<int64_t>(disk.f_frsize);
  const bool low = free_bytes < options_.low_water_bytes;
  if (low && !disk_low_) LogWarn("audit_disk_low", {{"free_bytes", free_bytes}});
  disk_low_ = low;
}

}  // namespace schoolgate::gateway
