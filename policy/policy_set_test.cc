#include "core/util/problem.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/compile.h"
#include "policy/policy.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kToday(2026, 9, 1);

std::map<std::string, std::string> Files() {
  return {{"a.yaml", kAgreement},
          {"planner.yaml", kTool},
          {"tutor.yaml",
           Replaced(Replaced(Replaced(kTool, "planner", "tutor"), "[large, small]", "[tiny, vendor/large]"),
                    "[planning]", "[tutoring]")},
          {"secret.yaml", Replaced(kTool, "planner", "secret")}};
}

Principal Teacher() {
  Principal principal;
  principal.app = "app";
  principal.role = v1::CALLER_ROLE_TEACHER;
  principal.default_tool = "planner";
  principal.default_purpose = "planning";
  principal.tools = {"planner", "tutor"};
  return principal;
}

// "tool/model", or the problem's reason.
std::string Resolved(const PolicySet& set, const Principal& principal, const Ask& ask,
                     absl::CivilDay today = kToday) {
  const absl::StatusOr<Plan> plan = set.MakePlan(principal, Caller{}, ask, today);
  if (!plan.ok()) return ProblemOf(plan.status()).reason;
  return std::string(plan->tool) + "/" + plan->destination.model;
}

TEST(PolicySetTest, ResolvesToolAndModel) {
  const auto set = SetOf(Files());
  ASSERT_NE(set, nullptr);
  struct Case {
    std::string_view tool, model, purpose, expected;
  };
  const Case kCases[] = {
      {"", "", "", "planner/large"},
      {"", "small", "", "planner/small"},
      {"", "planner", "", "planner/large"},
      {"", "planner/small", "", "planner/small"},
      {"", "tutor", "tutoring", "tutor/tiny"},
      {"", "tutor/tiny", "tutoring", "tutor/tiny"},
      {"", "tutor/vendor/large", "tutoring", "tutor/vendor/large"},
      {"tutor", "", "tutoring", "tutor/tiny"},
      {"tutor", "vendor/large", "tutoring", "tutor/vendor/large"},
      {"tutor", "tutor", "tutoring", "tutor/tiny"},
      {"tutor", "tutor/tiny", "tutoring", "tutor/tiny"},
      // The header and the model name different tools.
      {"tutor", "planner", "tutoring", "UNKNOWN_MODEL"},
      {"tutor", "planner/large", "tutoring", "UNKNOWN_MODEL"},
      // Another tool's model, without naming that tool.
      {"", "tiny", "", "UNKNOWN_MODEL"},
      {"", "tutor/large", "tutoring", "UNKNOWN_MODEL"},
      {"", "gpt-nothing", "", "UNKNOWN_MODEL"},
      {"", "/", "", "UNKNOWN_MODEL"},
      {"", "planner/", "", "UNKNOWN_MODEL"},
      {"", "/large", "", "UNKNOWN_MODEL"},
      {"nowhere", "", "", "UNKNOWN_MODEL"},
      {"nowhere", "planner", "", "UNKNOWN_MODEL"},
      {"", "nowhere/large", "", "UNKNOWN_MODEL"},
      // It exists, and is not this app's: its models are not told either.
      {"secret", "", "", "TOOL_NOT_ALLOWED"},
      {"", "secret", "", "TOOL_NOT_ALLOWED"},
      {"", "secret/large", "", "TOOL_NOT_ALLOWED"},
      {"", "secret/nothing", "", "TOOL_NOT_ALLOWED"},
      {"secret", "nothing", "", "TOOL_NOT_ALLOWED"},
      // The app's default purpose is not one of the tutor's, which has but one.
      {"", "tutor", "", "tutor/tiny"},
      {"", "tutor", "planning", "UNKNOWN_PURPOSE"},
      {"", "", "advertising", "UNKNOWN_PURPOSE"},
      // One the agreement has, and the tool does not.
      {"", "", "tutoring", "UNKNOWN_PURPOSE"},
      {"", "", "planning", "planner/large"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Resolved(*set, Teacher(), Ask{c.tool, c.model, c.purpose}), c.expected)
        << c.tool << " | " << c.model << " | " << c.purpose;
  }
}

