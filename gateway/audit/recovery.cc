#include "gateway/audit/recovery.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/checkpoint.h"
#include "gateway/audit/checkpointer.h"
#include "gateway/audit/committer.h"
#include "gateway/audit/wal_format.h"

namespace schoolgate::gateway {
namespace {

absl::Status Damaged(std::string_view what) {
  return MakeProblem(problems::kAuditLogDamaged, {{"what", what}});
}

absl::Status DiskFailed(const absl::Status& cause) {
  LogError("audit_recovery_failed", {{"code", static_cast<int>(cause.code())}});
  return MakeProblem(problems::kAuditUnavailable);
}

// DataLoss is damage; anything else is the disk's refusal to work.
absl::Status AsProblem(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDataLoss ? Damaged(ToStd(status.message())) : DiskFailed(status);
}

struct Scan {
  TileBuilder tiles;
  WalPosition checkpoint_end;
  uint64_t next_index = 0;
  std::optional<WalReader::TornTail> torn_tail;
  absl::flat_hash_map<ExchangeKey, WalPosition> open_intents;
};

absl::Status FollowIntents(const WalEntry& entry, const WalPosition& position, Scan& scan) {
  v1::AuditRecord record;
  if (!record.ParseFromArray(entry.record.data(), static_cast<int>(entry.record.size()))) {
    return absl::DataLossError(StrCat("record ", entry.index, " is not an audit record"));
  }
  if (record.version() != 1 || record.phase() == v1::AUDIT_PHASE_UNSPECIFIED) {
    return absl::DataLossError(StrCat("record ", entry.index, " is of an unknown version or phase"));
  }
  const ExchangeKey key = KeyOf(record.exchange_id());
  // The committer admits neither, so someone else wrote it.
  if (record.phase() == v1::AUDIT_PHASE_INTENT && !scan.open_intents.try_emplace(key, position).second) {
    return absl::DataLossError(StrCat("record ", entry.index, " is a second INTENT of an exchange"));
  }
  if (record.phase() == v1::AUDIT_PHASE_OUTCOME && scan.open_intents.erase(key) == 0) {
    return absl::DataLossError(StrCat("record ", entry.index, " is an OUTCOME without an INTENT"));
  }
  return absl::OkStatus();
}

// Reads the whole log and changes nothing. `tile` sees each tile of the checkpoint's tree.
absl::StatusOr<Scan> ScanLog(const std::string& log_directory, const CheckpointBody& checkpoint,
                             TileSink tile) {
  Scan scan;
  WalReader reader(log_directory);
  while (true) {
    const WalPosition position = reader.position();
    SG_ASSIGN_OR_RETURN(const std::optional<WalEntry> entry, reader.Next());
    if (!entry) break;
    SG_RETURN_IF_ERROR(FollowIntents(*entry, position, scan));
    if (entry->index >= checkpoint.size) continue;
    SG_RETURN_IF_ERROR(scan.tiles.Append(entry->record, tile));
    if (scan.tiles.size() == checkpoint.size) scan.checkpoint_end = reader.position();
  }
  scan.next_index = reader.position().index;
  scan.torn_tail = reader.torn_tail();
  if (scan.next_index < checkpoint.size) {
    return absl::DataLossError(StrCat("the checkpoint covers ", checkpoint.size, " records, but only ",
                                      scan.next_index, " are there"));
  }
  if (scan.tiles.Root() != checkpoint.root) {
    return absl::DataLossError(
        StrCat("the first ", checkpoint.size, " records are not the ones the checkpoint was signed for"));
  }
  SG_RETURN_IF_ERROR(scan.tiles.EmitPartial(tile));
  return scan;
}

bool TileStands(const std::string& folder, const std::string& path, std::string_view content) {
  const std::string file = StrCat(folder, "/", path);
  if (path.starts_with("tile/entries/")) {
    // Their hashes are compared in the hash tiles; here the size is enough.
    std::error_code error;
    return std::filesystem::file_size(file, error) == content.size() && !error;
  }
  const absl::StatusOr<std::string> read = ReadFile(file);
  return read.ok() && *read == content;
}

std::string SegmentPath(const std::string& log_directory, uint64_t segment) {
  return StrCat(WalDirectory(log_directory), "/", SegmentName(segment));
}

absl::Status SyncDirectory(const std::string& directory) {
  const FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0)
    return absl::ErrnoToStatus(errno, StrCat("cannot flush ", directory));
  return absl::OkStatus();
}

// Cuts the unfinished write of a process that stopped: nothing of it was ever acknowledged.
absl::Status CutTornTail(const std::string& log_directory, const WalReader::TornTail& tail) {
  const FileDescriptor fd(
      ::open(SegmentPath(log_directory, tail.position.segment).c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd.valid() || ::ftruncate(fd.get(), static_cast<off_t>(tail.position.offset)) != 0 ||
      ::fsync(fd.get()) != 0) {
    return absl::ErrnoToStatus(errno, "cannot cut the unfinished end of the audit log");
  }
  LogWarn("audit_torn_tail_cut", {{"record", tail.position.index}, {"bytes", tail.bytes}});
  return absl::OkStatus();
}

// Writes the same bytes again and flushes them. After a failed flush the kernel may hold pages as clean that
// never reached the disk: they can be read today and be gone after a power cut.
absl::Status RewriteUncovered(const std::string& log_directory, const WalPosition& from) {
  SG_ASSIGN_OR_RETURN(const std::vector<uint64_t> segments, ListSegments(log_directory));
  for (const uint64_t segment : segments) {
    if (segment < from.segment) continue;
    const std::string path = SegmentPath(log_directory, segment);
    SG_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
    const uint64_t start = segment == from.segment ? std::min<uint64_t>(from.offset, content.size()) : 0;
    const FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    for (uint64_t at = start; fd.valid() && at < content.size();) {
      const ssize_t n = ::pwrite(fd.get(), content.data() + at, content.size() - at, static_cast<off_t>(at));
      if (n <= 0) return absl::ErrnoToStatus(errno, "cannot write the audit log");
      at += static_cast<uint64_t>(n);
    }
    if (!fd.valid() || ::fdatasync(fd.get()) != 0)
      return absl::ErrnoToStatus(errno, "cannot flush the audit log");
  }
  return absl::OkStatus();
}

// A segment without records, left by a process that stopped right after making it, has the name the next one
// needs.
absl::Status RemoveEmptySegment(const std::string& log_directory, uint64_t next_index) {
  if (::unlink(SegmentPath(log_directory, next_index).c_str()) != 0 && errno != ENOENT) {
    return absl::ErrnoToStatus(errno, "cannot remove an empty segment of the audit log");
  }
  return SyncDirectory(WalDirectory(log_directory));
}

absl::StatusOr<std::vector<v1::AuditRecord>> ReadOpenIntents(const std::string& log_directory,
                                                             const Scan& scan) {
  std::map<uint64_t, WalPosition> in_order;
  for (const auto& [key, position] : scan.open_intents) in_order[position.index] = position;
  std::vector<v1::AuditRecord> intents;
  for (const auto& [index, position] : in_order) {
    SG_ASSIGN_OR_RETURN(WalReader reader, WalReader::OpenAt(log_directory, position));
    SG_ASSIGN_OR_RETURN(const std::optional<WalEntry> entry, reader.Next());
    const std::string_view bytes = entry.has_value() ? std::string_view(entry->record) : std::string_view();
    if (bytes.empty() ||
        !intents.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::DataLossError(StrCat("record ", index, " cannot be read a second time"));
    }
  }
  return intents;
}

absl::Status Mend(const std::string& log_directory, const Scan& scan) {
  SG_RETURN_IF_ERROR(MakeDirectories(WalDirectory(log_directory)));
  if (scan.torn_tail) SG_RETURN_IF_ERROR(CutTornTail(log_directory, *scan.torn_tail));
  SG_RETURN_IF_ERROR(RemoveEmptySegment(log_directory, scan.next_index));
  return RewriteUncovered(log_directory, scan.checkpoint_end);
}

}  // namespace

bool HoldsLog(const std::string& log_directory) {
  std::error_code error;
  const absl::StatusOr<std::vector<uint64_t>> segments = ListSegments(log_directory);
  return std::filesystem::exists(CheckpointPath(log_directory), error) || !segments.ok() ||
         !segments->empty();
}

absl::StatusOr<RecoveredLog> CreateLog(const std::string& log_directory, const NoteSigner& signer) {
  absl::Status made = MakeDirectories(TilesDirectory(log_directory));
  if (made.ok()) {
    made = WriteFileAtomically(VerifierKeyPath(log_directory),
                               StrCat(NoteVerifierKey(signer.name(), signer.public_key()), "\n"), 0600);
  }
  if (!made.ok()) return DiskFailed(made);
  RecoveredLog log;
  absl::StatusOr<std::string> note = PublishCheckpoint(log_directory, log.tiles, signer);
  if (!note.ok()) return DiskFailed(note.status());
  log.note = *std::move(note);
  return log;
}

absl::StatusOr<RecoveredLog> RecoverLog(const std::string& log_directory, const NoteSigner& signer) {
  RecoveredLog log;
  absl::StatusOr<std::string> note = ReadFile(CheckpointPath(log_directory));
  if (!note.ok()) return Damaged("there are records, but no checkpoint");
  log.note = *std::move(note);
  SG_ASSIGN_OR_RETURN(Ed25519PublicKey key, Ed25519PublicKey::FromRaw(signer.public_key().raw()));
  const NoteVerifier verifier{signer.name(), std::move(key)};
  const absl::StatusOr<CheckpointBody> checkpoint = OpenCheckpoint(log.note, verifier);
  if (!checkpoint.ok()) {
    return Damaged(StrCat("its checkpoint is not one that this key signed under this name: ",
                          ToStd(checkpoint.status().message())));
  }

  const std::string folder = TilesDirectory(log_directory);
  int64_t damaged_tiles = 0;
  absl::StatusOr<Scan> scan =
      ScanLog(log_directory, *checkpoint, [&](const std::string& path, std::string_view content) {
        if (!TileStands(folder, path, content)) ++damaged_tiles;
        return absl::OkStatus();
      });
  if (!scan.ok()) return AsProblem(scan.status());
  if (damaged_tiles > 0) {
    // They are derived, and what they derive from has just been verified.
    LogWarn("audit_tiles_rebuilt", {{"tiles", damaged_tiles}});
    scan = ScanLog(log_directory, *checkpoint, [&](const std::string& path, std::string_view content) {
      return TileStands(folder, path, content) ? absl::OkStatus() : WriteTile(folder, path, content);
    });
    if (!scan.ok()) return AsProblem(scan.status());
  }
  absl::StatusOr<std::vector<v1::AuditRecord>> intents = ReadOpenIntents(log_directory, *scan);
  if (!intents.ok()) return AsProblem(intents.status());
  const absl::Status mended = Mend(log_directory, *scan);
  if (!mended.ok()) return DiskFailed(mended);

  log.tiles = std::move(scan->tiles);
  log.checkpoint_end = scan->checkpoint_end;
  log.next_index = scan->next_index;
  log.open_intents = *std::move(intents);
  return log;
}

}  // namespace schoolgate::gateway
