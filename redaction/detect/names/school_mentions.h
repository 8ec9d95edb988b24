// Where a text names one of the district's schools: nobody, though it may be called as people are.
//
// Stateless; any thread. Looks at a bounded number of tokens around each name.
#ifndef SCHOOLGATE_REDACTION_DETECT_NAMES_SCHOOL_MENTIONS_H_
#define SCHOOLGATE_REDACTION_DETECT_NAMES_SCHOOL_MENTIONS_H_

#include "redaction/detect/names/name_mention.h"

namespace schoolgate::redaction {

// Marks the schools' names taken, but where a person of that name is meant: behind a title, a relation, as
// part of a longer name. Where a person on the roster is called so, the text must say that it is the school.
void TakeSchoolNames(NameScan& scan);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NAMES_SCHOOL_MENTIONS_H_
