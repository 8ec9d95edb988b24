// Names in scripts other than Latin: Han, kana, Hangul, Cyrillic, Greek, Arabic, Hebrew, Devanagari,
// Gurmukhi, Ethiopic, Thai. Known and unknown people are found here alike, by lists of names, by the words
// around them and by how they sound beside the roster; public figures and people in books stay. What is found
// becomes mentions like any other (name_mention.h), though of parts of words where a script writes no spaces.
//
// Used by one thread, on one request's readings.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_NAMES_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_NAMES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "redaction/detect/names/name_mention.h"

namespace schoolgate::redaction {

// A name learned from one place, to be found in others.
struct NativeName {
  uint64_t form = 0;             // WordForms' hash of the word
  std::string key;               // whose, if the roster does not know: the full name, folded
  std::vector<uint32_t> people;  // whose, if it does
};

struct NativeFinds {
  struct Span {
    uint32_t begin, end;  // folded offsets
  };
  // Whether any of `closed`, which is sorted, overlaps [begin, end).
  static bool Overlap(const std::vector<Span>& closed, uint32_t begin, uint32_t end);

  std::vector<Span> closed;  // names found, and public figures: not to be looked at again
  std::vector<NativeName> names;
  bool any = false;  // the text has words of these scripts
};

// Finds the names of one text, and takes their words.
void FindNativeNames(NameScan& scan, NativeFinds& finds);
// Takes all words of these scripts: a finder of Latin names cannot judge them.
void TakeOtherScripts(const Text& text, std::vector<bool>& taken);

// Finds names in Latin letters behind the titles and kin of languages other than English and Spanish.
void FindCuedNames(NameScan& scan);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_NAMES_H_
