// Exports as they really are: broken rows, odd bytes, references that lead nowhere.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/roster/oneroster.h"
#include "core/roster/test_bundle.h"
#include "core/util/problem.h"

namespace schoolgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kSound = "s9,active,,true,o1,student,cwest,,Cy,West,,900,,,,,07,\n";

const Person* FindByGiven(const ImportResult& result, std::string_view given) {
  for (const Person& person : result.roster->people()) {
    if (person.given == given) return &person;
  }
  return nullptr;
}

ImportResult ImportUsers(const std::string& rows) {
  TestBundle bundle;
  bundle.WriteUsers(rows);
  auto result = bundle.Import();
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

const ImportIssue* FindIssue(const ImportReport& report, ImportReason reason) {
  for (const ImportIssue& issue : report.issues) {
    if (issue.reason == reason) return &issue;
  }
  return nullptr;
}

void ExpectBroken(const ImportResult& result, ImportReason reason, size_t line) {
  const ImportIssue* issue = FindIssue(result.report, reason);
  ASSERT_NE(issue, nullptr);
  EXPECT_EQ(issue->file, "users.csv");
  EXPECT_EQ(issue->line, line);
  EXPECT_EQ(result.report.FindFile("users.csv")->broken, 1u);
  EXPECT_EQ(result.report.quarantined, 1u);
  EXPECT_THAT(RenderReport(result.report), HasSubstr("line " + std::to_string(line)));
}

TEST(BrokenRowTest, MissingSourcedIdIsQuarantinedAndDetectable) {
  const auto result =
      ImportUsers(std::string(kSound) + ",active,,true,o1,student,areyes,,Ana,Reyes,,604824,,,,,07,\n");
  ExpectBroken(result, ImportReason::kMissingSourcedId, 3);
  const Person* ana = FindByGiven(result, "Ana");
  ASSERT_NE(ana, nullptr);
  EXPECT_TRUE(ana->quarantined);
  EXPECT_THAT(ana->ids, ElementsAre(PersonId{"604824", IdKind::kLocal}));
  EXPECT_THAT(PersonKey(*ana), HasSubstr("student|quarantined-"));
  EXPECT_TRUE(result.roster->FindByUsername("areyes").empty());
}

TEST(BrokenRowTest, StandInKeyIsTheSameOnTheNextImport) {
  const std::string row = ",active,,true,o1,student,,,Ana,Reyes,,604824,,,,,07,\n";
  const auto one = ImportUsers(row), two = ImportUsers(std::string(kSound) + row + row);
  EXPECT_EQ(PersonKey(*FindByGiven(one, "Ana")), PersonKey(*FindByGiven(two, "Ana")));
  EXPECT_EQ(two.roster->people().size(), 2u) << "the same broken row twice is one person to detect";
}

TEST(BrokenRowTest, DuplicateSourcedIdOfAnotherPersonKeepsBoth) {
  const auto result =
      ImportUsers(std::string(kSound) + "s9,active,,true,o1,student,,,Ana,Reyes,,604824,,,,,07,\n");
  ExpectBroken(result, ImportReason::kDuplicateSourcedId, 3);
  EXPECT_EQ(result.roster->person(*result.roster->FindBySourceId("s9")).given, "Cy");
  EXPECT_TRUE(FindByGiven(result, "Ana")->quarantined);
}

TEST(BrokenRowTest, SamePersonExportedTwiceIsOnePersonOfBothSchools) {
  const auto result =
      ImportUsers(std::string(kSound) + "s9,active,,true,o2,student,cwest,,Cy,West,,900,,,,,07,\n");
  EXPECT_EQ(result.roster->people().size(), 1u);
  EXPECT_EQ(result.roster->person(0).schools.size(), 2u);
  EXPECT_FALSE(result.roster->person(0).quarantined);
  EXPECT_NE(FindIssue(result.report, ImportReason::kDuplicateSourcedId), nullptr);
}

TEST(BrokenRowTest, UnknownRoleIsProtectedLikeAStudent) {
  const auto result =
      ImportUsers(std::string(kSound) + "x1,active,,true,o1,wizard,,,Ana,Reyes,,604824,,,,,07,\n");
  ExpectBroken(result, ImportReason::kUnknownRole, 3);
  EXPECT_EQ(FindByGiven(result, "Ana")->kind, PersonKind::kStudent);
  EXPECT_EQ(FindByGiven(result, "Ana")->source_id, "x1");
}

TEST(BrokenRowTest, UnquotedCommaBeforeTheNamesStillGivesNamesAndIds) {
  const auto result = ImportUsers(std::string(kSound) +
                                  "s1,active,,true,o1,o2,student,areyes,{Local:604824},Ana,Reyes,,604824,a@"
                                  "alder.example,,(503) 555-0101,,07,\n");
  ExpectBroken(result, ImportReason::kWrongCellCount, 3);
  const Person* ana = FindByGiven(result, "Ana");
  ASSERT_NE(ana, nullptr);
  EXPECT_EQ(ana->family, "Reyes");
  EXPECT_EQ(ana->ids[0].value, "604824");
  EXPECT_THAT(ana->emails, ElementsAre("a@alder.example"));
  EXPECT_THAT(ana->phones, ElementsAre("(503) 555-0101"));
}

TEST(BrokenRowTest, UnquotedCommaBehindTheNamesStillGivesNamesAndIds) {
  const auto result = ImportUsers(
      std::string(kSound) +
      "s1,active,,true,o1,student,areyes,,Ana,Reyes,,604824,a@alder.example,,(503) 555-0101,g1,g2,07,x\n");
  const Person* ana = FindByGiven(result, "Ana");
  ASSERT_NE(ana, nullptr);
  EXPECT_EQ(ana->family, "Reyes");
  EXPECT_THAT(ana->phones, ElementsAre("(503) 555-0101"));
}

TEST(BrokenRowTest, ShortRowStillGivesTheName) {
  const auto result = ImportUsers(std::string(kSound) + "s1,active,,true,o1,student,areyes,,Ana,Reyes\n");
  ExpectBroken(result, ImportReason::kWrongCellCount, 3);
  EXPECT_EQ(FindByGiven(result, "Ana")->family, "Reyes");
}

TEST(BrokenRowTest, MissingNameIsBroken) {
  const auto result = ImportUsers(std::string(kSound) + "s1,active,,true,o1,student,,,,,,604824,,,,,07,\n");
  ExpectBroken(result, ImportReason::kMissingName, 3);
}

TEST(BrokenRowTest, UnreadableBytesAreQuarantinedWindows1252IsRepaired) {
  const auto broken =
      ImportUsers(std::string(kSound) + "s1,active,,true,o1,student,,,Ana,Re\x81yes,,1,,,,,07,\n");
  ExpectBroken(broken, ImportReason::kUnreadableBytes, 3);
  const auto repaired = ImportUsers(
      "s1,active,,true,o1,student,,,Ana,Nu\xF1"
      "ez,,1,,,,,07,\n");
  EXPECT_EQ(repaired.roster->person(0).family,
            "Nu\xC3\xB1"
            "ez");
  EXPECT_FALSE(repaired.roster->person(0).quarantined);
  EXPECT_EQ(repaired.report.FindFile("users.csv")->repaired, 1u);
  EXPECT_EQ(FindIssue(repaired.report, ImportReason::kRepairedEncoding)->line, 2u);
}

TEST(BrokenRowTest, StrayQuoteWithTheRightCellsIsRepaired) {
  const auto result =
      ImportUsers("s1,active,,true,o1,student,,,\"Ana,Reyes,,1,,,,,07,\n" + std::string(kSound));
  EXPECT_EQ(result.roster->people().size(), 2u);
  EXPECT_FALSE(FindByGiven(result, "Ana")->quarantined);
  EXPECT_NE(FindIssue(result.report, ImportReason::kStrayQuotes), nullptr);
}

TEST(BrokenRowTest, BrokenRowsOfOtherFilesAreReportedAndCostOnlyWhatTheySay) {
  TestBundle bundle;
  bundle.WriteUsers(kSound)
      .Write("demographics.csv",
             "sourcedId,birthDate,sex\ns9,13th of May,female\n,2014-01-01,male\nzz,2014-01-01,\n")
      .Write("addresses.csv",
             "userSourcedId,street,city,state,postalCode\ns9,12 Elm St,Apt 4,Alder,OR,97001\n")
      .Write(
          "flags.csv",
          "userSourcedId,flag,since\ns9,special_protection,soon\ns9,do_not_share,\nzz,custody_restriction,\n")
      .Write("orgs.csv", "sourcedId,name,type\n,Nameless,school\no1,Alder,school\n")
      .Write("enrollments.csv",
             "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\ne1,c1,o1,s9,student\ne2,c1,o1,zz,"
             "student\n"
             "e3,c1,o1,zz,student\ne4,,o1,s9,student\ne5,c1,o1,s9,wizard\n")
      .Write("classes.csv", "sourcedId,title,schoolSourcedId\n,Art,o1\nc8,Band,o7\n")
      .Write("roles.csv", "userSourcedId,role,orgSourcedId\n,student,o1\ns9,wizard,o1\n")
      .Write("relationships.csv",
             "userSourcedId,relationshipUserSourcedId,relationshipRole\ns9,zz,guardian\ns9,,guardian\n");
  const auto result = bundle.Import();
  ASSERT_TRUE(result.ok()) << result.status();
  const Person& cy = result->roster->person(0);
  EXPECT_FALSE(cy.birth_date);
  EXPECT_EQ(cy.sex, Sex::kFemale);
  EXPECT_EQ(cy.flags, kSpecialProtection) << "an unreadable date does not cost the flag";
  EXPECT_EQ(cy.addresses[0].postal_code, "97001");
  EXPECT_EQ(cy.classes.size(), 1u);

  const auto broken = [&](std::string_view file) { return result->report.FindFile(file)->broken; };
  EXPECT_EQ(broken("demographics.csv"), 2u);
  EXPECT_EQ(broken("addresses.csv"), 1u);
  EXPECT_EQ(broken("flags.csv"), 1u);
  EXPECT_EQ(broken("orgs.csv"), 1u);
  EXPECT_EQ(broken("enrollments.csv"), 2u);
  EXPECT_EQ(broken("classes.csv"), 1u);
  EXPECT_EQ(broken("roles.csv"), 2u);
  EXPECT_EQ(broken("relationships.csv"), 1u);
  const std::string text = RenderReport(result->report);
  EXPECT_THAT(text,
              HasSubstr("enrollments.csv userSourcedId: refers to a person who is not in users.csv (2 rows"));
  EXPECT_THAT(text,
              HasSubstr("flags.csv flag: not a flag the gate knows, so it protects nobody (1 row, line 3)"));
  EXPECT_THAT(text, HasSubstr("classes.csv schoolSourcedId: refers to an organisation"));
  for (std::string_view personal : {"13th", "zz", "Elm", "West", "s9", "wizard", "do_not_share", "Nameless"})
    EXPECT_THAT(text, Not(HasSubstr(std::string(personal))));
}

TEST(FailedImportTest, AboveTheBrokenShareFailsAndStillGivesTheReport) {
  std::string rows;
  for (int i = 0; i < 18; ++i)
    rows += "s" + std::to_string(i) + ",active,,true,o1,student,,,Ana,Reyes,,1,,,,,07,\n";
  const std::string bad = ",active,,true,o1,student,,,Bo,King,,2,,,,,07,\n";
  TestBundle bundle;
  bundle.WriteUsers(rows + bad);
  EXPECT_FALSE(bundle.Import(0.05).ok()) << "1 of 19";
  bundle.WriteUsers(rows + "s18,active,,true,o1,student,,,Ana,Reyes,,1,,,,,07,\n" + bad);
  EXPECT_TRUE(bundle.Import(0.05).ok()) << "1 of 20";
  bundle.WriteUsers(rows + bad + bad);
  ImportReport report;
  const auto result = bundle.Import(0.05, &report);
  ASSERT_FALSE(result.ok());
  const Problem problem = ProblemOf(result.status());
  EXPECT_EQ(problem.reason, "ROSTER_TOO_BROKEN");
  EXPECT_THAT(problem.english, HasSubstr("Of the 20 rows of users.csv, 2 are broken; at most 5 %"));
  EXPECT_EQ(report.FindFile("users.csv")->broken, 2u);
}

TEST(FailedImportTest, BrokenRowsOfAllFilesTogetherCountToo) {
  TestBundle bundle;
  bundle.WriteUsers(kSound).Write("demographics.csv", "sourcedId,birthDate\ns9,x\ns9,y\n");
  EXPECT_EQ(ProblemOf(bundle.Import(0.5).status()).reason, "ROSTER_TOO_BROKEN");
}

TEST(FailedImportTest, WithoutUsableUsersFile) {
  TestBundle bundle;
  EXPECT_EQ(ProblemOf(bundle.Import().status()).reason, "ROSTER_FILE_MISSING");
  bundle.Write("users.csv", "");
  EXPECT_EQ(ProblemOf(bundle.Import().status()).reason, "ROSTER_HEADER_UNUSABLE");
  bundle.WriteUsers("");
  EXPECT_EQ(ProblemOf(bundle.Import().status()).reason, "ROSTER_FILE_MISSING");
  bundle.Write("users.csv", "s1,active,Ana,Reyes\ns2,active,Bo,King\n");
  const Problem problem = ProblemOf(bundle.Import().status());
  EXPECT_EQ(problem.reason, "ROSTER_HEADER_UNUSABLE");
  EXPECT_THAT(problem.english, Not(HasSubstr("Ana")));
  EXPECT_THAT(problem.spanish, HasSubstr("users.csv"));
  bundle.Write("users.csv", "sourcedId,givenName,familyName\ns1,Ana,Reyes\n");
  EXPECT_EQ(ProblemOf(bundle.Import().status()).reason, "ROSTER_HEADER_UNUSABLE") << "no roles anywhere";
}

TEST(FailedImportTest, ChangesAloneAreNoRoster) {
  TestBundle bundle;
  bundle.WriteUsers(kSound).Write("manifest.csv", "propertyName,value\nfile.users,delta\n");
  EXPECT_EQ(ProblemOf(bundle.Import().status()).reason, "ROSTER_NOT_COMPLETE");
}

TEST(FailedImportTest, FileThatCannotBeReadIsNotTakenForMissing) {
  TestBundle bundle;
  bundle.WriteUsers(kSound);
  std::filesystem::create_directory(bundle.dir() + "/flags.csv");
  EXPECT_EQ(ProblemOf(bundle.Import().status()).reason, "ROSTER_FILE_UNREADABLE");
}

}  // namespace
}  // namespace schoolgate
