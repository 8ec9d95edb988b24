// Addresses of the United States and Mexico, and what looks like one.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(AddressPatternsTest, UnitsOfEveryKind) {
  CheckValues({
      {"Domicilio: 3342 Mission St., cuarto 6", {"3342 Mission St., cuarto 6"}},
      {"they live at 1440 arcade st number 3 now", {"1440 arcade st number 3"}},
      {"Domicilio: 5512 Larch Road, lote 40, Richmond VA", {"5512 Larch Road, lote 40, Richmond VA"}},
      {"Home is 1233 E. 79th, upper, one bedroom", {"1233 E. 79th, upper"}},
      {"lives at 201 Magnolia Trace Blvd, Apt 8, Youngsville, not our zone",
       {"201 Magnolia Trace Blvd, Apt 8, Youngsville"}},
      {"the address is still four oh six east cottonwood", {"four oh six east cottonwood"}},
      {"the house is box forty one", {"box forty one"}},
  });
}

TEST(AddressPatternsTest, UnitedStates) {
  CheckValues({
      {"411 Hidalgo St", {"411 Hidalgo St"}},
      {"lives at 411 Hidalgo Street, Eagle Pass, TX 78852.", {"411 Hidalgo Street, Eagle Pass, TX 78852"}},
      {"411 N. Hidalgo St. Apt 4, Eagle Pass TX 78852-1234",
       {"411 N. Hidalgo St. Apt 4, Eagle Pass TX 78852-1234"}},
      {"1209 E 14th Ave #3", {"1209 E 14th Ave #3"}},
      {"1209 Martin Luther King Jr Blvd", {"1209 Martin Luther King Jr Blvd"}},
      {"2210 Old Mill Rd Lot 14", {"2210 Old Mill Rd Lot 14"}},
      {"16 Juniper Ter Unit 2B", {"16 Juniper Ter Unit 2B"}},
      {"1532 County Road 417", {"1532 County Road 417"}},
      {"1532 CR 417", {"1532 CR 417"}},
      {"2210 US-83 N", {"2210 US-83 N"}},
      {"8800 FM 1472, Laredo, TX 78045", {"8800 FM 1472, Laredo, TX 78045"}},
      {"500 Highway 90 East", {"500 Highway 90 East"}},
      {"77 Ranch Road 620", {"77 Ranch Road 620"}},
      {"123 1/2 Elm St", {"123 1/2 Elm St"}},
      {"411B Hidalgo St", {"411B Hidalgo St"}},
      {"98 GREEN SECOND PKWY, EAGLE PASS, TX 78852", {"98 GREEN SECOND PKWY, EAGLE PASS, TX 78852"}},
      {"305 Main, Fort Cobb, OK 73038", {"305 Main, Fort Cobb, OK 73038"}},
      {"1111 Broadway, Suite 1515, Oakland, CA 94607", {"1111 Broadway, Suite 1515, Oakland, CA 94607"}},
      {"i live at 411 hidalgo street", {"411 hidalgo street"}},
      {"she stays at 411 hidalgo", {"411 hidalgo"}},
      {"261 anderson rd n rock hill sc 29730", {"261 anderson rd n rock hill sc 29730"}},
      {"lives on Hidalgo Street with his aunt", {"Hidalgo Street"}},
      {"P.O. Box 114, Eagle Pass, TX 78852", {"P.O. Box 114, Eagle Pass, TX 78852"}},
      {"PO Box 114", {"PO Box 114"}},
      {"RR 2 Box 114", {"RR 2 Box 114"}},
      {"HC 64 Box 12", {"HC 64 Box 12"}},
      {"PSC 802 Box 74, APO AE 09499", {"PSC 802 Box 74, APO AE 09499"}},
      {"\"street\": \"28 Rocky Second\"", {"28 Rocky Second"}},
      {"Address: 28 Rocky Second", {"28 Rocky Second"}},
      {"10 Park Pl, Newark, New Jersey 07102", {"10 Park Pl, Newark, New Jersey 07102"}},
      {"615 Old Road\nEagle Pass, TX 78852", {"615 Old Road\nEagle Pass, TX 78852"}},
      {"l67 Second B0ulevard", {"l67 Second B0ulevard"}},
  });
}

