// Street addresses in the forms of the United States and Mexico, PO boxes, and the streets of the roster.
#include <algorithm>
#include <array>
#include <string>

#include "redaction/detect/match.h"
#include "redaction/detect/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostStreetWords = 5;

bool IsDirection(std::string_view word) {
  static constexpr std::array<std::string_view, 16> kDirections = {
      "n",     "s",     "e",    "w",    "ne",        "nw",        "se",        "sw",
      "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"};
  return std::find(kDirections.begin(), kDirections.end(), word) != kDirections.end();
}

// Street types that seldom mean anything else: enough for an address in lower case.
bool IsStrongType(std::string_view word) {
  static constexpr std::array<std::string_view, 18> kStrong = {
      "st",     "ave",  "blvd", "rd",    "ln",        "pkwy",    "hwy",     "fwy", "street",
      "avenue", "road", "lane", "drive", "boulevard", "highway", "parkway", "ter", "cir"};
  return std::find(kStrong.begin(), kStrong.end(), word) != kStrong.end();
}

// At most a space, a comma, a full stop or a line end: the address goes on.
bool Continues(std::string_view gap) {
  return gap.size() <= 4 && gap.find_first_not_of(" ,.;\n\r\\") == std::string_view::npos &&
         std::count(gap.begin(), gap.end(), '\n') <= 1;
}

bool Close(std::string_view gap) {
  return gap == " " || gap == ". " || gap == "." || gap == "-" || gap == "'" || gap == "  ";
}

bool IsZip(const Text& text, size_t at) {
  return at < text.size() && text[at].shape == Shape::kDigits && text[at].size() == 5;
}

// Unit, city, state and postal code after the street. Gives the token after them.
size_t Extend(const Text& text, size_t next) {
  if (next < text.size() && Close(text.GapBefore(next)) && IsDirection(text.Word(next)) &&
      (text[next].IsCapitalised() || text[next].size() > 1)) {
    ++next;
  }
  // Unit: "Apt 4", "#3", "#C".
  if (next < text.size()) {
    const std::string_view gap = text.GapBefore(next);
    const bool hash = gap.size() <= 4 && gap.ends_with('#');
    if (hash && text[next].size() <= 5) {
      ++next;
    } else if (Continues(gap) && text[next].Has(word::kUnit) && next + 1 < text.size() &&
               text[next + 1].size() <= 5 && text.GapBefore(next + 1).size() <= 2 &&
               (text[next + 1].shape == Shape::kDigits || text[next + 1].shape == Shape::kMixed ||
                text[next + 1].size() == 1)) {
      next += 2;
    }
  }
  if (next >= text.size() || !Continues(text.GapBefore(next))) return next;
  // Postal code at once, or a city of up to three words and then a state or a postal code.
  const auto with_zip = [&](size_t at) {
    if (!IsZip(text, at) || !Continues(text.GapBefore(at))) return at;
    const bool plus4 = at + 1 < text.size() && text.GapBefore(at + 1) == "-" && text[at + 1].size() == 4 &&
                       text[at + 1].shape == Shape::kDigits;
    return at + (plus4 ? 2 : 1);
  };
  if (IsZip(text, next)) return with_zip(next);
  size_t city = next;
  while (city < text.size() && city - next < 3 && text[city].IsCapitalised() && text[city].size() > 1 &&
         (city == next ? Continues(text.GapBefore(city)) : Close(text.GapBefore(city)))) {
    ++city;
    if (city >= text.size()) break;
    const bool state = text[city].Has(word::kState) && Continues(text.GapBefore(city)) &&
                       (text[city].shape == Shape::kUpper || text[city].size() > 2);
    if (state) return with_zip(city + 1);
    if (IsZip(text, city) && Continues(text.GapBefore(city))) return with_zip(city);
  }
  return next;
}

