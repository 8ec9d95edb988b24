// Opening a vault: the file, its settings, its schema and its keys.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/key_file.h"
#include "core/vault/vault_schema.h"
#include "core/vault/vault_statements.h"
#include "core/vault/vault_store.h"

namespace schoolgate {
namespace {

// Another process' commit takes milliseconds, but SQLite lets waiters in by chance, not in order; longer
// means that something is wrong with the disk or that process.
constexpr int kBusyTimeoutMs = 5000;
constexpr char kKeyId[] = "1";

absl::Status DiskProblem(int error) {
  LogError("vault_file_failed", {{"errno", error}});
  return MakeProblem(problems::kVaultUnavailable);
}

// One process opens at a time: the change to WAL of a new file fails at once, without waiting, when another
// connection is making it. A lock on a file of its own, as closing any descriptor of SQLite's file would drop
// SQLite's locks (sqlite.org/howtocorrupt.html, 2.2).
class OpeningTurn {
 public:
  static absl::StatusOr<OpeningTurn> Take(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return DiskProblem(errno);
    OpeningTurn turn(fd);
    for (int waited = 0; ::flock(fd, LOCK_EX | LOCK_NB) != 0; waited += kRetryMs) {
      if (errno != EWOULDBLOCK && errno != EINTR) return DiskProblem(errno);
      if (waited >= kBusyTimeoutMs) return DiskProblem(EWOULDBLOCK);
      std::this_thread::sleep_for(std::chrono::milliseconds(kRetryMs));
    }
    return turn;
  }
  OpeningTurn(OpeningTurn&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OpeningTurn& operator=(OpeningTurn&&) = delete;
  ~OpeningTurn() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  static constexpr int kRetryMs = 5;
  explicit OpeningTurn(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<VaultStore>> VaultStore::Open(const std::string& path,
                                                             const std::string& key_file) {
  std::unique_ptr<VaultStore> store(new VaultStore(path, key_file));
  SG_RETURN_IF_ERROR(CreatePrivateFile(path));
  SG_RETURN_IF_ERROR(store->Connect());
  return store;
}

absl::Status VaultStore::Connect() {
  statements_.reset();
  db_.reset();
  SG_ASSIGN_OR_RETURN(const OpeningTurn turn, OpeningTurn::Take(StrCat(path_, "-opening")));
  SG_ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::Open(path_, kBusyTimeoutMs));
  db_ = std::make_unique<SqliteDb>(std::move(db));
  absl::Cleanup forget = [this] {
    statements_.reset();
    db_.reset();
  };
  SG_RETURN_IF_ERROR(
      db_->Exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;"));
  SG_RETURN_IF_ERROR(db_->Exec("BEGIN IMMEDIATE"));
  absl::Status loaded = LoadOrCreateKeys();
  if (loaded.ok()) loaded = Commit();
  if (!loaded.ok()) {
    Rollback();
    return loaded;
  }
  SG_ASSIGN_OR_RETURN(statements_, Statements::Prepare(*db_));
  std::move(forget).Cancel();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> VaultStore::Meta(std::string_view name) {
  SG_ASSIGN_OR_RETURN(SqliteStatement find,
                      db_->Prepare("SELECT value FROM meta WHERE name=CAST(? AS TEXT)"));
  find.Bind(1, name);
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  return known ? std::optional(std::string(find.Blob(0))) : std::nullopt;
}

absl::Status VaultStore::SetMeta(std::string_view name, std::string_view value) {
  SG_ASSIGN_OR_RETURN(SqliteStatement set,
                      db_->Prepare("INSERT INTO meta(name, value) VALUES(CAST(? AS TEXT), ?)"));
  return set.Bind(1, name).Bind(2, value).Run();
}

// Inside one write transaction, so that of two processes opening a new vault one makes the keys.
absl::Status VaultStore::LoadOrCreateKeys() {
  SG_RETURN_IF_ERROR(db_->Exec(kVaultSchema));
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> format, Meta("format"));
  if (!format) {
    if (keys_ != nullptr) return DiskProblem(ENOENT);  // reopened, and this is another, empty file
    SG_ASSIGN_OR_RETURN(const SecretBytes kek, ReadOrCreateKeyFile(key_file_));
    const std::string district = RandomBytes(16);
    SecretBytes district_key = RandomSecret(VaultKeys::kKeyBytes);
    SG_RETURN_IF_ERROR(SetMeta("format", kVaultFormat));
    SG_RETURN_IF_ERROR(SetMeta("district", district));
    SG_RETURN_IF_ERROR(SetMeta("key_id", kKeyId));
    SG_RETURN_IF_ERROR(SetMeta("district_key", WrapDistrictKey(kek, district_key, district, kKeyId)));
    keys_ = std::make_unique<VaultKeys>(std::move(district_key), district, kKeyId);
    return absl::OkStatus();
  }
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> district, Meta("district"));
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> key_id, Meta("key_id"));
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> wrapped, Meta("district_key"));
  if (*format != kVaultFormat || !district || !key_id || !wrapped) return DiskProblem(EINVAL);
  SG_ASSIGN_OR_RETURN(const SecretBytes kek, ReadKeyFile(key_file_));
  absl::StatusOr<SecretBytes> district_key = UnwrapDistrictKey(kek, *wrapped, *district, *key_id);
  if (!district_key.ok()) return MakeProblem(problems::kVaultKeyWrong, {{"file", key_file_}});
  auto keys = std::make_unique<VaultKeys>(*std::move(district_key), *district, *key_id);
  if (keys_ == nullptr) {
    keys_ = std::move(keys);
  } else if (!keys->SameDistrictKey(*keys_)) {
    return MakeProblem(problems::kVaultKeyWrong, {{"file", key_file_}});
  }
  return absl::OkStatus();
}

absl::Status VaultStore::Reopen() {
  SG_RETURN_IF_ERROR(Connect());
  SG_RETURN_IF_ERROR(BeginWrite());
  // A row of its own size: a disk with room for no row is not well.
  absl::Status written =
      db_->Exec("INSERT OR REPLACE INTO meta(name, value) VALUES('probe', randomblob(64))");
  if (written.ok()) written = Commit();
  if (!written.ok()) {
    Rollback();
    return written;
  }
  // A damaged file may well take a row; only one that is whole may be called well again.
  SG_ASSIGN_OR_RETURN(SqliteStatement check, db_->Prepare("PRAGMA quick_check(1)"));
  SG_ASSIGN_OR_RETURN(const bool checked, check.Step());
  return checked && check.Blob(0) == "ok" ? absl::OkStatus() : DiskProblem(EIO);
}

}  // namespace schoolgate
