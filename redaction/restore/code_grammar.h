// How a code may look in text: the one grammar the restorer reads answers by and the transformer reads
// requests by, so that whatever could be restored in an answer is noticed when a caller types it.
//
//   [wrapper] TYPE separator five symbols, check symbol [separator letters] [wrapper]
//
// Accepted manglings, and no others (never edit distance):
//   case        student_7k3qf9, Student_7K3QF9
//   separator   "_" as "\_", a space, a hyphen or a no-break space (before letters: "_", "\_" or a hyphen)
//   wrapper     <...> [...] {...} or &lt;...&gt; around exactly one code; not [...] before "(", a link's text
//   JSON        any character of a wrapper or separator as a JSON escape, within JSON strings
// A possessive, quotes or ** around a code are not part of it and stay as they are.
//
// Identifiers (Scope::IdentifierFor: "ref_" and a long run of base32) are read as issued, in a wrapper or
// not.
//
// Pure functions; any thread.
#ifndef SCHOOLGATE_REDACTION_RESTORE_CODE_GRAMMAR_H_
#define SCHOOLGATE_REDACTION_RESTORE_CODE_GRAMMAR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "redaction/pseudonym/code.h"

namespace schoolgate::redaction {

// One character of a text, as a reader sees it.
struct TextUnit {
  char32_t c = 0;
  uint8_t length = 0;    // bytes it is written in
  bool escaped = false;  // written as a JSON escape
  bool more = false;     // the text ends within it; length is what there is
};

// The character at `pos`. In a JSON string (`json`), escapes are one character. REQUIRES: pos < text.size().
TextUnit ReadTextUnit(std::string_view text, size_t pos, bool json);

bool IsAlnumUnit(char32_t c);

enum class Reading {
  kNone,  // no code here, whatever follows
  kMore,  // the text ends within what could be a code, or before it is clear where the code ends
  kCode,
};

struct CodeSighting {
  static constexpr size_t kLongestText = 40;

  CodeType type = CodeType::kStudent;
  bool identifier = false;  // "ref_" and a run; then only full() and code_end matter
  bool wrapped = false;
  // Byte offsets in the text: behind the wrapper, behind the letters (if any), behind the check symbol.
  size_t end = 0;
  size_t code_end = 0;
  size_t bare_end = 0;
  // Letters were joined by an underscore, as issued, and there is one of them: it cannot be anything else.
  bool surely_letter = false;
  // It looks so much like an issued code that it is one, somebody's: "student parent" is not, though six
  // letters follow a type and the check symbol may be right.
  bool looks_issued = false;
  // The same without asking whether a word begins before it and ends behind it, but with digits in it:
  // next to a replaced value those borders change.
  bool may_be_issued = false;

  // As issued: upper case, with "_"; an identifier as it is.
  std::string_view bare() const { return {text.data(), bare_length}; }
  std::string_view full() const { return {text.data(), full_length}; }
  bool has_letters() const { return full_length > bare_length; }

  std::array<char, kLongestText> text{};
  uint8_t bare_length = 0;
  uint8_t full_length = 0;
};

// Whether a code could begin at `pos`, by the first three letters of its type; to pass over most text
// quickly.
bool MayBeginCode(std::string_view text, size_t pos);

// Reads a code at `pos`, its wrapper included; its check symbol is right. `last` says that nothing follows
// `text`; `before` is the character before `pos`, 0 at the start.
Reading ReadCode(std::string_view text, size_t pos, bool json, bool last, char32_t before,
                 CodeSighting& sighting);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_CODE_GRAMMAR_H_
