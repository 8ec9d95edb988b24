#include "redaction/detect/text/unicode_fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstring>
#include <vector>

#include "redaction/detect/text/confusables.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

constexpr char32_t kInvalid = 0xFFFD;

const icu::Normalizer2* Nfkd() {
  static const icu::Normalizer2* const kInstance = [] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKDInstance(error);
  }();
  return kInstance;
}

// Letters that have no decomposition but are written without their dress in plain ASCII.
std::string_view PlainLetter(char32_t c) {
  switch (c) {
    case U'ß':
      return "ss";
    case U'æ':
      return "ae";
    case U'Æ':
      return "AE";
    case U'œ':
      return "oe";
    case U'Œ':
      return "OE";
    case U'ø':
      return "o";
    case U'Ø':
      return "O";
    case U'đ':
    case U'ð':
      return "d";
    case U'Đ':
    case U'Ð':
      return "D";
    case U'ł':
      return "l";
    case U'Ł':
      return "L";
    case U'ı':
      return "i";
    case U'ħ':
      return "h";
    case U'Ħ':
      return "H";
    case U'þ':
      return "th";
    case U'Þ':
      return "Th";
    case U'‘':
    case U'’':
    case U'‚':
    case U'‛':
    case U'′':
    case U'ʹ':
    case U'ʻ':
    case U'ʼ':
    case U'´':
    case U'ˈ':
    case U'׳':
    case U'ꞌ':
      return "'";
    case U'“':
    case U'”':
    case U'„':
    case U'«':
    case U'»':
      return "\"";
    case U'‐':
    case U'‑':
    case U'‒':
    case U'–':
    case U'—':
    case U'―':
    case U'−':
      return "-";
    case U'：':
      return ":";
    case U'。':
    case U'।':
    case U'۔':
      return ".";
    case U'、':
    case U'،':
      return ",";
    case U'؛':
      return ";";
    case U'؟':
      return "?";
    // Arabic letters that are written one for the other.
    case U'ى':
    case U'ی':
      return "ي";
    case U'ة':
      return "ه";
    case U'ک':
      return "ك";
    default:
      return {};
  }
}

bool IsDropped(char32_t c) {
  return c == 0x00AD || c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF ||
         c == 0x180E || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2061 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x034F || c == 0x061C ||
         c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x0640 ||
         (c >= 0x180B && c <= 0x180F) || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool IsMark(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

void AppendOne(char32_t c, std::string& cased, std::string& folded) {
  const size_t before = cased.size();
  AppendUtf8(c, cased);
  const auto lower = static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
  AppendUtf8(lower, folded);
  if (folded.size() != cased.size()) {  // the two forms differ in length: keep the folded one in both
    cased.resize(before);
    AppendUtf8(lower, cased);
  }
}

}  // namespace

char32_t DecodeUtf8(std::string_view text, size_t& at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  auto next = static_cast<int64_t>(at);
  UChar32 c = 0;
  U8_NEXT(bytes, next, size, c);
  if (c < 0) {
    ++at;
    return kInvalid;
  }
  at = static_cast<size_t>(next);
  return static_cast<char32_t>(c);
}

namespace {

FoldKind Fold(char32_t c, std::string& cased, std::string& folded) {
  if (c < 0x80) {
    const char plain = static_cast<char>(c);
    cased.push_back(plain);
    folded.push_back(plain >= 'A' && plain <= 'Z' ? static_cast<char>(plain + 32) : plain);
    return FoldKind::kText;
  }
  if (IsDropped(c)) return FoldKind::kDropped;
  if (const std::string_view plain = PlainLetter(c); !plain.empty()) {
    for (size_t at = 0; at < plain.size();) AppendOne(DecodeUtf8(plain, at), cased, folded);
    return FoldKind::kText;
  }
  const auto code = static_cast<UChar32>(c);
  if (const int32_t digit = u_charDigitValue(code);
      digit >= 0 && u_charType(code) == U_DECIMAL_DIGIT_NUMBER) {
    cased.push_back(static_cast<char>('0' + digit));
    folded.push_back(static_cast<char>('0' + digit));
    return FoldKind::kText;
  }
  if (u_isUWhiteSpace(code) != 0) {
    // Line and paragraph separators are line ends, every other blank is a space.
    const char blank = c == 0x2028 || c == 0x2029 || c == 0x85 ? '\n' : ' ';
    cased.push_back(blank);
    folded.push_back(blank);
    return FoldKind::kText;
  }
  if (IsMark(code)) return FoldKind::kMark;
  if (const char plain = PlainFormOf(c); plain != '\0') {
    AppendOne(static_cast<unsigned char>(plain), cased, folded);
    return FoldKind::kText;
  }
  // Hangul syllables decompose into letters nobody compares by; keep them whole.
  if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x4E00 && c <= 0x9FFF)) {
    AppendOne(c, cased, folded);
    return FoldKind::kText;
  }
  icu::UnicodeString decomposed;
  if (Nfkd() == nullptr || Nfkd()->getDecomposition(code, decomposed) == 0) {
    AppendOne(c, cased, folded);
    return FoldKind::kText;
  }
  // One character that reads as several words or a fraction is no part of a name or number; and tokens must
  // not share a character.
  bool words = true;
  int32_t bases = 0;
  for (int32_t at = 0; at < decomposed.length();) {
    const UChar32 part = decomposed.char32At(at);
    at += U16_LENGTH(part);
    if (IsMark(part)) continue;
    ++bases;
    words = words && u_isalnum(part) != 0;
  }
  if (bases > 1 && !words) {
    AppendOne(c, cased, folded);
    return FoldKind::kText;
  }
  bool any = false;
  for (int32_t at = 0; at < decomposed.length();) {
    const UChar32 part = decomposed.char32At(at);
    at += U16_LENGTH(part);
    if (IsMark(part)) continue;
    if (part == code) {
      AppendOne(c, cased, folded);
      any = true;
      continue;
    }
    any |= Fold(static_cast<char32_t>(part), cased, folded) == FoldKind::kText;
  }
  return any ? FoldKind::kText : FoldKind::kMark;
}

