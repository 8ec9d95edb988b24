#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "core/crypto/digest.h"
#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/state_pack.h"

namespace schoolgate::policy {
namespace {

// An order of rows that does not depend on where they stand.
std::string RowKey(const ElementRow& row) {
  std::set<std::string> apps;
  for (const Located& app : row.apps) apps.insert(app.text);
  std::string key =
      StrCat(row.pattern, "|", static_cast<int>(row.route), "|", static_cast<int>(row.roles), "|",
             static_cast<int>(row.grades), "|", static_cast<int>(row.flag), "|",
             static_cast<int>(row.treatment), "|", static_cast<int>(row.verdict), "|", row.clause);
  for (const std::string& app : apps) key += StrCat("|", app);
  return key;
}

// Every field with its name and length, so that no two sets of documents share a form.
class Canonical {
 public:
  void Add(std::string_view field, std::string_view value) {
    text_ += StrCat(field, " ", value.size(), ":", value, "\n");
  }
  void Add(std::string_view field, int64_t value) { Add(field, std::string_view(StrCat(value))); }
  void Add(std::string_view field, absl::CivilDay day) { Add(field, int64_t{day - absl::CivilDay()}); }
  void AddSet(std::string_view field, std::vector<std::string> values) {
    std::sort(values.begin(), values.end());
    Add(field, static_cast<int64_t>(values.size()));
    for (const std::string& value : values) Add(field, std::string_view(value));
  }

  void AddSet(std::string_view field, const std::vector<Located>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const Located& value : values) texts.push_back(value.text);
    AddSet(field, std::move(texts));
  }

  void AddRows(std::string_view field, const std::vector<ElementRow>& rows) {
    std::vector<const ElementRow*> sorted;
    sorted.reserve(rows.size());
    for (const ElementRow& row : rows) sorted.push_back(&row);
    std::sort(sorted.begin(), sorted.end(),
              [](const ElementRow* a, const ElementRow* b) { return RowKey(*a) < RowKey(*b); });
    Add(field, static_cast<int64_t>(sorted.size()));
    for (const ElementRow* row : sorted) {
      Add("element", std::string_view(row->pattern));
      Add("treatment", row->treatment);
      Add("clause", std::string_view(row->clause));
      Add("verdict", row->verdict);
      Add("onPremises", row->on_premises);
      AddSet("apps", row->apps);
      Add("roles", row->roles);
      Add("grades", row->grades);
      Add("flag", row->flag);
      Add("route", row->route);
    }
  }

  std::string Hash() const { return HexEncode(DigestBytes(Sha256(ToAbsl(text_)))); }

