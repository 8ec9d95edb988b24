// Single words and the gaps between them, as the small numbers that features are made of, and the weight a
// feature has. Private to name_features.cc and second_look.cc. Pure; any thread.
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

// The number of the weight of what is said of a token, below 2^bits.
inline uint32_t FeatureHash(uint32_t kind, uint64_t a, uint64_t b, uint32_t bits) {
  uint64_t hash = (a + kind * 0x9E3779B97F4A7C15U) * 0xBF58476D1CE4E5B9U;
  hash = (hash ^ hash >> 31 ^ b) * 0x94D049BB133111EBU;
  return static_cast<uint32_t>(hash >> (64 - bits));
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_WORD_LOOKS_H_
