// Birth dates in every form and order, and the dates of other things.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(DatePatternsTest, ARecordHasTheBirthBehindTheName) {
  CheckValues({
      {"Wren Tanager 10-4-14, dad Theo, missing shots", {"10-4-14"}},
      {"Kids: Wren Tanager, 2010-11-30, 9th", {"2010-11-30"}},
      {"CHILD: Wren Ellery Tanager aka \"WT\"   3-3-13", {"3-3-13"}},
      {"-- 2019441 | TANAGER | MARISOL | 20120116", {"20120116"}},
      {"born 17.02.2011, not 02.17.2012", {"17.02.2011", "02.17.2012"}},
  });
  CheckNothing({
      "DTaP 3/6/14  5/9/14  7/11/14",
      "Minutes of the Board, 3/6/2014",
      "WISC 3/6/2014",
  });
}

TEST(DatePatternsTest, BirthDatesInEveryForm) {
  CheckValues({
      {"DOB 5/3/2011", {"5/3/2011"}},
      {"dob 5/3/11", {"5/3/11"}},
      {"DOB: 05-03-2011", {"05-03-2011"}},
      {"D.O.B.: 05.03.2011", {"05.03.2011"}},
      {"DOB 2011-05-03", {"2011-05-03"}},
      {"dob 20110503", {"20110503"}},
      {"DOB 05032011", {"05032011"}},
      {"DOB 05 03 2011", {"05 03 2011"}},
      {"DOB: 5 / 3 / 2011", {"5 / 3 / 2011"}},
      {"Date of Birth: May 3, 2011", {"May 3, 2011"}},
      {"date of birth: 3 May 2011", {"3 May 2011"}},
      {"born on the 3rd of May 2011", {"3rd of May 2011"}},
      {"born May 3rd, 2011 in Laredo", {"May 3rd, 2011"}},
      {"was born in Laredo, Texas, on May 3, 2011", {"May 3, 2011"}},
      {"DOB 3-May-11", {"3-May-11"}},
      {"birthdate: 03/may/2011", {"03/may/2011"}},
      {"b. 5/3/2011", {"5/3/2011"}},
      {"(b. May 3, 2011)", {"May 3, 2011"}},
      {"her birthday is May 3", {"May 3"}},
      {"bday 5/3", {"5/3"}},
      {"birthday: 3rd of May", {"3rd of May"}},
      {"May 3 is her birthday", {"May 3"}},
      {"5/3/2011 (DOB)", {"5/3/2011"}},
      {"she turns 12 on March 3", {"March 3"}},
      {"he turned 9 on 3/14", {"3/14"}},
      {"fecha de nacimiento: 3 de mayo de 2011", {"3 de mayo de 2011"}},
      {"Fecha de nac. 03/05/2011", {"03/05/2011"}},
      {"f. nac. 3/5/11", {"3/5/11"}},
      {"nació el 3 de mayo del 2011", {"3 de mayo del 2011"}},
      {"nacida el 3 de mayo de 2011 en Reynosa", {"3 de mayo de 2011"}},
      {"cumple años el 3 de mayo", {"3 de mayo"}},
      {"su cumpleaños es el 3 de mayo", {"3 de mayo"}},
      {"cumple 12 el 3 de mayo", {"3 de mayo"}},
      {"born in May of 2011", {"May of 2011"}},
      {"nascida em 3 de maio de 2011", {"3 de maio de 2011"}},
      {"sinh ngày 21 tháng 6 năm 2012", {"21 tháng 6 năm 2012"}},
      {"2012年6月21日生", {"2012年6月21日生"}},
      {"birth_date: 2011-05-03T00:00:00", {"2011-05-03"}},
      {"<birthDate>2011-05-03</birthDate>", {"2011-05-03"}},
      {"\"fecha_nac\": \"2011-05-03\"", {"2011-05-03"}},
      {"BDAY:--0503", {"0503"}},
      {"the child, born May 3O, 2O15", {"May 3O, 2O15"}},
  });
}

