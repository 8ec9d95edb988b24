// What an exchange as a whole gets: held, refused, sent to the district's own machines, and why.
#include "core/util/problem.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/compile.h"
#include "policy/policy.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;

constexpr auto kConduct = v1::DATA_ELEMENT_CONDUCT;
constexpr auto kName = v1::DATA_ELEMENT_STUDENT_NAME;
constexpr auto kPerson = v1::DATA_ELEMENT_PERSON_NAME;
constexpr absl::CivilDay kToday(2026, 9, 1);

// A tool with these rows and keys, beside a model at home where `home` is its agreement's rows.
Plan PlanOf(const std::string& rows, const std::string& keys = "", const std::string& home = "",
            absl::CivilDay today = kToday) {
  std::map<std::string, std::string> files = {
      {"a.yaml", kAgreement},
      {"t.yaml", kTool + keys + (rows.empty() ? "" : "  elements:\n" + rows)},
      {"d.yaml",
       "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements: []\n"
       "  groups: [{name: desk, title: Curriculum Office, members: [a]}]\n  review: {reviewers: desk}\n"}};
  if (!home.empty()) {
    std::string agreement =
        Replaced(Replaced(Replaced(kAgreement, "acme-dpa", "home"), "vendor: acme", "vendor: own"),
                 "route: cloud", "route: on_premises");
    agreement.resize(agreement.find("  schedule:"));
    files["h.yaml"] =
        Replaced(agreement, "expires: 2027-06-30", "expires: 2026-12-31") + "  schedule:\n" + home;
    files["t.yaml"] = kTool + keys + "  onPremises: {agreement: home, model: own-large}\n" +
                      (rows.empty() ? "" : "  elements:\n" + rows);
  }
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  Principal principal;
  principal.role = v1::CALLER_ROLE_TEACHER;
  principal.tools = {"planner"};
  principal.default_tool = "planner";
  const auto set = SetOf(files);
  return set == nullptr ? Plan{} : set->MakePlan(principal, Caller{}, Ask{}, today).value_or(Plan{});
}

std::string Row(const std::string& element, const std::string& treatment, const std::string& clause) {
  return "    - {element: " + element + ", treatment: " + treatment + ", clause: " + clause + "}\n";
}

Findings Found(std::initializer_list<std::pair<v1::DataElement, SubjectKind>> found) {
  Findings findings;
  for (const auto& [element, kind] : found) {
    Finding finding;
    finding.element = element;
    finding.subject.kind = kind;
    findings.push_back(finding);
  }
  return findings;
}

// "hold HELD_FOR_REVIEW by T-hold", "send", "send on premises by T".
std::string Decided(const Plan& plan, const Findings& findings, const RequestFacts& facts = {}) {
  const Decision decision = Decide(plan, findings, facts);
  EXPECT_EQ(decision.refusal.ok(), decision.verdict == v1::VERDICT_SEND);
  std::string text = decision.verdict == v1::VERDICT_SEND   ? "send"
                     : decision.verdict == v1::VERDICT_HOLD ? "hold"
                                                            : "block";
  if (!decision.refusal.ok()) text += " " + ProblemOf(decision.refusal).reason;
  if (decision.route == v1::ROUTE_ON_PREMISES) text += " on premises";
  if (!decision.exchange_clause.empty()) text += " by " + std::string(decision.exchange_clause);
  return text;
}

TEST(DecideExchangeTest, AHeldElementHoldsUntilSomebodyLetsItGo) {
  const Plan plan = PlanOf(Row("conduct", "hold", "T-hold"));
  const Findings conduct = Found({{kConduct, SubjectKind::kStudent}});
  EXPECT_EQ(Decided(plan, Found({{kName, SubjectKind::kStudent}})), "send");
  EXPECT_EQ(Decided(plan, conduct), "hold HELD_FOR_REVIEW by T-hold");
  EXPECT_EQ(Decided(plan, conduct, {.approved = true}), "send by T-hold");
  // It goes as it would have: nothing is loosened.
  EXPECT_THAT(Decide(plan, conduct, {.approved = true}).treatments, ElementsAre(v1::TREATMENT_REDACT));
  EXPECT_EQ(ProblemOf(Decide(plan, conduct, {}).refusal).parameters.at("reviewers"), "desk");
}

