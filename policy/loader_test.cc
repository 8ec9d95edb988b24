#include "policy/loader.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> AgreementIssues(const std::string& from, const std::string& to) {
  return IssuesOf({{"a.yaml", Replaced(kAgreement, from, to)}, {"t.yaml", kTool}});
}
std::vector<std::string> ToolIssues(const std::string& from, const std::string& to) {
  return IssuesOf({{"a.yaml", kAgreement}, {"t.yaml", Replaced(kTool, from, to)}});
}
std::vector<std::string> DistrictIssues(const std::string& rows) {
  return IssuesOf({{"a.yaml", kAgreement},
                   {"t.yaml", kTool},
                   {"d.yaml",
                    "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n"
                    "  elements:\n" +
                        rows}});
}

TEST(LoaderTest, TheSmallestDocumentsHaveNoIssue) {
  EXPECT_THAT(IssuesOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}}), IsEmpty());
}

TEST(LoaderTest, ManyDocumentsMayShareAFileAndFoldersMayNest) {
  EXPECT_THAT(
      IssuesOf({{"all.yaml", std::string("# a comment\n---\n") + kAgreement + "---\n" + kTool + "---\n"}}),
      IsEmpty());
  EXPECT_THAT(IssuesOf({{"x/y/a.yaml", kAgreement}, {"z/t.yaml", kTool}, {"README.md", "not policy"}}),
              IsEmpty());
}

TEST(LoaderTest, WindowsLineEndsAndAByteOrderMarkAreNoFault) {
  std::string agreement = kAgreement;
  for (size_t at = 0; (at = agreement.find('\n', at)) != std::string::npos; at += 2)
    agreement.insert(at, "\r");
  EXPECT_THAT(IssuesOf({{"a.yaml", "\xef\xbb\xbf" + agreement}, {"t.yaml", kTool}}), IsEmpty());
}

TEST(LoaderTest, UnknownKeysAreNamedWithTheNearestOne) {
  EXPECT_THAT(AgreementIssues("  schedule:", "  shedule:"),
              ElementsAre("a.yaml:5:3: 'spec' needs the key 'schedule'",
                          "a.yaml:18:3: unknown key 'shedule' (did you mean 'schedule'?)"));
  EXPECT_THAT(ToolIssues("metadata: {name: planner}", "metadata: {name: planner, qqqqqq: 1}"),
              ElementsAre("t.yaml:3:27: unknown key 'qqqqqq' (known here: description)"));
  EXPECT_THAT(ToolIssues("  owner:", "  media: {imge: allow}\n  owner:"),
              ElementsAre("t.yaml:10:11: unknown key 'imge' (did you mean 'image'?)"));
  // What a key says is repeated only where it looks like a key.
  EXPECT_THAT(ToolIssues("  owner:", "  \"Call 555-0100 now\": 1\n  owner:"),
              ElementsAre(StartsWith("t.yaml:10:3: unknown key of an unusual form (known here: app, ")));
}

TEST(LoaderTest, KeysStandOnce) {
  EXPECT_THAT(AgreementIssues("  vendor: acme\n", "  vendor: acme\n  vendor: other\n"),
              ElementsAre("a.yaml:6:3: the key 'vendor' stands twice; keep one"));
}

TEST(LoaderTest, RequiredKeysAndValuesAreAskedFor) {
  EXPECT_THAT(AgreementIssues("  retentionDays: 30\n", ""),
              ElementsAre("a.yaml:5:3: 'spec' needs the key 'retentionDays'"));
  EXPECT_THAT(AgreementIssues("  vendor: acme", "  vendor:"),
              ElementsAre("a.yaml:5:3: 'vendor' has no value"));
  EXPECT_THAT(ToolIssues("[large, small]", "[]"),
              ElementsAre("t.yaml:6:11: 'models' needs at least one entry"));
  EXPECT_THAT(ToolIssues("roles: [teacher]", "roles: []"),
              ElementsAre("t.yaml:8:10: 'roles' needs at least one entry"));
  EXPECT_THAT(ToolIssues("purposes: [planning]", "purposes: []"),
              ElementsAre("t.yaml:9:13: 'purposes' needs at least one entry"));
  EXPECT_THAT(AgreementIssues("purposes: [planning, tutoring]", "purposes: []"),
              ElementsAre("a.yaml:17:13: 'purposes' needs at least one entry"));
}

