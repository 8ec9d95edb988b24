// People's names in the ways they are written, found through the whole detector.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  std::string_view text;
  std::vector<std::string> found;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(Found(c.text), c.found) << c.text;
}

TEST(RosterNamesTest, FullNames) {
  Check({
      {"Ask Ana Reyes about it", {"student.name=Ana Reyes"}},
      {"Ana Reyes Ortega's essay", {"student.name=Ana Reyes Ortega"}},
      {"Ana M. Ortega did well", {"student.name=Ana M. Ortega"}},
      {"ANA REYES ORTEGA", {"student.name=ANA REYES ORTEGA"}},  // microsoft/presidio#1354
      {"did ana reyes turn it in", {"student.name=ana reyes"}},
      {"Yareli Avila y Yareli Ávila", {"student.name=Yareli Avila", "student.name=Yareli Ávila"}},
      {"Maria Jose de la Cruz", {"student.name=Maria Jose de la Cruz"}},
      {"María José Flores", {"student.name=María José Flores"}},
      {"Kate Dalton's 58", {"student.name=Kate Dalton"}},  // a nickname
      {"Ka\u200Bte Dal\u00ADton", {"student.name=Ka\u200Bte Dal\u00ADton"}},
      {"file yareli_avila.docx", {"student.name=yareli_avila"}},
      {"AnaReyes_essay.pdf anaReyes", {"student.name=AnaReyes", "student.name=anaReyes"}},
      {"?name=Ana+Reyes&x", {"student.name=Ana+Reyes"}},
      {"<b>Ana</b> Reyes, **Ana** Reyes", {"student.name=<b>Ana</b> Reyes", "student.name=**Ana** Reyes"}},
      {"A n a R e y e s came", {"student.name=A n a R e y e s"}},
      {"Gr4ce P4rk and Yare1i Ávi1a", {"student.name=Gr4ce P4rk", "student.name=Yare1i Ávi1a"}},
      {"Аnа Rеуеs", {"student.name=Аnа Rеуеs"}},  // Cyrillic
      {R"({"note":"met with\nAna Reyes","by":"Yareli \u00c1vila"})",
       {"student.name=Ana Reyes", R"(student.name=Yareli \u00c1vila)"}},
  });
}

TEST(RosterNamesTest, FamilyNameFirst) {
  Check({
      {"Reyes Ortega, Ana", {"student.name=Reyes Ortega, Ana"}},
      {"MOON, JU-WON - 83", {"student.name=MOON, JU-WON"}},
      {"Rider: Moon, Ju-won  gr 5", {"student.name=Moon, Ju-won"}},
      {"Dalton, K.", {"student.name=Dalton, K"}},
      {"name dalton katherine id", {"student.name=dalton katherine"}},
  });
}

TEST(RosterNamesTest, TitlesAndInitials) {
  Check({
      {"Mr. Reyes said so", {"staff.name=Reyes"}},
      {"recess w/ mrs west", {"staff.name=west"}},
      {"Estimada Sra. Rocha:", {"staff.name=Rocha"}},
      {"signed D. Rocha", {"staff.name=D. Rocha"}},
      {"marcado con Y. Ávila", {"student.name=Y. Ávila"}},
      {"yareli a scans", {"student.name=yareli"}},
      {"Katherine D. is absent", {"student.name=Katherine D"}},
  });
}

TEST(RosterNamesTest, WordsThatAreAlsoNamesNeedACue) {
  Check({
      {"will you hunter gather in the park by the grace of may", {}},
      {"The Grace period runs to August", {}},
      {"Park your car. Will it rain?", {}},
      {"go west on the park road", {}},
      {"Grace Park is absent", {"student.name=Grace Park"}},
      {"my student Grace is absent", {"student.name=Grace"}},
      {"Don't go", {}},
  });
}

TEST(RosterNamesTest, NamesOfSeveralWordsInEveryForm) {
  Check({
      {"text, Ju-won. Ju-won P is new", {"student.name=Ju-won", "student.name=Ju-won"}},
      {"JU-WON and ju-won sit here", {"student.name=JU-WON", "student.name=ju-won"}},
      {"dear Sra. de la Rocha", {"staff.name=de la Rocha"}},
      {"Monsieur West et mister rocha", {"staff.name=West", "staff.name=rocha"}},
      {"DALTON, K-L\t7", {"student.name=DALTON, K-L"}},
      {"yarelis mom called", {"student.name=yarelis"}},
      {"Big Oskar lifts, Ana Reyes too", {"student.name=Big Oskar", "student.name=Ana Reyes"}},
  });
}

