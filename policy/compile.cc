#include "policy/compile.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "policy/elements.h"

namespace schoolgate::policy {
namespace {

bool Covers(const ElementRow& row, v1::DataElement element) {
  return std::find(row.elements.begin(), row.elements.end(), element) != row.elements.end();
}

bool IsFor(const ElementRow& row, std::string_view app) {
  return row.apps.empty() || std::any_of(row.apps.begin(), row.apps.end(),
                                         [app](const Located& named) { return named.text == app; });
}

// The schedule's word: its most specific row, or default deny.
Rule Grant(std::span<const ElementRow> schedule, std::string_view app, std::string_view absent,
           v1::DataElement element) {
  const ElementRow* best = nullptr;
  // A row that names the app is closer than one for all of them.
  const auto closer = [](const ElementRow& row, const ElementRow& than) {
    if (row.exact != than.exact) return row.exact;
    if (row.pattern.size() != than.pattern.size()) return row.pattern.size() > than.pattern.size();
    return !row.apps.empty() && than.apps.empty();
  };
  for (const ElementRow& row : schedule) {
    if (!Covers(row, element) || !IsFor(row, app)) continue;
    if (best == nullptr || closer(row, *best)) best = &row;
  }
  if (best != nullptr) return Rule{.treatment = best->treatment, .clause = best->clause};
  const std::span<const v1::DataElement> counterparts = StudentCounterparts(element);
  if (counterparts.empty()) return Rule{.treatment = v1::TREATMENT_REDACT, .clause = absent};
  Rule rule = Grant(schedule, app, absent, counterparts.front());
  for (const v1::DataElement counterpart : counterparts.subspan(1)) {
    Tighten(rule, Grant(schedule, app, absent, counterpart));
  }
  return rule;
}

using Rows = std::vector<const ElementRow*>;

Rule NoLimit() { return Rule{.treatment = v1::TREATMENT_UNSPECIFIED}; }

Rule LimitOf(const ElementRow& row) {
  return row.is_span() ? Rule{.treatment = row.treatment, .clause = row.clause}
                       : Rule{.treatment = v1::TREATMENT_UNSPECIFIED,
                              .verdict = row.verdict,
                              .on_premises = row.on_premises,
                              .exchange_clause = row.clause};
}

// The strictest of the limits; one that says nothing where there is none.
Rule Limit(const Rows& limits, v1::DataElement element) {
  Rule rule = NoLimit();
  bool found = false;
  for (const ElementRow* row : limits) {
    if (!Covers(*row, element)) continue;
    found = true;
    Tighten(rule, LimitOf(*row));
  }
  if (found) return rule;
  for (const v1::DataElement counterpart : StudentCounterparts(element)) {
    Tighten(rule, Limit(limits, counterpart));
  }
  return rule;
}

// The limits of the route that are for everybody's spans or for one flag's.
Rows LimitsOf(const std::vector<ElementRow>& rows, v1::Route route, PersonFlags flag) {
  Rows limits;
  for (const ElementRow& row : rows) {
    if (row.flag != flag) continue;
    if (row.route == v1::ROUTE_UNSPECIFIED || row.route == route) limits.push_back(&row);
  }
  return limits;
}

// The rows that hold for one role in one grade. Who has no grade gets those of every grade.
Rows RowsFor(const Rows& limits, v1::CallerRole role, int grade) {
  Rows rows;
  for (const ElementRow* row : limits) {
    if ((row->roles >> static_cast<unsigned>(role) & 1u) == 0) continue;
    if (grade != kNoGrade && (row->grades >> grade & 1u) == 0) continue;
    rows.push_back(row);
  }
  return rows;
}

Rules Compile(const Rules& granted, const Rows& tool, const Rows& district, v1::Route route) {
  Rules rules = granted;
  for (int n = 0; n < kDataElementCount; ++n) {
    const auto element = static_cast<v1::DataElement>(n);
    Rule& rule = rules[static_cast<size_t>(n)];
    Tighten(rule, Limit(tool, element));
    Tighten(rule, Limit(district, element));
    // Nothing leaves the machines it is kept on.
    if (route == v1::ROUTE_ON_PREMISES) rule.on_premises = false;
    rule.treatment = NearestSupported(element, rule.treatment);
  }
  return rules;
}

// One route's half of a table: every cell's rules, each distinct set once.
class Half {
 public:
  Half(const ToolDocument& tool, const AgreementDocument& agreement, std::string_view app,
       const DistrictDocument* district)
      : granted_(GrantedRules(agreement, app)),
        route_(agreement.route),
        tool_(LimitsOf(tool.limits, route_, 0)),
        district_(district == nullptr ? Rows() : LimitsOf(district->limits, route_, 0)) {}

