// What detection hands on: where personal data stands in a request, which kind it is, and whose.
// Plain values without personal data in them (a person is named by an opaque key); they belong to one
// exchange.
#ifndef SCHOOLGATE_CORE_FINDING_FINDING_H_
#define SCHOOLGATE_CORE_FINDING_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate {

// Whose a finding is.
enum class SubjectKind : uint8_t {
  kNone,       // nobody's in particular: a URL, an IP address
  kStudent,    // on the roster
  kGuardian,   // on the roster
  kStaff,      // on the roster
  kUnknown,    // a person the roster does not know, or a value nobody on it has
  kAmbiguous,  // on the roster, and the text does not say which of several
};

// The person or value a finding stands for. Two findings with equal keys are the same person or value.
struct Subject {
  SubjectKind kind = SubjectKind::kNone;
  // Index into the roster's people for kStudent, kGuardian and kStaff; -1 otherwise.
  int32_t person = -1;
  // kStudent, kGuardian, kStaff: PersonKey() of the roster. kUnknown, kAmbiguous: the normalised value behind
  // a prefix. It may hold personal data: it stays in memory and never goes to a log, a record or a vendor.
  std::string key;
};

struct Finding {
  int32_t slot = 0;   // position of the text in the walker's order
  int64_t begin = 0;  // byte offsets in the slot's UTF-8 text, end exclusive
  int64_t end = 0;
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  Subject subject;
  // Which recognizer and which cue; both are constants of the program, for example "roster.full_name".
  std::string_view recognizer;
  std::string_view cue;
  float confidence = 0;
};

using Findings = std::vector<Finding>;

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_FINDING_FINDING_H_
