// The words of the scripts that write spaces, as FindSpacedNames reads them.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_LANGUAGES_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_LANGUAGES_H_

#include "redaction/detect/native/native_words.h"

namespace schoolgate::redaction {

// Built at the first call, then the same for ever; nullptr for a script that is not read this way.
const NativeWords* SpacedLanguage(Script script);

// Each in a file of its own, beside its lists.
const NativeWords& ArabicWords();    // Arabic, Persian, Urdu
const NativeWords& CyrillicWords();  // Ukrainian, Russian, Bulgarian, Serbian
const NativeWords& DevanagariWords();
const NativeWords& GurmukhiWords();
const NativeWords& EthiopicWords();
const NativeWords& HebrewWords();
const NativeWords& GreekWords();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_LANGUAGES_H_
