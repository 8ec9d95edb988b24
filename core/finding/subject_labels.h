// Opaque labels for people in what is shown to the person who wrote the text: the same label for the same
// person, in the order they were met, and nothing else. One output's own; thread-compatible.
#ifndef SCHOOLGATE_CORE_FINDING_SUBJECT_LABELS_H_
#define SCHOOLGATE_CORE_FINDING_SUBJECT_LABELS_H_

#include <string>
#include <unordered_map>

#include "core/finding/finding.h"

namespace schoolgate {

class SubjectLabels {
 public:
  // "subject-1", "subject-2", …; empty for a finding that is nobody's in particular.
  std::string Of(const Subject& subject) {
    if (subject.kind == SubjectKind::kNone) return "";
    const auto [it, added] = numbers_.try_emplace(subject.key, numbers_.size() + 1);
    return "subject-" + std::to_string(it->second);
  }

 private:
  std::unordered_map<std::string, size_t> numbers_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_FINDING_SUBJECT_LABELS_H_
