// A log line takes literals, and no array of characters that was filled at run time.
// EXPECT: is not a constant expression
#include <cstdio>

#include "core/util/log.h"

namespace schoolgate {

void Log(int number) {
  char text[16] = {};
  std::snprintf(text, sizeof(text), "%d", number);
#ifdef MUST_NOT_COMPILE
  const LogField field("number", text);
#else
  const LogField field("number", "a literal");
#endif
  LogInfo("event", {field});
}

}  // namespace schoolgate
