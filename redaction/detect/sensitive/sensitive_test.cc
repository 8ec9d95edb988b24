// What a text says of one student's health, plans, language, home and conduct, found through the whole
// detector: and what is said of nobody stays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using ::testing::IsEmpty;

// "special.health=asthma" for each finding that is no name and no value.
std::vector<std::string> Sensitive(std::string_view text, std::string_view key = "",
                                   SlotKind kind = SlotKind::kText) {
  std::vector<std::string> out;
  for (const Finding& finding : Detect(text, key, kind)) {
    if (!finding.recognizer.starts_with("sensitive.")) continue;
    out.push_back(std::string(ElementId(finding.element)) + "=" +
                  std::string(text.substr(static_cast<size_t>(finding.begin),
                                          static_cast<size_t>(finding.end - finding.begin))));
  }
  return out;
}

struct Case {
  std::string_view text;
  std::vector<std::string> found;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(Sensitive(c.text), c.found) << c.text;
}

TEST(SensitiveTest, EnglishOfEveryKind) {
  Check({
      {"Ana Reyes has autism and uses a wheelchair.",
       {"special.disability=has autism", "special.disability=uses a wheelchair"}},
      {"Grace Park's IEP is due. Her 504 says extra time.",
       {"special.iep_504=IEP", "special.iep_504=Her 504"}},
      {"Kate Dalton carries an EpiPen for a severe tree nut allergy",
       {"special.health=carries an EpiPen for", "special.health=a severe tree nut allergy"}},
      {"Grace Park is an English learner, ELD 2",
       {"special.english_learner=is an English learner", "special.english_learner=ELD 2"}},
      {"Yareli Avila gets free lunch", {"special.low_income=gets free lunch"}},
      {"Grace Park is in foster care and was doubled up before",
       {"special.living_situation=is in foster care", "special.living_situation=was doubled up"}},
      {"Ana Reyes told me her dad was deported", {"special.immigration=her dad was deported"}},
      {"Will Hunter got 3 days OSS, then DAEP", {"conduct=got 3 days OSS", "conduct=DAEP"}},
  });
}

TEST(SensitiveTest, SpanishAndOtherLanguages) {
  Check({
      {"Ana Reyes tiene asma y un PEI", {"special.health=tiene asma y", "special.iep_504=un PEI"}},
      {"Yareli Ávila tuvo convulsiones; toma pastillas para la epilepsia",
       {"special.health=tuvo convulsiones", "special.health=toma pastillas para la epilepsia"}},
      {"La mamá de Grace Park tiene la custodia; hay violencia doméstica",
       {"special.living_situation=tiene la custodia", "special.living_situation=violencia doméstica"}},
      {"Sinumpong ng hika si Grace Park", {"special.health=hika"}},
      {"Grace Park bị động kinh", {"special.health=động kinh"}},
      {"Grace Park 有自闭症和哮喘", {"special.disability=自闭症", "special.health=哮喘"}},
      {"Grace Park 천식이 있어요", {"special.health=천식"}},
      {"عند Grace Park نوبة ربو", {"special.health=نوبة ربو"}},
      {"У Grace Park астма и эпилепсия", {"special.health=астма", "special.health=эпилепсия"}},
      {"Grace Park a l'asthme", {"special.health=asthme"}},
  });
}

TEST(SensitiveTest, TheWordsThatBelongToItGoWithIt) {
  Check({
      {"Grace Park had 11 unexcused absences", {"conduct=had 11 unexcused absences"}},
      {"Grace Park is allergic to peanuts and shellfish.",
       {"special.health=is allergic to peanuts and shellfish"}},
      {"Grace Park has Ehlers-Danlos syndrome", {"special.health=has Ehlers-Danlos syndrome"}},
      {"Grace Park takes Strovexa 25 mg at lunch", {"special.health=takes Strovexa 25 mg"}},
      {"Grace Park was put on amlodipine", {"special.health=was put on amlodipine"}},
  });
}

