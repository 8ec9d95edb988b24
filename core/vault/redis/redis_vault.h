// The vault in Redis 7, for gates with replicas: they agree on every number and form without talking to each
// other.
//
// What:   OpenRedisVault. All keys begin with a prefix; nothing in them is readable without the
// key-encryption key.
//         Scopes expire by Redis' own clock, refreshed by use: ExpireScopes has nothing to do. A value off
//         the roster goes with its scope, its number with it (redis_rows.h).
// Owner:  the gate; it goes before the event loops whose coroutines call it. It has one thread of its own.
// Thread: as in vault.h. A call takes one round trip: reading a session always does, so that it knows what
// other
//         replicas issued; known people and forms just read take none. Two where a form is met first in a
//         stable scope that this gate does not know well, or where another replica was quicker.
// Errors: at opening VAULT_REDIS_* (redis_client.h), VAULT_UNAVAILABLE, VAULT_KEY_MISSING, VAULT_KEY_EXPOSED,
//         VAULT_KEY_WRONG; nothing is changed then. VAULT_SESSION_DATA_ONLY for a stable scope where only
//         sessions are kept.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_VAULT_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_VAULT_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/vault/redis/redis_client.h"
#include "core/vault/redis/redis_options.h"
#include "core/vault/vault.h"

namespace schoolgate {

struct RedisVaultOptions {
  RedisOptions redis;
  std::string prefix = "schoolgate:";
  std::string key_file;  // or the pkcs11: URI of the key-encryption key (kek.h)
  // Forgotten when unused for this long, or up to an eighth longer.
  absl::Duration session_idle = absl::Hours(12);
  absl::Duration stable_idle = absl::Hours(24 * 400);
};

// Whether a vault with this prefix is there. Blocking; nothing is changed.
absl::StatusOr<bool> RedisVaultExists(RedisClient& client, std::string_view prefix);

// Blocking.
absl::StatusOr<std::unique_ptr<Vault>> OpenRedisVault(RedisVaultOptions options);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_VAULT_H_
