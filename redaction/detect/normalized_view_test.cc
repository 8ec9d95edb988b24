#include "redaction/detect/normalized_view.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "redaction/detect/tokens.h"
#include "redaction/detect/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

std::string Source(const NormalizedView& view, std::string_view folded) {
  const size_t begin = view.folded().find(folded);
  if (begin == std::string_view::npos) return "(absent)";
  const size_t from = view.SourceBegin(begin);
  return std::string(view.source().substr(from, view.SourceEnd(begin + folded.size()) - from));
}

TEST(NormalizedViewTest, SeesThroughDressAndMapsBackToTheBytes) {
  struct Case {
    std::string_view source, folded, written;
  };
  for (const Case& c : {
           Case{"Hi Ana", "ana", "Ana"},
           Case{"la niña ÁVILA fue", "avila", "ÁVILA"},
           Case{"N\u0303an\u0303ez x", "nanez",
                "N\u0303an\u0303ez"},  // decomposed accents stay with their letter
           Case{"Ga\u200Bbri\u200Bel!", "gabriel", "Ga\u200Bbri\u200Bel"},  // zero-width
           Case{"Ca\u00ADmi\u00ADla", "camila", "Ca\u00ADmi\u00ADla"},      // soft hyphens
           Case{"Ana\u2019s", "ana's", "Ana\u2019s"},
           Case{"９５０－１", "950-1", "９５０－１"},  // fullwidth
           Case{"٩٥٠", "950", "٩٥٠"},                  // Arabic-Indic digits
           Case{"Mrs.&nbsp;Walls", "mrs. walls", "Mrs.&nbsp;Walls"},
           Case{"Mar&iacute;a &#74;o", "maria jo", "Mar&iacute;a &#74;o"},
           // Tool results are JSON in a text, and JSON in JSON.
           Case{R"({"name": "Mar\u00eda \u00c1vila"})", "maria avila", R"(Mar\u00eda \u00c1vila)"},
           Case{R"({"note": "met with\nMaya"})", "maya", "Maya"},
           Case{R"("{\"note\": \"met\\nMar\\u00eda\"}")", "maria", R"(Mar\\u00eda)"},
           Case{R"(x \ud83d\ude00 Ana)", "ana", "Ana"},
           Case{"Łukasz Øst", "lukasz ost", "Łukasz Øst"},
           Case{"曲 Ju 洪", "ju 洪", "Ju 洪"},
       }) {
    const NormalizedView view(c.source);
    EXPECT_EQ(Source(view, c.folded), c.written) << c.source << " -> " << view.folded();
    EXPECT_EQ(view.folded().size(), view.cased().size());
  }
}

TEST(NormalizedViewTest, AnythingMapsToCharacterBoundariesInOrder) {
  std::mt19937 random(7);
  const std::string_view pieces[] = {
      "a", "Z",  " ",    "\n",       "é",    "\u0301", "\u200B", "ß",      "İ", "ﷺ", "😀", "&amp;", "&#x41;",
      "&", "洪", "\xC3", "\xF0\x9F", "\xFF", "\u00AD", "\uFF21", "\u1E9E", "ẩ", "9", "-", "'"};
  const Lexicon lexicon;
  for (int round = 0; round < 3000; ++round) {
    std::string source;
    for (size_t n = random() % 24; n > 0; --n) source += pieces[random() % std::size(pieces)];
    Text text;
    text.Assign(source, lexicon);
    const NormalizedView& view = text.view();
    ASSERT_EQ(view.folded().size(), view.cased().size());
    size_t last = 0;
    for (const Token& token : text.tokens()) {
      const size_t begin = view.SourceBegin(token.begin);
      const size_t end = view.SourceEnd(token.end);
      ASSERT_LE(last, begin);
      ASSERT_LT(begin, end);
      ASSERT_LE(end, source.size());
      // A boundary: where a decoder that goes character by character stops.
      size_t at = 0;
      bool begin_seen = false;
      bool end_seen = end == source.size();
      while (at < source.size()) {
        begin_seen |= at == begin;
        end_seen |= at == end;
        DecodeUtf8(source, at);
      }
      ASSERT_TRUE(begin_seen && end_seen) << round;
      last = end;
    }
  }
}

}  // namespace
}  // namespace schoolgate::redaction
