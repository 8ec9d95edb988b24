// Which small group a finding tells a vendor something of: the students of one school and grade who have one
// indicator. For releases only (research exports, aggregates); an ordinary request is about people, not
// groups.
//
// Source: 34 CFR 99.31(b)(1): de-identification takes into account single or multiple releases.
#ifndef SCHOOLGATE_GATEWAY_RELEASE_GROUPS_H_
#define SCHOOLGATE_GATEWAY_RELEASE_GROUPS_H_

#include <span>
#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "core/roster/roster.h"

namespace schoolgate::gateway {

// What one finding makes a student a known member of.
struct GroupMember {
  size_t finding = 0;   // its place among the findings
  std::string group;    // school, grade and element; empty: nobody can say which, so it counts as too small
  std::string student;  // Subject::key
};

// The findings that tell of a student something a group could be singled out by: special indicators, conduct,
// demographics, and school and grade themselves. Pure; any thread.
std::vector<GroupMember> GroupMembersOf(const Roster& roster, std::span<const Finding> findings);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RELEASE_GROUPS_H_
