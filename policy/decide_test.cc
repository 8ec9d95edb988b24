#include "core/util/problem.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/compile.h"
#include "policy/policy.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;

struct Layers {
  std::string schedule;  // rows of the agreement
  std::string limits;    // rows of the tool
  std::string district;  // rows of the district policy
  std::string route = "cloud";
};

Plan PlanOf(const Layers& layers, bool media = false) {
  std::string agreement = kAgreement;
  agreement.resize(agreement.find("  schedule:"));
  agreement = Replaced(agreement + "  schedule:\n" + (layers.schedule.empty() ? "    []\n" : layers.schedule),
                       "route: cloud", "route: " + layers.route);
  std::string tool = kTool;
  if (!layers.limits.empty()) tool += "  elements:\n" + layers.limits;
  if (media) tool += "  media: {image: allow}\n";
  std::map<std::string, std::string> files = {{"a.yaml", agreement}, {"t.yaml", tool}};
  if (!layers.district.empty()) {
    files["d.yaml"] =
        "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements:\n" +
        layers.district;
  }
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  Principal principal;
  principal.role = v1::CALLER_ROLE_TEACHER;
  principal.tools = {"planner"};
  principal.default_tool = "planner";
  principal.default_purpose = "planning";
  const auto set = SetOf(files);
  if (set == nullptr) return Plan{};
  return set->MakePlan(principal, Caller{}, Ask{}, absl::CivilDay(2026, 9, 1)).value_or(Plan{});
}

std::string Row(const std::string& element, const std::string& treatment, const std::string& clause,
                const std::string& route = "") {
  return "    - {element: " + element + ", treatment: " + treatment + ", clause: " + clause +
         (route.empty() ? "" : ", route: " + route) + "}\n";
}

// "treatment by clause" of one finding.
std::string Decided(const Plan& plan, v1::DataElement element, SubjectKind kind = SubjectKind::kNone) {
  Finding finding;
  finding.element = element;
  finding.subject.kind = kind;
  const Decision decision = Decide(plan, {&finding, 1}, RequestFacts{});
  EXPECT_EQ(decision.verdict, v1::VERDICT_SEND);
  EXPECT_TRUE(decision.refusal.ok());
  return std::string(TreatmentName(decision.treatments.at(0))) + " by " + std::string(decision.clauses.at(0));
}

constexpr auto kName = v1::DATA_ELEMENT_STUDENT_NAME;
constexpr auto kPerson = v1::DATA_ELEMENT_PERSON_NAME;
constexpr auto kStaffName = v1::DATA_ELEMENT_STAFF_NAME;
const std::string kDenied = "redact by not in the agreement's schedule of data";

TEST(DecideTest, WhatNoRowNamesIsRedacted) {
  const Plan plan = PlanOf({});
  for (int n = 0; n < kDataElementCount; ++n) {
    EXPECT_EQ(Decided(plan, static_cast<v1::DataElement>(n)), kDenied) << n;
  }
  EXPECT_EQ(Decided(plan, static_cast<v1::DataElement>(9999)), kDenied);
  // Nothing names staff in the schedule, and a limit that is laxer grants nothing.
  EXPECT_EQ(Decided(PlanOf({.district = Row("staff.name", "allow", "D")}), kStaffName), kDenied);
}

TEST(DecideTest, AnAgreementsMostSpecificRowCounts) {
  const Plan plan =
      PlanOf({.schedule = Row("student.contact.email", "allow", "email") + Row("student.*", "redact", "all") +
                          Row("student.contact.*", "pseudonymize", "contact")});
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL), "allow by email");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE), "pseudonymize by contact");
  EXPECT_EQ(Decided(plan, kName), "redact by all");
}

TEST(DecideTest, TheStrictestOfAgreementToolAndDistrictWins) {
  const std::string schedule = Row("student.name", "allow", "A");
  EXPECT_EQ(Decided(PlanOf({.schedule = schedule}), kName), "allow by A");
  EXPECT_EQ(
      Decided(PlanOf({.schedule = schedule, .limits = Row("student.name", "pseudonymize", "T")}), kName),
      "pseudonymize by T");
  EXPECT_EQ(Decided(PlanOf({.schedule = schedule, .district = Row("student.*", "redact", "D")}), kName),
            "redact by D");
  EXPECT_EQ(Decided(PlanOf({.schedule = schedule,
                            .limits = Row("student.name", "redact", "T"),
                            .district = Row("student.name", "pseudonymize", "D")}),
                    kName),
            "redact by T");
  // Of two limits of one document the stricter applies, not the more specific.
  EXPECT_EQ(
      Decided(PlanOf({.schedule = schedule,
                      .district = Row("student.name", "allow", "D1") + Row("student.*", "redact", "D2")}),
              kName),
      "redact by D2");
  // Equals: the agreement is named.
  EXPECT_EQ(Decided(PlanOf({.schedule = schedule, .district = Row("student.name", "allow", "D")}), kName),
            "allow by A");
}

TEST(DecideTest, ALimitMayBeForOneRoute) {
  Layers layers{.schedule = Row("special.*", "allow", "A"),
                .district = Row("special.*", "redact", "D", "cloud")};
  EXPECT_EQ(Decided(PlanOf(layers), v1::DATA_ELEMENT_SPECIAL_HEALTH), "redact by D");
  layers.route = "on_premises";
  EXPECT_EQ(Decided(PlanOf(layers), v1::DATA_ELEMENT_SPECIAL_HEALTH), "allow by A");
}

