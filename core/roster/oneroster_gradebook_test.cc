// Terms, line items and results of an export.
#include <gtest/gtest.h>

#include <cmath>

#include "core/roster/test_bundle.h"

namespace schoolgate {
namespace {

using std::chrono::year_month_day;

constexpr char kUsers[] =
    "s1,active,,true,sch,student,,,Ana,Reyes,,,,,,,05,\n"
    "s2,active,,true,sch,student,,,Luis,Ortega,,,,,,,05,\n"
    "t1,active,,true,sch,teacher,,,Carla,Ng,,,,,,,,\n";

TestBundle& WithClasses(TestBundle& bundle) {
  return bundle.WriteUsers(kUsers)
      .Write("academicSessions.csv",
             "sourcedId,status,dateLastModified,title,type,startDate,endDate\n"
             "f26,active,,Fall 2026,semester,2026-08-20,2026-12-18\n"
             "s27,active,,Spring,semester,soon,\n")
      .Write("courses.csv", "sourcedId,title\ncrs,Mathematics 5\n")
      .Write("classes.csv",
             "sourcedId,title,courseSourcedId,classCode,schoolSourcedId,termSourcedIds,subjects\n"
             "c1,Math Blue,crs,M5-1,sch,\"f26,s27,none\",Mathematics\n")
      .Write("enrollments.csv",
             "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate\n"
             "e1,c1,sch,s1,student,2026-08-20,2026-12-18\n"
             "e2,c1,sch,t1,teacher,,\n");
}

TEST(OneRosterGradebook, ClassesSayTheirCourseCodeSubjectsAndTerms) {
  TestBundle bundle;
  const auto imported = WithClasses(bundle).Import();
  ASSERT_TRUE(imported.ok());
  const ClassInfo& info = imported->roster->class_info(*imported->roster->FindClass("c1"));
  EXPECT_EQ(info.title, "Math Blue");
  EXPECT_EQ(info.course, "Mathematics 5");
  EXPECT_EQ(info.code, "M5-1");
  EXPECT_EQ(info.subjects, "Mathematics");
  EXPECT_EQ(info.terms, "Fall 2026 (2026-08-20 to 2026-12-18), Spring");
  const Person& student = imported->roster->person(*imported->roster->FindBySourceId("s1"));
  ASSERT_EQ(student.classes.size(), 1u);
  using std::chrono::August;
  EXPECT_EQ(student.classes[0].begins, year_month_day(std::chrono::year(2026), August, std::chrono::day(20)));
  const Person& teacher = imported->roster->person(*imported->roster->FindBySourceId("t1"));
  ASSERT_EQ(teacher.classes.size(), 1u);
  EXPECT_FALSE(teacher.classes[0].begins.ok());
}

TEST(OneRosterGradebook, LineItemsAndResultsAreKeptInTheOrderOfTheirIds) {
  TestBundle bundle;
  WithClasses(bundle)
      .Write("categories.csv", "sourcedId,status,dateLastModified,title\nq,active,,Quizzes\n")
      .Write("lineItems.csv",
             "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
             "categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax\n"
             "li2,active,,Unit 2,,,2026-11-02,c1,q,,10,20\n"
             "li1,active,,Unit 1,,,,c1,,,x,\n"
             "li0,tobedeleted,,Old,,,,c1,,,0,10\n")
      .Write(
          "results.csv",
          "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
          "comment\n"
          "r9,active,,li2,s1,fully graded,17.5,2026-11-03,\"Good, Ana!\"\n"
          "r3,active,,li2,s2,not submitted,,,\n"
          "r9,active,,li2,s2,fully graded,1,,\n"
          "r4,tobedeleted,,li2,s2,fully graded,12,,\n"
          "r1,active,,li1,s2,fully graded,ten,soon,\n");
  const auto imported = bundle.Import();
  ASSERT_TRUE(imported.ok());
  const Roster& roster = *imported->roster;
  ASSERT_EQ(roster.line_items().size(), 2u);
  EXPECT_EQ(roster.line_items()[0].id, "li1");
  EXPECT_EQ(roster.line_items()[0].least, roster.line_items()[0].most);
  const LineItem& unit = roster.line_items()[*roster.FindLineItem("li2")];
  EXPECT_EQ(unit.title, "Unit 2");
  EXPECT_EQ(unit.category, "Quizzes");
  EXPECT_EQ(unit.least, 10);
  EXPECT_EQ(unit.most, 20);
  EXPECT_TRUE(unit.due_on.ok());
  ASSERT_EQ(unit.results.size(), 2u);  // the second r9 is the first one's
  EXPECT_EQ(unit.results[0].id, "r3");
  EXPECT_EQ(unit.results[0].status, ScoreStatus::kNotSubmitted);
  EXPECT_TRUE(std::isnan(unit.results[0].score));
  EXPECT_EQ(unit.results[1].id, "r9");
  EXPECT_EQ(unit.results[1].score, 17.5);
  EXPECT_EQ(unit.results[1].comment, "Good, Ana!");
  EXPECT_EQ(unit.results[1].student, *roster.FindBySourceId("s1"));
  const Result& unread = roster.line_items()[0].results[0];
  EXPECT_TRUE(std::isnan(unread.score));
  EXPECT_FALSE(unread.scored_on.ok());
  EXPECT_EQ(roster.FindLineItem("li0"), std::nullopt);
}

TEST(OneRosterGradebook, RowsThatReferToNothingAreReportedAndLeftOut) {
  TestBundle bundle;
  WithClasses(bundle)
      .Write("lineItems.csv", "sourcedId,classSourcedId\nli1,c1\nli2,nowhere\n,c1\nli4,\n")
      .Write("results.csv",
             "sourcedId,lineItemSourcedId,studentSourcedId,score\n"
             "r1,li1,nobody,3\n"
             "r2,li9,s1,3\n"
             "r3,,s1,3\n");
  const auto imported = bundle.Import();
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->roster->line_items().size(), 1u);
  EXPECT_TRUE(imported->roster->line_items()[0].results.empty());
  const auto reported = [&](std::string_view file, ImportReason reason) {
    for (const ImportIssue& issue : imported->report.issues) {
      if (issue.file == file && issue.reason == reason) return true;
    }
    return false;
  };
  EXPECT_TRUE(reported("lineItems.csv", ImportReason::kUnknownClass));
  EXPECT_TRUE(reported("lineItems.csv", ImportReason::kMissingSourcedId));
  EXPECT_TRUE(reported("lineItems.csv", ImportReason::kMissingReference));
  EXPECT_TRUE(reported("results.csv", ImportReason::kUnknownPerson));
  EXPECT_TRUE(reported("results.csv", ImportReason::kUnknownLineItem));
  EXPECT_TRUE(reported("results.csv", ImportReason::kMissingReference));
}

}  // namespace
}  // namespace schoolgate
