// A log line does not take a pointer to text, and does not take it for a yes or no either.
// EXPECT: no matching function for call to .*LogField
#include "core/util/log.h"

namespace schoolgate {

void Log(const char* text) {
#ifdef MUST_NOT_COMPILE
  const LogField field("text", text);
#else
  const LogField field("text", text != nullptr);
#endif
  LogInfo("event", {field});
}

}  // namespace schoolgate
