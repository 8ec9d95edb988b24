// Finds what has a form of its own: numbers, e-mails, URLs, dates, addresses, credentials. One pass over the
// words of a text; every look ahead is bounded, so time grows with the text alone.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_PATTERNS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_PATTERNS_H_

#include <vector>

#include "redaction/detect/patterns/match.h"

namespace schoolgate::redaction {

// Matches in `text`, sorted and not overlapping. `year` is this one.
std::vector<Match> FindPatterns(const Text& text, const Cues& cues, const RosterIndex& index,
                                bool json_number, int year);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_PATTERNS_H_