TEST(PolicySetTest, APrincipalWithoutDefaultsHasToName) {
  const auto set = SetOf(Files());
  ASSERT_NE(set, nullptr);
  Principal principal = Teacher();
  principal.default_tool.clear();
  EXPECT_EQ(Resolved(*set, principal, Ask{}), "UNKNOWN_MODEL");
  EXPECT_EQ(Resolved(*set, principal, Ask{.model = "large"}), "UNKNOWN_MODEL");
  EXPECT_EQ(Resolved(*set, principal, Ask{.model = "planner"}), "planner/large");
  principal.default_tool = "gone";
  EXPECT_EQ(Resolved(*set, principal, Ask{}), "UNKNOWN_MODEL");
  principal = Teacher();
  principal.default_purpose.clear();
  EXPECT_EQ(Resolved(*set, principal, Ask{}), "planner/large");
  principal = Teacher();
  principal.tools.clear();
  EXPECT_EQ(Resolved(*set, principal, Ask{}), "TOOL_NOT_ALLOWED");
}

TEST(PolicySetTest, APurposeNobodyNamedIsTheToolsOnlyOneOrNone) {
  auto files = Files();
  files["tutor.yaml"] = Replaced(files["tutor.yaml"], "[tutoring]", "[tutoring, grading]");
  files["a.yaml"] = Replaced(files["a.yaml"], "[planning, tutoring]", "[planning, tutoring, grading]");
  const auto set = SetOf(files);
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->MakePlan(Teacher(), Caller{}, Ask{}, kToday)->purpose, "planning");
  EXPECT_EQ(Resolved(*set, Teacher(), Ask{.model = "tutor"}), "UNKNOWN_PURPOSE");
  Principal grader = Teacher();
  grader.default_purpose = "grading";
  EXPECT_EQ(set->MakePlan(grader, Caller{}, Ask{.model = "tutor"}, kToday)->purpose, "grading");
  EXPECT_EQ(set->MakePlan(grader, Caller{}, Ask{.model = "planner"}, kToday)->purpose, "planning");
}

TEST(PolicySetTest, RolesThatAreNotNamedAreRefused) {
  const auto set = SetOf(Files());
  ASSERT_NE(set, nullptr);
  for (int role = v1::CallerRole_MIN; role <= v1::CallerRole_MAX; ++role) {
    Principal principal = Teacher();
    principal.role = static_cast<v1::CallerRole>(role);
    EXPECT_EQ(Resolved(*set, principal, Ask{}),
              role == v1::CALLER_ROLE_TEACHER ? "planner/large" : "ROLE_NOT_ALLOWED");
  }
  Principal principal = Teacher();
  principal.role = static_cast<v1::CallerRole>(77);
  EXPECT_EQ(Resolved(*set, principal, Ask{}), "ROLE_NOT_ALLOWED");
}

TEST(PolicySetTest, AnAgreementHoldsFromItsFirstToItsLastDay) {
  const auto set = SetOf(Files());
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(Resolved(*set, Teacher(), Ask{}, absl::CivilDay(2026, 6, 30)), "AGREEMENT_EXPIRED");
  EXPECT_EQ(Resolved(*set, Teacher(), Ask{}, absl::CivilDay(2026, 7, 1)), "planner/large");
  EXPECT_EQ(Resolved(*set, Teacher(), Ask{}, absl::CivilDay(2027, 6, 30)), "planner/large");
  EXPECT_EQ(Resolved(*set, Teacher(), Ask{}, absl::CivilDay(2027, 7, 1)), "AGREEMENT_EXPIRED");
}

TEST(PolicySetTest, ErrorsNameRegisteredThingsOnly) {
  const auto set = SetOf(Files());
  ASSERT_NE(set, nullptr);
  const std::string asked = "Rosa-Fictional-219-09-0001";
  const std::string in_planner = "planner/" + asked, in_secret = "secret/" + asked;
  const Ask kAsks[] = {{asked, "", ""}, {"", asked, ""},       {"", in_planner, ""},
                       {"", "", asked}, {"secret", asked, ""}, {"", in_secret, ""}};
  for (const Ask& ask : kAsks) {
    const auto plan = set->MakePlan(Teacher(), Caller{}, ask, kToday);
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.status().ToString().find("Rosa"), std::string::npos);
  }
  const Problem problem =
      ProblemOf(set->MakePlan(Teacher(), Caller{}, Ask{.tool = "secret"}, kToday).status());
  EXPECT_EQ(problem.parameters.at("tool"), "secret");
  const Problem purpose = ProblemOf(set->MakePlan(Teacher(), Caller{}, Ask{.purpose = "x"}, kToday).status());
  EXPECT_EQ(purpose.parameters.at("owner"), "Curriculum Office");
}

