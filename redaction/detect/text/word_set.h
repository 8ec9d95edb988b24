// Small sets of words that the readers of this folder compare with; each is made once and kept.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_WORD_SET_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_WORD_SET_H_

#include <cstring>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

using Words = absl::flat_hash_set<std::string_view>;

// The words of a constant list, for a static variable: the set is never freed.
inline const Words* MakeWords(std::string_view list) {
  auto* words = new Words;
  for (const std::string_view word : WordsOf(list)) words->insert(word);
  return words;
}

// Whether `word` is `wanted`, a literal: compared at once, not by a call.
template <size_t kSize>
bool Is(std::string_view word, const char (&wanted)[kSize]) {
  return word.size() == kSize - 1 && std::memcmp(word.data(), wanted, kSize - 1) == 0;
}

// A sentence ends in this gap, which follows `before`.
inline bool EndsSentence(std::string_view gap, const Token& before) {
  if (gap.find('\n') != gap.npos) return true;
  return gap.find_first_of("!?") != gap.npos || (gap.starts_with('.') && before.size() > 2);
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_WORD_SET_H_
