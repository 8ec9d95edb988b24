// The coarser value that may cross where the exact one may not, in the terms of HIPAA's Safe Harbor (45 CFR
// 164.514(b)(2)), which FERPA practice borrows:
//
//   birth date        its year
//   address           "City, ST 123": the first three digits of the ZIP code
//   birth place       what follows its last comma: the state or country
//   grade level       a band: K-2, 3-5, 6-8 or 9-12
//   graduation year   five years it lies in: "2030-2034"
//
// Never a guess: a value that cannot be read so gives nothing, and is redacted. Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_GENERALIZE_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_GENERALIZE_H_

#include <optional>
#include <string>
#include <string_view>

#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::redaction {

std::optional<std::string> Generalize(v1::DataElement element, std::string_view text);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_GENERALIZE_H_