TEST(PolicySetTest, APlanSaysWhatItStandsOnAndOutlivesTheSet) {
  auto set = SetOf({{"a.yaml", Replaced(kAgreement, "noTraining: true",
                                        "noTraining: true\n  stablePseudonyms: true\n  birthDates: month")},
                    {"t.yaml", Replaced(kTool, "  owner:",
                                        "  media: {image: allow}\n  externalFunctions: [search]\n"
                                        "  pseudonyms: {names: surrogates, ids: codes, dates: shift}\n"
                                        "  answers: end\n  owner:")}});
  ASSERT_NE(set, nullptr);
  absl::StatusOr<Plan> plan = absl::InternalError("");
  const std::string hash(set->hash());
  {
    const std::string model = "small", purpose = "planning";
    plan = set->MakePlan(Teacher(), Caller{}, Ask{.model = model, .purpose = purpose}, kToday);
  }
  set.reset();
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->tool, "planner");
  EXPECT_EQ(plan->owner, "Curriculum Office");
  EXPECT_EQ(plan->agreement, "acme-dpa");
  EXPECT_EQ(plan->purpose, "planning");
  EXPECT_EQ(plan->legal_basis, v1::LEGAL_BASIS_SCHOOL_OFFICIAL);
  EXPECT_EQ(plan->destination, (Destination{"acme", "small", v1::ROUTE_CLOUD}));
  EXPECT_TRUE(plan->stable_pseudonyms);
  EXPECT_TRUE(plan->pseudonyms.surrogate_names);
  EXPECT_FALSE(plan->pseudonyms.preserved_ids);
  EXPECT_TRUE(plan->pseudonyms.shifted_dates);
  EXPECT_EQ(plan->answers, v1::ANSWER_RULE_END);
  EXPECT_TRUE(plan->birth_months);
  EXPECT_EQ(plan->media[v1::MEDIA_KIND_IMAGE].verdict, v1::VERDICT_SEND);
  EXPECT_EQ(plan->media[v1::MEDIA_KIND_FILE].verdict, v1::VERDICT_BLOCK);
  EXPECT_THAT(plan->external_functions, ElementsAre("search"));
  EXPECT_EQ(plan->policy_hash, hash);
  const v1::Plan proto = plan->ToProto();
  EXPECT_EQ(proto.vendor(), "acme");
  EXPECT_EQ(proto.route(), v1::ROUTE_CLOUD);
  ASSERT_EQ(proto.rules_size(), kDataElementCount - 1);
  EXPECT_EQ(proto.rules(0).element(), v1::DATA_ELEMENT_STUDENT_NAME);
  EXPECT_EQ(proto.rules(0).treatment(), v1::TREATMENT_PSEUDONYMIZE);
  EXPECT_EQ(proto.rules(0).clause(), "B-students");
}

TEST(PolicySetTest, ListsWhatThisCallerMayUseToday) {
  const auto set = SetOf(Files());
  ASSERT_NE(set, nullptr);
  const auto names = [](const std::vector<v1::Tool>& tools) {
    std::vector<std::string> list;
    list.reserve(tools.size());
    for (const v1::Tool& tool : tools) list.push_back(tool.name());
    return list;
  };
  Principal principal = Teacher();
  EXPECT_THAT(names(set->ToolsFor(principal, Caller{}, kToday)), ElementsAre("planner", "tutor"));
  EXPECT_THAT(set->ToolsFor(principal, Caller{}, kToday)[1].models(), ElementsAre("tiny", "vendor/large"));
  EXPECT_THAT(names(set->ToolsFor(principal, Caller{}, absl::CivilDay(2030, 1, 1))), IsEmpty());
  principal.role = v1::CALLER_ROLE_STUDENT;
  EXPECT_THAT(names(set->ToolsFor(principal, Caller{}, kToday)), IsEmpty());
  ASSERT_EQ(set->agreements().size(), 1u);
  const v1::Agreement& agreement = set->agreements()[0];
  EXPECT_EQ(agreement.signed_date(), "2026-07-01");
  EXPECT_EQ(agreement.expires_date(), "2027-06-30");
  EXPECT_EQ(agreement.schedule(0).clause(), "B-students");
  ASSERT_EQ(set->tools().size(), 3u);
  EXPECT_EQ(set->tools()[1].name(), "secret");
}

