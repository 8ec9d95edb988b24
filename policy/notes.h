// What `policy check` says of a set that has no fault: what will surprise somebody later. Pure; any thread.
#ifndef SCHOOLGATE_POLICY_NOTES_H_
#define SCHOOLGATE_POLICY_NOTES_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "policy/policy.h"

namespace schoolgate::policy {

// By file and line: tools that refuse what may go to the district's own machines only, since they have no
// model there; agreements, reviews and pilots that have run out or will within 60 days; groups nobody refers
// to.
std::vector<Issue> NotesOf(const PolicySet& set, absl::CivilDay today);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_NOTES_H_
