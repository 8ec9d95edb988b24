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

TEST(MonthsTest, AreNoPupils) {
  EXPECT_THAT(
      Found("Grace Park is out til June. We had four births in May, and April, May and June are full."),
      testing::ElementsAre("student.name=Grace Park"));
}

TEST(ExampleTest, ASentenceToTranslateNamesNobody) {
  EXPECT_THAT(Found("Translate to Italian: My name is Grace. I like pears."), IsEmpty());
  EXPECT_THAT(Found("Write a dialogue at the market: Herr Lindner and Frau Kessel, 8 lines"), IsEmpty());
  EXPECT_THAT(Found("hi my name is Grace and i lost my login"), Contains("student.name=Grace"));
}

TEST(WordProblemTest, WhoActsInOneIsNobodyHoweverItAsks) {
  EXPECT_THAT(
      Found("Will runs 6 m/s with a 30 m head start, and Rosa runs 8 m/s. When will Rosa catch Will?"),
      IsEmpty());
}

TEST(AddressesTest, OfAMuseumIsNobodys) {
  EXPECT_THAT(Found("Bus to the Orchard Museum, 410 Harbor Street, at 9."), IsEmpty());
  EXPECT_THAT(Found("Grace Park, 410 Harbor Street").size(), 2U);
}

TEST(FiguresTest, WhoIsQuotedOrHasSomethingNamedForThemIsKnown) {
  EXPECT_THAT(Found("The wing is named for Cornelia Hathaway. Quote Cornelia Hathaway on the poster."),
              IsEmpty());
}

TEST(LabelsTest, TagsLettersAndUnionsOfAProgramAreNobody) {
  EXPECT_THAT(Found("<Contact><PickupNote>late</PickupNote></Contact>"), IsEmpty());
  EXPECT_THAT(Found("type House = 'Grace' | 'Hunter' | 'Dalton'"), IsEmpty());
  EXPECT_THAT(Found("P.E. is moved, see H.R. 12 and P.O. 44"), IsEmpty());
  EXPECT_THAT(Found("assistant: shall I send it?\nuser: gracias. please tell her about the bus"), IsEmpty());
  EXPECT_THAT(Found("We meet at Museo Bracamonte and then at Lake Wenatoma."), IsEmpty());
}

}  // namespace
}  // namespace schoolgate::redaction
