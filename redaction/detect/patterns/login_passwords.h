// The password beside a user name, which nothing calls one: "lritter415 / Hello5th!". Offsets are folded
// ones. Any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_LOGIN_PASSWORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_LOGIN_PASSWORDS_H_

#include <cstddef>
#include <string_view>

#include "redaction/detect/patterns/match.h"

namespace schoolgate::redaction {

// Where the password begins in "lritter415 / Hello5th!" and "lritter415:Hello5th!", after a user name that
// ends at `end`; 0 if none does.
size_t PasswordBehind(std::string_view folded, size_t end);

// " / Hello5th!" follows: a user name and a password stand together, be it a weaker one.
bool HasPassword(std::string_view folded, size_t end);

// Finds the password a user name stands before: "lritter415": "…".
void AddPasswordBehind(Scan& scan, size_t end);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_LOGIN_PASSWORDS_H_