 private:
  std::string text_;
};

template <typename Document>
std::vector<const Document*> ByName(const std::vector<Document>& documents) {
  std::vector<const Document*> sorted;
  sorted.reserve(documents.size());
  for (const Document& document : documents) sorted.push_back(&document);
  std::sort(sorted.begin(), sorted.end(),
            [](const Document* a, const Document* b) { return a->name < b->name; });
  return sorted;
}

void AddReview(Canonical& form, std::string_view field, const ReviewEntry& review) {
  form.Add(field, std::string_view(review.reviewer));
  form.Add("reviewed", review.reviewed_on);
  form.Add("expires", review.expires_on);
}

void AddAgreement(Canonical& form, const AgreementDocument& agreement) {
  form.Add("Agreement", std::string_view(agreement.name));
  form.Add("description", std::string_view(agreement.description));
  form.Add("vendor", std::string_view(agreement.vendor));
  form.Add("lea", std::string_view(agreement.lea));
  form.Add("provider", std::string_view(agreement.provider));
  form.Add("legalBasis", agreement.legal_basis);
  form.Add("route", agreement.route);
  std::vector<std::string> lines;
  lines.reserve(agreement.apps.size());
  for (const AppEntry& app : agreement.apps) lines.push_back(StrCat(app.name.text, "\n", app.description));
  form.AddSet("apps", std::move(lines));
  form.AddSet("purposes", agreement.purposes);
  form.Add("signed", agreement.signed_on);
  form.Add("expires", agreement.expires_on);
  if (agreement.general_offer_expires_on) form.Add("generalOffer", *agreement.general_offer_expires_on);
  lines.clear();
  for (const StateExhibitEntry& one : agreement.state_exhibits)
    lines.push_back(StrCat(one.state, "\n", one.title));
  form.AddSet("stateExhibits", std::move(lines));
  lines.clear();
  for (const SubprocessorEntry& one : agreement.subprocessors)
    lines.push_back(StrCat(one.name, "\n", one.service, "\n", one.location));
  form.AddSet("subprocessors", std::move(lines));
  form.AddSet("dataLocations", agreement.data_locations);
  form.Add("breachNoticeHours", agreement.breach_notice_hours);
  form.Add("disposalDays", agreement.disposal_days);
  form.Add("retentionDays", agreement.retention_days);
  form.Add("noTraining", agreement.no_training);
  form.Add("noAdvertising", agreement.no_advertising);
  form.Add("stablePseudonyms", agreement.stable_pseudonyms);
  form.Add("birthMonths", agreement.birth_months);
  form.AddRows("schedule", agreement.schedule);
  if (!agreement.ai_addendum) return;
  form.Add("aiAddendum", agreement.ai_addendum->signed_on);
  form.Add("hallucinationReports", agreement.ai_addendum->hallucination_reports);
  form.Add("biasAuditSummaries", agreement.ai_addendum->bias_audit_summaries);
  form.Add("aiScheduleGiven", agreement.ai_addendum->has_schedule);
  form.AddRows("aiSchedule", agreement.ai_addendum->schedule);
}

void AddReviews(Canonical& form, const ToolDocument& tool) {
  if (tool.rubric) {
    AddReview(form, "rubric", tool.rubric->review);
    form.Add("standardsAlignment", tool.rubric->standards_alignment);
    form.Add("safety", tool.rubric->safety);
    form.Add("ageAppropriateness", tool.rubric->age_appropriateness);
    form.Add("dataPrivacy", tool.rubric->data_privacy);
  }
  if (tool.bias_review) AddReview(form, "biasReview", *tool.bias_review);
  if (tool.fact_sheet) {
    AddReview(form, "factSheet", tool.fact_sheet->review);
    form.AddSet("factSheetModels", tool.fact_sheet->models);
    form.Add("modelVersion", std::string_view(tool.fact_sheet->model_version));
  }
}

std::vector<std::string> Numbers(const std::vector<int>& numbers) {
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const int number : numbers) texts.push_back(StrCat(number));
  return texts;
}

void AddAudience(Canonical& form, const ToolDocument& tool) {
  form.Add("phase", tool.phase);
  if (tool.pilot) {
    form.AddSet("pilotClasses", tool.pilot->classes);
    form.Add("starts", tool.pilot->starts_on);
    form.Add("ends", tool.pilot->ends_on);
    form.Add("requestsPerDay", tool.pilot->requests_per_day);
  }
  form.Add("suspended", std::string_view(tool.suspended));
  std::vector<std::string> roles;
  roles.reserve(tool.roles.size());
  for (const v1::CallerRole role : tool.roles) roles.push_back(v1::CallerRole_Name(role));
  form.AddSet("roles", std::move(roles));
  form.Add("grades", tool.grades);
  form.AddSet("schools", tool.schools);
  form.AddSet("classes", tool.classes);
  form.Add("minimumAge", tool.minimum_age);
  form.AddSet("requires", Numbers(tool.preconditions));
  form.Add("staffCourse", tool.staff_course);
  form.AddSet("purposes", tool.purposes);
  form.Add("owner", std::string_view(tool.owner.text));
}

