// What a text says of a person that is nobody else's business: a disability, an illness, a plan for special
// education, the free lunch, where a family sleeps, immigration, discipline. The places are
// found by the phrases of words/sensitive_*.inc and by the names of record fields; whether they count, near
// somebody the request names, is for resolve/sensitive_subjects.h to say.
//
// Stateless functions; any thread. Offsets are those of the normalised text.
#ifndef SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_H_
#define SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/finding/finding.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

// How much a phrase says by itself.
enum class Certainty : uint8_t {
  kSure,          // hardly anything else: "epilepsy"
  kLikely,        // also an everyday word: "detention"
  kAbbreviation,  // in capitals, beside a word that fits: "gets OT"
  kValue,         // what stands in a field of a record that is private itself: "diagnosis: ..."
};

struct SensitiveMention {
  uint32_t first = 0, last = 0;  // tokens of the phrase, inclusive
  uint32_t begin = 0, end = 0;   // folded offsets, with the words that belong to it ("severe", "11")
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  Certainty certainty = Certainty::kSure;
  std::string_view recognizer;
  float weight = 0;  // what it and its surroundings weigh, before anybody is known to be spoken of
};

// Adds what may be private in `text` to `out`, sorted, none overlapping. `key` is the JSON key over the whole
// text, or empty.
void FindSensitive(const Text& text, std::string_view key, std::vector<SensitiveMention>& out);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_H_
