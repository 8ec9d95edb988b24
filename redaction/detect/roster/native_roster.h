// The roster's names by how they sound, so that a name written in its own script ("박지호", "يوسف عبدي",
// "Дарини Коваленко") is found to be the person the roster writes in Latin letters.
//
// Part of a RosterIndex and as immutable: any thread may read it. Keeps hashes only, about 40 bytes for each
// different word of a name.
#ifndef SCHOOLGATE_REDACTION_DETECT_ROSTER_NATIVE_ROSTER_H_
#define SCHOOLGATE_REDACTION_DETECT_ROSTER_NATIVE_ROSTER_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "redaction/detect/roster/value_index.h"

namespace schoolgate::redaction {

class NativeRoster {
 public:
  // `word` is a word of somebody's name, or several joined, folded; `name` its number in the roster index.
  void Add(std::string_view word, uint32_t name);
  void Finish() { names_.Finish(); }

  // The numbers of the names (as `person` of the entries) that sound like the folded word; none if the word
  // says too little.
  std::span<const ValueIndex::Entry> SoundingLike(std::string_view word) const;

  size_t MemoryBytes() const { return names_.MemoryBytes(); }

 private:
  ValueIndex names_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_ROSTER_NATIVE_ROSTER_H_
