#include "gateway/roster_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/roster/roster_builder.h"

namespace schoolgate::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kToday(2026, 9, 14);

Finding About(PersonIndex person, SubjectKind kind) {
  Finding finding;
  finding.element = v1::DATA_ELEMENT_STUDENT_NAME;
  finding.subject.kind = kind;
  finding.subject.person = static_cast<int32_t>(person);
  return finding;
}

class RosterFactsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    RosterBuilder builder;
    const SchoolIndex school = builder.AddSchool("sch-1", "Made-up Middle School");
    const ClassIndex seventh = builder.AddClass("cls-7", "Science 7", school);
    const ClassIndex mixed = builder.AddClass("cls-m", "Band", school);
    student_ = builder.AddPerson({.source_id = "s1", .given = "Ana", .family = "Inventada", .grade = "07"});
    friend_ = builder.AddPerson({.source_id = "s2", .given = "Bo", .family = "Madeup", .grade = "08"});
    parent_ = builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = "g1", .given = "Eva"});
    teacher_ = builder.AddPerson({.kind = PersonKind::kStaff, .source_id = "t1", .given = "Max"});
    builder.Enroll(seventh, student_, ClassRole::kStudent);
    builder.Enroll(mixed, student_, ClassRole::kStudent);
    builder.Enroll(mixed, friend_, ClassRole::kStudent);
    builder.Enroll(mixed, teacher_, ClassRole::kTeacher);
    builder.AddToSchool(student_, school);
    builder.Relate(student_, parent_);
    builder.SetFlag(student_, kCustodyRestriction);
    builder.SetFlag(teacher_, kStaffCourse2);
    builder.SetBirthDate(student_,
                         BirthDate(std::chrono::year(2013), std::chrono::month(9), std::chrono::day(15)));
    roster_ = std::move(builder).Build("v", absl::UnixEpoch());
  }

  policy::Caller Calling(PersonIndex person, absl::CivilDay today = kToday) const {
    Principal principal;
    principal.roster_person = static_cast<int32_t>(person);
    return CallerOf(*roster_, principal, today);
  }

  PersonIndex student_ = 0, friend_ = 0, parent_ = 0, teacher_ = 0;
  RosterSnapshot roster_;
};

TEST_F(RosterFactsTest, AStudentHasTheirOwnGradeAndAgeOfTheDay) {
  const policy::Caller caller = Calling(student_);
  EXPECT_TRUE(caller.known);
  EXPECT_EQ(policy::DescribeGrades(caller.grades), "grade 7");
  EXPECT_EQ(caller.age, 12) << "the birthday is tomorrow";
  EXPECT_EQ(Calling(student_, kToday + 1).age, 13);
  EXPECT_NE(caller.flags & kUnder13, 0);
  EXPECT_EQ(Calling(student_, kToday + 1).flags & kUnder13, 0);
  EXPECT_THAT(caller.schools, ElementsAre("sch-1"));
  EXPECT_THAT(caller.classes, ElementsAre("cls-7", "cls-m"));
}

TEST_F(RosterFactsTest, ATeacherHasTheGradesOfTheirClassesAndNoneOfTheirOwn) {
  const policy::Caller caller = Calling(teacher_);
  EXPECT_FALSE(caller.grade.has_value());
  EXPECT_EQ(policy::DescribeGrades(caller.grades), "grades 7-8");
  EXPECT_FALSE(caller.age.has_value());
  EXPECT_EQ(caller.staff_course, 2);
}

TEST_F(RosterFactsTest, NobodyHasNothing) {
  const policy::Caller caller = CallerOf(*roster_, Principal(), kToday);
  EXPECT_FALSE(caller.known);
  EXPECT_EQ(caller.grades, 0);
  EXPECT_THAT(caller.classes, IsEmpty());
}

TEST_F(RosterFactsTest, AGuardianHasTheFlagsOfTheirStudents) {
  const std::vector<Finding> findings = {About(friend_, SubjectKind::kStudent),
                                         About(parent_, SubjectKind::kGuardian),
                                         About(student_, SubjectKind::kStudent)};
  EXPECT_THAT(FlagsOf(*roster_, findings, kToday),
              ElementsAre(0, kCustodyRestriction | kUnder13, kCustodyRestriction | kUnder13));
  EXPECT_THAT(FlagsOf(*roster_, std::vector<Finding>{About(friend_, SubjectKind::kStudent)}, kToday),
              IsEmpty());
}

}  // namespace
}  // namespace schoolgate::gateway