size_t Emit(Scan& scan, size_t first, size_t next, std::span<const ValueIndex::Entry> owners,
            std::string_view recognizer, std::string_view cue, float confidence) {
  const Text& text = scan.text;
  const size_t street_end = next;
  next = Extend(text, next);
  Match match;
  match.begin = text[first].begin;
  match.end = text[next - 1].end;
  match.kind = MatchKind::kAddress;
  for (size_t at = first; at < street_end; ++at) {
    if (!match.value.empty()) match.value += ' ';
    match.value += RosterIndex::StreetWord(text.Word(at));
  }
  match.owners = owners;
  match.recognizer = recognizer;
  match.cue = cue;
  match.confidence = confidence;
  scan.out.push_back(std::move(match));
  return next;
}

// How many tokens from `at` on are the street of an address that a person of the roster has; 0 if none.
size_t RosterStreet(const Scan& scan, size_t at, std::span<const ValueIndex::Entry>& owners) {
  const Text& text = scan.text;
  if (at + 1 >= text.size() || text.GapBefore(at + 1).size() > 2) return 0;
  std::string start(text.Word(at));
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
             (same == 0 || text.GapBefore(at + same).size() <= 3) &&
             RosterIndex::StreetWord(text.Word(at + same)) == RosterIndex::StreetWord(words[same])) {
        ++same;
      }
      // The whole street, or all but its type.
      if (same >= 2 && same + 1 >= words.size()) best = std::max(best, same);
    }
  }
  return best;
}

size_t Numbered(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& number = text[at];
  if (number.size() > 6) return at;
  const char before = text.Before(number.begin);
  if (before == '$' || before == '/' || before == '.' || before == ':') return at;
  std::span<const ValueIndex::Entry> owners;
  if (const size_t known = RosterStreet(scan, at, owners); known > 0) {
    return Emit(scan, at, at + known, owners, "roster.address", "", 0.97F);
  }
  if (number.shape == Shape::kMixed &&
      !(number.size() >= 2 && text.Word(at)[0] >= '0' && text.Word(at)[0] <= '9' &&
        text.Word(at).find_first_not_of("0123456789") == number.size() - 1)) {
    return at;
  }
  // "2210 US-83 N": a numbered road.
  if (at + 2 < text.size() && text.GapBefore(at + 1) == " " && text[at + 1].shape == Shape::kUpper &&
      text[at + 2].shape == Shape::kDigits && text.GapBefore(at + 2).size() == 1) {
    const std::string_view road = text.Word(at + 1);
    if (road == "us" || road == "fm" || road == "rr" || road == "sh" || road == "cr" || road == "rm" ||
        road == "hwy") {
      return Emit(scan, at, at + 3, {}, "pattern.address", "road", 0.85F);
    }
  }
  bool lower = false;
  for (size_t end = at + 1; end < text.size() && end - at <= kMostStreetWords + 1; ++end) {
    const std::string_view gap = text.GapBefore(end);
    if (!Close(gap) && !(end == at + 1 && gap == "  ")) break;
    const Token& token = text[end];
    if (token.Has(word::kStreetType) && end > at + 1) {
      const std::string_view type = text.Word(end);
      const bool capital = token.IsCapitalised();
      const bool cued = (scan.cues.Before(at, 4) & word::kCueAddress) != 0;
      // "St" may be followed by another type: "12 Old St Road" ends at the last.
      const bool more = end + 1 < text.size() && Close(text.GapBefore(end + 1)) &&
                        text[end + 1].Has(word::kStreetType) && text[end + 1].IsCapitalised() == capital &&
                        text[end + 1].size() > 1;
      if (more && end - at < kMostStreetWords) continue;
      if ((!lower && capital) || (IsStrongType(type) && cued) || (IsStrongType(type) && !lower)) {
        return Emit(scan, at, end + 1, {}, "pattern.address", type, 0.85F);
      }
      if (!lower || !capital) break;
    }
    const bool ordinal = token.shape == Shape::kMixed && text.Word(end)[0] >= '0' && text.Word(end)[0] <= '9';
    if (token.shape == Shape::kDigits || token.Has(word::kCalendar)) break;
    const bool article =
        token.Has(word::kFunction) && !token.Has(word::kParticle) && !IsDirection(text.Word(end));
    if (article && (!token.IsCapitalised() || end == at + 1)) break;
    lower |=
        !token.IsCapitalised() && !ordinal && !token.Has(word::kParticle) && !IsDirection(text.Word(end));
  }
  return at;
}

