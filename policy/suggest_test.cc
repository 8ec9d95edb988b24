#include "policy/suggest.h"

#include "gtest/gtest.h"

namespace schoolgate::policy {
namespace {

TEST(SuggestTest, FindsWhatWasMeant) {
  const std::vector<std::string_view> keys = {"schedule", "signed", "retentionDays", "noTraining",
                                              "legalBasis"};
  EXPECT_EQ(Suggest("shedule", keys), "did you mean 'schedule'?");
  EXPECT_EQ(Suggest("singed", keys), "did you mean 'signed'?");
  EXPECT_EQ(Suggest("retention-days", keys), "did you mean 'retentionDays'?");
  EXPECT_EQ(Suggest("NOTRAINING", keys), "did you mean 'noTraining'?");
  EXPECT_EQ(Suggest("legal_basis", keys), "did you mean 'legalBasis'?");
}

TEST(SuggestTest, StaysSilentRatherThanGuess) {
  const std::vector<std::string_view> keys = {"schedule", "signed"};
  EXPECT_EQ(Suggest("vendor", keys), "");
  EXPECT_EQ(Suggest("", keys), "");
  EXPECT_EQ(Suggest("x", {}), "");
  EXPECT_EQ(Suggest(std::string(100'000, 's'), keys), "");
}

}  // namespace
}  // namespace schoolgate::policy
