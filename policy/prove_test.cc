#include "policy/prove.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr absl::CivilDay kToday(2026, 9, 1);

std::string Invariant(const std::string& spec) {
  return "apiVersion: schoolgate/v1\nkind: Invariant\nmetadata: {name: claim}\nspec:\n  clause: C\n" + spec;
}

using Files = std::map<std::string, std::string>;

// What the one invariant comes to in a set with the smallest documents and these: "holds for N", or what
// breaks it.
std::string Proved(const std::string& spec, Files files = {}, absl::CivilDay today = kToday) {
  files.emplace("a.yaml", kAgreement);
  files.emplace("t.yaml", kTool);
  files.emplace("i.yaml", Invariant(spec));
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  const auto set = SetOf(files);
  if (set == nullptr) return "no set";
  const std::vector<Proof> proofs = Prove(*set, today);
  if (proofs.size() != 1) return "not one proof";
  return proofs[0].counterexample.empty() ? "holds for " + std::to_string(proofs[0].subjects)
                                          : proofs[0].counterexample;
}

std::string District(const std::string& rows) {
  return "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements:\n" + rows;
}

TEST(ProveTest, LooksAtEveryCellOfTheTable) {
  // One role, fourteen grades and none, one element.
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [student.name], route: cloud}\n  must: {atLeast: "
                   "pseudonymize}\n"),
            "holds for 15");
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [staff.name]}\n  must: {atLeast: pseudonymize}\n"),
            "planner, teachers, grade PK, to the cloud: staff.name gets allow, by B-staff");
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [staff.name], route: on_premises}\n  must: {atLeast: "
                   "redact}\n"),
            "holds for 0");
  EXPECT_EQ(
      Proved(
          "  every: cell\n  where: {elements: [staff.name], roles: [student]}\n  must: {atLeast: redact}\n"),
      "holds for 0");
}

TEST(ProveTest, NamesTheOneCellThatBreaksIt) {
  // Everything is limited but for one role in one grade.
  const std::string tool = Replaced(kTool, "[teacher]", "[teacher, student]");
  const Files files = {
      {"t.yaml", tool},
      {"d.yaml",
       District("    - {element: student.name, treatment: redact, clause: D1, roles: [teacher]}\n"
                "    - {element: student.name, treatment: redact, clause: D2, grades: [PK-6, 8-12]}\n")}};
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [student.name]}\n  must: {atLeast: redact}\n", files),
            "planner, students, grade 7, to the cloud: student.name gets pseudonymize, by B-students");
}

TEST(ProveTest, WhatIsRefusedOrStaysHomeDoesNotCross) {
  const std::string claim =
      "  every: cell\n  where: {elements: [staff.name], route: cloud}\n  must: {atLeast: redact}\n";
  const auto limited = [](const std::string& treatment) {
    return Files{
        {"d.yaml", District("    - {element: staff.name, treatment: " + treatment + ", clause: D}\n")}};
  };
  EXPECT_EQ(Proved(claim, limited("block")), "holds for 15");
  EXPECT_EQ(Proved(claim, limited("on_premises")), "holds for 15");
  // Somebody may let it go.
  Files held = limited("hold");
  held["d.yaml"] +=
      "  groups: [{name: g, title: Curriculum Office, members: [a]}]\n  review: {reviewers: g}\n";
  EXPECT_EQ(Proved(claim, held),
            "planner, teachers, grade PK, to the cloud: staff.name gets allow + hold, by B-staff and D");
}

TEST(ProveTest, TheWayHomeIsACellToo) {
  std::string home = Replaced(Replaced(kAgreement, "acme-dpa", "home"), "route: cloud", "route: on_premises");
  home =
      Replaced(home, "element: student.*, treatment: pseudonymize", "element: student.*, treatment: allow");
  const Files files = {{"h.yaml", home},
                       {"t.yaml", std::string(kTool) + "  onPremises: {agreement: home, model: m}\n"}};
  EXPECT_EQ(
      Proved("  every: cell\n  where: {elements: [student.name]}\n  must: {atLeast: pseudonymize}\n", files),
      "planner, teachers, grade PK, on premises: student.name gets allow, by B-students");
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [student.name], route: cloud}\n  must: {atLeast: "
                   "pseudonymize}\n",
                   files),
            "holds for 15");
}

