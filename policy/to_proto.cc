#include "policy/to_proto.h"

#include <string>

#include "policy/compile.h"

namespace schoolgate::policy {
namespace {

std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }

v1::ScheduleRow& AddRow(v1::Agreement& agreement, v1::DataElement element, const Rule& rule) {
  v1::ScheduleRow& row = *agreement.add_schedule();
  row.set_element(element);
  row.set_treatment(NearestSupported(element, rule.treatment));
  row.set_clause(std::string(rule.clause));
  return row;
}

void AddSchedule(const AgreementDocument& document, v1::Agreement& agreement) {
  const Rules all = GrantedRules(document, "");
  for (int n = 1; n < kDataElementCount; ++n) {
    const Rule& rule = all[static_cast<size_t>(n)];
    if (rule.clause != kNotScheduled) AddRow(agreement, static_cast<v1::DataElement>(n), rule);
  }
  for (const AppEntry& app : document.apps) {
    const Rules own = GrantedRules(document, app.name.text);
    for (int n = 1; n < kDataElementCount; ++n) {
      const auto i = static_cast<size_t>(n);
      if (own[i].treatment == all[i].treatment && own[i].clause == all[i].clause) continue;
      AddRow(agreement, static_cast<v1::DataElement>(n), own[i]).add_apps(app.name.text);
    }
  }
}

v1::ToolReview ReviewOf(const ReviewEntry& entry) {
  v1::ToolReview review;
  review.set_reviewer(entry.reviewer);
  review.set_reviewed_date(Day(entry.reviewed_on));
  review.set_expires_date(Day(entry.expires_on));
  return review;
}

void AddReviews(const ToolDocument& document, v1::Tool& tool) {
  if (document.rubric) {
    v1::Rubric& rubric = *tool.mutable_rubric();
    *rubric.mutable_review() = ReviewOf(document.rubric->review);
    rubric.set_standards_alignment(document.rubric->standards_alignment);
    rubric.set_safety(document.rubric->safety);
    rubric.set_age_appropriateness(document.rubric->age_appropriateness);
    rubric.set_data_privacy(document.rubric->data_privacy);
  }
  if (document.bias_review) *tool.mutable_bias_review() = ReviewOf(*document.bias_review);
  if (document.fact_sheet) {
    v1::FactSheet& sheet = *tool.mutable_fact_sheet();
    *sheet.mutable_review() = ReviewOf(document.fact_sheet->review);
    for (const Located& model : document.fact_sheet->models) sheet.add_models(model.text);
    sheet.set_model_version(document.fact_sheet->model_version);
  }
}

void AddAudience(const ToolDocument& document, v1::Tool& tool) {
  for (const v1::CallerRole role : document.roles) tool.add_roles(role);
  for (int grade = 0; document.grades != kAllGrades && grade < kGradeCount; ++grade) {
    if ((document.grades >> grade & 1) != 0) tool.add_grades(std::string(GradeName(grade)));
  }
  for (const Located& school : document.schools) tool.add_schools(school.text);
  for (const Located& one : document.classes) tool.add_classes(one.text);
  tool.set_minimum_age(document.minimum_age);
  for (const Located& purpose : document.purposes) tool.add_purposes(purpose.text);
  if (document.pilot) {
    v1::Pilot& pilot = *tool.mutable_pilot();
    for (const Located& one : document.pilot->classes) pilot.add_classes(one.text);
    pilot.set_starts_date(Day(document.pilot->starts_on));
    pilot.set_ends_date(Day(document.pilot->ends_on));
    pilot.set_requests_per_day(document.pilot->requests_per_day);
  }
}

}  // namespace

