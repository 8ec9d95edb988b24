// The district's keys, as a vault in Redis keeps them wrapped: made with a new vault, read at opening, and
// read anew whenever somebody changed them.
//
// Owner:  the vault; the client and the key file outlive it.
// Thread: keys() and changes() any; the others block, never on an event loop, and may be called from several.
// Errors: VAULT_UNAVAILABLE, VAULT_KEY_MISSING, VAULT_KEY_EXPOSED, VAULT_KEY_WRONG, VAULT_OTHER_VERSION.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_RING_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_RING_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/vault/kek.h"
#include "core/vault/redis/redis_client.h"
#include "core/vault/vault_keys.h"

namespace schoolgate {

class RedisRing {
 public:
  // Of several gates that open a new vault together one makes the keys, and all go on with them.
  static absl::StatusOr<std::unique_ptr<RedisRing>> Open(RedisClient& client, std::string prefix,
                                                         std::string key_file);

  std::shared_ptr<const VaultKeys> keys() const;
  // The changes counter these keys were read at.
  uint64_t changes() const;

  // Takes the keys as they stand now.
  absl::Status Follow();

  std::string Key(std::string_view name) const;  // with the vault's prefix
  absl::StatusOr<std::unique_ptr<Kek>> OpenKek() const;

 private:
  RedisRing(RedisClient& client, std::string prefix, std::string key_file)
      : client_(client), prefix_(std::move(prefix)), key_file_(std::move(key_file)) {}
  absl::Status Create();

  RedisClient& client_;
  const std::string prefix_;
  const std::string key_file_;
  std::mutex following_;      // one at a time reads the keys
  mutable std::mutex mutex_;  // guards the two below
  std::shared_ptr<const VaultKeys> keys_;
  uint64_t changes_ = 0;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_RING_H_
