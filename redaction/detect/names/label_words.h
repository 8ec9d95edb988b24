// Words that stand where names do and are none: what forms, transcripts, programs and courts write,
// languages, days and places. The name tagger does not know them all.
//
// Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_NAMES_LABEL_WORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_NAMES_LABEL_WORDS_H_

#include <cstddef>
#include <string_view>

#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

// "English", "hmong".
bool IsLanguage(std::string_view word);

// Tokens [first, last], likely a name by themselves, are or hold such words: "SEX F", "Eng 9", "Kings
// Canyon".
bool HoldsLabel(const Text& text, size_t first, size_t last);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NAMES_LABEL_WORDS_H_
