#include "tests/fuzz/expect.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace schoolgate::fuzz {
namespace {

std::string_view current_input;

std::string Escaped(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c >= ' ' && c <= '~' && c != '\\') {
      out.push_back(c);
    } else {
      const auto byte = static_cast<uint8_t>(c);
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace

std::string_view Begin(const uint8_t* data, size_t size) {
  // libFuzzer's first input is empty and may be nowhere.
  current_input =
      size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size);
  return current_input;
}

void Fail(const char* property, std::string_view detail, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: does not hold: %s\n  here: %s\n  input: %s\n", file, line, property,
               Escaped(detail).c_str(), Escaped(current_input).c_str());
  std::abort();
}

}  // namespace schoolgate::fuzz
