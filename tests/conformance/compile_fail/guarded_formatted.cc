// People's text has no formatter.
// EXPECT: Cannot format an argument
#include <fmt/format.h>

#include <string>

#include "core/guard/guarded.h"

namespace schoolgate {

std::string Show(const Guarded<std::string>& text) {
  std::string out = fmt::format("{}", text.Reveal(RevealFor::kTesting).size());
#ifdef MUST_NOT_COMPILE
  out += fmt::format("{}", text);
#endif
  return out;
}

}  // namespace schoolgate