TEST(ProveTest, CellsMayBeAboutPeopleOfAKindOrWithAFlag) {
  const std::string agreement = Replaced(kAgreement, "element: student.*, treatment: pseudonymize",
                                         "element: student.*, treatment: allow");
  const Files files = {{"a.yaml", agreement}};
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [student.contact.*], flags: [under_13]}\n  must: "
                   "{atLeast: pseudonymize}\n",
                   files),
            "holds for 45");
  EXPECT_EQ(
      Proved("  every: cell\n  where: {elements: [student.contact.*]}\n  must: {atLeast: pseudonymize}\n",
             files),
      "planner, teachers, grade PK, to the cloud: student.contact.address gets allow, by B-students");
  EXPECT_EQ(Proved("  every: cell\n  where: {elements: [student.contact.email], about: [staff]}\n  must: "
                   "{atLeast: redact}\n",
                   files),
            "holds for 15");
}

TEST(ProveTest, AStrangerMayBeHeldAgainstAStudent) {
  const std::string claim =
      "  every: cell\n  where: {elements: [person.*], about: [unknown]}\n  must: {asStrictAs: student}\n";
  EXPECT_EQ(Proved(claim), "holds for 75");
  const std::string laxer =
      std::string(kAgreement) + "    - {element: person.name, treatment: allow, clause: P}\n";
  EXPECT_EQ(
      Proved(claim, {{"a.yaml", laxer}}),
      "planner, teachers, grade PK, to the cloud: person.name of somebody the roster does not know gets "
      "allow, by P");
}

TEST(ProveTest, ToolsAreHeldAgainstTheirReviewsAudienceAndMedia) {
  const std::string reviewed = std::string(kTool) +
                               "  biasReview: {reviewer: O, reviewed: 2026-07-01, expires: 2026-08-31}\n"
                               "  media: {audio: on_premises}\n";
  const auto proved = [&](const std::string& spec, absl::CivilDay today = kToday) {
    return Proved("  every: tool\n" + spec, {{"t.yaml", reviewed}}, today);
  };
  EXPECT_EQ(proved("  must: {biasReview: given}\n"), "holds for 1");
  EXPECT_EQ(proved("  must: {biasReview: current}\n"),
            "the tool 'planner' (t.yaml:1): biasReview ran out on 2026-08-31");
  EXPECT_EQ(proved("  must: {biasReview: current}\n", absl::CivilDay(2026, 8, 31)), "holds for 1");
  EXPECT_EQ(proved("  must: {biasReview: current}\n", absl::CivilDay(2026, 6, 30)),
            "the tool 'planner' (t.yaml:1): biasReview is of 2026-07-01");
  EXPECT_EQ(proved("  must: {rubric: given, phases: [scaled]}\n"),
            "the tool 'planner' (t.yaml:1): rubric is not given");
  EXPECT_EQ(proved("  where: {openTo: [student]}\n  must: {rubric: given}\n"), "holds for 0");
  EXPECT_EQ(proved("  must: {not: {openTo: [teacher]}}\n"),
            "the tool 'planner' (t.yaml:1): it is open to teachers");
  EXPECT_EQ(
      proved("  where: {reachableBy: [teacher]}\n  must: {rubric: given}\n", absl::CivilDay(2028, 1, 1)),
      "holds for 0");
  EXPECT_EQ(proved("  must: {media: {audio: [block, on_premises], video: [block]}}\n"), "holds for 1");
  EXPECT_EQ(proved("  must: {media: {audio: [block]}}\n"),
            "the tool 'planner' (t.yaml:1): audio gets on_premises");
  EXPECT_EQ(proved("  must: {agreement: {noTraining: false}}\n"),
            "the tool 'planner' (t.yaml:1): its agreement is 'acme-dpa', where noTraining is true");
}

TEST(ProveTest, WhatMayWaitIsSeenInEveryCell) {
  const std::string claim = "  every: tool\n  where: {mayHold: true}\n  must: {hasReviewers: false}\n";
  EXPECT_EQ(Proved(claim), "holds for 0");
  const std::string groups =
      "  groups: [{name: g, title: Curriculum Office, members: [a]}]\n  review: {reviewers: g}\n";
  EXPECT_EQ(Proved(claim, {{"d.yaml",
                            District("    - {element: conduct, treatment: hold, clause: D, grades: [7]}\n") +
                                groups}}),
            "the tool 'planner' (t.yaml:1): it names reviewers");
  EXPECT_EQ(
      Proved(claim, {{"d.yaml",
                      District("    - {element: conduct, treatment: hold, clause: D, roles: [student]}\n") +
                          groups}}),
      "holds for 0");
}

