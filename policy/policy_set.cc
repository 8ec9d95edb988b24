#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "policy/admission.h"
#include "policy/compile.h"
#include "policy/loader.h"
#include "policy/policy.h"
#include "policy/to_proto.h"

namespace schoolgate::policy {
namespace {

// A tool with all that does not depend on who asks. `plan` lacks purpose, model and rules.
struct CompiledTool {
  explicit CompiledTool(ToolTable tool_table) : table(std::move(tool_table)) {}

  ToolTable table;
  size_t index = 0;  // in tools()
  Plan plan;
  LocalPlan local;
};

const std::string* FindText(const std::vector<Located>& texts, std::string_view wanted) {
  const auto found =
      std::find_if(texts.begin(), texts.end(), [wanted](const Located& l) { return l.text == wanted; });
  return found == texts.end() ? nullptr : &found->text;
}

// Null where a request that needs a model meets a tool that has none.
const std::string* FirstModel(const std::vector<Located>& models, const Ask& ask) {
  static const std::string* const kNone = new std::string();
  if (!models.empty()) return &models.front().text;
  return ask.without_model ? kNone : nullptr;
}

// Null where there is none.
const AgreementDocument* FindAgreement(const Documents& documents, std::string_view name) {
  const auto found = std::find_if(documents.agreements.begin(), documents.agreements.end(),
                                  [name](const AgreementDocument& a) { return a.name == name; });
  return found == documents.agreements.end() ? nullptr : &*found;
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
    for (const auto& [name, tool] : compiled_) {
      if (tools_[tool->index].has_records()) tool->plan.records = &tools_[tool->index].records();
    }
  }

  std::string_view hash() const override { return hash_; }
  absl::StatusOr<Plan> MakePlan(const Principal& principal, const Caller& caller, const Ask& ask,
                                absl::CivilDay today) const override;
  std::vector<v1::Tool> ToolsFor(const Principal& principal, const Caller& caller,
                                 absl::CivilDay today) const override;
  std::span<const v1::Agreement> agreements() const override { return agreements_; }
  std::span<const v1::Tool> tools() const override { return tools_; }
  const Documents& documents() const override { return documents_; }
  const ToolTable* Table(std::string_view tool) const override {
    const CompiledTool* found = FindTool(tool);
    return found == nullptr ? nullptr : &found->table;
  }

 private:
  // What a request's tool and model name; `model` is null where the tool does not have it.
  struct Target {
    const CompiledTool* tool = nullptr;
    const std::string* model = nullptr;
  };

  std::unique_ptr<CompiledTool> Compile(const ToolDocument& tool) const;
  const DistrictDocument* district() const {
    return documents_.districts.empty() ? nullptr : &documents_.districts.front();
  }
  const CompiledTool* FindTool(std::string_view name) const {
    const auto found = compiled_.find(ToAbsl(name));
    return found == compiled_.end() ? nullptr : found->second.get();
  }
  Target Resolve(const Principal& principal, const Ask& ask) const;

