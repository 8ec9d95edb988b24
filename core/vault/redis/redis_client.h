// The vault's conversation with Redis: one connection to whichever of the servers is the primary, with many
// commands under way at once, answered in their order.
//
// What:   commands are queued, sent together, and their replies handed on. When the connection or the primary
// is
//         lost, the next address is tried, the last good one first; commands whose reply was lost are sent
//         again within their time. So every command must be one that may run twice. While no server serves,
//         commands are refused at once instead of waiting.
// Owner:  the vault. It has a thread of its own, on which `done` is called; `done` must not block, and must
// not
//         destroy the client. Destroying the client refuses what is still under way.
// Thread: any.
// Errors: VAULT_UNAVAILABLE where there is no reply: no server, no room in the queue, too late. A server's
// own
//         refusal is a reply (RedisReply::is_error). Start: VAULT_REDIS_UNREACHABLE, _UNTRUSTED, _LOGIN,
//         _PERMISSION, _NO_PRIMARY, _NOT_DURABLE.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_CLIENT_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_CLIENT_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "core/vault/redis/redis_options.h"
#include "core/vault/redis/resp.h"

namespace schoolgate {

class RedisClient {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<RedisReply>)>;

  // Blocking, until a primary serves or every address was tried.
  static absl::StatusOr<std::unique_ptr<RedisClient>> Start(RedisOptions options);
  ~RedisClient();
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;

  // `command` is one formatted command (resp.h). `done` is called exactly once, here if it is refused at
  // once.
  void Submit(std::string command, Done done);
  // Blocking: never from an event loop.
  absl::StatusOr<RedisReply> Wait(std::string command);

  // From now on a server serves only if `command` gives exactly `expected`: asked of every new connection,
  // and of the one that serves at every options.heartbeat. And while a server refuses writes, `write` is what
  // tries them.
  void Watch(std::string command, std::string expected, std::string write);

  // Whether a primary serves, answers in time and takes writes.
  bool healthy() const;
  // The address of the server that serves, or served last.
  RedisAddress server() const;
  // Counts the connections that came to serve. What was learned on one may not hold on the next: a server
  // that takes over can lack what was last written.
  uint64_t times_served() const;

 private:
  class Impl;
  explicit RedisClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_CLIENT_H_
