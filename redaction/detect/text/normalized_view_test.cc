#include "redaction/detect/text/normalized_view.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "redaction/detect/text/tokens.h"
#include "redaction/detect/text/unicode_fold.h"

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
           Case{"file 곽은우.txt", "곽은우", "곽은우"},  // Korean in pieces
           Case{"هنـــاء", "هناء", "هنـــاء"},
       }) {
    const NormalizedView view(c.source);
    EXPECT_EQ(Source(view, c.folded), c.written) << c.source << " -> " << view.folded();
    EXPECT_EQ(view.folded().size(), view.cased().size());
  }
}

TEST(NormalizedViewTest, FoldsLettersOfAnotherScriptInsideALatinWordOnly) {
  struct Case {
    std::string_view source, folded;
  };
  for (const Case& c : {
           Case{"М\u0430ri\u0430 L\u043Epez", "maria lopez"},  // Cyrillic
           Case{"Μαria Lορez", "maria lopez"},                 // Greek
           Case{"Mаr&#1110;a", "maria"},                       // an entity of one
           Case{"Марія Сосо", "марія сосо"},                   // a word of its own script stays
           Case{"\U0001D40C\U0001D41A\U0001D42B\U0001D422\U0001D41A", "maria"},  // mathematical
           Case{"Ⓜⓐⓡⓘⓐ ⒨⒜ 🅼🅰 ᴍᴀʀɪᴀ", "maria ma ma maria"},
           Case{"Ｍａｒｉａ　１２", "maria 12"},
       }) {
    EXPECT_EQ(NormalizedView(c.source).folded(), c.folded) << c.source;
  }
}

TEST(NormalizedViewTest, SeesThroughEscapesOfManyKinds) {
  struct Case {
    std::string_view source, folded, written;
  };
  for (const Case& c : {
           Case{"&amp;ntilde;a Nu&ntilde;ez&amp;co", "nunez", "Nu&ntilde;ez"},
           Case{"L&oacutepez", "l&oacutepez", "L&oacutepez"},
           Case{"O&#8217;Leary &#x4d;oon", "o'leary moon", "O&#8217;Leary &#x4d;oon"},
           Case{"?n=Mar%C3%ADa%20L%c3%b3pez&x", "maria+lopez", "Mar%C3%ADa%20L%c3%b3pez"},
           Case{"to=kid%40mail.example", "kid@mail.example", "kid%40mail.example"},
           Case{"to=kid%2540mail.example", "kid@mail.example", "kid%2540mail.example"},
           Case{"50%de los 100%ad", "50%de los 100%ad", "50%de los 100%ad"},
           Case{R"("Mar\xc3\xada L\xf3pez")", "maria lopez", R"(Mar\xc3\xada L\xf3pez)"},
           Case{R"('Mar\u{ed}a \U000000c1vila')", "maria avila", R"(Mar\u{ed}a \U000000c1vila)"},
           Case{R"("Mar\303\255a.pdf")", "maria.pdf", R"(Mar\303\255a.pdf)"},
           Case{R"('O\'Leary')", "o'leary", R"(O\'Leary)"},
           Case{R"(C:\Users\nreyes\tana)", R"(c:\users\nreyes\tana)", R"(C:\Users\nreyes\tana)"},
           Case{"Mar=C3=ADa L=C3=B3p=\nez=20\n", "maria lopez", "Mar=C3=ADa L=C3=B3p=\nez"},
           Case{"x=CE, y=\n3", "x=ce, y=\n3", "x=CE, y=\n3"},
       }) {
    EXPECT_EQ(Source(NormalizedView(c.source), c.folded), c.written)
        << c.source << " -> " << NormalizedView(c.source).folded();
  }
}

TEST(NormalizedViewTest, DropsMarkupOfWordsAndJoinsWhatALineEndBroke) {
  struct Case {
    std::string_view source, folded, written;
  };
  for (const Case& c : {
           Case{"<b>Mar</b>ia", "maria", "Mar</b>ia"},
           Case{"**Mar**ia *Lo**pez*", "maria lopez", "Mar**ia *Lo**pez"},
           Case{"**Ana** Reyes", "ana reyes", "Ana** Reyes"},
           Case{"<span>Ana</span><span>Reyes</span>", "ana reyes", "Ana</span><span>Reyes"},
           Case{"<span style=\"color:red\">Ana</span> Reyes", "ana reyes", "Ana</span> Reyes"},
           Case{"Ma`ri`a", "maria", "Ma`ri`a"},
           Case{"Name</b>Ana", "name ana", "Name</b>Ana"},
           Case{"2*3*4 a*b * c", "2*3*4 a*b * c", "2*3*4 a*b * c"},
           Case{"<a href=\"x\">y", "<a href=\"x\">y", "<a href=\"x\">y"},
           Case{"if a<b and c>d", "if a<b and c>d", "if a<b and c>d"},
           Case{"the Villa-\n> lobos boy", "villalobos", "Villa-\n> lobos"},
           Case{"Okonkwo-\nBell", "okonkwo-bell", "Okonkwo-\nBell"},
           Case{"950-555-\r\n0142", "950-555-0142", "950-555-\r\n0142"},
           Case{"kid@cedar-\nhollow.example", "kid@cedar-hollow.example", "kid@cedar-\nhollow.example"},
           Case{"kid@\n  cedar.\nexample", "kid@cedar.example", "kid@\n  cedar.\nexample"},
           Case{"a -\nb", "a -\nb", "a -\nb"},
       }) {
    EXPECT_EQ(Source(NormalizedView(c.source), c.folded), c.written)
        << c.source << " -> " << NormalizedView(c.source).folded();
  }
}

TEST(NormalizedViewTest, AnythingMapsToCharacterBoundariesInOrder) {
  std::mt19937 random(7);
  const std::string_view pieces[] = {
      "a",      "Z",     " ",      "\n",      "é",       "\u0301", "\u200B",     "ß",    "İ",      "ﷺ",
      "😀",      "&amp;", "&#x41;", "&",       "洪",      "\xC3",   "\xF0\x9F",   "\xFF", "\u00AD", "\uFF21",
      "\u1E9E", "ẩ",     "9",      "-",       "'",       "\r\n",   "=\n",        "-\n",  "=C3=A9", "=20\n",
      "%41",    "%C3",   "\\",     "\\u00e9", "\\ud83d", "\\xC3",  "\\303\\251", "*",    "**",     "~~",
      "`",      "<b>",   "</b>",   "<i",      "@",       "а",      "М",          "α",    "ᄀ",     "ᅡ",
      "ᆨ",     "C:\\",  "/",      ".",       "|",       "_"};
  const Lexicon lexicon;
  for (int round = 0; round < 20000; ++round) {
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
