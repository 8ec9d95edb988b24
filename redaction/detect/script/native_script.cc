#include "redaction/detect/script/native_script.h"

#include <algorithm>
#include <array>
#include <utility>

#include "redaction/detect/text/unicode_fold.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

using Letters = std::pair<char32_t, std::string_view>;

// Sorted by letter.
constexpr Letters kCyrillic[] = {
    {U'а', "1"}, {U'б', "B"}, {U'в', "F"}, {U'г', "K"}, {U'д', "T"}, {U'е', "3"}, {U'ж', "J"}, {U'з', "S"},
    {U'и', "3"}, {U'к', "K"}, {U'л', "L"}, {U'м', "M"}, {U'н', "N"}, {U'о', "2"}, {U'п', "B"}, {U'р', "R"},
    {U'с', "S"}, {U'т', "T"}, {U'у', "2"}, {U'ф', "F"}, {U'х', "K"}, {U'ц', "S"}, {U'ч', "J"}, {U'ш', "S"},
    {U'щ', "S"}, {U'ы', "3"}, {U'ь', ""},  {U'э', "3"}, {U'ю', "2"}, {U'я', "1"}, {U'ђ', "J"}, {U'є', "3"},
    {U'ѕ', "S"}, {U'і', "3"}, {U'ј', ""},  {U'љ', "L"}, {U'њ', "N"}, {U'ћ', "J"}, {U'џ', "J"}, {U'ґ', "K"},
};

constexpr Letters kGreek[] = {
    {U'α', "1"}, {U'β', "F"}, {U'γ', "K"},  {U'δ', "T"}, {U'ε', "3"}, {U'ζ', "S"}, {U'η', "3"},
    {U'θ', "T"}, {U'ι', "3"}, {U'κ', "K"},  {U'λ', "L"}, {U'μ', "M"}, {U'ν', "N"}, {U'ξ', "KS"},
    {U'ο', "2"}, {U'π', "B"}, {U'ρ', "R"},  {U'ς', "S"}, {U'σ', "S"}, {U'τ', "T"}, {U'υ', "3"},
    {U'φ', "F"}, {U'χ', "H"}, {U'ψ', "BS"}, {U'ω', "2"},
};

constexpr Letters kHebrew[] = {
    {U'א', "1"}, {U'ב', "B"}, {U'ג', "K"}, {U'ד', "T"}, {U'ה', "H"}, {U'ו', "2"}, {U'ז', "S"},
    {U'ח', "H"}, {U'ט', "T"}, {U'י', "3"}, {U'ך', "K"}, {U'כ', "K"}, {U'ל', "L"}, {U'ם', "M"},
    {U'מ', "M"}, {U'ן', "N"}, {U'נ', "N"}, {U'ס', "S"}, {U'ע', "1"}, {U'ף', "F"}, {U'פ', "B"},
    {U'ץ', "S"}, {U'צ', "S"}, {U'ק', "K"}, {U'ר', "R"}, {U'ש', "S"}, {U'ת', "T"},
};

constexpr Letters kArabic[] = {
    {U'ا', "1"}, {U'ب', "B"}, {U'ة', ""},  {U'ت', "T"}, {U'ث', "T"}, {U'ج', "J"}, {U'ح', "H"},
    {U'خ', "K"}, {U'د', "T"}, {U'ذ', "T"}, {U'ر', "R"}, {U'ز', "S"}, {U'س', "S"}, {U'ش', "S"},
    {U'ص', "S"}, {U'ض', "T"}, {U'ط', "T"}, {U'ظ', "S"}, {U'ع', "1"}, {U'غ', "K"}, {U'ف', "F"},
    {U'ق', "K"}, {U'ك', "K"}, {U'ل', "L"}, {U'م', "M"}, {U'ن', "N"}, {U'ه', "H"}, {U'و', "2"},
    {U'ي', "3"}, {U'ٹ', "T"}, {U'پ', "B"}, {U'چ', "J"}, {U'ڈ', "T"}, {U'ڑ', "R"}, {U'ژ', "J"},
    {U'ک', "K"}, {U'گ', "K"}, {U'ں', "N"}, {U'ھ', ""},  {U'ہ', "H"}, {U'ی', "3"}, {U'ے', "3"},
};

