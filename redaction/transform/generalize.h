// The coarser value that may cross where the exact one may not, in the terms of HIPAA's Safe Harbor (45 CFR
// 164.514(b)(2)), which FERPA practice borrows:
//
//   birth date        its year, or its month where the agreement has it so: "2011-04"
//   age               five years it lies in: "10-14"; "90 or over"
//   address           "City, ST 123": the first three digits of the ZIP code, and 000 for those of the 17
//   areas
//                     where fewer than 20,000 people live (2000 Census)
//   birth place       what follows its last comma: the state or country
//   grade level       a band: K-2, 3-5, 6-8 or 9-12
//   graduation year   five years it lies in: "2030-2034"
//   result            fifth of the scale it lies in: "60-80 %" of "87 of 50-100", "13/20" or "65 %"
//
// Never a guess: a value that cannot be read so gives nothing, and is redacted. Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_GENERALIZE_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_GENERALIZE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::redaction {

enum class BirthDates : uint8_t { kYear, kMonth };

std::optional<std::string> Generalize(v1::DataElement element, std::string_view text,
                                      BirthDates birth_dates = BirthDates::kYear);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_GENERALIZE_H_
