#include "redaction/detect/patterns/number_words.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "redaction/detect/patterns/digit_groups.h"
#include "redaction/detect/patterns/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostWords = 24;
constexpr size_t kLongestDigits = 4;  // of a group already in digits

enum class Kind : uint8_t { kNone, kUnit, kTeen, kTens, kHundred, kHundreds, kThousand, kRepeat, kOrdinal };

struct NumberWord {
  std::string_view word;
  Kind kind;
  int value;
};

constexpr NumberWord kWords[] = {  // sorted
    {"catorce", Kind::kTeen, 14},
    {"cero", Kind::kUnit, 0},
    {"cien", Kind::kHundreds, 100},
    {"ciento", Kind::kHundreds, 100},
    {"cinco", Kind::kUnit, 5},
    {"cincuenta", Kind::kTens, 50},
    {"cuarenta", Kind::kTens, 40},
    {"cuatro", Kind::kUnit, 4},
    {"cuatrocientos", Kind::kHundreds, 400},
    {"diecinueve", Kind::kTeen, 19},
    {"dieciocho", Kind::kTeen, 18},
    {"dieciseis", Kind::kTeen, 16},
    {"diecisiete", Kind::kTeen, 17},
    {"diez", Kind::kTeen, 10},
    {"doble", Kind::kRepeat, 2},
    {"doce", Kind::kTeen, 12},
    {"dos", Kind::kUnit, 2},
    {"doscientos", Kind::kHundreds, 200},
    {"double", Kind::kRepeat, 2},
    {"eight", Kind::kUnit, 8},
    {"eighteen", Kind::kTeen, 18},
    {"eighteenth", Kind::kOrdinal, 18},
    {"eighth", Kind::kOrdinal, 8},
    {"eighty", Kind::kTens, 80},
    {"eleven", Kind::kTeen, 11},
    {"eleventh", Kind::kOrdinal, 11},
    {"fifteen", Kind::kTeen, 15},
    {"fifteenth", Kind::kOrdinal, 15},
    {"fifth", Kind::kOrdinal, 5},
    {"fifty", Kind::kTens, 50},
    {"first", Kind::kOrdinal, 1},
    {"five", Kind::kUnit, 5},
    {"forty", Kind::kTens, 40},
    {"four", Kind::kUnit, 4},
    {"fourteen", Kind::kTeen, 14},
    {"fourteenth", Kind::kOrdinal, 14},
    {"fourth", Kind::kOrdinal, 4},
    {"hundred", Kind::kHundred, 100},
    {"mil", Kind::kThousand, 1000},
    {"nine", Kind::kUnit, 9},
    {"nineteen", Kind::kTeen, 19},
    {"nineteenth", Kind::kOrdinal, 19},
    {"ninety", Kind::kTens, 90},
    {"ninth", Kind::kOrdinal, 9},
    {"nought", Kind::kUnit, 0},
    {"novecientos", Kind::kHundreds, 900},
    {"noventa", Kind::kTens, 90},
    {"nueve", Kind::kUnit, 9},
    {"ochenta", Kind::kTens, 80},
    {"ocho", Kind::kUnit, 8},
    {"ochocientos", Kind::kHundreds, 800},
    {"oh", Kind::kUnit, 0},
    {"once", Kind::kTeen, 11},
    {"one", Kind::kUnit, 1},
    {"primero", Kind::kOrdinal, 1},
    {"quince", Kind::kTeen, 15},
    {"quinientos", Kind::kHundreds, 500},
    {"second", Kind::kOrdinal, 2},
    {"seis", Kind::kUnit, 6},
    {"seiscientos", Kind::kHundreds, 600},
    {"sesenta", Kind::kTens, 60},
    {"setecientos", Kind::kHundreds, 700},
    {"setenta", Kind::kTens, 70},
    {"seven", Kind::kUnit, 7},
    {"seventeen", Kind::kTeen, 17},
    {"seventeenth", Kind::kOrdinal, 17},
    {"seventh", Kind::kOrdinal, 7},
    {"seventy", Kind::kTens, 70},
    {"siete", Kind::kUnit, 7},
    {"six", Kind::kUnit, 6},
    {"sixteen", Kind::kTeen, 16},
    {"sixteenth", Kind::kOrdinal, 16},
    {"sixth", Kind::kOrdinal, 6},
    {"sixty", Kind::kTens, 60},
    {"ten", Kind::kTeen, 10},
    {"tenth", Kind::kOrdinal, 10},
    {"third", Kind::kOrdinal, 3},
    {"thirteen", Kind::kTeen, 13},
    {"thirteenth", Kind::kOrdinal, 13},
    {"thirtieth", Kind::kOrdinal, 30},
    {"thirty", Kind::kTens, 30},
    {"thousand", Kind::kThousand, 1000},
    {"three", Kind::kUnit, 3},
    {"trece", Kind::kTeen, 13},
    {"treinta", Kind::kTens, 30},
    {"tres", Kind::kUnit, 3},
    {"trescientos", Kind::kHundreds, 300},
    {"triple", Kind::kRepeat, 3},
    {"twelfth", Kind::kOrdinal, 12},
    {"twelve", Kind::kTeen, 12},
    {"twentieth", Kind::kOrdinal, 20},
    {"twenty", Kind::kTens, 20},
    {"two", Kind::kUnit, 2},
    {"un", Kind::kUnit, 1},
    {"uno", Kind::kUnit, 1},
    {"veinte", Kind::kTens, 20},
    {"veinticinco", Kind::kTeen, 25},
    {"veinticuatro", Kind::kTeen, 24},
    {"veintidos", Kind::kTeen, 22},
    {"veintinueve", Kind::kTeen, 29},
    {"veintiocho", Kind::kTeen, 28},
    {"veintiseis", Kind::kTeen, 26},
    {"veintisiete", Kind::kTeen, 27},
    {"veintitres", Kind::kTeen, 23},
    {"veintiuno", Kind::kTeen, 21},
    {"zero", Kind::kUnit, 0}};

