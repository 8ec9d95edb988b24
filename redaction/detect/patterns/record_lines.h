// Lines that are somebody's record though no label says what stands in them: "Ana Lopez / gr 2 / 330017",
// "Lopez, Ana 10-4-20". Pure functions; each reads a bounded number of tokens.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_RECORD_LINES_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_RECORD_LINES_H_

#include <cstddef>

#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

// A person's name stands before token `first` on its line, and between them only what a record has: a grade,
// a letter, a number, what else they are called.
bool FollowsPerson(const Text& text, size_t first);

// The number at `at` is a cell of a line about a person, and a line beside it has a number of as many digits.
bool IsRecordCell(const Text& text, size_t at);

// The number at `at` is a part of a file's name that has a person's name in it: "LOPEZ.Ana.eval.559013.pdf".
bool IsInPersonsFile(const Text& text, size_t at);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_RECORD_LINES_H_
