#include "redaction/pseudonym/date_shift.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <vector>

#include "core/crypto/random.h"
#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate::redaction {
namespace {

using std::chrono::sys_days;

std::string Iso(sys_days day) {
  const std::chrono::year_month_day date(day);
  const auto two = [](unsigned value) { return StrCat(value < 10 ? "0" : "", value); };
  return StrCat(static_cast<int>(date.year()), "-", two(static_cast<unsigned>(date.month())), "-",
                two(static_cast<unsigned>(date.day())));
}
sys_days Day(int year, unsigned month, unsigned day) {
  return sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day));
}

// A shift of exactly that many days, found among random keys.
DateShift Of(int days) {
  while (true) {
    const DateShift shift(RandomSecret(32));
    if (shift.days() == days) return shift;
  }
}

TEST(DateShift, IsOneTo182DaysEitherWay) {
  std::set<int> seen;
  for (int i = 0; i < 6000; ++i) {
    const int days = DateShift(RandomSecret(32)).days();
    ASSERT_NE(days, 0);
    ASSERT_LE(days, DateShift::kMostDays);
    ASSERT_GE(days, -DateShift::kMostDays);
    seen.insert(days);
  }
  EXPECT_EQ(seen.size(), 364u);  // 6,000 keys miss one of them once in 40,000 runs
}

TEST(DateShift, OneKeyMovesByOneNumber) {
  const SecretBytes key = RandomSecret(32);
  EXPECT_EQ(DateShift(key).days(), DateShift(key).days());
}

TEST(DateShift, KeepsOrderAndIntervals) {
  const DateShift shift(RandomSecret(32));
  for (int i = 0; i < 4000; ++i) {
    const sys_days day = Day(2001, 1, 1) + std::chrono::days(i * 7);
    const sys_days later = day + std::chrono::days(i % 400);
    EXPECT_EQ(shift.Shift(Iso(day)), Iso(day + std::chrono::days(shift.days())));
    EXPECT_EQ(shift.Shift(Iso(later)), Iso(later + std::chrono::days(shift.days())));
  }
}

TEST(DateShift, WritesAsItWasRead) {
  const DateShift ten = Of(10);
  const std::pair<std::string_view, std::string_view> kCases[] = {
      {"2011-04-05", "2011-04-15"},
      {"2011-12-28", "2012-01-07"},
      {"2012-02-20", "2012-03-01"},  // a leap year
      {"2011-04-05T00:00:00Z", "2011-04-15T00:00:00Z"},
      {"2011-04-05 08:30:00.000+02:00", "2011-04-15 08:30:00.000+02:00"},
      {"2011/04/05", "2011/04/15"},
      {"04/05/2011", "04/15/2011"},
      {"4/5/2011", "4/15/2011"},
      {"12/28/2011", "1/7/2012"},
      {"09/28/2011", "10/08/2011"},
      {"4-5-11", "4-15-11"},
      {"12.28.99", "1.7.00"},
      {"20110405", "20110415"},
      {"04052011", "04152011"},
      {"April 5, 2011", "April 15, 2011"},
      {"April 25, 2011", "May 5, 2011"},
      {"Apr. 25, 2011", "May. 5, 2011"},
      {"APRIL 5 2011", "APRIL 15 2011"},
      {"april 25 2011", "may 5 2011"},
      {"April 21st, 2011", "May 1st, 2011"},
      {"April 2nd, 2011", "April 12th, 2011"},
      {"the 5th of April 2011", ""},
      {"5th of April 2011", "15th of April 2011"},
      {"5 April 2011", "15 April 2011"},
      {"05-Apr-2011", "15-Apr-2011"},
      {"2011 April 25", "2011 May 5"},
      {"Sept 5, 2011", "Sep 15, 2011"},
      {"5 de abril de 2011", "15 de abril de 2011"},
      {"25 de diciembre del 2011", "4 de enero del 2012"},
  };
  for (const auto& [date, moved] : kCases) {
    if (moved.empty()) {
      EXPECT_EQ(ten.Shift(date), std::nullopt) << date;
      continue;
    }
    EXPECT_EQ(ten.Shift(date), moved) << date;
  }
}

TEST(DateShift, WhatItCannotReadGivesNothing) {
  const DateShift shift(RandomSecret(32));
  for (const std::string_view text : {"",
                                      "5",
                                      "2011",
                                      "April",
                                      "April 2011",
                                      "April 5",
                                      "13/04/2011",
                                      "2011-13-01",
                                      "2011-02-30",
                                      "02/29/2011",
                                      "4/5",
                                      "4/5-2011",
                                      "1.2.3.4",
                                      "192.168.1.20",
                                      "04/05/2011/3",
                                      "12345678",
                                      "123456",
                                      "1899-12-31",
                                      "2100-01-01",
                                      "next Tuesday",
                                      "April 5, 2011 and May 6, 2011",
                                      "April 5 of the year 2011",
                                      "5 abr 11 x",
                                      "21 thang 6 nam 2012",
                                      "2011年4月5日",
                                      "Student 5, 2011"}) {
    EXPECT_EQ(shift.Shift(text), std::nullopt) << text;
  }
}

// A year of two figures turns from 49 (2049) to 50 (1950): what cannot be told apart is not written.
TEST(DateShift, NeverWritesWhatReadsAsAnotherDay) {
  EXPECT_EQ(Of(100).Shift("12/01/49"), std::nullopt);
  EXPECT_EQ(Of(-100).Shift("01/15/50"), std::nullopt);
  EXPECT_EQ(Of(182).Shift("2099-12-01"), std::nullopt);
}

TEST(DateShift, ComesBack) {
  for (int round = 0; round < 200; ++round) {
    const DateShift shift(RandomSecret(32));
    const sys_days day = Day(1990, 1, 1) + std::chrono::days(RandomUint64() % 15000);
    const std::string iso = Iso(day);
    const std::string compact = StrCat(iso.substr(0, 4), iso.substr(5, 2), iso.substr(8, 2));
    const std::string american = StrCat(iso.substr(5, 2), "/", iso.substr(8, 2), "/", iso.substr(0, 4));
    EXPECT_EQ(shift.Unshift(shift.Shift(iso).value()), iso);
    EXPECT_EQ(shift.Unshift(shift.Shift(compact).value()), compact);
    const std::string back = shift.Unshift(shift.Shift(american).value()).value();
    EXPECT_EQ(shift.Shift(back), shift.Shift(american));
  }
}

// Knowing one student's number says nothing of another's, nor of the same student's in another scope.
TEST(DateShift, KeysAreIndependent) {
  int equal = 0;
  for (int i = 0; i < 20000; ++i) {
    equal += DateShift(RandomSecret(32)).days() == DateShift(RandomSecret(32)).days() ? 1 : 0;
  }
  // 20,000 / 364: 55 expected, standard deviation 7.4.
  EXPECT_GT(equal, 55 - 45);
  EXPECT_LT(equal, 55 + 45);
}

}  // namespace
}  // namespace schoolgate::redaction
