#include "gateway/audit/verify.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/checkpoint.h"
#include "gateway/audit/committer.h"
#include "gateway/audit/reader.h"
#include "gateway/audit/tiles.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kMaxProblems = 50;
constexpr uint64_t kProgressEvery = 4096;
// Records are stamped before they queue, so neighbours may stand in the other order by a little.
constexpr int64_t kClockSlackMicros = 60'000'000;

class Verification {
 public:
  Verification(const std::string& log_directory, VerifyProgress progress)
      : directory_(log_directory), folder_(TilesDirectory(log_directory)), progress_(progress) {}

  absl::StatusOr<VerifyReport> Run(std::string_view pinned_key) {
    SG_ASSIGN_OR_RETURN(LogReader reader, LogReader::Open(directory_));
    SG_RETURN_IF_ERROR(CheckCheckpoint(pinned_key));
    ReadRecords(reader);
    if (checkpoint_ && tiles_.size() < checkpoint_->size) {
      Problem(StrCat("the checkpoint covers ", checkpoint_->size, " records, of which the last ",
                     checkpoint_->size - tiles_.size(), " could not be read"));
    }
    report_.open_intents = open_.size();
    if (!open_.empty()) {
      Note(StrCat(open_.size(), " exchange(s) have an INTENT without an OUTCOME yet"));
    }
    if (report_.ok() && report_.records > report_.tree_size) {
      Note(StrCat(report_.records - report_.tree_size, " record(s) are not yet covered by a checkpoint"));
    }
    return std::move(report_);
  }

 private:
  void Problem(std::string text) {
    if (report_.problems.size() < kMaxProblems) report_.problems.push_back(std::move(text));
    if (report_.problems.size() == kMaxProblems) report_.problems.push_back("and more");
  }
  void Note(std::string text) { report_.notes.push_back(std::move(text)); }

  // Fills checkpoint_ where there is one to trust. Fails for an unusable pinned key only.
  absl::Status CheckCheckpoint(std::string_view pinned_key) {
    const absl::StatusOr<std::string> note = ReadFile(CheckpointPath(directory_));
    if (!note.ok()) Problem("there is no checkpoint, so the records prove nothing");
    const std::string_view origin = note.ok() ? OriginOf(*note) : std::string_view();
    const absl::StatusOr<std::string> stored = ReadFile(VerifierKeyPath(directory_));
    absl::StatusOr<NoteVerifier> verifier = ParsePublicKey(stored.ok() ? *stored : "", origin);
    if (!verifier.ok()) Problem("the verifier key stored with the log is missing or no key");
    if (!pinned_key.empty()) {
      absl::StatusOr<NoteVerifier> pinned = ParsePublicKey(pinned_key, origin);
      if (!pinned.ok()) return pinned.status();
      if (verifier.ok() && verifier->key.raw() != pinned->key.raw()) {
        Problem("the verifier key stored with the log is not the one given");
      }
      verifier = std::move(pinned);
      report_.key_pinned = true;
    }
    if (!note.ok() || !verifier.ok()) return absl::OkStatus();
    report_.verifier_key = NoteVerifierKey(verifier->name, verifier->key);
    absl::StatusOr<CheckpointBody> body = OpenCheckpoint(*note, *verifier);
    if (!body.ok()) {
      Problem(StrCat("the checkpoint is not to be trusted: ", ToStd(body.status().message())));
      return absl::OkStatus();
    }
    checkpoint_ = *std::move(body);
    report_.origin = checkpoint_->origin;
    report_.tree_size = checkpoint_->size;
    report_.root = absl::Base64Escape(DigestBytes(checkpoint_->root));
    if (!report_.key_pinned) {
      Note("checked with the key stored with the log; give the key you were handed to rule out a forged log");
    }
    return absl::OkStatus();
  }

  void ReadRecords(LogReader& reader) {
    if (checkpoint_ && checkpoint_->size == 0) CheckTree();
    while (true) {
      const absl::StatusOr<bool> more = reader.Next();
      if (!more.ok()) {
        Problem(std::string(more.status().message()));
        return;
      }
      if (!*more) break;
      ++report_.records;
      CheckRecord(reader.index(), reader.record());
      if (!checkpoint_ || reader.index() >= checkpoint_->size) continue;
      Cover(reader);
    }
    if (reader.torn_tail()) {
      Note(StrCat("after record ", report_.records, ", ", reader.torn_tail()->bytes,
                  " bytes of an unfinished write that was never acknowledged; the next start cuts them"));
    }
  }

