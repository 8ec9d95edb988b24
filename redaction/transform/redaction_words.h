// The word that takes a redacted value's place: "SSN_REDACTED", "PHONE_REDACTED". It says what kind of thing
// was there, in [A-Z0-9_] so that it fits prose, a JSON string or key and a function's name alike, and can
// never be read as a code. Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_REDACTION_WORDS_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_REDACTION_WORDS_H_

#include <string_view>

#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::redaction {

// The word for `element`; "DATA_REDACTED" for one this build does not know.
std::string_view RedactionWord(v1::DataElement element);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_REDACTION_WORDS_H_
