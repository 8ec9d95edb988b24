// What a fuzz target says of its input, and how it fails: the process prints the broken property and the
// input, with every byte but plain letters escaped, and ends. libFuzzer keeps the input as a file too.
//
// One input at a time in a process.
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

// What each target's source file defines and libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace schoolgate::fuzz {

// The input as text; `data` is what FUZZ_EXPECT prints from now on.
std::string_view Begin(const uint8_t* data, size_t size);

[[noreturn]] void Fail(const char* property, std::string_view detail, const char* file, int line);

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

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it names the condition and the place.
#define FUZZ_EXPECT(condition, detail) \
  ((condition) ? void() : ::schoolgate::fuzz::Fail(#condition, detail, __FILE__, __LINE__))

#endif  // SCHOOLGATE_TESTS_FUZZ_PROPERTIES_H_
