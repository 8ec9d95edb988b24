// What crosses of a record, by the agreement's schedule and the flags of whom it is about. Made-up people.
#include "gateway/records/record_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/roster/roster_builder.h"
#include "core/util/strings.h"
#include "policy/test_policy.h"

namespace schoolgate::gateway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::CivilDay kToday(2026, 9, 14);

constexpr char kDocuments[] = R"(apiVersion: schoolgate/v1
kind: Agreement
metadata: {name: acme-dpa}
spec:
  vendor: acme
  route: cloud
  legalBasis: school_official
  signed: 2026-07-01
  expires: 2027-06-30
  parties: {lea: Maple Hollow USD, provider: Acme Learning}
  dataLocations: [US]
  breachNoticeHours: 72
  disposalDays: 60
  retentionDays: 30
  noTraining: true
  noAdvertising: true
  purposes: [checks]
  schedule:
SCHEDULE---
apiVersion: schoolgate/v1
kind: Tool
metadata: {name: checks}
spec:
  agreement: acme-dpa
  phase: scaled
  roles: [service]
  purposes: [checks]
  owner: Office of Assessment
  records: {kinds: [person], classes: [c1]}
)";

constexpr char kIds[] =
    "    - {element: student.id.local, treatment: pseudonymize, clause: ids}\n"
    "    - {element: staff.id, treatment: pseudonymize, clause: staff ids}\n";

class RecordFieldsTest : public testing::Test {
 protected:
  RecordFieldsTest() {
    RosterBuilder builder;
    const SchoolIndex school = builder.AddSchool("sch", "Made-up Middle School");
    const ClassIndex math = builder.AddClass("c1", "Math with Mr. Inventado", school);
    ana_ = builder.AddPerson(
        {.source_id = "s1", .given = "Ana", .family = "Inventada", .username = "ana.i", .grade = "07"});
    builder.AddId(ana_, IdKind::kLocal, "604824");
    builder.AddId(ana_, IdKind::kState, "1234567890");
    builder.AddEmail(ana_, "ana@maplehollow.example");
    builder.AddAddress(ana_, {"12 Oak St", "Springdale", "WA", "99173"});
    builder.AddToSchool(ana_, school);
    builder.SetBirthDate(ana_,
                         BirthDate(std::chrono::year(2013), std::chrono::month(3), std::chrono::day(9)));
    bo_ = builder.AddPerson({.source_id = "s2", .given = "Bo", .family = "Madeup", .grade = "07"});
    builder.SetFlag(bo_, kAiConsentWithheld);
    cy_ = builder.AddPerson({.source_id = "s3", .given = "Cy", .family = "Madeup", .grade = "07"});
    builder.SetFlag(cy_, kDirectoryOptOut);
    teacher_ = builder.AddPerson({.kind = PersonKind::kStaff, .source_id = "t1", .given = "Max"});
    parent_ = builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = "g1", .given = "Eva"});
    builder.AddPhone(parent_, "555-0142");
    builder.Relate(ana_, parent_);
    for (const PersonIndex person : {ana_, bo_, cy_}) builder.Enroll(math, person, ClassRole::kStudent);
    builder.Enroll(math, teacher_, ClassRole::kTeacher);
    builder.AddLineItem({.id = "li", .title = "Unit 1", .class_index = math, .least = 0, .most = 20});
    Result result;
    result.id = "r1";
    result.score = 13;
    result.comment = "Ana asked Bo.";
    result.student = ana_;
    EXPECT_TRUE(builder.AddResult("li", result));
    roster_ = std::move(builder).Build("v", absl::UnixEpoch());
  }

  void Schedule(const std::string& rows) {
    set_ = policy::SetOf({{"policy.yaml", policy::Replaced(kDocuments, "SCHEDULE", kIds + rows)}});
    ASSERT_NE(set_, nullptr);
    const Principal principal{.app = "acme",
                              .role = v1::CALLER_ROLE_SERVICE,
                              .default_tool = "checks",
                              .default_purpose = "checks",
                              .tools = {"checks"}};
    const auto plan = set_->MakePlan(principal, policy::Caller(), {.without_model = true}, kToday);
    ASSERT_TRUE(plan.ok()) << plan.status();
    plan_ = *plan;
    judge_.emplace(plan_, *roster_, kToday);
    fields_.emplace(*roster_, *judge_);
  }

  // "name: value (treatment)" of each field of the record; "stays" if it does not cross.
  std::vector<std::string> Of(v1::RecordKind kind, const RecordRef& ref) {
    const std::optional<DraftRecord> record = fields_->Draft(kind, ref);
    if (!record) return {"stays"};
    std::vector<std::string> lines;
    for (const DraftField& field : record->fields) {
      std::string treatment = v1::Treatment_Name(field.ruling.treatment).substr(10);
      lines.push_back(StrCat(field.name, ": ", field.value, " ", treatment));
    }
    return lines;
  }
  std::vector<std::string> OfPerson(PersonIndex person) {
    return Of(v1::RECORD_KIND_PERSON, {.index = person});
  }

  PersonIndex ana_ = 0, bo_ = 0, cy_ = 0, teacher_ = 0, parent_ = 0;
  RosterSnapshot roster_;
  std::shared_ptr<const policy::PolicySet> set_;
  policy::Plan plan_;
  std::optional<FieldJudge> judge_;
  std::optional<RecordFields> fields_;
};