TEST(RosterNamesTest, AWordOfTheDictionaryIsANameWhereItStandsLikeOne) {
  Check({
      {"Grace – fine anywhere\nYareli – by the door", {"student.name=Grace", "student.name=Yareli"}},
      {"Absent: Grace.", {"student.name=Grace"}},
      {"grace p: who told u", {"student.name=grace p"}},
      {"will you hunter gather in the park by the grace of may", {}},
  });
}

TEST(RosterNamesTest, OneWordAloneAndTheSamePersonAgain) {
  Check({
      {"yareli will hug you", {"student.name=yareli"}},
      {"Grace Park came late. Grace said sorry.", {"student.name=Grace Park", "student.name=Grace"}},
      {"Will Hunter was out. Later Hunter told me.", {"student.name=Will Hunter", "student.name=Hunter"}},
  });
  const Findings found = Detect("Kate Dalton was here. Then Katherine left, and Dalton too.");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].subject.key, "student|s100006");
  EXPECT_EQ(found[1].subject.key, found[0].subject.key);
  EXPECT_EQ(found[2].subject.key, found[0].subject.key);
}

TEST(RosterNamesTest, WhoSignsOrSaysWhoTheyAre) {
  Check({
      {"can i turn it in late? thx grace", {"student.name=grace"}},
      {"Puede entrar tarde.\nGracias,\nyareli", {"student.name=yareli"}},
      {"hi ms im grace from your lunch group", {"student.name=grace"}},
      {"I love Grace", {"student.name=Grace"}},
      {"thx will do", {}},
      {"i am will ing to try", {}},
  });
}

TEST(RosterNamesTest, BesideAName) {
  Check({
      {"Ana Reyes read to Ju-won and Oskar (aloud)",
       {"student.name=Ana Reyes", "student.name=Ju-won", "student.name=Oskar"}},
      {"Ana Reyes read about grace and mercy", {"student.name=Ana Reyes"}},
  });
}

TEST(RosterNamesTest, SeveralOfOneNameAreToldApartByContextOrNotAtAll) {
  Findings found = Detect("Jaime Sosa passed");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject.kind, SubjectKind::kAmbiguous);
  EXPECT_EQ(found[0].subject.key, "ambiguous|jaime sosa");
  EXPECT_EQ(found[0].element, v1::DATA_ELEMENT_STUDENT_NAME);

  // An id beside it says which.
  found = Detect("Jaime Sosa (s100003) passed");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].subject.key, "student|s100003");

  // So does the caller's class.
  const Roster& roster = TestDetector().roster();
  found = Detect("Jaime Sosa passed", "", SlotKind::kText,
                 static_cast<int32_t>(*roster.FindBySourceId("t300001")));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject.key, "student|s100002");
}

TEST(RosterNamesTest, RelativesAreFoundThroughTheFamily) {
  const Findings found = Detect("Ana Reyes Ortega lives with Rosa. Ms. Reyes called.");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].subject.key, "guardian|g200001");
  EXPECT_EQ(found[2].subject.key, "guardian|g200001");
}

TEST(RosterNamesTest, AllSlotsOfARequestAreLookedAtTogether) {
  const Slot slots[] = {
      {.index = 0, .kind = SlotKind::kText, .text = "How is Grace Park doing?"},
      {.index = 1, .kind = SlotKind::kIdentifier, .text = "Grace Park"},
      {.index = 2, .kind = SlotKind::kJsonString, .text = "Grace needs help", .cue = "note"}};
  const Findings found = TestDetector().Detect(slots, DetectionContext());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].slot, 0);
  EXPECT_EQ(found[1].slot, 2);
  EXPECT_EQ(found[1].subject.key, "student|s100004");
}

TEST(UnknownNamesTest, AreFoundByTheirSurroundings) {
  Check({
      {"Mr. Calloway called", {"person.name=Calloway"}},
      {"Dr. Farhana Qureshi ordered it", {"person.name=Farhana Qureshi"}},
      {"la Sra. Fuentes vino", {"person.name=Fuentes"}},
      {"mr lutzke is out", {"person.name=lutzke"}},
      {"my brother Trey and I", {"guardian.name=Trey"}},
      {"su mamá Petronila Tzoc", {"guardian.name=Petronila Tzoc"}},
      {"Name: Ximena Tzoc", {"person.name=Ximena Tzoc"}},
      {"Titus Ferreira takes bus 31", {"person.name=Titus Ferreira"}},
      {"From: Mabel Daltry <m@mail.example>",
       {"person.name=Mabel Daltry", "person.contact.email=m@mail.example"}},
      {"Nunez, Diego", {"person.name=Nunez, Diego"}},
      {"reviewer: K. Osei (vendor)", {"person.name=K. Osei"}},
      {"Sincerely,\nFred Lloyd\nAttendance", {"person.name=Fred Lloyd"}},
      {"Dr. Osei came. Later Osei left.", {"person.name=Osei", "person.name=Osei"}},
  });
  const Findings found = Detect("Titus Ferreira is new. Put Titus on bus 31.");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].subject.kind, SubjectKind::kUnknown);
  EXPECT_EQ(found[0].subject.key, found[1].subject.key);
}