// The letters of Devanagari by their place in the block; Gurmukhi has the same places.
constexpr std::array<std::string_view, 0x4E> kIndic = [] {
  std::array<std::string_view, 0x4E> out{};
  for (const size_t a : {0x05U, 0x06U, 0x3EU}) out[a] = "1";
  for (const size_t i : {0x07U, 0x08U, 0x0FU, 0x10U, 0x3FU, 0x40U}) out[i] = "3";
  for (const size_t u : {0x09U, 0x0AU, 0x13U, 0x14U, 0x4BU, 0x4CU}) out[u] = "2";
  for (size_t k = 0x15; k <= 0x18; ++k) out[k] = "K";
  for (size_t j = 0x1A; j <= 0x1D; ++j) out[j] = "J";
  for (size_t t = 0x1F; t <= 0x22; ++t) out[t] = "T";
  for (size_t t = 0x24; t <= 0x27; ++t) out[t] = "T";
  for (const size_t n : {0x19U, 0x1EU, 0x23U, 0x28U, 0x29U}) out[n] = "N";
  for (const size_t b : {0x2AU, 0x2CU, 0x2DU}) out[b] = "B";
  out[0x2B] = "F";
  out[0x2E] = "M";
  out[0x2F] = "Y";
  for (const size_t r : {0x30U, 0x31U}) out[r] = "R";
  for (size_t l = 0x32; l <= 0x34; ++l) out[l] = "L";
  out[0x35] = "F";
  for (size_t s = 0x36; s <= 0x38; ++s) out[s] = "S";
  out[0x39] = "H";
  return out;
}();

// A row of eight syllables for each consonant.
constexpr std::array<std::string_view, 43> kEthiopic = {"H", "L", "H", "M", "S", "R", "S", "S", "K", "K", "K",
                                                        "K", "B", "F", "T", "J", "H", "H", "N", "N", "1", "K",
                                                        "K", "H", "H", "2", "1", "S", "J", "Y", "T", "T", "J",
                                                        "K", "K", "K", "T", "J", "B", "S", "S", "F", "B"};

constexpr std::array<std::string_view, 19> kHangulFirst = {"K", "K", "N", "T", "T", "R", "M", "B", "B", "S",
                                                           "S", "",  "J", "J", "J", "K", "T", "B", "H"};
constexpr std::array<std::string_view, 21> kHangulVowel = {
    "1", "3", "1", "3", "2", "3", "2", "3", "2", "1", "3", "2", "2", "2", "2", "3", "3", "2", "2", "3", "3"};
constexpr std::array<std::string_view, 28> kHangulLast = {"",  "K",  "K", "K", "N", "N", "N", "T", "L", "L",
                                                          "L", "L",  "L", "L", "L", "L", "M", "B", "B", "S",
                                                          "S", "NK", "J", "J", "K", "T", "B", "H"};

template <size_t kSize>
std::string_view Look(const Letters (&letters)[kSize], char32_t c) {
  const auto found =
      std::lower_bound(std::begin(letters), std::end(letters), c,
                       [](const Letters& entry, char32_t letter) { return entry.first < letter; });
  return found != std::end(letters) && found->first == c ? found->second : std::string_view();
}

void AppendHangul(char32_t c, std::string& out) {
  const size_t syllable = c - 0xAC00;
  out += kHangulFirst[syllable / 28 / 21];
  out += kHangulVowel[syllable / 28 % 21];
  out += kHangulLast[syllable % 28];
}

