#include "policy/terms.h"

#include <algorithm>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

std::string Joined(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  std::string list;
  for (const std::string& text : texts) list += StrCat(list.empty() ? "" : ", ", text);
  return list;
}

std::string Joined(const std::vector<Located>& located) {
  std::vector<std::string> texts;
  texts.reserve(located.size());
  for (const Located& one : located) texts.push_back(one.text);
  return Joined(std::move(texts));
}

// The first is the default, so their order says something.
std::string InOrder(const std::vector<Located>& located) {
  std::string list;
  for (const Located& one : located) list += StrCat(list.empty() ? "" : ", ", one.text);
  return list;
}

std::string WordFor(const google::protobuf::EnumDescriptor& type, int number) {
  for (const Word& word : WordsOf(type)) {
    if (word.number == number) return word.name;
  }
  return "";
}

std::string Words(const google::protobuf::EnumDescriptor& type, const std::vector<int>& numbers) {
  std::vector<std::string> words;
  words.reserve(numbers.size());
  for (const int number : numbers) words.push_back(WordFor(type, number));
  return Joined(std::move(words));
}

std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }
std::string YesNo(bool value) { return value ? "true" : "false"; }
std::string NumberOrNone(int number) { return number == 0 ? "" : StrCat(number); }

std::string Text(const ReviewEntry& review) {
  return StrCat("by ", review.reviewer, ", ", Day(review.reviewed_on), " to ", Day(review.expires_on));
}

std::string Text(const RubricEntry& rubric) {
  return StrCat(rubric.standards_alignment, "/", rubric.safety, "/", rubric.age_appropriateness, "/",
                rubric.data_privacy, " ", Text(rubric.review));
}

std::string Text(const FactSheetEntry& sheet) {
  return StrCat(Joined(sheet.models), ", version ", sheet.model_version, ", ", Text(sheet.review));
}

std::string Text(const RecordsEntry& records) {
  const std::vector<int> kinds(records.kinds.begin(), records.kinds.end());
  return StrCat(Words(*v1::RecordKind_descriptor(), kinds),
                records.classes.empty() ? "" : StrCat("; classes ", Joined(records.classes)),
                records.schools.empty() ? "" : StrCat("; schools ", Joined(records.schools)),
                records.submit_results ? "; submits results" : "");
}

std::string Text(const PilotEntry& pilot) {
  return StrCat(Day(pilot.starts_on), " to ", Day(pilot.ends_on), ", classes ", Joined(pilot.classes),
                pilot.requests_per_day == 0 ? "" : StrCat(", ", pilot.requests_per_day, " requests a day"));
}

std::string Text(const AiAddendumEntry& addendum) {
  return StrCat("signed ", Day(addendum.signed_on),
                addendum.hallucination_reports ? ", hallucination reports" : "",
                addendum.bias_audit_summaries ? ", bias audit summaries" : "");
}

std::string Text(const MediaRules& media) {
  std::vector<std::string> texts;
  for (const Word& kind : WordsOf(*v1::MediaKind_descriptor())) {
    const MediaRule& rule = media[static_cast<size_t>(kind.number)];
    const std::string_view gets = rule.on_premises                   ? "on_premises"
                                  : rule.verdict == v1::VERDICT_SEND ? "allow"
                                  : rule.verdict == v1::VERDICT_HOLD ? "hold"
                                                                     : "block";
    texts.push_back(StrCat(kind.name, " ", gets));
  }
  return Joined(std::move(texts));
}

}  // namespace

