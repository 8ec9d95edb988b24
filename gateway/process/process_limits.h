// What the process asks of the operating system for itself.
//
// Called once, at start, before there are other threads. Sources: prctl(2), getrlimit(2), core(5).
#ifndef SCHOOLGATE_GATEWAY_PROCESS_PROCESS_LIMITS_H_
#define SCHOOLGATE_GATEWAY_PROCESS_PROCESS_LIMITS_H_

#include <cstdint>

namespace schoolgate::gateway {

// No core dump, and no reading of this process's memory by others of the same user: it holds people's text
// and the keys that hide them. Children begun by exec have to ask again.
void KeepMemoryPrivate();

// As many open files as the machine allows this process, and how many that is. A connection is a file, and
// the usual preset of 1,024 is a login's, not a server's.
int64_t RaiseFileLimit();

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_PROCESS_PROCESS_LIMITS_H_
