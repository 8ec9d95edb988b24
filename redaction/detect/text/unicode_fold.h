// How one character is compared: without case, accents, width and typographic dress. ICU does the work; only
// texts with characters beyond ASCII come here.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_UNICODE_FOLD_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_UNICODE_FOLD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schoolgate::redaction {

// Reads the character at `at` and moves past it. A byte that begins no valid character is returned as
// U+FFFD and is one byte long.
char32_t DecodeUtf8(std::string_view text, size_t& at);

enum class FoldKind : uint8_t {
  kText,     // what was appended
  kDropped,  // nothing: zero-width, soft hyphen, direction mark
  kMark,     // nothing: an accent, part of the character before it
};

// Appends the character without accents to `cased`, and also without case to `folded`; both grow by the same
// number of bytes.
FoldKind AppendFolded(char32_t character, std::string& cased, std::string& folded);

// Letters and digits, of any script.
bool IsWordCharacter(char32_t character);
bool IsUpperCharacter(char32_t character);
// Written without spaces between words (Han, kana, Hangul, Thai).
bool IsUnspacedScript(char32_t character);

// A whole string folded, for index keys.
std::string FoldText(std::string_view text);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_UNICODE_FOLD_H_
