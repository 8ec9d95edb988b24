// What the program knows of single words, whoever is on the roster: dictionary words, given names, titles,
// months, street types and the words that announce personal data, in English and Spanish with a few of the
// languages schools receive. The lists are ours but for the English dictionary (words/english.inc).
//
// A Lexicon is a hash table from folded words to bits. It is also where a roster index enters its own words,
// so that one look-up per word of a text says both. Filled on one thread, then read by any.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_LEXICON_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_LEXICON_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {

using WordBits = uint64_t;

namespace word {
enum : WordBits {
  kEnglish = 1U << 0,         // dictionary word
  kSpanish = 1U << 1,         // dictionary word
  kFunction = 1U << 2,        // articles, pronouns, conjunctions: no part of a name
  kGiven = 1U << 3,           // given name in common use
  kTitle = 1U << 4,           // Mr, Dr, Sra, Coach
  kRelation = 1U << 5,        // mother, hermano
  kCalendar = 1U << 6,        // months and days of the week
  kStreetType = 1U << 7,      // Street, Ave, Blvd
  kStreetLead = 1U << 8,      // calle, avenida: the type before the name
  kUnit = 1U << 9,            // apt, unit, suite
  kState = 1U << 10,          // TX, Texas
  kPlace = 1U << 11,          // school, museum, county: the words around it name a place or a body
  kParticle = 1U << 12,       // de, van, bin
  kNameVerb = 1U << 13,       // verbs that follow a person: is, said, needs
  kSuffix = 1U << 14,         // Jr, III
  kPublicTitle = 1U << 15,    // president, king, saint: what follows is no one here
  kScheme = 1U << 16,         // http, https, www, ftp
  kCueBirth = 1U << 17,       // dob, born, nacimiento
  kCuePhone = 1U << 18,       // phone, cell, tel
  kCueId = 1U << 19,          // id, ssid, matricula
  kCueSsn = 1U << 20,         // ssn, social
  kCueSecret = 1U << 21,      // password, token, pin
  kCueName = 1U << 22,        // name, student, nombre
  kCueUser = 1U << 23,        // username, login, snap
  kCueCard = 1U << 24,        // card, visa
  kCueGovernment = 1U << 25,  // passport, licence, curp
  kCueAddress = 1U << 26,     // address, lives, domicilio
  kCueGiven = 1U << 27,       // first (name), given
  kCueFamily = 1U << 28,      // last (name), surname
  kFigure = 1U << 29,         // begins a name of known_names.h
  kUsernameStart = 1U << 30,  // first part of a roster username of several parts
  kSchool = 1U << 31,         // begins the name of a school of the roster (school_names.h)
};
inline constexpr WordBits kDictionary = kEnglish | kSpanish | kFunction | kCalendar;
}  // namespace word

class Lexicon {
 public:
  struct Entry {
    uint64_t hash = 0;
    uint32_t bits = 0;
    uint32_t name = 0;  // the roster index's number for the word; 0: not in a roster name
  };

  // With the program's own words in it; `expected_names` more will be entered.
  explicit Lexicon(size_t expected_names = 0);

  // The entry of a folded word; a word that is not there has neither bits nor name. An inflected English word
  // has the dictionary bit of its stem.
  Entry Find(std::string_view folded) const;
  // The word will be looked up soon.
  void Expect(std::string_view folded) const {
    const uint64_t hash = HashOf(folded) | 1;
    __builtin_prefetch(&filter_[FilterBit(hash) / 64]);
    __builtin_prefetch(&table_[hash >> 20 & (table_.size() - 1)]);
  }
  // The entry of exactly this word, to be filled in; valid until the next call.
  Entry& Enter(std::string_view folded);

  size_t MemoryBytes() const { return table_.size() * sizeof(Entry) + filter_.size() * sizeof(uint64_t); }

 private:
  const Entry* Exact(std::string_view folded) const;
  void Grow();
  // One bit of the filter by a hash: clear if nothing of that hash was entered. Most words that are not there
  // are told so without a look at the table, which is too large for a processor's near caches.
  size_t FilterBit(uint64_t hash) const { return hash >> 40 & (filter_.size() * 64 - 1); }
  void AddToFilter(uint64_t hash) {
    const size_t bit = FilterBit(hash);
    filter_[bit / 64] |= uint64_t{1} << bit % 64;
  }

  std::vector<Entry> table_;
  std::vector<uint64_t> filter_;  // eight bits for each place of the table
  size_t used_ = 0;
};

// Calls `each(nickname, formal name)` for all the program knows ("kate", "katherine"), folded.
void ForEachNickname(absl::FunctionRef<void(std::string_view, std::string_view)> each);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_LEXICON_H_
