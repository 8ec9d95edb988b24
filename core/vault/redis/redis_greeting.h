// What a server is asked before it serves: whether it lets the gate in, is a primary, keeps what it is told,
// and holds this vault. And what is said when none does.
//
// What:   commands to send at the start of a connection, and a judgement of their replies. Pure.
// Thread: one at a time.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_GREETING_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_GREETING_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "core/vault/redis/redis_options.h"
#include "core/vault/redis/resp.h"

namespace schoolgate {

// Why a server does not serve, the most telling last.
struct RedisRefusal {
  enum class Why { kNone, kUnreachable, kNoPrimary, kUntrusted, kLogin, kPermission, kNotDurable };

  Why why = Why::kNone;
  std::string address;
  std::string permission;              // that the gate's user lacks
  std::string setting, found, wanted;  // what makes it not durable
};

// The problem of a start at which no server served.
absl::Status ProblemOfRefusal(const RedisRefusal& refusal, const RedisOptions& options);

// Whether the reply to ROLE is a primary's.
bool SaysPrimary(const RedisReply& role);
// What a server says that is no primary, or is not yet one: another may be.
bool SaysElsewhere(const RedisReply& reply);
// What a server says that will not take writes, though it is the primary: its disk or memory is full, its
// replicas are away, its ACL changed. Any other error is about one command.
bool SaysUnwell(const RedisReply& reply);

class RedisGreeting {
 public:
  enum class Step { kMore, kServes, kRefused };

  // `watch` is a formatted command that a server of this vault answers with `expected`.
  RedisGreeting(const RedisOptions& options, std::string watch, std::string expected)
      : keeps_(options.keeps), watch_(std::move(watch)), expected_(std::move(expected)) {}

  // The bytes to send; they hold the password.
  std::string Commands(const RedisOptions& options) const;
  // Takes the replies in order, until it says more than kMore.
  Step Take(const RedisReply& reply);
  const RedisRefusal& refusal() const { return refusal_; }

 private:
  Step Refuse(RedisRefusal::Why why);
  Step Lacks(std::string_view permission);

  const RedisKeeps keeps_;
  const std::string watch_;
  const std::string expected_;
  size_t taken_ = 0;
  RedisRefusal refusal_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_GREETING_H_
