#include "core/vault/redis/redis_scripts.h"

#include <openssl/sha.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;

constexpr char kMeta[] = R"lua(
if redis.call('EXISTS', KEYS[1]) == 0 then
  if #ARGV == 0 then return {} end
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'district', ARGV[2], 'index_key', ARGV[3], 'active', ARGV[4],
             'last_key', ARGV[4], 'changes', 0)
  redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
end
local out = redis.call('HMGET', KEYS[1], 'format', 'district', 'index_key', 'active', 'changes')
for _, word in ipairs(redis.call('HGETALL', KEYS[2])) do out[#out + 1] = word end
return out
)lua";

constexpr char kPeople[] = R"lua(
if redis.call('HGET', KEYS[1], 'district') ~= ARGV[1] then return redis.error_reply('OTHERVAULT') end
local changes = redis.call('HGET', KEYS[1], 'changes')
local out = {changes}
for i = 3, #ARGV, 3 do
  local row = redis.call('HGET', KEYS[2], ARGV[i])
  if not row and ARGV[i + 1] ~= '' then
    if changes ~= ARGV[2] then return {changes} end
    for at = 1, #ARGV[i + 2], 4 do
      local number = ARGV[i + 2]:sub(at, at + 3)
      if redis.call('SETBIT', KEYS[3], (struct.unpack('>I4', number)), 1) == 0 then
        row = number .. ARGV[i + 1]
        redis.call('HSET', KEYS[2], ARGV[i], row)
        break
      end
    end
  end
  out[#out + 1] = row or ''
end
return out
)lua";

// A time to live is set an eighth longer than asked for and only when it has come down to what was asked for,
// so that most calls write nothing.
constexpr char kKeep[] = R"lua(
local function keep(key, ttl)
  if redis.call('PTTL', key) < ttl then redis.call('PEXPIRE', key, math.floor(ttl * 1.125)) end
end
)lua";

constexpr char kOpen[] = R"lua(
if redis.call('HGET', KEYS[1], 'district') ~= ARGV[1] then return redis.error_reply('OTHERVAULT') end
local changes, active = unpack(redis.call('HMGET', KEYS[1], 'changes', 'active'))
local scope, source, stable = KEYS[3], KEYS[3], ARGV[2] ~= 'own'
local key = redis.call('HGET', scope, 'k')
if key and redis.call('HEXISTS', KEYS[5], key) == 0 then
  redis.call('DEL', scope)
  key = nil
end
if not key then return {changes, active, '', 0, 0} end
keep(scope, tonumber(ARGV[3]))
if ARGV[2] == 'nobody' then return {changes, key, '', 0, 0} end
if stable then
  source = KEYS[4]
  if redis.call('HGET', source, 's') ~= redis.call('HGET', scope, 'g') then
    redis.call('DEL', source)
    return {changes, key, '', 0, 0}
  end
  keep(source, tonumber(ARGV[4]))
