// Street addresses in the forms of the United States, and the streets of the roster.
#include <algorithm>
#include <array>
#include <string>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/number_words.h"
#include "redaction/detect/patterns/street_words.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostStreetWords = 5;
constexpr CueBits kHome = cue::kAddress | cue::kLives;

// What is counted, measured or passed, so that no street is meant: "2 lane road", "10 minute drive".
bool IsMeasure(std::string_view word) {
  static constexpr std::string_view kMeasures[] = {
      "way",   "lane",   "mile",    "miles",  "hour",  "hours",  "minute", "minutes",  "min",   "mins",
      "block", "blocks", "day",     "days",   "yard",  "yards",  "foot",   "feet",     "meter", "meters",
      "km",    "car",    "cars",    "step",   "year",  "years",  "more",   "other",    "new",   "big",
      "long",  "main",   "kids",    "people", "point", "points", "am",     "pm",       "th",    "st",
      "nd",    "rd",     "percent", "dollar", "times", "good",   "bad",    "different"};
  return std::find(std::begin(kMeasures), std::end(kMeasures), word) != std::end(kMeasures);
}

// How many tokens from `at` on are the street of an address that a person of the roster has; 0 if none.
size_t RosterStreet(const Scan& scan, size_t at, std::span<const ValueIndex::Entry>& owners) {
  const Text& text = scan.text;
  if (at + 1 >= text.size() || text.GapBefore(at + 1).size() > 2) return 0;
  std::string start = IsDigitLike(text, at) ? DigitsOfWord(text.Word(at)) : std::string(text.Word(at));
  const std::string number = start;
  start += ' ';
  start += RosterIndex::StreetWord(text.Word(at + 1));
  owners = scan.index.FindValue(ValueKind::kStreet, start);
  size_t best = 0;
  size_t looked_at = 0;
  for (const ValueIndex::Entry& owner : owners) {
    if (++looked_at > 8) break;
    for (const Address& address : scan.index.roster().person(owner.person).addresses) {
      const std::string folded = FoldText(address.street);
      const std::vector<std::string_view> words = WordsOf(folded);
      size_t same = 0;
      while (same < words.size() && at + same < text.size() && text[at + same].size() <= 32 &&
             (same == 0
                  ? number == words[0]
                  : text.GapBefore(at + same).size() <= 3 && RosterIndex::StreetWord(text.Word(at + same)) ==
                                                                 RosterIndex::StreetWord(words[same]))) {
        ++same;
      }
      // A scanner's slip in the last word: "Palrnas".
      if (same >= 2 && same + 1 == words.size() && at + same < text.size() &&
          text.GapBefore(at + same) == " " && text[at + same].IsCapitalised() &&
          text.Word(at + same)[0] == words[same][0] && text[at + same].size() <= words[same].size() + 2 &&
          text[at + same].size() + 1 >= words[same].size())
        ++same;
      // The whole street, or all but its type.
      if (same >= 2 && same + 1 >= words.size()) best = std::max(best, same);
    }
  }
  return best;
}

// "1532 County Road 417", "2210 US-83 N", "88 Highway 90 East": a road that has a number for a name.
size_t NumberedRoad(const Text& text, size_t at) {
  size_t end = at + 1;
  if (end < text.size() && IsDirection(text.Word(end)) && text[end].IsCapitalised()) ++end;
  const size_t first = end;
  if (first >= text.size() || text.GapBefore(at + 1) != " ") return 0;
  while (end < text.size() && end - first < 4 && IsRoadWord(text.Word(end)) &&
         IsStreetGap(text.GapBefore(end)))
    ++end;
  if (end == first || end >= text.size()) return 0;
  const std::string_view gap = text.GapBefore(end);
  if (gap != " " && gap != "-" && gap != " #") return 0;
  if (end > first && IsNumberWord(text, end) && gap == " ") {  // "90 county road four seventeen"
    const SpokenNumber spoken = ReadSpokenNumber(text, end);
    return spoken.words >= 2 ? spoken.next : 0;
  }
  const bool number = text[end].shape == Shape::kDigits || text[end].shape == Shape::kMixed;
  if (!number || text[end].size() > 5) return 0;
  const bool written =
      text[first].IsCapitalised() || text.Word(end - 1) == "road" || text.Word(end - 1) == "highway";
  return written ? end + 1 : 0;
}

// What stands before says the number is no house: "Room 12", "May 3", "10:30".
bool IsNoHouse(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& number = text[at];
  const char before = text.Before(number.begin);
  if (before == '$' || before == '/' || before == '.') return true;
  if (at == 0) return false;
  const bool digits = text[at - 1].shape == Shape::kDigits;
  if (before == ':' && digits) return true;
  const std::string_view gap = text.GapBefore(at);
  if (gap.size() > 2 || gap.find('\n') != std::string_view::npos) return false;
  if (number.size() <= 2 && (MonthOf(text, at - 1) != 0 || text[at - 1].Has(word::kCalendar))) return true;
  return gap != ", " && (scan.cues.Of(at - 1) & (cue::kNot | kHome)) == cue::kNot;
}