// The folds of the characters texts are mostly written in, looked up once.
struct Folded {
  FoldKind kind = FoldKind::kDropped;
  uint8_t size = 0;
  char cased[7] = {}, folded[7] = {};
};
constexpr char32_t kRemembered = 0x2400;  // Latin, Greek, Cyrillic, Semitic and Indic scripts, punctuation
constexpr uint8_t kTooLong = 0xFF;

const Folded* Remembered() {
  static const auto* const kFolds = [] {
    auto* folds = new std::vector<Folded>(kRemembered);
    std::string cased;
    std::string folded;
    for (char32_t c = 0; c < kRemembered; ++c) {
      cased.clear();
      folded.clear();
      Folded& out = (*folds)[c];
      out.kind = Fold(c, cased, folded);
      out.size = cased.size() <= sizeof(out.cased) ? static_cast<uint8_t>(cased.size()) : kTooLong;
      if (out.size == kTooLong) continue;
      std::memcpy(out.cased, cased.data(), out.size);
      std::memcpy(out.folded, folded.data(), out.size);
    }
    return folds;
  }();
  return kFolds->data();
}

}  // namespace

FoldKind AppendFolded(char32_t c, std::string& cased, std::string& folded) {
  if (c >= kRemembered) return Fold(c, cased, folded);
  const Folded& known = Remembered()[c];
  if (known.size == kTooLong) return Fold(c, cased, folded);
  cased.append(known.cased, known.size);
  folded.append(known.folded, known.size);
  return known.kind;
}

bool IsWordCharacter(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c == kInvalid) return false;
  const auto code = static_cast<UChar32>(c);
  return u_isalnum(code) != 0 || u_charType(code) == U_COMBINING_SPACING_MARK;
}

bool IsUpperCharacter(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return u_isUUppercase(static_cast<UChar32>(c)) != 0 || u_istitle(static_cast<UChar32>(c)) != 0;
}

bool IsUnspacedScript(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x0E00 && c <= 0x0E7F) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

std::string FoldText(std::string_view text) {
  std::string cased;
  std::string folded;
  for (size_t at = 0; at < text.size();) AppendFolded(DecodeUtf8(text, at), cased, folded);
  return folded;
}

}  // namespace schoolgate::redaction
