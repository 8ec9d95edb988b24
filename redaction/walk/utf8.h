// Whether bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
// Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_WALK_UTF8_H_
#define SCHOOLGATE_REDACTION_WALK_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schoolgate::redaction {

bool IsUtf8(std::string_view text);

// One character read from the front of text.
struct Utf8Char {
  char32_t code_point = 0;
  uint8_t length = 0;       // bytes; 1 for a byte that starts no character
  bool valid = false;       // false for such a byte
  bool incomplete = false;  // the text ends within what could be a character; length is what there is
};

// REQUIRES: text is not empty.
Utf8Char FirstUtf8Char(std::string_view text);

void AppendUtf8(char32_t code_point, std::string& out);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_UTF8_H_
