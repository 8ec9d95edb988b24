#include "redaction/detect/protected_terms.h"

#include <gtest/gtest.h>

namespace schoolgate::redaction {
namespace {

Finding At(std::string_view text, std::string_view word, SubjectKind kind = SubjectKind::kUnknown) {
  Finding finding;
  finding.begin = static_cast<int64_t>(text.find(word));
  finding.end = finding.begin + static_cast<int64_t>(word.size());
  finding.subject.kind = kind;
  return finding;
}

// How many of the findings stay.
size_t Left(std::string_view text, Findings findings, std::vector<std::string> terms) {
  const Slot slot{.index = 0, .text = text};
  KeepProtectedTerms({&slot, 1}, terms, findings);
  return findings.size();
}

TEST(ProtectedTermsTest, WhatIsFoundWithinATermStaysInTheText) {
  const std::string_view text = "The GREAT Depression hit Juan hard. Battle of San Juan Hill, 1898.";
  EXPECT_EQ(Left(text, {At(text, "Depression", SubjectKind::kNone)}, {"great depression"}), 0u);
  EXPECT_EQ(Left(text, {At(text, "Juan hard")}, {"San Juan Hill"}), 1u);
  const Finding hill{.begin = static_cast<int64_t>(text.find("Juan Hill")),
                     .end = static_cast<int64_t>(text.find(", 1898"))};
  EXPECT_EQ(Left(text, {hill}, {"San Juan Hill"}), 0u);
  // Accents and case do not matter; a part of a word is no occurrence.
  EXPECT_EQ(Left("El Río Bravo", {At("El Río Bravo", "Bravo")}, {"rio bravo"}), 0u);
  EXPECT_EQ(Left("Marigold", {At("Marigold", "Mari")}, {"mari"}), 1u);
}

TEST(ProtectedTermsTest, SomebodyOnTheRosterIsStillFound) {
  const std::string_view text = "May wrote about May.";
  EXPECT_EQ(Left(text, {At(text, "May", SubjectKind::kStudent)}, {"may"}), 1u);
  EXPECT_EQ(Left(text, {At(text, "May", SubjectKind::kAmbiguous)}, {"may"}), 1u);
}

}  // namespace
}  // namespace schoolgate::redaction
