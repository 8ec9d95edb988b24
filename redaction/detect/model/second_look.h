// What a first reading of a text says of a token's surroundings: whether the items of the same list, the same
// place of the lines above and below, the words beside it and the same word elsewhere are names. A name no
// list has stands among others as often as alone. name_tagger.h weighs it after name_features.h.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_SECOND_LOOK_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_SECOND_LOOK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "redaction/detect/model/name_features.h"
#include "redaction/detect/model/tag_chain.h"

namespace schoolgate::redaction {

inline constexpr uint32_t kSecondBits = 18;

// For one text, on one thread. Takes time linear in it.
class SecondLook {
 public:
  static constexpr size_t kMost = 48;
  using Hashes = std::array<uint32_t, kMost>;  // each below 2^kSecondBits

  // `first`, by token: what the first reading found likely. All arguments outlive this.
  SecondLook(const NameFeatures& features, const Text& text, const std::vector<NameLikelihood>& first);

  // Fills in the features of a candidate and returns how many there are.
  size_t At(size_t token, Hashes& out) const;

 private:
  // Tokens [begin, end) between commas, brackets, ends of lines, "and".
  struct Item {
    uint32_t begin = 0, end = 0;
    uint32_t line = 0;
    uint32_t in_line = 0;  // which of its line, from 0
  };

  void FindItems(const Text& text);
  void FindRepeats();
  uint32_t Level(ptrdiff_t token) const;            // of the likelihood there
  uint32_t ItemLevel(ptrdiff_t item) const;         // of the likeliest token among its first
  uint32_t Aligned(size_t token, int lines) const;  // the same place of a line above or below
  uint32_t Elsewhere(size_t token) const;           // the same word's highest level at other places

  const NameFeatures& features_;
  const std::vector<NameLikelihood>& first_;
  std::vector<NameFeatures::Look> looks_;
  std::vector<Item> items_;
  std::vector<uint32_t> item_of_;     // by token
  std::vector<uint32_t> first_item_;  // by line
  struct Repeat {
    uint32_t hash = 0;
    uint32_t token = 0;  // where it is likeliest
    uint8_t best = 0, second = 0;
  };
  std::vector<Repeat> repeats_;  // by the last bits of the hash; a later word takes another's place
  uint32_t share_ = 0;           // of the text that is names
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_SECOND_LOOK_H_
