#include "core/roster/roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/roster/oneroster_values.h"
#include "core/roster/roster_builder.h"

namespace schoolgate {
namespace {

using std::chrono::August;
using std::chrono::day;
using std::chrono::February;
using std::chrono::March;
using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

BirthDate Date(int y, std::chrono::month m, unsigned d) { return {year(y), m, day(d)}; }

TEST(RosterTest, KeepsPeopleWithEverythingSaidAboutThem) {
  RosterBuilder builder;
  const SchoolIndex school = builder.AddSchool("org-1", "Alder Middle");
  const ClassIndex algebra = builder.AddClass("c-1", "Algebra", school);
  const PersonIndex student =
      builder.AddPerson({.source_id = "s1", .given = "Ana", .family = "Reyes", .grade = "07"});
  const PersonIndex teacher =
      builder.AddPerson({.kind = PersonKind::kStaff, .source_id = "t1", .given = "Lou"});
  const PersonIndex parent = builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = "g1"});
  builder.AddId(student, IdKind::kLocal, "604824");
  builder.AddId(student, IdKind::kLocal, "604824");
  builder.AddId(student, IdKind::kState, "1234567890");
  builder.AddAddress(student, {"12 Elm St", "Alder", "OR", "97001"});
  builder.AddToSchool(student, school);
  builder.Enroll(algebra, student, ClassRole::kStudent);
  builder.Enroll(algebra, teacher, ClassRole::kTeacher);
  builder.Relate(student, parent);
  builder.Relate(parent, student);
  const RosterSnapshot roster = std::move(builder).Build("v", absl::UnixEpoch());

  const Person& ana = roster->person(*roster->FindBySourceId("s1"));
  EXPECT_EQ(ana.given, "Ana");
  ASSERT_EQ(ana.ids.size(), 2u);
  EXPECT_EQ(ana.ids[1], (PersonId{"1234567890", IdKind::kState}));
  EXPECT_EQ(ana.addresses[0].city, "Alder");
  EXPECT_THAT(ana.related, ElementsAre(parent));
  EXPECT_THAT(roster->person(parent).related, ElementsAre(student));
  ASSERT_EQ(ana.classes.size(), 1u);
  const ClassInfo& info = roster->class_info(ana.classes[0].class_index);
  EXPECT_EQ(info.title, "Algebra");
  EXPECT_EQ(roster->school(*info.school).name, "Alder Middle");
  ASSERT_EQ(info.members.size(), 2u);
  EXPECT_EQ(info.members[0].person, teacher);
  EXPECT_EQ(info.members[0].role, ClassRole::kTeacher);
  EXPECT_EQ(info.grades, std::vector<std::string_view>{"07"}) << "of students, not of teachers";
  EXPECT_EQ(PersonKey(ana), "student|s1");
  EXPECT_EQ(PersonKey(roster->person(teacher)), "staff|t1");
  EXPECT_EQ(PersonKey(roster->person(parent)), "guardian|g1");
  EXPECT_FALSE(roster->FindBySourceId("S1"));
  EXPECT_FALSE(roster->FindBySourceId(""));
  EXPECT_EQ(roster->FindSchool("org-1"), school);
  EXPECT_EQ(roster->FindClass("c-1"), algebra);
}

TEST(RosterTest, CallersAreActivePeopleWithSoundRowsAndMayBeMoreThanOne) {
  RosterBuilder builder;
  const PersonIndex teacher =
      builder.AddPerson({.kind = PersonKind::kStaff, .source_id = "t1", .username = "LReed"});
  const PersonIndex parent = builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = "g1"});
  const PersonIndex left = builder.AddPerson({.source_id = "s1", .username = "gone", .active = false});
  const PersonIndex odd = builder.AddPerson({.source_id = "s2", .username = "odd", .quarantined = true});
  for (PersonIndex person : {teacher, parent, left, odd}) builder.AddEmail(person, "L.Reed@alder.example");
  const RosterSnapshot roster = std::move(builder).Build("v", absl::UnixEpoch());
  EXPECT_THAT(roster->FindByUsername("lreed"), ElementsAre(teacher));
  EXPECT_THAT(roster->FindByEmail("l.reed@ALDER.example"), ElementsAre(teacher, parent));
  EXPECT_THAT(roster->FindByUsername("gone"), IsEmpty());
  EXPECT_THAT(roster->FindByUsername("odd"), IsEmpty());
  EXPECT_THAT(roster->FindByUsername(""), IsEmpty());
}