TEST(SensitiveTest, ThePhraseThatStatesItIsTakenWhole) {
  Check({
      {"Grace Park receives speech twice a week.", {"special.iep_504=receives speech twice a week"}},
      {"Grace Park has had moderate persistent asthma since kindergarten.",
       {"special.health=has had moderate persistent asthma since kindergarten"}},
      {"Grace Park qualifies under Section 504.", {"special.iep_504=qualifies under Section 504"}},
      {"Grace Park was retested. She's on the spectrum.", {"special.disability=She's on the spectrum"}},
      {"Grace Park has a 504 for severe migraines.",
       {"special.iep_504=has a 504 for", "special.health=severe migraines"}},
      {"Grace Park has a peanut and tree nut allergy.", {"special.health=has a peanut and tree nut allergy"}},
      {"Grace Park: 504, breaks and small group", {"special.iep_504=504, breaks and small group"}},
      {"Grace Park takes Concerta 27 mg daily.", {"special.health=takes Concerta 27 mg daily"}},
      {"Grace Park got lunch detention x2.", {"conduct=got lunch detention x2"}},
      {"Grace Park is being tested for dyslexia.", {"special.disability=is being tested for dyslexia"}},
      {"Grace Park tiene dislexia leve.", {"special.disability=tiene dislexia leve"}},
      {"Ana Reyes took Grace Park's inhaler", {"special.health=inhaler"}},
  });
}

TEST(SensitiveTest, WhatIsToldInWholePhrases) {
  Check({
      {"Grace Park is staying with her aunt until March",
       {"special.living_situation=is staying with her aunt until March"}},
      {"Grace Park says her dad was picked up by immigration",
       {"special.immigration=her dad was picked up by immigration"}},
      {"A Grace Park le da miedo: la migra se lo llevó", {"special.immigration=la migra se lo llevó"}},
      {"Will Hunter was suspended from the bus", {"conduct=was suspended from the bus"}},
      {"Grace Park is Jehovah's Witness", {"survey=is Jehovah's Witness"}},
      {"Grace Park (WIDA 2.7) reads well", {"special.english_learner=WIDA 2.7"}},
  });
}

TEST(SensitiveTest, BracketsKeepItApartFromWhatStandsBeforeThem) {
  Check({{"Grace Park was out all week (strep).", {"special.health=strep"}},
         {"Grace Park has until Friday for the project (surgery).", {"special.health=surgery"}}});
}

TEST(SensitiveTest, WhatStaffAreThereForAndWhatFilesAreCalledStays) {
  for (const std::string_view text :
       {"Grace Park meets with Debra Rocha (PT)", "Grace Park: /SPED/2025-26/agenda.pdf",
        "Grace Park\nmedications: none, at home\n", "Grace Park, bring the IEP binder"}) {
    EXPECT_THAT(Sensitive(text), IsEmpty()) << text;
  }
}

TEST(SensitiveTest, Records) {
  Check({
      {"Student: Grace Park\nDiagnosis: Type 1 diabetes; anxiety\nAllergies: none\n",
       {"special.health=Type 1 diabetes", "special.health=anxiety"}},
      {"Name\tLunch\tDisability\nGrace Park\tR\tOHI\nWill Hunter\tPaid\tnone\n",
       {"special.low_income=R", "special.disability=OHI"}},
      {"| Student | 504 | EL |\n|---|---|---|\n| Grace Park | Y | N |\n| Will Hunter | N | Y |\n",
       {"special.iep_504=Y", "special.english_learner=Y"}},
      {R"({"name":"Grace Park","programs":["EMERGENT BILINGUAL","FREE LUNCH"],"lunch":"F","iep":true})",
       {"special.english_learner=EMERGENT BILINGUAL", "special.low_income=FREE LUNCH",
        "special.low_income=F"}},
      {"<student><name>Grace Park</name><disability>OHI</disability></student>", {"special.disability=OHI"}},
      {"**Student:** Grace Park\n**Allergies**: latex, wasps\n",
       {"special.health=latex", "special.health=wasps"}},
      {"Grace Park  [ ] shelter [x] motel [ ] doubled up", {"special.living_situation=motel"}},
  });
}

