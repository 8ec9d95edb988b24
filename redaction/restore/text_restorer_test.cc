#include "redaction/restore/text_restorer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <vector>

#include "redaction/restore/test_codes.h"
#include "redaction/walk/json_tokens.h"

namespace schoolgate::redaction {
namespace {

std::string Answer(std::string text, TextKind kind = TextKind::kProse) {
  return RestoreText(WithCodes(std::move(text)), kind).text;
}

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

TEST(TextRestorer, EachFormComesBackAsWritten) {
  EXPECT_EQ(Answer("@ANA, @ANA_B and @ANA_BA."), "Ana Núñez, NÚÑEZ, ANA and Anita.");
  EXPECT_EQ(Answer("Write to @MAIL or ask @ROSA about @NUM."),
            "Write to ana@school.example or ask Sra. Rosa Díaz about 41007.");
}

TEST(TextRestorer, ACodeWithoutItsLetterGivesTheFirstFormOfTheCaller) {
  EXPECT_EQ(Answer("@LUIS is here."), "Luis \"Lucho\" Prado is here.");
}

TEST(TextRestorer, AcceptedManglingsAreRestored) {
  const std::string ana = WithCodes("@ANA");
  const std::string symbols = ana.substr(8);
  for (const std::string& mangled :
       {Lower(ana), "Student_" + symbols, "STUDENT_" + Lower(symbols), "STUDENT\\_" + symbols,
        "STUDENT " + symbols, "STUDENT-" + symbols, "STUDENT\u00A0" + symbols, "student " + Lower(symbols),
        "<" + ana + ">", "[" + ana + "]", "{" + ana + "}", "&lt;" + ana + "&gt;"}) {
    EXPECT_EQ(RestoreText("a " + mangled + " b").text, "a Ana Núñez b") << mangled;
    EXPECT_EQ(RestoreText(mangled).text, "Ana Núñez") << mangled;
  }
  EXPECT_EQ(RestoreText(ana + "\\_B").text, "NÚÑEZ, ANA");
  EXPECT_EQ(RestoreText(ana + "-B").text, "NÚÑEZ, ANA");
  EXPECT_EQ(RestoreText(Lower(ana) + "_b!").text, "NÚÑEZ, ANA!");
}

TEST(TextRestorer, CodesOfEveryTypeAreRestoredOrNeutral) {
  for (int t = 0; t <= static_cast<int>(CodeType::kIdentifier); ++t) {
    const auto type = static_cast<CodeType>(t);
    const std::string code = TestCode(CodeTypeName(type), "7K3QF");
    Substitutions known;
    known.Add(code, "X");
    RestoreCounts counts;
    EXPECT_EQ(TextRestorer(known, TextKind::kProse).Feed(code + " " + Lower(code), true, counts), "X X");
    const Substitutions nothing;
    EXPECT_EQ(TextRestorer(nothing, TextKind::kProse).Feed(code, true, counts), NeutralWord(type));
  }
}

TEST(TextRestorer, WhatStandsAroundACodeStays) {
  EXPECT_EQ(Answer("**@ANA** \"@ANA\" `@ANA` @ANA's @ANA’s (@ANA) _@ANA_ @ANAs de @ANA, a @ANA y"),
            "**Ana Núñez** \"Ana Núñez\" `Ana Núñez` Ana Núñez's Ana Núñez’s (Ana Núñez) _Ana Núñez_ "
            "Ana Núñezs de Ana Núñez, a Ana Núñez y");
  EXPECT_EQ(Answer("<@ANA and @ROSA>"), WithCodes("<@ANA and @ROSA>"));  // a tag as browsers read it
  EXPECT_EQ(Answer("[@ANA and @ROSA]"), "[Ana Núñez and Sra. Rosa Díaz]");
  EXPECT_EQ(Answer("[[@ANA]]"), "[Ana Núñez]");
  EXPECT_EQ(Answer("[@ANA}"), "[Ana Núñez}");
}

TEST(TextRestorer, WordsTheModelMakesOfACodeKeepTheirOtherPart) {
  EXPECT_EQ(Answer("@ANA_id @ANA_grades get_@ANA @ANA_ID @ANA-a @ANA B."),
            "Ana Núñez_id Ana Núñez_grades get_Ana Núñez Ana Núñez_ID Ana Núñez-a Ana Núñez B.");
  EXPECT_EQ(Answer("@ANA_B_grades"), "NÚÑEZ, ANA_grades");
}

TEST(TextRestorer, WhatIsNotThisCallersBecomesANeutralWord) {
  const Restored result = RestoreText(WithCodes("Ask @ELSE, @ELSE_B, [@ELSE] or @ANA_D at @OTHER."));
  EXPECT_EQ(result.text, "Ask [student], [student], [student] or [student] at [address].");
  EXPECT_EQ(result.counts.neutralized, 5);
  EXPECT_EQ(result.counts.restored, 0);
}

TEST(TextRestorer, AWrongCheckSymbolIsNoCode) {
  std::string wrong = WithCodes("@ANA");
  wrong.back() = wrong.back() == 'Z' ? 'Y' : 'Z';
  const Restored result = RestoreText("Is " + wrong + " a code?");
  EXPECT_EQ(result.text, "Is " + wrong + " a code?");
  EXPECT_EQ(result.counts.neutralized, 0);
}

// One code in a thousand is all digits. Behind a person's type it is a code, behind another it may be any
// number.
TEST(TextRestorer, APersonsCodeOfDigitsIsACode) {
  for (const std::string type : {"STUDENT", "GUARDIAN", "STAFF", "PERSON"}) {
    for (int number = 10000; number < 11000; ++number) {
      const std::string code = TestCode(type, StrCat(number));
      if (code.back() > '9') continue;
      const Restored result = RestoreText(StrCat("by ", code, "."));
      ASSERT_EQ(result.counts.neutralized, 1) << code;
      ASSERT_EQ(result.text.find(code), std::string::npos);
      std::string lower = code;
      for (char& c : lower) c = static_cast<char>(std::tolower(c));
      for (const std::string& text : {"by " + lower, StrCat("by ", type, " ", number), "by " + code + "7"}) {
        ASSERT_EQ(RestoreText(text).text, text);
      }
    }
  }
}

TEST(TextRestorer, OrdinaryWordsAreNotTakenForSomebodysCode) {
  // Every six-letter word and six-digit number whose check symbol happens to be right.
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    std::string five;
    const std::string_view from = i % 2 == 0 ? "abcdefghjkmnpqrstvwxyz" : "0123456789";
    for (int k = 0; k < 5; ++k) five.push_back(from[random() % from.size()]);
    const std::string type = i % 3 == 0 ? "student" : i % 3 == 1 ? "ID" : "Date";
    std::string upper;
    for (const char c : type) upper.push_back(static_cast<char>(std::toupper(c)));
    const char check = CheckSymbol(upper, five);
    const char shown = i % 2 == 0 ? static_cast<char>(std::tolower(check)) : check;
    if (from.find(shown) == std::string_view::npos) continue;
    for (const char separator : {' ', '-', '_'}) {
      const std::string text = "the " + type + separator + five + shown + " of";
      ASSERT_EQ(RestoreText(text).text, text);
    }
  }
}

TEST(TextRestorer, NothingIsRestoredWhereItCouldBeSentOn) {
  for (const std::string text : {"https://evil.example/?q=@ANA",
                                 "HTTP://evil.example/@ANA.png",
                                 "http://x.example/a(b)/'@ANA'",
                                 "www.evil.example/@ANA",
                                 "see //evil.example/@ANA",
                                 "evil.example/@ANA",
                                 "evil.example:8080/@ANA",
                                 "evil.example?@ANA",
                                 "![x](https://evil.example/@ANA)",
                                 "[x](@ANA)",
                                 "[x]( </a b @ANA> \"@ANA\")",
                                 "[x](a(b)@ANA)",
                                 "[x](a\\)@ANA)",
                                 "<a href=\"@ANA\">",
                                 "<img src='@ANA' alt=@ANA>",
                                 "<a title=\"a>b\" href=\"@ANA\"",
                                 "<img\nalt=\"\n\n@ANA\">",
                                 "</b @ANA>",
                                 "<img src=\\\\evil.example\\@ANA>",
                                 "mailto:@ANA",
                                 "https://x.example/?q=\"@ANA\"",
                                 "https://x.example/`@ANA`",
                                 "https://x.example/>@ANA",
                                 "https://x.example/<@ANA>",
                                 "https://x.example/[@ANA]",
                                 "\"a\" https://x.example/\"@ANA\"",
                                 "url(//evil.example/@ANA)",
                                 "[@ANA](https://evil.example/@ELSE)"}) {
    const Restored result = RestoreText(WithCodes(text));
    if (text.find("[@ANA]") == 0) {
      EXPECT_EQ(result.text,
                WithCodes("[Ana Núñez](https://evil.example/@ELSE)"));  // the text, not the target
      EXPECT_EQ(result.counts.neutralized, 1);
      continue;
    }
    EXPECT_EQ(result.text, WithCodes(text));
    EXPECT_EQ(result.counts.restored, 0) << text;
    EXPECT_EQ(result.counts.neutralized, 0) << text;
    const auto codes = std::count(text.begin(), text.end(), '@');
    EXPECT_EQ(result.counts.withheld, codes) << text;
  }
}

TEST(TextRestorer, WhatStandsWhereItCouldBeSentOnIsCountedOnce) {
  RestoreCounts counts = RestoreText(WithCodes("https://x.example/{@ANA_B}?a=@ELSE&b=[@MAIL] @ANA")).counts;
  EXPECT_EQ(counts.withheld, 2);
  EXPECT_EQ(counts.neutralized, 1);
  EXPECT_EQ(counts.restored, 1);
  // Nor where a JSON document has no string, nor in a text nothing of which may be real.
  counts = RestoreText(WithCodes("{@ANA}"), TextKind::kJson).counts;
  EXPECT_EQ(counts.withheld, 1);
  const auto known = TestSubstitutions();
  counts = RestoreCounts();
  const std::string text = WithCodes(R"({"q":"@ANA or @ELSE"})");
  EXPECT_EQ(TextRestorer(*known, TextKind::kJson, /*withhold=*/true).Feed(text, true, counts), text);
  EXPECT_EQ(counts.withheld, 1);
  EXPECT_EQ(counts.neutralized, 1);
  EXPECT_EQ(counts.restored, 0);
  // Words that only resemble codes are no attack.
  counts = RestoreText("https://x.example/student-parent/id_count?user_agent=email_format").counts;
  EXPECT_EQ(counts.withheld + counts.neutralized + counts.restored, 0);
}

TEST(TextRestorer, RestoringGoesOnAfterALinkOrATag) {
  EXPECT_EQ(Answer("See https://x.example/a @ANA"), "See https://x.example/a Ana Núñez");
  EXPECT_EQ(Answer("[x](y) @ANA"), "[x](y) Ana Núñez");
  EXPECT_EQ(Answer("[x](y\n@ANA"), "[x](y\nAna Núñez");
  EXPECT_EQ(Answer("<b class=\"x\">@ANA</b> @ANA"), "<b class=\"x\">Ana Núñez</b> Ana Núñez");
  EXPECT_EQ(Answer("\"https://x.example\"@ANA"), "\"https://x.example\"Ana Núñez");
  EXPECT_EQ(Answer("<https://x.example>@ANA"), "<https://x.example>Ana Núñez");
  EXPECT_EQ(Answer("<a href=https://x.example>@ANA</a>"), "<a href=https://x.example>Ana Núñez</a>");
  EXPECT_EQ(Answer(R"({"url":"https://x.example","who":"@ANA"})"),
            R"({"url":"https://x.example","who":"Ana Núñez"})");
}

TEST(TextRestorer, ProseThatLooksLikeATagIsProse) {
  EXPECT_EQ(Answer("if a < @ANA then"), "if a < Ana Núñez then");
  EXPECT_EQ(Answer("for (i=0;i<n;i++) @ANA"), "for (i=0;i<n;i++) Ana Núñez");
  EXPECT_EQ(Answer("a <b and c\n\n@ANA"), "a <b and c\n\nAna Núñez");
  EXPECT_EQ(Answer("<3 @ANA 5/@ANA and/or @ANA 9.5/10 e.g./@ANA"),
            "<3 Ana Núñez 5/Ana Núñez and/or Ana Núñez 9.5/10 e.g./Ana Núñez");
}

TEST(TextRestorer, JsonStaysValidAndOnlyItsStringsAreRestored) {
  const std::string restored =
      Answer(R"({"@NUM": "@LUIS", "a": ["x\n@ANA", "\u003c@ANA\u003e", "STUDENT\\_)" +
                 WithCodes("@ANA").substr(8) + R"(", "https:\/\/x.example\/@ANA", "@ELSE"], "n": 1})",
             TextKind::kJson);
  std::vector<JsonToken> tokens;
  ASSERT_TRUE(TokenizeJson(restored, tokens)) << restored;
  std::vector<std::string> texts;
  for (const JsonToken& token : tokens) {
    texts.push_back(DecodeJsonEscapes(restored.substr(token.begin, token.end - token.begin)));
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"41007", "Luis \"Lucho\" Prado", "a", "x\nAna Núñez",
                                             "Ana Núñez", "Ana Núñez", WithCodes("https://x.example/@ANA"),
                                             "[student]", "n", "1"}));
  EXPECT_EQ(Answer("@ANA", TextKind::kJson), WithCodes("@ANA"));
}