// Kana, folded: voiced and unvoiced are one already. By rows of the table of fifty sounds.
std::string_view KanaSound(char32_t c) {
  if (c >= 0x30A1 && c <= 0x30F3) c -= 0x60;  // katakana as hiragana
  static constexpr Letters kKana[] = {
      {U'ぁ', "1"},  {U'あ', "1"},  {U'ぃ', "3"},  {U'い', "3"},  {U'ぅ', "2"},  {U'う', "2"},  {U'ぇ', "3"},
      {U'え', "3"},  {U'ぉ', "2"},  {U'お', "2"},  {U'か', "K1"}, {U'き', "K3"}, {U'く', "K2"}, {U'け', "K3"},
      {U'こ', "K2"}, {U'さ', "S1"}, {U'し', "S3"}, {U'す', "S2"}, {U'せ', "S3"}, {U'そ', "S2"}, {U'た', "T1"},
      {U'ち', "J3"}, {U'つ', "S2"}, {U'て', "T3"}, {U'と', "T2"}, {U'な', "N1"}, {U'に', "N3"}, {U'ぬ', "N2"},
      {U'ね', "N3"}, {U'の', "N2"}, {U'は', "H1"}, {U'ひ', "H3"}, {U'ふ', "F2"}, {U'へ', "H3"}, {U'ほ', "H2"},
      {U'ま', "M1"}, {U'み', "M3"}, {U'む', "M2"}, {U'め', "M3"}, {U'も', "M2"}, {U'ゃ', "1"},  {U'や', "1"},
      {U'ゅ', "2"},  {U'ゆ', "2"},  {U'ょ', "2"},  {U'よ', "2"},  {U'ら', "R1"}, {U'り', "R3"}, {U'る', "R2"},
      {U'れ', "R3"}, {U'ろ', "R2"}, {U'わ', "1"},  {U'を', "2"},  {U'ん', "N"},
  };
  return Look(kKana, c);
}

std::string_view NativeSound(char32_t c) {
  switch (ScriptOf(c)) {
    case Script::kCyrillic:
      return Look(kCyrillic, c);
    case Script::kGreek:
      return Look(kGreek, c);
    case Script::kArabic:
      return Look(kArabic, c);
    case Script::kHebrew:
      return Look(kHebrew, c);
    case Script::kDevanagari:
      return c - 0x900 < kIndic.size() ? kIndic[c - 0x900] : std::string_view();
    case Script::kGurmukhi:
      return c - 0xA00 < kIndic.size() ? kIndic[c - 0xA00] : std::string_view();
    case Script::kEthiopic:
      return (c - 0x1200) / 8 < kEthiopic.size() ? kEthiopic[(c - 0x1200) / 8] : std::string_view();
    case Script::kKana:
      return KanaSound(c);
    default:
      return {};
  }
}

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Sounds of Latin spelling, longest first.
std::pair<std::string_view, size_t> LatinSound(std::string_view word, size_t at) {
  static constexpr std::pair<std::string_view, std::string_view> kGroups[] = {
      {"shch", "S"}, {"sch", "S"}, {"tch", "J"}, {"dzh", "J"}, {"sh", "S"}, {"ch", "J"},
      {"zh", "J"},   {"dj", "J"},  {"kh", "K"},  {"gh", "K"},  {"ph", "F"}, {"th", "T"},
      {"dh", "T"},   {"bh", "B"},  {"jh", "J"},  {"ck", "K"},  {"ts", "S"}, {"tz", "S"},
      {"eo", "2"},   {"eu", "2"},  {"oo", "2"},  {"ou", "2"},  {"ae", "3"}, {"ee", "3"},
  };
  const std::string_view rest = word.substr(at);
  for (const auto& [group, sound] : kGroups) {
    if (rest.starts_with(group)) return {sound, group.size()};
  }
  const char next = rest.size() > 1 ? rest[1] : '\0';
  switch (rest[0]) {
    case 'a':
      return {"1", 1};
    case 'e':
    case 'i':
      return {"3", 1};
    case 'o':
    case 'u':
      return {"2", 1};
    case 'y':
      return {IsVowel(next) ? (at == 0 ? "Y" : "") : "3", 1};
    case 'b':
    case 'p':
      return {"B", 1};
    case 'f':
    case 'v':
      return {"F", 1};
    case 'd':
    case 't':
      return {"T", 1};
    case 'g':
    case 'k':
    case 'q':
      return {"K", 1};
    case 'c':
      return {next == 'e' || next == 'i' || next == 'y' ? "S" : "K", 1};
    case 'x':
      return {at == 0 ? "S" : "KS", 1};
    case 'j':
      return {"J", 1};
    case 's':
    case 'z':
      return {"S", 1};
    case 'h':
      return {rest.size() == 1 ? "" : "H", 1};
    case 'l':
      return {"L", 1};
    case 'm':
      return {"M", 1};
    case 'n':
      return {"N", 1};
    case 'r':
      return {"R", 1};
    default:
      return {"", 1};
  }
}

}  // namespace

