// How a word is written.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_SHAPE_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_SHAPE_H_

#include <cstdint>

namespace schoolgate::redaction {

enum class Shape : uint8_t {
  kLower,    // grace
  kCapital,  // Grace, McKinney, G
  kUpper,    // GRACE: two letters or more
  kDigits,
  kMixed,     // letters and digits
  kUnspaced,  // a run of a script without spaces or without case
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_SHAPE_H_