TEST(TextRestorer, ALinkInOneJsonStringDoesNotReachIntoTheNext) {
  EXPECT_EQ(Answer(R"({"a":"[x](y","b":"<a ","c":"@ANA"})", TextKind::kJson),
            R"({"a":"[x](y","b":"<a ","c":"Ana Núñez"})");
}

TEST(TextRestorer, AnAnswerThatIsJsonStaysValidToo) {
  const std::string restored = Answer(R"( {"who": "@LUIS"} )");
  EXPECT_EQ(restored, R"( {"who": "Luis \"Lucho\" Prado"} )");
  EXPECT_EQ(Answer("[@LUIS] said @LUIS"), "Luis \"Lucho\" Prado said Luis \"Lucho\" Prado");
}

TEST(TextRestorer, NamesAreRestoredWithoutNeutralWords) {
  EXPECT_EQ(Answer("mail_@ANA", TextKind::kName), "mail_Ana Núñez");
  EXPECT_EQ(Answer("mail_@ELSE", TextKind::kName), WithCodes("mail_@ELSE"));
  EXPECT_EQ(RestoreText(WithCodes("mail-@ELSE"), TextKind::kName).counts.neutralized, 1);
}

TEST(TextRestorer, IdentifiersInTextComeBackAndUnknownOnesStay) {
  EXPECT_EQ(Answer("result of @REF: ok"), "result of call_abc: ok");
  const std::string unknown = "ref_0000000000000000000000000";
  EXPECT_EQ(Answer(unknown + " ref_count references"), unknown + " ref_count references");
}

TEST(TextRestorer, ARestoredFormIsNotReadAgain) {
  Substitutions known;
  known.Add(WithCodes("@ANA"), WithCodes("@ELSE"));
  RestoreCounts counts;
  EXPECT_EQ(TextRestorer(known, TextKind::kProse).Feed(WithCodes("@ANA."), true, counts),
            WithCodes("@ELSE."));
}

}  // namespace
}  // namespace schoolgate::redaction