TEST(ProveTest, AgreementsAreHeldAgainstTheirTerms) {
  const auto proved = [](const std::string& spec, absl::CivilDay today = kToday) {
    return Proved("  every: agreement\n" + spec, {}, today);
  };
  EXPECT_EQ(proved("  must: {noTraining: true, noAdvertising: true, breachNoticeHours: {atMost: 72}}\n"),
            "holds for 1");
  EXPECT_EQ(proved("  must: {breachNoticeHours: {atMost: 71}, disposalDays: {atMost: 59}, retentionDays: "
                   "{atMost: 30}}\n"),
            "the agreement 'acme-dpa' (a.yaml:1): breachNoticeHours is 72 and disposalDays is 60");
  EXPECT_EQ(proved("  where: {route: on_premises}\n  must: {noTraining: false}\n"), "holds for 0");
  EXPECT_EQ(proved("  must: {inForce: true}\n", absl::CivilDay(2027, 7, 1)),
            "the agreement 'acme-dpa' (a.yaml:1): it is not in force on 2027-07-01");
  EXPECT_EQ(proved("  must: {dataLocations: [CA]}\n"),
            "the agreement 'acme-dpa' (a.yaml:1): dataLocations are US");
  EXPECT_EQ(proved("  where: {names: [acme-dpa]}\n  must: {dataLocations: [US]}\n"), "holds for 1");
}

TEST(ProveTest, AFailureIsAFaultOfItsDocument) {
  const auto set =
      SetOf({{"a.yaml", kAgreement},
             {"t.yaml", kTool},
             {"i.yaml", "# a comment\n" + Invariant("  every: tool\n  must: {rubric: given}\n")}});
  ASSERT_NE(set, nullptr);
  const std::vector<Issue> failures = FailuresOf(Prove(*set, kToday));
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(
      ToString(failures[0]),
      "i.yaml:2:1: the invariant 'claim' (C) does not hold: the tool 'planner' (t.yaml:1): rubric is not "
      "given");
}

TEST(ProveTest, FaultsOfInvariantsAreReported) {
  const auto issues = [](const std::string& spec) {
    return IssuesOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}, {"i.yaml", Invariant(spec)}});
  };
  EXPECT_THAT(
      issues("  every: cel\n  must: {}\n"),
      ElementsAre("i.yaml:6:10: 'every' must be one of: cell, tool, agreement (did you mean 'cell'?)"));
  EXPECT_THAT(issues("  every: cell\n"), ElementsAre("i.yaml:5:3: 'spec' needs the key 'must'"));
  EXPECT_THAT(
      issues("  every: tool\n  must: {}\n"),
      ElementsAre("i.yaml:7:9: 'must' needs at least one condition: as it stands it holds of everything"));
  EXPECT_THAT(issues("  every: tool\n  must: {atLeast: redact}\n"),
              ElementsAre(HasSubstr("unknown key 'atLeast'")));
  EXPECT_THAT(issues("  every: cell\n  must: {about: [unknown], atLeast: redact}\n"),
              ElementsAre(HasSubstr("unknown key 'about'")));
  EXPECT_THAT(
      issues("  every: cell\n  where: {elements: [specal.*]}\n  must: {atLeast: redact}\n"),
      ElementsAre("i.yaml:7:22: 'elements' must be a data element's id, or a prefix such as 'student.*' "
                  "(did you mean 'special.*'?)"));
  EXPECT_THAT(issues("  every: tool\n  where: {names: [planer]}\n  must: {rubric: given}\n"),
              ElementsAre("i.yaml:7:19: 'names' names one that is not here (did you mean 'planner'?)"));
  EXPECT_THAT(issues("  every: tool\n  must: {not: {not: {mayHold: true}}}\n"),
              ElementsAre(HasSubstr("unknown key 'not'")));
  EXPECT_THAT(issues("  every: agreement\n  must: {breachNoticeHours: 72}\n"),
              ElementsAre(HasSubstr("'breachNoticeHours' must be a map of keys")));
}

TEST(ProveTest, AnInvariantIsPartOfTheHash) {
  const auto hash = [](const std::string& spec) {
    return std::string(
        SetOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}, {"i.yaml", Invariant(spec)}})->hash());
  };
  const std::string one = "  every: tool\n  must: {rubric: given, mayHold: true}\n";
  EXPECT_EQ(hash(one), hash("  must: {mayHold: true, rubric: given}   # turned\n  every: tool\n"));
  EXPECT_NE(hash(one), hash("  every: tool\n  must: {rubric: current, mayHold: true}\n"));
}

}  // namespace
}  // namespace schoolgate::policy