end
local g, n = unpack(redis.call('HMGET', source, 'g', 'n'))
local from = 0
n = tonumber(n)
if ARGV[5] == changes and ARGV[6] == g and tonumber(ARGV[7]) <= n then from = tonumber(ARGV[7]) end
local out, people, met = {changes, key, g, from, n - from}, {}, {}
for i = from, n - 1 do
  local at = i
  if stable then at = redis.call('HGET', scope, 'f' .. redis.call('HGET', source, 'e' .. i)) end
  local row = redis.call('HGET', scope, 'e' .. at)
  local owner = row:sub(27, 42)
  if row:sub(26, 26) == 'r' and not met[owner] then
    met[owner] = true
    people[#people + 1] = owner
  end
  out[#out + 1] = row
end
for _, owner in ipairs(people) do
  out[#out + 1] = owner
  out[#out + 1] = redis.call('HGET', KEYS[2], owner) or ''
end
return out
)lua";

constexpr char kIssue[] = R"lua(
if redis.call('HGET', KEYS[1], 'district') ~= ARGV[1] then return redis.error_reply('OTHERVAULT') end
local changes = redis.call('HGET', KEYS[1], 'changes')
if changes ~= ARGV[2] then return {'changed', changes} end
local scope, session, grants = KEYS[2], KEYS[3], ARGV[3] == '1'
local key = redis.call('HGET', scope, 'k')
if (key and key ~= ARGV[7]) or redis.call('HEXISTS', KEYS[4], ARGV[7]) == 0 then return {'key'} end
local function stands()
  local g, n = unpack(redis.call('HMGET', scope, 'g', 'n'))
  if grants and g then
    local s
    s, g, n = unpack(redis.call('HMGET', session, 's', 'g', 'n'))
    if s ~= redis.call('HGET', scope, 'g') then g = nil end
  end
  if g then return g, tonumber(n) end
  return '', 0
end
if ARGV[8] ~= 'any' then
  local g, n = stands()
  if g ~= ARGV[9] or n ~= tonumber(ARGV[10]) then return {'moved'} end
end
local out, conflict, new = {'issued', '', 0}, false, {}
local counts, values, taken, fresh = {}, {}, {}, {}
for i = 11, #ARGV do
  local row = ARGV[i]
  local at = redis.call('HGET', scope, 'f' .. row:sub(1, 16))
  local there = at and redis.call('HGET', scope, 'e' .. at)
  -- A form of somebody who was destroyed since is no form: who it is about has another number now.
  if there and row:sub(26, 26) == 'r' and there:sub(17, 20) ~= row:sub(17, 20) then there = nil end
  if there then
    out[#out + 1] = there:sub(17, 25)
  else
    local subject, type, owner = row:sub(17, 20), row:sub(21, 21), row:sub(27, 42)
    if row:sub(26, 26) == 'v' then
      local known = values[owner] or redis.call('HGET', scope, 'v' .. owner)
      if known then
        if known ~= subject then conflict, subject = true, known end
      elseif taken[subject] or redis.call('HEXISTS', scope, 'u' .. subject) == 1 then
        conflict, subject = true, ''
      else
        values[owner], taken[subject] = subject, true
      end
    end
    local count = 'c' .. subject .. type
    local index = counts[count] or tonumber(redis.call('HGET', scope, count) or '0')
    if struct.pack('>I4', index) ~= row:sub(22, 25) then conflict = true end
    counts[count] = index + 1
    new[#new + 1], fresh[row:sub(1, 16)] = i, true
    out[#out + 1] = subject .. type .. struct.pack('>I4', index)
  end
end
if conflict then
  out[1] = 'conflict'
  return out
end
if #ARGV == 10 then
  keep(scope, tonumber(ARGV[4]))
  if grants then keep(session, tonumber(ARGV[5])) end
  out[2], out[3] = stands()
  return out
end
if not key then redis.call('HSET', scope, 'g', ARGV[6], 'k', ARGV[7], 'n', 0) end
local n = tonumber(redis.call('HGET', scope, 'n'))
for _, i in ipairs(new) do
  local row = ARGV[i]
  redis.call('HSET', scope, 'e' .. n, row, 'f' .. row:sub(1, 16), n)
  n = n + 1
end
if #new > 0 then redis.call('HSET', scope, 'n', n) end
for count, counted in pairs(counts) do redis.call('HSET', scope, count, counted) end
for owner, subject in pairs(values) do redis.call('HSET', scope, 'v' .. owner, subject, 'u' .. subject, 1) end
keep(scope, tonumber(ARGV[4]))
if grants then
  local g = redis.call('HGET', scope, 'g')
  if redis.call('HGET', session, 's') ~= g then
    redis.call('DEL', session)
    redis.call('HSET', session, 'g', ARGV[6], 's', g, 'n', 0)
  end
  local m = tonumber(redis.call('HGET', session, 'n'))
  for i = 11, #ARGV do
    local tag = ARGV[i]:sub(1, 16)
    if fresh[tag] or redis.call('HEXISTS', session, 'f' .. tag) == 0 then
      redis.call('HSET', session, 'e' .. m, tag, 'f' .. tag, m, 'n', m + 1)
      m = m + 1
    end
  end
  keep(session, tonumber(ARGV[5]))
end
out[2], out[3] = stands()
return out
)lua";

absl::Status Unavailable() { return MakeProblem(problems::kVaultUnavailable); }

// What a reply is to the vault: a server's refusal is no answer.
absl::StatusOr<RedisReply> Judge(absl::StatusOr<RedisReply> reply) {
  if (!reply.ok() || !reply->is_error()) return reply;
  // Other refusals are the client's to tell.
  if (reply->error_code() == "OTHERVAULT") LogError("redis_holds_another_vault");
  if (reply->error_code() == "ERR") LogError("redis_script_failed");
  return Unavailable();
}

bool Unknown(const absl::StatusOr<RedisReply>& reply) {
  return reply.ok() && reply->error_code() == "NOSCRIPT";
}

asio::awaitable<absl::StatusOr<RedisReply>> Perform(RedisClient& client, std::string command) {
  // By value, as it is handed on to the client's queue.
  auto initiate = [&client](auto handler,
                            std::string formatted) {  // NOLINT(performance-unnecessary-value-param)
    auto guard = asio::make_work_guard(asio::get_associated_executor(handler));
    client.Submit(std::move(formatted), [handler = std::move(handler),
                                         guard = std::move(guard)](absl::StatusOr<RedisReply> reply) mutable {
      asio::post(guard.get_executor(), [handler = std::move(handler), reply = std::move(reply)]() mutable {
        std::move(handler)(std::move(reply));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(absl::StatusOr<RedisReply>)>(
      std::move(initiate), asio::use_awaitable, std::move(command));
}

std::string HexSha1(std::string_view text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex.push_back("0123456789abcdef"[byte >> 4]);
    hex.push_back("0123456789abcdef"[byte & 15]);
  }
  return hex;
}

}  // namespace

RedisScript::RedisScript(std::string_view text) : text_(text), hash_(HexSha1(text)) {}

std::string RedisScript::Format(std::string_view command, std::string_view what,
                                std::span<const std::string> keys,
                                std::span<const std::string> arguments) const {
  const std::string count = StrCat(keys.size());
  std::vector<std::string_view> words = {command, what, count};
  words.reserve(3 + keys.size() + arguments.size());
  words.insert(words.end(), keys.begin(), keys.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return FormatRedisCommand(words);
}

std::string RedisScript::ByHash(std::span<const std::string> keys,
                                std::span<const std::string> arguments) const {
  return Format("EVALSHA", hash_, keys, arguments);
}

std::string RedisScript::Whole(std::span<const std::string> keys,
                               std::span<const std::string> arguments) const {
  return Format("EVAL", text_, keys, arguments);
}

const RedisScript& MetaScript() {
  static const RedisScript* const script = new RedisScript(kMeta);
  return *script;
}

const RedisScript& PeopleScript() {
  static const RedisScript* const script = new RedisScript(kPeople);
  return *script;
}

const RedisScript& OpenScript() {
  static const RedisScript* const script = new RedisScript(StrCat(kKeep, kOpen));
  return *script;
}

const RedisScript& IssueScript() {
  static const RedisScript* const script = new RedisScript(StrCat(kKeep, kIssue));
  return *script;
}

asio::awaitable<absl::StatusOr<RedisReply>> RunScript(RedisClient& client, const RedisScript& script,
                                                      std::vector<std::string> keys,
                                                      std::vector<std::string> arguments) {
  absl::StatusOr<RedisReply> reply = co_await Perform(client, script.ByHash(keys, arguments));
  if (Unknown(reply)) reply = co_await Perform(client, script.Whole(keys, arguments));
  co_return Judge(std::move(reply));
}

absl::StatusOr<RedisReply> RunScriptBlocking(RedisClient& client, const RedisScript& script,
                                             const std::vector<std::string>& keys,
                                             const std::vector<std::string>& arguments) {
  absl::StatusOr<RedisReply> reply = client.Wait(script.ByHash(keys, arguments));
  if (Unknown(reply)) reply = client.Wait(script.Whole(keys, arguments));
  return Judge(std::move(reply));
}

}  // namespace schoolgate
