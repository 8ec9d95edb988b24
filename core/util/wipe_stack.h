// What functions that have returned leave on a thread's stack: pieces of people's text, as they were parsed
// and copied. Freed memory is overwritten by whoever frees it (gateway/process/wiped_memory.cc); of a stack
// that is nobody, so a thread does it here before it waits for work.
//
// Thread: any, for its own stack; call it from near the stack's start, between two pieces of work. Costs
// about as much as copying 64 KiB.
#ifndef SCHOOLGATE_CORE_UTIL_WIPE_STACK_H_
#define SCHOOLGATE_CORE_UTIL_WIPE_STACK_H_

namespace schoolgate {

// Overwrites the next 64 KiB of stack below the caller, deeper than any of our handlers goes.
void WipeUnusedStack();

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_WIPE_STACK_H_
