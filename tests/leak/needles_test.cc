#include "tests/leak/needles.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(NeedlesTest, FindsEachEncodingAnywhere) {
  Needles needles;
  needles.Add("Núñez Peña, Ana", "name");
  for (const char* text : {
           "xxNúñez Peña, Anaxx",
           "NúñEZ PEñA, ANA",
           R"({"a":"N\u00fa\u00f1ez Pe\u00F1a, Ana"})",
           R"(\u004e\u00fa\u00f1\u0065\u007a\u0020\u0050\u0065\u00f1\u0061\u002c\u0020\u0041\u006e\u0061)",
           "/p?q=N%C3%BA%C3%B1ez%20Pe%C3%B1a%2C%20Ana",
           "/p?q=n%c3%ba%c3%b1ez+pe%c3%b1a%2c+ana",
           "Núñez_Peña,_Ana",
           "00:4EC3BAC3B1657A205065C3B1612C20416E61",
           "TsO6w7FleiBQZcOxYSwgQW5h",  // base64 of it, and of "x" and "xx" before it
           "eE7DusOxZXogUGXDsWEsIEFuYQ==",
           "eHhOw7rDsWV6IFBlw7FhLCBBbmE=",
       }) {
    EXPECT_THAT(needles.In(text), Not(IsEmpty())) << text;
  }
  EXPECT_THAT(needles.In("Nunez Pena, Ana"), IsEmpty());
}

TEST(NeedlesTest, FindsNumbersByTheirDigits) {
  Needles needles;
  needles.Add("(503) 555-0147", "phone");
  EXPECT_THAT(needles.In("tel=5035550147;"), ElementsAre("phone (digits)"));
  EXPECT_THAT(needles.In("503 555 0148"), IsEmpty());
}

TEST(NeedlesTest, TakesShortValuesForWholeWordsOnly) {
  Needles needles;
  needles.Add("Maya", "name");
  needles.Add("200417", "id");
  EXPECT_THAT(needles.In(R"({"name":"maya","n":200417})"),
              ElementsAre("name (as written, any case)", "id (as written, any case)"));
  EXPECT_THAT(needles.In("amayan 1200417 200417Z"), IsEmpty());
}

}  // namespace
}  // namespace schoolgate::tests
