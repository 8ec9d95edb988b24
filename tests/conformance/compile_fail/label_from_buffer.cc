// An array of characters that was filled at run time is no literal.
// EXPECT: is not a constant expression
#include <cstdio>

#include "core/util/safe_label.h"

namespace schoolgate {

size_t Label(int number) {
  char text[16] = {};
  std::snprintf(text, sizeof(text), "%d", number);
#ifdef MUST_NOT_COMPILE
  return SafeLabel(text).view().size();
#else
  return SafeLabel("number").view().size();
#endif
}

}  // namespace schoolgate
