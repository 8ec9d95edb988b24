// The lists of words/ that name public figures, the people of books and what is called after somebody, name
// by name as they stand there: folded, words apart by one space. names/known_names.h looks them up in a text.
//
// Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_KNOWN_LISTS_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_KNOWN_LISTS_H_

#include <cstdint>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace schoolgate::redaction {

void ForEachListedFigure(absl::FunctionRef<void(std::string_view name)> each);
void ForEachListedThing(absl::FunctionRef<void(std::string_view name)> each);

// Calls `title` for the titles and `person` for the people of each work, with the work's number. `ordinary`:
// the list says that anybody may be called so.
void ForEachListedWork(absl::FunctionRef<void(uint16_t work, std::string_view name)> title,
                       absl::FunctionRef<void(uint16_t work, std::string_view name, bool ordinary)> person);

// The first words of all of them.
void ForEachListedFirstWord(absl::FunctionRef<void(std::string_view word)> each);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_KNOWN_LISTS_H_
