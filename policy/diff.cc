#include "policy/diff.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/documents.h"
#include "policy/element_rows.h"
#include "policy/terms.h"

namespace schoolgate::policy {
namespace {

// Bit n: in grade n; bit kNoGrade: without one.
using Column = uint16_t;
// By v1::CallerRole.
using Cells = std::array<Column, v1::CallerRole_ARRAYSIZE>;

bool Same(const Rule& a, const Rule& b) {
  if (a.verdict == v1::VERDICT_BLOCK && b.verdict == v1::VERDICT_BLOCK) return true;
  return a.treatment == b.treatment && a.verdict == b.verdict && a.on_premises == b.on_premises;
}

Outcome OutcomeOf(const Rule& rule) {
  return Outcome{rule.treatment, rule.verdict, rule.on_premises, std::string(rule.clause),
                 std::string(rule.exchange_clause)};
}

auto KeyOf(const Outcome& outcome) {
  return std::tie(outcome.treatment, outcome.verdict, outcome.on_premises, outcome.clause,
                  outcome.exchange_clause);
}

struct ByOutcomes {
  bool operator()(const std::pair<Outcome, Outcome>& a, const std::pair<Outcome, Outcome>& b) const {
    // What was behind it before is not told.
    const auto key = [](const std::pair<Outcome, Outcome>& change) {
      const Outcome& before = change.first;
      return std::tuple(before.treatment, before.verdict, before.on_premises, KeyOf(change.second));
    };
    return key(a) < key(b);
  }
};

// One tool on one route: the changes of its cells, equal ones together.
class TableDiff {
 public:
  TableDiff(const ToolTable& before, const ToolTable& after, bool local, std::vector<CellChange>& changes)
      : before_(before), after_(after), local_(local), changes_(changes) {
    const AgreementDocument& agreement = local ? *after.local() : after.agreement();
    frame_.tool = after.tool().name;
    frame_.route = agreement.route;
    agreement_ = agreement.name;
    granted_ = GrantedRules(agreement, local ? "" : after.tool().app.text);
    grades_ = static_cast<Column>((before.tool().grades & after.tool().grades) | 1u << kNoGrade);
    for (const v1::CallerRole role : after.tool().roles) {
      if (before.Admits(role)) roles_.push_back(role);
    }
  }

  void Run() {
    // What changes how, by element: cells first, then elements with the same ones.
    using Change = std::pair<Outcome, Outcome>;
    std::map<Change, std::map<Cells, std::vector<v1::DataElement>>, ByOutcomes> found;
    for (int n = 1; n < kDataElementCount; ++n) {
      std::map<Change, Cells, ByOutcomes> own;
      for (const v1::CallerRole role : roles_) Compare(role, static_cast<size_t>(n), own);
      for (const auto& [change, cells] : own) found[change][cells].push_back(static_cast<v1::DataElement>(n));
    }
    for (const auto& [change, by_cells] : found) {
      for (const auto& [cells, elements] : by_cells) Tell(change.first, change.second, cells, elements);
    }
    if (!roles_.empty()) RunFlags();
  }

 private:
  template <typename Found>
  void Compare(v1::CallerRole role, size_t element, Found& found) const {
    for (int grade = 0; grade <= kGradeCount; ++grade) {
      if ((grades_ >> grade & 1) == 0) continue;
      const Rule& old = RulesOf(before_, role, grade)[element];
      const Rule& now = RulesOf(after_, role, grade)[element];
      if (Same(old, now)) continue;
      const auto added = found.try_emplace({OutcomeOf(old), OutcomeOf(now)}, Cells{}).first;
      added->second[static_cast<size_t>(role)] |= static_cast<Column>(1u << grade);
    }
  }

  const Rules& RulesOf(const ToolTable& table, v1::CallerRole role, int grade) const {
    return local_ ? *table.local_rules(role, grade) : table.rules(role, grade);
  }

