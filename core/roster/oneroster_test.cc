// Sound exports of every supported version.

#include "core/roster/oneroster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/roster/test_bundle.h"

namespace schoolgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kOrgs =
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "d1,active,,Alder USD,district,,\n"
    "o1,active,,Alder Middle,school,,d1\n";
constexpr std::string_view kUsers =
    "s1,active,,true,\"d1,o1\",student,areyes,\"{Local:604824},{State:1234567890}\",Ana,Reyes,Luz,604824,"
    "areyes@alder.example,(503) 555-0101,503-555-0102,\"g1,g2\",7,secret-word\n"
    "g1,active,,true,d1,parent,,,Marta,Reyes,,,marta@mail.example,,(503) 555-0103,,,\n"
    "g2,active,,true,d1,guardian,,,Juan,Reyes,,,,,,,,\n"
    "t1,active,,true,o1,teacher,lreed,,Lou,Reed,,900001,lreed@alder.example,,,,,\n"
    "s2,tobedeleted,,false,o1,student,bking,{Local:604825},Bo,King,,604825,,,,,08,\n";

const Person& PersonOf(const ImportResult& result, std::string_view id) {
  return result.roster->person(result.roster->FindBySourceId(id).value());
}

std::vector<std::string_view> Lost(const ImportReport& report) {
  std::vector<std::string_view> missing;
  for (const LostProtection& lost : report.lost) missing.push_back(lost.missing);
  return missing;
}

TEST(Districts, AreNamedButNotTheState) {
  TestBundle bundle;
  bundle.WriteUsers("s1,active,,true,o1,student,,,Ana,Reyes,,,,,,,,\n")
      .Write("orgs.csv",
             "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
             "n1,active,,Oregon,state,,\nd1,active,,Alder USD,district,,n1\nd2,active,,,district,,n1\n"
             "d3,active,,Birch County,local,,n1\no1,active,,Alder Middle,school,,d1\n");
  const auto result = bundle.Import();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->roster->districts(), ElementsAre("Alder USD", "Birch County"));
  EXPECT_EQ(result->roster->schools().size(), 1u);
}

class CompleteExport : public ::testing::Test {
 protected:
  CompleteExport() {
    bundle_.WriteUsers(kUsers)
        .Write("orgs.csv", kOrgs)
        .Write("courses.csv", "sourcedId,title\nk1,Pre-Algebra\n")
        .Write("classes.csv", "sourcedId,title,courseSourcedId,schoolSourcedId\nc1,,k1,o1\nc2,Band,k1,o1\n")
        .Write("enrollments.csv",
               "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role\n"
               "e1,active,,c1,o1,s1,student\ne2,active,,c1,o1,t1,teacher\n"
               "e3,tobedeleted,,c2,o1,s1,student\ne4,active,,c2,o1,s2,teacher\n")
        .Write("demographics.csv",
               "sourcedId,status,dateLastModified,birthDate,sex\ns1,active,,2014-03-09,female\n"
               "s2,active,,2013-01-02,male\n")
        .Write("addresses.csv",
               "userSourcedId,street,city,state,postalCode\ns1,\"12 Elm St, Apt 4\",Alder,OR,97001\n"
               "s2,9 Oak Ave,Alder,OR,97001\n")
        .Write("flags.csv",
               "userSourcedId,flag,since\ns1,directory_opt_out,2025-08-01\ns1,custody_restriction,\n");
  }
  TestBundle bundle_;
};

