// People the roster does not know, found by the other names of the request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "redaction/detect/resolve/name_signs.h"
#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::IsEmpty;

TEST(CompanyTest, WhoStandsInAListOfPupilsIsOne) {
  const auto found = Found(
      "Scores for my small group:\nDelphine - 4/5\nTavarius - 3/5\nOksana - 2/5\nMireille - "
      "4/5");
  for (const std::string_view name : {"Delphine", "Tavarius", "Oksana", "Mireille"})
    EXPECT_THAT(found, Contains(EndsWith(std::string("=").append(name))));
}

TEST(CompanyTest, ManyNamesAreNobodysOnlyWhereOneIsTold) {
  EXPECT_THAT(Found("Write a story about Delphine"), IsEmpty());
  EXPECT_THAT(Found("Personalise these problems for my kids: Delphine, Tavarius, Oksana, Mireille."),
              testing::SizeIs(4));
}

TEST(CompanyTest, ANameIsFoundAgainWithoutAnApostrophe) {
  EXPECT_THAT(Found("My son Wojciech Brandt was absent. Is wojciechs lab due?"),
              Contains(EndsWith("=wojciechs")));
}

TEST(NameSignsTest, TheTaggersOddsCountAndSoDoesWhatSpeaksAgainst) {
  NameSigns signs{};
  signs[says::kOne] = 1;
  signs[says::kOdds] = 2;
  const float likely = LikelihoodOf(signs);
  EXPECT_GT(likely, 0.5F);
  signs[says::kOdds] = -4;
  EXPECT_LT(LikelihoodOf(signs), 0.5F);
  signs[says::kOdds] = 2;
  for (const auto against : {says::kTask, says::kFigure, says::kMadeUp, says::kPlaceAfter, says::kOfWork}) {
    signs[against] = 1;
    EXPECT_LT(LikelihoodOf(signs), likely);
    signs[against] = 0;
  }
  for (const auto for_it : {says::kElsewhere, says::kBeside, says::kTable, says::kTitled, says::kLabelled}) {
    signs[for_it] = 1;
    EXPECT_GT(LikelihoodOf(signs), likely);
    signs[for_it] = 0;
  }
  signs[says::kOdds] = -1000;
  EXPECT_TRUE(std::isfinite(LikelihoodOf(signs)));
}

}  // namespace
}  // namespace schoolgate::redaction
