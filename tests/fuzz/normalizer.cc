// The normalised view and its words: whatever the bytes, every folded offset leads to whole characters of the
// source, in their order.
#include <string_view>

#include "redaction/detect/text/lexicon.h"
#include "redaction/detect/text/normalized_view.h"
#include "redaction/detect/text/tokens.h"
#include "tests/fuzz/properties.h"

namespace schoolgate::fuzz {
namespace {

void ExpectExactMap(const redaction::NormalizedView& view, std::string_view source) {
  const std::string_view folded = view.folded();
  FUZZ_EXPECT(view.source() == source, folded);
  FUZZ_EXPECT(view.cased().size() == folded.size(), folded);
  if (view.identity()) FUZZ_EXPECT(folded.size() == source.size(), folded);
  const Boundaries boundaries(source);
  size_t last_begin = 0;
  size_t last_end = 0;
  for (size_t at = 0; at < folded.size(); ++at) {
    const size_t begin = view.SourceBegin(at);
    const size_t end = view.SourceEnd(at + 1);
    FUZZ_EXPECT(begin < end && end <= source.size(), folded.substr(at));
    FUZZ_EXPECT(boundaries.Has(begin) && boundaries.Has(end), folded.substr(at));
    FUZZ_EXPECT(begin >= last_begin && end >= last_end, folded.substr(at));
    // One character's folded bytes share its source bytes; two characters share none.
    FUZZ_EXPECT(begin >= last_end || begin == last_begin, folded.substr(at));
    last_begin = begin;
    last_end = end;
  }
}

void ExpectSoundWords(const redaction::Text& text) {
  const std::string_view folded = text.view().folded();
  const Boundaries boundaries(folded);
  size_t last = 0;
  for (const redaction::Token& token : text.tokens()) {
    FUZZ_EXPECT(token.begin >= last && token.begin < token.end && token.end <= folded.size(), folded);
    FUZZ_EXPECT(boundaries.Has(token.begin) && boundaries.Has(token.end), folded.substr(token.begin));
    last = token.end;
  }
}

}  // namespace
}  // namespace schoolgate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace fuzz = schoolgate::fuzz;
  namespace redaction = schoolgate::redaction;
  static const auto& lexicon = *new redaction::Lexicon;
  const std::string_view source = fuzz::Begin(data, size);

  const redaction::NormalizedView view(source);
  fuzz::ExpectExactMap(view, source);
  // Buffers of another text leave no trace.
  redaction::NormalizedView reused("caf\u00e9 &amp; \\u00e9");
  reused.Assign(source);
  FUZZ_EXPECT(reused.folded() == view.folded() && reused.cased() == view.cased(), reused.folded());
  fuzz::ExpectExactMap(reused, source);

  redaction::Text text;
  text.Assign(source, lexicon);
  fuzz::ExpectSoundWords(text);
  return 0;
}
