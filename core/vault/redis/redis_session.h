// A session as Redis tells of it: whole at first, then what is new.
//
// What:   plain values. Forms are sealed, and so are people's keys.
// Errors: VAULT_UNAVAILABLE for what is no answer of OpenScript (redis_scripts.h), or does not follow on what
// is known.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_SESSION_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/vault/redis/redis_rows.h"

namespace schoolgate {

// What a session was issued.
struct RedisSession {
  std::string key_id;
  std::string generation;
  size_t entries = 0;            // of the session, in Redis
  std::vector<RedisForm> forms;  // those that still are anybody's
  absl::flat_hash_map<VaultTag, FormPlace> places;
  absl::flat_hash_map<VaultTag, RedisPerson> people;  // whose they are
};

// OpenScript's answer.
struct ScopeNews {
  uint64_t changes = 0;
  std::string key_id;
  std::string generation;  // empty: there is nothing
  size_t from = 0;
  std::vector<RedisForm> forms;  // from `from` on
  std::vector<RedisPerson> people;
};

absl::StatusOr<ScopeNews> ReadNews(const RedisReply& reply);

// A session with its news; `known` may be null.
absl::StatusOr<std::shared_ptr<const RedisSession>> Renew(std::shared_ptr<const RedisSession> known,
                                                          ScopeNews news);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_SESSION_H_