  void Cover(const LogReader& reader) {
    // The sink reports and never fails.
    (void)tiles_.Append(reader.bytes(), [this](const std::string& path, std::string_view content) {
      return CompareTile(path, content);
    });
    report_.last_record_time = absl::FromUnixMicros(reader.record().time_micros());
    if (tiles_.size() % kProgressEvery == 0 || tiles_.size() == checkpoint_->size) {
      progress_(tiles_.size(), checkpoint_->size);
    }
    if (tiles_.size() == checkpoint_->size) CheckTree();
  }

  void CheckTree() {
    if (tiles_.Root() != checkpoint_->root) {
      Problem(StrCat("the first ", checkpoint_->size,
                     " records are not the ones the checkpoint was signed for: some were changed, dropped, "
                     "swapped or added"));
    }
    (void)tiles_.EmitPartial([this](const std::string& path, std::string_view content) {
      CompareForerunners(path, content);
      return CompareTile(path, content);
    });
  }

  // The partial tiles of earlier checkpoints, which stay until the full tile is there.
  void CompareForerunners(const std::string& path, std::string_view content) {
    const std::string directory = path.substr(0, path.rfind('/'));
    std::error_code error;
    std::filesystem::directory_iterator it(StrCat(folder_, "/", directory), error);
    for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
      const std::string width = it->path().filename().string();
      const std::string forerunner = StrCat(directory, "/", width);
      const std::string_view expected = FirstEntries(path, content, width);
      if (!expected.empty() && forerunner != path) (void)CompareTile(forerunner, expected);
    }
  }

  // The first `width` entries or hashes of a tile; nothing where it does not have so many.
  static std::string_view FirstEntries(const std::string& path, std::string_view content,
                                       const std::string& width) {
    uint64_t count = 0;
    const auto [last, error] = std::from_chars(width.data(), width.data() + width.size(), count);
    if (error != std::errc() || last != width.data() + width.size()) return {};
    size_t bytes = 0;
    for (; count > 0 && bytes < content.size(); --count) {
      const auto high = static_cast<uint8_t>(content[bytes]), low = static_cast<uint8_t>(content[bytes + 1]);
      bytes += path.starts_with("tile/entries/") ? size_t{2} + (size_t{high} << 8) + low : sizeof(MerkleHash);
    }
    return count == 0 ? content.substr(0, bytes) : std::string_view();
  }

  absl::Status CompareTile(const std::string& path, std::string_view content) {
    const std::string file = StrCat(folder_, "/", path);
    absl::StatusOr<std::string> read = ReadFile(file);
    const size_t partial = path.find(".p/");
    // A full tile replaces its partial forerunners.
    if (!read.ok() && partial != std::string::npos) {
      read = ReadFile(StrCat(folder_, "/", path.substr(0, partial)));
      if (read.ok() && read->starts_with(content)) return absl::OkStatus();
    }
    if (!read.ok()) {
      Problem(StrCat(path, " is missing; the gate makes it again when it starts"));
    } else if (*read != content) {
      Problem(StrCat(path, " does not match the records"));
    }
    return absl::OkStatus();
  }

  void CheckRecord(uint64_t index, const v1::AuditRecord& record) {
    if (record.version() != 1 || record.phase() == v1::AUDIT_PHASE_UNSPECIFIED) {
      Problem(StrCat("record ", index, " is of an unknown version or phase"));
    }
    if (record.phase() == v1::AUDIT_PHASE_INTENT && !open_.insert(KeyOf(record.exchange_id())).second) {
      Problem(StrCat("record ", index, " is a second INTENT of an exchange that has one open"));
    }
    if (record.phase() == v1::AUDIT_PHASE_OUTCOME && open_.erase(KeyOf(record.exchange_id())) == 0) {
      Problem(StrCat("record ", index, " is an OUTCOME without an INTENT"));
    }
    if (record.time_micros() < last_micros_ - kClockSlackMicros) {
      Note(StrCat("the clock was set back before record ", index));
    }
    last_micros_ = record.time_micros();
  }

  const std::string directory_;
  const std::string folder_;
  VerifyProgress progress_;
  VerifyReport report_;
  std::optional<CheckpointBody> checkpoint_;
  TileBuilder tiles_;
  absl::flat_hash_set<ExchangeKey> open_;
  int64_t last_micros_ = 0;
};

}  // namespace

absl::StatusOr<VerifyReport> VerifyLog(const std::string& log_directory, std::string_view pinned_key,
                                       VerifyProgress progress) {
  return Verification(log_directory, progress).Run(pinned_key);
}

}  // namespace schoolgate::gateway
