#include "policy/state_pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/util/strings.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string District(std::string_view states) {
  return StrCat(
      "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec: {elements: [], states: [",
      states, "]}\n");
}

TEST(StatePackTest, ThePacksHaveNoFaultsAndSaySources) {
  std::vector<Issue> issues;
  const std::vector<StatePack> packs = ReadStatePacks(issues);
  for (const Issue& issue : issues) ADD_FAILURE() << ToString(issue);
  std::vector<std::string> states;
  for (const StatePack& pack : packs) {
    states.push_back(pack.state);
    EXPECT_FALSE(pack.duties.empty()) << pack.state;
    for (const StateTerm& term : pack.terms) {
      const bool bounded = term.kind == StateTerm::Kind::kBreachNoticeHours ||
                           term.kind == StateTerm::Kind::kDisposalDays ||
                           term.kind == StateTerm::Kind::kYears;
      EXPECT_EQ(term.most > 0, bounded) << pack.state << " " << term.source;
    }
  }
  EXPECT_THAT(states, ElementsAre("CA", "CO", "IL", "NY"));
}

TEST(StatePackTest, AnAgreementThatFallsShortIsToldWhereAndWhy) {
  const std::string agreement =
      Replaced(Replaced(kAgreement, "breachNoticeHours: 72", "breachNoticeHours: 200"), "noAdvertising: true",
               "noAdvertising: false");
  EXPECT_THAT(
      IssuesOf({{"a.yaml", agreement}, {"d.yaml", District("NY")}, {"t.yaml", kTool}}),
      ElementsAre(
          "a.yaml:1:1: 'stateExhibits' has none for NY (8 NYCRR 121.3: the Bill of Rights and supplemental "
          "information are part of each contract)",
          "a.yaml:12:22: 'breachNoticeHours' is more than the 168 that NY asks for (8 NYCRR 121.10: within "
          "seven "
          "calendar days of discovery)",
          "a.yaml:16:18: 'noAdvertising' must be true in NY (Education Law 2-d; 8 NYCRR 121.2: no sale, no "
          "marketing "
          "or commercial use)"));
  EXPECT_THAT(IssuesOf({{"a.yaml", agreement}, {"d.yaml", District("")}, {"t.yaml", kTool}}), IsEmpty());
}

TEST(StatePackTest, WhatIsNotConfirmedIsHeldAgainstNobody) {
  // Colorado's pack names an exhibit and a clock that are not confirmed.
  const std::string agreement = Replaced(kAgreement, "disposalDays: 60", "disposalDays: 400");
  EXPECT_THAT(IssuesOf({{"a.yaml", agreement}, {"d.yaml", District("CO")}, {"t.yaml", kTool}}), IsEmpty());
}

TEST(StatePackTest, TheDistrictsOwnMachinesOweNothing) {
  const std::string local = Replaced(Replaced(kAgreement, "route: cloud", "route: on_premises"),
                                     "noAdvertising: true", "noAdvertising: false");
  EXPECT_THAT(IssuesOf({{"a.yaml", local}, {"d.yaml", District("CA, CO, IL, NY")}, {"t.yaml", kTool}}),
              IsEmpty());
}

TEST(StatePackTest, TheStatesAreInTheHash) {
  const auto with = SetOf({{"a.yaml", kAgreement}, {"d.yaml", District("CO")}, {"t.yaml", kTool}});
  const auto without = SetOf({{"a.yaml", kAgreement}, {"d.yaml", District("")}, {"t.yaml", kTool}});
  ASSERT_NE(with, nullptr);
  ASSERT_NE(without, nullptr);
  EXPECT_NE(with->hash(), without->hash());
}

}  // namespace
}  // namespace schoolgate::policy
