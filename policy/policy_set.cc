#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/loader.h"
#include "policy/policy.h"

namespace schoolgate::policy {
namespace {

// A tool with all that does not depend on who asks. `plan` lacks the model and what keeps it alive.
struct CompiledTool {
  const ToolDocument* tool = nullptr;
  const AgreementDocument* agreement = nullptr;
  size_t index = 0;  // in tools()
  uint32_t roles =
      0;  // bit n: CallerRole n. A role does not change the rules, so one plan serves all of them
  Plan plan;
};

bool Admits(const CompiledTool& tool, v1::CallerRole role) {
  return v1::CallerRole_IsValid(role) && (tool.roles >> static_cast<unsigned>(role) & 1u) != 0;
}

bool InForce(const AgreementDocument& agreement, absl::CivilDay today) {
  return agreement.signed_on <= today && today <= agreement.expires_on;
}

v1::Agreement ToProto(const AgreementDocument& document) {
  v1::Agreement agreement;
  agreement.set_name(document.name);
  agreement.set_vendor(document.vendor);
  agreement.set_legal_basis(document.legal_basis);
  for (const Located& purpose : document.purposes) agreement.add_purposes(purpose.text);
  const Rules granted = GrantedRules(document);
  for (int n = 1; n < kDataElementCount; ++n) {
    const Rule& rule = granted[static_cast<size_t>(n)];
    if (rule.clause == kNotScheduled) continue;
    const auto element = static_cast<v1::DataElement>(n);
    v1::ScheduleRow& row = *agreement.add_schedule();
    row.set_element(element);
    row.set_treatment(NearestSupported(element, rule.treatment));
    row.set_clause(std::string(rule.clause));
  }
  agreement.set_signed_date(absl::FormatCivilTime(document.signed_on));
  agreement.set_expires_date(absl::FormatCivilTime(document.expires_on));
  for (const Located& subprocessor : document.subprocessors) agreement.add_subprocessors(subprocessor.text);
  agreement.set_retention_days(document.retention_days);
  agreement.set_no_training(document.no_training);
  agreement.set_route(document.route);
  agreement.set_stable_pseudonyms(document.stable_pseudonyms);
  return agreement;
}

v1::Tool ToProto(const ToolDocument& document) {
  v1::Tool tool;
  tool.set_name(document.name);
  tool.set_agreement(document.agreement.text);
  for (const Located& model : document.models) tool.add_models(model.text);
  tool.set_phase(document.phase);
  for (const v1::CallerRole role : document.roles) tool.add_roles(role);
  for (const Located& purpose : document.purposes) tool.add_purposes(purpose.text);
  tool.set_owner(document.owner);
  tool.set_media_allowed(document.media_allowed);
  for (const std::string& function : document.external_functions) tool.add_external_functions(function);
  return tool;
}

const std::string* FindText(const std::vector<Located>& texts, std::string_view wanted) {
  const auto found =
      std::find_if(texts.begin(), texts.end(), [wanted](const Located& l) { return l.text == wanted; });
  return found == texts.end() ? nullptr : &found->text;
}

class CompiledSet : public PolicySet, public std::enable_shared_from_this<CompiledSet> {
 public:
  explicit CompiledSet(Documents documents) : documents_(std::move(documents)), hash_(HashOf(documents_)) {
    const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
    std::sort(documents_.agreements.begin(), documents_.agreements.end(), by_name);
    std::sort(documents_.tools.begin(), documents_.tools.end(), by_name);
    for (const AgreementDocument& agreement : documents_.agreements)
      agreements_.push_back(ToProto(agreement));
    for (const ToolDocument& tool : documents_.tools) {
      compiled_.emplace(tool.name, Compile(tool));
      tools_.push_back(ToProto(tool));
    }
  }

  std::string_view hash() const override { return hash_; }
  absl::StatusOr<Plan> MakePlan(const Principal& principal, const Ask& ask,
                                absl::CivilDay today) const override;
  std::vector<v1::Tool> ToolsFor(const Principal& principal, absl::CivilDay today) const override;
  std::span<const v1::Agreement> agreements() const override { return agreements_; }
  std::span<const v1::Tool> tools() const override { return tools_; }

 private:
  // What a request's tool and model name; `model` is null where the tool does not have it.
  struct Target {
    const CompiledTool* tool = nullptr;
    const std::string* model = nullptr;
  };

  CompiledTool Compile(const ToolDocument& tool) const;
  const CompiledTool* FindTool(std::string_view name) const {
    const auto found = compiled_.find(ToAbsl(name));
    return found == compiled_.end() ? nullptr : &found->second;
  }
  Target Resolve(const Principal& principal, const Ask& ask) const;

