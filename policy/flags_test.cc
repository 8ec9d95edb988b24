// What each flag of a person does to spans about them, and that none loosens anything.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/compile.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;

// An agreement that gives everything, for what the flags do by themselves.
std::shared_ptr<const PolicySet> Generous(const std::string& limits = "",
                                          const std::string& route = "cloud") {
  std::string agreement = Replaced(kAgreement, "route: cloud", "route: " + route);
  agreement.resize(agreement.find("  schedule:"));
  agreement += "  schedule:\n";
  for (const char* pattern :
       {"student.*", "guardian.*", "staff.*", "demographics.*", "special.*", "enrollment.*", "technology.*",
        "transportation", "schedule", "assessment", "usage"}) {
    agreement += std::string("    - {element: ") + pattern + ", treatment: allow, clause: B}\n";
  }
  std::map<std::string, std::string> files = {
      {"a.yaml", agreement},
      {"t.yaml", std::string(kTool) + (limits.empty() ? "" : "  elements:\n" + limits)}};
  for (const std::string& line : IssuesOf(files)) ADD_FAILURE() << line;
  return SetOf(files);
}

Rule Flagged(const PolicySet& set, v1::DataElement element, PersonFlags flags,
             SubjectKind kind = SubjectKind::kStudent) {
  const ToolTable& table = *set.Table("planner");
  return RuleFor(&table.rules(v1::CALLER_ROLE_TEACHER, kNoGrade), &table.flag_rules(), element, kind, flags);
}

TEST(FlagsTest, EachFlagTightensWhatItIsAbout) {
  const auto set = Generous();
  struct Case {
    v1::DataElement element;
    PersonFlags flags;
    v1::Treatment treatment;
  };
  const Case kCases[] = {
      {v1::DATA_ELEMENT_STUDENT_NAME, 0, v1::TREATMENT_ALLOW},
      {v1::DATA_ELEMENT_STUDENT_NAME, kDirectoryOptOut, v1::TREATMENT_PSEUDONYMIZE},
      {v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE, kDirectoryOptOut, v1::TREATMENT_PSEUDONYMIZE},
      {v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE, kDirectoryOptOut, v1::TREATMENT_PSEUDONYMIZE},
      {v1::DATA_ELEMENT_ASSESSMENT, kDirectoryOptOut, v1::TREATMENT_ALLOW},
      {v1::DATA_ELEMENT_ASSESSMENT, kAiConsentWithheld, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_STUDENT_NAME, kAiConsentWithheld, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL, kUnder13, v1::TREATMENT_PSEUDONYMIZE},
      {v1::DATA_ELEMENT_TECHNOLOGY_IP_ADDRESS, kUnder13, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_USAGE, kUnder13, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_ASSESSMENT, kUnder13, v1::TREATMENT_ALLOW},
      {v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS, kCustodyRestriction, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_TRANSPORTATION, kCustodyRestriction, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_SCHEDULE, kCustodyRestriction, v1::TREATMENT_REDACT},
      {v1::DATA_ELEMENT_STUDENT_NAME, kCustodyRestriction, v1::TREATMENT_PSEUDONYMIZE},
      {v1::DATA_ELEMENT_STUDENT_NAME, kSpecialProtection, v1::TREATMENT_PSEUDONYMIZE},
      {v1::DATA_ELEMENT_ASSESSMENT, kSpecialProtection, v1::TREATMENT_REDACT},
      // The strictest of several.
      {v1::DATA_ELEMENT_STUDENT_NAME, kDirectoryOptOut | kAiConsentWithheld, v1::TREATMENT_REDACT},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Flagged(*set, c.element, c.flags).treatment, c.treatment)
        << ElementId(c.element) << " with " << static_cast<int>(c.flags);
  }
  EXPECT_EQ(Flagged(*set, v1::DATA_ELEMENT_STUDENT_NAME, kAiConsentWithheld).clause,
            "AI consent withheld by the family");
}

TEST(FlagsTest, NoneEverLoosensOrStopsARequest) {
  const auto set = Generous("    - {element: student.contact.*, treatment: redact, clause: T}\n");
  for (int flags = 0; flags < 1 << kFlagCount; ++flags) {
    for (int n = 1; n < kDataElementCount; ++n) {
      const auto element = static_cast<v1::DataElement>(n);
      const Rule without = Flagged(*set, element, 0);
      const Rule with = Flagged(*set, element, static_cast<PersonFlags>(flags));
      EXPECT_GE(with.treatment, without.treatment) << ElementId(element) << " with " << flags;
      EXPECT_EQ(with.verdict, v1::VERDICT_SEND);
      EXPECT_FALSE(with.on_premises);
    }
  }
}

TEST(FlagsTest, OnlyTheSpansOfWhoeverHasItAreTightened) {
  const auto set = Generous();
  const ToolTable& table = *set->Table("planner");
  Plan plan;
  plan.destination.route = v1::ROUTE_CLOUD;
  plan.rules = &table.rules(v1::CALLER_ROLE_TEACHER, kNoGrade);
  plan.flag_rules = &table.flag_rules();
  Findings findings(3);
  for (Finding& finding : findings) {
    finding.element = v1::DATA_ELEMENT_STUDENT_NAME;
    finding.subject.kind = SubjectKind::kStudent;
  }
  const PersonFlags flags[] = {0, kAiConsentWithheld, 0};
  const Decision decision = Decide(plan, findings, RequestFacts{.flags = flags});
  EXPECT_EQ(decision.verdict, v1::VERDICT_SEND);
  EXPECT_THAT(decision.treatments,
              ElementsAre(v1::TREATMENT_ALLOW, v1::TREATMENT_REDACT, v1::TREATMENT_ALLOW));
}

TEST(FlagsTest, OnTheDistrictsOwnMachinesOnlyConsentCounts) {
  const auto set = Generous("", "on_premises");
  EXPECT_EQ(Flagged(*set, v1::DATA_ELEMENT_STUDENT_NAME,
                    kDirectoryOptOut | kUnder13 | kCustodyRestriction | kSpecialProtection)
                .treatment,
            v1::TREATMENT_ALLOW);
  EXPECT_EQ(Flagged(*set, v1::DATA_ELEMENT_STUDENT_NAME, kAiConsentWithheld).treatment, v1::TREATMENT_REDACT);
}

TEST(FlagsTest, PoliciesMayTightenThemFurther) {
  const auto set = Generous("    - {element: assessment, treatment: redact, clause: T, flag: under_13}\n");
  EXPECT_EQ(Flagged(*set, v1::DATA_ELEMENT_ASSESSMENT, kUnder13).clause, "T");
  EXPECT_EQ(Flagged(*set, v1::DATA_ELEMENT_ASSESSMENT, kDirectoryOptOut).treatment, v1::TREATMENT_ALLOW);
  EXPECT_EQ(Flagged(*set, v1::DATA_ELEMENT_ASSESSMENT, 0).treatment, v1::TREATMENT_ALLOW);
}

}  // namespace
}  // namespace schoolgate::policy