// "W204N11912", "N6543": the houses of Wisconsin, by their place.
bool IsCoordinate(std::string_view word) {
  size_t at = 0;
  for (size_t parts = 0; parts < 2 && at < word.size(); ++parts) {
    if (std::string_view("nsew").find(word[at]) == std::string_view::npos) return false;
    const size_t end = std::min(word.find_first_not_of("0123456789", at + 1), word.size());
    if (end < at + 3 || end > at + 7) return false;
    at = end;
  }
  return at == word.size();
}

bool IsHouseNumber(const Text& text, size_t at) {
  const Token& number = text[at];
  if (number.shape == Shape::kMixed && IsCoordinate(text.Word(at)) && text[at].size() >= 4 &&
      text.view().cased()[number.begin] <= 'Z')
    return true;
  if (number.size() > 6) return false;
  if (IsDigitLike(text, at)) return true;
  const std::string_view word = text.Word(at);  // "411b"
  return number.shape == Shape::kMixed && word[0] >= '0' && word[0] <= '9' &&
         word.find_first_not_of("0123456789") == word.size() - 1;
}

// A street whose type ends it: gives the token after the type, and that type's strength.
struct Street {
  size_t end = 0;  // 0: none
  StreetType type = StreetType::kNone;
  bool lower = false;   // a word of it is in lower case
  size_t capitals = 0;  // capitalised words from the number on, without a break
};

Street ReadStreet(const Text& text, size_t at) {
  Street street;
  bool lower = false;
  for (size_t end = at + 1; end < text.size() && end - at <= kMostStreetWords + 1; ++end) {
    const std::string_view gap = text.GapBefore(end);
    const bool fraction =
        end == at + 1 && text.Word(end) == "1" && end + 1 < text.size() && text.GapBefore(end + 1) == "/";
    if (fraction) {  // "123 1/2 Elm St"
      ++end;
      continue;
    }
    if (!IsStreetGap(gap)) break;
    const Token& token = text[end];
    const StreetType type = StreetTypeOf(text, end);
    if (type != StreetType::kNone && end > at + 1 && !(IsDirection(text.Word(end - 1)) && end == at + 2)) {
      const bool more = end + 1 < text.size() && IsStreetGap(text.GapBefore(end + 1)) &&
                        StreetTypeOf(text, end + 1) != StreetType::kNone &&
                        text[end + 1].IsCapitalised() == token.IsCapitalised() && text[end + 1].size() > 1;
      if (!more || end - at >= kMostStreetWords) {
        street.end = end + 1;
        street.type = type;
        street.lower = lower || !token.IsCapitalised();
        if (type != StreetType::kWeak) return street;
      }
    }
    const bool ordinal = token.shape == Shape::kMixed && DayOf(text, end) != 0;
    const bool number_name =
        token.shape == Shape::kMixed && text.Word(end)[0] >= '0' && text.Word(end)[0] <= '9';
    if (token.shape == Shape::kDigits || (token.Has(word::kCalendar) && !token.IsCapitalised())) break;
    const bool article =
        token.Has(word::kFunction) && !token.Has(word::kParticle) && !IsDirection(text.Word(end));
    if (article && (!token.IsCapitalised() || end == at + 1)) break;
    const bool small = !token.IsCapitalised() && !ordinal && !number_name && !token.Has(word::kParticle) &&
                       !IsDirection(text.Word(end));
    if (!small && !lower) street.capitals = end - at;
    lower |= small;
  }
  return street;
}

// The address goes on with a state or a postal code after its street.
bool HasState(const Text& text, size_t next) {
  const size_t end = AddressTail(text, next);
  if (end <= next + 1) return false;
  return text[end - 1].Has(word::kState) || (text[end - 1].size() >= 4 && IsDigitLike(text, end - 1));
}

// ", Apt 4", ", trailer 9", ", #212" follows: the unit of a home, which no number of a lesson has.
bool HasDwelling(const Text& text, size_t next) {
  if (next + 1 >= text.size()) return false;
  const std::string_view word = text.Word(next);
  return (word == "apt" || word == "apartment" || word == "trailer" || word == "trlr" || word == "spc") &&
         text[next + 1].size() <= 4 && text.GapBefore(next + 1).size() <= 2;
}

