// A name in another script, learned from one text of a request, is found in all of them.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_NATIVE_AGAIN_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_NATIVE_AGAIN_H_

#include <memory>
#include <vector>

#include "redaction/detect/resolve/reading.h"

namespace schoolgate::redaction {

// Adds mentions to the readings. Used by one thread, on one request's readings.
void FindNativeNamesAgain(std::vector<std::unique_ptr<Reading>>& readings);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_NATIVE_AGAIN_H_
