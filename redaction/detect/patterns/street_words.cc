#include "redaction/detect/patterns/street_words.h"

#include <algorithm>
#include <string>

#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

// Sorted. What the lexicon calls a street type and is in neither list is plain.
constexpr std::string_view kStrong[] = {"av",         "ave",    "avenue",  "blvd", "boulevard", "cir",
                                        "expressway", "expy",   "freeway", "fwy",  "highway",   "hwy",
                                        "lane",       "ln",     "parkway", "pkwy", "rd",        "road",
                                        "st",         "street", "ter",     "tpke", "turnpike"};
constexpr std::string_view kWeak[] = {
    "arcade",   "broadway", "brook",  "camino", "causeway", "commons",   "corner",  "corners", "creek",
    "crst",     "divide",   "dale",   "estate", "estates",  "farm",      "farms",   "ferry",   "field",
    "fields",   "ford",     "forest", "fork",   "gardens",  "gate",      "gateway", "glen",    "green",
    "grove",    "hbr",      "harbor", "haven",  "hill",     "hills",     "hollow",  "inlet",   "island",
    "junction", "key",      "knoll",  "knolls", "lake",     "lakes",     "landing", "mall",    "manor",
    "meadow",   "meadows",  "mews",   "mill",   "mills",    "oaks",      "orchard", "oval",    "park",
    "pines",    "plain",    "plains", "port",   "prairie",  "promenade", "ranch",   "rapids",  "rest",
    "ridges",   "river",    "shore",  "shores", "spring",   "springs",   "spur",    "station", "stream",
    "summit",   "trace",    "trce",   "tunnel", "union",    "valley",    "via",     "viaduct", "views",
    "village",  "ville",    "vista",  "walk",   "wall",     "well",      "wells",   "wood",    "woods"};
constexpr std::string_view kRoad[] = {
    "avenue",  "ave",   "co", "county", "cr",         "farm",  "federal",  "fm",  "forest",
    "highway", "hwy",   "i",  "ih",     "interstate", "loop",  "market",   "old", "pr",
    "private", "ranch", "rd", "rm",     "road",       "route", "rr",       "rt",  "rte",
    "rural",   "sh",    "sr", "state",  "st",         "to",    "township", "us"};

}  // namespace

StreetType StreetTypeOf(const Text& text, size_t index) {
  const std::string_view word = text.Word(index);
  if (text[index].shape == Shape::kMixed) {  // "B0u1evard", as scanners read it
    if (word.size() < 4 || word.size() > 10 || word[0] <= '9') return StreetType::kNone;
    std::string letters(word);
    std::replace(letters.begin(), letters.end(), '0', 'o');
    std::replace(letters.begin(), letters.end(), '1', 'l');
    return Contains(kStrong, letters) ? StreetType::kStrong : StreetType::kNone;
  }
  if (text[index].Has(word::kStreetType))
    return Contains(kStrong, word) ? StreetType::kStrong : StreetType::kPlain;
  if (text[index].size() > 9 || !text[index].IsCapitalised()) return StreetType::kNone;
  return Contains(kWeak, word) ? StreetType::kWeak : StreetType::kNone;
}

bool IsDirection(std::string_view word) {
  static constexpr std::string_view kDirections[] = {
      "n",     "s",     "e",    "w",    "ne",        "nw",        "se",        "sw",
      "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"};
  return Contains(kDirections, word);
}

bool IsRoadWord(std::string_view word) { return word.size() <= 10 && Contains(kRoad, word); }

bool IsStreetGap(std::string_view gap) {
  if (gap == "\u00BD " || gap == "\u00BC " || gap == "\u00BE ") return true;  // "527½ S Church"
  return gap == " " || gap == ". " || gap == "." || gap == "-" || gap == "'" || gap == "  " || gap == "-\n";
}

bool AddressGoesOn(std::string_view gap) {
  if (gap == ";") return true;  // a vCard's
  // A comma joins where a scanner widened the blanks around it.
  const bool wide = gap.size() <= 6 && gap.find(',') != gap.npos;
  return (gap.size() <= 4 || wide) && gap.find_first_not_of(" ,.\n\r\\") == std::string_view::npos &&
         std::count(gap.begin(), gap.end(), '\n') <= 1;
}

}  // namespace schoolgate::redaction
