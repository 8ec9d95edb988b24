// Runs of digits as people write numbers: in groups with a mark or a blank between them, and with letters
// that a scanner took for digits ("95O-555-Ol66"). Pure functions.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_DIGIT_GROUPS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_DIGIT_GROUPS_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

// The digit a letter is confused with in print; '\0' if none is. A digit is itself.
char DigitLike(char folded);
// A word that can be a number misread: digits, or letters like digits with at least one digit among them.
bool IsDigitLike(const Text& text, size_t index);
// The word's digits, letters turned to what they are like.
std::string DigitsOfWord(std::string_view folded);

struct DigitGroups {
  static constexpr size_t kMost = 12;

  size_t first = 0, count = 0;  // tokens
  std::string digits;
  size_t ends[kMost] = {};  // digits up to and with each group
  bool marked[kMost] = {};  // the gap before the group is more than a blank
  bool plus = false;        // a '+' before the first
  bool misread = false;     // letters stand for digits

  size_t Length(size_t group) const { return ends[group] - (group == 0 ? 0 : ends[group - 1]); }
  // The first groups have these lengths.
  bool Begin(std::initializer_list<size_t> lengths) const;
  // These are all.
  bool Are(std::initializer_list<size_t> lengths) const { return count == lengths.size() && Begin(lengths); }
  // All groups but the first have the same mark before them, or none has any.
  bool Even() const;
  std::string_view Head(size_t groups) const { return std::string_view(digits).substr(0, ends[groups - 1]); }
};

// The groups from token `at` on; count is 0 if none begins there. At most 24 digits and kMost groups.
DigitGroups GatherDigits(const Text& text, size_t at);

// The number stands in a decimal, a thousand, a price, a percentage.
bool IsQuantity(const Text& text, const Token& token);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_DIGIT_GROUPS_H_