TEST(LoaderTest, ValuesHaveTheirTypes) {
  EXPECT_THAT(AgreementIssues("noTraining: true", "noTraining: yes"),
              ElementsAre("a.yaml:15:15: 'noTraining' must be true or false"));
  EXPECT_THAT(AgreementIssues("noTraining: true", "noTraining: \"true\""),
              ElementsAre("a.yaml:15:15: 'noTraining' must be true or false"));
  for (const char* number : {"-1", "36501", "a month", "30.0", "\"30\"", "99999999999"}) {
    EXPECT_THAT(AgreementIssues("retentionDays: 30", std::string("retentionDays: ") + number),
                ElementsAre("a.yaml:14:18: 'retentionDays' must be a whole number from 0 to 36500"))
        << number;
  }
  EXPECT_THAT(AgreementIssues("[planning, tutoring]", "planning"),
              ElementsAre("a.yaml:17:13: 'purposes' must be a list"));
  EXPECT_THAT(
      AgreementIssues("vendor: acme", "vendor: [acme]"),
      ElementsAre("a.yaml:5:11: 'vendor' must be a name of at most 63 lower-case letters, digits, '-' and "
                  "'_', with a letter or digit at both ends"));
  EXPECT_THAT(
      ToolIssues("[large, small]", "[\"large one\", small]"),
      ElementsAre(
          "t.yaml:6:12: 'models' must be a model's name: at most 128 letters, digits and . _ : / @ -"));
  EXPECT_THAT(
      ToolIssues("  owner:", "  externalFunctions: [\"a b\"]\n  owner:"),
      ElementsAre("t.yaml:10:23: 'externalFunctions' must be a function's name: at most 64 letters, digits, "
                  "'-' and '_'"));
  EXPECT_THAT(ToolIssues("Curriculum Office", "\"two\\nlines\""),
              ElementsAre("t.yaml:10:10: 'owner' must be one line of at most 300 bytes"));
  EXPECT_THAT(ToolIssues("{name: planner}", "{name: planner, description: \"\\x07\"}"),
              ElementsAre("t.yaml:3:40: 'description' must be text of at most 4000 bytes"));
  EXPECT_THAT(ToolIssues("[large, small]", "[large, large]"),
              ElementsAre("t.yaml:6:19: 'models' has this entry already"));
  EXPECT_THAT(ToolIssues("roles: [teacher]", "roles: [teacher, teacher]"),
              ElementsAre("t.yaml:8:20: 'roles' has this entry already"));
  EXPECT_THAT(IssuesOf({{"a.yaml", "just text\n"}, {"b.yaml", kAgreement}, {"t.yaml", kTool}}),
              ElementsAre("a.yaml:1:1: a policy document must be a map of keys"));
  EXPECT_THAT(
      AgreementIssues("    - {element: staff.name, treatment: allow, clause: B-staff}", "    - staff.name"),
      ElementsAre("a.yaml:20:7: a row must be a map of keys"));
}

