#include "core/util/problems.h"
#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/elements.h"
#include "policy/policy.h"

namespace schoolgate::policy {
namespace {

const Rule& RuleOf(const Plan& plan, v1::DataElement element) {
  static constexpr Rule kDenied{v1::TREATMENT_REDACT, kNotScheduled};
  const int number = static_cast<int>(element);
  // A detector newer than the vocabulary would be an error of ours; it must not send text in clear.
  if (number <= 0 || number >= kDataElementCount) return kDenied;
  return plan.rules[static_cast<size_t>(number)];
}

// The rule for a finding: that of its element for the person it is about. Somebody the roster does not know
// is protected like a student, whatever the words around the name make of them.
Rule RuleFor(const Plan& plan, const Finding& finding) {
  Rule rule = RuleOf(plan, ElementOf(finding.subject.kind, finding.element));
  if (finding.subject.kind == SubjectKind::kUnknown) {
    const Rule& unknown = RuleOf(plan, AsUnknownPerson(finding.element));
    if (unknown.treatment > rule.treatment) rule = unknown;
  }
  rule.treatment = NearestSupported(finding.element, rule.treatment);
  return rule;
}

}  // namespace

std::string ToString(const Issue& issue) {
  std::string line = issue.file;
  if (issue.line > 0) line += StrCat(":", issue.line, ":", issue.column);
  line += StrCat(": ", issue.message);
  if (!issue.suggestion.empty()) line += StrCat(" (", issue.suggestion, ")");
  return line;
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
    const Rule& rule = rules[static_cast<size_t>(n)];
    v1::ElementRule& element = *proto.add_rules();
    element.set_element(static_cast<v1::DataElement>(n));
    element.set_treatment(rule.treatment);
    element.set_clause(std::string(rule.clause));
  }
  proto.set_policy_hash(std::string(policy_hash));
  return proto;
}

Decision Decide(const Plan& plan, std::span<const Finding> findings, const RequestFacts& facts) {
  Decision decision;
  decision.route = plan.destination.route;
  decision.treatments.reserve(findings.size());
  decision.clauses.reserve(findings.size());
  for (const Finding& finding : findings) {
    const Rule rule = RuleFor(plan, finding);
    decision.treatments.push_back(rule.treatment);
    decision.clauses.push_back(rule.clause);
  }
  if (!facts.media_path.empty() && !plan.media_allowed) {
    decision.verdict = v1::VERDICT_BLOCK;
    decision.refusal = MakeProblem(problems::kMediaNotAllowed,
                                   {{"place", facts.media_path}, {"tool", plan.tool}, {"owner", plan.owner}});
    return decision;
  }
  decision.verdict = v1::VERDICT_SEND;
  return decision;
}

}  // namespace schoolgate::policy
