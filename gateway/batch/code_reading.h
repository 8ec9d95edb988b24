// Codes in files: where the batch commands see one, and how they write one so that exactly it is seen again.
//
// What is seen is what redaction/restore/code_grammar.h reads and what cannot be taken for a word: as issued
// between word borders, or with digits and letters among its symbols. Reidentify replaces nothing else, and
// Deidentify gives a code of its own to whatever a file already holds that would be seen, so that restoring
// undoes treating, byte for byte. No code holds a line end, or spans two texts cut at IsCut (piece_reader.h).
//
// Pure; any thread.
#ifndef SCHOOLGATE_GATEWAY_BATCH_CODE_READING_H_
#define SCHOOLGATE_GATEWAY_BATCH_CODE_READING_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "redaction/restore/code_grammar.h"

namespace schoolgate::gateway {

// The next code in `text` at `pos` or behind it; false if there is none. `pos` becomes its first byte, a
// wrapper's if it has one; sighting.end is where it ends. With `any_border` also one that is seen only where
// words begin and end: next to a value that is replaced, borders change.
bool FindCode(std::string_view text, size_t& pos, redaction::CodeSighting& sighting, bool any_border = false);

// Appends `code` to `out`, in braces where it would not be seen as it is, or as more than it is: `next` is
// what will follow it, and `alone` says that this is not known.
void AppendCode(std::string_view code, std::string_view next, bool alone, std::string& out);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_CODE_READING_H_
