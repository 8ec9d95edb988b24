#include "gateway/release/groups.h"

#include <gtest/gtest.h>

#include "core/roster/roster_builder.h"

namespace schoolgate::gateway {
namespace {

Finding Of(v1::DataElement element, SubjectKind kind, int person, const std::string& key) {
  Finding finding;
  finding.element = element;
  finding.subject = {kind, person, key};
  return finding;
}

TEST(GroupsTest, AreMadeOfSchoolGradeAndIndicator) {
  RosterBuilder builder;
  const SchoolIndex school = builder.AddSchool("sch-1", "Made-up Middle School");
  const PersonIndex student =
      builder.AddPerson({.source_id = "stu-1", .given = "Ana", .family = "Inventada", .grade = "07"});
  builder.AddToSchool(student, school);
  const RosterSnapshot roster = std::move(builder).Build("v", absl::UnixEpoch());
  const std::vector<Finding> findings = {
      Of(v1::DATA_ELEMENT_STUDENT_NAME, SubjectKind::kStudent, 0, "student|stu-1"),
      Of(v1::DATA_ELEMENT_SPECIAL_DISABILITY, SubjectKind::kStudent, 0, "student|stu-1"),
      Of(v1::DATA_ELEMENT_ENROLLMENT_GRADE_LEVEL, SubjectKind::kStudent, 0, "student|stu-1"),
      Of(v1::DATA_ELEMENT_SPECIAL_HEALTH, SubjectKind::kUnknown, -1, "unknown"),
  };
  const std::vector<GroupMember> members = GroupMembersOf(*roster, findings);
  ASSERT_EQ(members.size(), 3u) << "a name singles out a person, not a group";
  EXPECT_EQ(members[0].finding, 1u);
  EXPECT_EQ(members[0].group, "sch-1|07|special.disability");
  EXPECT_EQ(members[1].group, "sch-1|07|");
  EXPECT_EQ(members[2].group, "") << "nobody can say which group";
}

}  // namespace
}  // namespace schoolgate::gateway
