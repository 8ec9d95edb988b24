#include "core/util/wipe_stack.h"

#include <cstddef>
#include <cstring>

namespace schoolgate {
namespace {

constexpr size_t kBytes = size_t{64} * 1024;

}  // namespace

[[gnu::noinline]] void WipeUnusedStack() {
  char unused[kBytes];
  explicit_bzero(unused, sizeof(unused));
}

}  // namespace schoolgate
