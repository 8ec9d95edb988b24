#include "policy/run_cases.h"

#include <string_view>

#include "core/util/problem.h"
#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

std::string_view VerdictWord(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_SEND:
      return "send";
    case v1::VERDICT_HOLD:
      return "hold";
    default:
      return "block";
  }
}

std::string_view RouteWord(v1::Route route) {
  switch (route) {
    case v1::ROUTE_CLOUD:
      return "cloud";
    case v1::ROUTE_ON_PREMISES:
      return "on_premises";
    default:
      return "nowhere";
  }
}

std::string_view OrNone(std::string_view text) { return text.empty() ? "none" : text; }

absl::StatusOr<Plan> PlanOf(const PolicySet& set, const PolicyCase& one, absl::CivilDay today) {
  Principal principal;
  principal.app = "policy test";
  principal.role = one.role;
  principal.default_tool = one.tool.text;
  principal.tools = {one.tool.text};
  Caller caller{.known = one.known,
                .grade = one.grade,
                .grades = one.grades,
                .age = one.age,
                .flags = one.flags,
                .staff_course = one.staff_course};
  for (const Located& school : one.schools) caller.schools.push_back(school.text);
  for (const Located& room : one.classes) caller.classes.push_back(room.text);
  return set.MakePlan(principal, caller,
                      Ask{.model = one.model, .purpose = one.purpose, .without_model = true},
                      one.date.value_or(today));
}

Decision DecisionOf(const Plan& plan, const PolicyCase& one) {
  Findings findings;
  std::vector<PersonFlags> flags;
  std::vector<char> small;
  for (const FoundEntry& entry : one.found) {
    Finding finding;
    finding.element = entry.element;
    finding.subject.kind = entry.about;
    findings.push_back(finding);
    flags.push_back(entry.flags);
    small.push_back(entry.small_group ? 1 : 0);
  }
  std::vector<MediaFact> media;
  media.reserve(one.media.size());
  for (const v1::MediaKind kind : one.media) media.push_back(MediaFact{kind, "media"});
  const std::vector<std::string_view> topics(one.survey_topics.begin(), one.survey_topics.end());
  const RequestFacts facts{.media = media,
                           .flags = flags,
                           .survey_topics = topics,
                           .small_group = small,
                           .approved = one.approved};
  return Decide(plan, findings, facts);
}

class Comparison {
 public:
  void Add(std::string_view what, std::string_view expected, std::string_view got) {
    if (expected != got) differences.push_back(StrCat(what, ": expected ", expected, ", got ", OrNone(got)));
  }

  std::vector<std::string> differences;
};

void CompareElements(const PolicyCase& one, const Decision& decision, Comparison& comparison) {
  for (const ElementExpectation& expected : one.elements) {
    for (size_t i = 0; i < one.found.size(); ++i) {
      const FoundEntry& entry = one.found[i];
      if (entry.element != expected.element || (expected.about && *expected.about != entry.about)) continue;
      const std::string_view id = ElementId(entry.element);
      if (i >= decision.treatments.size()) {
        comparison.Add(id, TreatmentName(expected.treatment), "a refusal before the text was looked at");
        continue;
      }
      comparison.Add(id, TreatmentName(expected.treatment), TreatmentName(decision.treatments[i]));
      if (!expected.clause.empty()) {
        comparison.Add(StrCat(id, ", clause"), expected.clause, decision.clauses[i]);
      }
    }
  }
}

std::vector<std::string> Differences(const PolicySet& set, const PolicyCase& one, absl::CivilDay today) {
  Comparison comparison;
  const absl::StatusOr<Plan> plan = PlanOf(set, one, today);
  Decision decision;
  if (plan.ok()) {
    decision = DecisionOf(*plan, one);
  } else {
    decision.refusal = plan.status();
  }
  const std::string reason = decision.refusal.ok() ? "" : ProblemOf(decision.refusal).reason;
  comparison.Add("verdict", VerdictWord(one.verdict),
                 decision.verdict != one.verdict && !reason.empty()
                     ? StrCat(VerdictWord(decision.verdict), " (", reason, ")")
                     : std::string(VerdictWord(decision.verdict)));
  if (one.route != v1::ROUTE_UNSPECIFIED) {
    comparison.Add("route", RouteWord(one.route), RouteWord(decision.route));
  }
  if (!one.reason.empty()) comparison.Add("reason", one.reason, reason);
  if (!one.clause.empty()) comparison.Add("clause", one.clause, decision.exchange_clause);
  CompareElements(one, decision, comparison);
  return std::move(comparison.differences);
}

}  // namespace

std::vector<CaseResult> RunCases(const PolicySet& set, absl::CivilDay today) {
  std::vector<CaseResult> results;
  for (const PolicyTestDocument& test : set.documents().tests) {
    for (const PolicyCase& one : test.cases) {
      results.push_back(CaseResult{test.name, one.name, one.place, Differences(set, one, today)});
    }
  }
  return results;
}

}  // namespace schoolgate::policy
