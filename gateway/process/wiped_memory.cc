// Memory this process is done with is overwritten, whoever is done with it: our code, gRPC, OpenSSL, the C
// library. What callers wrote of people passes through all of them; a string that is grown leaves its old
// bytes behind, and a function that returned its frame. Overwriting at the two places all of it passes is
// what leaves none (tests/leak, memory_residue_test.cc): heap as it is freed, and a thread's unused stack as
// it begins to wait for the network.
//
// What:   the allocation functions, as the C library lets a program define them, over the library's own; and
//         epoll_wait(2). Linked into a program as an object, or the linker would not take it. Not with a
//         sanitizer, which brings its own.
// Thread: any. They fail as the functions they stand for do.
// Cost:   one memset for each block freed, and of 64 KiB for each wait; docs/performance.md has it.
// Source: glibc manual, "Replacing malloc"; malloc_usable_size(3), epoll_wait(2).
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "core/util/wipe_stack.h"

extern "C" {

// The C library's own, under the names it keeps for programs that define the others.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* block, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* block);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

// NOLINTBEGIN(cppcoreguidelines-no-malloc)
void* malloc(size_t size) { return __libc_malloc(size); }

void* calloc(size_t count, size_t size) { return __libc_calloc(count, size); }

void free(void* block) {
  if (block == nullptr) return;
  const int was = errno;
  std::memset(block, 0, malloc_usable_size(block));
  __libc_free(block);
  errno = was;
}

void* realloc(void* block, size_t size) {
  if (block == nullptr) return __libc_malloc(size);
  if (size == 0) {
    free(block);
    return nullptr;
  }
  const size_t had = malloc_usable_size(block);
  if (size <= had) {
    std::memset(static_cast<char*>(block) + size, 0, had - size);
    return __libc_realloc(block, size);
  }
  void* const grown = __libc_malloc(size);
  if (grown == nullptr) return nullptr;
  std::memcpy(grown, block, had);
  free(block);
  return grown;
}

void* memalign(size_t alignment, size_t size) { return __libc_memalign(alignment, size); }

void* aligned_alloc(size_t alignment, size_t size) { return __libc_memalign(alignment, size); }

int posix_memalign(void** block, size_t alignment, size_t size) {
  if (alignment % sizeof(void*) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void* const made = __libc_memalign(alignment, size);
  if (made == nullptr) return ENOMEM;
  *block = made;
  return 0;
}
// NOLINTEND(cppcoreguidelines-no-malloc)

int epoll_wait(int epoll, epoll_event* events, int most, int timeout) {
  if (timeout != 0) schoolgate::WipeUnusedStack();
  return static_cast<int>(syscall(SYS_epoll_pwait, epoll, events, most, timeout, nullptr, 0));
}

}  // extern "C"
