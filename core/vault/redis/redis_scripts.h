// What the vault does inside Redis, as Lua scripts: each is one round trip, whole or not at all, and may run
// twice.
//
// Keys, all of one district, each after the vault's prefix:
//   meta          hash: format, district, index_key (wrapped), active (id of the active district key),
//   last_key,
//                 last_note; `changes` counts what makes gates forget what they know and read the keys anew
//   keys          hash: id of a district key -> the key, wrapped
//   people        hash: a person's tag -> number and sealed keys
//   numbers       bitmap of the numbers people have or had
//   holds         hash: a person's tag -> sealed legal hold
//   notes         hash: number -> note for the audit log;  notes-taker  who takes them, for a minute
//   scope:TAG     hash: a session's own codes, or a stable scope's; gone with its time to live
//     g k n             generation (random, so that a scope made anew is no old one), key id, forms counted
//     e<i>              the form met as the i-th (redis_rows.h)
//     f<form tag>       its i
//     c<subject><type>  forms of this subject and type counted
//     v<value tag>      number of a value off the roster
//     u<number>         that one has it
//   session:TAG   hash: what a session was issued out of a stable scope; gone with its time to live
//     g s n             generation, the scope's generation, forms granted
//     e<i> f<form tag>  as above, of form tags
//   probe         written to see whether writing is possible
//
// Every script refuses (OTHERVAULT) where the keys are not this district's, so that a server that was emptied
// is never taken for a vault that knows nobody. A scope under a key that is gone is none.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_SCRIPTS_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_SCRIPTS_H_

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vault/redis/redis_client.h"

namespace schoolgate {

class RedisScript {
 public:
  explicit RedisScript(std::string_view text);

  // EVALSHA and EVAL of it.
  std::string ByHash(std::span<const std::string> keys, std::span<const std::string> arguments) const;
  std::string Whole(std::span<const std::string> keys, std::span<const std::string> arguments) const;

 private:
  std::string Format(std::string_view command, std::string_view what, std::span<const std::string> keys,
                     std::span<const std::string> arguments) const;

  const std::string text_;
  const std::string hash_;
};

// keys: meta keys. arguments: format, district, wrapped index key, id and wrapped first district key, written
// where there is nothing yet; none: only reads. Gives format, district, wrapped index key, active, changes,
// then id and wrapped district key in turn; nothing where there is nothing.
const RedisScript& MetaScript();

// keys: meta people numbers. arguments: district, changes, then of each person: tag, sealed keys of one who
// is new (empty: not to be made), numbers to choose from (each 4 bytes, most significant first). Gives
// changes, then each person's number and sealed keys, "" of one who is not there or for whom no number was
// free; changes alone where somebody is to be made and the caller is behind.
const RedisScript& PeopleScript();

// keys: meta people scope session keys. arguments: district, "own", "stable" or "nobody" (a stable scope that
// no session sees), times to live of scope and session (ms), the changes, generation and count the caller
// knows. Gives changes, key id, generation ("" where there is nothing), from which on its forms follow, how
// many do, these, and then of each person in them tag and row in turn ("" for one who is gone).
const RedisScript& OpenScript();

// keys: meta scope session keys. arguments: district, changes, "1" if forms are granted to the session, times
// to live (ms), a random generation, key id; "as" and the generation and count of what the caller remembers
// of the session ("" and 0: nothing), or "any" and anything; and the forms with the places the caller
// expects, none to confirm only. Gives "issued", generation and count of what the session sees now, and each
// form's place; "conflict", two words and the places as they have to be, without the subject where its number
// is taken, and nothing was written; "changed" and the changes; "moved" where the session is not as it was
// remembered; "key" where the scope stands under another key, or this one is gone.
const RedisScript& IssueScript();

// Runs it in one round trip, or two where the server does not know it yet; resumes on the caller's executor,
// and runs to its end though the caller is cancelled. VAULT_UNAVAILABLE where the server does not answer or
// refuses.
boost::asio::awaitable<absl::StatusOr<RedisReply>> RunScript(RedisClient& client, const RedisScript& script,
                                                             std::vector<std::string> keys,
                                                             std::vector<std::string> arguments);
// The same, blocking: never on an event loop.
absl::StatusOr<RedisReply> RunScriptBlocking(RedisClient& client, const RedisScript& script,
                                             const std::vector<std::string>& keys,
                                             const std::vector<std::string>& arguments);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_SCRIPTS_H_
