#include "gateway/release/groups.h"

#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"

namespace schoolgate::gateway {
namespace {

bool MakesGroups(v1::DataElement element) {
  const std::string_view id = ElementId(element);
  return id.starts_with("special.") || id.starts_with("demographics.") || id.starts_with("enrollment.") ||
         element == v1::DATA_ELEMENT_CONDUCT || element == v1::DATA_ELEMENT_ATTENDANCE ||
         element == v1::DATA_ELEMENT_ASSESSMENT || element == v1::DATA_ELEMENT_PROGRAM_MEMBERSHIP;
}

// School and grade are what every group is made of: alone they are the group of everybody there.
std::string_view IndicatorOf(v1::DataElement element) {
  const std::string_view id = ElementId(element);
  return id.starts_with("enrollment.") ? std::string_view() : id;
}

}  // namespace

std::vector<GroupMember> GroupMembersOf(const Roster& roster, std::span<const Finding> findings) {
  std::vector<GroupMember> members;
  for (size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    if (!MakesGroups(finding.element)) continue;
    GroupMember member{.finding = i, .student = finding.subject.key};
    if (finding.subject.kind == SubjectKind::kStudent) {
      const Person& person = roster.person(static_cast<PersonIndex>(finding.subject.person));
      const std::string_view school = person.schools.empty() ? "" : roster.school(person.schools[0]).id;
      member.group = StrCat(school, "|", person.grade, "|", IndicatorOf(finding.element));
    }
    members.push_back(std::move(member));
  }
  return members;
}

}  // namespace schoolgate::gateway