TEST(DecideTest, ATreatmentIsAsNearAsTheElementSupports) {
  const Plan plan =
      PlanOf({.schedule = Row("student.*", "generalize", "A") + Row("demographics.*", "pseudonymize", "B")});
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS), "generalize by A");
  EXPECT_EQ(Decided(plan, kName), "pseudonymize by A");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_ID_SSN), "redact by A");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE), "pseudonymize by B");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_DEMOGRAPHICS_RACE), "redact by B");
}

TEST(DecideTest, AnUnknownPersonIsTreatedLikeAStudent) {
  const Plan plan = PlanOf(
      {.schedule = Row("student.name", "pseudonymize", "A") + Row("student.contact.email", "allow", "E")});
  EXPECT_EQ(Decided(plan, kPerson, SubjectKind::kUnknown), "pseudonymize by A");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_PERSON_CONTACT_EMAIL, SubjectKind::kUnknown), "allow by E");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_PERSON_CONTACT_PHONE, SubjectKind::kUnknown), kDenied);
  // Named on its own.
  EXPECT_EQ(Decided(PlanOf({.schedule = Row("student.name", "allow", "A") + Row("person.*", "redact", "P")}),
                    kPerson),
            "redact by P");
  // A limit on students limits unknown people too, whatever the agreement says of them.
  EXPECT_EQ(Decided(PlanOf({.schedule = Row("person.name", "allow", "P"),
                            .district = Row("student.name", "redact", "D")}),
                    kPerson),
            "redact by D");
  // An id of an unknown kind follows the stricter of both kinds.
  EXPECT_EQ(Decided(PlanOf({.schedule = Row("student.id.local", "allow", "L") +
                                        Row("student.id.state", "pseudonymize", "S")}),
                    v1::DATA_ELEMENT_PERSON_ID),
            "pseudonymize by S");
  EXPECT_EQ(Decided(PlanOf({.schedule = Row("student.id.local", "allow", "L")}), v1::DATA_ELEMENT_PERSON_ID),
            kDenied);
}

TEST(DecideTest, AFindingIsJudgedByWhoseItIs) {
  const Plan plan = PlanOf({.schedule = Row("student.*", "pseudonymize", "S") + Row("staff.*", "allow", "T") +
                                        Row("guardian.*", "redact", "G")});
  EXPECT_EQ(Decided(plan, kPerson, SubjectKind::kStaff), "allow by T");
  EXPECT_EQ(Decided(plan, kName, SubjectKind::kStaff), "allow by T");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL, SubjectKind::kStaff), "allow by T");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_USERNAME, SubjectKind::kStaff), "allow by T");
  EXPECT_EQ(Decided(plan, kPerson, SubjectKind::kStudent), "pseudonymize by S");
  EXPECT_EQ(Decided(plan, kStaffName, SubjectKind::kStudent), "pseudonymize by S");
  EXPECT_EQ(Decided(plan, kPerson, SubjectKind::kGuardian), "redact by G");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_ID_STATE, SubjectKind::kStudent), "pseudonymize by S");
  EXPECT_EQ(Decided(plan, v1::DATA_ELEMENT_STUDENT_ID_SSN, SubjectKind::kStaff), "redact by S");
  // The words make a teacher of somebody nobody knows: protected like a student all the same.
  EXPECT_EQ(Decided(plan, kStaffName, SubjectKind::kUnknown), "pseudonymize by S");
  EXPECT_EQ(Decided(plan, kStaffName, SubjectKind::kAmbiguous), "allow by T");
  EXPECT_EQ(Decided(plan, kStaffName), "allow by T");
}

TEST(DecideTest, TreatmentsStandBesideTheirFindings) {
  const Plan plan =
      PlanOf({.schedule = Row("student.name", "pseudonymize", "S") + Row("staff.name", "allow", "T")});
  std::vector<Finding> findings(3);
  findings[0].element = kStaffName;
  findings[1].element = v1::DATA_ELEMENT_CONDUCT;
  findings[2].element = kName;
  const Decision decision = Decide(plan, findings, RequestFacts{});
  EXPECT_EQ(decision.route, v1::ROUTE_CLOUD);
  EXPECT_THAT(decision.treatments,
              ElementsAre(v1::TREATMENT_ALLOW, v1::TREATMENT_REDACT, v1::TREATMENT_PSEUDONYMIZE));
  EXPECT_THAT(decision.clauses, ElementsAre("T", kNotScheduled, "S"));
}

TEST(DecideTest, MediaIsBlockedUnlessTheToolAllowsIt) {
  const MediaFact image{v1::MEDIA_KIND_IMAGE, "messages[1].content[0]"};
  const RequestFacts facts{.media = {&image, 1}};
  const Decision blocked = Decide(PlanOf({}), {}, facts);
  EXPECT_EQ(blocked.verdict, v1::VERDICT_BLOCK);
  const Problem problem = ProblemOf(blocked.refusal);
  EXPECT_EQ(problem.reason, "MEDIA_NOT_ALLOWED");
  EXPECT_EQ(problem.parameters.at("place"), "messages[1].content[0]");
  EXPECT_EQ(problem.parameters.at("tool"), "planner");
  EXPECT_EQ(problem.parameters.at("owner"), "Curriculum Office");
  EXPECT_EQ(Decide(PlanOf({}, true), {}, facts).verdict, v1::VERDICT_SEND);
}

}  // namespace
}  // namespace schoolgate::policy
