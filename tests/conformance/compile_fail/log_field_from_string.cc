// A log line does not take a string.
// EXPECT: no matching function for call to .*LogField
#include <string>

#include "core/util/log.h"

namespace schoolgate {

void Log(const std::string& text) {
#ifdef MUST_NOT_COMPILE
  const LogField field("text", text);
#else
  const LogField field("size", text.size());
#endif
  LogInfo("event", {field});
}

}  // namespace schoolgate
