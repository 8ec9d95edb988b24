// The steps of FindSensitive (sensitive.h); private to this folder.
#ifndef SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_SCAN_H_
#define SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_SCAN_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "redaction/detect/sensitive/sensitive.h"

namespace schoolgate::redaction {

// What the words around a mention add to its weight: a person they point to, the form of a record; or take
// from it: many people, a lesson, an empty box. `dwelling`: worth nothing unless somebody sleeps or stays
// there.
float WeighSurroundings(const Text& text, const SensitiveMention& mention, bool dwelling);

// Whether token `at`, a word no dictionary here has, is an illness or a medicine: by its ending, or by the
// dose that follows it.
inline constexpr size_t kShortestMedicine = 6;
enum class Medicine : uint8_t { kNone, kByEnding, kDosed };
Medicine MedicineAt(const Text& text, size_t at);

// Whether allergies are to it: "peanuts".
bool IsAllergen(std::string_view word);

// Whether token `at` may stand where a phrase has the class `name`, "@kin"; and whether nothing may, too.
bool IsOfClass(const Text& text, size_t at, std::string_view name);
bool IsOptionalClass(std::string_view name);

// "HEALTH_REDACTED": token `at` is of a word that took a value's place in an earlier turn.
bool IsRedacted(const Text& text, size_t at);

// The fields of records that are private whatever stands in them: JSON, tables, "key: value" lines.
void FindRecordValues(const Text& text, std::string_view key, std::vector<SensitiveMention>& out);

// Whether `word` is one of `words`.
template <typename Words>
bool IsOneOf(std::string_view word, const Words& words) {
  for (const std::string_view each : words) {
    if (each == word) return true;
  }
  return false;
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_SCAN_H_
