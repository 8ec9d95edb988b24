#include "redaction/detect/patterns/record_lines.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "redaction/detect/patterns/cue_words.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kReach = 9;          // words between a name and its value
constexpr size_t kBracketReach = 14;  // words of a remark in brackets
constexpr size_t kNextLine = 40;      // words to the number of the line beside

bool IsPerson(const Text& text, size_t at) {
  const Token& token = text[at];
  if (!token.IsCapitalised() || token.size() < 2 ||
      token.Has(word::kCalendar | word::kFunction | word::kTitle | word::kPlace | word::kState |
                word::kStreetType | word::kRelation | word::kSchool))
    return false;
  if (token.name != 0 || token.Has(word::kGiven)) return !token.Has(word::kDictionary) || at > 0;
  // "WISC 5/3/2021"
  if (token.Has(word::kDictionary) || (token.shape == Shape::kUpper && token.size() < 5)) return false;
  return CueBitsOfWord(text.Word(at)) == 0;
}

// What a record has between a name and a value.
bool IsOfRecord(const Text& text, size_t at) {
  static constexpr std::string_view kWords[] = {
      "aka",  "and",    "y",      "the",    "twin", "twins",  "gr",    "grade", "rm",
      "room", "male",   "female", "jr",     "sr",   "middle", "de",    "la",    "del",
      "los",  "van",    "hr",     "tchr",   "new",  "id",     "perm",  "class", "boy",
      "girl", "gemelo", "grado",  "gemela", "nina", "nino",   "kinder"};
  const Token& token = text[at];
  if (token.size() == 1 || (token.shape == Shape::kDigits && token.size() <= 10)) return true;
  if (token.shape == Shape::kMixed && token.size() <= 4) return true;  // "9th", "2B"
  return Contains(kWords, text.Word(at));
}

bool EndsLine(std::string_view gap) { return gap.find('\n') != gap.npos; }

// Before and behind the token stands what parts the cells of a line, or the line's end.
bool IsCell(const Text& text, size_t at) {
  const auto parts = [](std::string_view gap) {
    return gap.find_first_of("/|,\t;\n") != gap.npos || gap.find(" - ") != gap.npos ||
           gap.find("\u2013") != gap.npos || gap.find("   ") != gap.npos;
  };
  const std::string_view before = text.GapBefore(at);
  const std::string_view behind = text.GapBefore(at + 1);
  return (at == 0 || parts(before)) && (at + 1 >= text.size() || parts(behind)) &&
         before.find_first_of("$+#") == before.npos && behind.find('%') == behind.npos &&
         !(before == "/" || before == "-" || before == "," || behind == "/" || behind == "-" ||
           behind == ",");
}

// A person's name stands behind token `at`, at once.
bool PrecedesPerson(const Text& text, size_t at) {
  return at + 1 < text.size() && !EndsLine(text.GapBefore(at + 1)) && IsPerson(text, at + 1);
}

}  // namespace

bool FollowsPerson(const Text& text, size_t first) {
  for (size_t at = first; at > 0 && first - at < kReach; --at) {
    const std::string_view gap = text.GapBefore(at);
    if (EndsLine(gap) || gap.size() > 24 || gap.find_first_of("!?:=") != gap.npos) return false;
    if (gap.find(". ") != gap.npos && at != first && text[at - 1].size() > 2) return false;
    if (gap.find(')') != gap.npos && gap.find('(') == gap.npos) {  // "Bao Ly (Bao is first) 10-4-20"
      size_t open = at;
      while (open > 0 && at - open < kBracketReach &&
             text.GapBefore(open).find('(') == std::string_view::npos)
        --open;
      if (open == 0 || at - open >= kBracketReach) return false;
      at = open + 1;
      if (text.GapBefore(open).find('\n') != std::string_view::npos) return false;
      if (IsPerson(text, open - 1)) return true;
      continue;
    }
    if (IsPerson(text, at - 1)) return true;
    const bool quoted = text.Before(text[at - 1].begin) == '"' || text.At(text[at - 1].end) == '"';
    if (!quoted && !IsOfRecord(text, at - 1)) return false;
  }
  return false;
}

bool IsRecordCell(const Text& text, size_t at) {
  const size_t size = text[at].size();
  if (text[at].shape != Shape::kDigits || size < 6 || size > 10 || !IsCell(text, at)) return false;
  if (!FollowsPerson(text, at) && !PrecedesPerson(text, at)) return false;
  const auto alike = [&](size_t other) {
    return text[other].shape == Shape::kDigits && text[other].size() == size && IsCell(text, other) &&
           (FollowsPerson(text, other) || PrecedesPerson(text, other));
  };
  bool line = false;
  for (size_t next = at + 1; next < text.size() && next - at < kNextLine; ++next) {
    line |= EndsLine(text.GapBefore(next));
    if (line && alike(next)) return true;
  }
  line = false;
  for (size_t back = at; back > 0 && at - back < kNextLine; --back) {
    line |= EndsLine(text.GapBefore(back));
    if (line && alike(back - 1)) return true;
  }
  return false;
}

bool IsInPersonsFile(const Text& text, size_t at) {
  const Token& token = text[at];
  if (token.shape != Shape::kDigits || token.size() < 5 || token.size() > 10 || at == 0) return false;
  const auto joins = [](std::string_view gap) {
    return gap.size() == 1 && std::strchr("._-", gap[0]) != nullptr;
  };
  if (!joins(text.GapBefore(at)) || at + 1 >= text.size() || !joins(text.GapBefore(at + 1)) ||
      text[at + 1].shape == Shape::kDigits)
    return false;
  for (size_t back = at; back > 0 && at - back < 5 && joins(text.GapBefore(back)); --back) {
    const Token& part = text[back - 1];
    if (part.shape == Shape::kDigits) return false;
    if (part.size() > 2 && (part.name != 0 || part.Has(word::kGiven)) && !part.Has(word::kDictionary))
      return true;
    if (IsPerson(text, back - 1)) return true;
  }
  return false;
}

}  // namespace schoolgate::redaction
