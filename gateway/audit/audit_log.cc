#include "gateway/audit/audit_log.h"

#include <fcntl.h>
#include <sys/file.h>

#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <utility>

#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/checkpoint.h"
#include "gateway/audit/checkpointer.h"
#include "gateway/audit/committer.h"
#include "gateway/audit/recovery.h"
#include "gateway/audit/wal_format.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr size_t kSaltBytes = 16;

absl::StatusOr<FileDescriptor> LockLog(const std::string& directory) {
  const std::string path = StrCat(directory, "/lock");
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) return MakeProblem(problems::kAuditUnavailable);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return MakeProblem(problems::kAuditLogInUse, {{"directory", directory}});
  }
  return lock;
}

absl::StatusOr<std::string> Serialize(const v1::AuditRecord& record) {
  std::string bytes = record.SerializeAsString();
  if (bytes.empty() || bytes.size() > kMaxRecordBytes) {
    return MakeProblem(problems::kAuditRecordTooLarge, {{"limit", StrCat(kMaxRecordBytes)}});
  }
  return bytes;
}

// Suspends the coroutine until the record is durable or refused; it resumes on its own executor. The
// operation does not look at its cancellation slot, so cancelling the caller does not end it.
template <typename Token>
auto AsyncSubmit(Committer& committer, v1::AuditPhase phase, std::string exchange_id, std::string bytes,
                 Token&& token) {
  // NOLINTNEXTLINE(performance-unnecessary-value-param): Asio hands over values
  auto initiation = [&committer, phase](auto handler, std::string exchange, std::string record) {
    auto work = asio::make_work_guard(asio::get_associated_executor(handler));
    committer.Submit(
        phase, exchange, std::move(record),
        [handler = std::move(handler), work = std::move(work)](const absl::Status& status) mutable {
          auto executor = work.get_executor();
          asio::post(executor,
                     [handler = std::move(handler), status]() mutable { std::move(handler)(status); });
          work.reset();
        });
  };
  return asio::async_initiate<Token, void(absl::Status)>(std::move(initiation), token, std::move(exchange_id),
                                                         std::move(bytes));
}

// What a later start can still say about an exchange whose gate stopped.
v1::AuditRecord UnknownOutcome(const v1::AuditRecord& intent) {
  v1::AuditRecord outcome = intent;
  outcome.set_record_id(RandomUuid());
  outcome.set_phase(v1::AUDIT_PHASE_OUTCOME);
  outcome.set_outcome(v1::OUTCOME_STATUS_UNKNOWN);
  outcome.set_reason("GATE_STOPPED");
  // These describe what was about to leave; the intent has them.
  outcome.clear_elements();
  outcome.clear_subject_tags();
  outcome.clear_ambiguous_subjects();
  outcome.clear_digest_salt();
  outcome.clear_outbound_digest();
  outcome.clear_outbound_bytes();
  return outcome;
}

}  // namespace

struct AuditLog::Impl {
  Impl(AuditOptions o, const Clock& c, FileDescriptor l, std::string key)
      : options(std::move(o)), clock(c), lock(std::move(l)), verifier_key(std::move(key)) {}

  void Stamp(v1::AuditRecord& record) const {
    record.set_version(1);
    record.set_time_micros(absl::ToUnixMicros(clock.Now()));
    record.set_boot_id(boot_id);
    record.set_district(options.district);
  }

  const AuditOptions options;
  const Clock& clock;
  const FileDescriptor lock;
  const std::string verifier_key;
  const std::string boot_id = RandomUuid();
  std::atomic<bool> poisoned = false;
  // The committer reports to the checkpointer until it is gone, so it is destroyed first.
  std::unique_ptr<Checkpointer> checkpointer;
  std::unique_ptr<Committer> committer;
};

AuditLog::AuditLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AuditLog::~AuditLog() = default;

