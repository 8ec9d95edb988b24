// Letters and digits of the folded view, which has ASCII in lower case. Pure; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_CHARACTERS_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_CHARACTERS_H_

namespace schoolgate::redaction {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_CHARACTERS_H_
