// Opens the vault the configuration names: SQLite in the data directory, or Redis.
#ifndef SCHOOLGATE_GATEWAY_PROCESS_OPEN_VAULT_H_
#define SCHOOLGATE_GATEWAY_PROCESS_OPEN_VAULT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/util/clock.h"
#include "core/vault/vault.h"
#include "gateway/config/config.h"

namespace schoolgate::gateway {

// A stable scope is a school year's: it outlives the longest summer.
inline constexpr absl::Duration kStableScopeIdle = absl::Hours(24 * 400);

// Blocking. `clock` outlives the vault. INVALID_ARGUMENT where a file that the configuration names for Redis
// holds something else; else as in sqlite_vault.h and redis_vault.h.
absl::StatusOr<std::unique_ptr<Vault>> OpenVault(const Config& config, const Clock& clock);

// Where it is, for messages.
std::string VaultPlace(const Config& config);

// Whether there is one already. Blocking; nothing is changed.
absl::StatusOr<bool> VaultExists(const Config& config);

// Whether what a vault in Redis needs is there: a primary that lets this gate in and keeps what it is told.
// Blocking; nothing is changed. OK for a vault in SQLite.
absl::Status CheckVaultServer(const Config& config);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_PROCESS_OPEN_VAULT_H_