constexpr size_t kLetters = 26;
constexpr size_t kLongest = 13;

// The number words that begin with the same two letters.
struct Start {
  uint8_t first = 0, count = 0;
  uint16_t lengths = 0;  // a bit for each length they have
};
constexpr std::array<Start, kLetters* kLetters> kStarts = [] {
  std::array<Start, kLetters * kLetters> out{};
  for (size_t at = 0; at < std::size(kWords); ++at) {
    const std::string_view word = kWords[at].word;
    Start& start = out[static_cast<size_t>(word[0] - 'a') * kLetters + static_cast<size_t>(word[1] - 'a')];
    if (start.count++ == 0) start.first = static_cast<uint8_t>(at);
    start.lengths = static_cast<uint16_t>(start.lengths | 1U << word.size());
  }
  return out;
}();

const NumberWord& Find(const Text& text, size_t index) {
  static constexpr NumberWord kNoWord = {};
  static constexpr NumberWord kOh = {"o", Kind::kUnit, 0};
  if (index >= text.size() || !text[index].IsWord() || text[index].size() > kLongest) return kNoWord;
  const std::string_view word = text.Word(index);
  if (word.size() < 2) return word == "o" ? kOh : kNoWord;
  const auto letter = [&](size_t at) { return static_cast<uint8_t>(word[at] - 'a'); };
  if (letter(0) >= kLetters || letter(1) >= kLetters || word.size() > kLongest) return kNoWord;
  const Start& start = kStarts[size_t{letter(0)} * kLetters + letter(1)];
  if ((start.lengths >> word.size() & 1) == 0) return kNoWord;
  for (size_t at = start.first; at < size_t{start.first} + start.count; ++at) {
    if (kWords[at].word == word) return kWords[at];
  }
  return kNoWord;
}

// The words of one number stand side by side.
bool Joins(const Text& text, size_t index) {
  if (index >= text.size()) return false;
  const std::string_view gap = text.GapBefore(index);
  return gap == " " || gap == "-" || gap == ", " || gap == " - " || gap == ") " || gap == " (";
}

// One number below a thousand from `at` on, as it is said: "eight", "forty eight", "four hundred and eleven",
// "cuatrocientos once". Moves `at` past it; -1 if there is none.
int Small(const Text& text, size_t& at, bool apart) {
  const NumberWord word = Find(text, at);
  const auto below_hundred = [&](size_t& from) {
    const NumberWord one = Find(text, from);
    if (one.kind == Kind::kTens) {
      size_t next = ++from;
      if (next < text.size() && text.Word(next) == "y" && Joins(text, next)) ++next;
      const NumberWord unit = Joins(text, next) ? Find(text, next) : NumberWord{};
      if (apart || unit.kind != Kind::kUnit || unit.value == 0) return one.value;
      from = next + 1;
      return one.value + unit.value;
    }
    if (one.kind != Kind::kUnit && one.kind != Kind::kTeen) return -1;
    ++from;
    return one.value;
  };
  const auto rest = [&](int hundreds, size_t from) {
    at = from;
    size_t next = from;
    if (next < text.size() && text.Word(next) == "and" && Joins(text, next)) ++next;
    if (!Joins(text, next)) return hundreds;
    const int small = below_hundred(next);
    if (small <= 0) return hundreds;
    at = next;
    return hundreds + small;
  };
  if (word.kind == Kind::kHundreds) return rest(word.value, at + 1);
  if (word.kind == Kind::kUnit && word.value > 0 && Joins(text, at + 1) &&
      Find(text, at + 1).kind == Kind::kHundred)
    return rest(word.value * 100, at + 2);
  return below_hundred(at);
}

}  // namespace

