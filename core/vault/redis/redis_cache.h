// What a gate remembers of a vault in Redis, so that what is known costs no round trip and a session's forms
// cross the network once. It holds no text and no key in clear.
//
// What:   people's rows; the forms of sessions; how far forms are counted in stable scopes, which is only a
// guess.
//         All is forgotten when a replica changed what others may know (the changes counter), and when
//         another connection came to serve: what it took over may lack the last writes.
// Thread: any.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_CACHE_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_CACHE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/vault/aging_map.h"
#include "core/vault/redis/redis_rows.h"
#include "core/vault/redis/redis_session.h"

namespace schoolgate {

// A session, and when Redis was asked for it.
struct KnownSession {
  std::shared_ptr<const RedisSession> session;  // null if not known
  std::chrono::steady_clock::time_point asked;
};

// When an answer was asked for: one that is out of date is not remembered.
struct RedisView {
  uint64_t times_served = 0;
  uint64_t changes = 0;
};

class RedisCache {
 public:
  // What is known now; `times_served` is the client's (redis_client.h). Forgets all where that has moved on.
  RedisView Look(uint64_t times_served);
  // Takes note of an answer's changes counter.
  void Learn(const RedisView& asked, uint64_t changes);

  // Everyone, or nothing.
  std::optional<std::vector<RedisPerson>> FindPeople(std::span<const std::string> person_keys);
  void AddPeople(const RedisView& asked, uint64_t changes, std::span<const std::string> person_keys,
                 std::span<const RedisPerson> people);

  KnownSession FindSession(const std::string& session);
  void AddSession(const RedisView& asked, uint64_t changes, const std::string& session, KnownSession known);

  // How many forms of a subject and type a stable scope is thought to have.
  uint32_t GuessCount(const std::string& scope, SubjectNumber subject, uint8_t type);
  void NoteCount(const std::string& scope, SubjectNumber subject, uint8_t type, uint32_t count);

 private:
  using Counted = std::pair<SubjectNumber, uint8_t>;

  // REQUIRES of both: mutex_ is held. Whether an answer may be remembered.
  bool Follow(const RedisView& asked, uint64_t changes);
  void Clear();

  std::mutex mutex_;  // guards all below
  RedisView view_;
  AgingMap<std::string, RedisPerson> people_{65536};
  AgingMap<std::string, KnownSession> sessions_{65536};
  AgingMap<std::pair<std::string, Counted>, uint32_t> counts_{131072};
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_CACHE_H_
