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
       {"special.disability=autism", "special.disability=wheelchair"}},
      {"Grace Park's IEP is due. Her 504 says extra time.", {"special.iep_504=IEP", "special.iep_504=504"}},
      {"Kate Dalton carries an EpiPen for a severe tree nut allergy",
       {"special.health=EpiPen", "special.health=severe tree nut allergy"}},
      {"Grace Park is an English learner, ELD 2",
       {"special.english_learner=English learner", "special.english_learner=ELD 2"}},
      {"Yareli Avila gets free lunch", {"special.low_income=free lunch"}},
      {"Grace Park is in foster care and was doubled up before",
       {"special.living_situation=foster care", "special.living_situation=doubled up"}},
      {"Ana Reyes told me her dad was deported", {"special.immigration=deported"}},
      {"Will Hunter got 3 days OSS, then DAEP", {"conduct=3 days OSS", "conduct=DAEP"}},
  });
}

TEST(SensitiveTest, SpanishAndOtherLanguages) {
  Check({
      {"Ana Reyes tiene asma y un PEI", {"special.health=asma", "special.iep_504=PEI"}},
      {"Yareli Ávila tuvo convulsiones; toma pastillas para la epilepsia",
       {"special.health=convulsiones", "special.health=pastillas para la epilepsia"}},
      {"La mamá de Grace Park tiene la custodia; hay violencia doméstica",
       {"special.living_situation=custodia", "special.living_situation=violencia doméstica"}},
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
      {"Grace Park had 11 unexcused absences", {"conduct=11 unexcused absences"}},
      {"Grace Park is allergic to peanuts and shellfish.",
       {"special.health=allergic to peanuts and shellfish"}},
      {"Grace Park has Ehlers-Danlos syndrome", {"special.health=Ehlers-Danlos syndrome"}},
      {"Grace Park takes Strovexa 25 mg at lunch", {"special.health=Strovexa"}},
      {"Grace Park was put on amlodipine", {"special.health=amlodipine"}},
  });
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
