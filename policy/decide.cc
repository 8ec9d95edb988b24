#include <algorithm>

#include "core/util/problems.h"
#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/elements.h"
#include "policy/policy.h"

namespace schoolgate::policy {
namespace {

const Rule& RuleOf(const Rules* rules, v1::DataElement element) {
  static constexpr Rule kDenied{.treatment = v1::TREATMENT_REDACT, .clause = kNotScheduled};
  const int number = static_cast<int>(element);
  // A detector newer than the vocabulary would be an error of ours; it must not send text in clear.
  if (rules == nullptr || number <= 0 || number >= kDataElementCount) return kDenied;
  return (*rules)[static_cast<size_t>(number)];
}

// What a person's flags add for one of their spans.
void TightenByFlags(Rule& rule, const FlagRules* flag_rules, PersonFlags flags, v1::DataElement element) {
  for (int flag = 0; flag_rules != nullptr && flag < kFlagCount; ++flag) {
    if ((flags >> flag & 1) == 0) continue;
    const Rule& by = RuleOf(&(*flag_rules)[static_cast<size_t>(flag)], element);
    if (by.treatment <= rule.treatment) continue;
    rule.treatment = by.treatment;
    rule.clause = by.clause;
  }
}

constexpr std::string_view kMediaClause = "the tool's media";
constexpr std::string_view kReviewClause = "the tool's review";
constexpr std::string_view kSurveyClause = "20 U.S.C. 1232h (PPRA): survey topics that need consent";
constexpr std::string_view kSmallGroupClause = "34 CFR 99.31(b): a group too small to be told of";

// Gathers one request's decision.
class Decider {
 public:
  Decider(const Plan& plan, std::span<const Finding> findings, const RequestFacts& facts)
      : plan_(plan), findings_(findings), facts_(facts) {}

  Decision Run() {
    const bool cloud = plan_.destination.route == v1::ROUTE_CLOUD;
    Judge(plan_.rules, plan_.flag_rules);
    JudgeMedia();
    if (on_premises_ && cloud && plan_.local != nullptr) {
      // Everything anew: the district's own machine reads under terms of its own.
      decision_ = Decision();
      decision_.exchange_clause = route_clause_;
      Judge(plan_.local_rules, plan_.local_flag_rules);
      JudgeMedia();
      decision_.route = v1::ROUTE_ON_PREMISES;
    } else if (on_premises_ && cloud) {
      Refuse(MakeProblem(problems::kNoOnPremisesModel,
                         {{"element", route_element_}, {"tool", plan_.tool}, {"owner", plan_.owner}}),
             route_clause_);
      decision_.route = v1::ROUTE_ON_PREMISES;
    } else {
      decision_.route = plan_.destination.route;
    }
    JudgeSurvey();
    if (plan_.always_review) Hold(kReviewClause);
    Conclude();
    return std::move(decision_);
  }

 private:
  void Judge(const Rules* rules, const FlagRules* flag_rules) {
    decision_.verdict = v1::VERDICT_SEND;
    decision_.treatments.reserve(findings_.size());
    decision_.clauses.reserve(findings_.size());
    for (size_t i = 0; i < findings_.size(); ++i) {
      const Finding& finding = findings_[i];
      const PersonFlags flags = facts_.flags.empty() ? PersonFlags{0} : facts_.flags[i];
      Rule rule = RuleFor(rules, flag_rules, finding.element, finding.subject.kind, flags);
      if (!facts_.small_group.empty() && facts_.small_group[i] != 0) {
        const v1::Treatment coarser = NearestSupported(finding.element, v1::TREATMENT_GENERALIZE);
        if (coarser > rule.treatment) {
          rule.treatment = coarser;
          rule.clause = kSmallGroupClause;
        }
      }
      decision_.treatments.push_back(rule.treatment);
      decision_.clauses.push_back(rule.clause);
      if (rule.on_premises) KeepHome(ElementId(finding.element), rule.exchange_clause);
      if (rule.verdict == v1::VERDICT_HOLD) Hold(rule.exchange_clause);
      if (rule.verdict == v1::VERDICT_BLOCK) {
        Refuse(MakeProblem(
                   problems::kElementBlocked,
                   {{"element", ElementId(finding.element)}, {"tool", plan_.tool}, {"owner", plan_.owner}}),
               rule.exchange_clause);
      }
    }
  }

  void JudgeMedia() {
    for (const MediaFact& fact : facts_.media) {
      // A kind newer than the vocabulary is none the tool was approved for.
      const MediaRule rule =
          v1::MediaKind_IsValid(fact.kind) ? plan_.media[static_cast<size_t>(fact.kind)] : MediaRule();
      if (rule.on_premises) KeepHome("media", kMediaClause);
      if (rule.verdict == v1::VERDICT_HOLD) Hold(kMediaClause);
      if (rule.verdict == v1::VERDICT_BLOCK) {
        Refuse(MakeProblem(problems::kMediaNotAllowed,
                           {{"place", fact.path}, {"tool", plan_.tool}, {"owner", plan_.owner}}),
               kMediaClause);
      }
    }
  }

