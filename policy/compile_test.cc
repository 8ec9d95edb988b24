#include "policy/compile.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using Files = std::map<std::string, std::string>;

constexpr auto kTeacher = v1::CALLER_ROLE_TEACHER;
constexpr auto kStudent = v1::CALLER_ROLE_STUDENT;
constexpr auto kName = v1::DATA_ELEMENT_STUDENT_NAME;
constexpr auto kConduct = v1::DATA_ELEMENT_CONDUCT;

std::shared_ptr<const PolicySet> Set(Files files) {
  files.emplace("a.yaml", kAgreement);
  files.emplace("t.yaml", Replaced(kTool, "[teacher]", "[teacher, student]"));
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  return SetOf(files);
}

Files District(const std::string& rows) {
  return {{"d.yaml",
           "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n"
           "  groups: [{name: desk, title: Curriculum Office, members: [a]}]\n  review: {reviewers: desk}\n"
           "  elements:\n" +
               rows}};
}

// "treatment by clause", and what the exchange gets where it is not simply sent.
std::string Cell(const PolicySet& set, v1::DataElement element, v1::CallerRole role = kTeacher,
                 int grade = kNoGrade) {
  const Rule& rule = set.Table("planner")->rules(role, grade)[static_cast<size_t>(element)];
  std::string text = std::string(TreatmentName(rule.treatment)) + " by " + std::string(rule.clause);
  if (rule.verdict == v1::VERDICT_HOLD) text += ", hold";
  if (rule.verdict == v1::VERDICT_BLOCK) text += ", block";
  if (rule.on_premises) text += ", on_premises";
  if (!rule.exchange_clause.empty()) text += " by " + std::string(rule.exchange_clause);
  return text;
}

TEST(CompileTest, ScheduleRowsMayBeForOneAppOfExhibitA) {
  const std::string agreement =
      Replaced(kAgreement, "  purposes:", "  apps: [{name: reader}, {name: maths}]\n  purposes:") +
      "    - {element: student.name, treatment: allow, clause: B-reader, apps: [reader]}\n"
      "    - {element: conduct, treatment: allow, clause: B-conduct, apps: [maths]}\n";
  const auto set = [&](const std::string& app) {
    return Set({{"a.yaml", agreement}, {"t.yaml", std::string(kTool) + "  app: " + app + "\n"}});
  };
  EXPECT_EQ(Cell(*set("reader"), kName), "allow by B-reader");
  EXPECT_EQ(Cell(*set("reader"), kConduct), "redact by not in the agreement's schedule of data");
  EXPECT_EQ(Cell(*set("maths"), kName), "pseudonymize by B-students");
  EXPECT_EQ(Cell(*set("maths"), kConduct), "allow by B-conduct");
}

TEST(CompileTest, TheAiScheduleTightensTheSchedule) {
  const auto with = [](const std::string& rows) {
    return Set({{"a.yaml", std::string(kAgreement) +
                               "  aiAddendum:\n    signed: 2026-07-01\n    hallucinationReports: true\n"
                               "    biasAuditSummaries: true\n" +
                               rows}});
  };
  EXPECT_EQ(Cell(*with(""), kName), "pseudonymize by B-students");
  const auto set = with("    schedule: [{element: student.name, treatment: redact, clause: AI}]\n");
  EXPECT_EQ(Cell(*set, kName), "redact by AI");
  EXPECT_EQ(Cell(*set, v1::DATA_ELEMENT_STAFF_NAME), "redact by not in the AI Addendum's schedule of data");
  // It cannot loosen.
  EXPECT_EQ(Cell(*with("    schedule: [{element: student.name, treatment: allow, clause: AI}]\n"), kName),
            "pseudonymize by B-students");
}

TEST(CompileTest, RowsHoldForTheirRolesAndGrades) {
  const auto set = Set(
      District("    - {element: student.name, treatment: redact, clause: D-students, roles: [student]}\n"
               "    - {element: staff.name, treatment: pseudonymize, clause: D-middle, grades: [6-8]}\n"));
  EXPECT_EQ(Cell(*set, kName, kStudent, 3), "redact by D-students");
  EXPECT_EQ(Cell(*set, kName, kTeacher), "pseudonymize by B-students");
  const auto staff = [&](int grade) { return Cell(*set, v1::DATA_ELEMENT_STAFF_NAME, kStudent, grade); };
  EXPECT_EQ(staff(*GradeFromName("5")), "allow by B-staff");
  EXPECT_EQ(staff(*GradeFromName("6")), "pseudonymize by D-middle");
  EXPECT_EQ(staff(*GradeFromName("8")), "pseudonymize by D-middle");
  EXPECT_EQ(staff(*GradeFromName("9")), "allow by B-staff");
  // Who has no grade gets the strictest of all.
  EXPECT_EQ(staff(kNoGrade), "pseudonymize by D-middle");
}

