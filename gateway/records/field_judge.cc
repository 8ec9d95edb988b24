#include "gateway/records/field_judge.h"

#include <span>
#include <vector>

#include "gateway/roster_facts.h"

namespace schoolgate::gateway {

PersonFlags FieldJudge::FlagsOfPerson(int32_t person) {
  if (person < 0) return 0;
  const auto [at, added] = flags_.try_emplace(person, PersonFlags{0});
  if (added) {
    Finding about;
    about.subject.person = person;
    const std::vector<PersonFlags> flags = FlagsOf(roster_, std::span(&about, 1), today_);
    if (!flags.empty()) at->second = flags.front();
  }
  return at->second;
}

Ruling FieldJudge::On(v1::DataElement element, const Subject& subject) {
  const PersonFlags flags = FlagsOfPerson(subject.person);
  const auto [at, added] =
      rulings_.try_emplace({static_cast<int>(element), static_cast<int>(subject.kind), flags});
  if (!added) return at->second;
  Finding field;
  field.element = element;
  field.subject = subject;
  const policy::RequestFacts facts{.flags = std::span(&flags, 1)};
  const policy::Decision decision = policy::Decide(plan_, std::span(&field, 1), facts);
  Ruling& ruling = at->second;
  if (decision.verdict == v1::VERDICT_SEND && decision.route == plan_.destination.route) {
    ruling = {decision.treatments.front(), decision.clauses.front()};
  } else {
    ruling = {v1::TREATMENT_REDACT, decision.exchange_clause};
  }
  return ruling;
}

}  // namespace schoolgate::gateway