TEST(LoaderTest, WordsComeFromTheirSets) {
  EXPECT_THAT(IssuesOf({{"a.yaml", kAgreement},
                        {"t.yaml", kTool},
                        {"u.yaml", Replaced(kTool, "kind: Tool", "kind: Tol")}}),
              ElementsAre("u.yaml:2:7: 'kind' must be one of: Agreement, Tool, DistrictPolicy, Invariant, "
                          "PolicyTest (did you mean 'Tool'?)"));
  EXPECT_THAT(ToolIssues("schoolgate/v1", "schoolgate/v2"),
              ElementsAre("t.yaml:1:13: 'apiVersion' must be schoolgate/v1"));
  EXPECT_THAT(
      AgreementIssues("legalBasis: school_official", "legalBasis: school-oficial"),
      ElementsAre(
          "a.yaml:7:15: 'legalBasis' must be one of: school_official, consent, directory_information, "
          "studies, internal_use (did you mean 'school_official'?)"));
  EXPECT_THAT(AgreementIssues("route: cloud", "route: clouds"),
              ElementsAre("a.yaml:6:10: 'route' must be one of: cloud, on_premises (did you mean 'cloud'?)"));
  EXPECT_THAT(ToolIssues("phase: scaled", "phase: beta"),
              ElementsAre("t.yaml:7:10: 'phase' must be one of: teacher_in_the_loop, pilot, scaled"));
  EXPECT_THAT(
      ToolIssues("[teacher]", "[techer]"),
      ElementsAre("t.yaml:8:11: 'roles' must be one of: staff, teacher, student, administrator, compliance, "
                  "service (did you mean 'teacher'?)"));
}

TEST(LoaderTest, ElementsAndTreatmentsComeFromTheVocabulary) {
  EXPECT_THAT(
      AgreementIssues("element: staff.name", "element: staf.name"),
      ElementsAre("a.yaml:20:17: 'element' must be a data element's id, or a prefix such as 'student.*' (did "
                  "you mean 'staff.name'?)"));
  for (const char* pattern : {"\"*\"", "unspecified", "staff", "staff*", "staff.name.*", "\".*\""}) {
    const auto issues = AgreementIssues("element: staff.name", std::string("element: ") + pattern);
    ASSERT_EQ(issues.size(), 1u) << pattern;
    EXPECT_EQ(issues[0].find("a.yaml:20:17: 'element' must be a data element's id"), 0u) << issues[0];
  }
  EXPECT_THAT(
      AgreementIssues("treatment: allow", "treatment: alow"),
      ElementsAre(
          "a.yaml:20:40: 'treatment' must be one of: allow, generalize, pseudonymize, redact (did you "
          "mean 'allow'?)"));
  EXPECT_THAT(
      AgreementIssues("treatment: allow", "treatment: generalize"),
      ElementsAre("a.yaml:20:7: 'staff.name' cannot be given 'generalize'; use one of: allow, pseudonymize, "
                  "redact"));
  EXPECT_THAT(
      DistrictIssues("    - {element: special.*, treatment: pseudonymize, clause: c}\n"),
      ElementsAre("d.yaml:6:7: 'special.*' cannot be given 'pseudonymize'; use one of: allow, redact"));
  EXPECT_THAT(
      AgreementIssues("element: staff.name, treatment: allow", "element: student.*, treatment: redact"),
      ElementsAre("a.yaml:20:17: 'student.*' has a row already; keep one"));
  EXPECT_THAT(AgreementIssues(", clause: B-staff", ""),
              ElementsAre("a.yaml:20:7: a row needs the key 'clause'"));
  EXPECT_THAT(AgreementIssues("clause: B-staff", "clause: B-staff, route: cloud"),
              ElementsAre("a.yaml:20:64: unknown key 'route' (known here: apps)"));
  EXPECT_THAT(DistrictIssues("    - {element: special.*, treatment: redact, route: cloud, clause: c}\n"
                             "    - {element: special.*, treatment: allow, route: on_premises, clause: c}\n"),
              IsEmpty());
}

TEST(LoaderTest, DatesExistAndAreInOrder) {
  for (const char* date :
       {"2026-02-30", "2026-13-01", "2026-7-1", "07/01/2026", "2026-07-01T00:00:00Z", "[1]", "2025-02-29"}) {
    EXPECT_THAT(AgreementIssues("signed: 2026-07-01", std::string("signed: ") + date),
                ElementsAre("a.yaml:8:11: 'signed' must be a day that exists, written YYYY-MM-DD"))
        << date;
  }
  EXPECT_THAT(AgreementIssues("expires: 2027-06-30", "expires: 2026-06-30"),
              ElementsAre("a.yaml:9:12: 'expires' is before 'signed'"));
  EXPECT_THAT(AgreementIssues("expires: 2027-06-30", "expires: 2026-07-01"), IsEmpty());
  EXPECT_THAT(AgreementIssues("expires: 2027-06-30", "expires: 2028-02-29"), IsEmpty());
}

