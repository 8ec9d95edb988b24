#include "gateway/roster_facts.h"

#include <algorithm>
#include <optional>

namespace schoolgate::gateway {
namespace {

using std::chrono::year_month_day;

year_month_day AsDate(absl::CivilDay day) {
  return year_month_day(std::chrono::year(static_cast<int>(day.year())),
                        std::chrono::month(static_cast<unsigned>(day.month())),
                        std::chrono::day(static_cast<unsigned>(day.day())));
}

std::optional<int> AgeOn(const Person& person, absl::CivilDay today) {
  if (!person.birth_date) return std::nullopt;
  const auto month = static_cast<int>(static_cast<unsigned>(person.birth_date->month()));
  const auto day = static_cast<int>(static_cast<unsigned>(person.birth_date->day()));
  const bool before = today.month() < month || (today.month() == month && today.day() < day);
  return static_cast<int>(today.year()) - static_cast<int>(person.birth_date->year()) - (before ? 1 : 0);
}

policy::GradeSet BitOf(std::string_view code) {
  const std::optional<int> grade = policy::GradeFromRoster(code);
  return grade ? static_cast<policy::GradeSet>(1u << *grade) : policy::GradeSet{0};
}

// Courses stand on each other: who completed the third has completed those before it.
int CourseOf(PersonFlags flags) {
  if ((flags & kStaffCourse3) != 0) return 3;
  if ((flags & kStaffCourse2) != 0) return 2;
  return (flags & kStaffCourse1) != 0 ? 1 : 0;
}

PersonFlags FlagsOf(const Roster& roster, const Person& person, year_month_day today) {
  PersonFlags flags = FlagsOn(person, today);
  if (person.kind != PersonKind::kGuardian) return flags;
  for (const PersonIndex student : person.related) flags |= FlagsOn(roster.person(student), today);
  return flags;
}

}  // namespace

policy::Caller CallerOf(const Roster& roster, const Principal& principal, absl::CivilDay today) {
  policy::Caller caller;
  if (principal.roster_person < 0) return caller;
  const Person& person = roster.person(static_cast<PersonIndex>(principal.roster_person));
  caller.known = true;
  caller.age = AgeOn(person, today);
  caller.flags = FlagsOn(person, AsDate(today));
  caller.staff_course = CourseOf(caller.flags);
  for (const SchoolIndex school : person.schools) caller.schools.push_back(roster.school(school).id);
  for (const ClassMembership& membership : person.classes) {
    const ClassInfo& info = roster.class_info(membership.class_index);
    caller.classes.push_back(info.id);
    if (membership.role != ClassRole::kTeacher) continue;
    for (const std::string_view grade : info.grades) caller.grades |= BitOf(grade);
  }
  if (person.kind == PersonKind::kStudent) {
    caller.grade = policy::GradeFromRoster(person.grade);
    caller.grades = BitOf(person.grade);
  }
  return caller;
}

std::vector<PersonFlags> FlagsOf(const Roster& roster, std::span<const Finding> findings,
                                 absl::CivilDay today) {
  const year_month_day date = AsDate(today);
  std::vector<PersonFlags> flags;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].subject.person < 0) continue;
    const Person& person = roster.person(static_cast<PersonIndex>(findings[i].subject.person));
    const PersonFlags own = FlagsOf(roster, person, date);
    if (own == 0) continue;
    if (flags.empty()) flags.resize(findings.size());
    flags[i] = own;
  }
  return flags;
}

}  // namespace schoolgate::gateway
