#include "policy/diff.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Files = std::map<std::string, std::string>;

std::shared_ptr<const PolicySet> Set(Files files) {
  files.emplace("a.yaml", kAgreement);
  files.emplace("t.yaml", kTool);
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  return SetOf(files);
}

// Every line of the difference.
std::vector<std::string> Lines(const Files& before, const Files& after) {
  const PolicyDiff diff = Diff(*Set(before), *Set(after));
  std::vector<std::string> lines;
  for (const std::string& name : diff.agreements_removed) lines.push_back("- agreement " + name);
  for (const std::string& name : diff.agreements_added) lines.push_back("+ agreement " + name);
  for (const std::string& name : diff.tools_removed) lines.push_back("- tool " + name);
  for (const std::string& name : diff.tools_added) lines.push_back("+ tool " + name);
  for (const TermChange& change : diff.terms) lines.push_back(Describe(change));
  for (const CellChange& change : diff.cells) lines.push_back(Describe(change));
  EXPECT_EQ(diff.empty(), lines.empty());
  return lines;
}

Files District(const std::string& rows) {
  return {{"t.yaml", Replaced(kTool, "[teacher]", "[teacher, student]")},
          {"d.yaml",
           "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n"
           "  groups: [{name: desk, title: Curriculum Office, members: [a]}]\n  review: {reviewers: desk}\n"
           "  elements:\n" +
               rows}};
}
const Files kNoRows = District("    - {element: staff.name, treatment: allow, clause: D}\n");

TEST(DiffTest, NothingChangesWhereNothingIsSaidOtherwise) {
  EXPECT_THAT(Lines({}, {}), IsEmpty());
  // Another clause for the same is no change of what anybody gets.
  EXPECT_THAT(Lines({}, {{"a.yaml", Replaced(kAgreement, "B-students", "C-students")}}), IsEmpty());
}

TEST(DiffTest, EqualChangesOfAllAnAgreementsCellsAreOneLine) {
  EXPECT_THAT(
      Lines({}, {{"a.yaml", Replaced(kAgreement, "student.*, treatment: pseudonymize",
                                     "student.*, treatment: allow")}}),
      ElementsAre("planner, teachers: student.name, student.id.local, student.id.state, student.contact.*, "
                  "student.username, person.* pseudonymize -> allow, by agreement acme-dpa: B-students"));
  EXPECT_THAT(Lines({}, {{"a.yaml", std::string(kAgreement) +
                                        "    - {element: special.*, treatment: allow, clause: B-14}\n"}}),
              ElementsAre("planner, teachers: special.* redact -> allow, by agreement acme-dpa: B-14"));
}

TEST(DiffTest, NamesRolesAndGradesWhereNotAllChange) {
  EXPECT_THAT(
      Lines(kNoRows, District("    - {element: staff.name, treatment: allow, clause: D}\n"
                              "    - {element: student.name, treatment: block, clause: D-6, grades: [6], "
                              "roles: [student]}\n")),
      ElementsAre("planner, students, grade 6 and without a grade: student.name, person.name pseudonymize -> "
                  "block, by D-6"));
  EXPECT_THAT(
      Lines(District("    - {element: conduct, treatment: hold, clause: D, grades: [K-2, 6]}\n"), kNoRows),
      ElementsAre(
          "planner, teachers and students, grades K-2, 6 and without a grade: conduct redact + hold -> redact"
          ", by agreement acme-dpa: not in the agreement's schedule of data"));
  EXPECT_THAT(
      Lines(kNoRows, District("    - {element: special.*, treatment: on_premises, clause: D-home}\n")),
      ElementsAre("planner, teachers and students: special.* redact -> redact + on_premises, by D-home"));
}

TEST(DiffTest, TellsFlagsApart) {
  EXPECT_THAT(
      Lines(kNoRows,
            District("    - {element: assessment, treatment: redact, clause: D-13, flag: under_13}\n")),
      ElementsAre(
          "planner, teachers and students, about people with under_13: assessment no more than others -> "
          "redact, by D-13"));
}

TEST(DiffTest, TellsToolsAgreementsAndTerms) {
  const std::string other = Replaced(Replaced(kTool, "planner", "tutor"), "acme-dpa", "other");
  const Files after = {
      {"a.yaml", Replaced(Replaced(kAgreement, "2027-06-30", "2028-06-30"), "breachNoticeHours: 72",
                          "breachNoticeHours: 48\n  subprocessors: [{name: Sub, service: hosting}]")},
      {"o.yaml", Replaced(kAgreement, "acme-dpa", "other")},
      {"u.yaml", other},
      {"t.yaml",
       Replaced(Replaced(kTool, "[large, small]", "[small, large]"), "[planning]", "[planning, tutoring]") +
           "  requires: [rubric]\n  suspended: under review\n  media: {image: allow}\n"}};
  EXPECT_THAT(
      Lines({}, after),
      ElementsAre(
          "+ agreement other", "+ tool tutor", "agreement acme-dpa: expires 2027-06-30 -> 2028-06-30",
          "agreement acme-dpa: subprocessors none -> Sub (hosting)",
          "agreement acme-dpa: breachNoticeHours 72 -> 48",
          "tool planner: models large, small -> small, large", "tool planner: suspended none -> under review",
          "tool planner: purposes planning -> planning, tutoring", "tool planner: requires none -> rubric",
          "tool planner: media audio block, file block, image block, video block -> audio block, file "
          "block, image allow, video block"));
  EXPECT_THAT(Lines(after, {}).front(), "- agreement other");
}

TEST(DiffTest, ARoleThatIsLetInIsATermAndItsCellsAreNew) {
  EXPECT_THAT(Lines({}, {{"t.yaml", Replaced(kTool, "[teacher]", "[teacher, student]")}}),
              ElementsAre("tool planner: roles teachers -> teachers and students"));
}

}  // namespace
}  // namespace schoolgate::policy
