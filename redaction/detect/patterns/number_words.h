// Reads numbers that are written as words, as machines write down what was said: "eight three oh five five
// five", "four eleven", "nineteen forty eight", "cuatrocientos once". English and Spanish. Pure functions.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_NUMBER_WORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_NUMBER_WORDS_H_

#include <cstddef>
#include <string>

#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

struct SpokenNumber {
  size_t next = 0;   // the token after
  size_t words = 0;  // 0: no number begins there
  size_t parts = 0;  // words, and groups of digits among them
  std::string digits;
};

// Whether the word begins a number; cheap enough to ask of every word.
bool IsNumberWord(const Text& text, size_t index);
// A mark between groups that is said: "dash", "punto".
bool IsSpokenMark(const Text& text, size_t index);
// The longest number from token `at` on, which may begin in digits, at most 24 words. "Thirty five" is 35, or
// with `apart` 30 and then 5: in "eight hundred thirty, five five five" only the whole says which.
SpokenNumber ReadSpokenNumber(const Text& text, size_t at, bool apart = false);
// The day of a month from token `at` on, "second", "twenty first", "dos", "14": 0 if none. Moves `at` past
// it.
int ReadSpokenDay(const Text& text, size_t& at);
// The year from token `at` on, "nineteen forty eight", "two thousand eleven", "2011"; 0 if none. Moves `at`
// past it.
int ReadSpokenYear(const Text& text, size_t& at);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_NUMBER_WORDS_H_