TEST_F(RecordFieldsTest, WhatIsNotScheduledIsLeftOut) {
  Schedule("");
  // Their record is there, under the vendor's own name for them, and nothing else.
  EXPECT_THAT(OfPerson(ana_), ElementsAre("identifier: 604824 PSEUDONYMIZE"));
  EXPECT_THAT(OfPerson(teacher_), IsEmpty());
  EXPECT_THAT(Of(v1::RECORD_KIND_ENROLLMENT, {.index = 0, .within = ana_}), ElementsAre("stays"));
  EXPECT_THAT(Of(v1::RECORD_KIND_CLASS, {.index = 0}), ElementsAre("stays"));
  EXPECT_THAT(Of(v1::RECORD_KIND_LINE_ITEM, {.index = 0}), ElementsAre("stays"));
  EXPECT_THAT(Of(v1::RECORD_KIND_RESULT, {.index = 0, .within = 0}), ElementsAre("stays"));
}

TEST_F(RecordFieldsTest, EachElementGetsItsTreatment) {
  Schedule(
      "    - {element: student.name, treatment: allow, clause: names}\n"
      "    - {element: student.contact.address, treatment: generalize, clause: addresses}\n"
      "    - {element: student.contact.email, treatment: pseudonymize, clause: mails}\n"
      "    - {element: demographics.birth_date, treatment: generalize, clause: births}\n"
      "    - {element: enrollment.grade_level, treatment: generalize, clause: grades}\n"
      "    - {element: guardian.contact.phone, treatment: allow, clause: phones}\n");
  EXPECT_THAT(
      OfPerson(ana_),
      ElementsAre("givenName: Ana ALLOW", "familyName: Inventada ALLOW", "identifier: 604824 PSEUDONYMIZE",
                  "email: ana@maplehollow.example PSEUDONYMIZE",
                  "address: 12 Oak St, Springdale, WA 99173 GENERALIZE", "birthDate: 2013-03-09 GENERALIZE",
                  "grades: 07 GENERALIZE", "guardianPhone: 555-0142 ALLOW"));
}

TEST_F(RecordFieldsTest, ANameThatGoesAsACodeIsOneCode) {
  Schedule("    - {element: student.name, treatment: pseudonymize, clause: names}\n");
  EXPECT_THAT(OfPerson(ana_), Contains("name: Ana Inventada PSEUDONYMIZE"));
}

