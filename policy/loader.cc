#include "policy/loader.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/state_pack.h"
#include "policy/suggest.h"
#include "policy/yaml.h"

namespace schoolgate::policy {
namespace {

namespace fs = std::filesystem;

// Deeper is a link that leads back up.
constexpr int kDeepestFolder = 8;

Issue FileIssue(std::string file, std::string message) {
  return Issue{.file = std::move(file), .message = std::move(message)};
}

Issue IssueAt(const Place& place, std::string message, std::string suggestion = "") {
  return Issue{place.file, place.line, place.column, std::move(message), std::move(suggestion)};
}

// The documents of one file, as far as it can be read.
std::vector<YamlNode> ReadYamlFile(const fs::path& path, const std::string& name,
                                   std::vector<Issue>& issues) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    issues.push_back(FileIssue(name, "this is not a regular file that can be read; remove or replace it"));
    return {};
  }
  // Asked before reading, so that a file put here by mistake does not fill memory.
  if (const uintmax_t size = fs::file_size(path, error); !error && size > kMaxYamlBytes) {
    issues.push_back(FileIssue(name, StrCat("the file has more than ", kMaxYamlBytes, " bytes; split it")));
    return {};
  }
  const absl::StatusOr<std::string> content = ReadFile(path.string());
  if (!content.ok()) {
    issues.push_back(FileIssue(name, "the file cannot be read; check its permissions"));
    return {};
  }
  return ParseYaml(name, *content, issues);
}

void ReadFiles(const std::string& directory, Documents& documents, std::vector<Issue>& issues) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    issues.push_back(FileIssue(directory, "there is no such directory of policy files; check its path"));
    documents.complete = false;
    return;
  }
  // Also through links: a mounted ConfigMap's folders are such.
  fs::recursive_directory_iterator it(directory, fs::directory_options::follow_directory_symlink, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const fs::path& path = it->path();
    std::error_code ignored;
    if (path.filename().string().starts_with('.')) {
      if (it->is_directory(ignored)) it.disable_recursion_pending();
      continue;
    }
    if (it.depth() >= kDeepestFolder) {
      error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
      break;
    }
    if (it->is_directory(ignored)) continue;
    const std::string name = path.lexically_relative(directory).generic_string();
    const size_t before = issues.size();
    std::vector<YamlNode> nodes;
    if (path.extension() == ".yml") {
      issues.push_back(FileIssue(name, "policy files end in .yaml; rename it, or it has no effect"));
    } else if (path.extension() == ".yaml") {
      nodes = ReadYamlFile(path, name, issues);
    }
    if (issues.size() > before) documents.complete = false;
    IssueLog log(name, issues);
    for (const YamlNode& node : nodes) ReadDocument(node, log, documents);
  }
  if (error) {
    issues.push_back(FileIssue(directory, "the directory cannot be read; check its permissions"));
    documents.complete = false;
  }
}

template <typename Document>
void CheckNames(const std::vector<Document>& documents, std::string_view kind, std::vector<Issue>& issues) {
  std::map<std::string_view, const Document*> seen;
  for (const Document& document : documents) {
    if (document.name.empty()) continue;
    const auto [it, added] = seen.emplace(document.name, &document);
    if (added) continue;
    issues.push_back(
        IssueAt(document.place, StrCat("there is already a document of kind ", kind, " with this name, at ",
                                       it->second->place.file, ":", it->second->place.line)));
  }
}

void CheckPurposes(const ToolDocument& tool, const AgreementDocument& agreement, std::vector<Issue>& issues) {
  std::vector<std::string_view> approved;
  approved.reserve(agreement.purposes.size());
  for (const Located& purpose : agreement.purposes) approved.push_back(purpose.text);
  if (approved.empty()) return;  // reported at the agreement
  for (const Located& purpose : tool.purposes) {
    if (std::find(approved.begin(), approved.end(), purpose.text) != approved.end()) continue;
    issues.push_back(IssueAt(
        purpose.place, StrCat("'purposes' names one that the agreement '", agreement.name, "' does not have"),
        Suggest(purpose.text, approved)));
  }
}

