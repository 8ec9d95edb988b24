#include "redaction/detect/text/second_reading.h"

#include <algorithm>

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestWord = 32;

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsVowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

bool IsKnown(const Lexicon::Entry& entry) { return entry.bits != 0 || entry.name != 0; }
bool IsName(const Lexicon::Entry& entry) { return entry.name != 0 || (entry.bits & word::kGiven) != 0; }

constexpr WordBits kAnnounces = word::kCueBirth | word::kCuePhone | word::kCueId | word::kCueSsn;

void Set(SecondReading& out, std::string_view text, Shape shape) {
  out.size = text.copy(out.text, SecondReading::kLongest);
  out.shape = shape;
}

// Looks the reading up as it stands.
bool Knows(const Lexicon& lexicon, SecondReading& out) {
  out.entry = lexicon.Find(out.word());
  return IsKnown(out.entry);
}

// The digit that a scanner takes a letter for, or '\0'.
char DigitOf(char cased) {
  switch (cased) {
    case 'O':
    case 'o':
      return '0';
    case 'l':
    case 'I':
      return '1';
    default:
      return '\0';
  }
}

// Those of a number that stands in a date or a phone, where more are likely.
char GroupDigitOf(char cased) {
  switch (cased) {
    case 'i':
    case '|':
      return '1';
    case 'S':
      return '5';
    case 'B':
      return '8';
    case 'Z':
      return '2';
    default:
      return DigitOf(cased);
  }
}

// "2O15", "l67", "O7713982"; "l6th".
bool ReadNumber(std::string_view cased, SecondReading& out) {
  std::string_view number = cased;
  if (cased.size() >= 3) {
    const std::string_view end = cased.substr(cased.size() - 2);
    if (end == "st" || end == "nd" || end == "rd" || end == "th") number.remove_suffix(2);
  }
  const bool ordinal = number.size() < cased.size();
  if (number.size() > 19 || (ordinal && number.size() > 3)) return false;
  size_t digits = 0;
  for (size_t at = 0; at < number.size(); ++at) {
    const char c = number[at];
    const char digit = IsDigit(c) ? c : DigitOf(c);
    if (digit == '\0') return false;
    digits += IsDigit(c) ? 1 : 0;
    // "2o" is an ordinal in Spanish, "O2" is oxygen.
    if (c == 'o' && (at == 0 || at + 1 == number.size())) return false;
    if (number.size() == 2 && at == 0 && (c == 'O' || c == 'I')) return false;
    out.text[at] = digit;
  }
  if (digits == 0 || digits == number.size()) return false;
  if (ordinal) cased.copy(out.text + number.size(), 2, number.size());
  out.size = cased.size();
  out.shape = ordinal ? Shape::kMixed : Shape::kDigits;
  out.entry = {};
  return true;
}

// The letters a digit stands for, the likelier first.
std::string_view LettersOf(char digit) {
  switch (digit) {
    case '0':
      return "o";
    case '1':
      return "il";
    case '3':
      return "e";
    case '4':
      return "a";
    case '5':
      return "s";
    case '6':
      return "g";
    case '7':
      return "t";
    case '8':
      return "b";
    default:
      return {};
  }
}

