#include "redaction/detect/patterns/validators.h"

#include <gtest/gtest.h>

namespace schoolgate::redaction {
namespace {

TEST(ValidatorsTest, SocialSecurityNumbers) {
  EXPECT_TRUE(IsSsn("219099999"));
  // microsoft/presidio#2275: 9xx areas were accepted
  for (const char* digits :
       {"000123456", "666123456", "900123456", "219009999", "219090000", "21909999", "21909999x"}) {
    EXPECT_FALSE(IsSsn(digits)) << digits;
  }
  EXPECT_TRUE(IsItin("912701234"));
  EXPECT_FALSE(IsItin("912661234"));
}

TEST(ValidatorsTest, PaymentCards) {
  EXPECT_TRUE(IsPaymentCard("4111111111111111"));
  EXPECT_FALSE(IsPaymentCard("4111111111111112"));
  EXPECT_FALSE(IsPaymentCard("0000000000000000"));
  EXPECT_FALSE(IsPaymentCard("42"));
}

TEST(ValidatorsTest, Phones) {
  EXPECT_TRUE(IsNorthAmericanPhone("9505550142"));
  EXPECT_FALSE(IsNorthAmericanPhone("1505550142"));
  EXPECT_FALSE(IsNorthAmericanPhone("9501550142"));
}

TEST(ValidatorsTest, Addresses) {
  EXPECT_TRUE(IsHostAddress("10.31.7.19"));
  for (const char* dotted :
       {"127.0.0.1", "0.0.0.0", "1.2.3", "1.2.3.4.5", "256.1.1.1", "10.01.1.1", "1..2.3", "255.255.255.0"}) {
    EXPECT_FALSE(IsHostAddress(dotted)) << dotted;
  }
}

TEST(ValidatorsTest, CurpAndDays) {
  EXPECT_TRUE(IsCurp("rexi161019mdfyxta4"));
  EXPECT_FALSE(IsCurp("rexi161319mdfyxta4"));
  EXPECT_FALSE(IsCurp("introductory1234567"));
  EXPECT_TRUE(BirthDay(2012, 2, 29));
  EXPECT_FALSE(BirthDay(2013, 2, 29));
  EXPECT_FALSE(BirthDay(1776, 7, 4));
  EXPECT_EQ(FullYear(5), 2005);
  EXPECT_EQ(FullYear(76), 1976);
}

}  // namespace
}  // namespace schoolgate::redaction
