// What has a form of its own, found through the whole detector, in English and Spanish.
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

TEST(PatternsTest, SocialSecurityNumbers) {
  Check({
      {"SSN 219-09-9999 on file", {"student.id.ssn=219-09-9999"}},
      {"her social is 219099999.", {"student.id.ssn=219099999"}},
      {"seguro social: 219 09 9999", {"student.id.ssn=219 09 9999"}},
      {"last 4 of social 4471", {"student.id.ssn=4471"}},
      {"part 900-45-1234 is in stock", {}},
      {"the answer is 219099999", {}},
  });
}

TEST(PatternsTest, Phones) {
  Check({
      {"call (950) 555-0101 today", {"person.contact.phone=(950) 555-0101"}},
      {"950.555.0101", {"person.contact.phone=950.555.0101"}},
      {"+1 950 555 0101 x23", {"person.contact.phone=+1 950 555 0101 x23"}},
      {"+52 81 5555 0123", {"person.contact.phone=+52 81 5555 0123"}},
      {"Teléfono: 9505550101", {"person.contact.phone=9505550101"}},
      {"9505550142 is mom's", {"guardian.contact.phone=9505550142"}},
      {"call 555-0142", {"guardian.contact.phone=555-0142"}},
      {"part no. 9505550101", {}},
      {"pages 100-200 and 300-400", {}},
      {"9505550101", {}},
      {"ISBN 978-0-306-40615-7", {}},
  });
}

TEST(PatternsTest, EMailsAndHandles) {
  Check({
      {"write to kid.one+x@mail.example.", {"person.contact.email=kid.one+x@mail.example"}},
      {"AREYES001@students.alder.example", {"student.contact.email=AREYES001@students.alder.example"}},
      {"<rosa.reyes@mail.example>", {"guardian.contact.email=rosa.reyes@mail.example"}},
      {"posted as @gbhs.tea.spill again", {"student.username=@gbhs.tea.spill"}},
      {"@Override void f()", {}},
      {"npm install @types/node", {}},
      {"meet @ 5 pm", {}},
  });
}

TEST(PatternsTest, BirthDates) {
  Check({
      {"DOB: 01/23/2005", {"demographics.birth_date=01/23/2005"}},
      {"born on October 3, 2010 in Texas", {"demographics.birth_date=October 3, 2010"}},
      {"Nació el 3 de febrero de 2020.", {"demographics.birth_date=3 de febrero de 2020"}},
      {"fecha de nacimiento 21/6/2012", {"demographics.birth_date=21/6/2012"}},
      {"sinh 21/6/2012", {"demographics.birth_date=21/6/2012"}},
      {"DOB 14-Sep-2015 per mother", {"demographics.birth_date=14-Sep-2015"}},
      {"bday 4/19", {"demographics.birth_date=4/19"}},
      {"the field trip is on 06/21/2012", {}},
      {"due 2025-02-14", {}},
      {"July 4, 1776", {}},
  });
  // A day without a cue is a birth date when somebody spoken of was born on it.
  EXPECT_THAT(Found("Ana Reyes Ortega 2012-06-21"),
              ElementsAre("student.name=Ana Reyes Ortega", "demographics.birth_date=2012-06-21"));
  EXPECT_THAT(Found("Ana Reyes Ortega, 21 de junio de 2012"),
              ElementsAre("student.name=Ana Reyes Ortega", "demographics.birth_date=21 de junio de 2012"));
}

TEST(PatternsTest, Addresses) {
  Check({
      {"lives at 2611 Old Mill Rd, Grand Bend, TX 78834.",
       {"person.contact.address=2611 Old Mill Rd, Grand Bend, TX 78834"}},
      {"98 Green First Pkwy, Grand Bend", {"guardian.contact.address=98 Green First Pkwy, Grand Bend"}},
      {"pickup on Green First Pkwy", {"guardian.contact.address=Green First Pkwy"}},
      {"9663 W 14th St #3", {"person.contact.address=9663 W 14th St #3"}},
      {"P.O. Box 114, Alder", {"person.contact.address=P.O. Box 114, Alder"}},
      {"vive en Calle Hidalgo 411", {"person.contact.address=Calle Hidalgo 411"}},
      {"2210 US-83 N, #114", {"person.contact.address=2210 US-83 N, #114"}},
      {"Chapter 7 The Long Road", {}},
      {"he has 3 good ways to go", {}},
      {"the Gettysburg Address", {}},
  });
}

TEST(PatternsTest, UrlsWithPersonalParts) {
  Check({
      {"https://forms.example/r?email=kid%40mail.example",
       {"technology.url=https://forms.example/r?email=kid%40mail.example"}},
      {"https://a.example/reset?u=c3VzYW4zNkBnbWFpbC5jb20=",
       {"technology.url=https://a.example/reset?u=c3VzYW4zNkBnbWFpbC5jb20="}},
      {"see https://docs.example/d/1Qm/Ana_Reyes_timeline.",
       {"technology.url=https://docs.example/d/1Qm/Ana_Reyes_timeline"}},
      {"https://www.instagram.com/gbhs.tea.spill",
       {"technology.url=https://www.instagram.com/gbhs.tea.spill"}},
      {"https://sis.example/students/604824", {"technology.url=https://sis.example/students/604824"}},
      {"https://www.nasa.gov/people/grace-park/", {}},
      {"https://cdn.example/npm/katherine@1.0.4/dist/yareli.min.js", {}},
      {"https://en.wikipedia.org/wiki/Ana_Reyes", {}},
  });
}