TEST(UnknownNamesTest, WhatIsNobodyHereStays) {
  Check({
      {"Rosa Parks and Claudette Colvin", {}},
      {"Write about Martin Luther King Jr. and Frida Kahlo.", {}},
      {"Lincoln Elementary is closed on Monday, May 4.", {}},
      {"The Library of Congress and the Dallas Cowboys", {}},
      {"Solve for x. Then graph the Quadratic Formula.", {}},
      {"El Día de los Muertos es en noviembre", {}},
      {"TEKS 8.8(B) and the Boston Massacre", {}},
      {"Mom works late and Dad cooks.", {}},
  });
}

TEST(FiguresTest, StayByFullNameAndByFamilyNameAfterwards) {
  Check({
      {"Harriet Tubman led many people north. Tubman went back thirteen times.", {}},
      {"Essay: Cesar Chavez y Dolores Huerta", {}},
      {"The novel's narrator, Scout Finch, learns that Atticus will lose.", {}},
      {"After the poem by Naomi Shihab Nye we read \"The Pearl\".", {}},
      {"Wangari Maathai (1940-2011) planted trees", {}},
      {"(Calderwood, 2019) and Okafor et al. disagree", {}},
  });
}

TEST(FiguresTest, ThePeopleOfABookStayWhereTheBookIsSpokenOf) {
  Check({
      {"In Romeo and Juliet, Juliet and Tybalt die. Katherine read the Nurse in period 4 and needs feedback.",
       {"student.name=Katherine"}},
      {"Stanley Yelnats digs holes; Hector Zeroni helps.", {}},
  });
}

TEST(FiguresTest, WhatIsCalledAfterSomebodyStays) {
  Check({
      {"Down syndrome, Tourette's and Lou Gehrig's disease", {}},
      {"the Pythagorean theorem, Venn diagrams and Newton's first law", {}},
      {"lunch at Wendy's, then Ben & Jerry's", {}},
      {"Marbury v. Madison and Plessy v. Ferguson", {}},
      {"Cesar Chavez Day is a holiday", {}},
  });
}

TEST(FiguresTest, ANamesakeOnTheRosterNeedsTheTextToAgree) {
  RosterBuilder builder;
  builder.AddPerson({.kind = PersonKind::kStudent, .source_id = "s1", .given = "Rosa", .family = "Parks"});
  const auto detector = Detector::Create(std::move(builder).Build("test", absl::UnixEpoch()));
  const auto count = [&](std::string_view text) {
    const Slot slot{.index = 0, .kind = SlotKind::kText, .text = text};
    return detector->Detect({&slot, 1}, DetectionContext()).size();
  };
  EXPECT_EQ(count("Rosa Parks refused to give up her seat."), 0U);
  EXPECT_EQ(count("Rosa Parks (7th) was absent today."), 1U);
  EXPECT_EQ(count("Call Rosa Parks's mom about homework."), 1U);
}

TEST(UnknownNamesTest, ListsAndShortWordsOfFormsAreNobody) {
  Check({
      {"Ancient Rome: Romulus, Cincinnatus, Caesar, Augustus.", {}},
      {"Thu 6:35 am and Tue 11/17", {}},
      {"Letter for parents: \"Pursuant to the code, pupils may be excused.\"", {}},
  });
}

TEST(UnknownNamesTest, LabelsPlacesAndToysAreNobody) {
  Check({
      {"The Court heard the motion of Movant on Friday.", {}},
      {"Book: Chrysanthemum. It is about a mouse.", {}},
      {"{\"district\":\"Kings Canyon\",\"image\":\"Blanca Peak\"}", {}},
      {"Drop named Walter, cloud named Nimbus", {}},
      {"Make a dialogue at a bakery: Mr. Weller and Mrs. Schmidt, 10 lines", {}},
      {"s\u00E1ng Th\u1EE9 Hai, Lugar de nacimiento: San Pedro Sula", {}},
      {"Bot: hi\nUser: hello", {}},
  });
}

TEST(WordProblemTest, ItsPeopleAreNobody) {
  Check({
      {"Ana has 12 apples and gives Kate 3. How many apples are left?", {}},
      {"#4 Grace invests $2,400 at 3%", {}},
      {"Ana has 3 missing assignments", {"student.name=Ana"}},
      {"decodable reader \"Ana and Kate Bake\"", {}},
  });
}