TEST_F(CompleteExport, IsReadWhole) {
  const auto result = bundle_.Import(0);
  ASSERT_TRUE(result.ok()) << result.status();
  const Person& ana = PersonOf(*result, "s1");
  EXPECT_EQ(ana.kind, PersonKind::kStudent);
  EXPECT_EQ(ana.given, "Ana");
  EXPECT_EQ(ana.middle, "Luz");
  EXPECT_EQ(ana.family, "Reyes");
  EXPECT_EQ(ana.username, "areyes");
  EXPECT_EQ(ana.grade, "07");
  EXPECT_EQ(ana.sex, Sex::kFemale);
  EXPECT_EQ(ana.flags, kDirectoryOptOut | kCustodyRestriction);
  EXPECT_EQ(ana.birth_date, (BirthDate{std::chrono::year(2014), std::chrono::March, std::chrono::day(9)}));
  EXPECT_THAT(ana.ids,
              ElementsAre(PersonId{"604824", IdKind::kLocal}, PersonId{"1234567890", IdKind::kState}));
  EXPECT_THAT(ana.emails, ElementsAre("areyes@alder.example"));
  EXPECT_THAT(ana.phones, ElementsAre("503-555-0102", "(503) 555-0101"));
  EXPECT_THAT(ana.addresses, ElementsAre(Address{"12 Elm St, Apt 4", "Alder", "OR", "97001"}));
  EXPECT_EQ(ana.related.size(), 2u);
  ASSERT_EQ(ana.schools.size(), 1u) << "the district is nobody's school";
  EXPECT_EQ(result->roster->school(ana.schools[0]).name, "Alder Middle");
  EXPECT_THAT(result->roster->districts(), ElementsAre("Alder USD"));
  ASSERT_EQ(ana.classes.size(), 1u) << "an enrollment that ended does not count";
  EXPECT_EQ(result->roster->class_info(ana.classes[0].class_index).title, "Pre-Algebra");
  EXPECT_EQ(PersonOf(*result, "g1").kind, PersonKind::kGuardian);
  EXPECT_FALSE(PersonOf(*result, "s2").active);

  const ImportReport& report = result->report;
  EXPECT_EQ(report.students, 2u);
  EXPECT_EQ(report.guardians, 2u);
  EXPECT_EQ(report.staff, 1u);
  EXPECT_EQ(report.inactive, 1u);
  EXPECT_EQ(report.broken(), 0u);
  EXPECT_TRUE(report.issues.empty());
  EXPECT_TRUE(report.lost.empty());
  EXPECT_THAT(RenderReport(report), Not(HasSubstr("secret-word")));
}

TEST_F(CompleteExport, StudentEnrolledAsTeacherDoesNotGetATeachersAccess) {
  const auto result = bundle_.Import(0);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(PersonOf(*result, "s2").classes[0].role, ClassRole::kStudent);
  EXPECT_EQ(PersonOf(*result, "t1").classes[0].role, ClassRole::kTeacher);
}

TEST_F(CompleteExport, VersionFollowsTheBytes) {
  const auto first = bundle_.Import(), again = bundle_.Import();
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->roster->version().size(), 64u);
  EXPECT_EQ(first->roster->version(), again->roster->version());
  bundle_.Write("flags.csv", "userSourcedId,flag,since\ns1,directory_opt_out,\n");
  EXPECT_NE(bundle_.Import()->roster->version(), first->roster->version());
}

TEST(OneRosterTest, MissingFilesAreReportedWithTheProtectionLost) {
  TestBundle bundle;
  bundle.WriteUsers("s1,active,,true,o1,student,,,Ana,Reyes,,,,,,,07,\n");
  const auto result = bundle.Import(0);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(
      Lost(result->report),
      ElementsAre("guardians (users.csv)", "staff (users.csv)", "student ids (users.csv identifier, userIds)",
                  "birth dates (demographics.csv)", "home addresses (addresses.csv)", "flags (flags.csv)",
                  "enrollments (enrollments.csv)"));
  const std::string text = RenderReport(result->report);
  EXPECT_THAT(text, HasSubstr("No flags (flags.csv): directory opt-outs"));
  EXPECT_THAT(text, HasSubstr("No birth dates (demographics.csv): children under 13"));
  EXPECT_THAT(text, Not(HasSubstr("Ana")));
}

TEST(OneRosterTest, SaysHowManyStudentsLackABirthDate) {
  TestBundle bundle;
  bundle.WriteUsers("s1,,,,,student,,,Ana,Reyes,,1,,,,,07,\ns2,,,,,student,,,Bo,King,,2,,,,,07,\n")
      .Write("demographics.csv", "sourcedId,birthDate\ns1,2014-03-09\n");
  EXPECT_THAT(RenderReport(bundle.Import()->report),
              HasSubstr("No birth dates (demographics.csv) for 1 person:"));
}

