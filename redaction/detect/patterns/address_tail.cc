// What follows a street in an address: unit, city, state, postal code.
#include <algorithm>
#include <iterator>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/number_words.h"
#include "redaction/detect/patterns/street_words.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostCityWords = 4;
constexpr CueBits kOtherLabels = cue::kBirth | cue::kPhone | cue::kId | cue::kSsn | cue::kRegistration;

bool IsUnitValue(const Text& text, size_t at) {
  const Token& token = text[at];
  return token.size() <= 5 && (token.shape == Shape::kDigits || token.shape == Shape::kMixed ||
                               token.size() == 1 || (token.shape == Shape::kUpper && token.size() <= 2));
}

// Words for a part of a house that a number or a letter follows.
bool IsUnitWord(std::string_view word) {
  static constexpr std::string_view kUnits[] = {
      "space",  "trailer",  "room",   "building", "apto",  "box",      "trlr",   "sp",
      "lote",   "lot",      "cuarto", "depto",    "dept",  "interior", "number", "numero",
      "num",    "rm",       "casa",   "piso",     "spc",   "door",     "puerta", "bldg",
      "unidad", "recamara", "bloco",  "bloque",   "torre", "edificio"};
  return std::find(std::begin(kUnits), std::end(kUnits), word) != std::end(kUnits);
}

// And those that stand alone: "2049 Elm Ave, rear".
bool IsPartOfHouse(std::string_view word) {
  static constexpr std::string_view kParts[] = {
      "rear",  "upstairs", "downstairs", "up",   "upper", "lower", "down",    "dn",    "back",
      "front", "bsmt",     "basement",   "left", "right", "side",  "upfront", "attic", "garage"};
  return std::find(std::begin(kParts), std::end(kParts), word) != std::end(kParts);
}

// "Apt 4", "#3", "# C", "Lot 14", "Bldg 3 Apt 204", "2nd floor".
size_t AfterUnits(const Text& text, size_t next) {
  for (size_t units = 0; units < 3 && next < text.size(); ++units) {
    const std::string_view gap = text.GapBefore(next);
    const size_t hash = gap.find('#');
    if (gap.size() <= 4 && hash != gap.npos && gap.find_first_not_of(" ,#\n") == gap.npos &&
        IsUnitValue(text, next)) {
      ++next;
      continue;
    }
    if (!AddressGoesOn(gap)) break;
    const std::string_view word = text.Word(next);
    const bool unit = text[next].Has(word::kUnit) || IsUnitWord(word);
    const bool said = unit && next + 1 < text.size() && IsNumberWord(text, next + 1);
    if (said && text.GapBefore(next + 1) == " ") {  // "number five"
      next = ReadSpokenNumber(text, next + 1).next;
      continue;
    }
    if (unit && word != "no" && next + 1 < text.size() && IsUnitValue(text, next + 1)) {
      const std::string_view inner = text.GapBefore(next + 1);
      if (inner.size() <= 3 && inner.find_first_not_of(" .#-") == inner.npos) {
        next += 2;
        // "apartment b as in boy", as it is dictated.
        if (next + 2 < text.size() && text.Word(next) == "as" && text.Word(next + 1) == "in") next += 3;
        continue;
      }
    }
    const bool rear = IsPartOfHouse(word) && (text[next].IsCapitalised() || gap.find(',') != gap.npos);
    if (rear || (word == "floor" && text[next - 1].shape == Shape::kMixed)) {
      ++next;
      continue;
    }
    const std::string_view behind = next + 1 < text.size() ? text.Word(next + 1) : std::string_view();
    const bool counted = text[next].shape == Shape::kMixed || text[next].shape == Shape::kDigits ||
                         word == "first" || word == "second" || word == "third" || word == "primer" ||
                         word == "segundo" || word == "tercer";
    if (counted && text[next].size() <= 7 && text.GapBefore(next + 1).size() <= 3 &&
        (behind == "floor" || behind == "fl" || behind == "piso" || behind == "andar" || behind == "flr")) {
      next += 2;
      continue;
    }
    break;
  }
  return next;
}

bool IsZip(const Text& text, size_t at) {
  return at < text.size() && IsDigitLike(text, at) && text[at].size() == 5;
}

size_t AfterZip(const Text& text, size_t at) {
  if (!IsZip(text, at) || !AddressGoesOn(text.GapBefore(at))) return at;
  const bool plus4 = at + 1 < text.size() && text.GapBefore(at + 1) == "-" && text[at + 1].size() == 4 &&
                     text[at + 1].shape == Shape::kDigits;
  return at + (plus4 ? 2 : 1);
}

