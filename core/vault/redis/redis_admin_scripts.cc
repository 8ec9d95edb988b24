#include "core/vault/redis/redis_admin_scripts.h"

#include "core/util/strings.h"

namespace schoolgate {
namespace {

constexpr char kBegin[] = R"lua(
if redis.call('HGET', KEYS[1], 'district') ~= ARGV[1] then return redis.error_reply('OTHERVAULT') end
local function note(text)
  if text ~= '' then redis.call('HSET', KEYS[2], redis.call('HINCRBY', KEYS[1], 'last_note', 1), text) end
end
local function changed() redis.call('HINCRBY', KEYS[1], 'changes', 1) end
)lua";

constexpr char kAddKey[] = R"lua(
if redis.call('HGET', KEYS[1], 'last_key') ~= ARGV[2] then return {'behind'} end
redis.call('HSET', KEYS[1], 'last_key', ARGV[3])
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
changed()
note(ARGV[5])
return {'done'}
)lua";

constexpr char kPromoteKey[] = R"lua(
if redis.call('HEXISTS', KEYS[3], ARGV[2]) == 0 then return {'unknown'} end
redis.call('HSET', KEYS[1], 'active', ARGV[2])
changed()
note(ARGV[3])
return {'done'}
)lua";

constexpr char kDisableKey[] = R"lua(
if redis.call('HEXISTS', KEYS[3], ARGV[2]) == 0 then return {'unknown'} end
if redis.call('HGET', KEYS[1], 'active') == ARGV[2] then return {'active'} end
redis.call('HDEL', KEYS[3], ARGV[2])
changed()
note(ARGV[3])
return {'done'}
)lua";

constexpr char kRewrapRing[] = R"lua(
local ring = redis.call('HGETALL', KEYS[3])
if #ring ~= #ARGV - 3 then return {'behind'} end
for i = 4, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[3], ARGV[i]) == 0 then return {'behind'} end
end
redis.call('HSET', KEYS[1], 'index_key', ARGV[3])
for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
note(ARGV[2])
return {'done'}
)lua";

constexpr char kRewrapPeople[] = R"lua(
for i = 2, #ARGV, 3 do
  if redis.call('HGET', KEYS[2], ARGV[i]) == ARGV[i + 1] then redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2]) end
end
return {'done'}
)lua";

// The number stays taken: a vendor knows codes made of it, and they must not become somebody else's.
constexpr char kDestroyPerson[] = R"lua(
if redis.call('HEXISTS', KEYS[5], ARGV[2]) == 1 then return {'held'} end
if redis.call('HGET', KEYS[3], ARGV[2]) ~= ARGV[3] then return {'behind'} end
for at = 1, #ARGV[5], 4 do
  local number = ARGV[5]:sub(at, at + 3)
  if redis.call('SETBIT', KEYS[4], (struct.unpack('>I4', number)), 1) == 0 then
    redis.call('HSET', KEYS[3], ARGV[2], number .. ARGV[4])
    changed()
    note(ARGV[6])
    return {'done'}
  end
end
return {'numbers'}
)lua";

constexpr char kHold[] = R"lua(
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
note(ARGV[4])
return {'done'}
)lua";

constexpr char kRelease[] = R"lua(
if redis.call('HDEL', KEYS[3], ARGV[2]) == 0 then return {'none'} end
note(ARGV[3])
return {'done'}
)lua";

constexpr char kHolds[] = R"lua(
return redis.call('HGETALL', KEYS[2])
)lua";

constexpr char kNotes[] = R"lua(
if redis.call('EXISTS', KEYS[2]) == 0 then return {} end
local taker = redis.call('GET', KEYS[3])
if taker and taker ~= ARGV[2] then return {} end
redis.call('SET', KEYS[3], ARGV[2], 'PX', 60000)
local all, numbers, out = redis.call('HGETALL', KEYS[2]), {}, {}
local notes = {}
for i = 1, #all, 2 do
  numbers[#numbers + 1] = tonumber(all[i])
  notes[tonumber(all[i])] = all[i + 1]
end
table.sort(numbers)
for i = 1, math.min(#numbers, 100) do
  out[#out + 1] = tostring(numbers[i])
  out[#out + 1] = notes[numbers[i]]
end
return out
)lua";

constexpr char kForgetNote[] = R"lua(
redis.call('HDEL', KEYS[2], ARGV[2])
return {'done'}
)lua";

template <const char* kText>
const RedisScript& Script() {
  static const RedisScript* const script = new RedisScript(StrCat(kBegin, kText));
  return *script;
}

}  // namespace

const RedisScript& AddKeyScript() { return Script<kAddKey>(); }
const RedisScript& PromoteKeyScript() { return Script<kPromoteKey>(); }
const RedisScript& DisableKeyScript() { return Script<kDisableKey>(); }
const RedisScript& RewrapRingScript() { return Script<kRewrapRing>(); }
const RedisScript& RewrapPeopleScript() { return Script<kRewrapPeople>(); }
const RedisScript& DestroyPersonScript() { return Script<kDestroyPerson>(); }
const RedisScript& HoldScript() { return Script<kHold>(); }
const RedisScript& ReleaseScript() { return Script<kRelease>(); }
const RedisScript& HoldsScript() { return Script<kHolds>(); }
const RedisScript& NotesScript() { return Script<kNotes>(); }
const RedisScript& ForgetNoteScript() { return Script<kForgetNote>(); }

}  // namespace schoolgate
