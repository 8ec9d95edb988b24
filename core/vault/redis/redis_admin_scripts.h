// The Lua scripts behind redis_admin.h. The arguments of each begin with the district, the keys with meta; a
// note is kept where it is not empty, with what it is about or not at all. What it gives is one word: "done",
// or why nothing was changed.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ADMIN_SCRIPTS_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ADMIN_SCRIPTS_H_

#include "core/vault/redis/redis_scripts.h"

namespace schoolgate {

// keys: meta notes keys. arguments: the last id that was, the new one, the wrapped key, note. "behind" where
// another was added meanwhile.
const RedisScript& AddKeyScript();
// keys: meta notes keys. arguments: id, note. "unknown".
const RedisScript& PromoteKeyScript();
// keys: meta notes keys. arguments: id, note. "unknown", "active".
const RedisScript& DisableKeyScript();
// keys: meta notes keys. arguments: note, wrapped index key, then id and wrapped key in turn. "behind" where
// these are not the ring.
const RedisScript& RewrapRingScript();
// keys: meta people. arguments: of each person tag, sealed row as it was, and as it is to be. Those that
// changed meanwhile stay.
const RedisScript& RewrapPeopleScript();
// keys: meta notes people numbers holds. arguments: tag, row as it was, new sealed keys, numbers to choose
// from, note. "held", "behind" where the row is another, "numbers" where none was free.
const RedisScript& DestroyPersonScript();
// keys: meta notes holds. arguments: tag, sealed hold, note.
const RedisScript& HoldScript();
// keys: meta notes holds. arguments: tag, note. "none".
const RedisScript& ReleaseScript();
// keys: meta holds. Gives tag and sealed hold in turn.
const RedisScript& HoldsScript();
// keys: meta notes notes-taker. arguments: who asks. The oldest hundred, number and note in turn; nothing
// while another takes them.
const RedisScript& NotesScript();
// keys: meta notes. arguments: number.
const RedisScript& ForgetNoteScript();

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ADMIN_SCRIPTS_H_
