#include "policy/notes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Notes(std::map<std::string, std::string> files,
                               absl::CivilDay today = absl::CivilDay(2026, 9, 1)) {
  files.emplace("a.yaml", kAgreement);
  files.emplace("t.yaml", kTool);
  const auto set = SetOf(files);
  if (set == nullptr) return {"no set"};
  std::vector<std::string> lines;
  for (const Issue& note : NotesOf(*set, today)) lines.push_back(ToString(note));
  return lines;
}

TEST(NotesTest, NamesToolsWhoseRequestsHaveNowhereToGo) {
  EXPECT_THAT(Notes({}), IsEmpty());
  const std::string tool = std::string(kTool) +
                           "  media: {video: on_premises}\n"
                           "  elements: [{element: special.health, treatment: on_premises, clause: T}]\n";
  EXPECT_THAT(
      Notes({{"t.yaml", tool}}),
      ElementsAre(
          "t.yaml:1:1: the tool 'planner' refuses requests with special.health, video: they may go to a "
          "model on the district's own machines only, and the tool has none; add 'onPremises: "
          "{agreement, model}' to serve them"));
  const std::string home =
      Replaced(Replaced(kAgreement, "acme-dpa", "home"), "route: cloud", "route: on_premises");
  EXPECT_THAT(Notes({{"h.yaml", home}, {"t.yaml", tool + "  onPremises: {agreement: home, model: m}\n"}}),
              IsEmpty());
  // A row for a role the tool is not open to.
  EXPECT_THAT(Notes({{"t.yaml", Replaced(tool, "clause: T}", "clause: T, roles: [student]}")}}).size(), 1u);
  EXPECT_THAT(
      Notes({{"t.yaml", std::string(kTool) + "  elements: [{element: special.health, treatment: on_premises, "
                                             "clause: T, roles: [student]}]\n"}}),
      IsEmpty());
}

TEST(NotesTest, NamesWhatRunsOut) {
  EXPECT_THAT(Notes({}, absl::CivilDay(2027, 5, 1)),
              ElementsAre("a.yaml:1:1: the agreement 'acme-dpa' runs out in 60 days, on 2027-06-30"));
  EXPECT_THAT(Notes({}, absl::CivilDay(2027, 4, 30)), IsEmpty());
}

TEST(NotesTest, NamesGroupsNothingRefersTo) {
  EXPECT_THAT(
      Notes({{"d.yaml",
              "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements: []\n"
              "  groups:\n    - {name: owners, title: Curriculum Office, members: [a]}\n"
              "    - {name: desk, title: Desk, members: [a]}\n    - {name: idle, title: Idle, members: [a]}\n"
              "  review: {reviewers: desk}\n"}}),
      ElementsAre("d.yaml:9:14: nothing refers to the group 'idle'"));
}

}  // namespace
}  // namespace schoolgate::policy
