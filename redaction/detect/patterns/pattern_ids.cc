// Ids of pupils and staff: the roster's, and those a label names.
#include <algorithm>
#include <cstring>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/record_lines.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kShortest = 4;
constexpr size_t kLongest = 20;
constexpr CueBits kAsked = cue::kRelative | cue::kReach | cue::kNumber;  // who answers, and what
constexpr size_t kSurely = 6;  // digits that are hardly anything else when the roster has them

size_t CountDigits(std::string_view word) {
  return static_cast<size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool IsYear(std::string_view word) {
  return word.size() == 4 && (word.starts_with("19") || word.starts_with("20"));
}

// "111111", "123456": what stands for an id in a form or a test.
bool IsPlaceholder(std::string_view digits) {
  bool same = true;
  bool up = digits[0] <= '1';
  for (size_t at = 1; at < digits.size(); ++at) {
    same &= digits[at] == digits[0];
    up &= digits[at] == digits[at - 1] + 1;
  }
  return same || (up && digits.size() <= 6);
}

// What comes of a number looks like the ids of the roster's pupils, and it stands where a record has one: in
// a cell, a bracket, a list, behind a mark or behind a name.
bool IsOfRoster(const Scan& scan, size_t at, const Cues::Label& label) {
  const Text& text = scan.text;
  const Token& token = text[at];
  const std::string_view word = text.Word(at);
  if (token.shape != Shape::kDigits || !scan.index.IsIdShape(word)) return false;
  if (label.bits != 0 && !label.Has(cue::kId | cue::kPupil | cue::kRelative | cue::kNumber | cue::kDay))
    return false;
  if (label.Denies() || word.ends_with("000") || scan.numbers_need_proof) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view gap = text.GapBefore(at);
  if (gap.find_first_of("$#+*") != gap.npos) return false;
  // A part of a longer number, or one that is measured.
  if (!gap.empty() && gap.size() == 1 && gap != " " && gap != "\n" && at > 0 &&
      is_digit(text.Before(text[at - 1].end)))
    return false;
  if (text.At(token.end) > ' ' && std::strchr("-._/+:", text.At(token.end)) != nullptr &&
      is_digit(text.At(token.end + 1)))
    return false;
  if (label.Has(cue::kId | cue::kPupil)) return true;
  if (at + 1 < text.size() && text.GapBefore(at + 1) == " " && text[at + 1].shape == Shape::kLower &&
      !text[at + 1].Has(word::kFunction) &&
      (text[at + 1].Has(word::kDictionary) || text[at + 1].size() <= 3) && (at == 0 || gap != " "))
    return false;
  if (at == 0 || gap.find_first_of("\n:(|\t,;[-_=") != gap.npos) return true;
  if (gap.find_first_not_of(' ') != gap.npos || CueBitsOfWord(text.Word(at - 1)) != 0) return false;
  const bool name = text[at - 1].name != 0 && !text[at - 1].Has(word::kDictionary);
  return name || (text[at - 1].IsCapitalised() && text[at - 1].size() > 1);
}

// "S# 604824": the letter stands for the student.
bool IsLettered(const Text& text, size_t at) {
  return at > 0 && text.Word(at - 1) == "s" && text[at - 1].IsCapitalised() &&
         text.GapBefore(at).starts_with('#');
}

// "604824 is my id", "604824 (student number)".
bool NamedAfter(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (at + 1 >= text.size()) return false;
  const std::string_view next = text.Word(at + 1);
  if (next != "is" && next != "es" && next != "was" && text.GapBefore(at + 1) != " (") return false;
  const CueBits after = scan.cues.After(at, 5);
  if ((after & cue::kNot) != 0) return false;
  if ((after & cue::kId) != 0) return true;
  bool number = false;
  for (size_t word = at + 1; word < std::min(at + 6, text.size()); ++word)
    number |= text.Word(word) == "number" || text.Word(word) == "numero";
  return number && (after & cue::kPupil) != 0;
}

// The next line of a list of ids: "- 604824", or the number alone.
bool ContinuesBelow(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (scan.last != MatchKind::kId || at == 0 || text[at - 1].end != scan.floor) return false;
  const std::string_view gap = text.GapBefore(at);
  return gap.size() <= 8 && std::count(gap.begin(), gap.end(), '\n') == 1 &&
         gap.find_first_not_of(" \r\n\t-*") == gap.npos;
}

// "T-00417" where an id is spoken of: "ID: pending, temp T-00417".
bool HasIdNear(const Scan& scan, size_t first) {
  constexpr size_t kReach = 6;
  const Text& text = scan.text;
  for (size_t at = first; at > 0 && first - at < kReach; --at) {
    if (text.GapBefore(at).find_first_of("\n;|") != std::string_view::npos) return false;
    const CueBits bits = scan.cues.Of(at - 1);
    const bool temporary = text.Word(at - 1) == "temp";
    if (((bits & cue::kNot) != 0 && !temporary) || text[at - 1].shape == Shape::kDigits) return false;
    if ((bits & cue::kId) != 0) return true;
  }
  return false;
}

// "of girl is 550218 and boy 550219": a second id of as many digits, in the sentence of the first.
bool ContinuesSentence(const Scan& scan, size_t at) {
  constexpr size_t kFarthest = 40;
  const Text& text = scan.text;
  if (scan.last != MatchKind::kId || scan.out.empty() || text[at].size() < 5) return false;
  const Match& last = scan.out.back();
  if (last.end != scan.floor || last.end - last.begin != text[at].size()) return false;
  const std::string_view between = text.view().folded().substr(scan.floor, text[at].begin - scan.floor);
  return between.size() <= kFarthest && between.find_first_of(".\n;:$") == between.npos &&
         between.find_first_of("0123456789") == between.npos;
}

// "Alumno: …  Fecha de nac.: …  Núm.: VA-338104": the number of a form about a pupil.
bool IsFormNumber(const Scan& scan, size_t first, const Cues::Label& label) {
  constexpr size_t kReach = 12;
  const Text& text = scan.text;
  if (!label.direct || (label.bits & ~(cue::kNumber | cue::kReach)) != 0 || !label.Has(cue::kNumber))
    return false;
  if (text.GapBefore(first).find_first_of(":#") == std::string_view::npos) return false;
  for (size_t at = first; at > 0 && first - at < kReach; --at) {
    if (text.GapBefore(at).find('\n') != std::string_view::npos) return false;
    if ((scan.cues.Of(at - 1) & (cue::kBirth | cue::kPupil | cue::kId)) != 0) return true;
  }
  return false;
}

// The groups are not one number: "status 200 (412".
bool HasBracket(const Text& text, const DigitGroups& groups) {
  const uint32_t begin = text[groups.first].end;
  const uint32_t end = text[groups.first + groups.count - 1].begin;
  return text.view().folded().substr(begin, end - begin).find_first_of("()[]{}\n") != std::string_view::npos;
}

// The label says that an id follows.
bool NamesId(const Cues::Label& label) {
  return label.Has(cue::kId) || (label.Has(cue::kPupil) && label.Has(cue::kNumber));
}

// "604-824", "31 42 06", "8 8 2 1 3": an id in groups, the roster's or one a label names.
size_t GroupedId(Scan& scan, size_t at, const Cues::Label& label) {
  const Text& text = scan.text;
  const bool named = NamesId(label);
  if (!named || text[at].shape != Shape::kDigits) return at;
  const DigitGroups groups = GatherDigits(text, at);
  if (groups.count < 2) return at;
  const auto owners = scan.index.FindId(groups.digits);
  const size_t digits = groups.digits.size();
  const bool fits = label.direct && !HasBracket(text, groups) && digits >= 5 && digits <= 12 &&
                    groups.Even() && !label.Has(cue::kPhone) && !label.Denies() &&
                    !IsQuantity(text, text[at]) && groups.Length(groups.count - 1) + 2 >= groups.Length(0);
  if (owners.empty() && !fits) return at;
  const size_t next = at + groups.count;
  Match match = MatchOf(text, at, next, MatchKind::kId, owners.empty() ? "pattern.id" : "roster.id", "id",
                        owners.empty() ? 0.75F : 0.95F);
  match.value = groups.digits;
  match.owners = owners;
  scan.Add(std::move(match));
  return next;
}

// The label says that this is an id nobody of the roster has.
bool IsNamed(const Scan& scan, size_t at, const Cues::Label& label) {
  const Text& text = scan.text;
  const std::string_view word = text.Word(at);
  const size_t digits = CountDigits(word);
  if (text[at].shape == Shape::kMixed && (word.size() < 5 || digits * 2 < word.size())) return false;
  if (label.Denies()) return false;
  if (IsOfRoster(scan, at, label)) return true;
  if ((scan.Continues(MatchKind::kId, at) || ContinuesBelow(scan, at)) && !scan.out.empty() &&
      scan.out.back().end - scan.out.back().begin == text[at].size()) {
    return true;
  }
  if (text[at].shape == Shape::kDigits && IsPlaceholder(word)) return false;
  if (NamedAfter(scan, at) || IsLettered(text, at)) return true;
  if (text[at].shape == Shape::kDigits && !scan.numbers_need_proof) {
    if (ContinuesSentence(scan, at)) return true;
    const bool free = (label.bits & ~(kAsked | cue::kId | cue::kPupil)) == 0 && !IsYear(word);
    if (free && IsRecordCell(text, at)) return true;
    if (free && IsInPersonsFile(text, at) && ReadLooseDate(text, at).next == 0) return true;
    // "scan card=0088117": no bank's, which has more digits.
    if (label.Has(cue::kCard) && label.direct && digits >= 5 && digits <= 10 && text.GapBefore(at) == "=")
      return true;
  }
  if (digits >= 5 && digits <= 12 && (label.bits & ~kAsked) == 0 && !scan.numbers_need_proof &&
      WasAskedForId(scan, at, false))
    return true;
  if (label.Has(cue::kPhone) && !NamesId(label)) return false;
  // "student number of the girl is 550218"
  const bool said = at > 0 && NamesId(label) && digits >= 5 && text.GapBefore(at) == " " &&
                    (text.Word(at - 1) == "is" || text.Word(at - 1) == "es" || text.Word(at - 1) == "was");
  const bool marked =
      label.direct || said || text.GapBefore(at).find_first_of(":=#") != std::string_view::npos;
  if (!marked) return false;
  if (label.Has(cue::kId)) return !IsYear(word) || label.Has(cue::kPupil);
  if (!label.Has(cue::kPupil)) return false;
  return label.Has(cue::kNumber) || (digits >= 5 && !scan.numbers_need_proof);
}

}  // namespace

