#include "policy/elements.h"

#include <algorithm>
#include <iterator>

namespace schoolgate::policy {
namespace {

// One kind of datum, for each kind of person.
struct Datum {
  v1::DataElement student;
  v1::DataElement guardian;
  v1::DataElement staff;
  v1::DataElement person;
};

constexpr Datum kData[] = {
    {v1::DATA_ELEMENT_STUDENT_NAME, v1::DATA_ELEMENT_GUARDIAN_NAME, v1::DATA_ELEMENT_STAFF_NAME,
     v1::DATA_ELEMENT_PERSON_NAME},
    {v1::DATA_ELEMENT_STUDENT_ID_LOCAL, v1::DATA_ELEMENT_GUARDIAN_ID, v1::DATA_ELEMENT_STAFF_ID,
     v1::DATA_ELEMENT_PERSON_ID},
    // Only students have ids and usernames of these kinds; anybody else's is an id.
    {v1::DATA_ELEMENT_STUDENT_ID_STATE, v1::DATA_ELEMENT_GUARDIAN_ID, v1::DATA_ELEMENT_STAFF_ID,
     v1::DATA_ELEMENT_PERSON_ID},
    {v1::DATA_ELEMENT_STUDENT_USERNAME, v1::DATA_ELEMENT_GUARDIAN_ID, v1::DATA_ELEMENT_STAFF_ID,
     v1::DATA_ELEMENT_PERSON_ID},
    {v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS, v1::DATA_ELEMENT_GUARDIAN_CONTACT_ADDRESS,
     v1::DATA_ELEMENT_STAFF_CONTACT_ADDRESS, v1::DATA_ELEMENT_PERSON_CONTACT_ADDRESS},
    {v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL, v1::DATA_ELEMENT_GUARDIAN_CONTACT_EMAIL,
     v1::DATA_ELEMENT_STAFF_CONTACT_EMAIL, v1::DATA_ELEMENT_PERSON_CONTACT_EMAIL},
    {v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE, v1::DATA_ELEMENT_GUARDIAN_CONTACT_PHONE,
     v1::DATA_ELEMENT_STAFF_CONTACT_PHONE, v1::DATA_ELEMENT_PERSON_CONTACT_PHONE},
};

constexpr v1::DataElement kStudentName[] = {v1::DATA_ELEMENT_STUDENT_NAME};
// A number that may be an id of either kind.
constexpr v1::DataElement kStudentIds[] = {v1::DATA_ELEMENT_STUDENT_ID_LOCAL,
                                           v1::DATA_ELEMENT_STUDENT_ID_STATE};
constexpr v1::DataElement kStudentAddress[] = {v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS};
constexpr v1::DataElement kStudentEmail[] = {v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL};
constexpr v1::DataElement kStudentPhone[] = {v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE};

const Datum* DatumOf(v1::DataElement element) {
  const auto found = std::find_if(std::begin(kData), std::end(kData), [element](const Datum& d) {
    return d.student == element || d.guardian == element || d.staff == element || d.person == element;
  });
  return found == std::end(kData) ? nullptr : found;
}

}  // namespace

std::span<const v1::DataElement> StudentCounterparts(v1::DataElement element) {
  switch (element) {
    case v1::DATA_ELEMENT_PERSON_NAME:
      return kStudentName;
    case v1::DATA_ELEMENT_PERSON_ID:
      return kStudentIds;
    case v1::DATA_ELEMENT_PERSON_CONTACT_ADDRESS:
      return kStudentAddress;
    case v1::DATA_ELEMENT_PERSON_CONTACT_EMAIL:
      return kStudentEmail;
    case v1::DATA_ELEMENT_PERSON_CONTACT_PHONE:
      return kStudentPhone;
    default:
      return {};
  }
}

v1::DataElement ElementOf(SubjectKind kind, v1::DataElement element) {
  const Datum* datum = DatumOf(element);
  if (datum == nullptr) return element;
  switch (kind) {
    case SubjectKind::kStudent:
      return datum->student;
    case SubjectKind::kGuardian:
      return datum->guardian;
    case SubjectKind::kStaff:
      return datum->staff;
    case SubjectKind::kNone:
    case SubjectKind::kUnknown:
    case SubjectKind::kAmbiguous:
      return element;
  }
  return element;
}

v1::DataElement AsUnknownPerson(v1::DataElement element) {
  const Datum* datum = DatumOf(element);
  return datum == nullptr ? element : datum->person;
}

}  // namespace schoolgate::policy
