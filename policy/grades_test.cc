#include "policy/grades.h"

#include "gtest/gtest.h"
#include "policy/roles.h"

namespace schoolgate::policy {
namespace {

TEST(GradesTest, ReadsGradesAndRanges) {
  EXPECT_EQ(GradesFromText("PK"), GradeSet{1});
  EXPECT_EQ(GradesFromText("K"), GradeSet{2});
  EXPECT_EQ(GradesFromText("K-2"), GradeSet{0b1110});
  EXPECT_EQ(GradesFromText("12"), GradeSet{1u << 13});
  EXPECT_EQ(GradesFromText("PK-12"), kAllGrades);
  for (const char* text : {"", "0", "13", "8-6", "6-", "-6", "6-8-9", "k", "06", "six", " 6"}) {
    EXPECT_EQ(GradesFromText(text), std::nullopt) << text;
  }
}

TEST(GradesTest, KnowsTheRostersCodes) {
  EXPECT_EQ(GradeFromRoster("PK"), 0);
  EXPECT_EQ(GradeFromRoster("TK"), 0);
  EXPECT_EQ(GradeFromRoster("KG"), 1);
  EXPECT_EQ(GradeFromRoster("01"), 2);
  EXPECT_EQ(GradeFromRoster("9"), 10);
  EXPECT_EQ(GradeFromRoster("12"), 13);
  for (const char* code : {"", "13", "UG", "PS", "00", "Other"})
    EXPECT_EQ(GradeFromRoster(code), std::nullopt) << code;
}

TEST(GradesTest, DescribesSetsAsPeopleWriteThem) {
  EXPECT_EQ(DescribeGrades(kAllGrades), "all grades");
  EXPECT_EQ(DescribeGrades(*GradesFromText("6")), "grade 6");
  EXPECT_EQ(DescribeGrades(*GradesFromText("K") | *GradesFromText("6-8") | *GradesFromText("10")),
            "grades K, 6-8, 10");
}

TEST(RolesTest, DescribesSetsAsPeopleWriteThem) {
  EXPECT_EQ(DescribeRoles(RoleBit(v1::CALLER_ROLE_STUDENT)), "students");
  EXPECT_EQ(DescribeRoles(RoleBit(v1::CALLER_ROLE_STAFF) | RoleBit(v1::CALLER_ROLE_TEACHER)),
            "staff and teachers");
  EXPECT_EQ(DescribeRoles(RoleBit(v1::CALLER_ROLE_STAFF) | RoleBit(v1::CALLER_ROLE_TEACHER) |
                          RoleBit(v1::CALLER_ROLE_SERVICE)),
            "staff, teachers and services");
}

}  // namespace
}  // namespace schoolgate::policy
