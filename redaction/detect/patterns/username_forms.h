// What user names look like: how a word, or words joined by marks, say that they are one without being
// announced. Pure functions; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_USERNAME_FORMS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_USERNAME_FORMS_H_

#include <string_view>

#include "redaction/detect/patterns/match.h"

namespace schoolgate::redaction {

// Something in it is no word: a digit, or a part that no dictionary has.
bool IsTelling(const Lexicon& lexicon, std::string_view name);
// "mara_soto38": two words and digits, of which one is no word.
bool IsHandleShape(const Scan& scan, std::string_view name);
// A file's name, not a person's: "by_hand.txt".
bool IsFile(std::string_view name);
// "heather_li_cedar": words joined by bars, of which one is a name and none is code's.
bool IsNameHandle(const Scan& scan, std::string_view name);
// "mlopez": an initial and a family name of the roster.
bool IsInitialAndFamily(const Scan& scan, size_t at);
// "j.whitfield": an initial, a mark and a family name of the roster, all small.
bool IsJoinedInitial(const Scan& scan, size_t at);

// "user: tell me more": who speaks to a model, not what they log in as.
bool IsTurnOfUser(const Text& text, size_t at);
// A word that an account's name follows at once: "user", "uid".
bool IsAccountWord(std::string_view word);
// "entered by PQUIMBY", "updated by tquimby": who did something in a program.
bool IsDoer(const Text& text, size_t at);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_USERNAME_FORMS_H_
