// How far the words reach that state one private thing: "asthma" stands in "has severe asthma", "504" in
// "a 504 for migraines", "Concerta" in "takes Concerta 27 mg every morning". What is said is in all of them,
// and half of it, left standing, often tells the rest.
//
// Stateless functions; any thread. A bounded number of tokens is read on each side.
#ifndef SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_EXTENT_H_
#define SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_EXTENT_H_

#include <cstddef>

#include "redaction/detect/sensitive/sensitive.h"

namespace schoolgate::redaction {

// Tokens, `last` inclusive.
struct SensitiveExtent {
  size_t first = 0, last = 0;
};

// The phrase around the mention, which is the tokens [first, last]; it takes no token below `floor` and none
// from `ceiling` on: names and other mentions stand there.
SensitiveExtent WidenMention(const Text& text, const SensitiveMention& mention, SensitiveExtent extent,
                             size_t floor, size_t ceiling);

// The last token of [from, to) if these only join two things said in one breath ("and", "due to his"), else
// `from` - 1.
size_t JoiningWords(const Text& text, size_t from, size_t to);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_EXTENT_H_