TEST(LoaderTest, WhatContradictsItselfIsAFault) {
  EXPECT_THAT(
      AgreementIssues("school_official", "internal_use"),
      ElementsAre("a.yaml:7:15: 'internal_use' is for models on the district's own machines; 'route' must be "
                  "on_premises"));
  EXPECT_THAT(
      ToolIssues("phase: scaled\n  roles: [teacher]", "phase: teacher_in_the_loop\n  roles: [student]"),
      ElementsAre(
          "t.yaml:7:10: 'teacher_in_the_loop' is for staff accounts; take 'student' out of 'roles', or "
          "name a later phase"));
}

TEST(LoaderTest, DocumentsAgreeWithEachOther) {
  EXPECT_THAT(ToolIssues("agreement: acme-dpa", "agreement: acme-dap"),
              ElementsAre("t.yaml:5:14: 'agreement' names none that is here (did you mean 'acme-dpa'?)"));
  EXPECT_THAT(
      ToolIssues("[planning]", "[planing]"),
      ElementsAre(
          "t.yaml:9:14: 'purposes' names one that the agreement 'acme-dpa' does not have (did you mean "
          "'planning'?)"));
  EXPECT_THAT(
      IssuesOf({{"a.yaml", kAgreement}, {"b.yaml", kAgreement}, {"t.yaml", kTool}, {"u.yaml", kTool}}),
      ElementsAre("b.yaml:1:1: there is already a document of kind Agreement with this name, at a.yaml:1",
                  "u.yaml:1:1: there is already a document of kind Tool with this name, at t.yaml:1"));
  const std::string district =
      "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec: {elements: []}\n";
  EXPECT_THAT(
      IssuesOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}, {"d.yaml", district}, {"e.yaml", district}}),
      ElementsAre("e.yaml:1:1: there is a DistrictPolicy already, at d.yaml:1; keep one"));
}

TEST(LoaderTest, AToolMayOnlyTighten) {
  const auto with_row = [](const std::string& row) {
    return ToolIssues("  owner:", "  elements:\n    - {" + row + ", clause: c}\n  owner:");
  };
  EXPECT_THAT(with_row("element: student.name, treatment: redact"), IsEmpty());
  EXPECT_THAT(with_row("element: student.name, treatment: pseudonymize"), IsEmpty());
  EXPECT_THAT(with_row("element: student.name, treatment: allow"),
              ElementsAre("t.yaml:11:17: a tool may only tighten: the agreement 'acme-dpa' already gives "
                          "'student.name' a stricter treatment than 'allow'"));
  EXPECT_THAT(
      with_row("element: conduct, treatment: allow"),
      ElementsAre("t.yaml:11:17: a tool may only tighten: the agreement 'acme-dpa' already gives 'conduct' a "
                  "stricter treatment than 'allow'"));
  // It tightens one of those it covers.
  EXPECT_THAT(with_row("element: staff.*, treatment: pseudonymize"), IsEmpty());
}

TEST(LoaderTest, AllFaultsOfAllFilesAreReportedAtOnceInOrder) {
  EXPECT_THAT(
      IssuesOf({{"a.yaml", Replaced(Replaced(kAgreement, "route: cloud", "route: moon"), "30\n", "x\n")},
                {"b.yaml", "a: [\n"},
                {"t.yaml", Replaced(Replaced(kTool, "  phase: scaled\n", ""), "roles:", "rolls:")}}),
      ElementsAre("a.yaml:6:10: 'route' must be one of: cloud, on_premises",
                  "a.yaml:9:12: 'expires' must be a day that exists, written YYYY-MM-DD",
                  "b.yaml:2:1: not valid YAML: end of sequence flow not found",
                  "t.yaml:5:3: 'spec' needs the key 'phase'", "t.yaml:5:3: 'spec' needs the key 'roles'",
                  "t.yaml:7:3: unknown key 'rolls' (did you mean 'roles'?)"));
}