TEST_F(RecordFieldsTest, WhatCannotBeMadeCoarserIsLeftOut) {
  Schedule(
      "    - {element: schedule, treatment: allow, clause: schedules}\n"
      "    - {element: transcript, treatment: generalize, clause: results}\n");
  // Of a result the score has a coarser form on its scale, and whether it was handed in has not.
  EXPECT_THAT(Of(v1::RECORD_KIND_RESULT, {.index = 0, .within = 0}),
              ElementsAre("score: 13 of 0-20 GENERALIZE"));
}

TEST_F(RecordFieldsTest, ScoresGoAsTheyAreWhereTheScheduleSaysSo) {
  Schedule(
      "    - {element: transcript, treatment: allow, clause: results}\n"
      "    - {element: assessment, treatment: allow, clause: remarks}\n");
  EXPECT_THAT(Of(v1::RECORD_KIND_RESULT, {.index = 0, .within = 0}),
              ElementsAre("score: 13 ALLOW", "comment: Ana asked Bo. ALLOW"));
}

TEST_F(RecordFieldsTest, WhoseFamilyRefusedIsNotThereAtAll) {
  Schedule(
      "    - {element: student.name, treatment: allow, clause: names}\n"
      "    - {element: schedule, treatment: allow, clause: schedules}\n");
  EXPECT_THAT(OfPerson(bo_), ElementsAre("stays"));
  EXPECT_THAT(Of(v1::RECORD_KIND_ENROLLMENT, {.index = 0, .within = bo_}), ElementsAre("stays"));
  // And the log is told that something stayed, and of whom not.
  EXPECT_THAT(fields_->told(), Not(IsEmpty()));
  for (const Finding& finding : fields_->told()) EXPECT_EQ(finding.subject.kind, SubjectKind::kNone);
  for (const Ruling& ruling : fields_->rulings()) EXPECT_EQ(ruling.treatment, v1::TREATMENT_REDACT);
}

TEST_F(RecordFieldsTest, AnOptOutTightensThatStudentsFieldsAlone) {
  Schedule("    - {element: student.name, treatment: allow, clause: names}\n");
  EXPECT_THAT(OfPerson(ana_), Contains("givenName: Ana ALLOW"));
  EXPECT_THAT(OfPerson(cy_), Contains("name: Cy Madeup PSEUDONYMIZE"));
}

TEST_F(RecordFieldsTest, EveryFieldIsToldOfWithItsClauseAndWhoseItIs) {
  Schedule("    - {element: student.name, treatment: allow, clause: names}\n");
  OfPerson(ana_);
  int names = 0;
  int kept_back = 0;
  ASSERT_EQ(fields_->told().size(), fields_->rulings().size());
  for (size_t i = 0; i < fields_->told().size(); ++i) {
    const Finding& finding = fields_->told()[i];
    EXPECT_TRUE(finding.subject.key == "student|s1" || finding.subject.key == "guardian|g1");
    const Ruling& ruling = fields_->rulings()[i];
    if (finding.element == v1::DATA_ELEMENT_STUDENT_NAME) {
      EXPECT_EQ(ruling.clause, "names");
      ++names;
    }
    if (!ruling.crosses()) ++kept_back;
  }
  EXPECT_EQ(names, 2);
  EXPECT_GE(kept_back, 5);
}

TEST_F(RecordFieldsTest, KeysOfRecordsDoNotRunIntoEachOther) {
  EXPECT_NE(RecordKey(v1::RECORD_KIND_ENROLLMENT, "a|b", "c"),
            RecordKey(v1::RECORD_KIND_ENROLLMENT, "a", "b|c"));
  EXPECT_NE(RecordKey(v1::RECORD_KIND_CLASS, "a"), RecordKey(v1::RECORD_KIND_LINE_ITEM, "a"));
}

}  // namespace
}  // namespace schoolgate::gateway