TEST(DecideExchangeTest, ABlockBeatsAHoldAndAnApproval) {
  const Plan plan = PlanOf(Row("conduct", "hold", "T-hold") + Row("survey", "block", "T-block"));
  const Findings both =
      Found({{kConduct, SubjectKind::kStudent}, {v1::DATA_ELEMENT_SURVEY, SubjectKind::kNone}});
  const Findings turned =
      Found({{v1::DATA_ELEMENT_SURVEY, SubjectKind::kNone}, {kConduct, SubjectKind::kStudent}});
  EXPECT_EQ(Decided(plan, both), "block ELEMENT_BLOCKED by T-block");
  EXPECT_EQ(Decided(plan, turned), "block ELEMENT_BLOCKED by T-block");
  EXPECT_EQ(Decided(plan, both, {.approved = true}), "block ELEMENT_BLOCKED by T-block");
}

TEST(DecideExchangeTest, AnUnknownNameNeverHoldsRefusesOrReroutes) {
  for (const char* treatment : {"hold", "block", "on_premises"}) {
    const Plan plan = PlanOf(Row("student.name", treatment, "T") + Row("person.name", treatment, "T"));
    EXPECT_EQ(Decided(plan, Found({{kPerson, SubjectKind::kUnknown},
                                   {v1::DATA_ELEMENT_STAFF_NAME, SubjectKind::kUnknown}})),
              "send")
        << treatment;
    EXPECT_NE(Decided(plan, Found({{kPerson, SubjectKind::kStudent}})), "send") << treatment;
  }
  // What else is known of nobody is protected like a student's.
  EXPECT_EQ(Decided(PlanOf(Row("student.contact.phone", "block", "T")),
                    Found({{v1::DATA_ELEMENT_STAFF_CONTACT_PHONE, SubjectKind::kUnknown}})),
            "block ELEMENT_BLOCKED by T");
}

TEST(DecideExchangeTest, EachKindOfMediumGetsItsOwn) {
  const Plan plan = PlanOf("", "  media: {image: allow, audio: hold, video: on_premises}\n");
  const auto decided = [&plan](v1::MediaKind kind) {
    const MediaFact fact{kind, "messages[0].content[0]"};
    return Decided(plan, {}, {.media = {&fact, 1}});
  };
  EXPECT_EQ(decided(v1::MEDIA_KIND_IMAGE), "send");
  EXPECT_EQ(decided(v1::MEDIA_KIND_AUDIO), "hold HELD_FOR_REVIEW by the tool's media");
  EXPECT_EQ(decided(v1::MEDIA_KIND_VIDEO), "block NO_ON_PREMISES_MODEL on premises by the tool's media");
  EXPECT_EQ(decided(v1::MEDIA_KIND_FILE), "block MEDIA_NOT_ALLOWED by the tool's media");
  EXPECT_EQ(decided(v1::MEDIA_KIND_UNSPECIFIED), "block MEDIA_NOT_ALLOWED by the tool's media");
  EXPECT_EQ(decided(static_cast<v1::MediaKind>(99)), "block MEDIA_NOT_ALLOWED by the tool's media");
}

TEST(DecideExchangeTest, WhatMayNotGoToACloudGoesHomeUnderItsTerms) {
  const std::string rows = Row("special.*", "on_premises", "T-home");
  const Plan plan =
      PlanOf(rows, "", Row("special.*", "allow", "H-special") + Row("student.name", "allow", "H-name"));
  const Findings special =
      Found({{v1::DATA_ELEMENT_SPECIAL_HEALTH, SubjectKind::kStudent}, {kName, SubjectKind::kStudent}});
  EXPECT_EQ(Decided(plan, special), "send on premises by T-home");
  const Decision decision = Decide(plan, special, {});
  EXPECT_THAT(decision.clauses, ElementsAre("H-special", "H-name"));
  EXPECT_THAT(decision.treatments, ElementsAre(v1::TREATMENT_ALLOW, v1::TREATMENT_ALLOW));
  EXPECT_EQ(Decided(plan, Found({{kName, SubjectKind::kStudent}})), "send");
  // The cloud's terms again where nothing asks for the way home.
  EXPECT_THAT(Decide(plan, Found({{kName, SubjectKind::kStudent}}), {}).clauses, ElementsAre("B-students"));
  const Plan home = plan.OnPremises();
  EXPECT_EQ(home.agreement, "home");
  EXPECT_EQ(home.destination.vendor, "own");
  EXPECT_EQ(home.destination.model, "own-large");
  EXPECT_EQ(Decided(home, special), "send on premises");
  EXPECT_EQ(Decided(PlanOf(rows), special), "block NO_ON_PREMISES_MODEL on premises by T-home");
}