TEST(WordProblemTest, NumberedProblemsAndTheirTitledPeopleAreNobody) {
  Check({
      {"Quiz B\n1. Yareli reads 45 pages in 3 nights\n2. Grace and Kate split a 5 km trail, Grace does 2",
       {}},
      {"3. Mr. Okafor drives 127 miles on 2 days. How far does he drive?", {}},
      {"Yareli es la mayor.\n1. Oskar (comer) ___ paella.", {"student.name=Yareli"}},
      {"Who has the 3 forms? Yareli brought 2.", {"student.name=Yareli"}},
  });
}

TEST(TaskTest, ATaskThatSpeaksOfNobodyHereHasNobody) {
  Check({
      {"Write a decodable story about Oskar and Yareli for kinder", {}},
      {"dracula: is Kate or Mina the main girl. ch. 8 quiz", {}},
      {"Write a social story for Yareli about waiting in line", {"student.name=Yareli"}},
      {"my student never reads. Write a quiz about pigs, Yareli likes pigs", {"student.name=Yareli"}},
      {"Make a worksheet. Yareli was absent and missed the quiz.", {"student.name=Yareli"}},
  });
}

TEST(TaskTest, WordsPlacesAndThingsAreNobody) {
  Check({
      {"\"Grace under pressure\" for Grace Park", {"student.name=Grace Park"}},
      {"Grace Park came. Have a little grace, every grace counts", {"student.name=Grace Park"}},
      {"words: journey, park, grace, hunter", {}},
      {"a sprite named Oskar", {}},
      {"Oskar the owl and Kate the cat", {}},
      {"Su abuelo don Oskar la trae caminando todos los dias", {"student.name=Oskar"}},
      {"loaner: Dell 3120, Dell 3100", {}},
  });
}

TEST(FiguresTest, WhoStandsInAListOfFiguresIsOne) {
  Check({
      {"Primary sources by Chaucer, Oskar or Copernicus", {}},
      {"Hermione, Voldemort and Oskar met", {}},
      {"a Lazarus, spelled Lazarus, and Yareli came",
       {"person.name=Lazarus", "person.name=Lazarus", "student.name=Yareli"}},
      {"Tubman, Harriet. \"Letters\" and Lee, Harper", {}},
  });
}

TEST(FiguresTest, CiphersAndCodeHaveTheirOwnPeople) {
  Check({
      {"In the protocol Alice sends Bob a key and Eve listens", {}},
      {"INSERT 'Oskar'); DROP TABLE Students;--", {}},
  });
}

TEST(RolesTest, TheWordsAroundSayWhoOfOneNameIsMeant) {
  RosterBuilder builder;
  builder.AddPerson({.kind = PersonKind::kGuardian, .source_id = "g1", .given = "Krishna", .family = "Ali"});
  builder.AddPerson({.kind = PersonKind::kStudent, .source_id = "s1", .given = "Flor", .family = "Salas"});
  builder.AddPerson({.kind = PersonKind::kStaff, .source_id = "t1", .given = "Ruth", .family = "Salas"});
  const auto detector = Detector::Create(std::move(builder).Build("test", absl::UnixEpoch()));
  const auto keys = [&](std::string_view text) {
    const Slot slot{.index = 0, .kind = SlotKind::kText, .text = text};
    std::vector<std::string> out;
    for (const Finding& finding : detector->Detect({&slot, 1}, DetectionContext()))
      out.push_back(finding.subject.key);
    return out;
  };
  // A student who is not on the roster is not the father of that name, here nor later.
  EXPECT_THAT(keys("Krishna Ali, 8th grade, was late. Krishna apologised."),
              ElementsAre("name|krishna ali", "name|krishna ali"));
  EXPECT_THAT(keys("Her dad Krishna Ali called."), ElementsAre("guardian|g1"));
  EXPECT_THAT(keys("See the Salas homeroom list"), ElementsAre("staff|t1"));
  EXPECT_THAT(keys("My mom is Flor Salas"), ElementsAre("name|flor salas"));
}

TEST(RolesTest, TheCallersOwnNameIsMarked) {
  const Roster& roster = TestDetector().roster();
  const Findings found = Detect("Thanks,\nMiguel Reyes", "", SlotKind::kText,
                                static_cast<int32_t>(*roster.FindBySourceId("t300001")));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].element, v1::DATA_ELEMENT_STAFF_NAME);
  EXPECT_EQ(found[0].subject.key, "staff|t300001");
  EXPECT_EQ(found[0].cue, "caller");
}

TEST(InitialsTest, AreThePersonsNamedBefore) {
  const Findings found = Detect("Grace Park was out. Seat G.P. in front.");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].subject.key, "student|s100004");
  Check({{"| Ana | X.F. | Kate |", {"student.name=Ana", "student.name=X.F", "student.name=Kate"}},
         {"The U.S. and the U.N. agree", {}}});
}

}  // namespace
}  // namespace schoolgate::redaction