TEST(OneRosterTest, Version12RolesAndPreferredNames) {
  TestBundle bundle;
  bundle
      .Write("users.csv",
             "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
             "identifier,"
             "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,"
             "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n"
             "s1,active,,true,ar,,Alexandra,Reyes,,1,,,,,07,,,,Lexi,,Reyes Luna,o1,\n"
             "t1,active,,true,lr,,Lou,Reed,,,,,,,,,,,,,,,\n")
      .Write("orgs.csv", kOrgs)
      .Write("roles.csv",
             "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
             "r1,active,,s1,primary,student,,,o1\nr2,active,,t1,primary,teacher,,,o1\n"
             "r3,active,,t1,secondary,parent,,,o1\nr4,active,,s1,secondary,aide,,,o1\n");
  const auto result = bundle.Import(0);
  ASSERT_TRUE(result.ok()) << result.status();
  const Person& student = PersonOf(*result, "s1");
  EXPECT_EQ(student.kind, PersonKind::kStudent) << "an aide who is a student stays protected as a student";
  EXPECT_EQ(student.preferred_given, "Lexi");
  EXPECT_EQ(student.preferred_family, "Reyes Luna");
  EXPECT_EQ(student.schools.size(), 1u);
  EXPECT_EQ(PersonOf(*result, "t1").kind, PersonKind::kStaff);
}

// Real exports, where they lie beside the source tree.
class StoredExport : public ::testing::Test {
 protected:
  absl::StatusOr<ImportResult> ImportStored(const std::string& name) {
    const std::string dir = std::string(SCHOOLGATE_SOURCE_DIR "/../shared/data/") + name;
    if (!std::filesystem::exists(dir)) return absl::NotFoundError(dir);
    return ImportOneRoster(dir, ImportOptions());
  }
};

// `result` is a name to declare.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define IMPORT_OR_SKIP(result, name)                                        \
  const auto result = ImportStored(name);                                   \
  if (absl::IsNotFound(result.status()))                                    \
    GTEST_SKIP() << "no sample export here: " << result.status().message(); \
  ASSERT_TRUE(result.ok()) << result.status()
// NOLINTEND(bugprone-macro-parentheses)

TEST_F(StoredExport, EdFi11) {
  IMPORT_OR_SKIP(result, "district/oneroster-1.1-edfi");
  EXPECT_EQ(result->report.students, 8u);
  EXPECT_EQ(result->report.staff, 2u);
  EXPECT_EQ(result->report.broken(), 0u) << RenderReport(result->report);
  EXPECT_EQ(result->report.FindFile("users.csv")->repaired, 2u) << "two rows end in a comma too many";
  EXPECT_THAT(PersonOf(*result, "604863").ids, ElementsAre(PersonId{"863", IdKind::kLocal}));
  EXPECT_EQ(PersonOf(*result, "604863").classes.size(), 2u);
  EXPECT_TRUE(PersonOf(*result, "604863").birth_date.has_value());
}

TEST_F(StoredExport, EdFi10) {
  IMPORT_OR_SKIP(result, "district/oneroster-1.0-edfi");
  EXPECT_EQ(result->report.students, 8u);
  EXPECT_EQ(result->report.staff, 2u);
  EXPECT_EQ(result->report.broken(), 0u) << RenderReport(result->report);
  EXPECT_EQ(PersonOf(*result, "604863").sex, Sex::kFemale);
  EXPECT_TRUE(PersonOf(*result, "604863").birth_date.has_value());
}

TEST_F(StoredExport, SchoolDataSync21) {
  IMPORT_OR_SKIP(result, "district/sds-2.1");
  EXPECT_EQ(result->report.broken(), 0u) << RenderReport(result->report);
  EXPECT_EQ(result->report.students, 4u);
  EXPECT_EQ(result->report.guardians, 2u);
  EXPECT_EQ(result->report.staff, 2u);
  EXPECT_EQ(PersonOf(*result, "114001").related.size(), 1u);
  EXPECT_EQ(PersonOf(*result, "114001").grade, "10");
}

TEST_F(StoredExport, SampleDistrict) {
  IMPORT_OR_SKIP(result, "k12-sample/roster");
  EXPECT_EQ(result->report.students, 374u);
  EXPECT_EQ(result->report.guardians, 688u);
  EXPECT_EQ(result->report.staff, 68u);
  EXPECT_EQ(result->report.broken(), 0u) << RenderReport(result->report);
  EXPECT_FALSE(PersonOf(*result, "s604824").related.empty());
  EXPECT_FALSE(PersonOf(*result, "g778011").addresses.empty());
}

}  // namespace
}  // namespace schoolgate