  // Roles with the same grades become one line.
  void Tell(const Outcome& before, const Outcome& after, const Cells& cells,
            const std::vector<v1::DataElement>& elements) {
    std::map<Column, RoleSet> by_grades;
    for (size_t role = 0; role < cells.size(); ++role) {
      if (cells[role] != 0) by_grades[cells[role]] |= static_cast<RoleSet>(1u << role);
    }
    for (const auto& [column, roles] : by_grades) {
      CellChange change = frame_;
      change.roles = roles;
      change.grades = column & kAllGrades;
      change.without_grade = (column >> kNoGrade & 1) != 0;
      change.every_grade = column == grades_;
      change.elements = elements;
      change.before = before;
      change.after = after;
      const Rule& granted = granted_[static_cast<size_t>(elements.front())];
      if (after.clause == granted.clause) change.agreement = agreement_;
      changes_.push_back(std::move(change));
    }
  }

  void RunFlags() {
    const FlagRules& old = local_ ? *before_.local_flag_rules() : before_.flag_rules();
    const FlagRules& now = local_ ? *after_.local_flag_rules() : after_.flag_rules();
    for (size_t flag = 0; flag < kFlagCount; ++flag) {
      std::map<std::pair<Outcome, Outcome>, std::vector<v1::DataElement>, ByOutcomes> found;
      for (size_t n = 1; n < kDataElementCount; ++n) {
        if (Same(old[flag][n], now[flag][n])) continue;
        found[{OutcomeOf(old[flag][n]), OutcomeOf(now[flag][n])}].push_back(static_cast<v1::DataElement>(n));
      }
      for (const auto& [change, elements] : found) {
        Cells cells = {};
        for (const v1::CallerRole role : roles_) cells[static_cast<size_t>(role)] = grades_;
        Tell(change.first, change.second, cells, elements);
        changes_.back().flag = static_cast<PersonFlag>(1u << flag);
      }
    }
  }

