// The words by which Chinese names are told.
//
// Built once, immutable after: any thread may read.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_CHINESE_LISTS_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_CHINESE_LISTS_H_

#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "redaction/detect/native/native_han.h"

namespace schoolgate::redaction {

struct ChineseLists {
  ChineseLists();

  Spellings families;                            // with their ways in Latin letters
  absl::flat_hash_set<std::string_view> common;  // the families most people bear
  absl::flat_hash_map<std::string_view, std::string_view>
      given;                          // characters of given names, and their pinyin
  Phrases weak_families, weak_given;  // everyday characters among them
  Phrases stop;                       // everyday words that begin like a name
  Phrases words;                      // everyday words of two characters given names are made of
  Phrases left, right;                // what a name stands after, and before
  Phrases family_titles;              // of those, what stands after a family name alone
  Phrases kin_after, kin_before;      // what stands beside a given name alone
  Phrases before, after;              // single characters after which, and before which, a name may stand
  Phrases figures;
  Phrases given_names;  // that are no words: names without any sign
  Phrases foreign;      // names of other languages as Chinese writes them
  Phrases syllables;    // the characters such names are written with
};

const ChineseLists& ChineseWords();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_CHINESE_LISTS_H_