absl::StatusOr<std::unique_ptr<AuditLog>> AuditLog::Open(AuditOptions options, const Clock& clock) {
  const std::string& directory = options.directory;
  if (!MakeDirectories(directory).ok()) return MakeProblem(problems::kAuditUnavailable);
  SG_ASSIGN_OR_RETURN(FileDescriptor lock, LockLog(directory));
  const bool exists = HoldsLog(directory);
  SG_ASSIGN_OR_RETURN(NoteSigner signer, LoadSigner(options.key_file, options.origin, !exists));
  SG_ASSIGN_OR_RETURN(RecoveredLog log,
                      exists ? RecoverLog(directory, signer) : CreateLog(directory, signer));

  absl::StatusOr<WalWriter> writer =
      WalWriter::Open(directory, log.next_index, static_cast<uint64_t>(options.segment_bytes));
  absl::StatusOr<WalReader> reader = WalReader::OpenAt(directory, log.checkpoint_end);
  if (!writer.ok() || !reader.ok()) return MakeProblem(problems::kAuditUnavailable);

  auto impl = std::make_unique<Impl>(std::move(options), clock, std::move(lock),
                                     NoteVerifierKey(signer.name(), signer.public_key()));
  Checkpointer::Options checkpointing{.log_directory = impl->options.directory,
                                      .interval = impl->options.checkpoint_interval,
                                      .low_water_bytes = impl->options.low_water_bytes,
                                      .on_failure = [raw = impl.get()] { raw->poisoned = true; }};
  impl->checkpointer =
      std::make_unique<Checkpointer>(std::move(checkpointing), std::move(signer), std::move(log.tiles),
                                     *std::move(reader), std::move(log.note));
  Checkpointer* checkpointer = impl->checkpointer.get();
  impl->committer =
      std::make_unique<Committer>(*std::move(writer), log.open_intents, impl->poisoned,
                                  [checkpointer](uint64_t size) { checkpointer->NoteDurable(size); });
  checkpointer->Start();
  checkpointer->NoteDurable(log.next_index);

  auto opened = std::unique_ptr<AuditLog>(new AuditLog(std::move(impl)));
  for (const v1::AuditRecord& intent : log.open_intents) {
    SG_RETURN_IF_ERROR(opened->CommitBlocking(UnknownOutcome(intent)));
  }
  if (!log.open_intents.empty()) {
    LogWarn("audit_intents_closed_as_unknown",
            {{"exchanges", static_cast<int64_t>(log.open_intents.size())}});
  }
  return opened;
}

asio::awaitable<absl::StatusOr<Cleared>> AuditLog::CommitIntent(Outbound&& outbound, v1::AuditRecord facts) {
  if (impl_->checkpointer->disk_low()) co_return MakeProblem(problems::kAuditDiskLow);
  facts.set_phase(v1::AUDIT_PHASE_INTENT);
  const std::string salt = RandomBytes(kSaltBytes);
  const std::string input = outbound.DigestInput();
  Sha256Hasher hasher;
  hasher.Update(salt);
  hasher.Update(input);
  facts.set_digest_salt(salt);
  facts.set_outbound_digest(std::string(DigestBytes(hasher.Finish())));
  facts.set_outbound_bytes(static_cast<int64_t>(input.size()));
  std::string exchange_id = facts.exchange_id();
  absl::Status committed = co_await Commit(std::move(facts));
  if (!committed.ok()) co_return committed;
  co_return Cleared(std::move(outbound), std::move(exchange_id));
}

asio::awaitable<absl::Status> AuditLog::Commit(v1::AuditRecord record) {
  impl_->Stamp(record);
  absl::StatusOr<std::string> bytes = Serialize(record);
  if (!bytes.ok()) co_return bytes.status();
  // A caller that was cancelled meanwhile still learns how the commit ended; its own next wait throws.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  absl::Status status = co_await AsyncSubmit(*impl_->committer, record.phase(), record.exchange_id(),
                                             *std::move(bytes), asio::use_awaitable);
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return status;
}

absl::Status AuditLog::CommitBlocking(v1::AuditRecord record) {
  impl_->Stamp(record);
  SG_ASSIGN_OR_RETURN(std::string bytes, Serialize(record));
  std::promise<absl::Status> durable;
  impl_->committer->Submit(record.phase(), record.exchange_id(), std::move(bytes),
                           [&durable](const absl::Status& status) { durable.set_value(status); });
  return durable.get_future().get();
}

std::string AuditLog::CheckpointNote() const { return impl_->checkpointer->note(); }
std::string AuditLog::VerifierKey() const { return impl_->verifier_key; }
bool AuditLog::healthy() const { return !impl_->poisoned; }

AuditStats AuditLog::stats() const {
  return {.records = static_cast<int64_t>(impl_->checkpointer->durable()),
          .commits = impl_->committer->commits(),
          .tree_size = static_cast<int64_t>(impl_->checkpointer->covered()),
          .open_intents = impl_->committer->open_intents()};
}

}  // namespace schoolgate::gateway
