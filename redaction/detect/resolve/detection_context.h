// What a caller of Detector::Detect knows beside the texts.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_DETECTION_CONTEXT_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_DETECTION_CONTEXT_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/time/civil_time.h"

namespace schoolgate::redaction {

// What is known beside the text, to tell people of one name apart.
struct DetectionContext {
  // The person who asks, as an index into the roster's people; -1 if unknown.
  int32_t caller = -1;
  absl::CivilDay today;
  // Terms that are nobody's name or condition here, as the tool's subject uses them: "the Great Depression",
  // "el ciclo del agua". What is found within one stays as it is, unless it is somebody's on the roster. They
  // outlive the call.
  std::span<const std::string> protected_terms;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_DETECTION_CONTEXT_H_