v1::Agreement ToProto(const AgreementDocument& document) {
  v1::Agreement agreement;
  agreement.set_name(document.name);
  agreement.set_vendor(document.vendor);
  agreement.set_lea(document.lea);
  agreement.set_provider(document.provider);
  agreement.set_legal_basis(document.legal_basis);
  for (const AppEntry& entry : document.apps) {
    v1::AgreementApp& app = *agreement.add_apps();
    app.set_name(entry.name.text);
    app.set_description(entry.description);
  }
  for (const Located& purpose : document.purposes) agreement.add_purposes(purpose.text);
  AddSchedule(document, agreement);
  agreement.set_signed_date(Day(document.signed_on));
  agreement.set_expires_date(Day(document.expires_on));
  if (document.general_offer_expires_on) {
    agreement.set_general_offer_expires_date(Day(*document.general_offer_expires_on));
  }
  for (const StateExhibitEntry& entry : document.state_exhibits) {
    v1::StateExhibit& exhibit = *agreement.add_state_exhibits();
    exhibit.set_state(entry.state);
    exhibit.set_title(entry.title);
  }
  for (const SubprocessorEntry& entry : document.subprocessors) {
    v1::Subprocessor& subprocessor = *agreement.add_subprocessors();
    subprocessor.set_name(entry.name);
    subprocessor.set_service(entry.service);
    subprocessor.set_location(entry.location);
  }
  for (const Located& location : document.data_locations) agreement.add_data_locations(location.text);
  agreement.set_breach_notice_hours(document.breach_notice_hours);
  agreement.set_disposal_days(document.disposal_days);
  agreement.set_retention_days(document.retention_days);
  agreement.set_no_training(document.no_training);
  agreement.set_no_advertising(document.no_advertising);
  if (document.ai_addendum) {
    v1::AiAddendum& addendum = *agreement.mutable_ai_addendum();
    addendum.set_signed_date(Day(document.ai_addendum->signed_on));
    addendum.set_hallucination_reports(document.ai_addendum->hallucination_reports);
    addendum.set_bias_audit_summaries(document.ai_addendum->bias_audit_summaries);
  }
  agreement.set_route(document.route);
  agreement.set_stable_pseudonyms(document.stable_pseudonyms);
  return agreement;
}

v1::Tool ToProto(const ToolDocument& document) {
  v1::Tool tool;
  tool.set_name(document.name);
  tool.set_description(document.description);
  tool.set_agreement(document.agreement.text);
  tool.set_app(document.app.text);
  for (const Located& model : document.models) tool.add_models(model.text);
  if (document.on_premises) {
    tool.set_on_premises_agreement(document.on_premises->agreement.text);
    tool.set_on_premises_model(document.on_premises->model);
  }
  tool.set_phase(document.phase);
  tool.set_suspended(document.suspended);
  AddAudience(document, tool);
  tool.set_owner(document.owner.text);
  AddReviews(document, tool);
  for (const int precondition : document.preconditions) {
    tool.add_preconditions(static_cast<v1::Precondition>(precondition));
  }
  tool.set_staff_course(document.staff_course);
  for (const std::string& term : document.protected_vocabulary) tool.add_protected_vocabulary(term);
  tool.set_stable_pseudonyms(document.stable_pseudonyms);
  tool.set_answers(document.answers);
  tool.set_always_review(document.always_review);
  tool.set_reviewers(document.reviewers.text);
  tool.set_deputies(document.deputies.text);
  for (size_t kind = 1; kind < document.media.size(); ++kind) {
    v1::MediaRule& rule = *tool.add_media();
    rule.set_kind(static_cast<v1::MediaKind>(kind));
    rule.set_verdict(document.media[kind].verdict);
    rule.set_on_premises(document.media[kind].on_premises);
  }
  for (const std::string& function : document.external_functions) tool.add_external_functions(function);
  tool.set_funding(document.funding);
  tool.set_survey(document.survey);
  for (const std::string& topic : document.consented_topics) tool.add_consented_topics(topic);
  tool.set_smallest_group(document.smallest_group);
  if (document.records) {
    v1::RecordAccess& records = *tool.mutable_records();
    for (const v1::RecordKind kind : document.records->kinds) records.add_kinds(kind);
    for (const Located& one : document.records->classes) records.add_classes(one.text);
    for (const Located& one : document.records->schools) records.add_schools(one.text);
    records.set_submit_results(document.records->submit_results);
  }
  return tool;
}

}  // namespace schoolgate::policy