  Documents documents_;
  std::string hash_;
  std::vector<v1::Agreement> agreements_;
  std::vector<v1::Tool> tools_;
  absl::flat_hash_map<std::string, std::unique_ptr<CompiledTool>> compiled_;
};

std::unique_ptr<CompiledTool> CompiledSet::Compile(const ToolDocument& tool) const {
  const AgreementDocument& agreement = *FindAgreement(documents_, tool.agreement.text);
  const AgreementDocument* local =
      tool.on_premises ? FindAgreement(documents_, tool.on_premises->agreement.text) : nullptr;
  auto compiled = std::make_unique<CompiledTool>(ToolTable(tool, agreement, local, district()));
  compiled->index = tools_.size();
  Plan& plan = compiled->plan;
  plan.tool = tool.name;
  plan.owner = tool.owner.text;
  plan.agreement = agreement.name;
  plan.legal_basis = agreement.legal_basis;
  plan.destination.vendor = agreement.vendor;
  plan.destination.route = agreement.route;
  plan.flag_rules = &compiled->table.flag_rules();
  plan.media = tool.media;
  // The agreement allows it; the tool may keep to sessions all the same.
  plan.stable_pseudonyms =
      agreement.stable_pseudonyms && (tool.stable_pseudonyms || !tool.pseudonym_scope_given);
  plan.pseudonyms = tool.pseudonyms;
  plan.answers = tool.answers;
  plan.birth_months = agreement.birth_months;
  plan.external_functions = tool.external_functions;
  plan.protected_vocabulary = tool.protected_vocabulary;
  plan.always_review = tool.always_review;
  const DistrictDocument* whole = district();
  plan.reviewers =
      tool.reviewers.text.empty() && whole != nullptr ? whole->reviewers.text : tool.reviewers.text;
  plan.deputies = tool.deputies.text.empty() && whole != nullptr ? whole->deputies.text : tool.deputies.text;
  plan.survey = tool.survey;
  plan.consented_topics = tool.consented_topics;
  plan.smallest_group = tool.smallest_group;
  plan.requests_per_day = tool.pilot ? tool.pilot->requests_per_day : 0;
  plan.policy_hash = hash_;
  if (local != nullptr) {
    compiled->local = LocalPlan{.agreement = local->name,
                                .legal_basis = local->legal_basis,
                                .destination = {local->vendor, tool.on_premises->model, local->route},
                                .stable_pseudonyms = local->stable_pseudonyms,
                                .birth_months = local->birth_months};
    plan.local = &compiled->local;
    plan.local_flag_rules = compiled->table.local_flag_rules();
  }
  return compiled;
}

CompiledSet::Target CompiledSet::Resolve(const Principal& principal, const Ask& ask) const {
  const CompiledTool* base = FindTool(ask.tool.empty() ? principal.default_tool : ask.tool);
  // A header naming a tool that does not exist is an error whatever the model says.
  if (base == nullptr && !ask.tool.empty()) return {};
  const auto agrees = [&](const CompiledTool* tool) { return ask.tool.empty() || tool == base; };

  if (base != nullptr) {
    const std::vector<Located>& models = base->table.tool().models;
    if (ask.model.empty()) return {base, FirstModel(models, ask)};
    if (const std::string* model = FindText(models, ask.model)) return {base, model};
  }
  if (const CompiledTool* tool = FindTool(ask.model)) {
    return agrees(tool) ? Target{tool, FirstModel(tool->table.tool().models, ask)} : Target{};
  }
  const size_t slash = ask.model.find('/');
  if (slash == std::string_view::npos) return {base, nullptr};
  const CompiledTool* tool = FindTool(ask.model.substr(0, slash));
  if (tool == nullptr || !agrees(tool)) return {};
  return {tool, FindText(tool->table.tool().models, ask.model.substr(slash + 1))};
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

absl::StatusOr<Plan> CompiledSet::MakePlan(const Principal& principal, const Caller& caller, const Ask& ask,
                                           absl::CivilDay today) const {
  const Target target = Resolve(principal, ask);
  if (target.tool == nullptr) return MakeProblem(problems::kUnknownModel);
  const CompiledTool& compiled = *target.tool;
  const Plan& ready = compiled.plan;
  if (std::find(principal.tools.begin(), principal.tools.end(), ready.tool) == principal.tools.end()) {
    return MakeProblem(problems::kToolNotAllowed, {{"tool", ready.tool}});
  }
  if (target.model == nullptr) return MakeProblem(problems::kUnknownModel);
  SG_RETURN_IF_ERROR(MayUse(compiled.table, principal.role, caller));
  const std::string* purpose = PurposeOf(compiled.table.tool(), principal, ask);
  if (purpose == nullptr) {
    return MakeProblem(problems::kUnknownPurpose, {{"tool", ready.tool}, {"owner", ready.owner}});
  }
  SG_RETURN_IF_ERROR(Available(compiled.table, district(), today));
  Plan plan = ready;
  plan.purpose = *purpose;
  plan.destination.model = *target.model;
  const int grade = caller.grade.value_or(kNoGrade);
  plan.rules = &compiled.table.rules(principal.role, grade);
  if (plan.local != nullptr && InForce(*compiled.table.local(), today)) {
    plan.local_rules = compiled.table.local_rules(principal.role, grade);
  } else {
    // Terms that have run out are no way home.
    plan.local = nullptr;
    plan.local_flag_rules = nullptr;
  }
  plan.keeps_alive = shared_from_this();
  return plan;
}

std::vector<v1::Tool> CompiledSet::ToolsFor(const Principal& principal, const Caller& caller,
                                            absl::CivilDay today) const {
  std::vector<v1::Tool> usable;
  for (const std::string& name : principal.tools) {
    const CompiledTool* tool = FindTool(name);
    if (tool == nullptr || !MayUse(tool->table, principal.role, caller).ok()) continue;
    if (Available(tool->table, district(), today).ok()) usable.push_back(tools_[tool->index]);
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
