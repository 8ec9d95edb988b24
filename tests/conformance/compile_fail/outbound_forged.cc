// Nobody but the transformer calls a message treated.
// EXPECT: Outbound::Outbound\(.*is private within this context
#include <utility>

#include "core/guard/outbound.h"

namespace schoolgate {

Outbound Pass(Guarded<CanonicalRequest> message, Destination destination, Outbound treated) {
#ifdef MUST_NOT_COMPILE
  return Outbound(std::move(message), std::move(destination));
#else
  return treated;
#endif
}

}  // namespace schoolgate
