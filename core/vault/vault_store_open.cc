// Opening a vault: the file, its settings, its schema and its keys.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/kek.h"
#include "core/vault/vault_schema.h"
#include "core/vault/vault_statements.h"
#include "core/vault/vault_store.h"

namespace schoolgate {
namespace {

// Another process' commit takes milliseconds, but SQLite lets waiters in by chance, not in order; longer
// means that something is wrong with the disk or that process.
constexpr int kBusyTimeoutMs = 5000;
constexpr char kFirstKey[] = "1";

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
                      db_->Prepare("INSERT OR REPLACE INTO meta(name, value) VALUES(CAST(? AS TEXT), ?)"));
  return set.Bind(1, name).Bind(2, value).Run();
}

// Inside one write transaction, so that of two processes opening a new vault one makes the keys.
absl::Status VaultStore::LoadOrCreateKeys() {
  SG_RETURN_IF_ERROR(
      db_->Exec("CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) "
                "WITHOUT ROWID"));
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> format, Meta("format"));
  if (format && *format != kVaultFormat) return MakeProblem(problems::kVaultOtherVersion);
  SG_RETURN_IF_ERROR(db_->Exec(kVaultSchema));
  if (!format) {
    if (keys_->Get() != nullptr) return DiskProblem(ENOENT);  // reopened, and this is another, empty file
    return CreateKeys();
  }
  SG_ASSIGN_OR_RETURN(std::shared_ptr<const VaultKeys> ring, ReadRing());
  if (ring != nullptr) keys_->Set(std::move(ring));
  return absl::OkStatus();
}

absl::Status VaultStore::CreateKeys() {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> kek, OpenKek(key_file_, /*may_create=*/true));
  std::string district = RandomBytes(16);
  SecretBytes index_key = RandomSecret(VaultKeys::kKeyBytes);
  VaultKeys::Ring ring;
  const SecretBytes& first = ring.emplace(kFirstKey, RandomSecret(VaultKeys::kKeyBytes)).first->second;
  SG_ASSIGN_OR_RETURN(const std::string wrapped_index, kek->Wrap(index_key, IndexKeyContext(district)));
  SG_ASSIGN_OR_RETURN(const std::string wrapped, kek->Wrap(first, DistrictKeyContext(district, kFirstKey)));
  SG_RETURN_IF_ERROR(SetMeta("format", kVaultFormat));
  SG_RETURN_IF_ERROR(SetMeta("district", district));
  SG_RETURN_IF_ERROR(SetMeta("index_key", wrapped_index));
  SG_ASSIGN_OR_RETURN(SqliteStatement add,
                      db_->Prepare("INSERT INTO keys(id, wrapped, active) VALUES(CAST(? AS TEXT), ?, 1)"));
  SG_RETURN_IF_ERROR(add.Bind(1, kFirstKey).Bind(2, wrapped).Run());
  keys_->Set(std::make_shared<const VaultKeys>(std::move(district), std::move(index_key), std::move(ring),
                                               kFirstKey));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const VaultKeys>> VaultStore::ReadRing() {
  const std::shared_ptr<const VaultKeys> before = keys_->Get();
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> district, Meta("district"));
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> wrapped_index, Meta("index_key"));
  if (!district || !wrapped_index) return DiskProblem(EINVAL);
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> kek, OpenKek(key_file_, /*may_create=*/false));
  SG_ASSIGN_OR_RETURN(SecretBytes index_key, kek->Unwrap(*wrapped_index, IndexKeyContext(*district)));
  if (before != nullptr && !before->index_key().Equal(index_key)) {
    return MakeProblem(problems::kVaultKeyWrong, {{"file", key_file_}});
  }
  VaultKeys::Ring ring;
  std::string active;
  SG_ASSIGN_OR_RETURN(SqliteStatement all, db_->Prepare("SELECT id, wrapped, active FROM keys"));
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, all.Step());
    if (!more) break;
    std::string id(all.Blob(0));
    SG_ASSIGN_OR_RETURN(SecretBytes key, kek->Unwrap(all.Blob(1), DistrictKeyContext(*district, id)));
    if (all.Int(2) != 0) active = id;
    ring.emplace(std::move(id), std::move(key));
  }
  if (active.empty()) return DiskProblem(EINVAL);
  return std::make_shared<const VaultKeys>(*district, std::move(index_key), std::move(ring),
                                           std::move(active));
}

absl::Status VaultStore::FollowKeys() {
  rewrapped_for_.clear();  // others may have added people under a key that is not the active one any more
  const std::shared_ptr<const VaultKeys> before = keys_->Get();
  SG_ASSIGN_OR_RETURN(SqliteStatement all, db_->Prepare("SELECT id, active FROM keys"));
  size_t known = 0;
  bool same = true;
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, all.Step());
    if (!more) break;
    const std::string_view id = all.Blob(0);
    same = same && before->ring().contains(id) && (all.Int(1) != 0) == (id == before->active());
    ++known;
  }
  if (same && known == before->ring().size()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(std::shared_ptr<const VaultKeys> ring, ReadRing());
  keys_->Set(std::move(ring));
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