bool IsAddress(const Scan& scan, size_t at, const Street& street, CueBits before) {
  const Text& text = scan.text;
  const bool cued = (before & kHome) != 0;
  if (street.type == StreetType::kWeak) return !street.lower && (cued || HasState(text, street.end));
  if (!street.lower) return true;
  if (street.type != StreetType::kStrong) return cued && !IsMeasure(text.Word(at + 1)) && text[at].size() > 1;
  for (size_t word = at + 1; word + 1 < street.end; ++word) {
    if (IsMeasure(text.Word(word)) || text[word].Has(word::kNameVerb)) return false;
  }
  return cued || text[at].size() >= 3 || HasState(text, street.end);
}

// A street that no type ends, from a house number at tokens [first, at] on: only where a state or a postal
// code follows, or a word for a home stands before. Gives `at` if it is none.
size_t Untyped(Scan& scan, size_t first, size_t at, const Street& street, CueBits before) {
  const Text& text = scan.text;
  if (street.capitals > 0) {
    for (size_t words = 1; words <= street.capitals; ++words) {
      const size_t end = at + 1 + words;
      const bool comma = end < text.size() && text.GapBefore(end).starts_with(',');
      if (comma && HasDwelling(text, end))
        return AddAddress(scan, first, end, {}, "pattern.address", "unit", 0.8F);
      if ((comma || words == street.capitals) && HasState(text, end) && text[at + 1].size() > 1)
        return AddAddress(scan, first, end, {}, "pattern.address", "state", 0.8F);
    }
  }
  const bool key = (scan.cues.HeadOf(at) & cue::kAddress) != 0;
  const bool lives = first > 0 && (before & kHome) != 0 && (scan.cues.Of(first - 1) & kHome) != 0;
  const std::string_view last = first > 0 ? text.Word(first - 1) : std::string_view();
  const bool said =
      (before & cue::kLives) != 0 && (last == "at" || last == "on" || last == "en" || last == "is");
  if (!key && !lives && !said) return at;
  if (street.capitals > 0 && !IsMeasure(text.Word(at + 1))) {
    return AddAddress(scan, first, at + 1 + std::min<size_t>(street.capitals, 3), {}, "pattern.address",
                      "home", 0.7F);
  }
  const bool name = text[at + 1].IsWord() && text[at + 1].size() >= 3 && text.GapBefore(at + 1) == " " &&
                    !text[at + 1].Has(word::kDictionary) && text[at].size() >= 2;
  return name ? AddAddress(scan, first, at + 2, {}, "pattern.address", "home", 0.65F) : at;
}

size_t Numbered(Scan& scan, size_t first) {
  const Text& text = scan.text;
  const size_t at = LastOfHouse(text, first);
  if (at == first && !IsHouseNumber(text, at)) return first;
  std::span<const ValueIndex::Entry> owners;
  if (const size_t known = RosterStreet(scan, at, owners); known > 0)
    return AddAddress(scan, first, std::max(at + known, NumberedRoad(text, at)), owners, "roster.address", "",
                      0.97F);
  if (at + 1 >= text.size() || IsNoHouse(scan, first)) return first;
  if (const size_t end = NumberedRoad(text, at); end != 0)
    return AddAddress(scan, first, end, {}, "pattern.address", "road", 0.85F);
  const Street street = ReadStreet(text, at);
  const CueBits before = scan.cues.Before(first, 5, scan.floor);
  if (street.end != 0 && IsAddress(scan, at, street, before))
    return AddAddress(scan, first, street.end, {}, "pattern.address", "street", 0.85F);
  if (const size_t end = Directed(text, at, at != first || (before & kHome) != 0); end != 0)
    return AddAddress(scan, first, end, {}, "pattern.address", "direction", 0.8F);
  if (const size_t end = SpanishStreet(text, at, (before & kHome) != 0); end != 0)
    return AddAddress(scan, first, end, {}, "pattern.address", "street", 0.8F);
  if (const size_t end = NumberAfterStreet(scan, first); end != first) return end;
  const size_t next = Untyped(scan, first, at, street, before);
  return next == at ? first : next;
}

