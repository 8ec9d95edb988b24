// What a word that no list knows may have been before a scanner misread it or a sly hand respelled it:
// "LESLlE", "R0byn", "Mar1a", "Carnila", "2O15". A reading counts only if it is a known word (or a number),
// so that "DlSTRlCT" is the word district and no name.
//
// Pure; any thread; a bounded number of look-ups a word, none that allocates.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_SECOND_READING_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_SECOND_READING_H_

#include <cstddef>
#include <string_view>

#include "redaction/detect/text/lexicon.h"
#include "redaction/detect/text/shape.h"

namespace schoolgate::redaction {

struct SecondReading {
  static constexpr size_t kLongest = 40;

  char text[kLongest] = {};
  size_t size = 0;
  Shape shape = Shape::kLower;
  Lexicon::Entry entry;

  std::string_view word() const { return {text, size}; }
};

// Slips that show in the word itself: digits among letters, letters among digits, a small l among capitals, a
// capital I among small letters, rn for m, vv for w, cl for d. `cased` and `folded` are one word of `shape`
// that the lexicon lacks. False if there is no other reading.
bool ReadAgain(std::string_view cased, std::string_view folded, Shape shape, const Lexicon& lexicon,
               SecondReading& out);

// Slips that only a text known to be a scan makes likely: m for rn, c for e, h for b; in an unknown word with
// letters and digits also those that make it a word at all.
bool ReadScanned(std::string_view folded, Shape shape, const Lexicon& lexicon, SecondReading& out);

// A group of a date or phone of such a text: "O8", "ll", "55S".
bool ReadScannedNumber(std::string_view cased, SecondReading& out);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_SECOND_READING_H_
