// For tests: a redis-server of one's own, on a free loopback port, with TLS, an ACL user for the gate and the
// settings a vault needs, in a directory that goes with it.
//
// Ownership: the holder; the server is killed with it, and with the test's own process. One thread.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_TESTING_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/tls_keys.h"
#include "core/vault/redis/redis_options.h"
#include "core/vault/redis/redis_vault.h"
#include "core/vault/vault_testing.h"

namespace schoolgate::vault_testing {

inline constexpr char kRedisUser[] = "gate";
inline constexpr char kRedisPassword[] = "made-up-password";
inline constexpr char kRedisPrefix[] = "schoolgate:";

// The authority of the servers' and of the gate's own certificates, made once per process.
const std::string& RedisCaPem();
TlsIdentity RedisClientIdentity();

struct RedisServerOptions {
  std::vector<std::string> settings;  // "--appendfsync", "everysec": after, and so over, the usual ones
  std::string certificate_for = "127.0.0.1";
  std::string acl;  // instead of the rules docs/redis.md gives the gate's user
};

class RedisServer {
 public:
  // Ends the test process, with a message, where redis-server is not installed or does not start.
  explicit RedisServer(RedisServerOptions options = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // The same server again, on the same port and data. REQUIRES: it was killed.
  void Start();
  void Kill();  // SIGKILL, and waits for the end
  void Pause();
  void Resume();

  // A command as the administrator, and what redis-cli prints.
  std::string Admin(const std::vector<std::string>& arguments) const;
  // Whether it comes to be so, in ten seconds.
  bool AwaitAdmin(const std::vector<std::string>& arguments, std::string_view part_of_answer) const;

  // All that is in its append-only files.
  std::string StoredBytes() const;

  const std::string& port() const { return port_; }
  RedisAddress address() const { return {"127.0.0.1", port_}; }

 private:
  const RedisServerOptions options_;
  const TestDirectory directory_;
  std::string port_;
  pid_t pid_ = -1;
};

// A gate's way to these servers.
RedisOptions OptionsFor(const std::vector<const RedisServer*>& servers);

// A gate's vault on these servers, with its key in this file.
RedisVaultOptions VaultOptionsFor(const std::vector<const RedisServer*>& servers,
                                  const std::string& key_file);

// The rules docs/redis.md shows for the gate's user.
std::string DocumentedAcl();

}  // namespace schoolgate::vault_testing

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_TESTING_H_
