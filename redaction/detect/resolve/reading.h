// Everything found in one slot, before the slots of a request are looked at together.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_READING_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_READING_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "redaction/detect/names/known_names.h"
#include "redaction/detect/names/name_mention.h"
#include "redaction/detect/native/native_names.h"
#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/text/tokens.h"
#include "redaction/walk/slot.h"

namespace schoolgate::redaction {

struct Reading {
  int32_t slot = 0;
  std::string_view key;  // the JSON key over the text, or empty
  Text text;
  std::unique_ptr<Cues> cues;
  std::vector<Match> matches;
  std::vector<NameMention> mentions;
  std::vector<bool> taken;                 // by token
  std::vector<NameLikelihood> likelihood;  // by token; none of a number
  KnownScan known;                         // figures and works the text speaks of
  NativeFinds native;                      // names in other scripts
};

// By token: inside one of the matches that is more than a day, and so no name.
std::vector<bool> TakenBy(const Text& text, const std::vector<Match>& matches);

// Reads one slot in the given year; nullptr if it is not to be scanned.
std::unique_ptr<Reading> Read(const Slot& slot, const RosterIndex& index, int year, const NameTagger& tagger);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_READING_H_
