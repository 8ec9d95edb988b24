#include "redaction/detect/resolve/reading.h"

#include <algorithm>

#include "redaction/detect/names/school_mentions.h"
#include "redaction/detect/patterns/patterns.h"

namespace schoolgate::redaction {

std::vector<bool> TakenBy(const Text& text, const std::vector<Match>& matches) {
  std::vector<bool> taken(text.size(), false);
  size_t token = 0;
  for (const Match& match : matches) {
    if (match.kind == MatchKind::kDate) continue;
    while (token < text.size() && text[token].end <= match.begin) ++token;
    for (size_t at = token; at < text.size() && text[at].begin < match.end; ++at) taken[at] = true;
  }
  return taken;
}

std::unique_ptr<Reading> Read(const Slot& slot, const RosterIndex& index, int year,
                              const NameTagger& tagger) {
  if (slot.kind == SlotKind::kIdentifier || slot.text.empty()) return nullptr;
  auto reading = std::make_unique<Reading>();
  reading->slot = slot.index;
  reading->key = slot.cue;
  reading->text.Assign(slot.text, index.lexicon());
  const Text& text = reading->text;
  if (text.size() == 0) return nullptr;
  reading->cues = std::make_unique<Cues>(text, slot.cue, index.lexicon());
  const bool number = slot.kind == SlotKind::kJsonNumber;
  reading->matches = FindPatterns(text, *reading->cues, index, number, year);
  if (number) return reading;

  reading->taken = TakenBy(text, reading->matches);
  reading->likelihood = tagger.Tag(text, *reading->cues, reading->taken);
  const std::vector<NameLikelihood>& likelihood = reading->likelihood;
  NameScan scan{text, *reading->cues, index, reading->taken, likelihood, reading->mentions};
  TakeSchoolNames(scan);
  TakeKnownNames(scan, reading->known);
  FindRosterNames(scan);
  FindNativeNames(scan, reading->native);
  FindCuedNames(scan);
  if (reading->native.any) {
    std::vector<bool> taken = reading->taken;
    TakeOtherScripts(text, taken);
    NameScan latin{text, *reading->cues, index, taken, likelihood, reading->mentions};
    FindUnknownNames(latin);
  } else {
    FindUnknownNames(scan);
  }
  for (NameMention& mention : reading->mentions) {
    for (size_t at = mention.first; at <= mention.last; ++at)
      mention.name_likelihood = std::max(mention.name_likelihood, likelihood[at].any());
  }
  return reading;
}

}  // namespace schoolgate::redaction
