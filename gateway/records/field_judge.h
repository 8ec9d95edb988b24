// What policy says of one field of a record: policy::Decide for that field alone, as if it were a request by
// itself. What would be held, refused, or kept on the district's machines is left out, and the rest of the
// record goes: a record, unlike a prompt, comes apart.
//
// Remembers what it decided, as records are many and kinds of fields few. One page's own; one thread.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_FIELD_JUDGE_H_
#define SCHOOLGATE_GATEWAY_RECORDS_FIELD_JUDGE_H_

#include <string_view>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "core/finding/finding.h"
#include "core/roster/roster.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

struct Ruling {
  v1::Treatment treatment = v1::TREATMENT_REDACT;
  std::string_view clause;

  // Something of it crosses.
  bool crosses() const { return treatment != v1::TREATMENT_REDACT; }
};

class FieldJudge {
 public:
  // All outlive it.
  FieldJudge(const policy::Plan& plan, const Roster& roster, absl::CivilDay today)
      : plan_(plan), roster_(roster), today_(today) {}

  Ruling On(v1::DataElement element, const Subject& subject);

 private:
  PersonFlags FlagsOfPerson(int32_t person);

  const policy::Plan& plan_;
  const Roster& roster_;
  const absl::CivilDay today_;
  absl::flat_hash_map<int32_t, PersonFlags> flags_;
  absl::flat_hash_map<std::tuple<int, int, PersonFlags>, Ruling> rulings_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_FIELD_JUDGE_H_