  void JudgeSurvey() {
    if (!plan_.survey) return;
    for (const std::string_view topic : facts_.survey_topics) {
      if (std::find(plan_.consented_topics.begin(), plan_.consented_topics.end(), topic) !=
          plan_.consented_topics.end()) {
        continue;
      }
      Refuse(MakeProblem(problems::kSurveyConsentNeeded,
                         {{"topic", topic}, {"tool", plan_.tool}, {"owner", plan_.owner}}),
             kSurveyClause);
    }
  }

  void KeepHome(std::string_view element, std::string_view clause) {
    if (on_premises_) return;
    on_premises_ = true;
    route_element_ = element;
    route_clause_ = clause;
  }

  void Hold(std::string_view clause) {
    std::vector<std::string_view>& clauses = decision_.hold_clauses;
    if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) clauses.push_back(clause);
    if (decision_.verdict >= v1::VERDICT_HOLD) return;
    decision_.verdict = v1::VERDICT_HOLD;
    decision_.exchange_clause = clause;
  }

  // The first reason is the one that is told.
  void Refuse(absl::Status problem, std::string_view clause) {
    if (decision_.verdict == v1::VERDICT_BLOCK) return;
    decision_.verdict = v1::VERDICT_BLOCK;
    decision_.refusal = std::move(problem);
    decision_.exchange_clause = clause;
  }

  void Conclude() {
    if (decision_.verdict != v1::VERDICT_HOLD) return;
    if (facts_.approved) {
      decision_.verdict = v1::VERDICT_SEND;
      return;
    }
    const std::string_view whom = plan_.reviewers.empty() ? plan_.owner : plan_.reviewers;
    decision_.refusal = MakeProblem(problems::kHeldForReview, {{"tool", plan_.tool}, {"reviewers", whom}});
  }

  const Plan& plan_;
  std::span<const Finding> findings_;
  const RequestFacts& facts_;
  Decision decision_;
  bool on_premises_ = false;
  std::string_view route_element_;
  std::string_view route_clause_;
};

}  // namespace

Rule RuleFor(const Rules* rules, const FlagRules* flag_rules, v1::DataElement element, SubjectKind kind,
             PersonFlags flags) {
  const v1::DataElement own = ElementOf(kind, element);
  Rule rule = RuleOf(rules, own);
  if (kind == SubjectKind::kUnknown) {
    // Whatever the words around it make of them.
    const v1::DataElement unknown = AsUnknownPerson(element);
    Tighten(rule, RuleOf(rules, unknown));
    // Half the names in a lesson are nobody's the district knows.
    if (unknown == v1::DATA_ELEMENT_PERSON_NAME) {
      rule.verdict = v1::VERDICT_SEND;
      rule.on_premises = false;
      rule.exchange_clause = {};
    }
  }
  TightenByFlags(rule, flag_rules, flags, own);
  rule.treatment = NearestSupported(element, rule.treatment);
  return rule;
}

std::string ToString(const Issue& issue) {
  std::string line = issue.file;
  if (issue.line > 0) line += StrCat(":", issue.line, ":", issue.column);
  line += StrCat(": ", issue.message);
  if (!issue.suggestion.empty()) line += StrCat(" (", issue.suggestion, ")");
  return line;
}

Plan Plan::OnPremises() const {
  Plan here = *this;
  here.agreement = local->agreement;
  here.legal_basis = local->legal_basis;
  here.destination = local->destination;
  here.stable_pseudonyms = local->stable_pseudonyms;
  here.birth_months = local->birth_months;
  here.rules = local_rules;
  here.flag_rules = local_flag_rules;
  here.local = nullptr;
  here.local_rules = nullptr;
  here.local_flag_rules = nullptr;
  return here;
}

v1::Plan Plan::ToProto() const {
  v1::Plan proto;
  proto.set_tool(std::string(tool));
  proto.set_agreement(std::string(agreement));
  proto.set_vendor(destination.vendor);
  proto.set_model(destination.model);
  proto.set_purpose(std::string(purpose));
  proto.set_legal_basis(legal_basis);
  proto.set_route(destination.route);
  for (int n = 1; n < kDataElementCount; ++n) {
    const auto number = static_cast<v1::DataElement>(n);
    const Rule& rule = RuleOf(rules, number);
    v1::ElementRule& element = *proto.add_rules();
    element.set_element(number);
    element.set_treatment(rule.treatment);
    element.set_clause(std::string(rule.clause));
    element.set_verdict(rule.verdict);
    element.set_on_premises(rule.on_premises);
    element.set_exchange_clause(std::string(rule.exchange_clause));
  }
  proto.set_policy_hash(std::string(policy_hash));
  return proto;
}

Decision Decide(const Plan& plan, std::span<const Finding> findings, const RequestFacts& facts) {
  return Decider(plan, findings, facts).Run();
}

}  // namespace schoolgate::policy
