// Reading people's text takes a reason.
// EXPECT: no matching function for call to .*Reveal\(\)
#include <string>

#include "core/guard/guarded.h"

namespace schoolgate {

size_t Read(const Guarded<std::string>& text) {
  size_t size = text.Reveal(RevealFor::kTesting).size();
#ifdef MUST_NOT_COMPILE
  size += text.Reveal().size();
#endif
  return size;
}

}  // namespace schoolgate
