// The vault in one SQLite file, for a gate on one machine. Several processes may open the same file: they
// agree on every number and form.
//
// What:   OpenSqliteVault. Files: `path` (0600, WAL), its journals, `path`-changes, `path`-opening, and the
// key file. Owner:  the gate; it goes before the event loops whose coroutines call it. Thread: as in vault.h.
// Requests that need nothing new are answered from memory at once; others wait for one
//         fsync they share (group_commit.h).
// Errors: at opening VAULT_UNAVAILABLE, VAULT_KEY_MISSING (the file is not made anew for a vault that
// exists),
//         VAULT_KEY_EXPOSED, VAULT_KEY_WRONG; nothing is changed then.
#ifndef SCHOOLGATE_CORE_VAULT_SQLITE_VAULT_H_
#define SCHOOLGATE_CORE_VAULT_SQLITE_VAULT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/util/clock.h"
#include "core/vault/vault.h"

namespace schoolgate {

// `clock` outlives the vault. Blocking.
absl::StatusOr<std::unique_ptr<Vault>> OpenSqliteVault(const std::string& path, const std::string& key_file,
                                                       const Clock& clock = Clock::System());

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_SQLITE_VAULT_H_
