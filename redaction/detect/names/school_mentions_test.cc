// The names of schools, which are nobody's, found through the whole detector.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A district with a school called after somebody and one called as a person of the roster is.
std::vector<std::string> FoundAtSchools(std::string_view text) {
  static const auto* const kDetector = [] {
    RosterBuilder builder;
    builder.AddSchool("o1", "Tovarra Elementary");
    builder.AddSchool("o2", "Delia Montoya Middle School");
    builder.AddSchool("o3", "Odessa Tran Academy");
    builder.AddDistrict("Wenona Marisol ISD");
    builder.AddPerson({.kind = PersonKind::kStudent, .source_id = "s1", .given = "Odessa", .family = "Tran"});
    return new std::shared_ptr<const Detector>(
        Detector::Create(std::move(builder).Build("test", absl::UnixEpoch())));
  }();
  const Slot slot{.index = 0, .kind = SlotKind::kText, .text = text};
  std::vector<std::string> out;
  for (const Finding& finding : (*kDetector)->Detect({&slot, 1}, DetectionContext())) {
    out.emplace_back(
        text.substr(static_cast<size_t>(finding.begin), static_cast<size_t>(finding.end - finding.begin)));
  }
  return out;
}

TEST(SchoolNamesTest, TheDistrictsSchoolsAreNobodyHoweverTheyAreWritten) {
  for (const std::string_view text :
       {"Delia Montoya Middle School is closed.", "4th grade, Delia Montoya, room 14", "Delia Montoya MS PTA",
        "delia montoya, 1st gr", "DELIA MONTOYA\nbell times", "School: Delia Montoya   Gr: 7",
        "Escuela Delia Montoya, Lekòl Mwayen Montoya Elementary", "our Tovarra kids, Tovarra El.",
        "sports day at tovarra", "DMMS and TES are out", "Tovarra's office is open"}) {
    EXPECT_THAT(FoundAtSchools(text), IsEmpty()) << text;
  }
}

TEST(SchoolNamesTest, TheDistrictIsNobody) {
  for (const std::string_view text :
       {"Wenona Marisol ISD is hiring.", "Here in Wenona Marisol we vote in May.", "WMISD families",
        "Welcome to "
        "Wenona Marisol Independent School District!"}) {
    EXPECT_THAT(FoundAtSchools(text), IsEmpty()) << text;
  }
}

TEST(SchoolNamesTest, PeopleWhoAreCalledLikeASchoolAreFound) {
  EXPECT_THAT(FoundAtSchools("Mr. Tovarra called."), ElementsAre("Tovarra"));
  EXPECT_THAT(FoundAtSchools("Ask Odessa Tran about the essay."), ElementsAre("Odessa Tran"));
  EXPECT_THAT(FoundAtSchools("Odessa Tran Academy and the Odessa Tran library"), IsEmpty());
  EXPECT_THAT(FoundAtSchools("Student: Odessa Tran, School: Odessa Tran"), ElementsAre("Odessa Tran"));
}

TEST(SchoolNamesTest, AnySchoolNamedBehindItsTypeIsNobody) {
  for (const auto& [text, found] : std::vector<std::pair<std::string_view, std::vector<std::string>>>{
           {"Viene de la Escuela Primaria Ernesto Quiroga en Puebla", {}},
           {"From: Liceo Scientifico Oskar Galilei, Pescara", {}},
           {"Colegio Lux Grace Park", {"student.name=Grace Park"}},
       }) {
    EXPECT_EQ(Found(text), found) << text;
  }
}

}  // namespace
}  // namespace schoolgate::redaction
