#include "policy/compile.h"

#include <span>

#include "policy/elements.h"

namespace schoolgate::policy {
namespace {

bool Covers(const ElementRow& row, v1::DataElement element) {
  for (const v1::DataElement covered : row.elements) {
    if (covered == element) return true;
  }
  return false;
}

const Rule& Stricter(const Rule& first, const Rule& second) {
  return second.treatment > first.treatment ? second : first;
}

// The agreement's word: its most specific row, or default deny.
Rule Grant(std::span<const ElementRow> schedule, v1::DataElement element) {
  const ElementRow* best = nullptr;
  for (const ElementRow& row : schedule) {
    if (!Covers(row, element)) continue;
    const bool closer =
        best == nullptr || row.exact || (!best->exact && row.pattern.size() > best->pattern.size());
    if (closer) best = &row;
  }
  if (best != nullptr) return Rule{best->treatment, best->clause};
  const std::span<const v1::DataElement> counterparts = StudentCounterparts(element);
  if (counterparts.empty()) return Rule{v1::TREATMENT_REDACT, kNotScheduled};
  Rule rule = Grant(schedule, counterparts.front());
  for (const v1::DataElement counterpart : counterparts.subspan(1)) {
    rule = Stricter(rule, Grant(schedule, counterpart));
  }
  return rule;
}

// The strictest limit; TREATMENT_UNSPECIFIED where there is none, which no rule is laxer than.
Rule Limit(std::span<const ElementRow> limits, v1::Route route, v1::DataElement element) {
  Rule rule{v1::TREATMENT_UNSPECIFIED, {}};
  for (const ElementRow& row : limits) {
    if (row.route != v1::ROUTE_UNSPECIFIED && row.route != route) continue;
    if (Covers(row, element)) rule = Stricter(rule, Rule{row.treatment, row.clause});
  }
  if (rule.treatment != v1::TREATMENT_UNSPECIFIED) return rule;
  for (const v1::DataElement counterpart : StudentCounterparts(element)) {
    rule = Stricter(rule, Limit(limits, route, counterpart));
  }
  return rule;
}

}  // namespace

Rules GrantedRules(const AgreementDocument& agreement) {
  Rules rules;
  for (int n = 0; n < kDataElementCount; ++n) {
    rules[static_cast<size_t>(n)] = Grant(agreement.schedule, static_cast<v1::DataElement>(n));
  }
  return rules;
}

Rules CompileRules(const AgreementDocument& agreement, const ToolDocument& tool,
                   const DistrictDocument* district) {
  Rules rules = GrantedRules(agreement);
  for (int n = 0; n < kDataElementCount; ++n) {
    const auto element = static_cast<v1::DataElement>(n);
    Rule& rule = rules[static_cast<size_t>(n)];
    rule = Stricter(rule, Limit(tool.limits, agreement.route, element));
    if (district != nullptr) rule = Stricter(rule, Limit(district->limits, agreement.route, element));
    rule.treatment = NearestSupported(element, rule.treatment);
  }
  return rules;
}

}  // namespace schoolgate::policy
