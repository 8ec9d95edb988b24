#include "core/vault/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate {
namespace {

absl::Status Unavailable(sqlite3* db) {
  LogError("vault_sqlite_failed", {{"code", db == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(db)}});
  return MakeProblem(problems::kVaultUnavailable);
}

}  // namespace

absl::Status CreatePrivateFile(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const bool made = directory.empty() || MakeDirectories(directory).ok();
  const int fd = made ? ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (fd < 0) {
    LogError("vault_file_failed", {{"errno", errno}});
    return MakeProblem(problems::kVaultUnavailable);
  }
  ::close(fd);
  return absl::OkStatus();
}

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

SqliteStatement& SqliteStatement::Bind(int parameter, int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

SqliteStatement& SqliteStatement::Bind(int parameter, std::string_view blob) {
  sqlite3_bind_blob64(statement_.get(), parameter, blob.data(), blob.size(), SQLITE_STATIC);
  return *this;
}

SqliteStatement& SqliteStatement::BindNull(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

absl::StatusOr<bool> SqliteStatement::Step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return Unavailable(db_);
  }
}

absl::Status SqliteStatement::Run() {
  ResetAtEnd reset(*this);
  SG_ASSIGN_OR_RETURN(bool row, Step());
  while (row) {
    SG_ASSIGN_OR_RETURN(row, Step());
  }
  return absl::OkStatus();
}

void SqliteStatement::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

int64_t SqliteStatement::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view SqliteStatement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  return {static_cast<const char*>(bytes),
          static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void SqliteDb::Close::operator()(sqlite3* db) const { sqlite3_close(db); }

absl::StatusOr<SqliteDb> SqliteDb::Open(const std::string& path, int busy_timeout_ms) {
  sqlite3* raw = nullptr;
  const int result =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  SqliteDb db(raw);
  if (result != SQLITE_OK) return Unavailable(raw);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, busy_timeout_ms);
  return db;
}

absl::Status SqliteDb::Exec(const char* sql) {
  return sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK ? absl::OkStatus()
                                                                              : Unavailable(db_.get());
}

absl::StatusOr<SqliteStatement> SqliteDb::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    return Unavailable(db_.get());
  }
  return SqliteStatement(db_.get(), statement);
}

int64_t SqliteDb::Changes() const { return sqlite3_changes64(db_.get()); }

bool SqliteDb::InTransaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

}  // namespace schoolgate