// "Calle Hidalgo 411", "Av. Juárez #12, Col. Centro".
size_t NumberedAfter(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (!text[at].IsCapitalised()) return at;
  for (size_t end = at + 1; end < text.size() && end - at <= kMostStreetWords; ++end) {
    const std::string_view gap = text.GapBefore(end);
    if (gap.size() > 4 || gap.find('\n') != gap.npos) break;
    const Token& token = text[end];
    if (token.shape == Shape::kDigits && end > at + 1 && token.size() <= 5) {
      return Emit(scan, at, end + 1, {}, "pattern.address", "calle", 0.85F);
    }
    const std::string_view word = text.Word(end);
    if (!token.IsCapitalised() && !token.Has(word::kParticle) && word != "no" && word != "num" &&
        word != "numero")
      break;
  }
  return at;
}

// "on White Old Blvd": a street of the roster without its number.
size_t Unnumbered(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (!text[at].IsCapitalised()) return at;
  size_t best = at;
  std::span<const ValueIndex::Entry> owners;
  std::string name(RosterIndex::StreetWord(text.Word(at)));
  for (size_t first = at; first > 0 && at - first < kMostStreetWords;) {
    if (!Close(text.GapBefore(first)) || text[first - 1].shape == Shape::kDigits ||
        text[first - 1].size() > 32)
      break;
    --first;
    std::string longer(RosterIndex::StreetWord(text.Word(first)));
    longer += ' ';
    longer += name;
    name = std::move(longer);
    const auto found = scan.index.FindValue(ValueKind::kStreetName, name);
    if (!found.empty() && text[first].IsCapitalised()) {
      best = first;
      owners = found;
    }
  }
  if (best == at) return at;
  return Emit(scan, best, at + 1, owners.size() == 1 ? owners : std::span<const ValueIndex::Entry>{},
              "roster.address", "street", 0.7F);
}

// "PO Box 114", "P.O. Box 114", "Apartado 12".
size_t Box(Scan& scan, size_t at) {
  const Text& text = scan.text;
  size_t box = at;
  if (text.Word(at) == "po") {
    box = at + 1;
  } else if (text.Word(at) == "p" && at + 1 < text.size() && text.Word(at + 1) == "o" &&
             text.GapBefore(at + 1).size() <= 2) {
    box = at + 2;
  } else {
    return at;
  }
  if (box + 1 >= text.size() || text.Word(box) != "box" || text.GapBefore(box).size() > 2) return at;
  if (text.GapBefore(box + 1).size() > 2 || text[box + 1].size() > 7) return at;
  if (text[box + 1].shape != Shape::kDigits && text[box + 1].shape != Shape::kMixed) return at;
  return Emit(scan, at, box + 2, {}, "pattern.address", "po_box", 0.95F);
}

}  // namespace

size_t ScanAddress(Scan& scan, size_t at) {
  if (scan.numbers_need_proof) return at;
  const Token& token = scan.text[at];
  if (token.shape == Shape::kDigits || token.shape == Shape::kMixed) return Numbered(scan, at);
  if (token.Has(word::kStreetLead)) {
    if (const size_t next = NumberedAfter(scan, at); next != at) return next;
  }
  if (token.Has(word::kStreetType)) return Unnumbered(scan, at);
  return Box(scan, at);
}

}  // namespace schoolgate::redaction
