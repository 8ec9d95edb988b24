#include "gateway/release/group_ledger.h"

#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/crypto/digest.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/sqlite.h"

namespace schoolgate::gateway {
namespace {

constexpr int kBusyTimeoutMs = 5000;

}  // namespace

absl::StatusOr<std::unique_ptr<GroupLedger>> GroupLedger::Open(const std::string& path, SecretBytes key) {
  SG_RETURN_IF_ERROR(CreatePrivateFile(path));
  SG_ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::Open(path, kBusyTimeoutMs));
  SG_RETURN_IF_ERROR(
      db.Exec("PRAGMA synchronous=FULL;"
              "CREATE TABLE IF NOT EXISTS learned (group_tag BLOB NOT NULL, student_tag BLOB NOT NULL, "
              "PRIMARY KEY (group_tag, student_tag)) WITHOUT ROWID;"));
  return std::unique_ptr<GroupLedger>(new GroupLedger(std::move(db), std::move(key)));
}

// Under each vendor another tag, so that nobody can join what two of them know.
std::string GroupLedger::Tag(std::string_view kind, std::string_view vendor, std::string_view text) const {
  return std::string(DigestBytes(
      HmacSha256(key_.Reveal(), ToAbsl(StrCat(kind, "\n", vendor.size(), ":", vendor, "\n", text)))));
}

absl::StatusOr<std::vector<char>> GroupLedger::TooSmall(std::string_view vendor,
                                                        std::span<const GroupMember> members, int least) {
  absl::flat_hash_map<std::string, std::set<std::string>> known;
  for (const GroupMember& member : members) {
    if (!member.group.empty()) known[member.group].insert(Tag("student", vendor, member.student));
  }
  const std::scoped_lock lock(mutex_);
  SG_ASSIGN_OR_RETURN(SqliteStatement select,
                      db_.Prepare("SELECT student_tag FROM learned WHERE group_tag = ?1 LIMIT ?2"));
  for (auto& [group, students] : known) {
    const std::string tag = Tag("group", vendor, group);
    const ResetAtEnd reset(select);
    // Those of this release may be among the first rows: so many rows settle it either way.
    select.Bind(1, std::string_view(tag)).Bind(2, int64_t{least} + static_cast<int64_t>(students.size()));
    while (true) {
      SG_ASSIGN_OR_RETURN(const bool row, select.Step());
      if (!row) break;
      students.insert(std::string(select.Blob(0)));
    }
  }
  std::vector<char> small;
  small.reserve(members.size());
  for (const GroupMember& member : members) {
    const auto found = known.find(member.group);
    small.push_back(found == known.end() || std::ssize(found->second) < least ? 1 : 0);
  }
  return small;
}

absl::Status GroupLedger::Learn(std::string_view vendor, std::span<const GroupMember> members) {
  const std::scoped_lock lock(mutex_);
  SG_RETURN_IF_ERROR(db_.Exec("BEGIN IMMEDIATE"));
  absl::Status status = [&]() -> absl::Status {
    SG_ASSIGN_OR_RETURN(
        SqliteStatement insert,
        db_.Prepare("INSERT OR IGNORE INTO learned (group_tag, student_tag) VALUES (?1, ?2)"));
    for (const GroupMember& member : members) {
      const std::string group = Tag("group", vendor, member.group);
      const std::string student = Tag("student", vendor, member.student);
      insert.Bind(1, std::string_view(group)).Bind(2, std::string_view(student));
      SG_RETURN_IF_ERROR(insert.Run());
    }
    return absl::OkStatus();
  }();
  if (status.ok()) status = db_.Exec("COMMIT");
  if (!status.ok() && db_.InTransaction()) db_.Exec("ROLLBACK").IgnoreError();
  return status;
}

}  // namespace schoolgate::gateway
