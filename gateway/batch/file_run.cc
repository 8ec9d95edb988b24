#include "gateway/batch/file_run.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/problem.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/file_descriptor.h"
#include "gateway/batch/journal.h"
#include "gateway/batch/pipeline.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr int kPrivate = 0600;
// A mark, the first after the first piece, costs two flushes; what comes after the last one is done again.
constexpr absl::Duration kMarkPause = absl::Seconds(2);

absl::Status SystemError(std::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(errno, StrCat(what, " ", path));
}

std::string PartOf(const FileAsk& ask) { return ask.output + ".part"; }
std::string JournalOf(const FileAsk& ask) { return ask.output + ".part.journal"; }
std::string NameOf(const FileAsk& ask) { return ask.input.empty() ? "standard input" : ask.input; }

std::string HexDigest(const Sha256Hasher& hasher) {
  const Sha256Digest digest = hasher.Peek();
  return HexEncode(DigestBytes(digest));
}

// Adds the first `bytes` of an open file to the digest; false if it has not as many.
absl::StatusOr<bool> HashPrefix(int fd, int64_t bytes, const std::string& path, Sha256Hasher& hasher) {
  std::string block(size_t{1} << 20, '\0');
  for (int64_t at = 0; at < bytes;) {
    const auto want = static_cast<size_t>(std::min<int64_t>(bytes - at, static_cast<int64_t>(block.size())));
    const ssize_t got = ::pread(fd, block.data(), want, at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("cannot read", path);
    if (got == 0) return false;
    hasher.Update({block.data(), static_cast<size_t>(got)});
    at += got;
  }
  return true;
}

class FileRun {
 public:
  FileRun(const FileAsk& ask, AuditLog& audit) : ask_(ask), audit_(audit) {}

  absl::StatusOr<FileResult> Run(const MakeWorkers& make_workers, const std::atomic<bool>& stop) {
    if (ask_.resume && std::filesystem::exists(ask_.output) && !std::filesystem::exists(PartOf(ask_))) {
      return FileResult{.was_done = true};
    }
    SG_RETURN_IF_ERROR(OpenInput());
    SG_ASSIGN_OR_RETURN(PieceReader reader,
                        PieceReader::Open(input_.get(), ask_.input.empty() ? std::nullopt
                                                                           : std::optional<FileFormat>(
                                                                                 FormatOf(ask_.input))));
    fingerprint_ = HexEncode(DigestBytes(Sha256(StrCat(ask_.settings, "|", FormatName(reader.format())))));
    SG_RETURN_IF_ERROR(OpenOutput());
    if (state_.input_bytes > 0) SG_RETURN_IF_ERROR(reader.SkipTo(state_.input_bytes, state_.line));

    exchange_id_ = RandomUuid();
    SG_RETURN_IF_ERROR(audit_.CommitBlocking(Record()));
    absl::CivilDay day = ask_.today;
    if (!absl::ParseCivilTime(state_.day, &day)) return absl::DataLossError("the journal names no day");
    const std::vector<std::unique_ptr<TextWorker>> workers = make_workers(day);
    absl::Status status = Work(reader, workers, stop);
    FileResult result{.stopped = stopped_,
                      .input_bytes = state_.input_bytes,
                      .resumed_bytes = resumed_,
                      .counts = state_.counts};
    SG_RETURN_IF_ERROR(End(status));
    return result;
  }

 private:
  absl::Status OpenInput() {
    if (ask_.input.empty()) {
      input_ = FileDescriptor(::dup(STDIN_FILENO));
    } else {
      input_ = FileDescriptor(::open(ask_.input.c_str(), O_RDONLY | O_CLOEXEC));
    }
    if (!input_.valid()) return SystemError("cannot open", NameOf(ask_));
    struct stat about = {};
    if (::fstat(input_.get(), &about) == 0 && S_ISREG(about.st_mode)) total_ = about.st_size;
    return absl::OkStatus();
  }

  // Takes up what an earlier run left, or begins.
  absl::Status OpenOutput() {
    state_.fingerprint = fingerprint_;
    state_.day = absl::FormatCivilTime(ask_.today);
    state_.salt = HexEncode(RandomBytes(kSaltBytes));
    if (ask_.output.empty()) {
      output_ = FileDescriptor(::dup(ask_.unnamed_output));
      if (!output_.valid()) return SystemError("cannot write", "standard output");
      return StartDigests();
    }
    output_ = FileDescriptor(::open(PartOf(ask_).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kPrivate));
    if (!output_.valid()) return SystemError("cannot create", PartOf(ask_));
    if (::flock(output_.get(), LOCK_EX | LOCK_NB) != 0) {
      return absl::FailedPreconditionError(StrCat(PartOf(ask_), ": another run is writing it"));
    }
    const bool begun = ask_.resume && std::filesystem::exists(JournalOf(ask_));
    if (begun) {
      SG_ASSIGN_OR_RETURN(state_, ReadJournal(JournalOf(ask_)));
      if (state_.fingerprint != fingerprint_) {
        return absl::FailedPreconditionError(StrCat(
            NameOf(ask_),
            ": was begun with another scope, policy, roster or format. Use the same ones, or begin anew "
            "without --resume"));
      }
    }
    SG_RETURN_IF_ERROR(StartDigests());
    if (begun) {
      SG_ASSIGN_OR_RETURN(const bool input_there,
                          HashPrefix(input_.get(), state_.input_bytes, ask_.input, read_));
      SG_ASSIGN_OR_RETURN(const bool output_there,
                          HashPrefix(output_.get(), state_.output_bytes, PartOf(ask_), written_));
      if (!input_there || !output_there || HexDigest(read_) != state_.input_digest ||
          HexDigest(written_) != state_.output_digest) {
        return absl::FailedPreconditionError(StrCat(
            NameOf(ask_), ": the file or its unfinished output changed since. Begin anew without --resume"));
      }
      resumed_ = state_.input_bytes;
    }
    if (::ftruncate(output_.get(), state_.output_bytes) != 0 || ::lseek(output_.get(), 0, SEEK_END) < 0) {
      return SystemError("cannot write", PartOf(ask_));
    }
    return absl::OkStatus();
  }

  absl::Status StartDigests() {
    SG_ASSIGN_OR_RETURN(salt_, HexDecode(state_.salt));
    read_.Update(salt_);
    written_.Update(salt_);
    return absl::OkStatus();
  }

  absl::Status Work(PieceReader& reader, const std::vector<std::unique_ptr<TextWorker>>& workers,
                    const std::atomic<bool>& stop) {
    Pipeline pipeline(workers, reader.format());
    next_mark_ = absl::Now();
    bool more = true;
    while (true) {
      while (more && !stop && pipeline.size() < Pipeline::kWindow) {
        Piece piece;
        absl::StatusOr<bool> read = reader.Next(piece);
        if (!read.ok()) return Named(read.status());
        more = *read;
        if (more) pipeline.Submit(std::move(piece));
      }
      if (stop) {
        stopped_ = true;
        return Mark();
      }
      if (pipeline.size() == 0) return absl::OkStatus();
      Pipeline::Done done = pipeline.Take();
      if (!done.text.ok()) return Named(done.text.status());
      SG_RETURN_IF_ERROR(Take(done.piece, *done.text));
      ask_.show({.done = state_.input_bytes, .total = total_, .resumed = resumed_});
      if (absl::Now() >= next_mark_) SG_RETURN_IF_ERROR(Mark());
    }
  }

  absl::Status Take(const Piece& piece, const DoneText& text) {
    SG_RETURN_IF_ERROR(Write(text.bytes));
    read_.Update(piece.bytes);
    written_.Update(text.bytes);
    state_.input_bytes += static_cast<int64_t>(piece.bytes.size());
    state_.line += std::count(piece.bytes.begin(), piece.bytes.end(), '\n');
    state_.output_bytes += static_cast<int64_t>(text.bytes.size());
    state_.counts.Add(text.counts);
    return absl::OkStatus();
  }

  absl::Status Write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::write(output_.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return SystemError("cannot write", ask_.output.empty() ? "standard output" : PartOf(ask_));
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return absl::OkStatus();
  }

  // Makes what is written so far durable, and says so.
  absl::Status Mark() {
    next_mark_ = absl::Now() + kMarkPause;
    if (ask_.output.empty()) return absl::OkStatus();
    if (::fdatasync(output_.get()) != 0) return SystemError("cannot flush", PartOf(ask_));
    state_.input_digest = HexDigest(read_);
    state_.output_digest = HexDigest(written_);
    return WriteJournal(JournalOf(ask_), state_);
  }

  // The last record, then the output's own name.
  absl::Status End(const absl::Status& status) {
    // The cause may be mended, and the rest done then.
    if (!status.ok()) Mark().IgnoreError();
    v1::AuditRecord record = Record();
    record.set_outcome(status.ok() ? (stopped_ ? v1::OUTCOME_STATUS_CANCELLED : v1::OUTCOME_STATUS_COMPLETE)
                                   : v1::OUTCOME_STATUS_PARTIAL);
    if (!status.ok()) record.set_reason(ProblemOf(status).reason);
    record.set_digest_salt(salt_);
    record.set_outbound_digest(std::string(DigestBytes(written_.Peek())));
    record.set_outbound_bytes(state_.output_bytes);
    record.mutable_text_batch()->set_texts(state_.counts.texts);
    record.mutable_text_batch()->set_input_bytes(state_.input_bytes);
    record.mutable_text_batch()->set_input_digest(std::string(DigestBytes(read_.Peek())));
    for (const auto& [what, count] : state_.counts.elements) {
      v1::ElementCount& row = *record.add_elements();
      row.set_element(what.first);
      row.set_treatment(what.second);
      row.set_count(static_cast<int32_t>(std::min<int64_t>(count, INT32_MAX)));
    }
    if (record.phase() == v1::AUDIT_PHASE_REIDENTIFIED) {
      record.set_restored_count(static_cast<int32_t>(std::min<int64_t>(state_.counts.codes, INT32_MAX)));
      record.set_unrestored_count(static_cast<int32_t>(std::min<int64_t>(state_.counts.removed, INT32_MAX)));
    }
    const absl::Status recorded = audit_.CommitBlocking(std::move(record));
    SG_RETURN_IF_ERROR(status);
    SG_RETURN_IF_ERROR(recorded);
    if (ask_.output.empty() || stopped_) return absl::OkStatus();
    if (::fsync(output_.get()) != 0) return SystemError("cannot flush", PartOf(ask_));
    if (::rename(PartOf(ask_).c_str(), ask_.output.c_str()) != 0) {
      return SystemError("cannot rename into place", ask_.output);
    }
    std::error_code ignored;  // there may be none: the file was short
    std::filesystem::remove(JournalOf(ask_), ignored);
    return absl::OkStatus();
  }

  v1::AuditRecord Record() const {
    v1::AuditRecord record = ask_.facts;
    record.set_record_id(RandomUuid());
    record.set_exchange_id(exchange_id_);
    record.mutable_text_batch()->set_resumed_bytes(resumed_);
    return record;
  }

  absl::Status Named(const absl::Status& status) const {
    if (ProblemOf(status).reason != "INTERNAL") return status;
    return {status.code(), ToAbsl(StrCat(NameOf(ask_), ": ", ToStd(status.message())))};
  }

  const FileAsk& ask_;
  AuditLog& audit_;
  FileDescriptor input_, output_;
  int64_t total_ = 0;
  int64_t resumed_ = 0;
  std::string fingerprint_;
  std::string exchange_id_;
  std::string salt_;
  Journal state_;
  Sha256Hasher read_, written_;
  absl::Time next_mark_;
  bool stopped_ = false;
};

}  // namespace

absl::Status CheckFile(const FileAsk& ask) {
  if (!ask.input.empty()) {
    if (!std::filesystem::exists(ask.input)) return absl::NotFoundError(StrCat(ask.input, ": no such file"));
    if (std::filesystem::is_directory(ask.input)) {
      return absl::InvalidArgumentError(StrCat(ask.input, ": is a folder; name its files"));
    }
    if (::access(ask.input.c_str(), R_OK) != 0) return SystemError("cannot read", ask.input);
  }
  if (ask.output.empty() || ask.force || ask.resume || !std::filesystem::exists(ask.output)) {
    return absl::OkStatus();
  }
  return absl::AlreadyExistsError(
      StrCat(ask.output, ": is there already. Move it away, or let --force replace it"));
}

absl::StatusOr<FileResult> RunFile(const FileAsk& ask, const MakeWorkers& make_workers, AuditLog& audit,
                                   const std::atomic<bool>& stop) {
  return FileRun(ask, audit).Run(make_workers, stop);
}

}  // namespace schoolgate::gateway
