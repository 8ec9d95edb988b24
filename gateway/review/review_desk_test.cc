#include "gateway/review/review_desk.h"

#include <gtest/gtest.h>

namespace schoolgate::gateway {
namespace {

v1::ParkedExchange Exchange() {
  v1::ParkedExchange exchange;
  exchange.set_tool("iep-drafting");
  exchange.set_vendor("lumen");
  exchange.set_model("lumen-large");
  exchange.set_agreement("lumen-dpa-2026");
  exchange.set_purpose("special_education");
  exchange.add_hold_clauses("A");
  exchange.add_hold_clauses("B");
  exchange.mutable_inspection()->set_route(v1::ROUTE_CLOUD);
  v1::InspectedFinding& finding = *exchange.mutable_inspection()->add_findings();
  finding.set_slot(1);
  finding.set_start(4);
  finding.set_end(9);
  finding.set_element(v1::DATA_ELEMENT_STUDENT_NAME);
  finding.set_treatment(v1::TREATMENT_PSEUDONYMIZE);
  return exchange;
}

TEST(CoversTest, AnApprovalCoversWhatIsTreatedAsStrictlyForTheSameReasons) {
  const v1::ParkedExchange approved = Exchange();
  EXPECT_TRUE(Covers(approved, Exchange()));
  v1::ParkedExchange now = Exchange();
  now.mutable_hold_clauses()->RemoveLast();
  now.mutable_inspection()->mutable_findings(0)->set_treatment(v1::TREATMENT_REDACT);
  now.mutable_inspection()->add_findings()->set_slot(7);
  EXPECT_TRUE(Covers(approved, now));
}

TEST(CoversTest, NothingElseIsCovered) {
  const v1::ParkedExchange approved = Exchange();
  v1::ParkedExchange now = Exchange();
  now.add_hold_clauses("C");
  EXPECT_FALSE(Covers(approved, now)) << "another reason";
  now = Exchange();
  now.mutable_inspection()->mutable_findings(0)->set_treatment(v1::TREATMENT_ALLOW);
  EXPECT_FALSE(Covers(approved, now)) << "in clear now";
  now = Exchange();
  now.mutable_inspection()->clear_findings();
  EXPECT_FALSE(Covers(approved, now)) << "not found any more, so in clear";
  now = Exchange();
  now.set_model("lumen-small");
  EXPECT_FALSE(Covers(approved, now));
  now = Exchange();
  now.mutable_inspection()->set_route(v1::ROUTE_ON_PREMISES);
  EXPECT_FALSE(Covers(approved, now));
}

}  // namespace
}  // namespace schoolgate::gateway
