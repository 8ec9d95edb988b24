// Terms a tool's policy protects: what detection found within one is the term, not a person or a condition.
#ifndef SCHOOLGATE_REDACTION_DETECT_PROTECTED_TERMS_H_
#define SCHOOLGATE_REDACTION_DETECT_PROTECTED_TERMS_H_

#include <span>
#include <string>

#include "core/finding/finding.h"
#include "redaction/walk/slot.h"

namespace schoolgate::redaction {

// Takes out of `findings` (sorted by slot) those within a whole-word occurrence of a term, whatever its case,
// accents and markup, that are not about somebody on the roster. Time grows with texts times terms. Pure; any
// thread.
void KeepProtectedTerms(std::span<const Slot> slots, std::span<const std::string> terms, Findings& findings);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PROTECTED_TERMS_H_
