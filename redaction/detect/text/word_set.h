// Small sets of words that the readers of this folder compare with; each is made once and kept.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_WORD_SET_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_WORD_SET_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

class Words {
 public:
  // Nearly every word asked for is in no set: its ends and its length tell, without a look at the table.
  bool contains(std::string_view word) const {
    if (word.empty()) return false;
    const size_t bit = BitOf(word);
    return (filter_[bit / 64] >> bit % 64 & 1) != 0 && words_.contains(word);
  }

 private:
  friend const Words* MakeWords(std::string_view list);
  static constexpr size_t kFilterBits = 2048;
  static size_t BitOf(std::string_view word) {
    const size_t first = static_cast<uint8_t>(word.front());
    const size_t last = static_cast<uint8_t>(word.back());
    return (first & 31U) << 6 | ((last * 2 ^ word.size() * 5) & 63U);
  }

  std::array<uint64_t, kFilterBits / 64> filter_{};
  absl::flat_hash_set<std::string_view> words_;
};

// The words of a constant list, for a static variable: the set is never freed.
inline const Words* MakeWords(std::string_view list) {
  auto* words = new Words;
  for (const std::string_view word : WordsOf(list)) {
    const size_t bit = Words::BitOf(word);
    words->filter_[bit / 64] |= uint64_t{1} << bit % 64;
    words->words_.insert(word);
  }
  return words;
}

// Whether `word` is `wanted`, a literal: compared at once, not by a call.
template <size_t kSize>
bool Is(std::string_view word, const char (&wanted)[kSize]) {
  return word.size() == kSize - 1 && std::memcmp(word.data(), wanted, kSize - 1) == 0;
}

// For the few words of a constant array.
template <size_t kSize>
bool Contains(const std::string_view (&list)[kSize], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// A sentence ends in this gap, which follows `before`.
inline bool EndsSentence(std::string_view gap, const Token& before) {
  if (gap.find('\n') != gap.npos) return true;
  return gap.find_first_of("!?") != gap.npos || (gap.starts_with('.') && before.size() > 2);
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_WORD_SET_H_
