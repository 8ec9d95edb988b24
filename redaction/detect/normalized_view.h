// A text as detection compares it: without case, accents, width, zero-width characters and typographic quotes
// and dashes, HTML entities and JSON escapes seen through; with an exact map back to the bytes it came from.
//
// Folded offsets always lie on character boundaries of the folded text when they come from its tokens, and
// SourceBegin/SourceEnd turn them into UTF-8 boundaries of the source: a character and the accents that
// follow it stay together. Invalid UTF-8 folds to separators, a byte at a time.
//
// Views the source, which outlives it. Reusable: Assign keeps the buffers. One thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_NORMALIZED_VIEW_H_
#define SCHOOLGATE_REDACTION_DETECT_NORMALIZED_VIEW_H_

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

  // The source's bytes behind folded [begin, end). REQUIRES: begin < end <= folded().size().
  size_t SourceBegin(size_t begin) const;
  size_t SourceEnd(size_t end) const;

 private:
  // Folded bytes from `folded` on come from source bytes from `source` on: one to one if `length` is 0, else
  // all of them from the `length` bytes there.
  struct Run {
    uint32_t folded, source, length;
  };
  void FoldSlowly();
  const Run& RunOf(size_t folded_offset) const;

  std::string_view source_;
  bool identity_ = true;
  std::string folded_, cased_;
  std::vector<Run> runs_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NORMALIZED_VIEW_H_
