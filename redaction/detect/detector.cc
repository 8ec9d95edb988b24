#include "redaction/detect/detector.h"

#include <utility>
#include <vector>

#include "redaction/detect/reading.h"
#include "redaction/detect/resolver.h"
#include "redaction/detect/roster_index.h"

namespace schoolgate::redaction {
namespace {

class RosterDetector final : public Detector {
 public:
  explicit RosterDetector(RosterSnapshot roster) : index_(std::move(roster)) {}

  Findings Detect(std::span<const Slot> slots, const DetectionContext& context) const override {
    std::vector<std::unique_ptr<Reading>> readings;
    readings.reserve(slots.size());
    for (const Slot& slot : slots) {
      if (auto reading = Read(slot, index_)) readings.push_back(std::move(reading));
    }
    if (readings.empty()) return {};
    return Resolver(index_, context).Resolve(readings);
  }

  const Roster& roster() const override { return index_.roster(); }

 private:
  RosterIndex index_;
};

}  // namespace

std::shared_ptr<const Detector> Detector::Create(RosterSnapshot roster) {
  return std::make_shared<const RosterDetector>(std::move(roster));
}

}  // namespace schoolgate::redaction