// "What is her student number? 604824"
bool WasAskedForId(const Scan& scan, size_t at, bool said) {
  constexpr size_t kReach = 30;
  const Text& text = scan.text;
  size_t question = 0;
  // An answer on a line of its own, or behind who says it: "his perm # to log in", "Tess: 604824".
  for (size_t begin = at; begin > 0 && at - begin < 4; --begin) {
    const std::string_view gap = text.GapBefore(begin);
    if (gap.find('\n') != gap.npos) {
      if (std::count(gap.begin(), gap.end(), '\n') == 1) question = begin;
      break;
    }
    if (begin == at && !said ? !gap.starts_with(':') : gap != " " && gap != ": ") break;
  }
  const size_t turn = question;
  for (size_t word = at; word > 0 && at - word < kReach; --word) {
    const std::string_view gap = text.GapBefore(word);
    if (gap.find('?') != gap.npos) question = word;
    if (turn != 0 && question == turn && word < turn && gap.find('\n') != gap.npos) break;
    if (question == 0 || word > question) continue;
    const CueBits bits = scan.cues.Of(word - 1);
    if ((bits & cue::kId) != 0) return true;
    const bool hash = word < text.size() && text.GapBefore(word).find('#') != std::string_view::npos;
    if (hash && (bits & cue::kPupil) != 0) return true;
    const bool numbered = (bits & cue::kNumber) != 0 && word >= 2;
    if (numbered && (scan.cues.Of(word - 2) & cue::kPupil) != 0) return true;
  }
  return false;
}

