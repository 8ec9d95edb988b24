// The words by which Korean names are told.
//
// Built once, immutable after: any thread may read.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_KOREAN_LISTS_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_KOREAN_LISTS_H_

#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace schoolgate::redaction {

struct KoreanLists {
  using Set = absl::flat_hash_set<std::string_view>;
  KoreanLists();

  // The Latin spellings of a family name, between blanks; empty: it is none.
  std::string_view Family(std::string_view syllables) const;

  Set common;             // the families most people bear
  Set first, last;        // syllables given names begin and end with
  Set given, weak_given;  // given names; those of them that are words
  Set foreign;            // names of other languages
  Set plain;              // everyday words that look like a name
  Set honorifics, cues;   // what stands behind a name, and before
  Set public_after;       // what stands behind a name of history or letters
  Set figures;
  Set nouns;  // that end in the syllable names take before a particle

 private:
  absl::flat_hash_map<std::string_view, std::string_view> families_;
};

const KoreanLists& KoreanWords();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_KOREAN_LISTS_H_
