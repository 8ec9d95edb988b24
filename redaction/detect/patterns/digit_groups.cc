#include "redaction/detect/patterns/digit_groups.h"

#include <algorithm>

#include "redaction/detect/text/characters.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostDigits = 24;
constexpr size_t kLongestGroup = 19;
constexpr size_t kLongestMisread = 12;

// "0162x12": digits with an extension written to them; how many there are before the x, 0 if it is not that.
size_t BeforeExtension(const Text& text, size_t index) {
  if (text[index].shape != Shape::kMixed || text[index].size() > 10) return 0;
  const std::string_view word = text.Word(index);
  const size_t x = word.find('x');
  if (x != 4 || x + 1 == word.size()) return 0;
  const bool digits =
      word.find_first_not_of("0123456789") == x && word.find_first_not_of("0123456789", x + 1) == word.npos;
  return digits ? x : 0;
}

// A dot in the middle of the line, as some write phones.
bool IsMiddleDot(std::string_view gap) { return gap == "\u00B7" || gap == "\u2022" || gap == "\u2219"; }

// What stands between the groups of a number; scanners read round brackets as others and widen gaps at marks.
bool IsGroupGap(std::string_view gap) {
  if (gap.empty() || gap.size() > 6) return false;
  if (IsMiddleDot(gap)) return true;
  if (gap.find_first_not_of(" -./()[]{}_*\n") != gap.npos) return false;
  if (gap.size() <= 3) return true;
  return gap.find('\n') == gap.npos &&
         std::count_if(gap.begin(), gap.end(), [](char c) { return c != ' '; }) == 1;
}

// "OO" or "Ol" between groups that are numbers; "O" where digits go on behind it: "555 - O 1 4 8".
bool IsMisreadWord(const Text& text, size_t at, size_t index) {
  if (index == at || text[index].size() > 4) return false;
  const std::string_view gap = text.GapBefore(index);
  const std::string_view word = text.Word(index);
  if (!std::all_of(word.begin(), word.end(), [](char c) { return DigitLike(c) != '\0'; })) return false;
  if (word.size() >= 2 && (gap == "-" || gap == ".")) return true;
  if (word.size() > 2 || (word[0] != 'o' && word[0] != 'l' && word[0] != 'i') || !IsGroupGap(gap))
    return false;
  return index + 1 < text.size() && IsDigitLike(text, index + 1) && text.GapBefore(index + 1).size() <= 3 &&
         text.GapBefore(index + 1).find_first_not_of(" -.") == std::string_view::npos && index - at >= 1 &&
         !(gap == " " && text.Word(index) != "o" && text[index].shape == Shape::kLower && word.size() == 1);
}

}  // namespace

char DigitLike(char folded) {
  if (IsDigit(folded)) return folded;
  switch (folded) {
    case 'o':
      return '0';
    case 'l':
    case 'i':
      return '1';
    case 's':
      return '5';
    case 'b':
      return '8';
    case 'z':
      return '2';
    default:
      return '\0';
  }
}

bool IsDigitLike(const Text& text, size_t index) {
  const Token& token = text[index];
  if (token.shape == Shape::kDigits) return true;
  if (token.shape != Shape::kMixed || token.size() > kLongestMisread) return false;
  const std::string_view word = text.Word(index);
  return std::all_of(word.begin(), word.end(), [](char c) { return DigitLike(c) != '\0'; });
}

std::string DigitsOfWord(std::string_view folded) {
  std::string out(folded);
  for (char& c : out) {
    if (const char digit = DigitLike(c); digit != '\0') c = digit;
  }
  return out;
}

bool DigitGroups::Begin(std::initializer_list<size_t> lengths) const {
  if (count < lengths.size()) return false;
  size_t index = 0;
  for (const size_t length : lengths) {
    if (Length(index++) != length) return false;
  }
  return true;
}

bool DigitGroups::Even() const {
  for (size_t index = 2; index < count; ++index) {
    if (marked[index] != marked[1]) return false;
  }
  return true;
}

DigitGroups GatherDigits(const Text& text, size_t at) {
  DigitGroups groups;
  groups.first = at;
  groups.plus = text.Before(text[at].begin) == '+';
  for (size_t index = at; index < text.size() && groups.count < DigitGroups::kMost; ++index) {
    const bool word = IsMisreadWord(text, at, index);
    // Its reading's length: digits may have been written one by one.
    const size_t extended = index > at ? BeforeExtension(text, index) : 0;
    if (extended != 0 && groups.digits.size() >= 3) {
      const std::string_view gap = text.GapBefore(index);
      if (gap.empty() || gap.size() > 3 || gap.find_first_not_of(" -./") != gap.npos) break;
      groups.marked[groups.count] = gap.find_first_of("-./") != gap.npos;
      groups.digits += text.Word(index).substr(0, extended);
      groups.ends[groups.count++] = groups.digits.size();
      break;
    }
    const size_t size = text.Word(index).size();
    if (size > kLongestGroup || (!IsDigitLike(text, index) && !word)) break;
    if (index > at) {
      const std::string_view gap = text.GapBefore(index);
      const bool dot = IsMiddleDot(gap);
      if (!IsGroupGap(gap)) break;
      // A phone may be broken after its area code, or after any mark.
      const bool area =
          groups.Length(0) == 3 && (groups.count == 1 || (groups.count == 2 && groups.Length(1) == 3));
      if (gap.find('\n') != std::string_view::npos && gap.find('-') == std::string_view::npos && !area) break;
      groups.marked[groups.count] = dot || gap.find_first_of("-./()[]{}_*") != std::string_view::npos;
    }
    if (groups.digits.size() + size > kMostDigits) break;
    if (text[index].shape == Shape::kDigits) {
      groups.digits += text.Word(index);
    } else {
      groups.digits += DigitsOfWord(text.Word(index));
      groups.misread = true;
    }
    groups.ends[groups.count++] = groups.digits.size();
  }
  return groups;
}

bool IsQuantity(const Text& text, const Token& token) {
  const char before = text.Before(token.begin);
  if (before == '$') return true;
  const char further = token.begin >= 2 ? text.At(token.begin - 2) : '\0';
  if (before == '.' && IsDigit(further)) return true;
  if (before == ',' && IsDigit(further) && token.size() == 3) return true;
  const char after = text.At(token.end);
  const char next = text.At(token.end + 1);
  if (after == '%' || (after == '.' && IsDigit(next))) return true;
  // A thousand has three digits behind its comma; the next cell of a table may have any.
  return after == ',' && IsDigit(next) && token.size() <= 3 && IsDigit(text.At(token.end + 2)) &&
         IsDigit(text.At(token.end + 3)) && !IsDigit(text.At(token.end + 4));
}

}  // namespace schoolgate::redaction
