// A clearance is good for one message, so there is one of it.
// EXPECT: use of deleted function .*Cleared
#include <utility>

#include "core/guard/outbound.h"

namespace schoolgate {

Cleared Pass(Cleared& cleared) {
#ifdef MUST_NOT_COMPILE
  return cleared;
#else
  return std::move(cleared);
#endif
}

}  // namespace schoolgate
