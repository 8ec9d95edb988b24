// Nobody but the audit log calls a message recorded.
// EXPECT: Cleared::Cleared\(.*is private within this context
#include <utility>

#include "core/guard/outbound.h"

namespace schoolgate {

Cleared Pass(Outbound outbound, Cleared recorded) {
#ifdef MUST_NOT_COMPILE
  return Cleared(std::move(outbound), "an-exchange");
#else
  return recorded;
#endif
}

}  // namespace schoolgate
