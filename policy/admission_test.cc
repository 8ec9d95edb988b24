#include "policy/admission.h"

#include "core/util/problem.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

constexpr absl::CivilDay kToday(2026, 9, 1);

std::shared_ptr<const PolicySet> Set(const std::string& tool, const std::string& requires_list = "") {
  std::map<std::string, std::string> files = {{"a.yaml", kAgreement}, {"t.yaml", tool}};
  if (!requires_list.empty()) {
    files["d.yaml"] =
        "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements: []\n"
        "  requires: " +
        requires_list + "\n";
  }
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  return SetOf(files);
}

std::string ReasonOf(const absl::Status& status) { return status.ok() ? "" : ProblemOf(status).reason; }

// The reason the tool as such is not to be used that day; empty if it is.
std::string Refused(const std::string& tool, absl::CivilDay today = kToday,
                    const std::string& requires_list = "") {
  const auto set = Set(tool, requires_list);
  const std::vector<DistrictDocument>& districts = set->documents().districts;
  return ReasonOf(Available(*set->Table("planner"), districts.empty() ? nullptr : &districts.front(), today));
}

std::string Denied(const std::string& tool, const Caller& caller,
                   v1::CallerRole role = v1::CALLER_ROLE_STUDENT) {
  const auto set = Set(Replaced(tool, "[teacher]", "[teacher, student]"));
  return ReasonOf(MayUse(*set->Table("planner"), role, caller));
}

std::string Review(const std::string& key, const std::string& more, const std::string& expires) {
  return "  " + key + ": {" + more + "reviewer: O, reviewed: 2026-08-01, expires: " + expires + "}\n";
}

TEST(AdmissionTest, ASuspendedToolServesNobody) {
  EXPECT_EQ(Refused(kTool), "");
  EXPECT_EQ(Refused(std::string(kTool) + "  suspended: the vendor changed its model\n"), "TOOL_SUSPENDED");
}

TEST(AdmissionTest, AnAgreementIsInForceFromItsFirstDayToItsLast) {
  EXPECT_EQ(Refused(kTool, absl::CivilDay(2026, 6, 30)), "AGREEMENT_EXPIRED");
  EXPECT_EQ(Refused(kTool, absl::CivilDay(2026, 7, 1)), "");
  EXPECT_EQ(Refused(kTool, absl::CivilDay(2027, 6, 30)), "");
  EXPECT_EQ(Refused(kTool, absl::CivilDay(2027, 7, 1)), "AGREEMENT_EXPIRED");
}

TEST(AdmissionTest, APilotRunsBetweenItsDays) {
  const std::string tool = Replaced(
      kTool, "phase: scaled", "phase: pilot\n  pilot: {classes: [c1], starts: 2026-09-01, ends: 2026-09-30}");
  EXPECT_EQ(Refused(tool, absl::CivilDay(2026, 8, 31)), "PILOT_NOT_RUNNING");
  EXPECT_EQ(Refused(tool, absl::CivilDay(2026, 9, 1)), "");
  EXPECT_EQ(Refused(tool, absl::CivilDay(2026, 9, 30)), "");
  EXPECT_EQ(Refused(tool, absl::CivilDay(2026, 10, 1)), "PILOT_NOT_RUNNING");
}

TEST(AdmissionTest, WhatIsRequiredMustBeCurrent) {
  const std::string scores = "standardsAlignment: 3, safety: 3, ageAppropriateness: 3, dataPrivacy: 3, ";
  const std::string models = "models: [large, small], modelVersion: '1', ";
  struct Case {
    std::string requirement, key, more;
  };
  for (const Case& c : {Case{"rubric", "rubric", scores}, Case{"bias_review", "biasReview", ""},
                        Case{"fact_sheet", "factSheet", models}}) {
    const std::string list = "[" + c.requirement + "]";
    const std::string asks = "  requires: " + list + "\n";
    EXPECT_EQ(Refused(kTool + asks), "PRECONDITION_NOT_MET") << c.requirement;
    EXPECT_EQ(Refused(kTool, kToday, list), "PRECONDITION_NOT_MET") << c.requirement;
    EXPECT_EQ(Refused(kTool + asks + Review(c.key, c.more, "2026-09-01")), "") << c.requirement;
    EXPECT_EQ(Refused(kTool + Review(c.key, c.more, "2026-09-01"), kToday, list), "") << c.requirement;
    EXPECT_EQ(Refused(kTool + asks + Review(c.key, c.more, "2026-08-31")), "PRECONDITION_NOT_MET")
        << c.requirement;
    // It is of a day to come.
    EXPECT_EQ(Refused(kTool + asks + Review(c.key, c.more, "2027-01-01"), absl::CivilDay(2026, 7, 31)),
              "PRECONDITION_NOT_MET");
    // Nobody asks for it.
    EXPECT_EQ(Refused(kTool + Review(c.key, c.more, "2026-08-31")), "");
  }
}

