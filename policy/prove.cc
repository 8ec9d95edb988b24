#include "policy/prove.h"

#include <algorithm>
#include <optional>
#include <span>

#include "core/util/strings.h"
#include "policy/conditions.h"
#include "policy/element_rows.h"

namespace schoolgate::policy {
namespace {

// What holds of one tool, looked at once for all invariants.
std::vector<ToolSubject> SubjectsOf(const PolicySet& set, absl::CivilDay today) {
  const Documents& documents = set.documents();
  const DistrictDocument* district = documents.districts.empty() ? nullptr : &documents.districts.front();
  std::vector<ToolSubject> subjects;
  subjects.reserve(documents.tools.size());
  for (const ToolDocument& tool : documents.tools) {
    const ToolTable* table = set.Table(tool.name);
    subjects.push_back(ToolSubject{table, district, today, MayHold(*table)});
  }
  return subjects;
}

std::string_view AboutWords(SubjectKind about) {
  switch (about) {
    case SubjectKind::kNone:
      return "";
    case SubjectKind::kStudent:
      return " of a student";
    case SubjectKind::kGuardian:
      return " of a guardian";
    case SubjectKind::kStaff:
      return " of staff";
    case SubjectKind::kUnknown:
      return " of somebody the roster does not know";
    case SubjectKind::kAmbiguous:
      return " of one of several people";
  }
  return "";
}

// "tutor, students, grade 6, to the cloud: special.health gets allow, by B-14".
std::string Describe(const CellSubject& cell) {
  std::string text =
      StrCat(cell.tool->table->tool().name, ", ", DescribeRoles(RoleBit(cell.role)), ", ",
             cell.grade == kNoGrade ? "without a grade" : StrCat("grade ", GradeName(cell.grade)),
             cell.route == v1::ROUTE_CLOUD ? ", to the cloud: " : ", on premises: ", ElementId(cell.element),
             AboutWords(cell.about));
  for (const Word& word : FlagWords()) {
    if ((cell.flags & word.number) != 0) text += StrCat(" with ", word.name);
  }
  text += StrCat(" gets ", Describe(cell.rule), ", by ", cell.rule.clause);
  if (!cell.rule.exchange_clause.empty()) text += StrCat(" and ", cell.rule.exchange_clause);
  return text;
}

// Holds one invariant on cells against all of them.
class CellProver {
 public:
  CellProver(const InvariantDocument& invariant, Proof& proof) : invariant_(invariant), proof_(proof) {
    if (abouts_.empty()) abouts_.push_back(SubjectKind::kNone);
    if (flags_.empty()) flags_.push_back(0);
    if (!elements_.empty()) return;
    for (int n = 1; n < kDataElementCount; ++n) elements_.push_back(static_cast<v1::DataElement>(n));
  }

  void Tool(const ToolSubject& tool) {
    // Once for the tool rather than for each of its cells.
    const std::optional<ToolCondition>& wanted = invariant_.where_cell.tool;
    if (wanted && !Meets(*wanted, tool)) return;
    const ToolTable& table = *tool.table;
    for (const v1::CallerRole role : table.tool().roles) {
      for (int grade = 0; grade <= kGradeCount; ++grade) {
        if (grade != kNoGrade && (table.tool().grades >> grade & 1) == 0) continue;
        CellSubject cell{.tool = &tool,
                         .role = role,
                         .grade = grade,
                         .route = table.agreement().route,
                         .rules = &table.rules(role, grade),
                         .flag_rules = &table.flag_rules()};
        Cells(cell);
        if (table.local() == nullptr) continue;
        cell.route = table.local()->route;
        cell.rules = table.local_rules(role, grade);
        cell.flag_rules = table.local_flag_rules();
        Cells(cell);
      }
    }
  }

 private:
  void Cells(CellSubject& cell) {
    for (const v1::DataElement element : elements_) {
      cell.element = element;
      for (const SubjectKind about : abouts_) {
        cell.about = about;
        for (const PersonFlags flags : flags_) {
          cell.flags = flags;
          cell.rule = RuleFor(cell.rules, cell.flag_rules, element, about, flags);
          Cell(cell);
        }
      }
    }
  }

  void Cell(const CellSubject& cell) {
    if (!Meets(invariant_.where_cell, cell)) return;
    ++proof_.subjects;
    if (proof_.counterexample.empty() && !Meets(invariant_.must_cell, cell)) {
      proof_.counterexample = Describe(cell);
    }
  }

  const InvariantDocument& invariant_;
  Proof& proof_;
  std::vector<v1::DataElement> elements_ = invariant_.where_cell.elements;
  std::vector<SubjectKind> abouts_ = invariant_.about;
  std::vector<PersonFlags> flags_ = invariant_.flags;
};

void ProveTools(const InvariantDocument& invariant, std::span<const ToolSubject> tools, Proof& proof) {
  for (const ToolSubject& tool : tools) {
    if (!Meets(invariant.where_tool, tool)) continue;
    ++proof.subjects;
    if (!proof.counterexample.empty() || Meets(invariant.must_tool, tool)) continue;
    const ToolDocument& document = tool.table->tool();
    proof.counterexample = StrCat("the tool '", document.name, "' (", document.place.file, ":",
                                  document.place.line, "): ", WhyNot(invariant.must_tool, tool));
  }
}

void ProveAgreements(const InvariantDocument& invariant, const std::vector<AgreementDocument>& agreements,
                     absl::CivilDay today, Proof& proof) {
  for (const AgreementDocument& agreement : agreements) {
    const AgreementSubject subject{&agreement, today};
    if (!Meets(invariant.where_agreement, subject)) continue;
    ++proof.subjects;
    if (!proof.counterexample.empty() || Meets(invariant.must_agreement, subject)) continue;
    proof.counterexample = StrCat("the agreement '", agreement.name, "' (", agreement.place.file, ":",
                                  agreement.place.line, "): ", WhyNot(invariant.must_agreement, subject));
  }
}

}  // namespace

std::vector<Proof> Prove(const PolicySet& set, absl::CivilDay today) {
  const std::vector<ToolSubject> tools = SubjectsOf(set, today);
  std::vector<Proof> proofs;
  for (const InvariantDocument& invariant : set.documents().invariants) {
    Proof proof{.invariant = invariant.name, .clause = invariant.clause};
    proof.at.file = invariant.place.file;
    proof.at.line = invariant.place.line;
    proof.at.column = invariant.place.column;
    switch (invariant.subject) {
      case InvariantDocument::Subject::kCell: {
        CellProver prover(invariant, proof);
        for (const ToolSubject& tool : tools) prover.Tool(tool);
        break;
      }
      case InvariantDocument::Subject::kTool:
        ProveTools(invariant, tools, proof);
        break;
      case InvariantDocument::Subject::kAgreement:
        ProveAgreements(invariant, set.documents().agreements, today, proof);
        break;
    }
    proofs.push_back(std::move(proof));
  }
  std::sort(proofs.begin(), proofs.end(),
            [](const Proof& a, const Proof& b) { return a.invariant < b.invariant; });
  return proofs;
}

std::vector<Issue> FailuresOf(const std::vector<Proof>& proofs) {
  std::vector<Issue> issues;
  for (const Proof& proof : proofs) {
    if (proof.counterexample.empty()) continue;
    Issue issue = proof.at;
    issue.message = StrCat("the invariant '", proof.invariant, "' (", proof.clause,
                           ") does not hold: ", proof.counterexample);
    issues.push_back(std::move(issue));
  }
  return issues;
}

}  // namespace schoolgate::policy