bool IsNumberWord(const Text& text, size_t index) {
  // Nearly no word begins and is as long as one.
  const std::string_view word = text.Word(index);
  if (word.size() > 1) {
    const size_t first = static_cast<uint8_t>(word[0] - 'a');
    const size_t second = static_cast<uint8_t>(word[1] - 'a');
    if (first >= kLetters || second >= kLetters || word.size() > kLongest ||
        (kStarts[first * kLetters + second].lengths >> word.size() & 1) == 0)
      return false;
  }
  const Kind kind = Find(text, index).kind;
  return kind != Kind::kNone && kind != Kind::kOrdinal && kind != Kind::kHundred;
}

bool IsSpokenMark(const Text& text, size_t index) {
  if (index + 1 >= text.size() || text[index].size() > 6) return false;
  const std::string_view word = text.Word(index);
  return word == "dash" || word == "dot" || word == "guion" || word == "punto" || word == "hyphen";
}

SpokenNumber ReadSpokenNumber(const Text& text, size_t at, bool apart) {
  SpokenNumber number;
  size_t token = at;
  while (token < text.size() && token - at < kMostWords && (token == at || Joins(text, token))) {
    // "five five five dash oh one"
    if (token > at && IsSpokenMark(text, token) && Joins(text, token + 1) &&
        (text[token + 1].shape == Shape::kDigits || Find(text, token + 1).kind == Kind::kUnit)) {
      ++token;
      continue;
    }
    const bool begins = token == at || number.words > 0 || number.parts > 0;
    if (text[token].shape == Shape::kDigits && begins && text[token].size() <= kLongestDigits) {
      number.digits += text.Word(token++);
      ++number.parts;
      number.next = token;
      continue;
    }
    const NumberWord word = Find(text, token);
    size_t next = token;
    if (word.kind == Kind::kRepeat) {
      const NumberWord unit = Find(text, token + 1);
      if (unit.kind != Kind::kUnit) break;
      number.digits.append(static_cast<size_t>(word.value), static_cast<char>('0' + unit.value));
      next = token + 2;
    } else if (word.kind == Kind::kThousand) {  // "mil novecientos"
      size_t from = token + 1;
      const int small = Joins(text, from) ? Small(text, from, apart) : 0;
      number.digits += std::to_string(1000 + std::max(small, 0));
      next = small > 0 ? from : token + 1;
    } else {
      const int small = Small(text, next, apart);
      if (small < 0) break;
      int value = small;
      if (Joins(text, next) && Find(text, next).kind == Kind::kThousand &&
          small > 0) {  // "two thousand eleven"
        size_t from = ++next;
        if (from < text.size() && text.Word(from) == "and" && Joins(text, from)) ++from;
        const int rest = Joins(text, from) ? Small(text, from, apart) : 0;
        value = value * 1000 + std::max(rest, 0);
        if (rest > 0) next = from;
      }
      number.digits += std::to_string(value);
    }
    number.words += next - token;
    number.parts += next - token;
    token = next;
    number.next = token;
  }
  return number;
}

int ReadSpokenDay(const Text& text, size_t& at) {
  if (at >= text.size()) return 0;
  const NumberWord word = Find(text, at);
  int day = 0;
  size_t next = at + 1;
  if (word.kind == Kind::kOrdinal || word.kind == Kind::kUnit || word.kind == Kind::kTeen) {
    day = word.value;
  } else if (word.kind == Kind::kTens) {
    day = word.value;
    size_t unit_at = next;
    if (unit_at < text.size() && text.Word(unit_at) == "y") ++unit_at;
    const NumberWord unit = Joins(text, unit_at) ? Find(text, unit_at) : NumberWord{};
    if ((unit.kind == Kind::kOrdinal || unit.kind == Kind::kUnit) && unit.value > 0 && unit.value < 10) {
      day += unit.value;
      next = unit_at + 1;
    }
  }
  if (day < 1 || day > 31) return 0;
  at = next;
  return day;
}

int ReadSpokenYear(const Text& text, size_t& at) {
  if (at >= text.size()) return 0;
  if (text[at].shape == Shape::kDigits && text[at].size() == 4) {
    const std::string_view word = text.Word(at++);
    int year = 0;
    for (const char c : word) year = year * 10 + (c - '0');
    return year;
  }
  const SpokenNumber number = ReadSpokenNumber(text, at);
  int year = 0;
  if (number.digits.size() == 4 || number.digits.size() == 2) {
    for (const char c : number.digits) year = year * 10 + (c - '0');
  }
  if (number.digits.size() == 2) year = FullYear(year);
  if (year < 1900 || year > 2100) return 0;
  at = number.next;
  return year;
}

}  // namespace schoolgate::redaction