// What a broken file would have defined is not reported as missing beside it.
TEST(LoaderTest, ABrokenFileCausesNoFurtherFaults) {
  EXPECT_THAT(IssuesOf({{"a.yaml", std::string(kAgreement) + "  x: [\n"}, {"t.yaml", kTool}}),
              ElementsAre("a.yaml:22:1: not valid YAML: end of sequence flow not found"));
  EXPECT_THAT(IssuesOf({{"a.yaml", kAgreement}, {"t.yml", kTool}}),
              ElementsAre("t.yml: policy files end in .yaml; rename it, or it has no effect"));
  EXPECT_THAT(
      IssuesOf({{"a.yaml", Replaced(kAgreement, "kind: Agreement", "kind: Vendor")}, {"t.yaml", kTool}}),
      ElementsAre(
          "a.yaml:2:7: 'kind' must be one of: Agreement, Tool, DistrictPolicy, Invariant, PolicyTest"));
}

TEST(LoaderTest, ADirectoryWithoutToolsIsAFault) {
  EXPECT_THAT(IssuesOf({}), ElementsAre("DIR: there are no tools; add a document of kind Tool"));
  EXPECT_THAT(IssuesOf({{"a.yaml", kAgreement}}),
              ElementsAre("DIR: there are no tools; add a document of kind Tool"));
  std::vector<Issue> issues;
  const auto loaded = PolicySet::Load("/no/such/directory", issues);
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(ToString(issues[0]),
            "/no/such/directory: there is no such directory of policy files; check its path");
}

TEST(LoaderTest, FilesThatWouldHaveNoEffectOrCannotBeReadAreFaults) {
  EXPECT_THAT(IssuesOf({{"a.yaml", kAgreement}, {"t.yaml", kTool}, {"u.yml", kTool}}),
              ElementsAre("u.yml: policy files end in .yaml; rename it, or it has no effect"));
  const PolicyDirectory directory({{"a.yaml", kAgreement}, {"t.yaml", kTool}});
  std::filesystem::create_symlink("nowhere", directory.path() / "u.yaml");
  std::vector<Issue> issues;
  EXPECT_FALSE(PolicySet::Load(directory.path().string(), issues).ok());
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(ToString(issues[0]), "u.yaml: this is not a regular file that can be read; remove or replace it");
}

// A mounted ConfigMap: the files are links through "..data" to a folder of this version.
TEST(LoaderTest, AMountedConfigMapReadsOnce) {
  const PolicyDirectory directory({{"..2026_07_01/a.yaml", kAgreement}, {"..2026_07_01/t.yaml", kTool}});
  std::filesystem::create_directory_symlink("..2026_07_01", directory.path() / "..data");
  std::filesystem::create_symlink("..data/a.yaml", directory.path() / "a.yaml");
  std::filesystem::create_symlink("..data/t.yaml", directory.path() / "t.yaml");
  std::vector<Issue> issues;
  EXPECT_TRUE(PolicySet::Load(directory.path().string(), issues).ok());
  EXPECT_THAT(issues, IsEmpty());
}

TEST(LoaderTest, VeryManyFaultsAreCutOff) {
  std::string tool = kTool;
  for (int i = 0; i < 5000; ++i) tool += "  ownr" + std::to_string(i) + ": x\n";
  const auto issues = IssuesOf({{"a.yaml", kAgreement}, {"t.yaml", tool}});
  EXPECT_EQ(issues.size(), 201u);
  EXPECT_EQ(issues[0], "t.yaml: there are more faults; mend these first");
}

}  // namespace
}  // namespace schoolgate::policy
