// schoolgate policy explain: what a policy set gives a caller, clause by clause: the one of a folder, one
// that was in force once (by its hash), or the one an audit record was decided under, beside what the record
// says.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <bit>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "core/util/problem.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/reader.h"
#include "gateway/cli/command.h"
#include "gateway/policy_store/policy_archive.h"
#include "policy/compile.h"
#include "policy/documents.h"
#include "policy/elements.h"

namespace schoolgate::gateway {
namespace {

using policy::PolicySet;
using policy::Rule;
using policy::Rules;
using policy::ToolTable;
using SetPointer = std::shared_ptr<const PolicySet>;
using Json = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::string_view kArchive = "/policy-archive";
constexpr std::string_view kLog = "/audit";
constexpr int kOldEnough = 99;

// "TREATMENT_ALLOW" is "allow".
std::string Word(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  return absl::AsciiStrToLower(ToAbsl(name));
}
std::string VerdictWord(v1::Verdict verdict) { return Word(v1::Verdict_Name(verdict), "VERDICT_"); }

void Put(Json& json, const char* key, std::string_view value) {
  if (value.empty()) return;
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

// A line of a table: an element and what is said of it.
struct Row {
  std::string element, treatment, exchange, clause, remark;
};

// Columns as wide as what is in them; the last one ends the line.
void Print(const std::vector<Row>& rows, bool with_remarks) {
  using Cells = std::array<std::string_view, 5>;
  std::vector<Cells> lines;
  lines.push_back({"ELEMENT", "TREATMENT", "EXCHANGE", with_remarks ? "SET SAYS" : "CLAUSE", "CLAUSE"});
  for (const Row& row : rows) {
    lines.push_back(
        {row.element, row.treatment, row.exchange, with_remarks ? row.remark : row.clause, row.clause});
  }
  const size_t columns = with_remarks ? 5 : 4;
  std::array<size_t, 5> widths{};
  for (const Cells& line : lines) {
    for (size_t i = 0; i + 1 < columns; ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  for (const Cells& line : lines) {
    for (size_t i = 0; i + 1 < columns; ++i) {
      std::cout << line[i] << std::string(widths[i] - line[i].size() + 2, ' ');
    }
    std::cout << line[columns - 1] << "\n";
  }
}

void WriteRows(const std::vector<Row>& rows, Json& json) {
  json.Key("elements");
  json.StartArray();
  for (const Row& row : rows) {
    json.StartObject();
    Put(json, "element", row.element);
    Put(json, "treatment", row.treatment);
    Put(json, "exchange", row.exchange);
    Put(json, "clause", row.clause);
    Put(json, "set_says", row.remark);
    json.EndObject();
  }
  json.EndArray();
}

// What is said before the rows, in order.
using Facts = std::vector<std::pair<const char*, std::string>>;

void Show(const Facts& facts, const std::vector<Row>& rows, bool with_remarks, OutputFormat format) {
  if (format == OutputFormat::kJson) {
    rapidjson::StringBuffer buffer;
    Json json(buffer);
    json.StartObject();
    for (const auto& [name, value] : facts) Put(json, name, value);
    WriteRows(rows, json);
    json.EndObject();
    std::cout << buffer.GetString() << "\n";
    return;
  }
  for (const auto& [name, value] : facts) {
    if (!value.empty()) std::cout << name << ": " << value << "\n";
  }
  if (rows.empty()) return;
  std::cout << "\n";
  Print(rows, with_remarks);
}

std::string ExchangeWord(const Rule& rule) {
  std::string word = rule.on_premises ? "on_premises" : VerdictWord(rule.verdict);
  if (rule.on_premises && rule.verdict != v1::VERDICT_SEND) word += StrCat(", ", VerdictWord(rule.verdict));
  if (!rule.exchange_clause.empty()) word += StrCat(" (", rule.exchange_clause, ")");
  return word;
}

absl::StatusOr<SetPointer> SetFor(const PolicyExplainArguments& arguments,
                                  std::vector<policy::Issue>& issues) {
  if (!arguments.at.empty()) return LoadArchived(StrCat(arguments.data, kArchive), arguments.at);
  return PolicySet::Load(arguments.directory, issues);
}

absl::StatusOr<absl::CivilDay> DayOf(const std::string& text) {
  absl::CivilDay day = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  if (!text.empty() && !absl::ParseCivilTime(text, &day)) {
    return absl::InvalidArgumentError("--date takes a day (2026-11-20)");
  }
  return day;
}

// One grade, or none.
absl::StatusOr<std::optional<int>> GradeOf(const std::string& text) {
  if (text.empty()) return std::optional<int>();
  const std::optional<policy::GradeSet> grades = policy::GradesFromText(text);
  if (!grades || std::popcount(*grades) != 1) {
    return absl::InvalidArgumentError("--grade takes one of PK, K, 1 to 12");
  }
  return std::optional<int>(std::countr_zero(*grades));
}

template <typename Text>
std::vector<std::string_view> Texts(const Text& located) {
  std::vector<std::string_view> texts;
  texts.reserve(located.size());
  for (const auto& one : located) texts.push_back(one.text);
  return texts;
}

// Somebody of the role whom the tool is meant for: in its schools, classes and pilot, old enough, with its
// course. What keeps such a caller out is the tool's own.
policy::Caller CallerFor(const policy::ToolDocument& tool, std::optional<int> grade) {
  policy::Caller caller;
  caller.known = true;
  caller.grade = grade;
  caller.grades = grade ? static_cast<policy::GradeSet>(1u << *grade) : policy::kAllGrades;
  caller.schools = Texts(tool.schools);
  caller.classes = Texts(tool.classes);
  if (tool.pilot) {
    for (const std::string_view one : Texts(tool.pilot->classes)) caller.classes.push_back(one);
  }
  caller.age = kOldEnough;
  caller.staff_course = std::numeric_limits<int>::max();
  return caller;
}

int Explain(const PolicyExplainArguments& arguments) {
  std::vector<policy::Issue> issues;
  const absl::StatusOr<SetPointer> set = SetFor(arguments, issues);
  if (!set.ok()) return issues.empty() ? Report(set.status()) : Report(issues);
  const ToolTable* table = (*set)->Table(arguments.tool);
  if (table == nullptr) return Report(absl::NotFoundError("--tool names no tool of the policy"));
  Principal principal{.app = "explain", .method = "cli"};
  if (!v1::CallerRole_Parse("CALLER_ROLE_" + absl::AsciiStrToUpper(arguments.role), &principal.role)) {
    return Report(absl::InvalidArgumentError(
        "--role takes staff, teacher, student, administrator, compliance or service"));
  }
  const absl::StatusOr<absl::CivilDay> day = DayOf(arguments.date);
  if (!day.ok()) return Report(day.status());
  const absl::StatusOr<std::optional<int>> grade = GradeOf(arguments.grade);
  if (!grade.ok()) return Report(grade.status());
  std::optional<v1::DataElement> only;
  if (!arguments.element.empty()) {
    only = ElementFromId(arguments.element);
    if (!only) return Report(absl::NotFoundError("--element is the id of no data element"));
  }

  const policy::ToolDocument& tool = table->tool();
  principal.tools = {tool.name};
  principal.default_tool = tool.name;
  principal.default_purpose = tool.purposes.front().text;
  const policy::Ask ask{.purpose = arguments.purpose, .without_model = true};
  const absl::StatusOr<policy::Plan> plan = (*set)->MakePlan(principal, CallerFor(tool, *grade), ask, *day);
  policy::Decision decision;
  if (plan.ok()) {
    decision = policy::Decide(*plan, {}, policy::RequestFacts());
  } else {
    decision.refusal = plan.status();
  }

  const policy::AgreementDocument& agreement = table->agreement();
  Facts facts = {
      {"policy", std::string((*set)->hash())},
      {"tool", tool.name},
      {"agreement", agreement.name},
      {"vendor", agreement.vendor},
      {"route", Word(v1::Route_Name(agreement.route), "ROUTE_")},
      {"role", Word(v1::CallerRole_Name(principal.role), "CALLER_ROLE_")},
      {"grade", *grade ? std::string(policy::GradeName(**grade)) : std::string()},
      {"purpose", plan.ok() ? std::string(plan->purpose) : arguments.purpose},
      {"date", absl::FormatCivilTime(*day)},
      {"verdict", VerdictWord(decision.verdict)},
      {"on_premises_agreement", table->local() == nullptr ? std::string() : table->local()->name},
  };
  if (!decision.refusal.ok()) {
    const Problem problem = ProblemOf(decision.refusal);
    facts.emplace_back("reason", problem.reason);
    facts.emplace_back("because", problem.english);
  }
  std::vector<Row> rows;
  for (int n = 1; table->Admits(principal.role) && n < kDataElementCount; ++n) {
    const auto element = static_cast<v1::DataElement>(n);
    if (only && *only != element) continue;
    const Rule& rule =
        table->rules(principal.role, grade->value_or(policy::kNoGrade))[static_cast<size_t>(n)];
    rows.push_back({std::string(ElementId(element)), std::string(TreatmentName(rule.treatment)),
                    ExchangeWord(rule), std::string(rule.clause), ""});
  }
  Show(facts, rows, /*with_remarks=*/false, arguments.format);
  return kExitOk;
}

// The record itself, or for an outcome the intent of its exchange, which is what was decided.
absl::StatusOr<v1::AuditRecord> FindRecord(const std::string& log, const std::string& id) {
  std::string wanted = id;
  for (int pass = 0; pass < 2; ++pass) {
    SG_ASSIGN_OR_RETURN(LogReader reader, LogReader::Open(log));
    std::string exchange;
    while (true) {
      SG_ASSIGN_OR_RETURN(const bool more, reader.Next());
      if (!more) break;
      const v1::AuditRecord& record = reader.record();
      if (record.record_id() != wanted && record.exchange_id() != wanted) continue;
      if (!record.policy_hash().empty()) return record;
      exchange = record.exchange_id();
    }
    if (exchange.empty() || exchange == wanted) break;
    wanted = exchange;
  }
  return absl::NotFoundError("no record with this id, or of this exchange, names a policy");
}

enum class Match { kSame, kByFlag, kStricter, kLaxer };

std::string_view Remark(Match match) {
  switch (match) {
    case Match::kSame:
      return "the same";
    case Match::kByFlag:
      return "the same, for a flag";
    case Match::kStricter:
      return "less strict";
    case Match::kLaxer:
      break;
  }
  return "STRICTER";
}

// The record does not say the caller's grade, nor whose each span was: what the set gives in any of those
// cases counts, and the treatment may be stricter (a group too small), never laxer.
Match Compare(const ToolTable& table, const v1::AuditRecord& record, const v1::ElementCount& row) {
  static constexpr SubjectKind kKinds[] = {SubjectKind::kNone,     SubjectKind::kStudent,
                                           SubjectKind::kGuardian, SubjectKind::kStaff,
                                           SubjectKind::kUnknown,  SubjectKind::kAmbiguous};
  const bool home = record.route() == v1::ROUTE_ON_PREMISES && table.local() != nullptr;
  std::vector<v1::DataElement> elements = {row.element(), policy::AsUnknownPerson(row.element())};
  for (const SubjectKind kind : kKinds) elements.push_back(policy::ElementOf(kind, row.element()));
  v1::Treatment least = v1::TREATMENT_REDACT;
  bool by_flag = false;
  const auto is = [&](const Rule& rule) {
    return NearestSupported(row.element(), rule.treatment) == row.treatment() && rule.clause == row.clause();
  };
  for (const v1::DataElement element : elements) {
    const auto index = static_cast<size_t>(element);
    for (int grade = 0; grade <= policy::kNoGrade; ++grade) {
      const v1::CallerRole role = record.caller().role();
      const Rules& rules = home ? *table.local_rules(role, grade) : table.rules(role, grade);
      if (is(rules[index])) return Match::kSame;
      least = std::min(least, NearestSupported(row.element(), rules[index].treatment));
    }
    const policy::FlagRules& flags = home ? *table.local_flag_rules() : table.flag_rules();
    for (const Rules& rules : flags) by_flag = by_flag || is(rules[index]);
  }
  if (row.treatment() < least) return Match::kLaxer;
  return by_flag ? Match::kByFlag : Match::kStricter;
}

int ExplainRecord(const PolicyExplainArguments& arguments) {
  const absl::StatusOr<v1::AuditRecord> record = FindRecord(StrCat(arguments.data, kLog), arguments.record);
  if (!record.ok()) return Report(record.status());
  const absl::StatusOr<SetPointer> set =
      LoadArchived(StrCat(arguments.data, kArchive), record->policy_hash());
  if (!set.ok()) return Report(set.status());
  const Facts facts = {
      {"record", record->record_id()},
      {"exchange", record->exchange_id()},
      {"phase", Word(v1::AuditPhase_Name(record->phase()), "AUDIT_PHASE_")},
      {"time",
       absl::FormatTime(absl::RFC3339_sec, absl::FromUnixMicros(record->time_micros()), absl::UTCTimeZone())},
      {"policy", record->policy_hash()},
      {"tool", record->tool()},
      {"agreement", record->agreement()},
      {"vendor", record->vendor()},
      {"route", Word(v1::Route_Name(record->route()), "ROUTE_")},
      {"role", Word(v1::CallerRole_Name(record->caller().role()), "CALLER_ROLE_")},
      {"purpose", record->purpose()},
      {"verdict", VerdictWord(record->verdict())},
      {"reason", record->reason()},
      {"clause", record->exchange_clause()},
  };
  const ToolTable* table = (*set)->Table(record->tool());
  if (table == nullptr && !record->elements().empty()) {
    return Report(absl::DataLossError("the archived policy has no tool of the record's name"));
  }
  bool laxer = false;
  std::vector<Row> rows;
  for (const v1::ElementCount& row : record->elements()) {
    const Match match = Compare(*table, *record, row);
    laxer = laxer || match == Match::kLaxer;
    rows.push_back({StrCat(ElementId(row.element()), " x", row.count()),
                    std::string(TreatmentName(row.treatment())), VerdictWord(record->verdict()), row.clause(),
                    std::string(Remark(match))});
  }
  Show(facts, rows, /*with_remarks=*/true, arguments.format);
  if (!laxer) return kExitOk;
  std::cerr << "schoolgate: the record says that something went with less than the policy then in force "
               "asked for\n";
  return kExitYours;
}

}  // namespace

int PolicyExplain(const PolicyExplainArguments& arguments) {
  const int sources = (arguments.directory.empty() ? 0 : 1) + (arguments.at.empty() ? 0 : 1) +
                      (arguments.record.empty() ? 0 : 1);
  if (sources != 1 || arguments.data.empty() == arguments.directory.empty()) {
    std::cerr << "schoolgate: name a policy folder, or --at HASH or --record ID with --data DIR\n";
    return kExitYours;
  }
  if (!arguments.record.empty()) return ExplainRecord(arguments);
  if (arguments.tool.empty()) {
    std::cerr << "schoolgate: --tool is needed: the tool whose plan is asked for\n";
    return kExitYours;
  }
  return Explain(arguments);
}

}  // namespace schoolgate::gateway
