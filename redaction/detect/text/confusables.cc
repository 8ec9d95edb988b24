#include "redaction/detect/text/confusables.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace schoolgate::redaction {
namespace {

struct Pair {
  uint16_t character;
  char latin;
};

// Cyrillic, Greek, Armenian and Cherokee letters drawn like Latin ones, by code point. Small letters go by
// their own form, which may differ from their capital's (Greek eta is an n, its capital an H).
constexpr Pair kLookAlikes[] = {
    {0x037F, 'J'}, {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'}, {0x0399, 'I'},
    {0x039A, 'K'}, {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'}, {0x03A4, 'T'}, {0x03A5, 'Y'},
    {0x03A7, 'X'}, {0x03B1, 'a'}, {0x03B2, 'b'}, {0x03B3, 'y'}, {0x03B4, 'd'}, {0x03B5, 'e'}, {0x03B7, 'n'},
    {0x03B8, 'o'}, {0x03B9, 'i'}, {0x03BA, 'k'}, {0x03BB, 'l'}, {0x03BC, 'u'}, {0x03BD, 'v'}, {0x03BF, 'o'},
    {0x03C0, 'n'}, {0x03C1, 'p'}, {0x03C2, 'c'}, {0x03C3, 'o'}, {0x03C4, 't'}, {0x03C5, 'u'}, {0x03C7, 'x'},
    {0x03C9, 'w'}, {0x03F2, 'c'}, {0x03F3, 'j'}, {0x03F5, 'e'}, {0x03F9, 'C'}, {0x0401, 'E'}, {0x0405, 'S'},
    {0x0406, 'I'}, {0x0407, 'I'}, {0x0408, 'J'}, {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x0418, 'N'},
    {0x041A, 'K'}, {0x041C, 'M'}, {0x041D, 'H'}, {0x041E, 'O'}, {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'},
    {0x0423, 'Y'}, {0x0425, 'X'}, {0x042F, 'R'}, {0x0430, 'a'}, {0x0432, 'b'}, {0x0433, 'r'}, {0x0435, 'e'},
    {0x0438, 'u'}, {0x043A, 'k'}, {0x043B, 'n'}, {0x043C, 'm'}, {0x043D, 'h'}, {0x043E, 'o'}, {0x043F, 'n'},
    {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0446, 'u'}, {0x0448, 'w'},
    {0x044C, 'b'}, {0x044F, 'r'}, {0x0451, 'e'}, {0x0455, 's'}, {0x0456, 'i'}, {0x0457, 'i'}, {0x0458, 'j'},
    {0x0461, 'w'}, {0x0474, 'V'}, {0x0475, 'v'}, {0x0492, 'F'}, {0x0493, 'f'}, {0x04AE, 'Y'}, {0x04AF, 'y'},
    {0x04BA, 'H'}, {0x04BB, 'h'}, {0x04C0, 'I'}, {0x04CF, 'l'}, {0x0500, 'D'}, {0x0501, 'd'}, {0x050C, 'G'},
    {0x050D, 'g'}, {0x051A, 'Q'}, {0x051B, 'q'}, {0x051C, 'W'}, {0x051D, 'w'}, {0x053C, 'L'}, {0x054D, 'U'},
    {0x054F, 'S'}, {0x0555, 'O'}, {0x0561, 'w'}, {0x0563, 'q'}, {0x0566, 'q'}, {0x0570, 'h'}, {0x0572, 'n'},
    {0x0575, 'j'}, {0x0578, 'n'}, {0x057D, 'u'}, {0x0581, 'g'}, {0x0584, 'p'}, {0x0585, 'o'}, {0x13A0, 'D'},
    {0x13A1, 'R'}, {0x13A2, 'T'}, {0x13A5, 'i'}, {0x13AA, 'A'}, {0x13AB, 'J'}, {0x13AC, 'E'}, {0x13B3, 'W'},
    {0x13B7, 'M'}, {0x13BB, 'H'}, {0x13C0, 'G'}, {0x13C3, 'Z'}, {0x13D9, 'V'}, {0x13DA, 'S'}, {0x13DE, 'L'},
    {0x13DF, 'C'}, {0x13E2, 'P'}, {0x13E6, 'K'}, {0x13F4, 'B'}};

// Letters of phonetic alphabets and small capitals: used in nothing but dress, but for a few languages that
// read the same without it.
constexpr Pair kDressed[] = {
    {0x0192, 'f'}, {0x0199, 'k'}, {0x01A5, 'p'}, {0x01B4, 'y'}, {0x0237, 'j'}, {0x0251, 'a'}, {0x0253, 'b'},
    {0x0257, 'd'}, {0x025B, 'e'}, {0x0261, 'g'}, {0x0262, 'g'}, {0x0266, 'h'}, {0x0268, 'i'}, {0x0269, 'i'},
    {0x026A, 'i'}, {0x0271, 'm'}, {0x0272, 'n'}, {0x0274, 'n'}, {0x0280, 'r'}, {0x0282, 's'}, {0x0288, 't'},
    {0x028B, 'v'}, {0x028F, 'y'}, {0x0290, 'z'}, {0x0299, 'b'}, {0x029C, 'h'}, {0x029F, 'l'}, {0x1D00, 'a'},
    {0x1D04, 'c'}, {0x1D05, 'd'}, {0x1D07, 'e'}, {0x1D0A, 'j'}, {0x1D0B, 'k'}, {0x1D0D, 'm'}, {0x1D0F, 'o'},
    {0x1D18, 'p'}, {0x1D1B, 't'}, {0x1D1C, 'u'}, {0x1D20, 'v'}, {0x1D21, 'w'}, {0x1D22, 'z'}, {0xA730, 'f'},
    {0xA731, 's'}};

template <size_t kSize>
char Find(const Pair (&pairs)[kSize], char32_t character) {
  const auto found = std::lower_bound(std::begin(pairs), std::end(pairs), character,
                                      [](const Pair& pair, char32_t c) { return pair.character < c; });
  return found != std::end(pairs) && found->character == character ? found->latin : '\0';
}

}  // namespace

char LatinLookAlike(char32_t c) {
  if (c < 0x0370 || c > 0x13FF) return '\0';
  return Find(kLookAlikes, c);
}

char PlainFormOf(char32_t c) {
  if (c < 0x0192) return '\0';
  // Letters in negative circles and squares, and in brackets.
  if (c >= 0x1F150 && c <= 0x1F169) return static_cast<char>('A' + (c - 0x1F150));
  if (c >= 0x1F170 && c <= 0x1F189) return static_cast<char>('A' + (c - 0x1F170));
  if (c >= 0x249C && c <= 0x24B5) return static_cast<char>('a' + (c - 0x249C));
  if (c > 0xFFFF) return '\0';
  return Find(kDressed, c);
}

}  // namespace schoolgate::redaction
