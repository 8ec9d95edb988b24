// What the letters of a word say about it, where no list has it. Pure functions on folded words.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_SHAPES_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_SHAPES_H_

#include <string_view>

#include "redaction/detect/script/native_script.h"

namespace schoolgate::redaction {

// Endings of family names, and of patronymics, whatever their case: Cyrillic and Greek.
bool HasFamilyShape(Script script, std::string_view word);
// Arabic verbs and their like, by their first letter: after a name one goes on with the sentence.
bool HasVerbShape(Script script, std::string_view word);
// An Arabic verb of the present, not a name after its place ("تكريتي").
bool HasConjugatedShape(Script script, std::string_view word);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_SHAPES_H_
