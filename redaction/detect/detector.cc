#include "redaction/detect/detector.h"

#include <utility>
#include <vector>

#include "redaction/detect/protected_terms.h"
#include "redaction/detect/resolve/native_again.h"
#include "redaction/detect/resolve/reading.h"
#include "redaction/detect/resolve/resolver.h"
#include "redaction/detect/roster/roster_index.h"
#include "redaction/detect/text/markup.h"

namespace schoolgate::redaction {
namespace {

// A finding that begins or ends inside marked-up text takes the other half of the markup along.
void Balance(std::span<const Slot> slots, Findings& findings) {
  size_t slot = 0;
  for (size_t at = 0; at < findings.size(); ++at) {
    Finding& finding = findings[at];
    while (slot < slots.size() && slots[slot].index != finding.slot) ++slot;
    if (slot == slots.size()) return;
    const bool follows = at > 0 && findings[at - 1].slot == finding.slot;
    const size_t floor = follows ? static_cast<size_t>(findings[at - 1].end) : 0;
    const bool followed = at + 1 < findings.size() && findings[at + 1].slot == finding.slot;
    const std::string_view text = slots[slot].text.substr(
        0, followed ? static_cast<size_t>(findings[at + 1].begin) : std::string_view::npos);
    auto begin = static_cast<size_t>(finding.begin);
    auto end = static_cast<size_t>(finding.end);
    BalanceMarkup(text, floor, begin, end);
    finding.begin = static_cast<int64_t>(begin);
    finding.end = static_cast<int64_t>(end);
  }
}

class RosterDetector final : public Detector {
 public:
  explicit RosterDetector(RosterSnapshot roster) : index_(std::move(roster)) {}

  Findings Detect(std::span<const Slot> slots, const DetectionContext& context) const override {
    std::vector<std::unique_ptr<Reading>> readings;
    readings.reserve(slots.size());
    const auto year = static_cast<int>(context.today.year());
    for (const Slot& slot : slots) {
      if (auto reading = Read(slot, index_, year, OwnNameTagger())) readings.push_back(std::move(reading));
    }
    if (readings.empty()) return {};
    FindNativeNamesAgain(readings);
    Findings findings = Resolver(index_, context).Resolve(readings);
    Balance(slots, findings);
    if (!context.protected_terms.empty()) KeepProtectedTerms(slots, context.protected_terms, findings);
    return findings;
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
