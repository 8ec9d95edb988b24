// Whose record it is decides whose name it is. Made-up people.
#include "gateway/records/own_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OwnNamesTest : public testing::Test {
 protected:
  OwnNamesTest() {
    person_.given = "Will";
    person_.family = "García López";
    person_.middle = "J";
    person_.preferred_given = "Billy";
    subject_.kind = SubjectKind::kStudent;
    subject_.person = 7;
    subject_.key = "student|s7";
  }

  static Finding Found(std::string_view text, std::string_view part, SubjectKind kind) {
    Finding finding;
    finding.begin = static_cast<int64_t>(text.find(part));
    finding.end = finding.begin + static_cast<int64_t>(part.size());
    finding.element = v1::DATA_ELEMENT_PERSON_NAME;
    finding.subject.kind = kind;
    finding.subject.key = "other";
    return finding;
  }
  // "text=whose" of each finding.
  std::vector<std::string> In(std::string_view text, Findings found = {}) const {
    std::vector<std::string> lines;
    for (const Finding& finding : WithOwnNames(text, person_, subject_, std::move(found))) {
      lines.push_back(StrCat(
          text.substr(static_cast<size_t>(finding.begin), static_cast<size_t>(finding.end - finding.begin)),
          "=", finding.subject.key));
    }
    return lines;
  }

  Person person_;
  Subject subject_;
};

TEST_F(OwnNamesTest, TheirNamesAreTheirsWhereTheyStandAsWords) {
  EXPECT_THAT(In("Will explained it, and BILLY wrote it up: GarcíaX, Will's."),
              ElementsAre("Will=student|s7", "BILLY=student|s7", "Will=student|s7"));
  EXPECT_THAT(In("García López will be late."), ElementsAre("García López=student|s7"));
  // An initial, a part of a word, a verb.
  EXPECT_THAT(In("J will work on Willow Street; Willing."), IsEmpty());
}

TEST_F(OwnNamesTest, ANameNobodyKnewIsTheirs) {
  const std::string_view text = "Will explained it.";
  EXPECT_THAT(In(text, {Found(text, "Will", SubjectKind::kUnknown)}), ElementsAre("Will=student|s7"));
  EXPECT_THAT(In(text, {Found(text, "Will", SubjectKind::kAmbiguous)}), ElementsAre("Will=student|s7"));
}

TEST_F(OwnNamesTest, WhatDetectionKnowsBetterStays) {
  const std::string_view text = "Will Park helped Will.";
  EXPECT_THAT(In(text, {Found(text, "Will Park", SubjectKind::kStudent)}),
              ElementsAre("Will Park=other", "Will=student|s7"));
  const std::string_view known = "Will helped.";
  EXPECT_THAT(In(known, {Found(known, "Will", SubjectKind::kStaff)}), ElementsAre("Will=other"));
}

}  // namespace
}  // namespace schoolgate::gateway
