// Realistic names in the place of real ones, for letters and translations, where codes do not inflect. In the
// script and, as far as the lists go, the language of the real name; of its grammatical gender where that is
// known and may be told, else of none.
//
// Which names a person gets is a keyed function of their subject number: the same in one scope, unrelated in
// another, never derived from the real name beyond its language and length. The caller tries candidates in
// turn until one is free (transform/stand_ins.h).
//
// A mention is turned into the surrogate as it was written: "Ana Núñez", "Núñez, Ana", "Ana", "Núñez", "ANA
// NÚÑEZ". Other ways (initials, nicknames) have no surrogate, and the caller takes a code.
//
// Pure functions; any thread.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_SURROGATES_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_SURROGATES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/secret.h"
#include "core/vault/vault.h"

namespace schoolgate::redaction {

enum class NameLanguage : uint8_t { kEnglish, kSpanish, kVietnamese, kChinese, kArabic };
enum class NameGender : uint8_t { kUnknown, kFeminine, kMasculine };

struct NameParts {
  std::string given;
  std::string family;

  friend bool operator==(const NameParts&, const NameParts&) = default;
};

// A real name as it may be written: every given name and every family name somebody is called by.
struct OwnName {
  std::vector<std::string> given;
  std::vector<std::string> family;
};

// What a mention says of a person nobody knows more of: "Ana Núñez", "Núñez, Ana", "Ana".
OwnName OwnNameFrom(std::string_view mention);

// The language surrogates for the name come in; nothing for a script there is no list of.
std::optional<NameLanguage> LanguageOf(const OwnName& own);

// The surrogate number `attempt` for the person. With `two_families` it has a family name of two words, as
// the real one has.
NameParts SurrogateFor(const SecretBytes& key, SubjectNumber subject, uint32_t attempt, NameLanguage language,
                       NameGender gender, bool two_families);

// How a mention is written.
struct NameShape {
  enum Parts : uint8_t { kFull, kReversed, kGiven, kFamily, kFirstFamily } parts = kFull;
  enum Case : uint8_t { kMixed, kUpper, kLower } letter_case = kMixed;
  // Of kFull and kReversed: the parts as the mention has them.
  std::string_view given;
  std::string_view family;
};
// Nothing where the mention is another way of writing than those above.
std::optional<NameShape> ShapeOf(std::string_view mention, const OwnName& own);

// The surrogate written in that shape.
std::string WriteName(const NameShape& shape, const NameParts& name, NameLanguage language);

// Whether people of that language are called by their family name alone.
bool CalledByFamilyName(NameLanguage language);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_SURROGATES_H_