  Documents documents_;
  std::string hash_;
  std::vector<v1::Agreement> agreements_;
  std::vector<v1::Tool> tools_;
  absl::flat_hash_map<std::string, CompiledTool> compiled_;
};

CompiledTool CompiledSet::Compile(const ToolDocument& tool) const {
  CompiledTool compiled;
  compiled.tool = &tool;
  compiled.agreement =
      &*std::find_if(documents_.agreements.begin(), documents_.agreements.end(),
                     [&tool](const AgreementDocument& a) { return a.name == tool.agreement.text; });
  compiled.index = tools_.size();
  for (const v1::CallerRole role : tool.roles) compiled.roles |= 1u << static_cast<unsigned>(role);
  const AgreementDocument& agreement = *compiled.agreement;
  Plan& plan = compiled.plan;
  plan.tool = tool.name;
  plan.owner = tool.owner;
  plan.agreement = agreement.name;
  plan.legal_basis = agreement.legal_basis;
  plan.destination.vendor = agreement.vendor;
  plan.destination.route = agreement.route;
  plan.rules =
      CompileRules(agreement, tool, documents_.districts.empty() ? nullptr : &documents_.districts.front());
  plan.stable_pseudonyms = agreement.stable_pseudonyms;
  plan.media_allowed = tool.media_allowed;
  plan.external_functions = tool.external_functions;
  plan.policy_hash = hash_;
  return compiled;
}

CompiledSet::Target CompiledSet::Resolve(const Principal& principal, const Ask& ask) const {
  const CompiledTool* base = FindTool(ask.tool.empty() ? principal.default_tool : ask.tool);
  // A header naming a tool that does not exist is an error whatever the model says.
  if (base == nullptr && !ask.tool.empty()) return {};
  const auto agrees = [&](const CompiledTool* tool) { return ask.tool.empty() || tool == base; };

  if (base != nullptr) {
    if (ask.model.empty()) return {base, &base->tool->models.front().text};
    if (const std::string* model = FindText(base->tool->models, ask.model)) return {base, model};
  }
  if (const CompiledTool* tool = FindTool(ask.model)) {
    return agrees(tool) ? Target{tool, &tool->tool->models.front().text} : Target{};
  }
  const size_t slash = ask.model.find('/');
  if (slash == std::string_view::npos) return {base, nullptr};
  const CompiledTool* tool = FindTool(ask.model.substr(0, slash));
  if (tool == nullptr || !agrees(tool)) return {};
  return {tool, FindText(tool->tool->models, ask.model.substr(slash + 1))};
}

// Null where the purpose is not one of the tool's. The loader saw to it that the agreement has every purpose
// of its tools.
const std::string* PurposeOf(const ToolDocument& tool, const Principal& principal, const Ask& ask) {
  if (!ask.purpose.empty()) return FindText(tool.purposes, ask.purpose);
  if (const std::string* preset = FindText(tool.purposes, principal.default_purpose)) return preset;
  // An app has one default and may have many tools, and an SDK has no field for a purpose: a tool approved
  // for one alone leaves no doubt.
  return tool.purposes.size() == 1 ? &tool.purposes.front().text : nullptr;
}

absl::StatusOr<Plan> CompiledSet::MakePlan(const Principal& principal, const Ask& ask,
                                           absl::CivilDay today) const {
  const Target target = Resolve(principal, ask);
  if (target.tool == nullptr) return MakeProblem(problems::kUnknownModel);
  const CompiledTool& compiled = *target.tool;
  const Plan& ready = compiled.plan;
  if (std::find(principal.tools.begin(), principal.tools.end(), ready.tool) == principal.tools.end()) {
    return MakeProblem(problems::kToolNotAllowed, {{"tool", ready.tool}});
  }
  if (target.model == nullptr) return MakeProblem(problems::kUnknownModel);
  if (!Admits(compiled, principal.role)) {
    return MakeProblem(problems::kRoleNotAllowed, {{"tool", ready.tool}, {"owner", ready.owner}});
  }
  const std::string* purpose = PurposeOf(*compiled.tool, principal, ask);
  if (purpose == nullptr) {
    return MakeProblem(problems::kUnknownPurpose, {{"tool", ready.tool}, {"owner", ready.owner}});
  }
  if (!InForce(*compiled.agreement, today)) {
    return MakeProblem(problems::kAgreementExpired, {{"tool", ready.tool}, {"owner", ready.owner}});
  }
  Plan plan = ready;
  plan.purpose = *purpose;
  plan.destination.model = *target.model;
  plan.keeps_alive = shared_from_this();
  return plan;
}

std::vector<v1::Tool> CompiledSet::ToolsFor(const Principal& principal, absl::CivilDay today) const {
  std::vector<v1::Tool> usable;
  for (const std::string& name : principal.tools) {
    const CompiledTool* tool = FindTool(name);
    if (tool == nullptr || !Admits(*tool, principal.role)) continue;
    if (InForce(*tool->agreement, today)) usable.push_back(tools_[tool->index]);
  }
  return usable;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PolicySet>> PolicySet::Load(const std::string& directory,
                                                                 std::vector<Issue>& issues) {
  issues.clear();
  Documents documents = LoadDocuments(directory, issues);
  if (!issues.empty()) {
    return MakeProblem(problems::kPolicyUnusable, {{"count", StrCat(issues.size())}});
  }
  return std::make_shared<const CompiledSet>(std::move(documents));
}

}  // namespace schoolgate::policy
