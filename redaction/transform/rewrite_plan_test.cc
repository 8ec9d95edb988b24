// What a text is besides prose, and what of ours it already holds, survives its rewriting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "redaction/restore/text_restorer.h"
#include "redaction/transform/transform_testing.h"

namespace schoolgate::redaction {
namespace {

using ::testing::MatchesRegex;

class RewritePlanTest : public ::testing::Test {
 protected:
  TransformBench bench_;
};

TEST_F(RewritePlanTest, AJsonDocumentInATextStaysOne) {
  const std::vector<Planted> numbers = {
      {.text = "41007", .element = v1::DATA_ELEMENT_STUDENT_ID_LOCAL, .key = "person:ana"},
      {.text = "2190", .element = v1::DATA_ELEMENT_STUDENT_ID_SSN, .treatment = v1::TREATMENT_REDACT}};
  const auto treat = [&](std::string_view text) { return TextOf(bench_.Treat(Prompt(text), numbers)); };
  EXPECT_THAT(treat(R"({"id": 41007, "s": "41007", "ssn":2190})"),
              MatchesRegex(R"(\{"id": "ID_[0-9A-Z]{6}", "s": "ID_[0-9A-Z]{6}", "ssn":"SSN_REDACTED"\})"));
  // A list keeps its brackets, and a number gives way whole, once.
  EXPECT_THAT(treat("[41007]"), MatchesRegex(R"(\["ID_[0-9A-Z]{6}"\])"));
  EXPECT_THAT(treat("[-41007.2190e1]"), MatchesRegex(R"(\["ID_[0-9A-Z]{6}_B"\])"));
  // In prose a number is prose.
  EXPECT_THAT(treat("{41007} is 2190"), MatchesRegex("ID_[0-9A-Z]{6}_C is SSN_REDACTED"));
}

TEST_F(RewritePlanTest, WhatWasPutInPlaceOfAValueStaysWhenItIsTakenForOne) {
  const std::string code =
      TextOf(bench_.Treat(Prompt("Ana Lara"), {{.text = "Ana Lara", .key = "person:ana"}}));
  const Planted word{.text = "SSN_REDACTED", .key = "word"};
  EXPECT_EQ(TextOf(bench_.Treat(Prompt("SSN SSN_REDACTED."), {word})), "SSN SSN_REDACTED.");
  // What is said beside them is replaced; the marks between stay.
  const Planted more{.text = code + "-09-99x", .element = v1::DATA_ELEMENT_STUDENT_USERNAME, .key = "more"};
  EXPECT_THAT(TextOf(bench_.Treat(Prompt("by " + more.text), {more})),
              MatchesRegex("by " + code + "-USER_[0-9A-Z]{6}"));
  const Planted both{.text = "Luis " + code + ", SSN_REDACTED & Rey", .key = "both"};
  EXPECT_THAT(TextOf(bench_.Treat(Prompt(both.text), {both})),
              MatchesRegex("STUDENT_[0-9A-Z]{6} " + code + ", SSN_REDACTED & STUDENT_[0-9A-Z]{6}_B"));
}

TEST_F(RewritePlanTest, ACodeDoesNotRunOnIntoTheNext) {
  // Else "_ID" would be read as letters of the code before it.
  const std::vector<Planted> values = {
      {.text = "Ana", .key = "person:ana"},
      {.text = "41007", .element = v1::DATA_ELEMENT_STUDENT_ID_LOCAL, .key = "person:ana"}};
  for (const std::string text : {"Ana_41007", "Ana-41007", "Ana\\_41007"}) {
    const Treated treated = bench_.Treat(Prompt(text), values);
    RestoreCounts counts;
    EXPECT_EQ(TextRestorer(*treated.substitutions, TextKind::kProse).Feed(TextOf(treated), true, counts),
              text);
  }
}

}  // namespace
}  // namespace schoolgate::redaction
