// Social security numbers, student ids, registrations, cards and bank accounts: what is one and what is not.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(NumberPatternsTest, IdsWithTheLabelFurtherOff) {
  CheckValues({
      {"student number of the girl is 880218 and the boy 880219", {"880218", "880219"}},
      {"mom wants his perm # to log in\nTess: 8810927", {"8810927"}},
      {"Wren Tanager, violin. CAID 80918822", {"80918822"}},
      {"Permanent #0419-88206", {"0419-88206"}},
      {"Wren Tanager / gr 2 / 880017 / rm 4\nTheo Ferris / gr 2 / 880024 / rm 4", {"880017", "880024"}},
      {"scan card=0088117 stop 4", {"0088117"}},
      {"TXDL 81884402", {"TXDL 81884402"}},
  });
  CheckNothing({
      "In COVID 2020441 cases were counted",
      "Budget: Lights / 120000 / Sound / 45000",
  });
}

TEST(NumberPatternsTest, SocialSecurityNumbersInEveryForm) {
  CheckValues({
      {"SSN: 219-09-9999", {"219-09-9999"}},
      {"219-09-9999 is the number she gave", {"219-09-9999"}},
      {"219.09.9999", {"219.09.9999"}},
      {"Social Security Number 219 09 9999", {"219 09 9999"}},
      {"his social security # is 219099999", {"219099999"}},
      {"ss# 219-09-9999", {"219-09-9999"}},
      {"SSN 987-65-4321 (sample typed by parent)", {"987-65-4321"}},
      {"219-09-9999 (SSN)", {"219-09-9999"}},
      {"número de seguro social: 219-09-9999", {"219-09-9999"}},
      {"SSN: XXX-XX-4471", {"XXX-XX-4471"}},
      {"ssn ***-**-4471 on the form", {"***-**-4471"}},
      {"SSN ending in 4471", {"4471"}},
      {"last four of her social: 4471", {"4471"}},
      {"SSN (last 4): 4471", {"4471"}},
      {"last 4 is 4471", {"4471"}},
      {"últimos cuatro dígitos del seguro social 4471", {"4471"}},
      {"ITIN 912-70-1234", {"912-70-1234"}},
      {"912-70-1234", {"912-70-1234"}},
      {"ssn 2I9-O9-9999 (fax)", {"2I9-O9-9999"}},
  });
  CheckNothing({
      "part 219-09-9999 is on back order",
      "invoice no. 219-09-9999",
      "000-12-3456 and 666-12-3456 are not valid",
      "social studies 2024 curriculum",
      "the last four chapters, 1234 words",
      "order 219099999",
      "the last 4 games",
      "Population 219,099,999",
  });
}

TEST(NumberPatternsTest, StudentAndStaffIds) {
  CheckValues({
      {"ID# 310107", {"310107"}},
      {"stu# 310107", {"310107"}},
      {"student no. 310107", {"310107"}},
      {"Student ID Number: 310107", {"310107"}},
      {"student number is 310107", {"310107"}},
      {"310107 is my student number", {"310107"}},
      {"his lunch number is 31010", {"31010"}},
      {"lunch # 8846", {"8846"}},
      {"lunch code: 8846", {"8846"}},
      {"TSDS ID 1234567890", {"1234567890"}},
      {"SSID: 4817702936", {"4817702936"}},
      {"statewide student identifier 9988776655", {"9988776655"}},
      {"Ohio SSID AA1234567", {"AA1234567"}},
      {"FL000123456789 is her FLEID", {"FL000123456789"}},
      {"district id 060512F123", {"060512F123"}},
      {"perm id 7788990", {"7788990"}},
      {"employee id 55012", {"55012"}},
      {"employee # 55012", {"55012"}},
      {"badge #55012", {"55012"}},
      {"matrícula: 0099812", {"0099812"}},
      {"número de alumno 0099812", {"0099812"}},
      {"IDs 310107, 310108 and 310109", {"310107", "310108", "310109"}},
      {"id: STU-310107", {"STU-310107"}},
      {"{\"studentId\": \"310107\"}", {"310107"}},
      {"<student id=\"310107\" grade=\"5\"/>", {"310107"}},
      {"<stu_num>310107</stu_num>", {"310107"}},
      {"student_id=310107&x=1", {"310107"}},
      {"stateId: 9988776655", {"9988776655"}},
      {"ID 3lO107 on the scan", {"3lO107"}},
      {"roll no 310107", {"310107"}},
      {"AP ID 12345678", {"12345678"}},
      {"id 604-824", {"604-824"}},
      {"id 31 42 06", {"31 42 06"}},
      {"State ID 7740-093-126", {"7740-093-126"}},
      {"CALPADS 7740093126", {"7740093126"}},
      {"his lunch number is 8 8 2 1 3", {"8 8 2 1 3"}},
      {"ID: pending, temp T-00417", {"T-00417"}},
      {"ID\n310107\n310108\n", {"310107", "310108"}},
      {"Student ID numbers:\n- 310107\n- 310108", {"310107", "310108"}},
      {"his student number is three one two double seven zero", {"three one two double seven zero"}},
      {"What is her student number?\nParent: it say 7740093126 on paper", {"7740093126"}},
  });
  CheckNothing({
      "invoice # 310107",
      "order id 310107",
      "ISBN 9780306406157",
      "room 214, locker 118, bus 31",
      "page 310107",
      "Rx 7731-0042",
      "model SB680, catalog no. 91718",
      "TEKS 8.8(B) and CCSS.RL.5.2",
      "ticket 4417 was closed",
      "version 24.05 build 310107",
      "PO 310107 for the Astrobrights 91718",
      "the score was 1450 on the SAT",
      "Grade 12 in 2026",
      "the class of 2031",
      "patent no. 821393",
      "$310107 of the budget",
      "310,107 people",
      "error code 310107",
      "ticket INC0012345",
      "flight 1549",
      "form H-12, LP-07 and FFAC-3",
      "students 1 to 24",
      "student id 999999",
      "enter your student id (123456)",
      "GET /grades 200 (412 ms)",
      "over 12000 students",
  });
}