void CheckLimits(const ToolDocument& tool, const AgreementDocument& agreement, std::vector<Issue>& issues) {
  const Rules granted = GrantedRules(agreement, tool.app.text);
  for (const ElementRow& row : tool.limits) {
    if (!row.is_span()) continue;
    const auto stricter = [&](v1::DataElement element) {
      return granted[static_cast<size_t>(element)].treatment > row.treatment;
    };
    if (!std::all_of(row.elements.begin(), row.elements.end(), stricter)) continue;
    issues.push_back(IssueAt(
        row.place, StrCat("a tool may only tighten: the agreement '", agreement.name, "' already gives '",
                          row.pattern, "' a stricter treatment than '", TreatmentName(row.treatment), "'")));
  }
}

// Null, noting it where everything was read, if the reference names no agreement.
const AgreementDocument* AgreementOf(const Located& reference, const Documents& documents,
                                     std::vector<Issue>& issues) {
  if (reference.text.empty()) return nullptr;
  const std::vector<AgreementDocument>& agreements = documents.agreements;
  const auto found =
      std::find_if(agreements.begin(), agreements.end(),
                   [&reference](const AgreementDocument& a) { return a.name == reference.text; });
  if (found != agreements.end()) return &*found;
  if (!documents.complete) return nullptr;  // it may stand in what could not be read
  std::vector<std::string_view> names;
  names.reserve(agreements.size());
  for (const AgreementDocument& agreement : agreements) names.push_back(agreement.name);
  issues.push_back(
      IssueAt(reference.place, "'agreement' names none that is here", Suggest(reference.text, names)));
  return nullptr;
}

void CheckApp(const ToolDocument& tool, const AgreementDocument& agreement, std::vector<Issue>& issues) {
  std::vector<std::string_view> apps;
  apps.reserve(agreement.apps.size());
  for (const AppEntry& app : agreement.apps) apps.push_back(app.name.text);
  if (tool.app.text.empty()) {
    if (apps.empty()) return;
    issues.push_back(IssueAt(tool.agreement.place,
                             StrCat("the agreement '", agreement.name,
                                    "' is for certain apps (Exhibit A); name one of them under 'app'")));
  } else if (std::find(apps.begin(), apps.end(), tool.app.text) == apps.end()) {
    issues.push_back(IssueAt(tool.app.place,
                             StrCat("'app' names none that the agreement '", agreement.name, "' has"),
                             Suggest(tool.app.text, apps)));
  }
}

void CheckOnPremises(const ToolDocument& tool, const AgreementDocument& agreement, const Documents& documents,
                     std::vector<Issue>& issues) {
  if (!tool.on_premises) return;
  const Place& place = tool.on_premises->agreement.place;
  if (agreement.route == v1::ROUTE_ON_PREMISES) {
    issues.push_back(
        IssueAt(place, "'onPremises' is for tools whose own models run in a cloud; take it out"));
    return;
  }
  const AgreementDocument* local = AgreementOf(tool.on_premises->agreement, documents, issues);
  if (local == nullptr) return;
  if (local->route != v1::ROUTE_ON_PREMISES) {
    issues.push_back(IssueAt(place, StrCat("'onPremises' names the agreement '", local->name,
                                           "', whose 'route' is not on_premises")));
    return;
  }
  CheckPurposes(tool, *local, issues);
}

void CheckFactSheet(const ToolDocument& tool, std::vector<Issue>& issues) {
  if (!tool.fact_sheet) return;
  for (const Located& model : tool.models) {
    const std::vector<Located>& covered = tool.fact_sheet->models;
    if (std::any_of(covered.begin(), covered.end(),
                    [&model](const Located& one) { return one.text == model.text; })) {
      continue;
    }
    issues.push_back(IssueAt(
        model.place, "the tool's fact sheet does not cover this model; have it reviewed, or take it out"));
  }
}

