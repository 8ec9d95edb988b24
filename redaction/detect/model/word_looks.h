// Single words and the gaps between them, as the small numbers that features are made of. Private to
// name_features.cc. Pure; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_WORD_LOOKS_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_WORD_LOOKS_H_

#include <cstdint>
#include <string_view>

#include "redaction/detect/model/gazetteer.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

enum Kind : uint8_t {
  kNone,  // beyond the text
  kDigit,
  kMixed,
  kTaken,
  kInitial,
  kTitle,
  kPublicTitle,
  kRelation,
  kCalendar,
  kPlace,
  kStreet,
  kState,
  kSuffix,
  kParticle,
  kCueName,
  kCueOther,
  kFunction,
  kVerb,
  kGivenOnly,
  kFamilyOnly,
  kGivenOrWord,
  kFamilyOrWord,
  kRareName,
  kCommonWord,
  kRareWord,
  kSpanishWord,
  kPlaceName,
  kProper,
  kUnknown,
  kForeign,
};

uint8_t KindOf(const Token& token, WordFacts facts, bool taken, bool initial);

// How it is written: small, with a capital, in capitals, otherwise.
uint8_t ShapeCode(const Token& token);

inline constexpr uint32_t kSentence = 1;  // of the gap's number: a sentence or line begins
// What stands between two words, as a number; odd where a sentence or line begins after it.
uint8_t GapCode(std::string_view gap, bool first);
inline constexpr uint8_t kSpace = 2 * 2;

inline bool IsLine(uint8_t gap) {
  return gap == 2 * 11 + kSentence || gap == 2 * 1 + kSentence || gap >= 2 * 40;
}
// The words on both sides may belong to one name.
inline bool Joins(uint8_t gap) {
  return gap == kSpace || (gap >= 2 * 3 && gap <= 2 * 5) || gap == 2 * 14 + kSentence;
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_WORD_LOOKS_H_