// "R0byn", "Mar1a", "H00PER", "c1ted".
bool ReadLetters(std::string_view cased, std::string_view folded, const Lexicon& lexicon,
                 SecondReading& out) {
  size_t places[4];
  size_t digits = 0;
  size_t letters = 0;
  size_t uppers = 0;
  for (size_t at = 0; at < cased.size(); ++at) {
    if (IsDigit(cased[at])) {
      if (digits == 4 || LettersOf(cased[at]).empty()) return false;
      places[digits++] = at;
      continue;
    }
    if (!IsLower(cased[at]) && !IsUpper(cased[at])) return false;
    ++letters;
    uppers += IsUpper(cased[at]) ? 1 : 0;
  }
  if (digits == 0 || letters < 2 || digits > letters + 1) return false;
  const bool capital = IsUpper(cased[0]);
  const bool announcement = cased.size() == 3 && uppers == letters;  // "D0B"
  if (cased.size() == 3 && !(capital && uppers == 1) && !announcement) return false;
  if (IsDigit(cased[0]) && (letters < 3 || (digits > 1 && places[1] == 1))) return false;
  // A known word with a number after it is just that: "unit3".
  if (places[0] == letters) {
    if (digits > 1 || letters < 3 || IsKnown(lexicon.Find(folded.substr(0, letters)))) return false;
  }
  Set(out, folded, capital || IsDigit(cased[0]) ? Shape::kCapital : Shape::kLower);
  if (uppers == letters && letters > 1) out.shape = Shape::kUpper;
  Lexicon::Entry best;
  char best_text[SecondReading::kLongest];
  const size_t ways = size_t{1} << digits;
  for (size_t way = 0; way < ways; ++way) {
    bool possible = true;
    for (size_t digit = 0; digit < digits; ++digit) {
      const std::string_view choices = LettersOf(cased[places[digit]]);
      const size_t choice = way >> digit & 1;
      possible &= choice < choices.size();
      if (possible) out.text[places[digit]] = choices[choice];
    }
    if (!possible || !Knows(lexicon, out)) continue;
    if (announcement ? (out.entry.bits & kAnnounces) == 0 : cased.size() == 3 && !IsName(out.entry)) continue;
    if (announcement) return true;
    if (IsName(out.entry)) {
      // Who writes "h0pe" hides a name.
      const bool function = (out.entry.bits & word::kFunction) != 0;
      if (out.shape == Shape::kLower && !function) out.shape = Shape::kCapital;
      return true;
    }
    if (!IsKnown(best)) {
      best = out.entry;
      out.word().copy(best_text, out.size);
    }
  }
  if (!IsKnown(best)) return false;
  std::copy(best_text, best_text + out.size, out.text);
  out.entry = best;
  return true;
}

// "LESLlE", "lN": small l among capitals; "CamiIa": a capital I among small letters; "lsabel", "Iopez".
bool ReadCase(std::string_view cased, std::string_view folded, const Lexicon& lexicon, SecondReading& out) {
  size_t uppers = 0;
  size_t small_l = 0;
  size_t other_lower = 0;
  size_t inner_i = 0;
  for (size_t at = 0; at < cased.size(); ++at) {
    if (IsUpper(cased[at])) {
      ++uppers;
      inner_i += cased[at] == 'I' && at > 0 ? 1 : 0;
    } else if (cased[at] == 'l') {
      ++small_l;
    } else {
      ++other_lower;
    }
  }
  const auto replace = [&](char from, char to, size_t first) {
    for (size_t at = first; at < cased.size(); ++at) {
      if (cased[at] == from) out.text[at] = to;
    }
  };
  const bool capital = IsUpper(cased[0]);
  if (small_l > 0 && uppers > 0 && other_lower == 0) {
    Set(out, folded, Shape::kUpper);
    replace('l', 'i', 0);
    // Of a longer word nothing else could be meant.
    return Knows(lexicon, out) || uppers >= 3;
  }
  if (inner_i > 0 && uppers == inner_i + (capital ? 1 : 0) && other_lower + small_l >= 2) {
    Set(out, folded, capital ? Shape::kCapital : Shape::kLower);
    replace('I', 'l', 1);
    if (Knows(lexicon, out)) return true;
    if (cased[0] != 'l') return false;
    out.text[0] = 'i';  // "lsabeIIa"
    out.shape = Shape::kCapital;
    return Knows(lexicon, out);
  }
  if (cased.size() >= 4 && uppers == 0 && cased[0] == 'l' && !IsVowel(cased[1]) && cased[1] != 'l') {
    Set(out, folded, Shape::kCapital);
    out.text[0] = 'i';
    return Knows(lexicon, out);
  }
  if (cased.size() >= 4 && uppers == 1 && cased[0] == 'I') {
    Set(out, folded, Shape::kCapital);
    out.text[0] = 'l';
    return Knows(lexicon, out) && IsName(out.entry);
  }
  return false;
}