// Who decides on what waits must be known before anything waits.
void CheckReviewers(const ToolDocument& tool, const DistrictDocument* district, std::vector<Issue>& issues) {
  const auto holds = [](const std::vector<ElementRow>& rows) {
    return std::any_of(rows.begin(), rows.end(),
                       [](const ElementRow& row) { return row.verdict == v1::VERDICT_HOLD; });
  };
  const bool by_row = holds(tool.limits) || (district != nullptr && holds(district->limits));
  const bool by_media = std::any_of(tool.media.begin(), tool.media.end(),
                                    [](const MediaRule& rule) { return rule.verdict == v1::VERDICT_HOLD; });
  const bool has = !tool.reviewers.text.empty() || (district != nullptr && !district->reviewers.text.empty());
  if (!has && (tool.always_review || by_row || by_media)) {
    issues.push_back(
        IssueAt(tool.place,
                "requests may be held, and nobody is named to review them; add 'review: {reviewers: "
                "GROUP}' to the tool or the DistrictPolicy"));
  }
}

void CheckGroup(const Located& reference, std::string_view key, const DistrictDocument* district,
                std::vector<Issue>& issues) {
  if (reference.text.empty()) return;
  std::vector<std::string_view> names;
  if (district != nullptr) {
    for (const GroupEntry& group : district->groups) names.push_back(group.name.text);
  }
  if (std::find(names.begin(), names.end(), reference.text) != names.end()) return;
  issues.push_back(IssueAt(reference.place, StrCat("'", key, "' names no group of the DistrictPolicy"),
                           Suggest(reference.text, names)));
}

// An owner that is no group is nobody anyone can ask.
void CheckOwner(const ToolDocument& tool, const DistrictDocument* district, std::vector<Issue>& issues) {
  if (district == nullptr || district->groups.empty() || tool.owner.text.empty()) return;
  std::vector<std::string_view> titles;
  titles.reserve(district->groups.size());
  for (const GroupEntry& group : district->groups) titles.push_back(group.title);
  if (std::find(titles.begin(), titles.end(), tool.owner.text) != titles.end()) return;
  issues.push_back(IssueAt(tool.owner.place, "'owner' is the title of no group of the DistrictPolicy",
                           Suggest(tool.owner.text, titles)));
}

void CheckTool(const ToolDocument& tool, const Documents& documents, std::vector<Issue>& issues) {
  const DistrictDocument* district = documents.districts.empty() ? nullptr : &documents.districts.front();
  CheckReviewers(tool, district, issues);
  if (documents.complete) {
    CheckGroup(tool.reviewers, "reviewers", district, issues);
    CheckGroup(tool.deputies, "deputies", district, issues);
    CheckOwner(tool, district, issues);
  }
  CheckFactSheet(tool, issues);
  const AgreementDocument* agreement = AgreementOf(tool.agreement, documents, issues);
  if (agreement == nullptr) return;
  CheckPurposes(tool, *agreement, issues);
  CheckLimits(tool, *agreement, issues);
  CheckApp(tool, *agreement, issues);
  CheckOnPremises(tool, *agreement, documents, issues);
  if (tool.stable_pseudonyms && !agreement->stable_pseudonyms) {
    issues.push_back(
        IssueAt(tool.place, StrCat("'pseudonymScope: school_year' needs 'stablePseudonyms: true' in "
                                   "the agreement '",
                                   agreement->name, "'")));
  }
}

// A case about a tool that is not here would never be what it says.
void CheckCases(const PolicyTestDocument& test, const Documents& documents, std::vector<Issue>& issues) {
  std::vector<std::string_view> names;
  names.reserve(documents.tools.size());
  for (const ToolDocument& tool : documents.tools) names.push_back(tool.name);
  for (const PolicyCase& one : test.cases) {
    if (one.tool.text.empty() || std::find(names.begin(), names.end(), one.tool.text) != names.end())
      continue;
    issues.push_back(
        IssueAt(one.tool.place, "'tool' names none that is here", Suggest(one.tool.text, names)));
  }
}