TEST(CompileTest, HoldsBlocksAndTheWayHomeKeepTheirClauses) {
  const auto set =
      Set(District("    - {element: conduct, treatment: hold, clause: D-hold}\n"
                   "    - {element: survey, treatment: block, clause: D-block}\n"
                   "    - {element: survey, treatment: on_premises, clause: D-home}\n"
                   "    - {element: special.health, treatment: on_premises, clause: D-home}\n"
                   "    - {element: special.disability, treatment: on_premises, clause: D-home}\n"
                   "    - {element: special.disability, treatment: hold, clause: D-hold, route: cloud}\n"));
  EXPECT_EQ(Cell(*set, kConduct), "redact by not in the agreement's schedule of data, hold by D-hold");
  EXPECT_EQ(Cell(*set, v1::DATA_ELEMENT_SPECIAL_HEALTH),
            "redact by not in the agreement's schedule of data, on_premises by D-home");
  // What stops the exchange is told, not the way it would have taken, whatever the order of rows.
  EXPECT_EQ(Cell(*set, v1::DATA_ELEMENT_SURVEY),
            "redact by not in the agreement's schedule of data, block, on_premises by D-block");
  EXPECT_EQ(Cell(*set, v1::DATA_ELEMENT_SPECIAL_DISABILITY),
            "redact by not in the agreement's schedule of data, hold, on_premises by D-hold");
}

TEST(CompileTest, NoAgreementLetsATrackingIdReachACloud) {
  const std::string agreement =
      std::string(kAgreement) + "    - {element: technology.*, treatment: allow, clause: B-tech}\n";
  const auto cloud = Set({{"a.yaml", agreement}});
  EXPECT_EQ(Cell(*cloud, v1::DATA_ELEMENT_TECHNOLOGY_COOKIE),
            "redact by NDPA IV, 7: no advertising and no profiles");
  EXPECT_EQ(Cell(*cloud, v1::DATA_ELEMENT_TECHNOLOGY_DEVICE_ID),
            "redact by NDPA IV, 7: no advertising and no profiles");
  const auto home = Set({{"a.yaml", Replaced(agreement, "route: cloud", "route: on_premises")}});
  EXPECT_EQ(Cell(*home, v1::DATA_ELEMENT_TECHNOLOGY_COOKIE), "allow by B-tech");
}

TEST(CompileTest, TheWayHomeHasRulesOfItsOwn) {
  const std::string home =
      Replaced(Replaced(Replaced(kAgreement, "acme-dpa", "home"), "route: cloud", "route: on_premises"),
               "element: student.*, treatment: pseudonymize, clause: B-students",
               "element: student.*, treatment: allow, clause: H");
  Files files = District(
      "    - {element: student.name, treatment: redact, clause: D, route: cloud}\n"
      "    - {element: special.health, treatment: on_premises, clause: D-home}\n");
  files["h.yaml"] = home;
  files["t.yaml"] = std::string(kTool) + "  onPremises: {agreement: home, model: m}\n";
  const auto set = Set(files);
  const Rules* local = set->Table("planner")->local_rules(kTeacher, kNoGrade);
  ASSERT_NE(local, nullptr);
  EXPECT_EQ(Cell(*set, kName), "redact by D");
  EXPECT_EQ((*local)[static_cast<size_t>(kName)].treatment, v1::TREATMENT_ALLOW);
  EXPECT_EQ((*local)[static_cast<size_t>(kName)].clause, "H");
  // It is there: nothing sends it on.
  EXPECT_FALSE((*local)[static_cast<size_t>(v1::DATA_ELEMENT_SPECIAL_HEALTH)].on_premises);
}

TEST(CompileTest, WhoeverHasNoGroupToAskIsNotLeftWaiting) {
  EXPECT_THAT(
      IssuesOf({{"a.yaml", kAgreement},
                {"t.yaml", kTool},
                {"d.yaml",
                 "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements:\n"
                 "    - {element: conduct, treatment: hold, clause: D}\n"}}),
      ::testing::ElementsAre(::testing::HasSubstr("nobody is named to review them")));
}

}  // namespace
}  // namespace schoolgate::policy