// With every `from` of the word as `to`; false if it has none or becomes no known word.
bool Replace(std::string_view folded, Shape shape, std::string_view from, std::string_view to,
             const Lexicon& lexicon, SecondReading& out) {
  size_t at = folded.find(from);
  if (at == std::string_view::npos) return false;
  size_t size = 0;
  size_t done = 0;
  for (; at != std::string_view::npos; at = folded.find(from, done)) {
    if (size + (at - done) + to.size() > SecondReading::kLongest) return false;
    size += folded.substr(done, at - done).copy(out.text + size, at - done);
    size += to.copy(out.text + size, to.size());
    done = at + from.size();
  }
  if (size + folded.size() - done > SecondReading::kLongest) return false;
  size += folded.substr(done).copy(out.text + size, folded.size() - done);
  out.size = size;
  out.shape = shape;
  return Knows(lexicon, out);
}

}  // namespace

bool ReadAgain(std::string_view cased, std::string_view folded, Shape shape, const Lexicon& lexicon,
               SecondReading& out) {
  if (folded.size() < 2 || folded.size() > kLongestWord) return false;
  if (shape == Shape::kMixed) return ReadNumber(cased, out) || ReadLetters(cased, folded, lexicon, out);
  if (shape > Shape::kUpper) return false;
  if (ReadCase(cased, folded, lexicon, out)) return true;
  if (folded.size() < 4) return false;
  return Replace(folded, shape, "rn", "m", lexicon, out) || Replace(folded, shape, "vv", "w", lexicon, out) ||
         Replace(folded, shape, "cl", "d", lexicon, out);
}

bool ReadScannedNumber(std::string_view cased, SecondReading& out) {
  if (cased.size() > 19) return false;
  for (size_t at = 0; at < cased.size(); ++at) {
    const char digit = IsDigit(cased[at]) ? cased[at] : GroupDigitOf(cased[at]);
    if (digit == '\0') return false;
    out.text[at] = digit;
  }
  out.size = cased.size();
  out.shape = Shape::kDigits;
  out.entry = {};
  return true;
}

bool ReadScanned(std::string_view folded, Shape shape, const Lexicon& lexicon, SecondReading& out) {
  if (folded.size() < 4 || folded.size() > kLongestWord) return false;
  if (shape == Shape::kMixed) {  // an unknown name: "Agarwa1"
    size_t digits = 0;
    Set(out, folded, IsDigit(folded[0]) ? Shape::kLower : Shape::kCapital);
    for (size_t at = 0; at < folded.size(); ++at) {
      if (!IsDigit(folded[at])) continue;
      if (folded[at] > '1') return false;
      out.text[at] = folded[at] == '0' ? 'o' : 'l';
      ++digits;
    }
    out.entry = {};
    return digits <= 2 && folded.size() - digits >= 4;
  }
  if (shape > Shape::kUpper) return false;
  if (Replace(folded, shape, "m", "rn", lexicon, out) || Replace(folded, shape, "d", "cl", lexicon, out))
    return true;
  // One letter taken for another.
  static constexpr std::string_view kTaken = "liceehbnu";
  static constexpr std::string_view kMeant = "ilecobhun";
  for (size_t at = 0; at < folded.size(); ++at) {
    for (size_t pair = 0; pair < kTaken.size(); ++pair) {
      if (folded[at] != kTaken[pair]) continue;
      Set(out, folded, shape);
      out.text[at] = kMeant[pair];
      if (Knows(lexicon, out)) return true;
    }
  }
  return false;
}

}  // namespace schoolgate::redaction
