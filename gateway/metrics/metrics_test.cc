#include "gateway/metrics/metrics.h"

#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

const ExchangeLabels kLabels{"chat", "lesson-planner", "lumen", "lumen-large"};

TEST(MetricsTest, ExposesWhatWasCounted) {
  Metrics metrics;
  metrics.CountRequest(kLabels, "sent");
  metrics.CountRequest(kLabels, "sent");
  metrics.CountRequest(kLabels, "POLICY_DENIED");
  metrics.CountFinding(v1::DATA_ELEMENT_STUDENT_NAME, v1::TREATMENT_PSEUDONYMIZE, 3);
  metrics.ObserveTokens(kLabels, 12, 340);
  metrics.ObserveOverhead(absl::Microseconds(300));
  metrics.ObserveVendor(kLabels, absl::Seconds(2));
  metrics.CountCodes({.restored = 4, .neutralized = 2, .withheld = 1});
  metrics.CountTypedCodes(5);
  metrics.CountAltered(v1::ANSWER_RULE_REDACT);
  metrics.CountAltered(v1::ANSWER_RULE_END);
  metrics.CountAltered(v1::ANSWER_RULE_END);
  const std::string text = metrics.Expose();
  EXPECT_NE(text.find(R"(schoolgate_codes_total{result="restored"} 4)"), std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_codes_total{result="neutralized"} 2)"), std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_codes_total{result="withheld"} 1)"), std::string::npos);
  EXPECT_NE(text.find("schoolgate_typed_codes_total 5"), std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_answers_altered_total{rule="redact"} 1)"), std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_answers_altered_total{rule="end"} 2)"), std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_requests_total{operation="chat",result="sent",tool="lesson-planner"} 2)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(result="POLICY_DENIED")"), std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_findings_total{element="student.name",treatment="pseudonymize"} 3)"),
            std::string::npos);
  EXPECT_NE(text.find("gen_ai_client_token_usage_sum"), std::string::npos);
  EXPECT_NE(text.find(R"(gen_ai_token_type="output",schoolgate_tool="lesson-planner"} 340)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(schoolgate_overhead_seconds_bucket{le="0.0005"} 1)"), std::string::npos);
  EXPECT_NE(text.find("gen_ai_client_operation_duration_seconds_bucket"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate::gateway
