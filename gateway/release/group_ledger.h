// What each vendor has learned of groups of students by releases: who of a group it knows of, as keyed tags.
// A release adds to what earlier ones told, so a group is counted over all of them (34 CFR 99.31(b)(1)).
//
// Owner: the process; SQLite in the data directory, readable by nobody without the vault's key. Threads: any,
// one at a time inside; calls block on the disk, so they belong on the worker pool. Errors:
// VAULT_UNAVAILABLE.
#ifndef SCHOOLGATE_GATEWAY_RELEASE_GROUP_LEDGER_H_
#define SCHOOLGATE_GATEWAY_RELEASE_GROUP_LEDGER_H_

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/crypto/secret.h"
#include "core/vault/sqlite.h"
#include "gateway/release/groups.h"

namespace schoolgate::gateway {

class GroupLedger {
 public:
  static absl::StatusOr<std::unique_ptr<GroupLedger>> Open(const std::string& path, SecretBytes key);

  // Parallel to `members`: whether its group would have fewer than `least` known members after this release,
  // with those the vendor has learned of before. A member without a group is in one that is too small.
  absl::StatusOr<std::vector<char>> TooSmall(std::string_view vendor, std::span<const GroupMember> members,
                                             int least);
  // Notes, durably, that the vendor is about to learn of these.
  absl::Status Learn(std::string_view vendor, std::span<const GroupMember> members);

 private:
  GroupLedger(SqliteDb db, SecretBytes key) : db_(std::move(db)), key_(std::move(key)) {}
  std::string Tag(std::string_view kind, std::string_view vendor, std::string_view text) const;

  std::mutex mutex_;  // guards db_
  SqliteDb db_;
  const SecretBytes key_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RELEASE_GROUP_LEDGER_H_
