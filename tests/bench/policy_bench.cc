// What the policy costs: reading and compiling a set of 50 tools under 20 agreements, one request's plan and
// decision, and holding ten invariants against every cell of that set.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/util/strings.h"
#include "policy/policy.h"
#include "policy/prove.h"

namespace schoolgate::policy {
namespace {

constexpr int kAgreements = 20;
constexpr int kTools = 50;
constexpr absl::CivilDay kToday(2026, 9, 1);

constexpr std::string_view kSchedule[] = {"student.name, treatment: pseudonymize",
                                          "student.id.local, treatment: pseudonymize",
                                          "student.contact.*, treatment: pseudonymize",
                                          "guardian.*, treatment: pseudonymize",
                                          "staff.*, treatment: allow",
                                          "demographics.birth_date, treatment: generalize",
                                          "demographics.language, treatment: allow",
                                          "enrollment.*, treatment: allow",
                                          "schedule, treatment: allow",
                                          "assessment, treatment: allow",
                                          "student_work, treatment: allow",
                                          "special.*, treatment: redact"};

// NOLINTBEGIN(bugprone-suspicious-missing-comma): one of them runs over two lines.
constexpr std::string_view kInvariants[] = {
    "every: cell\n  where: {elements: [special.*], route: cloud}\n  must: {atLeast: redact}",
    "every: cell\n  where: {elements: [biometric.*], route: cloud}\n  must: {atLeast: redact}",
    "every: cell\n  where: {elements: [student.id.ssn, credential, payment_card]}\n  must: {atLeast: redact}",
    "every: cell\n  where: {elements: [technology.*], route: cloud}\n  must: {atLeast: redact}",
    "every: cell\n  where: {elements: [person.*], about: [unknown]}\n  must: {asStrictAs: student}",
    "every: cell\n  where: {elements: [student.contact.*], flags: [under_13], about: [student, ambiguous]}\n"
    "  must: {atLeast: pseudonymize}",
    // Every cell there is.
    "every: cell\n  must: {verdicts: [send, hold]}",
    "every: tool\n  where: {reachableBy: [student]}\n  must: {biasReview: current}",
    "every: tool\n  where: {mayHold: true}\n  must: {hasReviewers: true}",
    "every: agreement\n  where: {route: cloud}\n  must: {noTraining: true, breachNoticeHours: {atMost: 72}}"};
// NOLINTEND(bugprone-suspicious-missing-comma)

std::string Head(std::string_view kind, std::string_view name) {
  return StrCat("apiVersion: schoolgate/v1\nkind: ", kind, "\nmetadata: {name: ", name, "}\nspec:\n");
}

std::string Agreement(int n) {
  std::string text = Head("Agreement", StrCat("agreement-", n));
  text += StrCat("  vendor: vendor-", n, "\n  route: ", n == 0 ? "on_premises" : "cloud",
                 "\n  legalBasis: school_official\n  signed: 2026-07-01\n  expires: 2027-06-30\n"
                 "  parties: {lea: District, provider: Vendor}\n  dataLocations: [US]\n"
                 "  breachNoticeHours: 72\n  disposalDays: 60\n  retentionDays: 30\n  noTraining: true\n"
                 "  noAdvertising: true\n  purposes: [learning, planning]\n  schedule:\n");
  for (const std::string_view row : kSchedule) {
    text += StrCat("    - {element: ", row, ", clause: \"Exhibit B, row of agreement ", n, "\"}\n");
  }
  return text;
}

std::string Tool(int n) {
  return StrCat(
      Head("Tool", StrCat("tool-", n)), "  agreement: agreement-", 1 + n % (kAgreements - 1),
      "\n  models: [large, small]\n  onPremises: {agreement: agreement-0, model: own}\n  phase: scaled\n"
      "  roles: [teacher, staff, student, administrator]\n  purposes: [learning]\n  owner: Desk\n"
      "  biasReview: {reviewer: Office, reviewed: 2026-07-01, expires: 2027-06-30}\n  elements:\n"
      "    - {element: student.contact.*, treatment: redact, clause: T1, grades: [PK-5]}\n"
      "    - {element: conduct, treatment: hold, clause: T2, roles: [teacher, staff]}\n"
      "    - {element: special.*, treatment: on_premises, clause: T3}\n"
      "    - {element: assessment, treatment: redact, clause: T4, roles: [student], grades: [6-8]}\n");
}

// The folder of the set; it goes with the process.
const std::string& Directory() {
  struct Written {
    Written() {
      path = std::filesystem::temp_directory_path().string() + "/schoolgate-bench-XXXXXX";
      if (::mkdtemp(path.data()) == nullptr) abort();
      for (int n = 0; n < kAgreements; ++n) Write(StrCat("agreement-", n), Agreement(n));
      for (int n = 0; n < kTools; ++n) Write(StrCat("tool-", n), Tool(n));
      int n = 0;
      for (const std::string_view spec : kInvariants) {
        const std::string name = StrCat("invariant-", n++);
        Write(name, StrCat(Head("Invariant", name), "  clause: C\n  ", spec, "\n"));
      }
      Write("district",
            StrCat(Head("DistrictPolicy", "district"),
                   "  groups: [{name: desk, title: Desk, members: [a]}]\n"
                   "  review: {reviewers: desk}\n  elements:\n"
                   "    - {element: special.*, treatment: redact, route: cloud, clause: D1}\n"
                   "    - {element: biometric.*, treatment: redact, clause: D2}\n"
                   "    - {element: assessment, treatment: redact, flag: under_13, clause: D3}\n"));
    }
    ~Written() { std::filesystem::remove_all(path); }
    void Write(const std::string& name, const std::string& text) const {
      std::ofstream(StrCat(path, "/", name, ".yaml")) << text;
    }
    std::string path;
  };
  static const Written written;
  return written.path;
}

std::shared_ptr<const PolicySet> Load() {
  std::vector<Issue> issues;
  auto set = PolicySet::Load(Directory(), issues);
  if (!set.ok()) abort();
  return *std::move(set);
}

void BM_LoadPolicy(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Load());
}
BENCHMARK(BM_LoadPolicy)->Unit(benchmark::kMillisecond);

void BM_Prove(benchmark::State& state) {
  const auto set = Load();
  for (auto _ : state) {
    for (const Proof& proof : Prove(*set, kToday)) {
      if (!proof.counterexample.empty()) state.SkipWithError(proof.counterexample.c_str());
    }
  }
}
BENCHMARK(BM_Prove)->Unit(benchmark::kMillisecond);

Principal Teacher() {
  Principal principal;
  principal.app = "app";
  principal.role = v1::CALLER_ROLE_TEACHER;
  principal.default_tool = "tool-7";
  principal.tools = {"tool-7"};
  return principal;
}

Findings FewFindings() {
  Findings findings(4);
  findings[0].element = v1::DATA_ELEMENT_STUDENT_NAME;
  findings[0].subject.kind = SubjectKind::kStudent;
  findings[1].element = v1::DATA_ELEMENT_PERSON_NAME;
  findings[1].subject.kind = SubjectKind::kUnknown;
  findings[2].element = v1::DATA_ELEMENT_STAFF_NAME;
  findings[2].subject.kind = SubjectKind::kStaff;
  findings[3].element = v1::DATA_ELEMENT_ASSESSMENT;
  return findings;
}

void BM_MakePlan(benchmark::State& state) {
  const auto set = Load();
  const Principal principal = Teacher();
  const Caller caller;
  for (auto _ : state) benchmark::DoNotOptimize(set->MakePlan(principal, caller, Ask{}, kToday));
}
BENCHMARK(BM_MakePlan);

// Looking up and deciding on a request's findings under its plan.
void BM_Decide(benchmark::State& state) {
  const auto set = Load();
  const absl::StatusOr<Plan> plan = set->MakePlan(Teacher(), Caller{}, Ask{}, kToday);
  const Findings findings = FewFindings();
  const PersonFlags flags[] = {kUnder13, 0, 0, kUnder13};
  const RequestFacts facts{.flags = flags};
  if (!plan.ok()) state.SkipWithError("no plan");
  for (auto _ : state) benchmark::DoNotOptimize(Decide(*plan, findings, facts));
}
BENCHMARK(BM_Decide);

}  // namespace
}  // namespace schoolgate::policy
