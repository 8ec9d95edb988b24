// How a fuzz target takes its input and how it fails: the process prints the broken property and the input,
// with every byte but plain letters escaped, and ends. libFuzzer keeps the input as a file too.
//
// One input at a time in a process.
#ifndef SCHOOLGATE_TESTS_FUZZ_EXPECT_H_
#define SCHOOLGATE_TESTS_FUZZ_EXPECT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

// What each target's source file defines and libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace schoolgate::fuzz {

// The input as text; `data` is what FUZZ_EXPECT prints from now on.
std::string_view Begin(const uint8_t* data, size_t size);

[[noreturn]] void Fail(const char* property, std::string_view detail, const char* file, int line);

}  // namespace schoolgate::fuzz

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it names the condition and the place.
#define FUZZ_EXPECT(condition, detail) \
  ((condition) ? void() : ::schoolgate::fuzz::Fail(#condition, detail, __FILE__, __LINE__))

#endif  // SCHOOLGATE_TESTS_FUZZ_EXPECT_H_
