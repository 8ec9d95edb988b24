#include "policy/run_cases.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Cases(const std::string& cases) {
  return "apiVersion: schoolgate/v1\nkind: PolicyTest\nmetadata: {name: cases}\nspec:\n  cases:\n" + cases;
}

std::map<std::string, std::string> Files(const std::string& cases) {
  const std::string tool = Replaced(kTool, "[teacher]", "[teacher, student]") +
                           "  media: {image: hold}\n  review: {reviewers: desk}\n"
                           "  elements: [{element: conduct, treatment: hold, clause: T-hold}, {element: "
                           "survey, treatment: block, clause: T-block}]\n";
  return {{"a.yaml", kAgreement},
          {"t.yaml", tool},
          {"d.yaml",
           "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements: []\n"
           "  groups: [{name: desk, title: Curriculum Office, members: [a]}]\n"},
          {"c.yaml", Cases(cases)}};
}

// What differs in the one case of that text.
std::vector<std::string> Differences(const std::string& given, const std::string& expect) {
  const auto files = Files("    - name: a case\n      given: {tool: planner, " + given +
                           "}\n      expect: {" + expect + "}\n");
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  const auto set = SetOf(files);
  if (set == nullptr) return {"no set"};
  const std::vector<CaseResult> results = RunCases(*set, absl::CivilDay(2026, 9, 1));
  if (results.size() != 1) return {"not one result"};
  EXPECT_EQ(results[0].test, "cases");
  EXPECT_EQ(results[0].name, "a case");
  EXPECT_EQ(results[0].place.file, "c.yaml");
  EXPECT_EQ(results[0].place.line, 6);
  return results[0].differences;
}

TEST(RunCasesTest, PassesWhatIsAsExpected) {
  EXPECT_THAT(Differences("role: teacher, found: [{element: person.name, about: student}]",
                          "verdict: send, route: cloud, elements: [{element: person.name, about: student, "
                          "treatment: pseudonymize, clause: B-students}]"),
              IsEmpty());
  EXPECT_THAT(
      Differences("role: teacher, found: [{element: conduct, about: student}]",
                  "verdict: hold, reason: HELD_FOR_REVIEW, clause: T-hold, elements: [{element: conduct, "
                  "treatment: redact}]"),
      IsEmpty());
  EXPECT_THAT(Differences("role: teacher, found: [{element: conduct}], approved: true", "verdict: send"),
              IsEmpty());
  EXPECT_THAT(
      Differences("role: teacher, found: [{element: survey}]", "verdict: block, reason: ELEMENT_BLOCKED"),
      IsEmpty());
  EXPECT_THAT(Differences("role: teacher, media: [image]", "verdict: hold"), IsEmpty());
  EXPECT_THAT(Differences("role: teacher, date: 2030-01-01", "verdict: block, reason: AGREEMENT_EXPIRED"),
              IsEmpty());
  EXPECT_THAT(Differences("role: teacher, purpose: tutoring", "verdict: block, reason: UNKNOWN_PURPOSE"),
              IsEmpty());
  EXPECT_THAT(Differences("role: student, grade: 6, flags: [ai_consent_withheld]",
                          "verdict: block, reason: POLICY_DENIED"),
              IsEmpty());
  EXPECT_THAT(
      Differences(
          "role: teacher, found: [{element: student.name, about: student, flags: [ai_consent_withheld]}]",
          "verdict: send, elements: [{element: student.name, treatment: redact}]"),
      IsEmpty());
}

TEST(RunCasesTest, SaysWhatDiffers) {
  EXPECT_THAT(Differences("role: teacher, found: [{element: staff.name, about: staff}, {element: conduct}]",
                          "verdict: send, route: on_premises, reason: POLICY_DENIED, clause: X, elements: "
                          "[{element: staff.name, treatment: redact, clause: B-nobody}]"),
              ElementsAre("verdict: expected send, got hold (HELD_FOR_REVIEW)",
                          "route: expected on_premises, got cloud",
                          "reason: expected POLICY_DENIED, got HELD_FOR_REVIEW",
                          "clause: expected X, got T-hold", "staff.name: expected redact, got allow",
                          "staff.name, clause: expected B-nobody, got B-staff"));
  EXPECT_THAT(Differences("role: service, found: [{element: staff.name}]",
                          "verdict: send, route: cloud, elements: [{element: staff.name, treatment: allow}]"),
              ElementsAre("verdict: expected send, got block (ROLE_NOT_ALLOWED)",
                          "route: expected cloud, got nowhere",
                          "staff.name: expected allow, got a refusal before the text was looked at"));
  EXPECT_THAT(Differences("role: teacher", "verdict: send, reason: HELD_FOR_REVIEW"),
              ElementsAre("reason: expected HELD_FOR_REVIEW, got none"));
}

TEST(RunCasesTest, FaultsOfCasesAreReported) {
  const auto issues = [](const std::string& given, const std::string& expect) {
    return IssuesOf(Files("    - {name: n, given: {" + given + "}, expect: {" + expect + "}}\n"));
  };
  EXPECT_THAT(issues("tool: planer, role: teacher", "verdict: send"),
              ElementsAre("c.yaml:6:31: 'tool' names none that is here (did you mean 'planner'?)"));
  EXPECT_THAT(issues("tool: planner", "verdict: send"),
              ElementsAre(HasSubstr("'given' needs the key 'role'")));
  EXPECT_THAT(issues("tool: planner, role: teacher", "route: cloud"),
              ElementsAre(HasSubstr("'expect' needs the key 'verdict'")));
  EXPECT_THAT(issues("tool: planner, role: teacher, grade: 13", "verdict: send"),
              ElementsAre(HasSubstr("'grade' must be PK, K or 1 to 12")));
  EXPECT_THAT(issues("tool: planner, role: teacher, found: [{element: student.*}]", "verdict: send"),
              ElementsAre(HasSubstr("'element' must be a data element's id")));
  EXPECT_THAT(issues("tool: planner, role: teacher, found: [{element: conduct}]",
                     "verdict: send, elements: [{element: conduct, about: staff, treatment: redact}]"),
              ElementsAre(HasSubstr("nothing under 'found' is this; a case may only expect what it gives")));
  EXPECT_THAT(IssuesOf(Files("    []\n")), ElementsAre("c.yaml:6:5: 'cases' needs at least one entry"));
}

}  // namespace
}  // namespace schoolgate::policy