void AddTool(Canonical& form, const ToolDocument& tool) {
  form.Add("Tool", std::string_view(tool.name));
  form.Add("description", std::string_view(tool.description));
  form.Add("agreement", std::string_view(tool.agreement.text));
  form.Add("app", std::string_view(tool.app.text));
  form.Add("models", static_cast<int64_t>(tool.models.size()));
  for (const Located& model : tool.models) form.Add("model", std::string_view(model.text));
  if (tool.on_premises) {
    form.Add("onPremises", std::string_view(tool.on_premises->agreement.text));
    form.Add("onPremisesModel", std::string_view(tool.on_premises->model));
  }
  AddAudience(form, tool);
  AddReviews(form, tool);
  form.AddSet("protectedVocabulary", tool.protected_vocabulary);
  form.Add("pseudonymScope", !tool.pseudonym_scope_given ? 0 : tool.stable_pseudonyms ? 2 : 1);
  form.Add("surrogateNames", tool.pseudonyms.surrogate_names);
  form.Add("preservedIds", tool.pseudonyms.preserved_ids);
  form.Add("shiftedDates", tool.pseudonyms.shifted_dates);
  form.Add("answers", tool.answers);
  form.Add("alwaysReview", tool.always_review);
  form.Add("reviewers", std::string_view(tool.reviewers.text));
  form.Add("deputies", std::string_view(tool.deputies.text));
  for (const MediaRule& rule : tool.media) {
    form.Add("media", rule.verdict);
    form.Add("mediaOnPremises", rule.on_premises);
  }
  form.AddSet("externalFunctions", tool.external_functions);
  form.AddRows("elements", tool.limits);
  form.Add("funding", std::string_view(tool.funding));
  form.Add("survey", tool.survey);
  form.AddSet("consentedTopics", tool.consented_topics);
  form.Add("smallestGroup", tool.smallest_group);
  if (!tool.records) return;
  std::vector<std::string> kinds;
  kinds.reserve(tool.records->kinds.size());
  for (const v1::RecordKind kind : tool.records->kinds) kinds.push_back(v1::RecordKind_Name(kind));
  form.AddSet("records", std::move(kinds));
  form.AddSet("recordClasses", tool.records->classes);
  form.AddSet("recordSchools", tool.records->schools);
  form.Add("submitResults", tool.records->submit_results);
}

void AddDistrict(Canonical& form, const DistrictDocument& district) {
  form.Add("DistrictPolicy", std::string_view(district.name));
  form.Add("description", std::string_view(district.description));
  form.AddRows("elements", district.limits);
  std::map<std::string_view, const GroupEntry*> groups;
  for (const GroupEntry& group : district.groups) groups.emplace(group.name.text, &group);
  for (const auto& [name, group] : groups) {
    form.Add("group", name);
    form.Add("title", std::string_view(group->title));
    form.AddSet("members", group->members);
  }
  form.Add("reviewers", std::string_view(district.reviewers.text));
  form.Add("deputies", std::string_view(district.deputies.text));
  form.Add("escalateHours", district.escalate_hours);
  form.Add("expireHours", district.expire_hours);
  form.AddSet("requires", Numbers(district.preconditions));
  if (district.states.empty()) return;
  std::vector<std::string> states;
  states.reserve(district.states.size());
  for (const int state : district.states) states.push_back(StateWords()[static_cast<size_t>(state - 1)].name);
  form.AddSet("states", std::move(states));
}

// Of the kinds that claim something of the rest.
template <typename Document>
void AddClaims(Canonical& form, std::string_view kind, const std::vector<Document>& documents) {
  for (const Document* document : ByName(documents)) {
    form.Add(kind, std::string_view(document->name));
    form.Add("description", std::string_view(document->description));
    form.Add("spec", std::string_view(document->canonical));
  }
}

}  // namespace

std::string HashOf(const Documents& documents) {
  Canonical form;
  form.Add("form", std::string_view("schoolgate policy 2"));
  for (const AgreementDocument* agreement : ByName(documents.agreements)) AddAgreement(form, *agreement);
  for (const ToolDocument* tool : ByName(documents.tools)) AddTool(form, *tool);
  for (const DistrictDocument* district : ByName(documents.districts)) AddDistrict(form, *district);
  AddClaims(form, "Invariant", documents.invariants);
  AddClaims(form, "PolicyTest", documents.tests);
  return form.Hash();
}

}  // namespace schoolgate::policy
