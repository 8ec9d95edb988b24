// Of the places that may be private (sensitive/sensitive.h), those near somebody the request names: "write a
// lesson on asthma" stays. So this runs last, when it is known who is spoken of.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_SENSITIVE_SUBJECTS_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_SENSITIVE_SUBJECTS_H_

#include <memory>
#include <vector>

#include "core/finding/finding.h"
#include "redaction/detect/resolve/reading.h"

namespace schoolgate::redaction {

// Adds to `findings`, which are sorted and do not overlap, those of the mentions that are about somebody the
// findings name; they are sorted after and still do not overlap. Any thread.
void AddSensitive(const std::vector<std::unique_ptr<Reading>>& readings, Findings& findings);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_SENSITIVE_SUBJECTS_H_
