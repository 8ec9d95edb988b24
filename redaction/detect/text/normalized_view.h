// A text as detection compares it, with an exact map back to the bytes it came from:
// - NFKC, without case, accents and other marks, width, zero-width characters; digits of any script as 0-9;
//   typographic quotes and dashes as the plain ones;
// - letters of another script that are drawn like Latin ones, inside a word with Latin letters;
// - escapes seen through: HTML entities, percent, JSON and source code, quoted-printable;
// - style tags and emphasis marks dropped, so that "<b>Mar</b>ia" and "**Ana** Reyes" read as their words;
// - words, e-mails, URLs and numbers that a line end breaks put together, past the marks of quoted mail.
//
// Folded offsets always lie on character boundaries of the folded text when they come from its tokens, and
// SourceBegin/SourceEnd turn them into UTF-8 boundaries of the source: a character and the accents that
// follow it stay together. Invalid UTF-8 folds to separators, a byte at a time. Time is linear in the text.
//
// Views the source, which outlives it. Reusable: Assign keeps the buffers. One thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_NORMALIZED_VIEW_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_NORMALIZED_VIEW_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace schoolgate::redaction {

class NormalizedView {
 public:
  NormalizedView() = default;
  explicit NormalizedView(std::string_view source) { Assign(source); }

  // REQUIRES: source is shorter than 4 GiB.
  void Assign(std::string_view source);

  std::string_view source() const { return source_; }
  // Lower case; what is compared.
  std::string_view folded() const { return folded_; }
  // The same, byte for byte, with the case as written.
  std::string_view cased() const { return identity_ ? source_ : std::string_view(cased_); }
  // Folded and source have the same offsets.
  bool identity() const { return identity_; }

  // A word was put together that a hyphen and a line end broke.
  bool hyphenated() const { return hyphenated_; }

  // The source's bytes behind folded [begin, end). REQUIRES: begin < end <= folded().size().
  size_t SourceBegin(size_t begin) const;
  size_t SourceEnd(size_t end) const;

 private:
  // Folded bytes from `folded` on come from source bytes from `source` on: one to one if `length` is 0, else
  // all of them from the `length` bytes there.
  struct Run {
    uint32_t folded, source, length;
  };
  void Fold(size_t first_special);
  // Each looks at the special byte at source_[at] and returns the offset after what it stands for.
  size_t FoldCharacter(size_t at);
  size_t FoldAscii(size_t at);
  size_t FoldStyleTags(size_t at);
  size_t FoldLineEnd(size_t at);
  // Appends what source [begin, end) stands for.
  void Append(char32_t character, size_t begin, size_t end);
  void AppendPlain(size_t begin, size_t end);
  void AppendMark(size_t end);
  void DropLast();
  // Whether the word around the character that ends at source offset `after` has Latin letters.
  bool InLatinWord(size_t after);
  bool InQuotedPrintable();
  const Run& RunOf(size_t folded_offset) const;

  std::string_view source_;
  bool identity_ = true;
  bool hyphenated_ = false;
  bool one_to_one_ = false;  // the last run is, and goes on
  size_t word_end_ = 0;      // source offset up to which latin_word_ is known
  bool latin_word_ = false;
  size_t path_end_ = 0;        // of the Windows path here
  int quoted_printable_ = -1;  // whether the text is; -1: not looked yet
  std::string folded_, cased_;
  std::vector<Run> runs_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_NORMALIZED_VIEW_H_