TEST(PatternsTest, MachinesAndCards) {
  Check({
      {"from 10.31.7.19 today", {"technology.ip_address=10.31.7.19"}},
      {"ip 2600:1700:8a1:4f0::2c", {"technology.ip_address=2600:1700:8a1:4f0::2c"}},
      {"binding to 127.0.0.1, use 0.0.0.0", {}},
      {"version 2.14.3.1", {}},
      {"at 10:41:22", {}},
      {"std::vector and a::b", {}},
      {"mac 00:1b:44:11:3a:b7", {"technology.device_id=00:1b:44:11:3a:b7"}},
      {"card 4111 1111 1111 1111", {"payment_card=4111 1111 1111 1111"}},
      {"4111111111111112", {}},
  });
}

TEST(PatternsTest, CredentialsAndGovernmentIds) {
  Check({
      {"password: Bluebird42", {"credential=Bluebird42"}},
      {"mi contraseña es sol_2024!", {"credential=sol_2024!"}},
      {"SIS_PASS='tr0ub4dor&Elm'", {"credential=tr0ub4dor&Elm"}},
      {"Authorization: Bearer abcdef0123456789abcdef", {"credential=abcdef0123456789abcdef"}},
      {"the PIN is 7014", {"credential=7014"}},
      {"your password is required", {}},
      {"-u $USER:$PASS", {}},
      {"CURP REXI161019MDFYXTA4", {"government_id=REXI161019MDFYXTA4"}},
      {"driver licence TX 48820917", {"government_id=TX 48820917"}},
      {"A# 216-884-503", {"government_id=216-884-503"}},
      {"INTRODUCTORY H1 course", {}},  // microsoft/presidio#1063
  });
}

TEST(PatternsTest, StudentIds) {
  Check({
      {"student 604824 was late", {"student.id.local=604824"}},
      {"ID #00604824", {"student.id.local=00604824"}},
      {"SSID 4817702936", {"student.id.state=4817702936"}},
      {"student id: 998877", {"person.id=998877"}},
      {"matrícula 0099812", {"person.id=0099812"}},
      {"login areyes001", {"student.username=areyes001"}},
      {"jmoon.08 logged in", {"student.username=jmoon.08"}},
      {"from btatum512 at noon", {"student.username=btatum512"}},  // the shape of this roster's user names
      {"604,824 people voted", {}},
      {"it cost $604824", {}},
      {"Title page 99881", {}},
      {"covid19 and python3 and grade10", {}},
  });
}

// DataFog/datafog-python#158: ids in JSON were taken for SSNs and phones on every tool call.
TEST(PatternsTest, JsonNumbersNeedTheRosterOrTheirKey) {
  EXPECT_THAT(Found("9505550101", "order", SlotKind::kJsonNumber), IsEmpty());
  EXPECT_THAT(Found("219099999", "rowId2", SlotKind::kJsonNumber), IsEmpty());
  EXPECT_THAT(Found("9505550101", "homePhone", SlotKind::kJsonNumber),
              ElementsAre("person.contact.phone=9505550101"));
  EXPECT_THAT(Found("219099999", "ssn", SlotKind::kJsonNumber), ElementsAre("student.id.ssn=219099999"));
  EXPECT_THAT(Found("604824", "value", SlotKind::kJsonNumber), ElementsAre("student.id.local=604824"));
  EXPECT_THAT(Found("998877", "studentId", SlotKind::kJsonNumber), ElementsAre("person.id=998877"));
}

TEST(PatternsTest, KeysAndColumnsAreCues) {
  EXPECT_THAT(Found("2016-10-19", "birthDate", SlotKind::kJsonString),
              ElementsAre("demographics.birth_date=2016-10-19"));
  EXPECT_THAT(Found("2016-10-19", "startDate", SlotKind::kJsonString), IsEmpty());
  EXPECT_THAT(Found("{\"birth_date\": \"2016-10-19\", \"due\": \"2026-08-12\"}"),
              ElementsAre("demographics.birth_date=2016-10-19"));
  EXPECT_THAT(Found("sport|athlete|dob|phone\nXC|Diaz, Luz|10-22-09|9503264229\n"),
              ElementsAre("person.name=Diaz, Luz", "demographics.birth_date=10-22-09",
                          "person.contact.phone=9503264229"));
  EXPECT_THAT(Found("Name\tID\tGov\tEng4\nPOOLE, MARTHA A\t998812\t88\t90\n"),
              ElementsAre("person.name=POOLE, MARTHA A", "person.id=998812"));
}

TEST(PatternsTest, EqualValuesHaveEqualKeys) {
  const Findings found = Detect("call 950-555-0101 or (950) 555 0101");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].subject.key, "phone|9505550101");
  EXPECT_EQ(found[0].subject.key, found[1].subject.key);
  EXPECT_EQ(found[0].subject.kind, SubjectKind::kUnknown);
}

}  // namespace
}  // namespace schoolgate::redaction