// What an invariant asks of something by name must be here, or it holds of nothing.
void CheckNamed(const std::vector<Located>& named, const std::vector<std::string_view>& names,
                std::vector<Issue>& issues) {
  for (const Located& one : named) {
    if (std::find(names.begin(), names.end(), one.text) != names.end()) continue;
    issues.push_back(IssueAt(one.place, "'names' names one that is not here", Suggest(one.text, names)));
  }
}

void CheckInvariant(const InvariantDocument& invariant, const Documents& documents,
                    std::vector<Issue>& issues) {
  std::vector<std::string_view> tools;
  tools.reserve(documents.tools.size());
  for (const ToolDocument& tool : documents.tools) tools.push_back(tool.name);
  std::vector<std::string_view> agreements;
  agreements.reserve(documents.agreements.size());
  for (const AgreementDocument& agreement : documents.agreements) agreements.push_back(agreement.name);
  const auto of_agreement = [&](const AgreementCondition& condition) {
    CheckNamed(condition.names, agreements, issues);
    for (const AgreementCondition& inner : condition.negated) CheckNamed(inner.names, agreements, issues);
  };
  const auto of_tool = [&](const ToolCondition& condition) {
    CheckNamed(condition.names, tools, issues);
    if (condition.agreement) of_agreement(*condition.agreement);
    for (const ToolCondition& inner : condition.negated) {
      CheckNamed(inner.names, tools, issues);
      if (inner.agreement) of_agreement(*inner.agreement);
    }
  };
  for (const CellCondition* condition : {&invariant.where_cell, &invariant.must_cell}) {
    if (condition->tool) of_tool(*condition->tool);
    for (const CellCondition& inner : condition->negated) {
      if (inner.tool) of_tool(*inner.tool);
    }
  }
  of_tool(invariant.where_tool);
  of_tool(invariant.must_tool);
  of_agreement(invariant.where_agreement);
  of_agreement(invariant.must_agreement);
}

// Files come in the file system's order; which of two documents is "already" there must not depend on it.
template <typename Document>
void SortByPlace(std::vector<Document>& documents) {
  std::sort(documents.begin(), documents.end(), [](const Document& a, const Document& b) {
    return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
  });
}

}  // namespace

Documents LoadDocuments(const std::string& directory, std::vector<Issue>& issues) {
  Documents documents;
  ReadFiles(directory, documents, issues);
  SortByPlace(documents.agreements);
  SortByPlace(documents.tools);
  SortByPlace(documents.districts);
  SortByPlace(documents.invariants);
  SortByPlace(documents.tests);

  CheckNames(documents.agreements, "Agreement", issues);
  CheckNames(documents.tools, "Tool", issues);
  CheckNames(documents.invariants, "Invariant", issues);
  CheckNames(documents.tests, "PolicyTest", issues);
  for (size_t i = 1; i < documents.districts.size(); ++i) {
    const Place& first = documents.districts.front().place;
    issues.push_back(
        IssueAt(documents.districts[i].place,
                StrCat("there is a DistrictPolicy already, at ", first.file, ":", first.line, "; keep one")));
  }
  for (const ToolDocument& tool : documents.tools) CheckTool(tool, documents, issues);
  for (const DistrictDocument& district : documents.districts) {
    CheckGroup(district.reviewers, "reviewers", &district, issues);
    CheckGroup(district.deputies, "deputies", &district, issues);
    for (const int state : district.states) {
      const StatePack& pack = StatePacks()[static_cast<size_t>(state - 1)];
      for (const AgreementDocument& agreement : documents.agreements)
        CheckAgainstState(agreement, pack, issues);
    }
  }
  // A name that is not here may stand in what could not be read.
  if (documents.complete) {
    for (const InvariantDocument& invariant : documents.invariants) {
      CheckInvariant(invariant, documents, issues);
    }
    for (const PolicyTestDocument& test : documents.tests) CheckCases(test, documents, issues);
  }
  if (documents.tools.empty() && documents.complete) {
    issues.push_back(FileIssue(directory, "there are no tools; add a document of kind Tool"));
  }
  std::stable_sort(issues.begin(), issues.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return documents;
}

}  // namespace schoolgate::policy
