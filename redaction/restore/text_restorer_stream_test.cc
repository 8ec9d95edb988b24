#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "redaction/restore/test_codes.h"
#include "redaction/restore/text_restorer.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

// The engine fed unsplit is the oracle.

std::vector<std::pair<std::string, TextKind>> Corpus() {
  const std::string symbols = WithCodes("@ANA").substr(8);
  std::vector<std::pair<std::string, TextKind>> corpus;
  for (const std::string& text :
       {std::string("Dear @ROSA, @ANA’s essay (by @ANA_B) is graded; @ELSE is not. Students are students."),
        std::string("Estimada @ROSA: la tarea de @ANA está lista. ¿Verá a @ANA_BA? Año niño 😀 @LUIS_C."),
        "A student\u00A0" + symbols + " or STUDENT\\_" + symbols +
            "\\_B, <@ANA> [@ANA_B] {@MAIL} &lt;@ANA&gt; &lt",
        std::string(
            "[@ANA](https://x.example/@ANA) ![i](www.x.example/@ANA \"@ROSA\") <a href='@ANA'>@ANA</a>"),
        std::string("//x.example/@ANA evil.example/@ANA mailto:@MAIL @REF ref_7k @ANA_D @ANA_id stud ID_"),
        std::string("@ANA@ANA_B@ELSE[@ANA][@ANA](@ANA)[[@ROSA]] **@ANA** _@ANA_"),
        std::string("{\"a\": \"@LUIS\", \"b\": [\"STUDENT\\\\_" + symbols + "\"]} @LUIS")}) {
    corpus.emplace_back(WithCodes(text), TextKind::kProse);
  }
  corpus.emplace_back(
      WithCodes(
          R"({"to":"@ROSA","about":["@LUIS","\u003c@ANA\u003e","a\\\"@ANA\ud83d\ude00"],"u":"http:\/\/x\/@ANA"})"),
      TextKind::kJson);
  return corpus;
}

TEST(TextRestorerStream, EverySplitGivesWhatTheWholeGives) {
  const auto known = TestSubstitutions();
  for (const auto& [text, kind] : Corpus()) {
    const Restored whole = RestoreText(text, kind);
    EXPECT_GT(whole.counts.restored, 0) << text;
    for (size_t cut = 0; cut <= text.size(); ++cut) {
      TextRestorer restorer(*known, kind);
      RestoreCounts counts;
      std::string joined = restorer.Feed(text.substr(0, cut), false, counts);
      EXPECT_TRUE(IsUtf8(joined));
      joined += restorer.Feed(text.substr(cut), true, counts);
      ASSERT_EQ(joined, whole.text) << cut;
      ASSERT_EQ(counts.restored, whole.counts.restored);
      ASSERT_EQ(counts.neutralized, whole.counts.neutralized);
      ASSERT_EQ(counts.withheld, whole.counts.withheld) << cut;
    }
  }
}

TEST(TextRestorerStream, EveryPairOfSplitsGivesWhatTheWholeGives) {
  const auto known = TestSubstitutions();
  for (const auto& [text, kind] : Corpus()) {
    const std::string whole = RestoreText(text, kind).text;
    for (size_t first = 0; first <= text.size(); ++first) {
      for (size_t second = first; second <= text.size(); second += 1 + (text.size() > 120 ? first % 3 : 0)) {
        TextRestorer restorer(*known, kind);
        RestoreCounts counts;
        std::string joined = restorer.Feed(text.substr(0, first), false, counts);
        joined += restorer.Feed(text.substr(first, second - first), false, counts);
        joined += restorer.Feed(text.substr(second), true, counts);
        ASSERT_EQ(joined, whole) << first << " " << second;
      }
    }
  }
}

TEST(TextRestorerStream, ByteByByteHoldsLittleBackAndEndsTheSame) {
  const auto known = TestSubstitutions();
  for (const auto& [text, kind] : Corpus()) {
    TextRestorer restorer(*known, kind);
    RestoreCounts counts;
    std::string joined;
    for (size_t i = 0; i < text.size(); ++i) joined += restorer.Feed(text.substr(i, 1), false, counts);
    joined += restorer.Feed({}, true, counts);
    const Restored whole = RestoreText(text, kind);
    EXPECT_EQ(joined, whole.text);
    EXPECT_EQ(counts.restored, whole.counts.restored);
    EXPECT_EQ(counts.neutralized, whole.counts.neutralized);
    EXPECT_EQ(counts.withheld, whole.counts.withheld) << text;
    EXPECT_FALSE(restorer.holds_back());
  }
}

