// Finds the stand-ins of an exchange (pseudonym/stand_in_table.h) in an answer: exactly as they were written,
// as whole words, the longest that begins at a place; in JSON strings any character may be an escape. No case
// folded, nothing mended: what differs by a letter is somebody else. A possessive is not part of one and
// stays.
//
// A word does not end between characters of a script that writes without spaces (Han), and there a stand-in
// needs no border.
//
// Pure functions; any thread.
#ifndef SCHOOLGATE_REDACTION_RESTORE_STAND_IN_READER_H_
#define SCHOOLGATE_REDACTION_RESTORE_STAND_IN_READER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "redaction/pseudonym/stand_in_table.h"
#include "redaction/restore/code_grammar.h"

namespace schoolgate::redaction {

struct StandInSighting {
  size_t end = 0;                     // byte offset behind it
  const std::string* form = nullptr;  // what it stands for
};

// The most bytes one may be written in, escapes counted. With part of the character behind it, that is what
// is held back of a stream.
inline constexpr size_t kLongestStandIn = 90;

// Reads at `pos`. `last` says that nothing follows `text`; `before` is the character before `pos`, 0 at the
// start.
Reading ReadStandIn(const StandInTable& table, std::string_view text, size_t pos, bool json, bool last,
                    char32_t before, StandInSighting& sighting);

// Whether a stand-in that begins or ends with `inner` is a whole word where `outer` stands beside it; 0:
// nothing does.
bool IsWordBorder(char32_t outer, char32_t inner);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_STAND_IN_READER_H_
