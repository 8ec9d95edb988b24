// What of a policy set runs out, and when: agreements, the reviews of tools, pilots. Pure; any thread.
//
// Shared by `policy check`, `doctor` and the metrics, so that all three warn of the same things.
#ifndef SCHOOLGATE_POLICY_EXPIRIES_H_
#define SCHOOLGATE_POLICY_EXPIRIES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "policy/documents.h"

namespace schoolgate::policy {

struct Expiry {
  // "agreement", "rubric", "bias_review", "fact_sheet" or "pilot": a constant of the program.
  std::string_view what;
  // The agreement's name; the tool's for everything else.
  std::string name;
  absl::CivilDay last_day;  // still good on it
  int64_t days_left = 0;    // 0: today is the last day; below: it has run out
  Place place;              // of the document
};

// Everything that runs out, what does so first at the front. Equals stand by kind and name.
std::vector<Expiry> ExpiriesOf(const Documents& documents, absl::CivilDay today);

// The tightest of the warnings at 60, 30 and 7 days that is due for something with so many days left; 0 for
// what has run out, nothing where none is due.
std::optional<int> WarningDue(int64_t days_left);

// "the agreement 'acme-dpa' runs out in 6 days, on 2026-09-07"; "the tool 'planner': its rubric ran out on
// …".
std::string Describe(const Expiry& expiry);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_EXPIRIES_H_