TEST(RosterTest, OneStandInGuardianForManyStudentsIsStillQuickAndExact) {
  RosterBuilder builder;
  const PersonIndex guardian = builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = "g"});
  for (int i = 0; i < 50000; ++i) {
    const PersonIndex student = builder.AddPerson({.source_id = "s" + std::to_string(i)});
    builder.Relate(student, guardian);
    builder.Relate(student, guardian);
  }
  const RosterSnapshot roster = std::move(builder).Build("v", absl::UnixEpoch());
  EXPECT_EQ(roster->person(guardian).related.size(), 50000u);
  EXPECT_THAT(roster->person(1).related, ElementsAre(guardian));
}

TEST(RosterTest, Under13IsComputedForTheDay) {
  Person person;
  EXPECT_FALSE(IsUnder13(person, Date(2026, August, 15)).has_value());
  EXPECT_EQ(FlagsOn(person, Date(2026, August, 15)), 0);
  person.birth_date = Date(2013, August, 15);
  EXPECT_EQ(IsUnder13(person, Date(2026, August, 14)), true);
  EXPECT_EQ(IsUnder13(person, Date(2026, August, 15)), false);
  person.flags = kCustodyRestriction;
  EXPECT_EQ(FlagsOn(person, Date(2026, August, 14)), kCustodyRestriction | kUnder13);
  EXPECT_EQ(FlagsOn(person, Date(2026, August, 15)), kCustodyRestriction);
  person.birth_date = Date(2012, February, 29);
  EXPECT_EQ(IsUnder13(person, Date(2025, February, 28)), true);
  EXPECT_EQ(IsUnder13(person, Date(2025, March, 1)), false);
}

TEST(ValuesTest, DatesAreRealDaysInKnownForms) {
  EXPECT_EQ(ParseDate("2012-02-29"), Date(2012, February, 29));
  EXPECT_EQ(ParseDate("2012-02-29T00:00:00.000Z"), Date(2012, February, 29));
  EXPECT_EQ(ParseDate("2/9/2012"), Date(2012, February, 9));
  for (std::string_view bad : {"2013-02-29", "2012-2-9", "12-02-09", "2012-02", "02/30/2012", "1/2/12",
                               "0000-00-00", "1899-01-01", "2012-02-091", "n/a", "2012-02-09x"})
    EXPECT_FALSE(ParseDate(bad)) << bad;
}

TEST(ValuesTest, UserIdsCarryTheirKind) {
  EXPECT_THAT(ParseUserIds("{Local:604824}, {State ID:1234567890},{fed:x}"),
              ElementsAre(PersonId{"604824", IdKind::kLocal}, PersonId{"1234567890", IdKind::kState},
                          PersonId{"x", IdKind::kOther}));
  EXPECT_THAT(ParseUserIds("604824"), ElementsAre(PersonId{"604824", IdKind::kOther}));
  EXPECT_THAT(ParseUserIds("{Local:},{},,"), IsEmpty());
}

TEST(ValuesTest, RolesOfAllVersions) {
  EXPECT_EQ(ParseRole("Student"), PersonKind::kStudent);
  EXPECT_EQ(ParseRole("parent"), PersonKind::kGuardian);
  EXPECT_EQ(ParseRole("relative"), PersonKind::kGuardian);
  EXPECT_EQ(ParseRole("District Administrator"), PersonKind::kStaff);
  EXPECT_EQ(ParseRole("professor"), PersonKind::kStaff);
  EXPECT_FALSE(ParseRole(""));
  EXPECT_FALSE(ParseRole("wizard"));
}

TEST(ValuesTest, SexGradesAndOrganisations) {
  EXPECT_EQ(ParseSex("Female"), Sex::kFemale);
  EXPECT_EQ(ParseSex("M"), Sex::kMale);
  EXPECT_EQ(ParseSex("other"), Sex::kOther);
  EXPECT_EQ(ParseSex(""), Sex::kUnspecified);
  EXPECT_EQ(ParseGrade("9"), "09");
  EXPECT_EQ(ParseGrade("KG,01"), "KG");
  EXPECT_EQ(ParseGrade(""), "");
  EXPECT_TRUE(IsAboveSchool("district"));
  EXPECT_FALSE(IsAboveSchool("school"));
}

}  // namespace
}  // namespace schoolgate