size_t ScanStudentId(Scan& scan, size_t at, const Cues::Label& own_label) {
  const Text& text = scan.text;
  const Token& token = text[at];
  // "STU-604824", "x-99120": the letters joined to it are part of it.
  const bool prefixed = at > 0 && text.GapBefore(at) == "-" && text[at - 1].IsWord() &&
                        text[at - 1].size() <= 4 && text[at - 1].begin >= scan.floor;
  const Cues::Label label = prefixed && !own_label.direct ? scan.LabelOf(at - 1) : own_label;
  if (token.size() > kLongest || IsQuantity(text, token)) return at;
  if (token.size() < kShortest) return GroupedId(scan, at, label);
  // "7740-093-126"
  if (NamesId(label) && at + 1 < text.size() && text.GapBefore(at + 1) == "-" &&
      text[at + 1].shape == Shape::kDigits && text[at + 1].size() >= 3) {
    if (const size_t next = GroupedId(scan, at, label); next != at) return next;
  }
  const std::string_view word = text.Word(at);
  const std::string_view trimmed = RosterIndex::TrimId(word);
  auto owners = scan.index.FindId(word);
  if (owners.empty() && trimmed.size() >= kShortest) owners = scan.index.FindId(trimmed);
  if (owners.empty() && token.shape == Shape::kMixed && IsDigitLike(text, at))
    owners = scan.index.FindId(DigitsOfWord(word));
  if (owners.empty() && token.reading != 0) owners = scan.index.FindId(text.Written(token));
  // Short numbers are many things; the roster's alone do not say which.
  const bool called = label.Has(cue::kId | cue::kPupil | cue::kPin | cue::kSecret);
  if (!owners.empty() && trimmed.size() < kSurely && token.shape == Shape::kDigits && !called) owners = {};
  if (!owners.empty() && label.Denies() && label.direct && !label.Has(cue::kId | cue::kPupil)) owners = {};
  std::string value(trimmed);
  const size_t first = prefixed ? at - 1 : at;
  const bool lettered = prefixed && text[at - 1].IsCapitalised() && token.shape == Shape::kDigits;
  if (owners.empty() && !IsNamed(scan, at, label) &&
      !(lettered && !label.Has(cue::kRegistration) &&
        (HasIdNear(scan, at - 1) || (token.size() >= 5 && IsFormNumber(scan, at - 1, scan.LabelOf(at - 1))))))
    return at;
  // "55210-8": a check digit.
  size_t next = at + 1;
  if (label.Has(cue::kId | cue::kPupil) && label.direct && next < text.size() &&
      text.GapBefore(next) == "-" && text[next].shape == Shape::kDigits && text[next].size() <= 2 &&
      text.At(text[next].end) != '-')
    ++next;
  Match match = MatchOf(text, first, next, MatchKind::kId, owners.empty() ? "pattern.id" : "roster.id",
                        label.Has(cue::kId | cue::kPupil) ? "id" : "", owners.empty() ? 0.75F : 0.97F);
  match.value = std::move(value);
  match.owners = owners;
  scan.Add(std::move(match));
  return next;
}

}  // namespace schoolgate::redaction
