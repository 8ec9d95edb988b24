#include "redaction/detect/model/word_looks.h"

namespace schoolgate::redaction {
namespace {

constexpr WordBits kOtherCues = word::kCueBirth | word::kCuePhone | word::kCueId | word::kCueSsn |
                                word::kCueUser | word::kCueCard | word::kCueGovernment | word::kCueAddress;

// What the lexicon says by itself that a word is.
constexpr WordBits kSaysKind = word::kTitle | word::kPublicTitle | word::kRelation | word::kParticle |
                               word::kCalendar | word::kCueName | word::kCueGiven | word::kCueFamily |
                               word::kFunction | word::kPlace | word::kStreetType | word::kStreetLead |
                               word::kUnit | kOtherCues | word::kState | word::kSuffix | word::kNameVerb;

uint8_t KindByBits(const Token& token) {
  if (token.Has(word::kTitle)) return kTitle;
  if (token.Has(word::kPublicTitle)) return kPublicTitle;
  if (token.Has(word::kRelation)) return kRelation;
  if (token.Has(word::kParticle)) return kParticle;
  if (token.Has(word::kCalendar)) return kCalendar;
  if (token.Has(word::kCueName | word::kCueGiven | word::kCueFamily)) return kCueName;
  if (token.Has(word::kFunction)) return kFunction;
  if (token.Has(word::kPlace)) return kPlace;
  if (token.Has(word::kStreetType | word::kStreetLead | word::kUnit)) return kStreet;
  if (token.Has(kOtherCues)) return kCueOther;
  if (token.Has(word::kState)) return kState;
  if (token.Has(word::kSuffix)) return kSuffix;
  return kVerb;
}

uint8_t KindByFacts(const Token& token, WordFacts facts) {
  const bool given = facts.given() >= 3;
  const bool family = facts.family() >= 3;
  const uint32_t english = facts.english();
  if (given && english <= 2 && !facts.foreign()) return kGivenOnly;
  if (family && english <= 2 && !facts.foreign() && !facts.place()) return kFamilyOnly;
  if (given) return kGivenOrWord;
  if (family) return kFamilyOrWord;
  if (english >= 4) return kCommonWord;
  if (english > 0 || token.Has(word::kEnglish)) return kRareWord;
  if (facts.foreign() || token.Has(word::kSpanish)) return kSpanishWord;
  if (facts.place()) return kPlaceName;
  if (facts.proper()) return kProper;
  if (facts.IsName()) return kRareName;
  return kUnknown;
}

}  // namespace

uint8_t KindOf(const Token& token, WordFacts facts, bool taken, bool initial) {
  if (taken) return kTaken;
  if (token.shape == Shape::kDigits) return kDigit;
  if (token.shape == Shape::kMixed) return kMixed;
  if (token.shape == Shape::kUnspaced) return kForeign;
  if (token.size() == 1 && initial) return kInitial;
  return token.Has(kSaysKind) ? KindByBits(token) : KindByFacts(token, facts);
}

uint8_t ShapeCode(const Token& token) {
  switch (token.shape) {
    case Shape::kLower:
      return 0;
    case Shape::kCapital:
      return 1;
    case Shape::kUpper:
      return 2;
    default:
      return 3;
  }
}

uint8_t GapCode(std::string_view gap, bool first) {
  if (first && gap.empty()) return 2 * 1 + kSentence;
  if (gap.size() == 1) {
    switch (gap[0]) {
      case ' ':
        return 2 * 2;
      case '-':
        return 2 * 3;
      case '\'':
        return 2 * 4;
      case '.':
        return 2 * 5;
      case '_':
        return 2 * 6;
      case '/':
        return 2 * 7;
      case '\t':
      case '|':
        return 2 * 8 + kSentence;
      case ',':
      case ';':
        return 2 * 9;
      case '@':
      case '#':
        return 2 * 10;
      case '\n':
        return 2 * 11 + kSentence;
      case ':':
      case '=':
        return 2 * 12 + kSentence;
      default:
        break;
    }
  }
  if (gap.empty()) return 2 * 13;
  if (gap == ". ") return 2 * 14 + kSentence;
  if (gap == ", ") return 2 * 15;
  if (gap == ": ") return 2 * 16 + kSentence;
  const std::string_view near = gap.size() > 24 ? gap.substr(gap.size() - 24) : gap;
  size_t lines = 0;
  bool quote = false;
  bool open = false;
  bool close = false;
  bool angle = false;
  bool column = false;
  bool stop = false;
  bool bullet = false;
  bool at_sign = false;
  for (const char c : near) {
    lines += c == '\n' ? 1 : 0;
    quote |= c == '"';
    open |= c == '(' || c == '[' || c == '{';
    close |= c == ')' || c == ']' || c == '}';
    angle |= c == '<' || c == '>';
    column |= c == '\t' || c == '|';
    stop |= c == '.' || c == '!' || c == '?';
    bullet |= c == '-' || c == '*' || c == '#' || static_cast<uint8_t>(c) >= 0x80;
    at_sign |= c == '@';
  }
  const char lead = gap[0];
  if (lines > 0) {
    const uint32_t before = lead == ','                                 ? 1
                            : lead == ':'                               ? 2
                            : lead == '.' || lead == '!' || lead == '?' ? 3
                                                                        : 0;
    const uint32_t how = bullet ? 2 : lines > 1 ? 1 : 0;
    return static_cast<uint8_t>(2 * (40 + before * 3 + how) + kSentence);
  }
  if (column) return 2 * 17 + kSentence;
  if (at_sign) return 2 * 10;
  if (angle) return 2 * 18 + kSentence;
  if (open) return 2 * 19;
  if (quote) return static_cast<uint8_t>(2 * 20 + (stop || lead == ':' || lead == ',' ? kSentence : 0));
  if (stop) return 2 * 21 + kSentence;
  if (close) return 2 * 22;
  if (lead == ',') return 2 * 15;
  if (lead == ';') return 2 * 23;
  if (lead == ':') return 2 * 16 + kSentence;
  if (near.find_first_not_of(' ') == near.npos) return 2 * 24 + kSentence;
  if (bullet) return 2 * 25;
  return 2 * 26;
}

}  // namespace schoolgate::redaction
