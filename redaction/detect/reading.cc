#include "redaction/detect/reading.h"

#include "redaction/detect/patterns.h"

namespace schoolgate::redaction {

std::unique_ptr<Reading> Read(const Slot& slot, const RosterIndex& index) {
  if (slot.kind == SlotKind::kIdentifier || slot.text.empty()) return nullptr;
  auto reading = std::make_unique<Reading>();
  reading->slot = slot.index;
  reading->text.Assign(slot.text, index.lexicon());
  const Text& text = reading->text;
  if (text.size() == 0) return nullptr;
  reading->cues = std::make_unique<Cues>(text, slot.cue, index.lexicon());
  const bool number = slot.kind == SlotKind::kJsonNumber;
  reading->matches = FindPatterns(text, *reading->cues, index, number);
  if (number) return reading;

  reading->taken.assign(text.size(), false);
  size_t token = 0;
  for (const Match& match : reading->matches) {
    if (match.kind == MatchKind::kDate) continue;
    while (token < text.size() && text[token].end <= match.begin) ++token;
    for (size_t at = token; at < text.size() && text[at].begin < match.end; ++at) reading->taken[at] = true;
  }
  NameScan scan{text, *reading->cues, index, reading->taken, reading->mentions};
  TakePublicFigures(scan, reading->figures);
  FindRosterNames(scan);
  FindUnknownNames(scan);
  return reading;
}

}  // namespace schoolgate::redaction
