// How kinds of people share their rules: an unknown person is treated like a student, and a finding is judged
// by whose it is. Constants; any thread.
#ifndef SCHOOLGATE_POLICY_ELEMENTS_H_
#define SCHOOLGATE_POLICY_ELEMENTS_H_

#include <span>

#include "core/finding/finding.h"
#include "core/vocabulary/vocabulary.h"

namespace schoolgate::policy {

// The student elements whose rule a person.* element follows where it is not named on its own; nothing for
// other elements.
std::span<const v1::DataElement> StudentCounterparts(v1::DataElement element);

// The same kind of datum of a person of `kind`: a roster teacher's "person.name" is "staff.name". Elements
// that are not a person's name, id or contact stay as they are, as does every element of a kind that names
// nobody.
v1::DataElement ElementOf(SubjectKind kind, v1::DataElement element);

// The person.* element of the same kind of datum, or `element` itself.
v1::DataElement AsUnknownPerson(v1::DataElement element);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_ELEMENTS_H_