TEST(AddressPatternsTest, StreetsWithoutATypeOrANumberBeforeThem) {
  CheckValues({
      {"at 527½ S Church and watches her", {"527½ S Church"}},
      {"at 45-12 Skillman Ave", {"45-12 Skillman Ave"}},
      {"at 9120 Avenue 416, Dinuba", {"9120 Avenue 416, Dinuba"}},
      {"home address 14 Rue des Lilas", {"14 Rue des Lilas"}},
      {"\"line1\": \"1220 Tamarack\"", {"1220 Tamarack"}},
      {"home: W204N11912 Goldendale Rd", {"W204N11912 Goldendale Rd"}},
      {"address is 450 E 300 S, Provo", {"450 E 300 S, Provo"}},
      {"the new place is 1417 n sycamore", {"1417 n sycamore"}},
      {"grandmother @ 302 NE Juniper", {"302 NE Juniper"}},
      {"stop change to 1518 Via Del Rey please", {"1518 Via Del Rey"}},
      {"1985 Deer Run Lane, Alder Hollow, 559-555-0123",
       {"1985 Deer Run Lane, Alder Hollow", "559-555-0123"}},
      {"dad moved to the apartment on Fern Hollow, #212, it", {"Fern Hollow, #212"}},
      {"girl sit with her, live willow bend 7160 next us", {"willow bend 7160"}},
      {"el vive x la church st, el 6 cero 1 2", {"church st, el 6 cero 1 2"}},
      {"lives at the Sundown Motel rm 14 on Hwy 99 (for now)", {"Sundown Motel rm 14 on Hwy 99"}},
      {"They are in Space 12, Verde Mobile Home Park", {"Space 12, Verde Mobile Home Park"}},
      {"domicilio: Av. Hidalgo s/n, Col. Centro", {"Av. Hidalgo s/n, Col. Centro"}},
      {"Address\n1402 Bluff\nPhone 559-555-0111", {"1402 Bluff", "559-555-0111"}},
      {"INSERT INTO t(id, zip) VALUES\n (310366, '93999'),\n (310367, '93998');",
       {"310366", "93999", "310367", "93998"}},
  });
}

TEST(AddressPatternsTest, Mexico) {
  CheckValues({
      {"Calle Hidalgo #45 Int. 3, Col. Centro, C.P. 64000",
       {"Calle Hidalgo #45 Int. 3, Col. Centro, C.P. 64000"}},
      {"Av. Juárez 120", {"Av. Juárez 120"}},
      {"vivimos en la calle hidalgo 411", {"calle hidalgo 411"}},
      {"Calle 5 de Mayo No. 12, Col. Las Flores", {"Calle 5 de Mayo No. 12, Col. Las Flores"}},
      {"Blvd. Díaz Ordaz 1500", {"Blvd. Díaz Ordaz 1500"}},
      {"Privada Los Pinos 7, Fracc. Las Palmas", {"Privada Los Pinos 7, Fracc. Las Palmas"}},
      {"manzana 4 lote 7", {"manzana 4 lote 7"}},
      {"Mz. 4 Lt. 7, Col. Obrera", {"Mz. 4 Lt. 7, Col. Obrera"}},
      {"Avenida de los Insurgentes Sur 1602", {"Avenida de los Insurgentes Sur 1602"}},
      {"Calle Morelos número 18", {"Calle Morelos número 18"}},
  });
}

TEST(AddressPatternsTest, WhatLooksLikeAnAddress) {
  CheckNothing({
      "Room 12",
      "Grade 5 Way to go!",
      "Chapter 7 The Long Road",
      "Unit 3 Lesson 5 Main Street Story",
      "The House on Mango Street",
      "on May 3 Oak Street was closed",
      "he has 3 good ways to go",
      "a 10 minute drive and a 2 lane road",
      "8 mile road trip",
      "it is a one way street",
      "50 kids on the street",
      "in 1955 she refused to move",
      "5 stars for Mr Green",
      "took 2 hours to drive home",
      "the 12 students in court",
      "avenida con 3 carriles",
      "la calle tiene 20 casas",
      "Sesame Street season 5",
      "box 12 on the worksheet",
      "put it in box 3",
      "4 Square rules",
      "200 Ave Marias",
      "Act 3 Scene 2 Juliet Court",
      "they live 12 miles away",
      "lives about 20 minutes away",
      "moved to Room 204",
      "the Hampton Inn is nice",
      "the motel in Psycho",
      "200 South Koreans and 1950 North Korea",
      "my house is 2 blocks away",
  });
}

}  // namespace
}  // namespace schoolgate::redaction
