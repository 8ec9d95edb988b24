// A set of bytes, for looking for the first of them in a text: std::string_view::find_first_of searches the
// whole set anew for every byte.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_CHAR_SET_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_CHAR_SET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace schoolgate::redaction {

class CharSet {
 public:
  constexpr explicit CharSet(std::string_view chars) {
    for (const char c : chars) has_[static_cast<uint8_t>(c)] = true;
  }
  constexpr bool Has(char c) const { return has_[static_cast<uint8_t>(c)]; }
  // One of them stands in `text`.
  constexpr bool AnyIn(std::string_view text) const {
    for (const char c : text) {
      if (Has(c)) return true;
    }
    return false;
  }
  // Nothing else stands in `text`.
  constexpr bool AllOf(std::string_view text) const {
    for (const char c : text) {
      if (!Has(c)) return false;
    }
    return true;
  }

 private:
  std::array<bool, 256> has_{};
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_CHAR_SET_H_
