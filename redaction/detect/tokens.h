// The words of a text: runs of letters and digits, each looked up once in the lexicon. Everything in this
// folder works on them, so a text is read once.
#ifndef SCHOOLGATE_REDACTION_DETECT_TOKENS_H_
#define SCHOOLGATE_REDACTION_DETECT_TOKENS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "redaction/detect/lexicon.h"
#include "redaction/detect/normalized_view.h"

namespace schoolgate::redaction {

enum class Shape : uint8_t {
  kLower,    // grace
  kCapital,  // Grace, McKinney, G
  kUpper,    // GRACE: two letters or more
  kDigits,
  kMixed,     // letters and digits
  kUnspaced,  // a run of a script without spaces or without case
};

struct Token {
  uint32_t begin = 0, end = 0;  // folded offsets
  uint32_t bits = 0;            // word::…
  uint32_t name = 0;            // Lexicon::Entry::name
  Shape shape = Shape::kLower;

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

  std::string_view Word(size_t index) const {
    return view_.folded().substr(tokens_[index].begin, tokens_[index].size());
  }
  std::string_view Word(const Token& token) const { return view_.folded().substr(token.begin, token.size()); }
  // What stands between token index - 1 (or the start of the text) and token index (or its end).
  std::string_view GapBefore(size_t index) const;
  // The folded character at an offset, or '\0' outside.
  char At(size_t offset) const { return offset < view_.folded().size() ? view_.folded()[offset] : '\0'; }
  char Before(size_t offset) const { return offset > 0 ? At(offset - 1) : '\0'; }

  // A word here need not be a name to be written with a capital: a line or sentence begins.
  bool AtSentenceStart(size_t index) const;
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
  NormalizedView view_;
  std::vector<Token> tokens_;
  bool spanish_ = false;
  bool familiar_ = true;
};

// The words of a folded text, as Text finds them.
std::vector<std::string_view> WordsOf(std::string_view folded);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TOKENS_H_
