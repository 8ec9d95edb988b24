// Debian's Abseil is built for C++14, so absl::string_view is a type of its own. Our interfaces use
// std::string_view; these helpers cross over to Abseil's functions, and StrCat takes what ours have.
#ifndef SCHOOLGATE_CORE_UTIL_STRINGS_H_
#define SCHOOLGATE_CORE_UTIL_STRINGS_H_

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace schoolgate {

inline absl::string_view ToAbsl(std::string_view view) { return {view.data(), view.size()}; }
inline std::string_view ToStd(absl::string_view view) { return {view.data(), view.size()}; }

namespace strings_internal {
inline void Append(std::string& out, std::string_view piece) { out.append(piece); }
inline void Append(std::string& out, char piece) { out.push_back(piece); }
template <std::integral Int>
requires(!std::same_as<Int, char> && !std::same_as<Int, bool>) void Append(std::string& out, Int piece) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), piece);
  out.append(digits, static_cast<size_t>(end - digits));
}
}  // namespace strings_internal

// The pieces (text, characters, integers) one after another.
template <typename... Pieces>
std::string StrCat(const Pieces&... pieces) {
  std::string out;
  (strings_internal::Append(out, pieces), ...);
  return out;
}

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_STRINGS_H_
