// Which forms a tool's pseudonyms take beside codes, and what it takes to make them. A plain value; what it
// points to lives as long as the exchange.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_PSEUDONYM_FORMS_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_PSEUDONYM_FORMS_H_

#include "core/roster/roster.h"
#include "redaction/pseudonym/taken_names.h"
#include "redaction/transform/generalize.h"

namespace schoolgate::redaction {

struct PseudonymForms {
  bool surrogate_names = false;  // pseudonym/surrogates.h; needs `roster` and `taken`
  bool preserved_ids = false;    // pseudonym/preserved_id.h
  bool shifted_dates = false;    // pseudonym/date_shift.h
  // The schedule lets this tool know people's gender: surrogates have it, and the model is told it of codes.
  bool gender = false;
  BirthDates birth_dates = BirthDates::kYear;  // what birth dates are generalised to
  const Roster* roster = nullptr;
  const TakenNames* taken = nullptr;

  bool stand_ins() const { return surrogate_names || preserved_ids || shifted_dates; }
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_PSEUDONYM_FORMS_H_
