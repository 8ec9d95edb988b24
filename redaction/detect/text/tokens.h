// The words of a text: runs of letters and digits, each looked up once in the lexicon. Everything in this
// folder works on them, so a text is read once.
//
// A token need not be a run of letters as written: a word no list knows may have a second reading
// (second_reading.h), letters that were spelled out ("M a r i a") are one token if they spell a name, and
// "mariaLopez" is two if both are names. Word() and the shape are the reading's; begin and end are where the
// text has it; Written() is what stands there.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_TOKENS_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_TOKENS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/text/lexicon.h"
#include "redaction/detect/text/normalized_view.h"
#include "redaction/detect/text/shape.h"

namespace schoolgate::redaction {

struct SecondReading;

struct Token {
  uint32_t begin = 0, end = 0;  // folded offsets
  uint32_t bits = 0;            // word::…
  uint32_t name = 0;            // Lexicon::Entry::name
  uint32_t reading = 0;         // where its second reading begins among the text's, plus 1; 0: it has none
  uint8_t reading_size = 0;
  Shape shape = Shape::kLower;
  bool wrapped = false;  // the line end before it only wraps a paragraph

  uint32_t size() const { return end - begin; }
  bool Has(WordBits any) const { return (bits & any) != 0; }
  bool IsWord() const { return shape <= Shape::kUpper; }
  bool IsCapitalised() const { return shape == Shape::kCapital || shape == Shape::kUpper; }
};

// One text, read. Reusable; one thread.
class Text {
 public:
  void Assign(std::string_view source, const Lexicon& lexicon);

  const NormalizedView& view() const { return view_; }
  const std::vector<Token>& tokens() const { return tokens_; }
  size_t size() const { return tokens_.size(); }
  const Token& operator[](size_t index) const { return tokens_[index]; }

  std::string_view Word(size_t index) const { return Word(tokens_[index]); }
  std::string_view Word(const Token& token) const {
    return token.reading == 0 ? Written(token)
                              : std::string_view(readings_).substr(token.reading - 1, token.reading_size);
  }
  // The folded text of the token, not its second reading.
  std::string_view Written(const Token& token) const {
    return view_.folded().substr(token.begin, token.size());
  }
  // What stands between token index - 1 (or the start of the text) and token index (or its end). A line end
  // that only wraps a paragraph, with what begins the next line of quoted mail, is a space here.
  std::string_view GapBefore(size_t index) const {
    const bool inside = index < tokens_.size();
    if (inside && tokens_[index].wrapped) return " ";
    const size_t begin = index == 0 ? 0 : tokens_[index - 1].end;
    const size_t end = inside ? tokens_[index].begin : view_.folded().size();
    return view_.folded().substr(begin, end - begin);
  }
  // The folded character at an offset, or '\0' outside.
  char At(size_t offset) const { return offset < view_.folded().size() ? view_.folded()[offset] : '\0'; }
  char Before(size_t offset) const { return offset > 0 ? At(offset - 1) : '\0'; }

  // A word here need not be a name to be written with a capital: a line or sentence begins.
  bool AtSentenceStart(size_t index) const;
  // The bits that any of its words has.
  WordBits bits() const { return bits_; }
  // More of the words are Spanish than English.
  bool spanish() const { return spanish_; }
  // Most of the words in lower case are in a dictionary here: what is not may be a name. In a text of another
  // language it says nothing.
  bool familiar() const { return familiar_; }
  // The token has letters beyond ASCII and Latin-1: "Chẩn" is not the roster's "Chan".
  bool IsExotic(const Token& token) const;
  // The index of the first token that begins at or after a folded offset.
  size_t TokenAt(size_t folded_offset) const;

 private:
  // A mark between two pieces of one word: "Mar_ia", "Les|ie", "M@ria".
  static constexpr bool IsPieceMark(char c) {
    return c == '_' || c == '|' || c == '!' || c == '@' || c == '$' || c == '*' || c == '+';
  }
  void Add(size_t begin, size_t end, Shape shape, const Lexicon& lexicon);
  // Has the words of "mariaLopez_IEP" and the like, the last token, stand for themselves, if two of them are
  // names; else does nothing and returns false.
  bool SplitLast(const Lexicon& lexicon);
  void SetReading(Token& token, std::string_view word);
  // Each goes over the tokens once.
  void ReadScan(const Lexicon& lexicon);
  void JoinSpelled(const Lexicon& lexicon);
  void JoinPieces(const Lexicon& lexicon);
  bool ReadPieces(size_t first, size_t last, const Lexicon& lexicon, SecondReading& out) const;
  static std::string_view LettersOfMark(char mark);
  void FindWraps();
  struct LineEnd {
    uint32_t next;    // the token after it
    uint32_t length;  // of the line before it
    bool prose;
  };
  struct Paragraph {
    uint32_t longest = 0;    // line
    size_t prose = 0;        // lines
    size_t in_sentence = 0;  // of them, those the next of which begins with a small letter
  };
  void MarkWraps(const Paragraph& paragraph);
  void WeighLanguages();

  NormalizedView view_;
  std::vector<Token> tokens_;
  std::string readings_;
  std::vector<LineEnd> line_ends_;                // of the paragraph at hand
  size_t slips_ = 0;                              // second readings that a scanner's slips explain
  bool single_letters_ = false, pieces_ = false;  // there may be something to join
  uint32_t bits_ = 0;
  bool spanish_ = false;
  bool familiar_ = true;
};

// The words of a folded text, as Text finds them.
std::vector<std::string_view> WordsOf(std::string_view folded);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_TOKENS_H_
