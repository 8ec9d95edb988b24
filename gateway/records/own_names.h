// The names of whom a record is about, in what somebody wrote on it: "Ana explained the lab" on Ana's result
// is Ana, though a detector that knows nothing of the record would have to guess.
//
// Pure; any thread.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_OWN_NAMES_H_
#define SCHOOLGATE_GATEWAY_RECORDS_OWN_NAMES_H_

#include <string_view>

#include "core/finding/finding.h"
#include "core/roster/roster.h"

namespace schoolgate::gateway {

// `found` is what detection found in `text` (one slot's, sorted, apart), with the person's own names added
// where they stand as words, as the roster writes them or in capitals. They take the place of what was found
// there of somebody unknown; a finding that goes beyond such a name stays.
Findings WithOwnNames(std::string_view text, const Person& person, const Subject& subject, Findings found);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_OWN_NAMES_H_
