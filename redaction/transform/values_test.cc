#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "core/crypto/crockford.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"
#include "redaction/pseudonym/code.h"
#include "redaction/transform/generalize.h"
#include "redaction/transform/redaction_words.h"

namespace schoolgate::redaction {
namespace {

TEST(RedactionWords, EveryElementHasOneThatFitsEverywhere) {
  for (int i = 1; i < kDataElementCount; ++i) {
    const auto element = static_cast<v1::DataElement>(i);
    if (!v1::DataElement_IsValid(i)) continue;
    EXPECT_THAT(std::string(RedactionWord(element)), ::testing::MatchesRegex("[A-Z0-9_]+_REDACTED"));
    if (element != v1::DATA_ELEMENT_OTHER) {
      EXPECT_NE(RedactionWord(element), "DATA_REDACTED") << ElementId(element);
    }
  }
  EXPECT_EQ(RedactionWord(v1::DATA_ELEMENT_STUDENT_ID_SSN), "SSN_REDACTED");
  EXPECT_EQ(RedactionWord(v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE), "PHONE_REDACTED");
  EXPECT_EQ(RedactionWord(v1::DATA_ELEMENT_UNSPECIFIED), "DATA_REDACTED");
}

TEST(RedactionWords, NoneCanEverBeACode) {
  // "PHONE_REDACT" would be a code if T were the check symbol of PHONE and REDAC.
  for (int t = 0; t <= static_cast<int>(CodeType::kIdentifier); ++t) {
    EXPECT_NE(CheckSymbol(ToAbsl(CodeTypeName(static_cast<CodeType>(t))), "REDAC"), 'T')
        << CodeTypeName(static_cast<CodeType>(t));
  }
}

TEST(Generalize, ABirthDateBecomesItsYear) {
  const auto year = [](std::string_view text) {
    return Generalize(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE, text);
  };
  EXPECT_EQ(year("2011-04-05"), "2011");
  EXPECT_EQ(year("4/5/2011"), "2011");
  EXPECT_EQ(year("April 5, 2011"), "2011");
  EXPECT_EQ(year("5 de abril de 2011"), "2011");
  EXPECT_EQ(year("20110405"), "2011");
  EXPECT_EQ(year("04052011"), "2011");
  for (const std::string_view unclear : {"4/5/11", "April 5", "2011 or 2012", "99999999", "", "3011-04-05"}) {
    EXPECT_EQ(year(unclear), std::nullopt) << unclear;
  }
}

TEST(Generalize, ABirthDateBecomesItsMonthWhereTheAgreementHasItSo) {
  const auto month = [](std::string_view text) {
    return Generalize(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE, text, BirthDates::kMonth);
  };
  EXPECT_EQ(month("2011-04-05"), "2011-04");
  EXPECT_EQ(month("11/30/2011"), "2011-11");
  EXPECT_EQ(month("5 de abril de 2011."), "2011-04");
  EXPECT_EQ(month("13/04/2011"), "2011");  // which number is the month is not sure; the year is
  EXPECT_EQ(month("April 5"), std::nullopt);
}

TEST(Generalize, AnAgeBecomesFiveYears) {
  const auto band = [](std::string_view text) {
    return Generalize(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE, text);
  };
  EXPECT_EQ(band("13 years old"), "10-14");
  EXPECT_EQ(band("a 9-year-old"), "5-9");
  EXPECT_EQ(band("Age: 4"), "0-4");
  EXPECT_EQ(band("15 años"), "15-19");
  EXPECT_EQ(band("89 years old"), "85-89");
  EXPECT_EQ(band("90 years old"), "90 or over");
  EXPECT_EQ(band("104 years old"), "90 or over");
  EXPECT_EQ(band("13"), std::nullopt);  // may be a day
  EXPECT_EQ(band("500 years old"), std::nullopt);
}

TEST(Generalize, AnAddressBecomesItsCityAndTheFirstThreeDigitsOfItsZip) {
  const auto city = [](std::string_view text) {
    return Generalize(v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS, text);
  };
  EXPECT_EQ(city("12 Oak St, Springdale, WA 99173"), "Springdale, WA 991");
  // 45 CFR 164.514(b)(2)(i)(B): one of the 17 areas of fewer than 20,000 people.
  EXPECT_EQ(city("4 Elm St, Springdale, VT 05901"), "Springdale, VT 000");
  EXPECT_EQ(city("4 Elm St, Springdale, NV 89310-0001"), "Springdale, NV 000");
  EXPECT_EQ(city("4 Elm St, Springdale, NV 89410"), "Springdale, NV 894");
  EXPECT_EQ(city("12 Oak St, Apt 4\nSan José, CA 95112-0001."), "San José, CA 951");
  for (const std::string_view unclear :
       {"12 Oak St", "12 Oak St, WA 99173", "12 Oak St, Springdale WA", "Springdale, WA 99173, Apt 4",
        "12 Oak St, Apt 4, WA 99173", "12 Oak St, Springdale, wa 99173", "12 Oak St, Springdale, WA 199173",
        ""}) {
    EXPECT_EQ(city(unclear), std::nullopt) << unclear;
  }
}

TEST(Generalize, AGradeBecomesABand) {
  const auto band = [](std::string_view text) {
    return Generalize(v1::DATA_ELEMENT_ENROLLMENT_GRADE_LEVEL, text);
  };
  EXPECT_EQ(band("K"), "K-2");
  EXPECT_EQ(band("Kindergarten"), "K-2");
  EXPECT_EQ(band("2nd grade"), "K-2");
  EXPECT_EQ(band("05"), "3-5");
  EXPECT_EQ(band("quinto grado"), "3-5");
  EXPECT_EQ(band("grade 8"), "6-8");
  EXPECT_EQ(band("Sophomore"), "9-12");
  for (const std::string_view unclear : {"13", "grades 4 and 5", "2031", "the class", ""}) {
    EXPECT_EQ(band(unclear), std::nullopt) << unclear;
  }
}

TEST(Generalize, AResultBecomesItsFifthOfTheScale) {
  const auto fifth = [](std::string_view text) { return Generalize(v1::DATA_ELEMENT_TRANSCRIPT, text); };
  EXPECT_EQ(fifth("0 of 0-100"), "0-20 %");
  EXPECT_EQ(fifth("87 of 50-100"), "60-80 %");
  EXPECT_EQ(fifth("13/20"), "60-80 %");
  EXPECT_EQ(fifth("17.5 of 20"), "80-100 %");
  EXPECT_EQ(fifth("20 of 20"), "80-100 %");
  EXPECT_EQ(fifth("65 %"), "60-80 %");
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_ASSESSMENT, "65%"), "60-80 %");
  for (const std::string_view unclear :
       {"87", "B+", "21/20", "5 of 0", "-3 of 10", "3 of 5 of 6", "3 of 5-2", ""}) {
    EXPECT_EQ(fifth(unclear), std::nullopt) << unclear;
  }
}

TEST(Generalize, PlacesAndGraduationYears) {
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_PLACE, "Oaxaca, Mexico"), "Mexico");
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_PLACE, "Oaxaca"), std::nullopt);
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_PLACE, "Oaxaca, 68000"), std::nullopt);
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_ENROLLMENT_GRADUATION_YEAR, "Class of 2031"), "2030-2034");
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_ENROLLMENT_GRADUATION_YEAR, "soon"), std::nullopt);
  EXPECT_EQ(Generalize(v1::DATA_ELEMENT_STUDENT_NAME, "Ana"), std::nullopt);
}

}  // namespace
}  // namespace schoolgate::redaction