TEST(NumberPatternsTest, ASchoolsOwnRecordsAreNobodys) {
  CheckNothing({"Referral #R-2026-0388", "Incident R-2026-0388 in the gym", "report on the 2026-27 budget",
                "plan 2026-2027", "account string 01-0000-0-1110-1000-4300"});
}

TEST(NumberPatternsTest, RegistrationsWithAuthorities) {
  CheckValues({
      {"cause no. 24-DCV-31188", {"24-DCV-31188"}},
      {"matter no. FL-2025-30911", {"FL-2025-30911"}},
      {"Medi-Cal  9 1234 567A 8", {"9 1234 567A 8"}},
      {"tribe enr. no. 512.066", {"512.066"}},
      {"COE no. MEP-5520917", {"MEP-5520917"}},
      {"Regional center UCI # 6118402", {"6118402"}},
      {"A-number A 219 446 081", {"219 446 081"}},
      {"Cause Number: D-1-FM-24-001234", {"D-1-FM-24-001234"}},
      {"case # 2024-JV-0118", {"2024-JV-0118"}},
      {"CPS case 48820917", {"48820917"}},
      {"docket no. FD-24-1187", {"FD-24-1187"}},
      {"2023-FLC-1186", {"2023-FLC-1186"}},
      {"officer has report GBPD 25-004471", {"GBPD 25-004471"}},
      {"police report #25-004471", {"25-004471"}},
      {"incident number 2025-118820", {"2025-118820"}},
      {"at a fair price. Referral number 0417-9920-3381", {"0417-9920-3381"}},
      {"DL TX 48820917", {"TX 48820917"}},
      {"driver's license D1234567", {"D1234567"}},
      {"license no. 48820917", {"48820917"}},
      {"learner permit 48820917", {"48820917"}},
      {"passport G12345678", {"G12345678"}},
      {"Passport No: 556677889", {"556677889"}},
      {"pasaporte G12345678", {"G12345678"}},
      {"A# 216-884-503", {"216-884-503"}},
      {"A-number A216884503", {"A216884503"}},
      {"alien number 216884503", {"216884503"}},
      {"USCIS receipt MSC2190001234", {"MSC2190001234"}},
      {"I-94 number 12345678901", {"12345678901"}},
      {"SEVIS N0012345678", {"N0012345678"}},
      {"Medicaid ID 512348876", {"512348876"}},
      {"Medicaid 512348876", {"512348876"}},
      {"member id W2345 67890", {"W2345 67890"}},
      {"BCBS policy # XEA123456789", {"XEA123456789"}},
      {"MRN 00448812", {"00448812"}},
      {"medical record number: 448812", {"448812"}},
      {"claim no. 2024-7781", {"2024-7781"}},
      {"birth certificate 142-2011-048812", {"142-2011-048812"}},
      {"acta de nacimiento no. 01234", {"01234"}},
      {"folio 123456", {"123456"}},
      {"expediente 1123/2024", {"1123/2024"}},
      {"CURP GOMA110503MNLRRNA8", {"GOMA110503MNLRRNA8"}},
      {"RFC GOMA800503AB1", {"GOMA800503AB1"}},
      {"clave de elector GMRRAN80050319M400", {"GMRRAN80050319M400"}},
      {"license plate KLM-4821", {"KLM-4821"}},
      {"gray truck, TX plate LKJ 4432", {"LKJ 4432"}},
      {"placas ABC-12-34", {"ABC-12-34"}},
      {"warrant # 2024-3311", {"2024-3311"}},
  });
  CheckNothing({
      "in case 12 kids come",
      "case study 3",
      "Docket no. 35-19-887, Scott v. Sandford, 1857",
      "Brown v. Board of Education, 347 U.S. 483 (1954)",
      "the report on page 12345",
      "license to use 2024 textbooks",
      "policy 504 applies",
      "chapter 2024-15 of the report",
      "the policy was revised 8/12/2024",
      "insurance for 25 chromebooks",
      "a member of the class of 2025",
      "case 3 of the experiment",
      "certificate of completion 2024",
      "report 2024",
      "RFC 2616 section 5",
      "ISO 9001:2015",
      "Report card grades 2024-2025",
      "the 2024-2025 school year",
  });
}

TEST(NumberPatternsTest, CardsAndBanks) {
  CheckValues({
      {"card 4111 1111 1111 1111 exp 04/27", {"4111 1111 1111 1111"}},
      {"4111-1111-1111-1111", {"4111-1111-1111-1111"}},
      {"visa 4111111111111111 cvv 123", {"4111111111111111", "123"}},
      {"amex 3782 822463 10005", {"3782 822463 10005"}},
      {"card ending in 4242", {"4242"}},
      {"routing 111000025 account 000123456789", {"111000025", "000123456789"}},
      {"checking account number 123456789", {"123456789"}},
      {"CLABE 032180000118359719", {"032180000118359719"}},
  });
  CheckNothing({
      "4111111111111112",
      "index card 12",
      "ISBN 978 0 306 40615 7",
      "1234567890123456",
  });
}

}  // namespace
}  // namespace schoolgate::redaction
