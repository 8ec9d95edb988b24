// What single words say about a value beside them: that it is a phone, an id, somebody's birth, a court's
// number, or a thing of nobody's such as a room. English and Spanish, with the label words of forms in some
// other languages. The lexicon (lexicon.h) knows words for names; this knows words for values.
//
// Pure functions over a table made at first use; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_CUE_WORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_CUE_WORDS_H_

#include <cstdint>
#include <string_view>

namespace schoolgate::redaction {

using CueBits = uint64_t;

namespace cue {
enum : CueBits {
  kBirth = 1U << 0,              // dob, born, nacimiento
  kTurns = 1U << 1,              // turns (12 on May 3), cumple
  kDay = 1U << 2,                // due, enrolled, hearing: the day of something else
  kPhone = 1U << 3,              // phone, cell, tel
  kReach = 1U << 4,              // call, text, number: a phone if it looks like one
  kId = 1U << 5,                 // id, ssid, matricula
  kPupil = 1U << 6,              // student, lunch, badge: what has an id
  kNumber = 1U << 7,             // no, number, code
  kSocial = 1U << 8,             // social
  kSsn = 1U << 9,                // ssn, itin
  kLast = 1U << 10,              // last (four), ending
  kFour = 1U << 11,              // four, digits
  kSecret = 1U << 12,            // password, token
  kPin = 1U << 13,               // pin, passcode
  kCombination = 1U << 14,       // combo
  kLock = 1U << 15,              // door, gate, wifi: whose code is a secret
  kUser = 1U << 16,              // username, login
  kPlatform = 1U << 17,          // snap, insta, discord
  kCard = 1U << 18,              // card, visa
  kBank = 1U << 19,              // routing, checking, clabe
  kCourt = 1U << 20,             // case, cause, docket
  kReport = 1U << 21,            // police, citation, warrant
  kLicence = 1U << 22,           // passport, licence, permit, curp
  kHealth = 1U << 23,            // mrn, medicaid, member, policy
  kImmigration = 1U << 24,       // alien, uscis, visa
  kPlate = 1U << 25,             // plate, placas, vin
  kDevice = 1U << 26,            // serial, imei, chromebook
  kAddress = 1U << 27,           // address, domicilio
  kLives = 1U << 28,             // lives, reside
  kNot = 1U << 29,               // room, invoice, page: its numbers are nobody's
  kRelative = 1U << 30,          // mom, abuela: whose phone follows
  kGoods = 1U << 31,             // part, invoice: kNot whose numbers may have the form of a phone
  kZip = CueBits{1} << 32,       // zip, postal
  kIncident = CueBits{1} << 33,  // incident, report: a school's own record, or the police's
  kTracker = CueBits{1} << 34,   // idfa, advertising (id), gclid: what follows somebody from page to page
};
// What says by itself what a value is; the others only qualify or hint.
inline constexpr CueBits kDecisive = kBirth | kPhone | kId | kPupil | kSsn | kSocial | kSecret | kPin |
                                     kCombination | kLock | kUser | kPlatform | kCard | kBank | kCourt |
                                     kReport | kIncident | kLicence | kHealth | kImmigration | kPlate |
                                     kDevice | kAddress | kNot | kDay | kTracker;
// What a person is registered under with an authority.
inline constexpr CueBits kRegistration =
    kCourt | kReport | kIncident | kLicence | kHealth | kImmigration | kPlate;
}  // namespace cue

// The bits of one folded word; 0 for most words.
CueBits CueBitsOfWord(std::string_view folded);

// The bits of a key or column head as it is written: "guardianPhone", "fecha_nac", "STUDENTID".
CueBits CueBitsOfKey(std::string_view cased);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_CUE_WORDS_H_
