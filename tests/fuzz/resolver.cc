// The resolver: several texts of one request, of every kind and under several keys, asked by anyone. Whatever
// they hold, findings are sound, and looking twice finds the same.
//
// A blank line ends a slot; its first byte says its kind and its key.
#include <string_view>
#include <vector>

#include "tests/fuzz/properties.h"
#include "tests/fuzz/small_roster.h"

namespace schoolgate::fuzz {
namespace {

constexpr redaction::SlotKind kKinds[] = {redaction::SlotKind::kText, redaction::SlotKind::kJsonString,
                                          redaction::SlotKind::kJsonNumber, redaction::SlotKind::kJsonKey,
                                          redaction::SlotKind::kIdentifier};
constexpr std::string_view kKeys[] = {"",      "name", "student_id",   "birthDate",
                                      "phone", "note", "guardianEmail"};

std::vector<redaction::Slot> SlotsOf(std::string_view input) {
  std::vector<redaction::Slot> slots;
  while (!input.empty()) {
    const size_t end = std::min(input.find("\n\n"), input.size());
    const auto lead = static_cast<uint8_t>(input.front());
    const std::string_view text = input.substr(1, end > 0 ? end - 1 : 0);
    slots.push_back({.index = static_cast<int32_t>(slots.size()),
                     .kind = kKinds[lead % std::size(kKinds)],
                     .text = text,
                     .cue = kKeys[lead / std::size(kKinds) % std::size(kKeys)]});
    input.remove_prefix(std::min(end + 2, input.size()));
  }
  return slots;
}

bool Same(const Findings& a, const Findings& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Finding& one, const Finding& other) {
    return one.slot == other.slot && one.begin == other.begin && one.end == other.end &&
           one.element == other.element && one.subject.kind == other.subject.kind &&
           one.subject.person == other.subject.person && one.subject.key == other.subject.key &&
           one.recognizer == other.recognizer && one.cue == other.cue && one.confidence == other.confidence;
  });
}

}  // namespace
}  // namespace schoolgate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace fuzz = schoolgate::fuzz;
  const std::string_view input = fuzz::Begin(data, size);
  const std::vector<schoolgate::redaction::Slot> slots = fuzz::SlotsOf(input);
  const auto context = fuzz::AskedBy(input.size());
  const schoolgate::Findings findings = fuzz::SmallDetector().Detect(slots, context);
  fuzz::ExpectSound(slots, findings);
  FUZZ_EXPECT(fuzz::Same(findings, fuzz::SmallDetector().Detect(slots, context)), "");
  return 0;
}
