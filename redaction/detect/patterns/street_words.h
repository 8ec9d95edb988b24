// The words streets are made of, beyond what the lexicon knows. Pure functions.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_STREET_WORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_STREET_WORDS_H_

#include <string_view>

#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

enum class StreetType : uint8_t {
  kNone,
  kWeak,    // Park, Lake, Hill: a street's only with more of an address around
  kPlain,   // Drive, Court, Way: also other things in lower case
  kStrong,  // Street, Ave, Blvd: seldom anything else
};

StreetType StreetTypeOf(const Text& text, size_t index);
bool IsDirection(std::string_view word);
// "highway", "fm", "county": a word of a road that has a number for a name.
bool IsRoadWord(std::string_view word);
// The gap is one inside a street's name.
bool IsStreetGap(std::string_view gap);
// At most a blank, a comma, a full stop or a line end: the address goes on.
bool AddressGoesOn(std::string_view gap);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_STREET_WORDS_H_