TEST(PolicySetTest, TheHashIsOfWhatIsSaidNotOfHow) {
  const std::string hash(SetOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}})->hash());
  EXPECT_EQ(hash.size(), 64u);
  const auto same = [&hash](const std::map<std::string, std::string>& files) {
    const auto set = SetOf(files);
    return set != nullptr && set->hash() == hash;
  };
  EXPECT_TRUE(same({{"x/one.yaml", std::string(kTool) + "---\n" + kAgreement}}));
  EXPECT_TRUE(same({{"a.yaml", std::string("# comment\n") + kAgreement}, {"t.yaml", kTool}}));
  EXPECT_TRUE(same(
      {{"a.yaml", Replaced(kAgreement, "[planning, tutoring]", "[tutoring, planning]")}, {"t.yaml", kTool}}));
  EXPECT_TRUE(same(
      {{"a.yaml", Replaced(kAgreement, "vendor: acme\n  route: cloud", "route: \"cloud\"\n  vendor: acme")},
       {"t.yaml", kTool}}));
  const std::string first = "    - {element: student.*, treatment: pseudonymize, clause: B-students}\n";
  const std::string second = "    - {element: staff.name, treatment: allow, clause: B-staff}\n";
  EXPECT_TRUE(same({{"a.yaml", Replaced(kAgreement, first + second, second + first)}, {"t.yaml", kTool}}));
  EXPECT_TRUE(same(
      {{"a.yaml", kAgreement}, {"t.yaml", Replaced(kTool, "  owner", "  media: {image: block}\n  owner")}}));

  const std::pair<const char*, const char*> kAgreementChanges[] = {
      {"name: acme-dpa", "name: acme-dpa, description: d"},
      {"vendor: acme", "vendor: acmf"},
      {"route: cloud", "route: on_premises"},
      {"school_official", "consent"},
      {"2026-07-01", "2026-07-02"},
      {"2027-06-30", "2027-07-01"},
      {"retentionDays: 30", "retentionDays: 31"},
      {"noTraining: true", "noTraining: false"},
      {"noTraining: true", "noTraining: true\n  stablePseudonyms: true"},
      {"noTraining: true", "noTraining: true\n  birthDates: month"},
      {"noTraining: true", "noTraining: true\n  subprocessors: [{name: x, service: y}]"},
      {"[planning, tutoring]", "[planning]"},
      {"element: staff.name", "element: staff.id"},
      {"treatment: allow", "treatment: redact"},
      {"clause: B-staff", "clause: C-staff"},
      {second.c_str(), ""},
  };
  for (const auto& [from, to] : kAgreementChanges) {
    const auto set = SetOf({{"a.yaml", Replaced(kAgreement, from, to)}, {"t.yaml", kTool}});
    ASSERT_NE(set, nullptr) << to;
    EXPECT_NE(set->hash(), hash) << to;
  }
  const std::pair<const char*, const char*> kToolChanges[] = {
      {"name: planner", "name: planner2"},
      {"name: planner", "name: planner, description: d"},
      {"[large, small]", "[small, large]"},
      {"[large, small]", "[large]"},
      {"phase: scaled", "phase: teacher_in_the_loop"},
      {"phase: scaled", "phase: scaled\n  pseudonyms: {names: surrogates}"},
      {"phase: scaled", "phase: scaled\n  pseudonyms: {ids: format_preserving}"},
      {"phase: scaled", "phase: scaled\n  pseudonyms: {dates: shift}"},
      {"phase: scaled", "phase: scaled\n  answers: redact"},
      {"[teacher]", "[staff]"},
      {"[planning]", "[tutoring]"},
      {"Curriculum", "Other"},
      {"  owner:", "  media: {image: allow}\n  owner:"},
      {"  owner:", "  externalFunctions: [f]\n  owner:"},
      {"  owner:", "  elements: [{element: staff.name, treatment: redact, clause: c}]\n  owner:"},
  };
  for (const auto& [from, to] : kToolChanges) {
    const auto set = SetOf({{"a.yaml", kAgreement}, {"t.yaml", Replaced(kTool, from, to)}});
    ASSERT_NE(set, nullptr) << to;
    EXPECT_NE(set->hash(), hash) << to;
  }
  const std::string district =
      "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n"
      "  elements: [{element: staff.name, treatment: redact, clause: c}]\n";
  const auto with_district = SetOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}, {"d.yaml", district}});
  EXPECT_NE(with_district->hash(), hash);
  const auto for_cloud = SetOf({{"a.yaml", kAgreement},
                                {"t.yaml", kTool},
                                {"d.yaml", Replaced(district, "clause: c", "clause: c, route: cloud")}});
  EXPECT_NE(for_cloud->hash(), with_district->hash());
}

class SampleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<Issue> issues;
    auto loaded = PolicySet::Load(SCHOOLGATE_SOURCE_DIR "/deploy/sample/policy", issues);
    for (const Issue& issue : issues) ADD_FAILURE() << ToString(issue);
    ASSERT_TRUE(loaded.ok());
    set_ = *std::move(loaded);
  }

  absl::StatusOr<Plan> PlanFor(const std::string& tool, v1::CallerRole role, const std::string& purpose,
                               absl::CivilDay today = absl::CivilDay(2026, 9, 1)) {
    Principal principal;
    principal.role = role;
    principal.tools = {tool};
    principal.default_tool = tool;
    principal.default_purpose = purpose;
    return set_->MakePlan(principal, Caller{}, Ask{}, today);
  }

  std::shared_ptr<const PolicySet> set_;
};

v1::Treatment Of(const Plan& plan, v1::DataElement element) {
  return plan.rules->at(static_cast<size_t>(element)).treatment;
}

TEST_F(SampleTest, AStudentsNameIsReplacedForTheCloudAndStaffNamesStay) {
  const auto plan = PlanFor("lesson-planner", v1::CALLER_ROLE_TEACHER, "lesson_planning");
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->destination, (Destination{"lumen", "lumen-large", v1::ROUTE_CLOUD}));
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_STUDENT_NAME), v1::TREATMENT_PSEUDONYMIZE);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_PERSON_NAME), v1::TREATMENT_PSEUDONYMIZE);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_STAFF_NAME), v1::TREATMENT_ALLOW);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_STUDENT_ID_SSN), v1::TREATMENT_REDACT);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_SPECIAL_DISABILITY), v1::TREATMENT_REDACT);
  EXPECT_EQ(plan->rules->at(v1::DATA_ELEMENT_CONDUCT).clause, kNotScheduled);
  EXPECT_EQ(PlanFor("lesson-planner", v1::CALLER_ROLE_STUDENT, "lesson_planning").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(SampleTest, SpecialEducationStaysOnPremises) {
  const auto plan = PlanFor("iep-drafting", v1::CALLER_ROLE_TEACHER, "special_education");
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->destination.route, v1::ROUTE_ON_PREMISES);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_SPECIAL_DISABILITY), v1::TREATMENT_ALLOW);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_SPECIAL_IMMIGRATION), v1::TREATMENT_REDACT);
  EXPECT_EQ(Of(*plan, v1::DATA_ELEMENT_STUDENT_ID_SSN), v1::TREATMENT_REDACT);
}

TEST_F(SampleTest, ToolsTightenAndExpiredAgreementsRefuse) {
  const auto tutor = PlanFor("student-tutor", v1::CALLER_ROLE_STUDENT, "tutoring");
  ASSERT_TRUE(tutor.ok());
  EXPECT_EQ(Of(*tutor, v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL), v1::TREATMENT_REDACT);
  EXPECT_EQ(Of(*tutor, v1::DATA_ELEMENT_PERSON_CONTACT_EMAIL), v1::TREATMENT_REDACT);
  EXPECT_TRUE(PlanFor("letter-writer", v1::CALLER_ROLE_ADMINISTRATOR, "family_communication").ok());
  EXPECT_EQ(ProblemOf(PlanFor("old-quiz", v1::CALLER_ROLE_TEACHER, "quizzes").status()).reason,
            "AGREEMENT_EXPIRED");
}

}  // namespace
}  // namespace schoolgate::policy
