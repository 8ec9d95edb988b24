// `policy prove`: holds every invariant of a set against the whole table, and names the first counterexample.
//
// Exhaustive: every tool, each role it is open to, each of its grades and callers without one, every element,
// its own route and the one on the district's own machines, as Decide would have it. Pure; any thread.
#ifndef SCHOOLGATE_POLICY_PROVE_H_
#define SCHOOLGATE_POLICY_PROVE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "policy/policy.h"

namespace schoolgate::policy {

struct Proof {
  std::string invariant;
  std::string clause;
  // How many cells, tools or agreements it speaks of.
  int64_t subjects = 0;
  // Whom the first one that breaks it is for, what that gets, and by which clause; empty where it holds.
  std::string counterexample;
  // Where the invariant stands.
  Issue at;
};

// One for each invariant of the set, by name. `today` decides on reviews, agreements and pilots.
std::vector<Proof> Prove(const PolicySet& set, absl::CivilDay today);

// Those that do not hold, as faults of their documents.
std::vector<Issue> FailuresOf(const std::vector<Proof>& proofs);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_PROVE_H_
