// What the fuzz targets that read people's texts say of their input. One input at a time in a process.
#ifndef SCHOOLGATE_TESTS_FUZZ_PROPERTIES_H_
#define SCHOOLGATE_TESTS_FUZZ_PROPERTIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding/finding.h"
#include "redaction/walk/slot.h"
#include "tests/fuzz/expect.h"

namespace schoolgate::fuzz {

// Whether offset `at` lies between two characters. Bytes that are no UTF-8 are characters of their own.
class Boundaries {
 public:
  explicit Boundaries(std::string_view text);
  bool Has(size_t at) const { return at < begins_.size() && begins_[at]; }

 private:
  std::vector<bool> begins_;  // by offset, the end's included
};

// What every caller of Detector::Detect relies on: findings in the order of the slots and of the text, apart,
// at characters, each with an element, a recogniser, a confidence, and a subject that is who it says.
void ExpectSound(std::span<const redaction::Slot> slots, const Findings& findings);

}  // namespace schoolgate::fuzz

#endif  // SCHOOLGATE_TESTS_FUZZ_PROPERTIES_H_
