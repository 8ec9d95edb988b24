#include "redaction/pseudonym/surrogates.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <set>

#include "core/crypto/digest.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"
#include "redaction/detect/text/unicode_fold.h"
#include "redaction/pseudonym/surrogate_lists.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.size() ? end : end + 1);
  }
  return words;
}

enum class Script : uint8_t { kNone, kLatin, kHan, kArabic, kOther };

Script ScriptOfCharacter(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? Script::kLatin : Script::kNone;
  if ((c >= 0xC0 && c <= 0x24F) || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x300 && c <= 0x36F)) {
    return Script::kLatin;
  }
  if (c < 0xC0 || (c >= 0x2000 && c <= 0x206F)) return Script::kNone;
  if (c >= 0x4E00 && c <= 0x9FFF) return Script::kHan;
  if (c >= 0x600 && c <= 0x6FF) return Script::kArabic;
  return Script::kOther;
}

// The one script of the text's letters; kOther for two.
Script ScriptOf(std::string_view text) {
  Script script = Script::kNone;
  while (!text.empty()) {
    const Utf8Char c = FirstUtf8Char(text);
    text.remove_prefix(c.length);
    const Script here = c.valid ? ScriptOfCharacter(c.code_point) : Script::kOther;
    if (here == Script::kNone || here == script) continue;
    if (script != Script::kNone) return Script::kOther;
    script = here;
  }
  return script;
}

// Letters only Vietnamese writes: with horn, hook and dot below.
bool LooksVietnamese(std::string_view text) {
  while (!text.empty()) {
    const Utf8Char c = FirstUtf8Char(text);
    text.remove_prefix(c.length);
    const char32_t p = c.code_point;
    if ((p >= 0x1EA0 && p <= 0x1EF9) || p == 0x1A0 || p == 0x1A1 || p == 0x1AF || p == 0x1B0) return true;
  }
  return false;
}

// Folded words of the lists, beside those that most families have and no surrogate should.
std::set<std::string> Folded(NameLanguage language, std::string_view more) {
  std::set<std::string> folded;
  for (const std::string_view name : SurrogateFamilyNames(language)) folded.insert(FoldText(name));
  for (const std::string& name : Words(more)) folded.insert(name);
  return folded;
}

bool HasWordOf(const std::vector<std::string>& names, const std::set<std::string>& of) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const std::vector<std::string> words = Words(FoldText(name));
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return of.contains(word); });
  });
}

NameShape::Case CaseOf(std::string_view text) {
  int upper = 0;
  int lower = 0;
  while (!text.empty()) {
    const Utf8Char c = FirstUtf8Char(text);
    text.remove_prefix(c.length);
    upper += u_isupper(static_cast<UChar32>(c.code_point)) ? 1 : 0;
    lower += u_islower(static_cast<UChar32>(c.code_point)) ? 1 : 0;
  }
  if (lower == 0 && upper > 1) return NameShape::kUpper;
  return upper == 0 && lower > 0 ? NameShape::kLower : NameShape::kMixed;
}

std::string InCase(std::string_view text, NameShape::Case letter_case) {
  if (letter_case == NameShape::kMixed) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const Utf8Char c = FirstUtf8Char(text);
    text.remove_prefix(c.length);
    const auto p = static_cast<UChar32>(c.code_point);
    AppendUtf8(static_cast<char32_t>(letter_case == NameShape::kUpper ? u_toupper(p) : u_tolower(p)), out);
  }
  return out;
}

std::string_view FirstWord(std::string_view name) { return name.substr(0, name.find(' ')); }

bool IsOneOf(std::string_view text, const std::vector<std::string>& names) {
  const std::string folded = FoldText(text);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return FoldText(name) == folded; });
}

// The number of bytes of the first `count` characters.
size_t BytesOf(std::string_view text, int count) {
  size_t bytes = 0;
  for (; count > 0 && bytes < text.size(); --count) bytes += FirstUtf8Char(text.substr(bytes)).length;
  return bytes;
}

}  // namespace

OwnName OwnNameFrom(std::string_view mention) {
  OwnName own;
  if (ScriptOf(mention) == Script::kHan) {
    // One character of family, one or two of given name.
    const size_t family = BytesOf(mention, 1);
    const size_t two = BytesOf(mention, 2);
    const size_t three = BytesOf(mention, 3);
    if (mention.size() != two && mention.size() != three) return own;
    own.family.emplace_back(mention.substr(0, family));
    own.given.emplace_back(mention.substr(family));
    return own;
  }
  if (const size_t comma = mention.find(", "); comma != std::string_view::npos) {
    own.family.emplace_back(mention.substr(0, comma));
    own.given.emplace_back(mention.substr(comma + 2));
    return own;
  }
  const size_t space = mention.find(' ');
  own.given.emplace_back(mention.substr(0, space));
  if (space != std::string_view::npos) own.family.emplace_back(mention.substr(space + 1));
  return own;
}

