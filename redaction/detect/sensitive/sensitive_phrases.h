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
    const uint32_t key = KeyOf(word);
    const size_t slot = SlotOf(key);
    size_t first = starts_[slot];
    size_t last = starts_[slot + 1];
    while (first < last && keys_[first] != key) ++first;
    while (first < last && keys_[last - 1] != key) --last;
    return std::span(phrases_).subspan(first, last - first);
  }

 private:
  static constexpr size_t kSlots = 1U << 13;
  SensitivePhrases();
  void Add(std::string_view written, v1::DataElement element, Certainty certainty);
  // The first four bytes, so that a word and its inflections have the same.
  static uint32_t KeyOf(std::string_view word) {
    uint32_t key = 0;
    if (word.size() >= sizeof(key)) {
      std::memcpy(&key, word.data(), sizeof(key));
      return key;
    }
    for (const char c : word) key = key << 8 | static_cast<uint8_t>(c);
    return key;
  }
  static size_t SlotOf(uint32_t key) { return (key * 0x9E3779B1U) >> 19; }

  std::vector<SensitivePhrase> phrases_;  // by slot and key
  std::vector<uint32_t> keys_;            // of each
  std::array<uint16_t, kSlots + 1> starts_{};
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SENSITIVE_SENSITIVE_PHRASES_H_
