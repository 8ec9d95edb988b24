// What the vocabulary (proto/schoolgate/v1/vocabulary.proto) says of each data element, as a table that is
// fast to ask. Thread safe: constants, filled from the descriptors on first use.
#ifndef SCHOOLGATE_CORE_VOCABULARY_VOCABULARY_H_
#define SCHOOLGATE_CORE_VOCABULARY_VOCABULARY_H_

#include <optional>
#include <string_view>

#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate {

// One more than the largest DataElement, for arrays indexed by element.
inline constexpr int kDataElementCount = v1::DataElement_MAX + 1;

// The dotted id, for example "student.id.local"; "unspecified" for DATA_ELEMENT_UNSPECIFIED.
std::string_view ElementId(v1::DataElement element);

// The element of a dotted id, if there is one.
std::optional<v1::DataElement> ElementFromId(std::string_view id);

v1::ExhibitBCategory CategoryOf(v1::DataElement element);
v1::FerpaClass FerpaClassOf(v1::DataElement element);

// Whether `element` can be given `treatment`.
bool Supports(v1::DataElement element, v1::Treatment treatment);

// `treatment`, or the next stricter one `element` supports: redaction always is.
v1::Treatment NearestSupported(v1::DataElement element, v1::Treatment treatment);

// The lower-case word policy files and reports use: "allow", "generalize", "pseudonymize", "redact".
std::string_view TreatmentName(v1::Treatment treatment);
std::optional<v1::Treatment> TreatmentFromName(std::string_view name);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VOCABULARY_VOCABULARY_H_