std::optional<NameLanguage> LanguageOf(const OwnName& own) {
  static const auto& vietnamese = *new std::set<std::string>(
      Folded(NameLanguage::kVietnamese, "nguyen vo vu bui do ho ngo ly lam dao cao luu"));
  static const auto& spanish =
      *new std::set<std::string>(Folded(NameLanguage::kSpanish,
                                        "garcia gonzalez rodriguez fernandez lopez martinez sanchez perez "
                                        "gomez diaz hernandez jimenez ruiz alvarez "
                                        "moreno munoz alonso gutierrez navarro torres dominguez ramos gil "
                                        "ramirez blanco suarez castro ortiz rubio "
                                        "marin nunez iglesias medina garrido cortes castillo santos guerrero "
                                        "cano prieto mendez cruz flores herrera "
                                        "pena leon marquez vega reyes rivera chavez morales delgado rojas "
                                        "silva soto campos fuentes estrada luna"));
  Script script = Script::kNone;
  for (const std::vector<std::string>* names : {&own.given, &own.family}) {
    for (const std::string& name : *names) {
      const Script here = ScriptOf(name);
      if (here == Script::kNone || here == script) continue;
      if (script != Script::kNone) return std::nullopt;
      script = here;
    }
  }
  const auto has_accent = [](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [](const std::string& name) {
      return name.find("\u00F1") != std::string::npos || name.find("\u00D1") != std::string::npos;
    });
  };
  const auto vietnamese_letters = [](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), LooksVietnamese);
  };
  switch (script) {
    case Script::kHan:
      return NameLanguage::kChinese;
    case Script::kArabic:
      return NameLanguage::kArabic;
    case Script::kLatin:
      if (vietnamese_letters(own.given) || vietnamese_letters(own.family) ||
          HasWordOf(own.family, vietnamese)) {
        return NameLanguage::kVietnamese;
      }
      if (has_accent(own.given) || has_accent(own.family) || HasWordOf(own.family, spanish)) {
        return NameLanguage::kSpanish;
      }
      return NameLanguage::kEnglish;
    case Script::kNone:
    case Script::kOther:
      return std::nullopt;
  }
  return std::nullopt;
}

NameParts SurrogateFor(const SecretBytes& key, SubjectNumber subject, uint32_t attempt, NameLanguage language,
                       NameGender gender, bool two_families) {
  const Sha256Digest digest =
      HmacSha256(key.Reveal(), LengthPrefixed({"surrogate", StrCat(subject), StrCat(attempt)}));
  const auto pick = [&digest](size_t at, const std::vector<std::string_view>& names) {
    uint64_t number = 0;
    for (size_t i = 0; i < 8; ++i) number = number << 8 | digest[at + i];
    return names[number % names.size()];
  };
  const std::vector<std::string_view>& families = SurrogateFamilyNames(language);
  NameParts name;
  name.given = pick(0, SurrogateGivenNames(language, gender));
  name.family = pick(8, families);
  if (two_families && language != NameLanguage::kChinese) {
    name.family = StrCat(name.family, " ", pick(16, families));
  }
  return name;
}

std::optional<NameShape> ShapeOf(std::string_view mention, const OwnName& own) {
  NameShape shape;
  shape.letter_case = CaseOf(mention);
  if (IsOneOf(mention, own.given)) {
    shape.parts = NameShape::kGiven;
    return shape;
  }
  if (IsOneOf(mention, own.family)) {
    shape.parts = NameShape::kFamily;
    return shape;
  }
  const auto split = [&](std::string_view first, std::string_view second, NameShape::Parts parts) {
    const bool reversed = parts == NameShape::kReversed;
    shape.parts = parts;
    shape.given = reversed ? second : first;
    shape.family = reversed ? first : second;
    return IsOneOf(shape.given, own.given) && IsOneOf(shape.family, own.family);
  };
  if (const size_t comma = mention.find(", "); comma != std::string_view::npos) {
    if (split(mention.substr(0, comma), mention.substr(comma + 2), NameShape::kReversed)) return shape;
    return std::nullopt;
  }
  if (ScriptOf(mention) == Script::kHan) {
    const size_t family = BytesOf(mention, 1);
    // Without a space the family name stands first.
    shape.parts = NameShape::kFull;
    shape.given = mention.substr(family);
    shape.family = mention.substr(0, family);
    if (!shape.given.empty() && IsOneOf(shape.given, own.given) && IsOneOf(shape.family, own.family)) {
      return shape;
    }
    return std::nullopt;
  }
  for (size_t space = mention.find(' '); space != std::string_view::npos;
       space = mention.find(' ', space + 1)) {
    if (split(mention.substr(0, space), mention.substr(space + 1), NameShape::kFull)) return shape;
  }
  // "Núñez" of Núñez García.
  const bool first_family = std::any_of(own.family.begin(), own.family.end(), [&](const std::string& family) {
    return FirstWord(family) != family && FoldText(FirstWord(family)) == FoldText(mention);
  });
  if (!first_family) return std::nullopt;
  shape.parts = NameShape::kFirstFamily;
  return shape;
}

std::string WriteName(const NameShape& shape, const NameParts& name, NameLanguage language) {
  switch (shape.parts) {
    case NameShape::kFull:
      if (language == NameLanguage::kChinese) return StrCat(name.family, name.given);
      return InCase(StrCat(name.given, " ", name.family), shape.letter_case);
    case NameShape::kReversed:
      return InCase(StrCat(name.family, ", ", name.given), shape.letter_case);
    case NameShape::kGiven:
      return InCase(name.given, shape.letter_case);
    case NameShape::kFamily:
      return InCase(name.family, shape.letter_case);
    case NameShape::kFirstFamily:
      return InCase(FirstWord(name.family), shape.letter_case);
  }
  return {};
}

bool CalledByFamilyName(NameLanguage language) {
  return language == NameLanguage::kEnglish || language == NameLanguage::kSpanish;
}

}  // namespace schoolgate::redaction
