#include "redaction/walk/json_tokens.h"

#include <gtest/gtest.h>

#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

std::vector<std::string> Texts(std::string_view document) {
  std::vector<JsonToken> tokens;
  EXPECT_TRUE(TokenizeJson(document, tokens)) << document;
  std::vector<std::string> texts;
  for (const JsonToken& token : tokens) {
    texts.emplace_back(document.substr(token.begin, token.end - token.begin));
  }
  return texts;
}

TEST(JsonTokens, FindsKeysStringsAndNumbersInOrder) {
  EXPECT_EQ(Texts(R"( {"a": "x", "b": [1, -2.5e+3, {"c": null}], "d": true} )"),
            (std::vector<std::string>{"a", "x", "b", "1", "-2.5e+3", "c", "d"}));
  EXPECT_EQ(Texts(R"("alone")"), std::vector<std::string>{"alone"});
  EXPECT_EQ(Texts("42"), std::vector<std::string>{"42"});
  EXPECT_TRUE(Texts("[[],{},[{}]]").empty());
}

TEST(JsonTokens, AValueKnowsTheNearestKeyAboveIt) {
  const std::string document = R"({"who": ["Ana", ["Luis", {"id": 7}], "Eva"], "n": 1})";
  std::vector<JsonToken> tokens;
  ASSERT_TRUE(TokenizeJson(document, tokens));
  std::vector<std::string> cues;
  for (const JsonToken& token : tokens) {
    const auto cue = token.cue < 0 ? JsonToken{} : tokens[static_cast<size_t>(token.cue)];
    cues.push_back(document.substr(cue.begin, cue.end - cue.begin));
  }
  EXPECT_EQ(cues, (std::vector<std::string>{"", "who", "who", "", "id", "who", "", "n"}));
}

TEST(JsonTokens, RefusesWhatIsNotOneValue) {
  std::vector<JsonToken> tokens;
  for (const std::string_view bad :
       {"",         " ",          "{",         "}",     "[1,]", "{\"a\"}", "{\"a\":}",    "{\"a\":1,}",
        "{a:1}",    "[1 2]",      "1 2",       "01",    "1.",   ".5",      "+1",          "1e",
        "-",        "nul",        "truefalse", "'x'",   "\"x",  "\"\\q\"", "\"\\u12g4\"", "\"\\",
        "\"a\nb\"", "{\"a\":1}}", "[1]]",      "{1:2}", "[}",   "{]",      "NaN",         "\"\\u12"}) {
    EXPECT_FALSE(TokenizeJson(bad, tokens)) << bad;
  }
}

TEST(JsonTokens, ReadsToItsDepthAndNoDeeper) {
  std::vector<JsonToken> tokens;
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '[') + "1" + std::string(static_cast<size_t>(depth), ']');
  };
  EXPECT_TRUE(TokenizeJson(nested(kMaxJsonDepth), tokens));
  EXPECT_FALSE(TokenizeJson(nested(kMaxJsonDepth + 1), tokens));
}

TEST(JsonTokens, EveryTruncationOfADocumentIsRefused) {
  const std::string document = R"({"a":["x\u00e9",{"b":-1.5}],"c":"d"})";
  std::vector<JsonToken> tokens;
  for (size_t length = 0; length < document.size(); ++length) {
    EXPECT_FALSE(TokenizeJson(document.substr(0, length), tokens)) << length;
  }
}

TEST(JsonEscapes, DecodeWhatJsonCanWrite) {
  EXPECT_EQ(DecodeJsonEscapes(R"(Jos\u00e9 \"Pepe\" \/ \\ \n\t\b\f\r)"), "José \"Pepe\" / \\ \n\t\b\f\r");
  EXPECT_EQ(DecodeJsonEscapes(R"(\ud83d\ude00)"), "😀");
}

TEST(JsonEscapes, KeepWhatIsNoEscape) {
  EXPECT_EQ(DecodeJsonEscapes(R"(\ud83d!)"), "\xEF\xBF\xBD!");
  EXPECT_EQ(DecodeJsonEscapes(R"(\ud83d\u0041)"),
            "\xEF\xBF\xBD"
            "A");
  EXPECT_EQ(DecodeJsonEscapes(R"(\ude00)"), "\xEF\xBF\xBD");
  EXPECT_EQ(DecodeJsonEscapes(R"(\q \u12 \)"), R"(\q \u12 \)");
}

TEST(JsonEscapes, RoundTrip) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all.push_back(static_cast<char>(c));
  all += "é ñ 😀";
  std::string escaped;
  AppendJsonEscaped(all, escaped);
  std::vector<JsonToken> tokens;
  EXPECT_TRUE(TokenizeJson("\"" + escaped + "\"", tokens));
  EXPECT_EQ(DecodeJsonEscapes(escaped), all);
}

TEST(Utf8, TakesAllThatIsUtf8AndNothingElse) {
  EXPECT_TRUE(IsUtf8("plain ascii, long enough for words"));
  EXPECT_TRUE(IsUtf8("José Peña 山田 😀"));
  for (const std::string_view bad :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "abcdefgh\xC3", "\xE2\x82", "\xC3(", "\xE2(\xA1"}) {
    EXPECT_FALSE(IsUtf8(bad));
  }
}

TEST(Utf8, ReadsOneCharacter) {
  EXPECT_EQ(FirstUtf8Char("é").code_point, U'é');
  EXPECT_EQ(FirstUtf8Char("😀x").length, 4);
  EXPECT_TRUE(FirstUtf8Char("\xF0\x9F").incomplete);
  EXPECT_FALSE(FirstUtf8Char("\xE2(").incomplete);
  std::string out;
  for (const char32_t c : {U'a', U'é', U'山', U'😀'}) AppendUtf8(c, out);
  EXPECT_EQ(out, "aé山😀");
}

}  // namespace
}  // namespace schoolgate::redaction
