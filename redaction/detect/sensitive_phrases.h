// The phrases behind sensitive.h, ready to be looked up by their first word; private to this folder. Filled
// once, then read by any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_SENSITIVE_PHRASES_H_
#define SCHOOLGATE_REDACTION_DETECT_SENSITIVE_PHRASES_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/sensitive.h"

namespace schoolgate::redaction {

struct SensitivePhrase {
  std::string words;  // folded, a space between them
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  Certainty certainty = Certainty::kSure;
  bool any_ending = false;  // of the last word
  bool takes_left = false;  // only with a word before it, which belongs to it
  bool takes_right = false;
  bool dwelling = false;  // only where the text tells how somebody lives
  uint16_t slot = 0;
};

class SensitivePhrases {
 public:
  static const SensitivePhrases& Get();

  // Those that may begin with `word` (or with its first letters), the longest first.
  std::span<const SensitivePhrase> StartingWith(std::string_view word) const {
    const size_t slot = SlotOf(word);
    return std::span(phrases_).subspan(starts_[slot], static_cast<size_t>(starts_[slot + 1] - starts_[slot]));
  }

 private:
  static constexpr size_t kSlots = 1U << 13;
  SensitivePhrases();
  void Add(std::string_view written, v1::DataElement element, Certainty certainty);
  static size_t SlotOf(std::string_view word);

  std::vector<SensitivePhrase> phrases_;  // by slot
  std::array<uint16_t, kSlots + 1> starts_{};
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SENSITIVE_PHRASES_H_
