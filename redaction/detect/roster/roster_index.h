// The roster, arranged for detection: which people a word may name, which pairs of words are a person's given
// and family name, and whose an id, address, phone, e-mail or user name is.
//
// Immutable after Build; any thread may read it. It refers to people by index and keeps no text of theirs but
// hashes, about 200 bytes a person. It holds the roster snapshot.
#ifndef SCHOOLGATE_REDACTION_DETECT_ROSTER_ROSTER_INDEX_H_
#define SCHOOLGATE_REDACTION_DETECT_ROSTER_ROSTER_INDEX_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/roster/roster.h"
#include "redaction/detect/roster/native_roster.h"
#include "redaction/detect/roster/school_names.h"
#include "redaction/detect/roster/value_index.h"
#include "redaction/detect/text/lexicon.h"

namespace schoolgate::redaction {

// What a word is in a person's name.
enum class NameRole : uint8_t { kGiven = 0, kFamily = 1, kMiddle = 2 };
enum RoleBits : uint8_t { kGivenBit = 1, kFamilyBit = 2, kMiddleBit = 4, kNicknameBit = 8 };

// What a value is; also the tag of its entries.
enum class ValueKind : uint8_t {
  kLocalId,
  kStateId,
  kOtherId,
  kUsername,
  kEmail,
  kPhone,       // digits without the country's 1
  kLocalPhone,  // the last seven digits
  kStreet,      // house number and first word of the street
  kStreetName,  // the street without its number
};

class RosterIndex {
 public:
  struct NamePart {
    uint32_t name : 29;
    uint32_t role : 3;
    NameRole Role() const { return static_cast<NameRole>(role); }
  };
  struct Posting {
    uint32_t person : 29;
    uint32_t role : 3;
    NameRole Role() const { return static_cast<NameRole>(role); }
  };

  explicit RosterIndex(RosterSnapshot roster);

  const Roster& roster() const { return *roster_; }
  const Lexicon& lexicon() const { return lexicon_; }
  // Its names by how they sound.
  const NativeRoster& native() const { return native_; }
  const SchoolNames& schools() const { return schools_; }

  // Also in the roster, but there each is a look at memory far away.
  PersonKind Kind(uint32_t person) const { return kinds_[person]; }
  // The names and roles of a person, given names first.
  std::span<const NamePart> NameOf(uint32_t person) const;
  // The person's record and name will be read soon.
  void Expect(uint32_t person) const {
    const Person& record = roster_->people()[person];
    __builtin_prefetch(&record.birth_date);
    __builtin_prefetch(&record.source_id);
    __builtin_prefetch(&first_part_[person]);
  }
  // Everyone with this word in their name, by person.
  std::span<const Posting> PeopleNamed(uint32_t name) const;
  // Other words the word may stand for: "kate" for katherine. Themselves names on the roster.
  std::span<const uint32_t> FormalNames(uint32_t name) const;
  // RoleBits: what the word is in the names of this roster.
  uint8_t Roles(uint32_t name) const { return names_[name].roles; }
  // The first letter of the word, folded.
  char Initial(uint32_t name) const { return names_[name].initial; }
  // People with this given name (or nickname) and family name.
  void FindPair(uint32_t given, uint32_t family, std::vector<uint32_t>& people) const;
  // Whether `person` is called `name`, under its own or a nickname.
  bool IsNamed(uint32_t person, uint32_t name, uint8_t roles) const;

  // Whether letters followed by that many digits is how user names of this roster look ("lritter415").
  bool IsUsernameShape(std::string_view folded) const;
  // As long as the local ids of this roster's pupils, and beginning with the two digits that many of them
  // begin with: ids are given out in a row.
  bool IsIdShape(std::string_view digits) const;

  // Whose a value is; `normalized` as the static functions below make it.
  std::span<const ValueIndex::Entry> FindValue(ValueKind kind, std::string_view normalized) const;
  // A value of any kind an id may be.
  std::span<const ValueIndex::Entry> FindId(std::string_view folded) const;

  // "S-00604824" and "604824" compare as their digits; a letter prefix alone is not an id.
  static std::string_view TrimId(std::string_view folded);
  // Only the digits; 11 with a leading 1 lose it.
  static std::string PhoneDigits(std::string_view text);
  // "98 N. Green First Pkwy" and "98 North Green First Parkway" are one.
  static std::string_view StreetWord(std::string_view folded_word);

  size_t MemoryBytes() const;

 private:
  struct NameInfo {
    uint32_t first_posting = 0;
    uint32_t first_formal = 0;
    uint8_t roles = 0;
    char initial = 0;
  };
  class Builder;

  RosterSnapshot roster_;
  Lexicon lexicon_;
  NativeRoster native_;
  SchoolNames schools_;
  std::vector<NameInfo> names_;  // [0] is nobody's; one more at the end
  std::vector<Posting> postings_;
  std::vector<uint32_t> formals_;
  std::vector<PersonKind> kinds_;     // by person
  std::vector<uint32_t> first_part_;  // by person; one more at the end
  std::vector<NamePart> parts_;
  ValueIndex pairs_, values_;
  uint32_t username_digits_ = 0;     // bit n: many user names are letters and n digits
  std::vector<uint16_t> id_shapes_;  // as the builder's ShapeOfId makes them, sorted
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_ROSTER_ROSTER_INDEX_H_