TEST(SensitiveTest, AJsonStringUnderAPrivateKeyNeedsSomebodyInTheRequest) {
  const Slot slots[] = {
      {.index = 0, .kind = SlotKind::kJsonString, .text = "Grace Park", .cue = "name"},
      {.index = 1, .kind = SlotKind::kJsonString, .text = "OHI", .cue = "primaryDisability"},
      {.index = 2, .kind = SlotKind::kJsonString, .text = "R", .cue = "lunch_status"}};
  Findings found = TestDetector().Detect(slots, DetectionContext());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].element, v1::DATA_ELEMENT_SPECIAL_DISABILITY);
  EXPECT_EQ(found[2].element, v1::DATA_ELEMENT_SPECIAL_LOW_INCOME);
  found = TestDetector().Detect(std::span(slots).subspan(1), DetectionContext());
  EXPECT_THAT(found, IsEmpty());
}

TEST(SensitiveTest, IsOfWhomItStandsNearest) {
  const Findings found = Detect("Ana Reyes Ortega has asthma. Grace Park has epilepsy.");
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[1].subject.key, found[0].subject.key);
  EXPECT_EQ(found[3].subject.key, found[2].subject.key);
  EXPECT_EQ(found[3].subject.kind, SubjectKind::kStudent);
}

TEST(SensitiveTest, WhatIsSaidOfNobodyStays) {
  for (const std::string_view text : {
           "Write a lesson on asthma for grade 5.",
           "Fix the grammar in our IEP template.",
           "My student has ADHD and a 504 plan, how do I help him focus?",
           "Students with autism may need sensory breaks.",
           "The Great Depression of 1929 and the suspension bridge",
           "The ice melts at 0 degrees. Add 3 to both sides.",
           "Foster a love of reading. There is no such thing as a free lunch.",
           "Migrant workers in The Grapes of Wrath; 504 students enrolled",
       }) {
    EXPECT_THAT(Sensitive(text), IsEmpty()) << text;
  }
}

TEST(SensitiveTest, WhatIsSaidOfManyOrOfASubjectStaysBesideANameToo) {
  for (const std::string_view text : {
           "Grace Park wrote an essay on depression and a poster about diabetes awareness.",
           "Grace Park asked about the suspension bridge.",
           "Ana Reyes, please bring the IEP template.",
           "Grace Park read how students with dyslexia learn.",
           "Grace Park helps foster a love of reading",
           "Will Hunter: ADD 3 AND 4, THEN SHOW YOUR ID AND PT",
           "Grace Park finished the ice cream and the 504 points",
           "Debra Rocha teaches a unit on asthma and air quality.",  // a teacher
           "Bring allergies, medications, and forms\nGrace Park, paper, pens\n",
           "Grace Park cites S-CP.A.5 and 1-504-555-0134",
       }) {
    EXPECT_THAT(Sensitive(text), IsEmpty()) << text;
  }
}

TEST(SensitiveTest, WhatTookAValuesPlaceIsNoValue) {
  for (const std::string_view text :
       {"Grace Park has DISABILITY_REDACTED and HEALTH_REDACTED", "Grace Park\nDiagnosis: HEALTH_REDACTED\n",
        "Name\tLunch\tDisability\nGrace Park\tINCOME_REDACTED\tDISABILITY_REDACTED\n",
        "Grace Park is in ENGLISH_LEARNER_REDACTED since fall"}) {
    EXPECT_THAT(Sensitive(text), IsEmpty()) << text;
  }
}

TEST(SensitiveTest, FindingsNeverOverlapAndLieInOrder) {
  for (const std::string_view text :
       {"Grace Park has Ehlers-Danlos syndrome and ADHD/ODD (autism, IEP/504) 3 days ISS",
        "Name,Disability,Lunch\n\"Park, Grace\",\"autism, ADHD\",F\n",
        "Diagnosis: Grace Park ADHD; Park asthma"}) {
    int64_t end = 0;
    for (const Finding& finding : Detect(text)) {
      EXPECT_GE(finding.begin, end) << text;
      EXPECT_GT(finding.end, finding.begin) << text;
      end = finding.end;
    }
  }
}

}  // namespace
}  // namespace schoolgate::redaction
