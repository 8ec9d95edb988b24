// Letters that are drawn like Latin ones. Pure; any thread. Chosen from Unicode's confusables (UTS 39) by
// what is alike in common typefaces.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_CONFUSABLES_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_CONFUSABLES_H_

namespace schoolgate::redaction {

// The Latin letter another script's letter is drawn like, or '\0'. Says nothing about a word wholly in that
// script.
char LatinLookAlike(char32_t character);

// The plain letter that small capitals, phonetic letters and letters in black circles stand for, or '\0'.
char PlainFormOf(char32_t character);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_CONFUSABLES_H_
