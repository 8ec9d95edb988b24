// Ids of pupils and staff: the roster's, and those a label names.
#include <algorithm>

#include "redaction/detect/patterns/match.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kShortest = 4;
constexpr size_t kLongest = 20;
constexpr size_t kSurely = 6;  // digits that are hardly anything else when the roster has them

size_t CountDigits(std::string_view word) {
  return static_cast<size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool IsYear(std::string_view word) {
  return word.size() == 4 && (word.starts_with("19") || word.starts_with("20"));
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

// The label says that this is an id nobody of the roster has.
bool IsNamed(const Scan& scan, size_t at, const Cues::Label& label) {
  const Text& text = scan.text;
  const std::string_view word = text.Word(at);
  const size_t digits = CountDigits(word);
  if (text[at].shape == Shape::kMixed && (word.size() < 5 || digits * 2 < word.size())) return false;
  if (label.Denies()) return false;
  if (scan.Continues(MatchKind::kId, at) && !scan.out.empty() &&
      scan.out.back().end - scan.out.back().begin == text[at].size()) {
    return true;
  }
  if (word.find_first_not_of('0') == word.npos) return false;  // a placeholder
  if (NamedAfter(scan, at)) return true;
  if (label.Has(cue::kPhone) && !label.Has(cue::kId)) return false;
  const bool marked = label.direct || text.GapBefore(at).find_first_of(":=#") != std::string_view::npos;
  if (!marked) return false;
  if (label.Has(cue::kId)) return !IsYear(word) || label.Has(cue::kPupil);
  if (!label.Has(cue::kPupil)) return false;
  return label.Has(cue::kNumber) || (digits >= 5 && !scan.numbers_need_proof);
}

}  // namespace

size_t ScanStudentId(Scan& scan, size_t at, const Cues::Label& own_label) {
  const Text& text = scan.text;
  const Token& token = text[at];
  // "STU-604824", "x-99120": the letters joined to it are part of it.
  const bool prefixed = at > 0 && text.GapBefore(at) == "-" && text[at - 1].IsWord() &&
                        text[at - 1].size() <= 4 && text[at - 1].begin >= scan.floor;
  const Cues::Label label = prefixed && !own_label.direct ? scan.LabelOf(at - 1) : own_label;
  if (token.size() > kLongest || IsQuantity(text, token)) return at;
  if (token.size() < kShortest) {  // "604-824"
    if (!label.Has(cue::kId) || token.shape != Shape::kDigits) return at;
    const DigitGroups groups = GatherDigits(text, at);
    const auto owners = scan.index.FindId(groups.digits);
    if (groups.count < 2 || owners.empty()) return at;
    Match match = MatchOf(text, at, at + groups.count, MatchKind::kId, "roster.id", "id", 0.95F);
    match.value = groups.digits;
    match.owners = owners;
    scan.Add(std::move(match));
    return at + groups.count;
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
  if (owners.empty() && !IsNamed(scan, at, label)) return at;
  const size_t first = prefixed ? at - 1 : at;
  Match match = MatchOf(text, first, at + 1, MatchKind::kId, owners.empty() ? "pattern.id" : "roster.id",
                        label.Has(cue::kId | cue::kPupil) ? "id" : "", owners.empty() ? 0.75F : 0.97F);
  match.value = std::move(value);
  match.owners = owners;
  scan.Add(std::move(match));
  return at + 1;
}

}  // namespace schoolgate::redaction
