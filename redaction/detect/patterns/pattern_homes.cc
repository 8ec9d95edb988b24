// Homes that have no number before the name of a street: lodgings, streets with the number behind them, and
// house numbers of other forms than digits alone.
#include <algorithm>
#include <string>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/number_words.h"
#include "redaction/detect/patterns/street_words.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 4;
constexpr size_t kMostLinks = 4;  // "to the apartment on"

bool IsUnitWord(std::string_view word) {
  static constexpr std::string_view kUnits[] = {
      "apt",  "apartment", "unit", "rm",  "room",   "space",  "sp",     "spc",   "lot",  "ste", "trailer",
      "trlr", "suite",     "no",   "num", "numero", "number", "cuarto", "depto", "casa", "site"};
  return Contains(kUnits, word);
}

// Between the word for living and the home's name.
bool IsLink(std::string_view word) {
  static constexpr std::string_view kLinks[] = {
      "at", "on", "in", "to",    "the",       "en",   "la",   "el", "x",   "por",  "near", "off",   "a",
      "an", "is", "es", "house", "apartment", "apts", "over", "un", "una", "with", "home", "place", "sobre"};
  return Contains(kLinks, word);
}

// No home's name though a number may follow: "District 9", "Tier 12".
bool IsGroupWord(std::string_view word) {
  static constexpr std::string_view kGroups[] = {"district", "region", "zone", "ward", "tier",  "team",
                                                 "group",    "lexile", "math", "top",  "about", "week"};
  return Contains(kGroups, word);
}

// The first token of a home's name that ends before token `end`, with a word for living before it: "lives on
// willow bend"; `end` if there is none.
size_t HomeName(const Scan& scan, size_t end) {
  const Text& text = scan.text;
  size_t first = end;
  while (first > 0 && end - first < kMostNameWords) {
    const Token& token = text[first - 1];
    const std::string_view word = text.Word(first - 1);
    if (first != end && !IsStreetGap(text.GapBefore(first))) break;
    if (token.begin < scan.floor || !token.IsWord() || token.shape == Shape::kUnspaced) break;
    const bool name = token.size() >= 3 && !token.Has(word::kFunction | word::kNameVerb | word::kRelation) &&
                      (scan.cues.Of(first - 1) & (cue::kLives | cue::kAddress | cue::kNot)) == 0 &&
                      !IsGroupWord(word);
    if (!name && !(IsDirection(word) && first != end)) break;
    if (IsLink(word)) break;
    --first;
  }
  if (first == end) return end;
  size_t at = first;
  for (size_t links = 0; at > 0 && links <= kMostLinks; ++links, --at) {
    if (text.GapBefore(at).find_first_of(".;\n?!") != std::string_view::npos) return end;
    if ((scan.cues.Of(at - 1) & cue::kLives) != 0) return first;
    if (!IsLink(text.Word(at - 1))) return end;
  }
  return end;
}

bool IsYear(std::string_view word) {
  return word.size() == 4 && (word.starts_with("19") || word.starts_with("20"));
}

// ", el 6 cero 1 2", " #612", " numero 12" behind a street: the token after the number, or `next`.
size_t AfterNumber(const Text& text, size_t next) {
  constexpr size_t kMostParts = 6;
  size_t at = next;
  if (at >= text.size()) return next;
  const std::string_view gap = text.GapBefore(at);
  if (gap.size() > 3 || gap.find_first_not_of(" ,#") != gap.npos) return next;
  const bool marked = IsUnitWord(text.Word(at)) || text.Word(at) == "el";
  if (marked) ++at;
  const size_t first = at;
  while (at < text.size() && at - first < kMostParts && (at == first || text.GapBefore(at) == " ") &&
         ((text[at].shape == Shape::kDigits && text[at].size() <= 5) || IsNumberWord(text, at)))
    ++at;
  const bool house =
      at > first && (marked || gap.find('#') != gap.npos || at - first >= 2 || text[first].size() >= 2);
  return house && text[first].shape == Shape::kDigits ? at : next;
}

bool IsLodging(const Text& text, size_t at) {
  static constexpr std::string_view kLodgings[] = {
      "motel",   "inn",        "hotel",  "lodge",  "suites",    "apartments", "apts",  "estates",
      "shelter", "campground", "condos", "hostel", "townhomes", "terrace",    "villas"};
  const std::string_view word = text.Word(at);
  if (word.size() < 3 || word.size() > 10) return false;
  if (word == "park" && at > 0) {
    const std::string_view kind = text.Word(at - 1);
    return kind == "home" || kind == "rv" || kind == "trailer" || kind == "mobile";
  }
  return Contains(kLodgings, word);
}