  const ToolTable& before_;
  const ToolTable& after_;
  bool local_;
  std::vector<CellChange>& changes_;
  CellChange frame_;  // what all of them say
  std::string agreement_;
  Rules granted_;
  Column grades_ = 0;
  std::vector<v1::CallerRole> roles_;
};

template <typename Document>
std::map<std::string_view, const Document*> ByName(const std::vector<Document>& documents) {
  std::map<std::string_view, const Document*> named;
  for (const Document& document : documents) named.emplace(document.name, &document);
  return named;
}

template <typename Document>
void AddTerms(std::string_view kind, const std::string& name, const Document& before, const Document& after,
              std::vector<TermChange>& changes) {
  const std::vector<Term> old = TermsOf(before);
  const std::vector<Term> now = TermsOf(after);
  for (size_t i = 0; i < now.size(); ++i) {
    if (old[i].text == now[i].text) continue;
    changes.push_back(TermChange{std::string(kind), name, std::string(now[i].key), old[i].text, now[i].text});
  }
}

template <typename Document>
void Compare(std::string_view kind, const std::vector<Document>& before, const std::vector<Document>& after,
             std::vector<std::string>& added, std::vector<std::string>& removed,
             std::vector<TermChange>& terms) {
  const auto old = ByName(before);
  const auto now = ByName(after);
  for (const auto& [name, document] : old) {
    if (!now.contains(name)) removed.emplace_back(name);
  }
  for (const auto& [name, document] : now) {
    const auto found = old.find(name);
    if (found == old.end()) {
      added.emplace_back(name);
    } else {
      AddTerms(kind, document->name, *found->second, *document, terms);
    }
  }
}

std::string OrNone(const std::string& text) { return text.empty() ? "none" : text; }

}  // namespace

bool PolicyDiff::empty() const {
  return tools_added.empty() && tools_removed.empty() && agreements_added.empty() &&
         agreements_removed.empty() && terms.empty() && cells.empty();
}

PolicyDiff Diff(const PolicySet& before, const PolicySet& after) {
  PolicyDiff diff;
  const Documents& old = before.documents();
  const Documents& now = after.documents();
  Compare("agreement", old.agreements, now.agreements, diff.agreements_added, diff.agreements_removed,
          diff.terms);
  Compare("tool", old.tools, now.tools, diff.tools_added, diff.tools_removed, diff.terms);
  // A set without one has the limits and clocks of an empty one.
  static const DistrictDocument* const kNone = new DistrictDocument;
  const DistrictDocument& old_district = old.districts.empty() ? *kNone : old.districts.front();
  const DistrictDocument& district = now.districts.empty() ? *kNone : now.districts.front();
  AddTerms("district", district.name.empty() ? old_district.name : district.name, old_district, district,
           diff.terms);
  for (const ToolDocument& tool : now.tools) {
    const ToolTable* was = before.Table(tool.name);
    if (was == nullptr) continue;
    const ToolTable& is = *after.Table(tool.name);
    TableDiff(*was, is, false, diff.cells).Run();
    if (was->local() != nullptr && is.local() != nullptr) TableDiff(*was, is, true, diff.cells).Run();
  }
  return diff;
}

std::string Describe(const Outcome& outcome) {
  if (outcome.verdict == v1::VERDICT_BLOCK) return "block";
  if (outcome.treatment == v1::TREATMENT_UNSPECIFIED) return "no more than others";
  std::string text(TreatmentName(outcome.treatment));
  if (outcome.on_premises) text += " + on_premises";
  if (outcome.verdict == v1::VERDICT_HOLD) text += " + hold";
  return text;
}

std::string DescribeElements(const std::vector<v1::DataElement>& elements) {
  const auto has = [&elements](v1::DataElement element) {
    return std::find(elements.begin(), elements.end(), element) != elements.end();
  };
  // The widest prefix all of whose elements are here; the id itself where there is none.
  const auto named = [&has](std::string_view id) {
    for (size_t dot = id.find('.'); dot != std::string_view::npos; dot = id.find('.', dot + 1)) {
      bool whole = true;
      int covered = 0;
      for (int n = 1; n < kDataElementCount; ++n) {
        const auto element = static_cast<v1::DataElement>(n);
        if (!ElementId(element).starts_with(id.substr(0, dot + 1))) continue;
        ++covered;
        whole = whole && has(element);
      }
      if (whole && covered > 1) return StrCat(id.substr(0, dot), ".*");
    }
    return std::string(id);
  };
  std::string list;
  std::set<std::string> told;
  for (const v1::DataElement element : elements) {
    std::string name = named(ElementId(element));
    if (!told.insert(name).second) continue;
    list += StrCat(list.empty() ? "" : ", ", name);
  }
  return list;
}

std::string Describe(const CellChange& change) {
  std::string text = StrCat(change.tool, ", ", DescribeRoles(change.roles));
  if (!change.every_grade) {
    if (change.grades != 0) text += StrCat(", ", DescribeGrades(change.grades));
    if (change.without_grade) text += change.grades != 0 ? " and without a grade" : ", without a grade";
  }
  for (const Word& word : FlagWords()) {
    if (change.flag == word.number) text += StrCat(", about people with ", word.name);
  }
  if (change.route == v1::ROUTE_ON_PREMISES) text += ", on premises";
  text += StrCat(": ", DescribeElements(change.elements), " ", Describe(change.before), " -> ",
                 Describe(change.after));
  // The clause behind what changed: that of the exchange where it is the exchange that does.
  const Outcome& after = change.after;
  const bool exchange = !after.exchange_clause.empty() && (after.verdict != change.before.verdict ||
                                                           after.on_premises != change.before.on_premises);
  if (exchange) {
    text += StrCat(", by ", after.exchange_clause);
  } else if (!after.clause.empty()) {
    text += change.agreement.empty() ? StrCat(", by ", after.clause)
                                     : StrCat(", by agreement ", change.agreement, ": ", after.clause);
  }
  return text;
}

std::string Describe(const TermChange& change) {
  return StrCat(change.kind, " ", change.name, ": ", change.term, " ", OrNone(change.before), " -> ",
                OrNone(change.after));
}

}  // namespace schoolgate::policy
