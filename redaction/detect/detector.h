// Finds personal data in the texts of one request and says whose it is.
//
// A Detector is built from one roster snapshot and immutable after: any thread may call Detect, which uses
// only the CPU. Texts over 64 KB belong on a worker pool, in the caller's hands.
#ifndef SCHOOLGATE_REDACTION_DETECT_DETECTOR_H_
#define SCHOOLGATE_REDACTION_DETECT_DETECTOR_H_

#include <memory>
#include <span>

#include "core/finding/finding.h"
#include "core/roster/roster.h"
#include "redaction/detect/resolve/detection_context.h"
#include "redaction/walk/slot.h"

namespace schoolgate::redaction {

class Detector {
 public:
  // Indexes `roster`, which the detector keeps alive.
  static std::shared_ptr<const Detector> Create(RosterSnapshot roster);
  virtual ~Detector() = default;

  // Findings sorted by (slot, begin), never overlapping, on UTF-8 boundaries. All slots of a request are
  // looked at together: a person found once is found everywhere in it.
  virtual Findings Detect(std::span<const Slot> slots, const DetectionContext& context) const = 0;

  virtual const Roster& roster() const = 0;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_DETECTOR_H_
