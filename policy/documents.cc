#include "policy/documents.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/util/strings.h"
#include "policy/element_rows.h"

namespace schoolgate::policy {
namespace {

constexpr std::string_view kApiVersion = "schoolgate/v1";
constexpr int kMaxRetentionDays = 36500;

void ReadMetadata(MapReader& document, IssueLog& log, std::string& name, std::string& description) {
  const YamlNode* node = document.Find("metadata", Need::kRequired);
  if (node == nullptr) return;
  MapReader metadata(*node, "'metadata'", log);
  name = metadata.Text("name", Need::kRequired, Form::kName);
  description = metadata.Text("description", Need::kOptional, Form::kProse);
  metadata.Finish();
}

// A tool without models, roles or purposes could serve nobody; an agreement without purposes, no tool.
void NeedEntries(const MapReader& map, std::string_view key, bool empty, IssueLog& log) {
  for (const YamlNode& child : map.node().children) {
    if (child.key == key && child.kind == YamlNode::Kind::kList && child.children.empty() && empty) {
      log.Add(child, StrCat("'", key, "' needs at least one entry"));
    }
  }
}

AgreementDocument ReadAgreement(const YamlNode& spec_node, IssueLog& log) {
  static const std::vector<Word>* const kLegalBases =
      new std::vector<Word>(WordsOf(*v1::LegalBasis_descriptor()));
  static const std::vector<Word>* const kRoutes = new std::vector<Word>(WordsOf(*v1::Route_descriptor()));

  AgreementDocument agreement;
  MapReader spec(spec_node, "'spec'", log);
  agreement.vendor = spec.Text("vendor", Need::kRequired, Form::kName);
  agreement.route = static_cast<v1::Route>(spec.WordIn("route", Need::kRequired, *kRoutes));
  agreement.legal_basis =
      static_cast<v1::LegalBasis>(spec.WordIn("legalBasis", Need::kRequired, *kLegalBases));
  agreement.purposes = spec.Texts("purposes", Need::kRequired, Form::kName);
  NeedEntries(spec, "purposes", agreement.purposes.empty(), log);
  const std::optional<absl::CivilDay> signed_on = spec.Date("signed");
  const std::optional<absl::CivilDay> expires_on = spec.Date("expires");
  agreement.signed_on = signed_on.value_or(absl::CivilDay());
  agreement.expires_on = expires_on.value_or(absl::CivilDay());
  agreement.subprocessors = spec.Texts("subprocessors", Need::kOptional, Form::kLine);
  agreement.retention_days = spec.Number("retentionDays", Need::kRequired, 0, kMaxRetentionDays);
  agreement.no_training = spec.Flag("noTraining", Need::kRequired);
  agreement.stable_pseudonyms = spec.Flag("stablePseudonyms", Need::kOptional);
  agreement.schedule = ReadElementRows(spec, "schedule", Need::kRequired, RowKind::kForTool, log);
  if (signed_on && expires_on && *expires_on < *signed_on) {
    log.Add(*spec.Find("expires", Need::kRequired), "'expires' is before 'signed'");
  }
  if (agreement.legal_basis == v1::LEGAL_BASIS_INTERNAL_USE && agreement.route == v1::ROUTE_CLOUD) {
    log.Add(*spec.Find("legalBasis", Need::kRequired),
            "'internal_use' is for models on the district's own machines; 'route' must be on_premises");
  }
  spec.Finish();
  return agreement;
}

ToolDocument ReadTool(const YamlNode& spec_node, IssueLog& log) {
  static const std::vector<Word>* const kPhases = new std::vector<Word>(WordsOf(*v1::Phase_descriptor()));
  static const std::vector<Word>* const kRoles = new std::vector<Word>(WordsOf(*v1::CallerRole_descriptor()));

  ToolDocument tool;
  MapReader spec(spec_node, "'spec'", log);
  tool.agreement = spec.Reference("agreement");
  tool.models = spec.Texts("models", Need::kRequired, Form::kModel);
  NeedEntries(spec, "models", tool.models.empty(), log);
  tool.phase = static_cast<v1::Phase>(spec.WordIn("phase", Need::kRequired, *kPhases));
  for (const int role : spec.WordsIn("roles", *kRoles))
    tool.roles.push_back(static_cast<v1::CallerRole>(role));
  NeedEntries(spec, "roles", tool.roles.empty(), log);
  tool.purposes = spec.Texts("purposes", Need::kRequired, Form::kName);
  NeedEntries(spec, "purposes", tool.purposes.empty(), log);
  tool.owner = spec.Text("owner", Need::kRequired, Form::kLine);
  if (const YamlNode* node = spec.Find("media", Need::kOptional)) {
    MapReader media(*node, "'media'", log);
    tool.media_allowed = media.Flag("allow", Need::kRequired);
    media.Finish();
  }
  for (Located& function : spec.Texts("externalFunctions", Need::kOptional, Form::kFunction)) {
    tool.external_functions.push_back(std::move(function.text));
  }
  tool.limits = ReadElementRows(spec, "elements", Need::kOptional, RowKind::kForTool, log);
  if (tool.phase == v1::PHASE_TEACHER_IN_THE_LOOP &&
      std::find(tool.roles.begin(), tool.roles.end(), v1::CALLER_ROLE_STUDENT) != tool.roles.end()) {
    log.Add(
        *spec.Find("phase", Need::kRequired),
        "'teacher_in_the_loop' is for staff accounts; take 'student' out of 'roles', or name a later phase");
  }
  spec.Finish();
  return tool;
}

DistrictDocument ReadDistrict(const YamlNode& spec_node, IssueLog& log) {
  DistrictDocument district;
  MapReader spec(spec_node, "'spec'", log);
  district.limits = ReadElementRows(spec, "elements", Need::kRequired, RowKind::kForDistrict, log);
  spec.Finish();
  return district;
}

}  // namespace

void ReadDocument(const YamlNode& node, IssueLog& log, Documents& documents) {
  enum Kind { kAgreement = 1, kTool, kDistrictPolicy };
  static const std::vector<Word>* const kKinds =
      new std::vector<Word>{{"Agreement", kAgreement}, {"Tool", kTool}, {"DistrictPolicy", kDistrictPolicy}};

  MapReader document(node, "a policy document", log);
  if (node.kind != YamlNode::Kind::kMap) {
    documents.complete = false;
    return;
  }
  if (const YamlNode* version = document.Find("apiVersion", Need::kRequired);
      version != nullptr && version->text != kApiVersion) {
    log.Add(*version, StrCat("'apiVersion' must be ", kApiVersion));
  }
  const int kind = document.WordIn("kind", Need::kRequired, *kKinds);
  std::string name;
  std::string description;
  ReadMetadata(document, log, name, description);
  const YamlNode* spec = document.Find("spec", Need::kRequired);
  document.Finish();

  const auto finish = [&](auto read, auto& list) {
    auto value = spec != nullptr ? read(*spec, log) : decltype(read(*spec, log)){};
    value.place = log.PlaceOf(node);
    value.name = std::move(name);
    value.description = std::move(description);
    list.push_back(std::move(value));
  };
  if (kind == 0) documents.complete = false;
  if (kind == kAgreement) finish(ReadAgreement, documents.agreements);
  if (kind == kTool) finish(ReadTool, documents.tools);
  if (kind == kDistrictPolicy) finish(ReadDistrict, documents.districts);
}

}  // namespace schoolgate::policy
