#include "redaction/detect/text/escapes.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The number of the `digits` hexadecimal digits at `at`; -1 if they are not there.
int64_t Hex(std::string_view text, size_t at, size_t digits) {
  if (text.size() < digits || at > text.size() - digits) return -1;
  int64_t value = 0;
  for (size_t i = at; i < at + digits; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

int64_t Octal(std::string_view text, size_t at) {
  if (text.size() < 3 || at > text.size() - 3) return -1;
  int64_t value = 0;
  for (size_t i = at; i < at + 3; ++i) {
    if (text[i] < '0' || text[i] > '7') return -1;
    value = value * 8 + (text[i] - '0');
  }
  return value < 256 ? value : -1;
}

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One character written as escaped bytes, each `mark` and its digits: UTF-8, or a byte of Latin-1 beside a
// letter. `next` reads the byte at an offset after a mark.
template <typename ByteAt>
Escape BytesAt(std::string_view text, size_t at, std::string_view mark, size_t digits, ByteAt byte_at) {
  char bytes[4];
  size_t count = 0;
  const size_t unit = mark.size() + digits;
  while (count < 4) {
    const size_t here = at + count * unit;
    if (here + unit > text.size() || text.substr(here, mark.size()) != mark) break;
    const int64_t byte = byte_at(here + mark.size());
    if (byte < 0) break;
    bytes[count++] = static_cast<char>(byte);
    if (static_cast<signed char>(bytes[0]) >= 0) break;
  }
  if (count == 0) return {};
  size_t used = 0;
  const char32_t character = DecodeUtf8({bytes, count}, used);
  if (character != 0xFFFD) return {character, used * unit};
  const char before = at > 0 ? text[at - 1] : ' ';
  const char after = at + unit < text.size() ? text[at + unit] : ' ';
  const auto byte = static_cast<uint8_t>(bytes[0]);
  if (byte < 0xC0 || !(IsAsciiLetter(before) || IsAsciiLetter(after))) return {};
  if (before >= '0' && before <= '9') return {};
  return {byte, unit};
}

// Entities that are a letter with an accent: "eacute", "Ntilde", "scaron". Accents do not count here.
char32_t AccentedLetter(std::string_view name) {
  static constexpr std::string_view kAccents[] = {"acute", "grave", "circ",  "uml",   "tilde", "ring",
                                                  "cedil", "caron", "slash", "strok", "ogon",  "macr",
                                                  "breve", "dot",   "dblac", "midot", "inodot"};
  if (name.size() < 4 || !IsAsciiLetter(name[0])) return 0;
  const std::string_view accent = name.substr(1);
  for (const std::string_view known : kAccents) {
    if (accent == known) return static_cast<unsigned char>(name[0]);
  }
  return 0;
}

char32_t NamedCharacter(std::string_view name) {
  static constexpr std::pair<std::string_view, char32_t> kNamed[] = {
      {"nbsp", U' '},       {"amp", U'&'},        {"lt", U'<'},         {"gt", U'>'},
      {"quot", U'"'},       {"apos", U'\''},      {"rsquo", U'\''},     {"lsquo", U'\''},
      {"sbquo", U'\''},     {"ldquo", U'"'},      {"rdquo", U'"'},      {"laquo", U'"'},
      {"raquo", U'"'},      {"ndash", U'-'},      {"mdash", U'-'},      {"minus", U'-'},
      {"hyphen", U'-'},     {"dash", U'-'},       {"shy", U'\u00AD'},   {"zwnj", U'\u200C'},
      {"zwj", U'\u200D'},   {"lrm", U'\u200E'},   {"rlm", U'\u200F'},   {"ensp", U' '},
      {"emsp", U' '},       {"thinsp", U' '},     {"NewLine", U'\n'},   {"Tab", U'\t'},
      {"commat", U'@'},     {"period", U'.'},     {"comma", U','},      {"colon", U':'},
      {"semi", U';'},       {"sol", U'/'},        {"bsol", U'\\'},      {"lowbar", U'_'},
      {"num", U'#'},        {"plus", U'+'},       {"equals", U'='},     {"lpar", U'('},
      {"rpar", U')'},       {"lsqb", U'['},       {"rsqb", U']'},       {"lbrack", U'['},
      {"rbrack", U']'},     {"excl", U'!'},       {"quest", U'?'},      {"vert", U'|'},
      {"ast", U'*'},        {"percnt", U'%'},     {"dollar", U'$'},     {"aelig", U'\u00E6'},
      {"AElig", U'\u00C6'}, {"oelig", U'\u0153'}, {"OElig", U'\u0152'}, {"szlig", U'\u00DF'},
      {"eth", U'\u00F0'},   {"ETH", U'\u00D0'},   {"thorn", U'\u00FE'}, {"THORN", U'\u00DE'},
      {"imath", U'i'},      {"iexcl", U'!'},      {"iquest", U'?'},     {"ordf", U'a'},
      {"ordm", U'o'}};
  for (const auto& [known, character] : kNamed) {
    if (name == known) return character;
  }
  return AccentedLetter(name);
}

}  // namespace

Escape EntityAt(std::string_view text, size_t at) {
  size_t begin = at + 1;
  for (int twice = 0; twice < 3 && text.substr(begin, 4) == "amp;" && begin + 4 < text.size() &&
                      (IsAsciiLetter(text[begin + 4]) || text[begin + 4] == '#');
       ++twice) {
    // "&amp;" before what is an entity by itself; "AT&amp;T" is not.
    if (text.substr(begin + 4, 12).find(';') == std::string_view::npos) break;
    begin += 4;
  }
  const std::string_view rest = text.substr(begin, 12);
  if (rest.size() > 1 && rest[0] == '#') {
    const bool hex = rest[1] == 'x' || rest[1] == 'X';
    size_t end = hex ? 2 : 1;
    char32_t value = 0;
    size_t digits = 0;
    for (; end < rest.size() && digits < 7; ++end, ++digits) {
      const int digit = HexDigit(rest[end]);
      if (digit < 0 || digit >= (hex ? 16 : 10)) break;
      value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
    }
    if (digits == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
    if (end < rest.size() && rest[end] == ';') ++end;
    if (value < 0x20) value = value == '\n' ? U'\n' : U' ';
    return {value, begin - at + end};
  }
  const size_t end = rest.find(';');
  if (end == std::string_view::npos || end == 0) {
    return begin > at + 1 ? Escape{U'&', begin - at} : Escape{};
  }
  const char32_t character = NamedCharacter(rest.substr(0, end));
  if (character != 0) return {character, begin - at + end + 1};
  return begin > at + 1 ? Escape{U'&', begin - at} : Escape{};
}

Escape BackslashAt(std::string_view text, size_t at) {
  size_t letter = at;
  while (letter < text.size() && letter - at < 8 && text[letter] == '\\') ++letter;
  if (letter == text.size()) return {};
  const std::string_view backslashes = text.substr(at, letter - at);
  const size_t end = letter + 1 - at;
  switch (text[letter]) {
    case 'n':
      return {U'\n', end};
    case 't':
      return {U'\t', end};
    case 'r':
    case 'b':
    case 'f':
      return {U' ', end};
    case '"':
    case '\'':
    case '/':
      return {static_cast<char32_t>(text[letter]), end};
    case 'x':
      return BytesAt(text, at, text.substr(at, letter + 1 - at), 2,
                     [text](size_t digits) { return Hex(text, digits, 2); });
    case '2':
    case '3':
      return BytesAt(text, at, backslashes, 3, [text](size_t digits) { return Octal(text, digits); });
    case 'U': {
      const int64_t value = Hex(text, letter + 1, 8);
      if (value < 0x20 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
      return {static_cast<char32_t>(value), letter + 9 - at};
    }
    case 'u':
      break;
    default:
      return {};
  }
  if (text.substr(letter + 1, 1) == "{") {
    const size_t close = text.substr(letter + 2, 7).find('}');
    if (close == std::string_view::npos || close == 0) return {};
    const int64_t value = Hex(text, letter + 2, close);
    if (value < 0x20 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
    return {static_cast<char32_t>(value), letter + 3 + close - at};
  }
  const int64_t unit = Hex(text, letter + 1, 4);
  if (unit < 0) return {};
  const size_t after = letter + 5;
  if (unit < 0x20) return {unit == '\n' ? U'\n' : U' ', after - at};
  if (unit < 0xD800 || unit > 0xDFFF) return {static_cast<char32_t>(unit), after - at};
  // The second half of a pair has its own backslashes.
  if (unit > 0xDBFF || text.substr(after, backslashes.size()) != backslashes) return {};
  const size_t low_at = after + backslashes.size();
  const int64_t low = text.substr(low_at, 1) == "u" ? Hex(text, low_at + 1, 4) : -1;
  if (low < 0xDC00 || low > 0xDFFF) return {};
  return {static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), low_at + 5 - at};
}

Escape PercentAt(std::string_view text, size_t at) {
  // "%2540" is "%40" escaped once more: its mark is "%25".
  size_t last = at;
  while (last - at < 6 && text.substr(last + 1, 2) == "25" && Hex(text, last + 3, 2) >= 0) last += 2;
  const Escape escape = BytesAt(text, at, text.substr(at, last - at + 1), 2,
                                [text](size_t digits) { return Hex(text, digits, 2); });
  if (escape.length == 0 || escape.character >= 0x80) return escape;
  if (escape.character == U' ') return {U'+', escape.length};
  // What would end a URL stays as it is.
  static constexpr std::string_view kSeenThrough = "@.-_'+,/=&?:;#()~";
  const char c = static_cast<char>(escape.character);
  const bool plain = IsAsciiLetter(c) || (c >= '0' && c <= '9') || kSeenThrough.find(c) != kSeenThrough.npos;
  return plain ? escape : Escape{};
}

Escape QuotedPrintableAt(std::string_view text, size_t at) {
  // Only capitals are standard; "=be" in code is no byte.
  if (text.size() - at < 3 || (text[at + 1] >= 'a' && text[at + 1] <= 'f')) return {};
  const Escape escape = BytesAt(text, at, "=", 2, [text](size_t digits) { return Hex(text, digits, 2); });
  if (escape.length == 0) return {};
  if (escape.character >= 0x80) return escape;
  return escape.character == U'=' ? escape : Escape{};
}

size_t WindowsPathEnd(std::string_view text, size_t at) {
  const bool drive = at > 1 && text[at - 1] == ':' && IsAsciiLetter(text[at - 2]) &&
                     (at < 3 || !IsAsciiLetter(text[at - 3])) && at + 1 < text.size();
  if (!drive) return at;
  size_t end = at;
  static constexpr std::string_view kEnds = " \t\n\r\"'<>|,;";
  while (end < text.size() && end - at < 400 && kEnds.find(text[end]) == kEnds.npos) ++end;
  return end;
}

}  // namespace schoolgate::redaction