// "on Hwy 99", "off Blackstone" behind a lodging.
size_t AfterRoad(const Text& text, size_t next) {
  if (next + 1 >= text.size() || text.GapBefore(next) != " ") return next;
  const std::string_view link = text.Word(next);
  if (link != "on" && link != "off" && link != "near" && link != "by") return next;
  size_t end = next + 1;
  while (end < text.size() && end - next < 4 && text.GapBefore(end) == " " &&
         ((text[end].IsCapitalised() && text[end].size() > 1) ||
          (end > next + 1 && text[end].shape == Shape::kDigits)))
    ++end;
  return end > next + 1 ? end : next;
}

}  // namespace

size_t LastOfHouse(const Text& text, size_t at) {
  if (at + 1 >= text.size() || text[at].shape != Shape::kDigits) return at;
  const Token& next = text[at + 1];
  const std::string_view gap = text.GapBefore(at + 1);
  // "45-12 Skillman Ave", "47-388 Hui Iwa St".
  const bool joined = gap == "-" && next.shape == Shape::kDigits && text[at].size() <= 3 &&
                      next.size() >= 2 && next.size() <= 4 && at + 2 < text.size() &&
                      text.GapBefore(at + 2) == " ";
  return joined ? at + 1 : at;
}

size_t Directed(const Text& text, size_t at, bool home) {
  const size_t direction = at + 1;
  const size_t name = at + 2;
  if (name >= text.size() || !IsStreetGap(text.GapBefore(direction)) || !IsDirection(text.Word(direction)))
    return 0;
  const std::string_view gap = text.GapBefore(name);
  if (gap != " " && gap != ". ") return 0;
  const bool capital = text[direction].IsCapitalised();
  const std::string_view said_before = at > 0 ? text.Word(at - 1) : std::string_view();
  if (said_before == "a" || said_before == "of" || said_before == "with") return 0;  // newtons
  const size_t digits = text[at].size();
  const bool brief = text.Word(direction).size() <= 2;
  // "450 E 300 S": as streets are numbered in Utah.
  if (brief && capital && text[name].shape == Shape::kDigits && text[name].size() >= 2 &&
      name + 1 < text.size() && IsDirection(text.Word(name + 1)) && text[name + 1].IsCapitalised() &&
      text.GapBefore(name + 1) == " ")
    return name + 2;
  // "1233 E. 79th": streets are numbered too.
  const bool ordinal = text[name].shape == Shape::kMixed && text[name].size() >= 3 &&
                       text[name].size() <= 5 && text.Word(name)[0] <= '9' &&
                       text.Word(name).find_first_of("snrt") != std::string_view::npos;
  if (ordinal && capital && digits >= 3) return name + 1;
  if (!text[name].IsWord() || text[name].size() < 3 || IsDirection(text.Word(name))) return 0;
  if (text[name].Has(word::kFunction | word::kCalendar | word::kNameVerb)) return 0;
  if (!capital) {
    const std::string_view before = at > 0 ? text.Word(at - 1) : std::string_view();
    const bool said = home || before == "is" || before == "at" || before == "es" || before == "en";
    return said && brief && digits >= 3 && !text[name].IsCapitalised() ? name + 1 : 0;
  }
  if (!text[name].IsCapitalised() || digits < 2 || (!home && (digits < 3 || !brief))) return 0;
  const bool second = name + 1 < text.size() && text.GapBefore(name + 1) == " " &&
                      text[name + 1].IsCapitalised() && text[name + 1].size() > 2 &&
                      !text[name + 1].Has(word::kFunction | word::kCalendar | word::kTitle);
  return name + (second ? 2 : 1);
}

size_t SpanishStreet(const Text& text, size_t at, bool home) {
  static constexpr std::string_view kLeads[] = {
      "rue",   "rua",    "duong",    "calle",   "avenida",  "avda",    "camino",  "via",   "paseo",
      "corte", "vereda", "callejon", "placita", "caminito", "privada", "cerrada", "rancho"};
  const size_t lead = at + 1;
  if (lead + 1 >= text.size() || !IsStreetGap(text.GapBefore(lead)) || text[lead].size() > 10) return 0;
  std::string word(text.Word(lead));
  if (text[lead].shape == Shape::kMixed) {  // "Ca11e", as scanners read it
    std::replace(word.begin(), word.end(), '1', 'l');
    std::replace(word.begin(), word.end(), '0', 'o');
  }
  if (!Contains(kLeads, word)) return 0;
  const bool capital = text[lead].IsCapitalised() || text[lead].shape == Shape::kMixed;
  if ((!capital && !home) || text[at].size() < 2) return 0;
  size_t end = lead + 1;
  size_t names = 0;
  while (end < text.size() && end - lead <= kMostNameWords && text.GapBefore(end) == " ") {
    const Token& token = text[end];
    const bool particle = token.Has(word::kParticle) || text.Word(end) == "des";
    const bool name =
        token.size() >= 3 &&
        (token.IsCapitalised() || (!capital && token.IsWord() && names == 0 && !token.Has(word::kFunction)));
    if (!name && !particle) break;
    names += particle ? 0 : 1;
    ++end;
  }
  while (end > lead + 1 && text[end - 1].Has(word::kParticle) && !text[end - 1].IsCapitalised()) --end;
  return names > 0 ? end : 0;
}

