#include <algorithm>

#include "core/util/strings.h"
#include "policy/documents.h"
#include "policy/element_rows.h"

namespace schoolgate::policy {
namespace {

constexpr int kMaxDays = 36500;
constexpr int kMaxHours = 24 * 366;

bool IsUpperPair(std::string_view text) {
  return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

// "US", "US-CA" (ISO 3166).
bool IsLocation(std::string_view text) {
  return IsUpperPair(text.substr(0, 2)) &&
         (text.size() == 2 || (text[2] == '-' && IsUpperPair(text.substr(3))));
}

void ReadParties(MapReader& spec, IssueLog& log, AgreementDocument& agreement, Need need) {
  const YamlNode* node = spec.Find("parties", need);
  if (node == nullptr) return;
  MapReader parties(*node, "'parties'", log);
  agreement.lea = parties.Text("lea", Need::kRequired, Form::kLine);
  agreement.provider = parties.Text("provider", Need::kRequired, Form::kLine);
  parties.Finish();
}

void ReadApps(MapReader& spec, IssueLog& log, AgreementDocument& agreement) {
  const std::vector<const YamlNode*> items = spec.Items("apps", Need::kOptional);
  for (const YamlNode* item : items) {
    MapReader map(*item, "an app", log);
    AppEntry app;
    app.name = map.Reference("name", Need::kRequired);
    app.description = map.Text("description", Need::kOptional, Form::kLine);
    map.Finish();
    const auto same = [&app](const AppEntry& other) { return other.name.text == app.name.text; };
    if (std::any_of(agreement.apps.begin(), agreement.apps.end(), same)) {
      log.Add(*item, "'apps' has this entry already");
      continue;
    }
    if (!app.name.text.empty()) agreement.apps.push_back(std::move(app));
  }
}

void ReadStateExhibits(MapReader& spec, IssueLog& log, AgreementDocument& agreement) {
  const std::vector<const YamlNode*> items = spec.Items("stateExhibits", Need::kOptional);
  for (const YamlNode* item : items) {
    MapReader map(*item, "a state exhibit", log);
    StateExhibitEntry exhibit;
    if (const YamlNode* state = map.Find("state", Need::kRequired)) {
      if (!IsUpperPair(state->text)) log.Add(*state, "'state' must be a state's two letters, such as CA");
      exhibit.state = state->text;
    }
    exhibit.title = map.Text("title", Need::kRequired, Form::kLine);
    map.Finish();
    agreement.state_exhibits.push_back(std::move(exhibit));
  }
}

void ReadSubprocessors(MapReader& spec, IssueLog& log, AgreementDocument& agreement) {
  const std::vector<const YamlNode*> items = spec.Items("subprocessors", Need::kOptional);
  for (const YamlNode* item : items) {
    MapReader map(*item, "a subprocessor", log);
    SubprocessorEntry entry;
    entry.name = map.Text("name", Need::kRequired, Form::kLine);
    entry.service = map.Text("service", Need::kRequired, Form::kLine);
    entry.location = map.Text("location", Need::kOptional, Form::kLine);
    map.Finish();
    agreement.subprocessors.push_back(std::move(entry));
  }
}

void ReadAddendum(MapReader& spec, IssueLog& log, AgreementDocument& agreement) {
  const YamlNode* node = spec.Find("aiAddendum", Need::kOptional);
  if (node == nullptr) return;
  MapReader map(*node, "'aiAddendum'", log);
  AiAddendumEntry addendum;
  addendum.signed_on = map.Date("signed", Need::kRequired).value_or(absl::CivilDay());
  addendum.hallucination_reports = map.Flag("hallucinationReports", Need::kRequired);
  addendum.bias_audit_summaries = map.Flag("biasAuditSummaries", Need::kRequired);
  addendum.has_schedule = map.Has("schedule");
  if (addendum.has_schedule) {
    addendum.schedule = ReadElementRows(map, "schedule", Need::kOptional, RowKind::kSchedule, log);
  }
  map.Finish();
  agreement.ai_addendum = std::move(addendum);
}

// A schedule's rows may be for the agreement's own apps only.
void CheckApps(const std::vector<ElementRow>& rows, const AgreementDocument& agreement, IssueLog& log) {
  std::vector<std::string_view> names;
  names.reserve(agreement.apps.size());
  for (const AppEntry& app : agreement.apps) names.push_back(app.name.text);
  for (const ElementRow& row : rows) {
    for (const Located& app : row.apps) {
      if (std::find(names.begin(), names.end(), app.text) != names.end()) continue;
      log.AddNear(app.place.line, app.place.column,
                  "'apps' names one that the agreement's 'apps' do not have", app.text, names);
    }
  }
}

void CheckTerms(MapReader& spec, const AgreementDocument& agreement, IssueLog& log) {
  if (agreement.legal_basis == v1::LEGAL_BASIS_INTERNAL_USE && agreement.route == v1::ROUTE_CLOUD) {
    log.Add(*spec.Find("legalBasis", Need::kRequired),
            "'internal_use' is for models on the district's own machines; 'route' must be on_premises");
  }
  for (const Located& location : agreement.data_locations) {
    if (!IsLocation(location.text)) {
      log.Add(location.place.line, location.place.column,
              "'dataLocations' must be countries by two letters, or their states: US, US-CA");
    }
  }
  CheckApps(agreement.schedule, agreement, log);
  if (agreement.ai_addendum) CheckApps(agreement.ai_addendum->schedule, agreement, log);
}

}  // namespace

AgreementDocument ReadAgreement(const YamlNode& spec_node, IssueLog& log) {
  static const std::vector<Word>* const kLegalBases =
      new std::vector<Word>(WordsOf(*v1::LegalBasis_descriptor()));
  static const std::vector<Word>* const kRoutes = new std::vector<Word>(WordsOf(*v1::Route_descriptor()));
  enum BirthDates { kYear = 1, kMonth };
  static const std::vector<Word>* const kBirthDates =
      new std::vector<Word>{{"year", kYear}, {"month", kMonth}};

  AgreementDocument agreement;
  MapReader spec(spec_node, "'spec'", log);
  for (const YamlNode& term : spec_node.children) {
    if (term.kind != YamlNode::Kind::kNull && term.text != kFillIn) {
      agreement.keys.push_back(Located{term.key, log.PlaceOf(term)});
    }
  }
  agreement.vendor = spec.Text("vendor", Need::kRequired, Form::kName);
  agreement.route = static_cast<v1::Route>(spec.WordIn("route", Need::kRequired, *kRoutes));
  agreement.legal_basis =
      static_cast<v1::LegalBasis>(spec.WordIn("legalBasis", Need::kRequired, *kLegalBases));
  // What a vendor promises. The district's own machines have nobody to promise it.
  const Need promise = agreement.route == v1::ROUTE_ON_PREMISES ? Need::kOptional : Need::kRequired;
  ReadParties(spec, log, agreement, promise);
  ReadApps(spec, log, agreement);
  agreement.purposes = spec.Texts("purposes", Need::kRequired, Form::kName);
  NeedEntries(spec, "purposes", log);
  const std::optional<absl::CivilDay> signed_on = spec.Date("signed", Need::kRequired);
  const std::optional<absl::CivilDay> expires_on = spec.Date("expires", Need::kRequired);
  agreement.signed_on = signed_on.value_or(absl::CivilDay());
  agreement.expires_on = expires_on.value_or(absl::CivilDay());
  if (const YamlNode* offer = spec.Find("generalOffer", Need::kOptional)) {
    MapReader map(*offer, "'generalOffer'", log);
    agreement.general_offer_expires_on = map.Date("expires", Need::kRequired);
    map.Finish();
  }
  ReadStateExhibits(spec, log, agreement);
  ReadSubprocessors(spec, log, agreement);
  agreement.data_locations = spec.Texts("dataLocations", promise, Form::kLine);
  agreement.breach_notice_hours = spec.Number("breachNoticeHours", promise, 1, kMaxHours);
  agreement.disposal_days = spec.Number("disposalDays", promise, 0, kMaxDays);
  agreement.retention_days = spec.Number("retentionDays", Need::kRequired, 0, kMaxDays);
  agreement.no_training = spec.Flag("noTraining", Need::kRequired);
  agreement.no_advertising = spec.Flag("noAdvertising", promise);
  agreement.stable_pseudonyms = spec.Flag("stablePseudonyms", Need::kOptional);
  agreement.birth_months = spec.WordIn("birthDates", Need::kOptional, *kBirthDates) == kMonth;
  agreement.schedule = ReadElementRows(spec, "schedule", Need::kRequired, RowKind::kSchedule, log);
  ReadAddendum(spec, log, agreement);
  if (signed_on && expires_on && *expires_on < *signed_on) {
    log.Add(*spec.Find("expires", Need::kRequired), "'expires' is before 'signed'");
  }
  CheckTerms(spec, agreement, log);
  spec.Finish();
  return agreement;
}

}  // namespace schoolgate::policy