TEST(TextRestorerStream, RandomTextsInRandomPieces) {
  const auto known = TestSubstitutions();
  const std::string symbols = WithCodes("@ANA").substr(8);
  const std::vector<std::string> bits = {WithCodes("@ANA"),
                                         WithCodes("@ANA_B"),
                                         WithCodes("@LUIS"),
                                         WithCodes("@ELSE"),
                                         WithCodes("@REF"),
                                         "student",
                                         "STUDENT",
                                         "_",
                                         "\\_",
                                         "\\",
                                         "-",
                                         " ",
                                         "\u00A0",
                                         symbols,
                                         "_B",
                                         "_",
                                         "B",
                                         "a",
                                         "<",
                                         ">",
                                         "[",
                                         "]",
                                         "(",
                                         ")",
                                         "{",
                                         "}",
                                         "&lt;",
                                         "&gt;",
                                         "&",
                                         "\"",
                                         "'",
                                         "=",
                                         "/",
                                         "//",
                                         "http://",
                                         "www.",
                                         ".",
                                         "é",
                                         "😀",
                                         "\n",
                                         "\\n",
                                         "\\u003c",
                                         "\\u00a0",
                                         "\\\"",
                                         "ID_",
                                         "ref_",
                                         "x",
                                         "’s",
                                         "\xC3",
                                         "\x80",
                                         "`",
                                         ":",
                                         ",",
                                         "?"};
  std::mt19937 random(20260401);
  for (int round = 0; round < 6000; ++round) {
    std::string text;
    const size_t length = 1 + random() % 24;
    for (size_t i = 0; i < length; ++i) text += bits[random() % bits.size()];
    if (round % 4 == 0) text = "{\"k\": \"" + text + "\"}";
    const TextKind kind = round % 2 == 0 ? TextKind::kJson : TextKind::kProse;
    const Restored whole = RestoreText(text, kind);
    TextRestorer restorer(*known, kind);
    RestoreCounts counts;
    std::string joined;
    for (size_t pos = 0; pos < text.size();) {
      const size_t size = std::min<size_t>(1 + random() % 9, text.size() - pos);
      const std::string given = restorer.Feed(text.substr(pos, size), false, counts);
      joined += given;
      pos += size;
    }
    joined += restorer.Feed({}, true, counts);
    ASSERT_EQ(joined, whole.text) << text;
    ASSERT_EQ(counts.restored, whole.counts.restored) << text;
  }
}

TEST(TextRestorerStream, WhatIsHeldBackIsBounded) {
  // The longest codes there can be, in the longest disguises; none is held longer than promised.
  const auto known = TestSubstitutions();
  const std::string rosa = WithCodes("@ROSA").substr(9);
  const std::string open = "\\u0026\\u006c\\u0074\\u003b";
  const std::string close = "\\u0026\\u0067\\u0074\\u003b";
  const std::string escaped_separator = "\\u005c\\u005f";
  for (const std::string& text :
       {"\"" + open + "GUARDIAN" + escaped_separator + rosa + escaped_separator + "BA" + close + " x\"",
        "\"" + open + "ref_" + std::string(200, 'a') + close + "\"", std::string(500, '<'),
        "\"" + std::string(300, '\\') + "\"", "STUDENT" + std::string(300, '\\')}) {
    for (const TextKind kind : {TextKind::kJson, TextKind::kProse}) {
      TextRestorer restorer(*known, kind);
      RestoreCounts counts;
      std::string out;
      for (size_t i = 0; i < text.size(); ++i) {
        out += restorer.Feed(text.substr(i, 1), false, counts);
        if (counts.restored == 0) {
          ASSERT_LE(i + 1 - out.size(), TextRestorer::kLongestHold) << text;
        }
      }
    }
  }
}

TEST(TextRestorerStream, AnOrdinaryWordIsNotHeldLongerThanItsNextCharacter) {
  const auto known = TestSubstitutions();
  TextRestorer restorer(*known, TextKind::kProse);
  RestoreCounts counts;
  EXPECT_EQ(restorer.Feed("The answer to that ", false, counts), "The answer to that ");
  EXPECT_EQ(restorer.Feed("student", false, counts), "");
  EXPECT_EQ(restorer.Feed(" is 42", false, counts), "student is 42");
}

}  // namespace
}  // namespace schoolgate::redaction
