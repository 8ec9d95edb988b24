// The ways a character is written as something else in text that was copied from a program, a page or a mail:
// HTML entities, percent escapes, the escapes of JSON and source code, quoted-printable.
//
// Each function looks at the mark at `at` and reads a bounded number of bytes from there. Pure; any thread.
// Sources: WHATWG HTML 13.5, RFC 3986 2.1, RFC 8259 7, RFC 2045 6.7.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_ESCAPES_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_ESCAPES_H_

#include <cstddef>
#include <string_view>

namespace schoolgate::redaction {

struct Escape {
  char32_t character = 0;
  size_t length = 0;  // bytes; 0: none here
};

// "&ntilde;", "&#241;", "&#xF1;", and what was escaped twice ("&amp;ntilde;"). REQUIRES: text[at] == '&'.
Escape EntityAt(std::string_view text, size_t at);
// "\u00e9", "\u{e9}", "\xE9", "\xC3\xA9", "\303\251", "\n"; with several backslashes it is JSON within JSON.
// REQUIRES: text[at] == '\\'.
Escape BackslashAt(std::string_view text, size_t at);
// "%C3%A9", "%40", "%2540"; a blank is given as '+', which does not end a URL. REQUIRES: text[at] == '%'.
Escape PercentAt(std::string_view text, size_t at);
// "=C3=A9", "=E9" inside a word, "=3D". REQUIRES: text[at] == '='.
Escape QuotedPrintableAt(std::string_view text, size_t at);

// The end of the Windows path or network name that begins at `at` ("C:\Users\nreyes"), in which a
// backslash is no escape; `at` if none does.
size_t WindowsPathEnd(std::string_view text, size_t at);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_ESCAPES_H_
