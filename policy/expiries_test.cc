#include "policy/expiries.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;

TEST(ExpiriesTest, ListsAllThatRunsOutTheNextFirst) {
  const std::string reviews =
      R"(  rubric: {standardsAlignment: 3, safety: 3, ageAppropriateness: 4, dataPrivacy: 4,
           reviewer: Office, reviewed: 2026-07-01, expires: 2026-09-08}
  biasReview: {reviewer: Office, reviewed: 2026-07-01, expires: 2026-08-31}
  factSheet: {models: [large, small], modelVersion: "1", reviewer: Office, reviewed: 2026-07-01, expires: 2026-09-01}
)";
  const std::string pilot = Replaced(Replaced(kTool, "planner", "pilot"), "phase: scaled",
                                     "phase: pilot\n  pilot: {classes: [c1], starts: 2026-08-01, ends: "
                                     "2026-09-02}");
  const auto set = SetOf({{"a.yaml", kAgreement}, {"t.yaml", kTool + reviews}, {"p.yaml", pilot}});
  ASSERT_NE(set, nullptr);
  std::vector<std::string> lines;
  for (const Expiry& expiry : ExpiriesOf(set->documents(), absl::CivilDay(2026, 9, 1))) {
    lines.push_back(Describe(expiry));
    EXPECT_EQ(expiry.place.file, expiry.what == "agreement" ? "a.yaml"
                                 : expiry.what == "pilot"   ? "p.yaml"
                                                            : "t.yaml");
  }
  EXPECT_THAT(lines, ElementsAre("the tool 'planner': its bias review ran out on 2026-08-31",
                                 "the tool 'planner': its vendor fact sheet runs out today, 2026-09-01",
                                 "the tool 'pilot': its pilot runs out in 1 day, on 2026-09-02",
                                 "the tool 'planner': its rubric runs out in 7 days, on 2026-09-08",
                                 "the agreement 'acme-dpa' runs out in 302 days, on 2027-06-30"));
}

TEST(ExpiriesTest, WarnsAtSixtyThirtyAndSevenDays) {
  EXPECT_EQ(WarningDue(61), std::nullopt);
  EXPECT_EQ(WarningDue(60), 60);
  EXPECT_EQ(WarningDue(31), 60);
  EXPECT_EQ(WarningDue(30), 30);
  EXPECT_EQ(WarningDue(8), 30);
  EXPECT_EQ(WarningDue(7), 7);
  EXPECT_EQ(WarningDue(0), 7);
  EXPECT_EQ(WarningDue(-1), 0);
}

}  // namespace
}  // namespace schoolgate::policy