std::vector<Term> TermsOf(const AgreementDocument& agreement) {
  std::vector<std::string> apps;
  apps.reserve(agreement.apps.size());
  for (const AppEntry& app : agreement.apps) apps.push_back(app.name.text);
  std::vector<std::string> exhibits;
  exhibits.reserve(agreement.state_exhibits.size());
  for (const StateExhibitEntry& one : agreement.state_exhibits)
    exhibits.push_back(StrCat(one.state, ": ", one.title));
  std::vector<std::string> subprocessors;
  subprocessors.reserve(agreement.subprocessors.size());
  for (const SubprocessorEntry& one : agreement.subprocessors) {
    subprocessors.push_back(
        StrCat(one.name, " (", one.service, one.location.empty() ? "" : ", ", one.location, ")"));
  }
  const std::optional<absl::CivilDay> offer = agreement.general_offer_expires_on;
  return {{"vendor", agreement.vendor},
          {"lea", agreement.lea},
          {"provider", agreement.provider},
          {"route", WordFor(*v1::Route_descriptor(), agreement.route)},
          {"legalBasis", WordFor(*v1::LegalBasis_descriptor(), agreement.legal_basis)},
          {"apps", Joined(std::move(apps))},
          {"purposes", Joined(agreement.purposes)},
          {"signed", Day(agreement.signed_on)},
          {"expires", Day(agreement.expires_on)},
          {"generalOffer", offer ? Day(*offer) : ""},
          {"stateExhibits", Joined(std::move(exhibits))},
          {"subprocessors", Joined(std::move(subprocessors))},
          {"dataLocations", Joined(agreement.data_locations)},
          {"breachNoticeHours", NumberOrNone(agreement.breach_notice_hours)},
          {"disposalDays", StrCat(agreement.disposal_days)},
          {"retentionDays", StrCat(agreement.retention_days)},
          {"noTraining", YesNo(agreement.no_training)},
          {"noAdvertising", YesNo(agreement.no_advertising)},
          {"stablePseudonyms", YesNo(agreement.stable_pseudonyms)},
          {"birthDates", agreement.birth_months ? "month" : "year"},
          {"aiAddendum", agreement.ai_addendum ? Text(*agreement.ai_addendum) : ""}};
}

std::vector<Term> TermsOf(const ToolDocument& tool) {
  RoleSet roles = 0;
  for (const v1::CallerRole role : tool.roles) roles |= RoleBit(role);
  const std::string_view scope = !tool.pseudonym_scope_given ? ""
                                 : tool.stable_pseudonyms    ? "school_year"
                                                             : "session";
  return {{"agreement", tool.agreement.text},
          {"app", tool.app.text},
          {"models", InOrder(tool.models)},
          {"onPremises",
           tool.on_premises ? StrCat(tool.on_premises->agreement.text, ", ", tool.on_premises->model) : ""},
          {"phase", WordFor(*v1::Phase_descriptor(), tool.phase)},
          {"pilot", tool.pilot ? Text(*tool.pilot) : ""},
          {"suspended", tool.suspended},
          {"roles", DescribeRoles(roles)},
          {"grades", DescribeGrades(tool.grades)},
          {"schools", Joined(tool.schools)},
          {"classes", Joined(tool.classes)},
          {"minimumAge", NumberOrNone(tool.minimum_age)},
          {"purposes", Joined(tool.purposes)},
          {"owner", tool.owner.text},
          {"rubric", tool.rubric ? Text(*tool.rubric) : ""},
          {"biasReview", tool.bias_review ? Text(*tool.bias_review) : ""},
          {"factSheet", tool.fact_sheet ? Text(*tool.fact_sheet) : ""},
          {"requires", Words(*v1::Precondition_descriptor(), tool.preconditions)},
          {"staffCourse", NumberOrNone(tool.staff_course)},
          {"protectedVocabulary", Joined(tool.protected_vocabulary)},
          {"pseudonymScope", std::string(scope)},
          {"pseudonyms.names", tool.pseudonyms.surrogate_names ? "surrogates" : "codes"},
          {"pseudonyms.ids", tool.pseudonyms.preserved_ids ? "format_preserving" : "codes"},
          {"pseudonyms.dates", tool.pseudonyms.shifted_dates ? "shift" : "codes"},
          {"answers", WordFor(*v1::AnswerRule_descriptor(), tool.answers)},
          {"review.always", YesNo(tool.always_review)},
          {"review.reviewers", tool.reviewers.text},
          {"review.deputies", tool.deputies.text},
          {"media", Text(tool.media)},
          {"externalFunctions", Joined(tool.external_functions)},
          {"funding", tool.funding},
          {"survey", tool.survey ? StrCat("consented topics: ", Joined(tool.consented_topics)) : ""},
          {"release.smallestGroup", NumberOrNone(tool.smallest_group)},
          {"records", tool.records ? Text(*tool.records) : ""}};
}

std::vector<Term> TermsOf(const DistrictDocument& district) {
  std::vector<std::string> groups;
  groups.reserve(district.groups.size());
  for (const GroupEntry& group : district.groups) {
    groups.push_back(StrCat(group.name.text, " (", group.title, "; ", group.members.size(),
                            group.members.size() == 1 ? " member)" : " members)"));
  }
  return {{"groups", Joined(std::move(groups))},
          {"requires", Words(*v1::Precondition_descriptor(), district.preconditions)},
          {"review.reviewers", district.reviewers.text},
          {"review.deputies", district.deputies.text},
          {"review.escalateHours", StrCat(district.escalate_hours)},
          {"review.expireHours", StrCat(district.expire_hours)}};
}

}  // namespace schoolgate::policy
