// The words around a value that say what it is: before it, after it, the JSON key it stands under, the head
// of its table column.
#ifndef SCHOOLGATE_REDACTION_DETECT_CUES_H_
#define SCHOOLGATE_REDACTION_DETECT_CUES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "redaction/detect/tokens.h"

namespace schoolgate::redaction {

class Cues {
 public:
  // `key` is the JSON key over the whole text, or empty. `text` outlives this.
  Cues(const Text& text, std::string_view key, const Lexicon& lexicon);

  // The bits of up to `reach` words before token `index` on its line (the line before, when it begins one and
  // that line ends in a colon), of its column's head and of the key.
  WordBits Before(size_t index, size_t reach = 4) const;
  // The bits of the `reach` words after token `index`, on its line.
  WordBits After(size_t index, size_t reach = 2) const;
  WordBits Key() const { return key_bits_; }
  // The head of the table column the token stands in.
  WordBits Column(size_t index) const;

 private:
  struct Cell {
    uint32_t begin, end;  // folded offsets
    WordBits bits;
  };
  void ReadTables(const Lexicon& lexicon);

  const Text& text_;
  WordBits key_bits_ = 0;
  std::vector<Cell> cells_;  // sorted; only cells under a head that says something
};

// The bits of a key's parts: "birthDate" and "birth_date" are birth and date.
WordBits KeyBits(std::string_view key, const Lexicon& lexicon);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_CUES_H_
