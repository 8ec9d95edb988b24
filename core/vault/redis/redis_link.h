// One connection to a Redis server: TCP and TLS 1.2 or later below, commands and replies above.
//
// What:   connects at once; bytes sent before it is open wait for it. The server's certificate must be for
// the
//         address' host and from the given authorities: nothing is sent to another.
// Owner:  whoever holds it. Destroying it closes the connection, and no handler runs afterwards.
// Thread: the one of its io_context, handlers included.
// Errors: the end of the connection, told once.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_LINK_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_LINK_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "core/vault/redis/redis_options.h"
#include "core/vault/redis/resp.h"

namespace boost::asio {
class io_context;
}

namespace schoolgate {

// The settings of TLS, shared by connections. InvalidArgument where a certificate or key cannot be read.
class RedisTls {
 public:
  static absl::StatusOr<std::unique_ptr<RedisTls>> Create(const RedisOptions& options);
  ~RedisTls();

 private:
  friend class RedisLink;
  struct Impl;
  explicit RedisTls(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

enum class RedisLinkEnd {
  kUnreachable,  // never opened
  kUntrusted,    // its certificate does not verify
  kClosed,       // it was open
};

struct RedisLinkHandlers {
  absl::AnyInvocable<void(RedisReply)> on_reply;
  absl::AnyInvocable<void(RedisLinkEnd)> on_end;
};

class RedisLink {
 public:
  // `tls` outlives it.
  RedisLink(boost::asio::io_context& context, RedisTls& tls, const RedisAddress& address,
            size_t max_reply_bytes, RedisLinkHandlers handlers);
  ~RedisLink();
  RedisLink(const RedisLink&) = delete;
  RedisLink& operator=(const RedisLink&) = delete;

  void Send(std::string_view command);

 private:
  struct Connection;
  std::shared_ptr<Connection> connection_;  // its operations hold it too
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_LINK_H_