TEST(AdmissionTest, ToolsAreForTheirRolesGradesSchoolsAndClasses) {
  EXPECT_EQ(Denied(kTool, Caller{}), "");
  EXPECT_EQ(Denied(kTool, Caller{}, v1::CALLER_ROLE_STAFF), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(Denied(kTool, Caller{}, v1::CALLER_ROLE_UNSPECIFIED), "ROLE_NOT_ALLOWED");
  const std::string grades = std::string(kTool) + "  grades: [6-8]\n";
  EXPECT_EQ(Denied(grades, Caller{.known = true, .grades = *GradesFromText("7")}), "");
  EXPECT_EQ(Denied(grades, Caller{.known = true, .grades = *GradesFromText("9")}), "CALLER_NOT_COVERED");
  EXPECT_EQ(Denied(grades, Caller{.known = true, .grades = *GradesFromText("8-9")}, v1::CALLER_ROLE_TEACHER),
            "");
  // Somebody the roster does not know.
  EXPECT_EQ(Denied(grades, Caller{}), "CALLER_NOT_COVERED");
  EXPECT_EQ(Denied(std::string(kTool) + "  schools: [s1]\n", Caller{.known = true, .schools = {"s2", "s1"}}),
            "");
  EXPECT_EQ(Denied(std::string(kTool) + "  schools: [s1]\n", Caller{.known = true, .schools = {"s2"}}),
            "CALLER_NOT_COVERED");
  EXPECT_EQ(Denied(std::string(kTool) + "  classes: [c1]\n", Caller{.known = true, .classes = {"c1"}}), "");
  EXPECT_EQ(Denied(std::string(kTool) + "  classes: [c1]\n", Caller{}), "CALLER_NOT_COVERED");
  const std::string pilot = Replaced(
      kTool, "phase: scaled", "phase: pilot\n  pilot: {classes: [c1], starts: 2026-09-01, ends: 2026-09-30}");
  EXPECT_EQ(Denied(pilot, Caller{.known = true, .classes = {"c1"}}), "");
  EXPECT_EQ(Denied(pilot, Caller{.known = true, .classes = {"c2"}}), "CALLER_NOT_COVERED");
}

TEST(AdmissionTest, AStudentMustBeOldEnoughAndStaffTrained) {
  const std::string aged = std::string(kTool) + "  minimumAge: 13\n";
  EXPECT_EQ(Denied(aged, Caller{.known = true, .age = 13}), "");
  EXPECT_EQ(Denied(aged, Caller{.known = true, .age = 12}), "CALLER_TOO_YOUNG");
  EXPECT_EQ(Denied(aged, Caller{.known = true}), "CALLER_TOO_YOUNG");
  EXPECT_EQ(Denied(aged, Caller{}, v1::CALLER_ROLE_TEACHER), "");
  const std::string course = std::string(kTool) + "  staffCourse: 2\n";
  EXPECT_EQ(Denied(course, Caller{.known = true, .staff_course = 2}, v1::CALLER_ROLE_TEACHER), "");
  EXPECT_EQ(Denied(course, Caller{.known = true, .staff_course = 1}, v1::CALLER_ROLE_TEACHER),
            "STAFF_COURSE_NEEDED");
  EXPECT_EQ(Denied(course, Caller{}), "");
}

TEST(AdmissionTest, AFamilysRefusalIsToldToComplianceOnly) {
  const Caller student{.known = true, .flags = kAiConsentWithheld};
  EXPECT_EQ(Denied(kTool, student), "POLICY_DENIED");
  EXPECT_EQ(FlagBehindDenial(v1::CALLER_ROLE_STUDENT, student), "AI consent withheld by the family");
  // Other flags keep nobody out, and a teacher's own children are no reason.
  EXPECT_EQ(
      Denied(kTool, Caller{.known = true,
                           .flags = kDirectoryOptOut | kUnder13 | kCustodyRestriction | kSpecialProtection}),
      "");
  EXPECT_EQ(Denied(kTool, student, v1::CALLER_ROLE_TEACHER), "");
  EXPECT_EQ(FlagBehindDenial(v1::CALLER_ROLE_TEACHER, student), "");
}

}  // namespace
}  // namespace schoolgate::policy
