// What a Redis server and we say to each other: commands as bytes, and bytes back into replies. hiredis does
// the protocol (RESP2, redis.io/docs/reference/protocol-spec); this gives it our types and our limits.
//
// What:   plain values. The reader takes bytes as they come and gives whole replies.
// Thread: one at a time.
// Errors: bytes that are no RESP, and a reply above the limit, break the reader for good: OutOfRange or
// DataLoss.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_RESP_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_RESP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

struct redisReader;

namespace schoolgate {

struct RedisReply {
  enum class Type { kNil, kInteger, kString, kStatus, kError, kArray };

  Type type = Type::kNil;
  int64_t integer = 0;
  std::string text;  // of a string, a status or an error
  std::vector<RedisReply> elements;

  bool is_error() const { return type == Type::kError; }
  // The first word of an error, "READONLY" or "NOSCRIPT"; empty for other replies.
  std::string_view error_code() const;
};

// One command as it goes over the wire. `arguments` may hold any bytes.
std::string FormatRedisCommand(std::span<const std::string_view> arguments);

class RedisReplyReader {
 public:
  // `limit` bounds one reply: the bytes not yet read as whole values, and the values of a reply begun.
  explicit RedisReplyReader(size_t limit);
  ~RedisReplyReader();
  RedisReplyReader(const RedisReplyReader&) = delete;
  RedisReplyReader& operator=(const RedisReplyReader&) = delete;

  absl::Status Feed(std::string_view bytes);
  // Nothing while the next reply is not whole.
  absl::StatusOr<std::optional<RedisReply>> Next();

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };

  // What the reply being read holds so far; hiredis' callbacks count in it.
  struct Budget {
    size_t limit = 0;
    size_t used = 0;
  };
  friend struct ReplyBuilder;

  Budget budget_;
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_RESP_H_