  // The place of the cell's rules in `rules`, which they are added to.
  uint16_t Place(v1::CallerRole role, int grade, std::vector<Rules>& rules) {
    std::pair key(RowsFor(tool_, role, grade), RowsFor(district_, role, grade));
    const auto [it, added] = places_.emplace(std::move(key), static_cast<uint16_t>(rules.size()));
    if (added) rules.push_back(Compile(granted_, it->first.first, it->first.second, route_));
    return it->second;
  }

 private:
  Rules granted_;
  v1::Route route_;
  Rows tool_;
  Rows district_;
  std::map<std::pair<Rows, Rows>, uint16_t> places_;
};

FlagRules FlagRulesOf(const ToolDocument& tool, const DistrictDocument* district, v1::Route route) {
  FlagRules rules = BuiltInFlagRules(route);
  for (int flag = 0; flag < kFlagCount; ++flag) {
    const auto bit = static_cast<PersonFlags>(1 << flag);
    const Rows own = LimitsOf(tool.limits, route, bit);
    const Rows districts = district == nullptr ? Rows() : LimitsOf(district->limits, route, bit);
    for (int n = 0; n < kDataElementCount; ++n) {
      Rule& rule = rules[static_cast<size_t>(flag)][static_cast<size_t>(n)];
      Tighten(rule, Limit(own, static_cast<v1::DataElement>(n)));
      Tighten(rule, Limit(districts, static_cast<v1::DataElement>(n)));
    }
  }
  return rules;
}

}  // namespace

void Tighten(Rule& rule, const Rule& by) {
  if (by.treatment > rule.treatment) {
    rule.treatment = by.treatment;
    rule.clause = by.clause;
  }
  // Behind what is told: a verdict that stops the exchange rather than the way it would have taken.
  const bool stricter = by.verdict > rule.verdict;
  const bool reroutes = by.on_premises && !rule.on_premises && rule.verdict == v1::VERDICT_SEND;
  if (stricter || reroutes) rule.exchange_clause = by.exchange_clause;
  rule.verdict = std::max(rule.verdict, by.verdict);
  rule.on_premises |= by.on_premises;
}

Rules GrantedRules(const AgreementDocument& agreement, std::string_view app) {
  Rules rules;
  for (int n = 0; n < kDataElementCount; ++n) {
    const auto element = static_cast<v1::DataElement>(n);
    Rule& rule = rules[static_cast<size_t>(n)];
    rule = Grant(agreement.schedule, app, kNotScheduled, element);
    if (agreement.ai_addendum && agreement.ai_addendum->has_schedule) {
      Tighten(rule, Grant(agreement.ai_addendum->schedule, app, kNotInAiSchedule, element));
    }
    const bool tracks =
        element == v1::DATA_ELEMENT_TECHNOLOGY_COOKIE || element == v1::DATA_ELEMENT_TECHNOLOGY_DEVICE_ID;
    if (tracks && agreement.route == v1::ROUTE_CLOUD) {
      Tighten(rule, Rule{.treatment = v1::TREATMENT_REDACT, .clause = kNoTracking});
    }
  }
  return rules;
}

ToolTable::ToolTable(const ToolDocument& tool, const AgreementDocument& agreement,
                     const AgreementDocument* local, const DistrictDocument* district)
    : tool_(&tool), agreement_(&agreement), local_(local) {
  for (const v1::CallerRole role : tool.roles)
    roles_ |= static_cast<RoleSet>(1u << static_cast<unsigned>(role));
  Half cloud(tool, agreement, tool.app.text, district);
  std::vector<std::pair<uint16_t, uint16_t>> pairs;  // of places in either half
  std::vector<Rules> rules;
  std::vector<Rules> local_rules;
  std::optional<Half> near;
  if (local != nullptr) near.emplace(tool, *local, "", district);
  for (int role = 0; role < v1::CallerRole_ARRAYSIZE; ++role) {
    for (int grade = 0; grade <= kGradeCount; ++grade) {
      const auto caller = static_cast<v1::CallerRole>(role);
      const std::pair pair(cloud.Place(caller, grade, rules),
                           near ? near->Place(caller, grade, local_rules) : uint16_t{0});
      const auto found = std::find(pairs.begin(), pairs.end(), pair);
      index_[static_cast<size_t>(role)][static_cast<size_t>(grade)] =
          static_cast<uint16_t>(found - pairs.begin());
      if (found == pairs.end()) pairs.push_back(pair);
    }
  }
  for (const auto& [far, here] : pairs) {
    rules_.push_back(rules[far]);
    if (near) local_rules_.push_back(local_rules[here]);
  }
  flag_rules_ = FlagRulesOf(tool, district, agreement.route);
  if (local != nullptr) local_flag_rules_ = FlagRulesOf(tool, district, local->route);
}

bool ToolTable::Admits(v1::CallerRole role) const {
  return v1::CallerRole_IsValid(role) && (roles_ >> static_cast<unsigned>(role) & 1u) != 0;
}

}  // namespace schoolgate::policy
