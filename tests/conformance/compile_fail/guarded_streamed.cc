// People's text has no stream operator.
// EXPECT: no match for 'operator<<'
#include <ostream>
#include <string>

#include "core/guard/guarded.h"

namespace schoolgate {

void Show(std::ostream& out, const Guarded<std::string>& text) {
  out << text.Reveal(RevealFor::kTesting).size();
#ifdef MUST_NOT_COMPILE
  out << text;
#endif
}

}  // namespace schoolgate
