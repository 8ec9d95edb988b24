// schoolgate policy …: what can be known of a policy folder without a gate running.
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <iostream>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "core/util/strings.h"
#include "gateway/cli/command.h"
#include "policy/diff.h"
#include "policy/notes.h"
#include "policy/prove.h"
#include "policy/run_cases.h"

namespace schoolgate::gateway {
namespace {

std::shared_ptr<const policy::PolicySet> LoadOrReport(const std::string& directory) {
  std::vector<policy::Issue> issues;
  auto set = policy::PolicySet::Load(directory, issues);
  if (set.ok()) return *std::move(set);
  // Of two folders the fault's own should be told.
  for (policy::Issue& issue : issues) {
    if (issue.file != directory) issue.file = StrCat(directory, "/", issue.file);
  }
  Report(issues);
  return nullptr;
}

// The folder's set and the day to judge it by, or nothing, having said why.
struct Given {
  std::shared_ptr<const policy::PolicySet> set;
  absl::CivilDay today;
};

std::optional<Given> Read(const PolicyArguments& arguments) {
  Given given{.today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone())};
  if (!arguments.date.empty() && !absl::ParseCivilTime(arguments.date, &given.today)) {
    std::cerr << "schoolgate: --date takes a day, written YYYY-MM-DD\n";
    return std::nullopt;
  }
  std::vector<policy::Issue> issues;
  auto set = policy::PolicySet::Load(arguments.directory, issues);
  if (!set.ok()) {
    Report(issues);
    return std::nullopt;
  }
  given.set = *std::move(set);
  return given;
}

std::string Count(size_t count, std::string_view one) {
  return StrCat(count, " ", one, count == 1 ? "" : "s");
}

std::string_view SubjectWord(const policy::Documents& documents, const policy::Proof& proof) {
  using Subject = policy::InvariantDocument::Subject;
  for (const policy::InvariantDocument& invariant : documents.invariants) {
    if (invariant.name != proof.invariant) continue;
    return invariant.subject == Subject::kCell   ? "cell"
           : invariant.subject == Subject::kTool ? "tool"
                                                 : "agreement";
  }
  return "cell";
}

using Json = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Put(Json& json, std::string_view text) {
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void Put(Json& json, const char* key, std::string_view text) {
  json.Key(key);
  Put(json, text);
}

void Put(Json& json, const char* key, const std::vector<std::string>& texts) {
  json.Key(key);
  json.StartArray();
  for (const std::string& text : texts) Put(json, text);
  json.EndArray();
}

void Put(Json& json, const char* key, const policy::Outcome& outcome) {
  json.Key(key);
  json.StartObject();
  Put(json, "gets", Describe(outcome));
  Put(json, "clause", outcome.clause);
  Put(json, "exchange_clause", outcome.exchange_clause);
  json.EndObject();
}

void Put(Json& json, const policy::CellChange& change) {
  json.StartObject();
  Put(json, "tool", change.tool);
  Put(json, "route", change.route == v1::ROUTE_CLOUD ? "cloud" : "on_premises");
  std::vector<std::string> names;
  for (int role = 0; role < v1::CallerRole_ARRAYSIZE; ++role) {
    const auto one = static_cast<v1::CallerRole>(role);
    if ((change.roles & policy::RoleBit(one)) != 0) names.emplace_back(policy::RoleName(one));
  }
  Put(json, "roles", names);
  names.clear();
  for (int grade = 0; grade < policy::kGradeCount; ++grade) {
    if ((change.grades >> grade & 1) != 0) names.emplace_back(policy::GradeName(grade));
  }
  Put(json, "grades", names);
  json.Key("without_grade");
  json.Bool(change.without_grade);
  names.clear();
  for (const v1::DataElement element : change.elements) names.emplace_back(ElementId(element));
  Put(json, "elements", names);
  Put(json, "before", change.before);
  Put(json, "after", change.after);
  Put(json, "agreement", change.agreement);
  Put(json, "text", Describe(change));
  json.EndObject();
}

std::string ToJson(const policy::PolicyDiff& diff) {
  rapidjson::StringBuffer buffer;
  Json json(buffer);
  json.StartObject();
  Put(json, "tools_added", diff.tools_added);
  Put(json, "tools_removed", diff.tools_removed);
  Put(json, "agreements_added", diff.agreements_added);
  Put(json, "agreements_removed", diff.agreements_removed);
  json.Key("terms");
  json.StartArray();
  for (const policy::TermChange& change : diff.terms) {
    json.StartObject();
    Put(json, "kind", change.kind);
    Put(json, "name", change.name);
    Put(json, "term", change.term);
    Put(json, "before", change.before);
    Put(json, "after", change.after);
    json.EndObject();
  }
  json.EndArray();
  json.Key("cells");
  json.StartArray();
  for (const policy::CellChange& change : diff.cells) Put(json, change);
  json.EndArray();
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

void Print(const policy::PolicyDiff& diff) {
  const auto list = [](std::string_view what, const std::vector<std::string>& names) {
    for (const std::string& name : names) std::cout << what << " " << name << "\n";
  };
  list("agreement removed:", diff.agreements_removed);
  list("agreement added:", diff.agreements_added);
  list("tool removed:", diff.tools_removed);
  list("tool added:", diff.tools_added);
  for (const policy::TermChange& change : diff.terms) std::cout << Describe(change) << "\n";
  for (const policy::CellChange& change : diff.cells) std::cout << Describe(change) << "\n";
  if (diff.empty()) std::cout << "nothing changes\n";
}

}  // namespace

int PolicyDiff(const PolicyDiffArguments& arguments) {
  const auto before = LoadOrReport(arguments.before);
  if (before == nullptr) return kExitYours;
  const auto after = LoadOrReport(arguments.after);
  if (after == nullptr) return kExitYours;
  const policy::PolicyDiff diff = policy::Diff(*before, *after);
  if (arguments.format == OutputFormat::kJson) {
    std::cout << ToJson(diff) << "\n";
  } else {
    Print(diff);
  }
  return kExitOk;
}

int PolicyCheck(const PolicyArguments& arguments) {
  const std::optional<Given> given = Read(arguments);
  if (!given) return kExitYours;
  const std::vector<policy::Issue> notes = policy::NotesOf(*given->set, given->today);
  for (const policy::Issue& note : notes) std::cout << "note: " << ToString(note) << "\n";
  const std::vector<policy::Issue> failures = policy::FailuresOf(policy::Prove(*given->set, given->today));
  if (!failures.empty()) return Report(failures);
  const policy::Documents& documents = given->set->documents();
  std::cout << "policy " << given->set->hash() << ": " << Count(documents.agreements.size(), "agreement")
            << ", " << Count(documents.tools.size(), "tool") << ", "
            << Count(documents.invariants.size(), "invariant") << "\n";
  return kExitOk;
}

int PolicyProve(const PolicyArguments& arguments) {
  const std::optional<Given> given = Read(arguments);
  if (!given) return kExitYours;
  const std::vector<policy::Proof> proofs = policy::Prove(*given->set, given->today);
  if (proofs.empty()) {
    std::cerr << "schoolgate: the folder has no invariants; add documents of kind Invariant\n";
    return kExitYours;
  }
  for (const policy::Proof& proof : proofs) {
    if (!proof.counterexample.empty()) continue;
    std::cout << "holds  " << proof.invariant << ": "
              << Count(static_cast<size_t>(proof.subjects), SubjectWord(given->set->documents(), proof))
              << "\n";
  }
  const std::vector<policy::Issue> failures = policy::FailuresOf(proofs);
  for (const policy::Issue& failure : failures) std::cout << "fails  " << ToString(failure) << "\n";
  return failures.empty() ? kExitOk : kExitYours;
}

int PolicyTest(const PolicyArguments& arguments) {
  const std::optional<Given> given = Read(arguments);
  if (!given) return kExitYours;
  const std::vector<policy::CaseResult> results = policy::RunCases(*given->set, given->today);
  if (results.empty()) {
    std::cerr << "schoolgate: the folder has no cases; add documents of kind PolicyTest\n";
    return kExitYours;
  }
  size_t failed = 0;
  for (const policy::CaseResult& result : results) {
    if (result.differences.empty()) continue;
    ++failed;
    std::cout << result.place.file << ":" << result.place.line << ": " << result.test << ", " << result.name
              << "\n";
    for (const std::string& difference : result.differences) std::cout << "    " << difference << "\n";
  }
  std::cout << Count(results.size(), "case") << ", " << failed << " failed\n";
  return failed == 0 ? kExitOk : kExitYours;
}

}  // namespace schoolgate::gateway