TEST(DecideExchangeTest, TermsThatRanOutAreNoWayHome) {
  const std::string rows = Row("special.*", "on_premises", "T-home");
  const Findings special = Found({{v1::DATA_ELEMENT_SPECIAL_HEALTH, SubjectKind::kStudent}});
  const auto decided = [&](absl::CivilDay today) {
    return Decided(PlanOf(rows, "", Row("special.*", "allow", "H"), today), special);
  };
  EXPECT_EQ(decided(absl::CivilDay(2026, 12, 31)), "send on premises by T-home");
  EXPECT_EQ(decided(absl::CivilDay(2027, 1, 1)), "block NO_ON_PREMISES_MODEL on premises by T-home");
}

TEST(DecideExchangeTest, AHoldAtHomeStillHolds) {
  const std::string rows = Row("special.*", "on_premises", "T-home") + Row("conduct", "hold", "T-hold");
  const Plan plan = PlanOf(rows, "", Row("special.*", "allow", "H"));
  const Findings both =
      Found({{v1::DATA_ELEMENT_SPECIAL_HEALTH, SubjectKind::kStudent}, {kConduct, SubjectKind::kStudent}});
  EXPECT_EQ(Decided(plan, both), "hold HELD_FOR_REVIEW on premises by T-hold");
  EXPECT_EQ(Decided(plan, both, {.approved = true}), "send on premises by T-hold");
}

TEST(DecideExchangeTest, ASurveyAsksOnlyWhatFamiliesConsentedTo) {
  const std::string_view income[] = {"income"};
  const std::string_view both[] = {"income", "politics"};
  const Plan survey = PlanOf("", "  survey: {consentedTopics: [income]}\n");
  EXPECT_EQ(Decided(survey, {}, {.survey_topics = income}), "send");
  EXPECT_EQ(Decided(survey, {}, {.survey_topics = both}),
            "block SURVEY_CONSENT_NEEDED by 20 U.S.C. 1232h (PPRA): survey topics that need consent");
  // Other tools survey nobody.
  EXPECT_EQ(Decided(PlanOf(""), {}, {.survey_topics = both}), "send");
}

TEST(DecideExchangeTest, AGroupTooSmallIsToldCoarserAndNothingIsLoosened) {
  const Plan plan = PlanOf("");
  const Findings found = Found({{v1::DATA_ELEMENT_STAFF_NAME, SubjectKind::kStaff},
                                {kName, SubjectKind::kStudent},
                                {kConduct, SubjectKind::kNone}});
  const char small[] = {1, 1, 1};
  const Decision decision = Decide(plan, found, {.small_group = small});
  EXPECT_EQ(decision.verdict, v1::VERDICT_SEND);
  EXPECT_THAT(decision.treatments,
              ElementsAre(v1::TREATMENT_PSEUDONYMIZE, v1::TREATMENT_PSEUDONYMIZE, v1::TREATMENT_REDACT));
  EXPECT_THAT(decision.clauses,
              ElementsAre("34 CFR 99.31(b): a group too small to be told of", "B-students", kNotScheduled));
}

TEST(DecideExchangeTest, AToolThatIsAlwaysReviewedHoldsEverything) {
  const Plan plan = PlanOf("", "  review: {always: true}\n");
  EXPECT_EQ(Decided(plan, {}), "hold HELD_FOR_REVIEW by the tool's review");
  EXPECT_EQ(Decided(plan, {}, {.approved = true}), "send by the tool's review");
}

}  // namespace
}  // namespace schoolgate::policy
