// Places, beasts, toys and lists of what is nobody, found through the whole detector.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

TEST(PlacesTest, WhereSomebodyMovesOrComesFromIsNoPerson) {
  for (const std::string_view text : {
           "The family moved to Austin over the break.",
           "her dad is from brooklyn and he is loud",
           "A road trip through Easton, Pennsylvania, in June.",
           "They flew to Savannah. Nobody was born in Camden.",
           "He went back to India with the twins.",
       }) {
    EXPECT_THAT(Found(text), IsEmpty()) << text;
  }
  EXPECT_THAT(Found("Grace Park moved to Ana Reyes's table"), Contains("student.name=Ana Reyes"));
}

TEST(ThingsTest, WhatBeastsAndToysAreCalledIsNobody) {
  for (const std::string_view text : {
           "Our class hamster, Gerald, got out again. Gerald was under the sink.",
           "One goat is named Clarissa and she eats the rope.",
           "The rabbit's name was Benjamin and he bit.",
           "Winslow is our dog and he comes on Fridays.",
           "my gecko is named Jeffrey",
       }) {
    EXPECT_THAT(Found(text), IsEmpty()) << text;
  }
  EXPECT_THAT(Found("My student is named Clarissa Whitlow."), Contains("person.name=Clarissa Whitlow"));
}

TEST(ListsTest, OfCitiesOrComposersNameNobody) {
  for (const std::string_view text : {
           "Which of these state capitals did you get? Lincoln, Madison, Pierre, Helena",
           "Composers: Clara, Franz, Johannes and Amadeus.",
           "Hurricanes: Bertha, Gonzalo, Josephine, Kyle",
       }) {
    EXPECT_THAT(Found(text), IsEmpty()) << text;
  }
}

TEST(WorksTest, WhoStandsBesideOthersOfABookIsOfTheBook) {
  EXPECT_THAT(Found("Essay on The Hunger Games. Katniss volunteers for Prim. Then Peeta helps Katniss. "
                    "Katniss wins because Haymitch helps her."),
              IsEmpty());
}

}  // namespace
}  // namespace schoolgate::redaction
