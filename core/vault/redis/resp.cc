#include "core/vault/redis/resp.h"

#include <hiredis/hiredis.h>
#include <hiredis/read.h>
#include <hiredis/sds.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "core/util/log.h"

namespace schoolgate {

// hiredis' callbacks. An array is made at its full size, so that its elements are written in place; the root
// is on the heap until Next() takes it. Null tells hiredis that there is no memory: the reader ends with an
// error.
struct ReplyBuilder {
  static RedisReply* Make(const redisReadTask* task, size_t bytes, RedisReply::Type type) {
    auto& budget = *static_cast<RedisReplyReader::Budget*>(task->privdata);
    if (task->parent == nullptr) budget.used = 0;
    if (bytes > budget.limit || budget.used > budget.limit - bytes) return nullptr;
    budget.used += bytes;
    RedisReply* reply = nullptr;
    if (task->parent == nullptr) {
      reply = new RedisReply;
    } else {
      reply = &static_cast<RedisReply*>(task->parent->obj)->elements[static_cast<size_t>(task->idx)];
    }
    reply->type = type;
    return reply;
  }

  static void* CreateString(const redisReadTask* task, char* text, size_t size) {
    const RedisReply::Type type = task->type == REDIS_REPLY_ERROR    ? RedisReply::Type::kError
                                  : task->type == REDIS_REPLY_STATUS ? RedisReply::Type::kStatus
                                                                     : RedisReply::Type::kString;
    RedisReply* reply = Make(task, size, type);
    if (reply != nullptr) reply->text.assign(text, size);
    return reply;
  }

  static void* CreateArray(const redisReadTask* task, int size) {
    const size_t elements = size < 0 ? 0 : static_cast<size_t>(size);
    RedisReply* reply = Make(task, elements * sizeof(RedisReply), RedisReply::Type::kArray);
    if (reply != nullptr) reply->elements.resize(elements);
    return reply;
  }

  static void* CreateInteger(const redisReadTask* task, long long value) {
    RedisReply* reply = Make(task, 0, RedisReply::Type::kInteger);
    if (reply != nullptr) reply->integer = value;
    return reply;
  }

  static void* CreateNil(const redisReadTask* task) { return Make(task, 0, RedisReply::Type::kNil); }

  static void FreeRoot(void* reply) { delete static_cast<RedisReply*>(reply); }

  static redisReplyObjectFunctions* Functions() {
    static redisReplyObjectFunctions functions = {CreateString, CreateArray, CreateInteger, CreateNil,
                                                  FreeRoot};
    return &functions;
  }
};

std::string_view RedisReply::error_code() const {
  if (!is_error()) return {};
  return std::string_view(text).substr(0, text.find(' '));
}

std::string FormatRedisCommand(std::span<const std::string_view> arguments) {
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  texts.reserve(arguments.size());
  sizes.reserve(arguments.size());
  for (const std::string_view argument : arguments) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  sds command = nullptr;
  const int size =
      redisFormatSdsCommandArgv(&command, static_cast<int>(arguments.size()), texts.data(), sizes.data());
  if (size < 0) {
    LogError("redis_command_out_of_memory");
    std::abort();
  }
  std::string formatted(command, static_cast<size_t>(size));
  // It may hold a password.
  OPENSSL_cleanse(command, static_cast<size_t>(size));
  redisFreeSdsCommand(command);
  return formatted;
}

void RedisReplyReader::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

RedisReplyReader::RedisReplyReader(size_t limit)
    : budget_{.limit = limit}, reader_(redisReaderCreateWithFunctions(ReplyBuilder::Functions())) {
  if (reader_ == nullptr) {
    LogError("redis_reader_out_of_memory");
    std::abort();
  }
  reader_->privdata = &budget_;
}

RedisReplyReader::~RedisReplyReader() = default;

absl::Status RedisReplyReader::Feed(std::string_view bytes) {
  if (reader_->len - reader_->pos + bytes.size() > budget_.limit) {
    return absl::OutOfRangeError("a reply is larger than this client takes");
  }
  return redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) == REDIS_OK
             ? absl::OkStatus()
             : absl::DataLossError("the reader is broken");
}

absl::StatusOr<std::optional<RedisReply>> RedisReplyReader::Next() {
  void* root = nullptr;
  if (redisReaderGetReply(reader_.get(), &root) != REDIS_OK) {
    return reader_->err == REDIS_ERR_OOM ? absl::OutOfRangeError("a reply is larger than this client takes")
                                         : absl::DataLossError("these bytes are no reply of Redis");
  }
  if (root == nullptr) return std::optional<RedisReply>();
  const std::unique_ptr<RedisReply> reply(static_cast<RedisReply*>(root));
  return std::optional(std::move(*reply));
}

}  // namespace schoolgate
