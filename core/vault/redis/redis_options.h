// Where a vault's Redis is, and how this gate proves itself to it.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_OPTIONS_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_OPTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/crypto/secret.h"

namespace schoolgate {

struct RedisAddress {
  std::string host;  // a DNS name or an IP address; the server's certificate must be for it
  std::string port;

  std::string Text() const;  // "host:port", an IPv6 address in brackets
};

// What a server must promise before it serves: asked of each, as one that is promoted may be set otherwise.
enum class RedisKeeps {
  kEverything,    // appendonly yes, appendfsync always, maxmemory-policy noeviction
  kSessionsOnly,  // it may lose what it holds; only eviction of anything at any time is refused
};

struct RedisOptions {
  // Tried in order, from the one that served last: the first that is a primary serves.
  std::vector<RedisAddress> addresses;
  std::string ca_pem;  // the authorities its certificate may come from; empty: the system's
  // This gate's own certificate, where the server asks for one; both or neither.
  std::string certificate_pem;
  SecretBytes private_key_pem;
  std::string user;
  SecretBytes password;
  RedisKeeps keeps = RedisKeeps::kEverything;

  // From the first byte to a connection that may be used, and from a command to its reply.
  absl::Duration connect_timeout = absl::Seconds(3);
  absl::Duration reply_timeout = absl::Seconds(2);
  // How often the server is asked whether it still is the primary.
  absl::Duration heartbeat = absl::Seconds(1);
  // What may wait for a reply at once; more is refused.
  size_t queue_limit = 20'000;
  size_t queue_bytes = size_t{64} << 20;
  size_t max_reply_bytes = size_t{64} << 20;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_OPTIONS_H_
