// The phrases behind sensitive.h, ready to be looked up by their first word; private to this folder. Filled
// once, then read by any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_PHRASES_H_
#define SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_PHRASES_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/sensitive/sensitive.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {

struct SensitivePhrase {
  std::string words;  // folded, a space between them
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  Certainty certainty = Certainty::kSure;
  bool any_ending = false;  // of the last word
  bool takes_left = false;  // only with a word before it, which belongs to it
  bool takes_right = false;
  bool capitals = false;    // only in capitals
  bool dwelling = false;    // only where the text tells how somebody lives
  uint16_t first_size = 0;  // of its first word
  uint32_t key = 0;         // of its first word
};

class SensitivePhrases {
 public:
  static const SensitivePhrases& Get();

  // Those whose first word has the first letters of `word`, the longest first; nearly always none.
  std::span<const SensitivePhrase> StartingWith(std::string_view word) const {
    const auto [first, last] = Range(word);
    return std::span(phrases_).subspan(first, last - first);
  }
  // Calls `each` for those of them whose second word, if they have one, may be `next`, until it gives true.
  template <typename Each>
  void ForEachAt(std::string_view word, std::string_view next, Each each) const {
    const auto [first, last] = Range(word);
    if (first == last) return;
    const uint32_t begins = FirstBytes(next);
    for (size_t at = first; at < last; ++at) {
      if (((begins ^ leads_[at].second) & leads_[at].second_mask) == 0 && each(phrases_[at])) return;
    }
  }

 private:
  std::pair<size_t, size_t> Range(std::string_view word) const {
    const uint32_t key = KeyOf(word);
    const size_t slot = SlotOf(key);
    size_t first = starts_[slot];
    size_t last = starts_[slot + 1];
    while (first < last && leads_[first].key != key) ++first;
    while (first < last && leads_[last - 1].key != key) --last;
    return {first, last};
  }
  static constexpr size_t kSlots = 1U << 13;
  // By what most are told to be no others, close together.
  struct Lead {
    uint32_t key;
    uint32_t second, second_mask;  // the first bytes of the second word
  };
  SensitivePhrases();
  void Add(std::string_view written, v1::DataElement element, Certainty certainty);
  // The first four bytes, so that a word and its inflections have the same.
  static uint32_t KeyOf(std::string_view word) { return FirstBytes(word); }
  static uint32_t FirstBytes(std::string_view word) {
    uint32_t bytes = 0;
    if (word.size() >= sizeof(bytes)) {
      std::memcpy(&bytes, word.data(), sizeof(bytes));
      return bytes;
    }
    return static_cast<uint32_t>(LoadTail(word.data(), word.size()));
  }
  static size_t SlotOf(uint32_t key) { return (key * 0x9E3779B1U) >> 19; }

  std::vector<SensitivePhrase> phrases_;  // by slot and key
  std::vector<Lead> leads_;               // of each
  std::array<uint16_t, kSlots + 1> starts_{};
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_PHRASES_H_
