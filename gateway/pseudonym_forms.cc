#include "gateway/pseudonym_forms.h"

#include <set>
#include <utility>

#include "core/util/status.h"

namespace schoolgate::gateway {

redaction::PseudonymForms FormsOf(const policy::Plan& plan, const Roster& roster,
                                  const redaction::TakenNames* taken) {
  redaction::PseudonymForms forms;
  forms.surrogate_names = plan.pseudonyms.surrogate_names && taken != nullptr;
  forms.preserved_ids = plan.pseudonyms.preserved_ids;
  forms.shifted_dates = plan.pseudonyms.shifted_dates;
  // What the schedule gives the tool as it is, the model may be told.
  forms.gender = plan.rules != nullptr &&
                 (*plan.rules)[v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER].treatment == v1::TREATMENT_ALLOW;
  if (plan.birth_months) forms.birth_dates = redaction::BirthDates::kMonth;
  forms.roster = &roster;
  forms.taken = taken;
  return forms;
}

boost::asio::awaitable<absl::StatusOr<redaction::PseudonymForms>> ReadyForms(const Gate& gate,
                                                                             const Snapshots& with,
                                                                             const policy::Plan& plan) {
  const redaction::PseudonymForms forms = FormsOf(plan, with.detector->roster(), with.taken_names.get());
  if (forms.surrogate_names && !forms.taken->built()) {
    absl::AnyInvocable<void()> work = [taken = forms.taken] { taken->Build(); };
    auto building = gate.workers().Run(std::move(work));
    SG_CO_RETURN_IF_ERROR(co_await std::move(building));
  }
  co_return forms;
}

namespace {

// Of the codes a person may have, the one that stands for their name is told a gender of.
bool IsName(v1::DataElement element) {
  return element == v1::DATA_ELEMENT_STUDENT_NAME || element == v1::DATA_ELEMENT_GUARDIAN_NAME ||
         element == v1::DATA_ELEMENT_STAFF_NAME || element == v1::DATA_ELEMENT_PERSON_NAME;
}

}  // namespace

int GenderTold(const redaction::PseudonymForms& forms, std::span<const Finding> findings,
               std::span<const v1::Treatment> treatments) {
  if (!forms.gender) return 0;
  std::set<int32_t> people;
  for (size_t i = 0; i < findings.size(); ++i) {
    const int32_t index = findings[i].subject.person;
    if (index < 0 || treatments[i] != v1::TREATMENT_PSEUDONYMIZE || !IsName(findings[i].element)) continue;
    const Sex sex = forms.roster->person(static_cast<PersonIndex>(index)).sex;
    if (sex == Sex::kFemale || sex == Sex::kMale) people.insert(index);
  }
  return static_cast<int>(people.size());
}

}  // namespace schoolgate::gateway
