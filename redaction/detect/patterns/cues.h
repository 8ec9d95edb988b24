// The words around a value that say what it is: before it, after it, the JSON key it stands under, the head
// of its table column. Made for one text, by one thread; looks only a few words far.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_CUES_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_CUES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "redaction/detect/patterns/cue_words.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

class Cues {
 public:
  // What a value is called where it stands.
  struct Label {
    CueBits bits = 0;
    bool direct = false;  // only marks, "is" and the like stand between the label and the value
    bool Has(CueBits any) const { return (bits & any) != 0; }
    // It is said to be a thing of nobody's.
    bool Denies() const { return (bits & cue::kNot) != 0; }
  };

  // `key` is the JSON key over the whole text, or empty. `text` outlives this.
  Cues(const Text& text, std::string_view key, const Lexicon& lexicon);

  // The label of the value that begins at token `index`: the nearest telling words before it on its line (the
  // line before, when it begins one and that line ends in a colon), else its column's head or the key.
  // Nothing before the folded offset `floor`, where another value ended, is read.
  Label LabelOf(size_t index, uint32_t floor = 0) const;
  // The bits of up to `reach` words before token `index`, in its sentence, its column's head and the key.
  CueBits Before(size_t index, size_t reach, uint32_t floor = 0) const;
  // The bits of the `reach` words after token `index`, in its sentence.
  CueBits After(size_t index, size_t reach) const;
  // Of the words `Before` reads, the bits of the nearest that has any of `mask`.
  CueBits Nearest(size_t index, size_t reach, CueBits mask, uint32_t floor = 0) const;
  // The bits of the word itself.
  CueBits Of(size_t index) const;

  // What the lexicon knows of the key, and of the head of the token's column.
  WordBits Key() const { return key_bits_; }
  WordBits Column(size_t index) const {
    const Cell* const cell = CellOf(index);
    return cell == nullptr ? 0 : cell->bits;
  }
  // The key or column head as a cue for values.
  CueBits HeadOf(size_t index) const {
    const Cell* const cell = CellOf(index);
    return cell == nullptr ? key_cues_ : cell->cues;
  }
  // Where the table cell, or the whole text under its key, that the token stands in ends: a folded offset.
  size_t CellEnd(size_t index) const;
  // The token is the first of its cell, or of the text.
  bool BeginsCell(size_t index) const;

 private:
  struct Cell {
    uint32_t begin, end;  // folded offsets
    WordBits bits;
    CueBits cues;
  };
  struct Head {
    size_t begin;  // in its line
    WordBits bits;
    CueBits cues;
  };
  void ReadTables(const Lexicon& lexicon);
  bool ReadHead(std::string_view cased, char mark, const Lexicon& lexicon, std::vector<Head>& heads) const;
  void AddCells(size_t line_begin, std::string_view line, char mark, const std::vector<Head>& heads);
  void AddRows(size_t line_begin, std::string_view line, size_t at, const std::vector<Head>& heads);
  void LayOutCells();
  const Cell* CellOf(size_t index) const {
    return cell_of_.empty() || cell_of_[index] == kNoCell ? nullptr : &cells_[cell_of_[index]];
  }
  // A sentence, line or cell ends between token index - 1 and token index.
  bool Ends(size_t index, bool at_value) const;
  // The line before token `index` is the label of a form and nothing else.
  bool IsLabelLine(size_t index) const;

  const Text& text_;
  WordBits key_bits_ = 0;
  CueBits key_cues_ = 0;
  static constexpr uint32_t kNoCell = UINT32_MAX;
  std::vector<Cell> cells_;        // sorted; only cells under a head that says something
  std::vector<uint32_t> cell_of_;  // by token: its number or kNoCell; empty if there are none
};

// The bits of a key's parts: "birthDate" and "birth_date" are birth and date.
WordBits KeyBits(std::string_view key, const Lexicon& lexicon);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_CUES_H_
