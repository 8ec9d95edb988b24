// SQLite's connection and statements as owning C++ objects, for the gate's stores.
//
// Thread: one at a time (SQLITE_OPEN_NOMUTEX). Statements go before their connection.
// Errors: VAULT_UNAVAILABLE for every failure (other stores put their own in its place); SQLite's result code
// goes to the log, its message does not. Source: sqlite.org/c3ref, sqlite.org/wal.html.
#ifndef SCHOOLGATE_CORE_VAULT_SQLITE_H_
#define SCHOOLGATE_CORE_VAULT_SQLITE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace schoolgate {

class SqliteStatement {
 public:
  SqliteStatement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}

  // Values must stay in place until Reset(). Parameters and columns count from 1 and from 0, as in SQLite.
  SqliteStatement& Bind(int parameter, int64_t value);
  SqliteStatement& Bind(int parameter, std::string_view blob);
  SqliteStatement& BindNull(int parameter);

  // True: a row can be read. False: done.
  absl::StatusOr<bool> Step();
  // Runs to the end and resets.
  absl::Status Run();
  void Reset();

  int64_t Int(int column) const;
  // Valid until the next Step or Reset.
  std::string_view Blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Resets a statement when a function returns, whichever way.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(SqliteStatement& statement) : statement_(statement) {}
  ~ResetAtEnd() { statement_.Reset(); }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  SqliteStatement& statement_;
};

// Makes a file for SqliteDb::Open to open, unless there is one: readable by its owner alone, which SQLite's
// journals then are too.
absl::Status CreatePrivateFile(const std::string& path);

class SqliteDb {
 public:
  static absl::StatusOr<SqliteDb> Open(const std::string& path, int busy_timeout_ms);

  absl::Status Exec(const char* sql);
  absl::StatusOr<SqliteStatement> Prepare(std::string_view sql);
  // Rows the last INSERT, UPDATE or DELETE changed.
  int64_t Changes() const;
  bool InTransaction() const;

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  explicit SqliteDb(sqlite3* db) : db_(db) {}
  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_SQLITE_H_