// "on White Old Blvd": a street without its number, the roster's or one somebody is said to live on.
size_t Unnumbered(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (!text[at].IsCapitalised()) return LowerStreet(scan, at);
  size_t best = at;
  std::span<const ValueIndex::Entry> owners;
  std::string name(RosterIndex::StreetWord(text.Word(at)));
  size_t capital = at;  // the first of the capitalised words before the type
  for (size_t first = at; first > 0 && at - first < kMostStreetWords;) {
    if (!IsStreetGap(text.GapBefore(first)) || text[first - 1].shape == Shape::kDigits ||
        text[first - 1].size() > 32)
      break;
    --first;
    std::string longer(RosterIndex::StreetWord(text.Word(first)));
    longer += ' ';
    longer += name;
    name = std::move(longer);
    const bool ordinal = text[first].shape == Shape::kMixed && DayOf(text, first) != 0;
    if (capital == first + 1 &&
        (ordinal || (text[first].IsCapitalised() && !text[first].Has(word::kFunction))))
      capital = first;
    const auto found = scan.index.FindValue(ValueKind::kStreetName, name);
    if (!found.empty() && text[first].IsCapitalised()) {
      best = first;
      owners = found;
    }
  }
  if (best != at) {
    return AddAddress(scan, best, at + 1, owners.size() == 1 ? owners : std::span<const ValueIndex::Entry>{},
                      "roster.address", "street", 0.7F);
  }
  if (capital == at || at - capital > 3 || (scan.cues.Before(capital, 5, scan.floor) & cue::kLives) == 0)
    return at;
  // "at Oak St and 5th Ave".
  size_t end = at + 1;
  for (size_t further = end; further < text.size() && further < end + 4; ++further) {
    if (further == end ? text.Word(further) != "and" && text.Word(further) != "y"
                       : !IsStreetGap(text.GapBefore(further)))
      break;
    if (further > end + 1 && text[further].Has(word::kStreetType)) {
      end = further + 1;
      break;
    }
  }
  return AddAddress(scan, capital, end, {}, "pattern.address", "home", 0.75F);
}

// "PO Box 114", "RR 2 Box 114", "PSC 802 Box 74": from the box back to what it is of.
size_t Box(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const std::string_view word = text.Word(at);
  const bool own = word == "pob" || word == "apdo" || word == "apartado";
  if (word != "box" && !own) return at;
  size_t number = at + 1;
  if (own && number < text.size() && text.Word(number) == "postal") ++number;
  if (number < text.size() && (text.Word(number) == "no" || text.Word(number) == "num")) ++number;
  if (number >= text.size() || text[number].size() > 7 || text.GapBefore(number).size() > 3) return at;
  const bool lives = (scan.cues.Before(at, 4, scan.floor) & kHome) != 0;
  if (lives && IsNumberWord(text, number)) {  // "the house is box forty one"
    const SpokenNumber spoken = ReadSpokenNumber(text, number);
    return AddAddress(scan, at, spoken.next, {}, "pattern.address", "po_box", 0.8F);
  }
  if (!IsDigitLike(text, number) && text[number].shape != Shape::kMixed) return at;
  const auto is = [&](size_t back, std::string_view wanted) {
    return at >= back && text.Word(at - back) == wanted && text.GapBefore(at - back + 1).size() <= 2;
  };
  size_t first = at;
  if (is(1, "po") || is(1, "pobox")) {
    first = at - 1;
  } else if ((is(1, "o") && is(2, "p")) || (is(1, "office") && is(2, "post"))) {
    first = at - 2;
  } else if (at >= 2 && text[at - 1].shape == Shape::kDigits && text.GapBefore(at).size() <= 2) {
    for (const std::string_view route : {"rr", "hc", "psc", "cmr", "unit", "route", "rt", "rte"}) {
      if (is(2, route)) first = at - 2;
    }
    if (first != at && first > 0 && (text.Word(first - 1) == "rural" || text.Word(first - 1) == "star"))
      --first;
  }
  if (first == at && !own && !lives) return at;
  if (text[first].begin < scan.floor) return at;
  const size_t part = number + 1;  // "Box 44-B"
  if (part < text.size() && text.GapBefore(part) == "-" && text[part].size() == 1) ++number;
  return AddAddress(scan, first, number + 1, {}, "pattern.address", "po_box", 0.95F);
}

// A postal code alone: of somebody's record, under its key.
size_t Zip(Scan& scan, size_t at) {
  const std::string_view gap = scan.text.GapBefore(at);
  const bool key = scan.cues.BeginsCell(at) || gap.find_first_of("\">=") != std::string_view::npos;
  const Cues::Label label = scan.LabelOf(at);
  const bool marked = label.direct && gap.find(':') != std::string_view::npos;
  if ((!key && !marked) || !label.Has(cue::kZip)) return at;
  scan.Add(MatchOf(scan.text, at, at + 1, MatchKind::kAddress, "pattern.address", "postal_code", 0.75F));
  return at + 1;
}

}  // namespace

size_t ScanAddress(Scan& scan, size_t at) {
  const Token& token = scan.text[at];
  if (token.shape == Shape::kDigits && token.size() == 5) {
    if (const size_t next = Zip(scan, at); next != at) return next;
  }
  if (scan.numbers_need_proof) return at;
  if (token.shape == Shape::kDigits || token.shape == Shape::kMixed) return Numbered(scan, at);
  if (const size_t next = ScanMexicanAddress(scan, at); next != at) return next;
  if (token.Has(word::kStreetType)) {
    if (const size_t next = Unnumbered(scan, at); next != at) return next;
  }
  return Box(scan, at);
}

}  // namespace schoolgate::redaction
