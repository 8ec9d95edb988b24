#include "core/vocabulary/vocabulary.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace schoolgate {
namespace {

TEST(VocabularyTest, EveryElementHasAnIdACategoryAndAClass) {
  std::set<std::string_view> ids;
  for (int n = 1; n < kDataElementCount; ++n) {
    const auto element = static_cast<v1::DataElement>(n);
    EXPECT_TRUE(ids.insert(ElementId(element)).second) << ElementId(element) << " stands twice";
    EXPECT_EQ(ElementFromId(ElementId(element)), element);
    EXPECT_NE(CategoryOf(element), v1::EXHIBIT_B_CATEGORY_UNSPECIFIED) << ElementId(element);
    EXPECT_NE(FerpaClassOf(element), v1::FERPA_CLASS_UNSPECIFIED) << ElementId(element);
    EXPECT_TRUE(Supports(element, v1::TREATMENT_REDACT)) << ElementId(element);
  }
  EXPECT_EQ(ElementFromId("student.shoe_size"), std::nullopt);
}

TEST(VocabularyTest, SecretsCannotBeAllowed) {
  for (const auto element : {v1::DATA_ELEMENT_STUDENT_ID_SSN, v1::DATA_ELEMENT_STUDENT_PASSWORD,
                             v1::DATA_ELEMENT_PAYMENT_CARD, v1::DATA_ELEMENT_CREDENTIAL}) {
    EXPECT_FALSE(Supports(element, v1::TREATMENT_ALLOW)) << ElementId(element);
  }
}

TEST(VocabularyTest, ATreatmentAnElementLacksBecomesAStricterOne) {
  EXPECT_EQ(NearestSupported(v1::DATA_ELEMENT_STUDENT_NAME, v1::TREATMENT_GENERALIZE),
            v1::TREATMENT_PSEUDONYMIZE);
  EXPECT_EQ(NearestSupported(v1::DATA_ELEMENT_STUDENT_ID_SSN, v1::TREATMENT_ALLOW), v1::TREATMENT_REDACT);
  EXPECT_EQ(NearestSupported(v1::DATA_ELEMENT_CONDUCT, v1::TREATMENT_PSEUDONYMIZE), v1::TREATMENT_REDACT);
  EXPECT_EQ(NearestSupported(v1::DATA_ELEMENT_STUDENT_NAME, v1::TREATMENT_ALLOW), v1::TREATMENT_ALLOW);
}

TEST(VocabularyTest, TreatmentNamesReadBack) {
  for (int t = v1::TREATMENT_ALLOW; t <= v1::TREATMENT_REDACT; ++t) {
    EXPECT_EQ(TreatmentFromName(TreatmentName(static_cast<v1::Treatment>(t))), static_cast<v1::Treatment>(t));
  }
  EXPECT_EQ(TreatmentFromName("unspecified"), std::nullopt);
}

}  // namespace
}  // namespace schoolgate