size_t NumberAfterStreet(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& number = text[at];
  if (at == 0 || number.size() < 2 || number.size() > 5 || IsQuantity(text, number)) return at;
  // "at 5th and Main"
  if (number.shape == Shape::kMixed) {
    const bool joined = at + 2 < text.size() && text.Word(at + 1) == "and" && text[at + 2].IsCapitalised();
    if (!joined || DayOf(text, at) == 0 || (scan.cues.Before(at, 7, scan.floor) & cue::kLives) == 0)
      return at;
    return AddAddress(scan, at, at + 3, {}, "pattern.address", "corner", 0.7F);
  }
  const std::string_view gap = text.GapBefore(at);
  if (gap.size() > 3 || gap.find_first_not_of(" ,#") != gap.npos) return at;
  const bool unit = IsUnitWord(text.Word(at - 1));
  const bool marked = unit || gap.find('#') != gap.npos;
  if (!marked && (gap != " " || IsYear(text.Word(at)))) return at;
  if (at + 1 < text.size() && text.GapBefore(at + 1) == " " && text[at + 1].Has(word::kCalendar)) return at;
  const size_t end = unit ? at - 1 : at;
  const size_t first = HomeName(scan, end);
  if (first == end) return at;
  if (!marked && at + 1 < text.size() && text.Word(at + 1).ends_with('s') && text.GapBefore(at + 1) == " " &&
      text[at + 1].Has(word::kDictionary) && !text[at + 1].Has(word::kFunction))
    return at;  // "lives about 20 minutes away"
  return AddAddress(scan, first, at + 1, {}, "pattern.address", "home", 0.7F);
}

size_t LowerStreet(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (at == 0 || text[at].IsCapitalised() || StreetTypeOf(text, at) != StreetType::kStrong) return at;
  const size_t first = HomeName(scan, at);
  if (first == at) return at;
  return AddAddress(scan, first, AfterNumber(text, at + 1), {}, "pattern.address", "home", 0.7F);
}

size_t ScanLodging(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (!IsLodging(text, at)) return at;
  size_t first = at;
  while (first > 0 && at - first < kMostNameWords && text.GapBefore(first) == " " &&
         text[first - 1].IsCapitalised() && text[first - 1].begin >= scan.floor &&
         !text[first - 1].Has(word::kFunction | word::kTitle))
    --first;
  size_t name_end = at + 1;
  const bool numbered = text.Word(at) == "motel" && name_end < text.size() &&
                        text.GapBefore(name_end) == " " && text[name_end].shape == Shape::kDigits &&
                        text[name_end].size() == 1;
  if (numbered) ++name_end;  // "Motel 6"
  if (first == at && !numbered) return at;
  // "Space 12, Rancho Verde Mobile Home Park"
  const bool before = first >= 2 && text[first - 1].size() <= 4 && text[first - 1].shape != Shape::kLower &&
                      !text[first - 1].IsCapitalised() && IsUnitWord(text.Word(first - 2)) &&
                      text.GapBefore(first).size() <= 2;
  const size_t next = AddressTail(text, name_end);
  const bool unit = next > name_end && (IsUnitWord(text.Word(name_end)) ||
                                        text.GapBefore(name_end).find('#') != std::string_view::npos);
  bool lives = false;
  for (size_t back = first; back > 0 && first - back < 5 && !lives; --back) {
    if (text.GapBefore(back).find_first_of(".;\n?!") != std::string_view::npos) break;
    lives = (scan.cues.Of(back - 1) & cue::kLives) != 0;
  }
  if (!before && !unit && !lives) return at;
  const size_t end = AfterRoad(text, unit ? next : name_end);
  return AddAddress(scan, before ? first - 2 : first, end, {}, "pattern.address", "lodging", 0.75F);
}

}  // namespace schoolgate::redaction