TEST(DatePatternsTest, BirthDatesInOtherLanguagesAndCalendars) {
  CheckValues({
      {"تاریخ تولد در پرونده ۲ فوریه ۲۰۱۹ درست است", {"۲ فوریه ۲۰۱۹"}},
      {"تاریخ تولد: ۱۳۹۷/۱۱/۱۳", {"۱۳۹۷/۱۱/۱۳"}},
      {"تاریخ تولد ۱۳ بهمن ۱۳۹۷", {"۱۳ بهمن ۱۳۹۷"}},
      {"تاريخ الميلاد: ٣ آذار ٢٠١٥", {"٣ آذار ٢٠١٥"}},
      {"تاريخ الميلاد ٣ تشرين الثاني ٢٠١٥", {"٣ تشرين الثاني ٢٠١٥"}},
      {"जन्म तिथि ४ मार्च २०१४", {"४ मार्च २०१४"}},
      {"जन्मतिथि: 4 जनवरी 2014", {"4 जनवरी 2014"}},
      {"تاریخ پیدائش 3 مارچ 2015", {"3 مارچ 2015"}},
      {"ਜਨਮ ਮਿਤੀ 3 ਮਾਰਚ 2015", {"3 ਮਾਰਚ 2015"}},
      {"tarehe ya kuzaliwa 4 Machi 2014", {"4 Machi 2014"}},
      {"hnub yug 4 lub 3 hlis 2014", {"4 lub 3 hlis 2014"}},
      {"የትውልድ ቀን 4/3/2014", {"4/3/2014"}},
  });
}

TEST(DatePatternsTest, BirthDatesWithoutALabel) {
  CheckValues({
      {"i am 13 until april 7th", {"april 7th"}},
      {"he'll be 12 on June 9th", {"June 9th"}},
      {"va a cumplir 10 el 3 de mayo", {"3 de mayo"}},
      {"b day is two seventeen oh nine", {"two seventeen oh nine"}},
      {"Quarles, Odile   2/8/13   last att. your site 10/2/25", {"2/8/13"}},
      {"F, 9 yrs, 3/4/2014", {"3/4/2014"}},
      {"BD 3/4/14", {"3/4/14"}},
      {"DOB March 4th, '14", {"March 4th, '14"}},
      {"turned five on March 4", {"March 4"}},
      {"né le 4 mars 2014", {"4 mars 2014"}},
      {"date of birth zero three zero four two zero one four", {"zero three zero four two zero one four"}},
      {"Birthday list\nAna - March 4\nLuis - Dec 9", {"March 4", "Dec 9"}},
      {"DOB 03 04 14", {"03 04 14"}},
  });
}

TEST(DatePatternsTest, PartsOfABirthDate) {
  CheckValues({
      {"\"birth\": {\"y\": 2014, \"m\": 10, \"d\": 19}", {"2014", "10", "19"}},
      {"birth_year,birth_month,birth_day,city\n2014,10,19,Alder", {"2014", "10", "19"}},
      {"DOB year 2014 month 10 day 19", {"2014", "10", "19"}},
  });
  CheckNothing({"year,month,day,rain\n2014,10,19,3", "the month 10 of year 2014"});
}

TEST(DatePatternsTest, DatesOfOtherThings) {
  CheckNothing({
      "due 5/3/2025",
      "dob 01/01/1900",
      "birth_date: 1970-01-01",
      "Brontë, Charlotte  4/21/1816",
      "grade 9 until June 9",
      "school starts at 8 until June 9",
      "enrolled 8/12/2020",
      "the hearing is on May 3, 2025",
      "Date: Mon, 13 Jan 2025",
      "504 date 9/24/24, next review 9/25",
      "absent 10/3, 10/4 and 10/7",
      "incident on 3/14/2025 at 10:30",
      "IEP meeting 2025-10-30",
      "published May 3, 2011",
      "in 1776, on July 4",
      "suspended until Dec 4",
      "entrega 3 de mayo",
      "la reunión es el 3 de mayo de 2025",
      "birthday party on May 3",
      "Lincoln was born February 12, 1809",
      "Chapter 5/6 review",
      "she turned in the essay on March 3",
      "page turned 5/6",
      "vaccine given 5/3/2011",
      "1/2 + 3/4",
      "v1.2.24",
      "scored 9/10",
      "Birth of a nation, 1915",
      "fecha: 3 de mayo de 2025",
      "DOB on file, enrolled 8/12/2020",
  });
}

TEST(DatePatternsTest, OnlyTheBirthOfSeveralDates) {
  CheckValues({
      {"DOB 5/3/2011, enrolled 8/12/2020", {"5/3/2011"}},
      {"Enrolled 8/12/2020, DOB 5/3/2011", {"5/3/2011"}},
      {"DOB: 5/3/2011 Entry: 8/12/2020 Exit: 5/30/2021", {"5/3/2011"}},
      {"IEP 10/30/2025. DOB 5/3/2011. Next review 10/30/2026", {"5/3/2011"}},
  });
}

}  // namespace
}  // namespace schoolgate::redaction