// The tokens of a state's name at `at`; 0 if none is there.
size_t StateWords(const Text& text, size_t at) {
  if (at >= text.size()) return 0;
  const std::string_view word = text.Word(at);
  // "0H 44105", as scanners read it
  if (text[at].shape == Shape::kMixed && word.size() == 2 && IsZip(text, at + 1) &&
      (word[0] == '0' || word[1] == '0') && word[0] != word[1])
    return 1;
  if (text[at].Has(word::kState)) {
    const bool written = text[at].size() > 2 || text[at].shape == Shape::kUpper || IsZip(text, at + 1);
    return written ? 1 : 0;
  }
  if (at + 1 >= text.size() || text.GapBefore(at + 1) != " ") return 0;
  const std::string_view second = text.Word(at + 1);
  if (word == "new")
    return second == "york" || second == "jersey" || second == "mexico" || second == "hampshire" ? 2 : 0;
  if (word == "north" || word == "south") return second == "carolina" || second == "dakota" ? 2 : 0;
  return (word == "west" && second == "virginia") || (word == "rhode" && second == "island") ||
                 (word == "puerto" && second == "rico")
             ? 2
             : 0;
}

// ", Cedar Hollow" and then the sentence or the line ends: a city without its state.
size_t AfterCity(const Text& text, size_t next) {
  const std::string_view gap = text.GapBefore(next);
  if (next >= text.size() || (gap != ", " && gap != ",\n")) return next;
  size_t end = next;
  while (end < text.size() && end - next < 3 && text[end].IsCapitalised() && text[end].size() > 2) {
    if (end > next && text.GapBefore(end) != " " && text.GapBefore(end) != "-\n") break;
    if (text[end].Has(word::kFunction | word::kTitle | word::kRelation | word::kCalendar)) return next;
    if (CueBitsOfWord(text.Word(end)) != 0 && end == next) return next;
    ++end;
  }
  const std::string_view behind = text.GapBefore(end);
  // Or what is of somebody else's data goes on: a phone, a bracket.
  const bool listed = end < text.size() && behind.starts_with(',') &&
                      (text[end].shape == Shape::kDigits || CueBitsOfWord(text.Word(end)) != 0 ||
                       behind.find('(') != behind.npos);
  // "…, Cedar Hollow, not our zone": the sentence goes on.
  const bool goes_on = end < text.size() && behind == ", " && text[end].shape == Shape::kLower &&
                       !(end == next + 1 && text[next].Has(word::kGiven | word::kDictionary));
  const bool ends = end >= text.size() || listed || goes_on || behind == " (" ||
                    behind.find_first_of(".;)\n\"<|\t") != behind.npos || behind.starts_with(" -");
  return end > next && ends ? end : next;
}

}  // namespace

size_t AddressTail(const Text& text, size_t next) {
  if (next < text.size() && IsStreetGap(text.GapBefore(next)) && IsDirection(text.Word(next)) &&
      (text[next].IsCapitalised() || text[next].size() > 1 || !text[next - 1].IsCapitalised())) {
    ++next;
  }
  next = AfterUnits(text, next);
  if (next >= text.size() || !AddressGoesOn(text.GapBefore(next))) return next;
  // Postal code at once, or a city and then a state or a postal code.
  if (IsZip(text, next)) return AfterZip(text, next);
  size_t city = next;
  while (city < text.size() && city - next <= kMostCityWords && AddressGoesOn(text.GapBefore(city))) {
    if (const size_t state = StateWords(text, city); state > 0) {
      // "in" and "or" are states only in capitals, and a city stands before a state, or a line of the address
      // ends.
      return AfterZip(text, city + state);
    }
    if (IsZip(text, city)) return city > next ? AfterZip(text, city) : next;
    const bool misread = text[city].shape == Shape::kMixed && text.Word(city)[0] > '9';
    if ((!text[city].IsWord() && !misread) || text[city].size() < 2 || text[city].Has(word::kCalendar)) break;
    if ((CueBitsOfWord(text.Word(city)) & kOtherLabels) != 0) break;  // "DL TX 48820917"
    const bool lower = !text[city].IsCapitalised() && !misread;
    if (lower && (text[city].Has(word::kFunction) || city + 1 >= text.size())) break;
    if (city > next && !IsStreetGap(text.GapBefore(city))) break;
    ++city;
    // The city goes on at once; only before the state or the code may a comma stand.
    if (city < text.size() && !IsStreetGap(text.GapBefore(city)) && StateWords(text, city) == 0 &&
        !IsZip(text, city))
      break;
  }
  return AfterCity(text, next);
}

size_t AddAddress(Scan& scan, size_t first, size_t next, std::span<const ValueIndex::Entry> owners,
                  std::string_view recognizer, std::string_view cue, float confidence) {
  const Text& text = scan.text;
  const size_t street_end = next;
  next = std::max(next, AddressTail(text, next));
  const size_t cell_end = scan.cues.CellEnd(first);
  while (next > street_end && text[next - 1].end > cell_end) --next;
  Match match = MatchOf(text, first, next, MatchKind::kAddress, recognizer, cue, confidence);
  match.value.clear();
  for (size_t at = first; at < street_end; ++at) {
    if (!match.value.empty()) match.value += ' ';
    match.value += RosterIndex::StreetWord(text.Word(at));
  }
  match.owners = owners;
  scan.Add(std::move(match));
  return next;
}

}  // namespace schoolgate::redaction