Script ScriptOf(char32_t c) {
  if (c < 0x370) return Script::kLatin;
  if (c < 0x400) return Script::kGreek;
  if (c < 0x530) return Script::kCyrillic;
  if (c >= 0x590 && c < 0x600) return Script::kHebrew;
  if (c >= 0x600 && c < 0x780) return Script::kArabic;
  if (c >= 0x900 && c < 0x980) return Script::kDevanagari;
  if (c >= 0xA00 && c < 0xA80) return Script::kGurmukhi;
  if (c >= 0xE00 && c < 0xE80) return Script::kThai;
  if (c >= 0x1200 && c < 0x13A0) return Script::kEthiopic;
  if (c >= 0x3041 && c < 0x3100) return Script::kKana;
  if (c >= 0xAC00 && c < 0xD7A4) return Script::kHangul;
  if (c == 0x3005 || (c >= 0x3400 && c < 0xA000) || (c >= 0x20000 && c < 0x32000)) return Script::kHan;
  return Script::kLatin;
}

Script ScriptOf(std::string_view word) {
  // "3班": what is counted goes before.
  while (!word.empty() && word[0] >= '0' && word[0] <= '9') word.remove_prefix(1);
  if (word.empty() || static_cast<uint8_t>(word[0]) < 0xCD) return Script::kLatin;
  size_t at = 0;
  return ScriptOf(DecodeUtf8(word, at));
}

size_t CharacterSize(std::string_view text, size_t at) {
  size_t next = at;
  DecodeUtf8(text, next);
  return next - at;
}

bool ComparesBySkeleton(Script script) {
  return script == Script::kArabic || script == Script::kHebrew || script == Script::kDevanagari ||
         script == Script::kGurmukhi || script == Script::kEthiopic;
}

std::string SoundsOf(std::string_view folded) {
  std::string out;
  // Two letters alike are one sound, but where the vowel between them is not written.
  const auto append = [&](std::string_view sounds, bool spelled = true) {
    for (const char sound : sounds) {
      if (!spelled || out.empty() || out.back() != sound) out.push_back(sound);
    }
  };
  for (size_t at = 0; at < folded.size();) {
    if (static_cast<uint8_t>(folded[at]) < 0x80) {
      const auto [sound, size] = LatinSound(folded, at);
      append(sound);
      at += size;
      continue;
    }
    const size_t begin = at;
    const char32_t c = DecodeUtf8(folded, at);
    if (c >= 0xAC00 && c <= 0xD7A3) {
      std::string syllable;
      AppendHangul(c, syllable);
      append(syllable);
      continue;
    }
    std::string_view sound = NativeSound(c);
    // What is written at the end and not said ("فاطمة", "שרה"), and glides.
    if (sound == "H" && at == folded.size() && (c == U'ه' || c == U'ہ' || c == U'ה')) sound = "";
    if (sound == "Y" && begin != 0) sound = "";
    if ((c == U'ي' || c == U'ی' || c == U'י') && begin == 0) sound = "Y";
    append(sound, !ComparesBySkeleton(ScriptOf(c)));
  }
  return out;
}

std::string SkeletonOf(std::string_view sounds) {
  std::string out;
  for (size_t at = 0; at < sounds.size(); ++at) {
    const bool vowel = sounds[at] >= '1' && sounds[at] <= '3';
    if (!vowel) {
      out.push_back(sounds[at]);
    } else if (at == 0) {
      out.push_back('A');
    }
  }
  return out;
}

}  // namespace schoolgate::redaction
