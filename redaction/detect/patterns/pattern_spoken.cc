// What is said in words and written down by a machine: phones, ids, house numbers, birth dates.
#include <algorithm>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/number_words.h"
#include "redaction/detect/patterns/street_words.h"
#include "redaction/detect/patterns/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostStreetWords = 4;

// "june the second nineteen forty eight", "the third of may twenty eleven", "dos de junio de mil
// novecientos".
size_t Date(Scan& scan, size_t at) {
  const Text& text = scan.text;
  size_t token = at;
  int month = MonthOf(text, at);
  int day = 0;
  if (month != 0) {
    ++token;
    if (token < text.size() && text.Word(token) == "the") ++token;
    if (token >= text.size() || text[token].shape == Shape::kDigits) return at;
    day = ReadSpokenDay(text, token);
  } else {
    day = ReadSpokenDay(text, token);
    if (day == 0 || token >= text.size()) return at;
    if (text.Word(token) == "of" || text.Word(token) == "de") ++token;
    month = MonthOf(text, token);
    ++token;
  }
  if (day == 0 || month == 0) return at;
  size_t next = token;
  for (size_t of = 0; of < 1 && next < text.size(); ++of) {
    const std::string_view word = text.Word(next);
    if (word == "of" || word == "de" || word == "del" || word == "in") ++next;
  }
  const int year = next < text.size() && text.GapBefore(next).find('\n') == std::string_view::npos
                       ? ReadSpokenYear(text, next)
                       : 0;
  if (year != 0) token = next;
  const bool birth = IsBirth(scan, at, token);
  if (!birth && year == 0) return at;
  Match match =
      MatchOf(text, at, token, birth ? MatchKind::kBirthDate : MatchKind::kDate,
              birth ? "pattern.birth_date" : "roster.birth_date", birth ? "spoken" : "", birth ? 0.9F : 0.5F);
  if (year != 0) match.date = BirthDay(year, month, day);
  scan.Add(std::move(match));
  return token;
}

// "two seventeen oh nine", where a birth is spoken of: month, day and year as numbers.
size_t NumberedDate(Scan& scan, size_t at) {
  const Text& text = scan.text;
  size_t token = at;
  const int month = ReadSpokenDay(text, token);
  const int day = month >= 1 && month <= 12 ? ReadSpokenDay(text, token) : 0;
  const int year = day != 0 ? ReadSpokenYear(text, token) : 0;
  const auto date = year != 0 ? BirthDay(year, month, day) : std::nullopt;
  if (!date || !IsBirth(scan, at, token)) return at;
  Match match = MatchOf(text, at, token, MatchKind::kBirthDate, "pattern.birth_date", "spoken", 0.85F);
  match.date = date;
  scan.Add(std::move(match));
  return token;
}

// The street after a house number: "hidalgo street". Gives the token after its type; 0 if none follows.
size_t StreetAfter(const Text& text, size_t next) {
  for (size_t end = next; end < text.size() && end - next < kMostStreetWords; ++end) {
    if (text.GapBefore(end) != " " || !text[end].IsWord()) return 0;
    if (end > next && IsRoadWord(text.Word(end - 1)) &&
        IsNumberWord(text, end)) {  // "county road four seventeen"
      const SpokenNumber road = ReadSpokenNumber(text, end);
      return road.words >= 2 ? road.next : 0;
    }
    const StreetType type = StreetTypeOf(text, end);
    if (type == StreetType::kStrong && end > next) {
      const bool road = end + 1 < text.size() && IsRoadWord(text.Word(end)) && IsNumberWord(text, end + 1);
      const SpokenNumber name = road ? ReadSpokenNumber(text, end + 1) : SpokenNumber();
      return name.words >= 2 ? name.next : end + 1;
    }
    if (type == StreetType::kPlain && end > next && text[end].IsCapitalised()) return end + 1;
    if (text[end].Has(word::kFunction) && !text[end].Has(word::kParticle) && !IsDirection(text.Word(end)))
      return 0;
    if (text[end].Has(word::kNameVerb)) return 0;
  }
  return 0;
}

// "four oh six east cottonwood": a direction says that a street follows; the token after it, 0 if none does.
size_t DirectedStreet(const Text& text, size_t next) {
  if (next + 1 >= text.size() || !IsDirection(text.Word(next)) || text.GapBefore(next) != " " ||
      text.GapBefore(next + 1) != " " || !text[next + 1].IsWord() || text[next + 1].size() < 3 ||
      text[next + 1].Has(word::kFunction | word::kNameVerb))
    return 0;
  return next + 2;
}

// "palo verde lane": some word of the street is none of the language.
bool IsNamedStreet(const Text& text, size_t first, size_t end) {
  for (size_t at = first; at + 1 < end; ++at) {
    if (!text[at].Has(word::kEnglish | word::kFunction) && text[at].size() > 2) return true;
  }
  return false;
}

// "two three four five six": somebody counts.
bool IsCounting(std::string_view digits) {
  size_t up = 1;
  while (up < digits.size() && digits[up] == digits[up - 1] + 1) ++up;
  return up >= 5;
}

}  // namespace

size_t ScanSpoken(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (scan.numbers_need_proof) return at;
  if (const size_t next = Date(scan, at); next != at) return next;
  const bool digits = text[at].shape == Shape::kDigits;
  if (!digits && !IsNumberWord(text, at)) return at;
  if (const size_t next = NumberedDate(scan, at); next != at) return next;
  SpokenNumber number = ReadSpokenNumber(text, at);
  if (digits) number.words = number.parts;
  if (number.words == 0 || number.digits.size() < 2 || IsCounting(number.digits)) return at;
  const CueBits before = scan.cues.Before(at, 7, scan.floor);
  const size_t size = number.digits.size();
  size_t first = at;
  const auto add = [&](MatchKind kind, std::string_view recognizer,
                       std::span<const ValueIndex::Entry> owners) {
    Match match = MatchOf(text, first, number.next, kind, recognizer, "spoken", 0.8F);
    if (first != at && text.Before(match.begin) == '(') --match.begin;
    match.value = kind == MatchKind::kPhone ? RosterIndex::PhoneDigits(number.digits) : number.digits;
    match.owners = owners;
    scan.Add(std::move(match));
    return number.next;
  };
  const bool reached = (before & (cue::kPhone | cue::kReach | cue::kRelative)) != 0;
  for (const bool apart : {false, true}) {
    SpokenNumber reading = apart ? ReadSpokenNumber(text, at, true) : number;
    if (digits) reading.words = reading.parts;
    const std::string phone = RosterIndex::PhoneDigits(reading.digits);
    if (phone.size() != 10 && phone.size() != 7) continue;
    const auto owners =
        scan.index.FindValue(phone.size() == 7 ? ValueKind::kLocalPhone : ValueKind::kPhone, phone);
    // "(559) five five five …"
    const bool area = phone.size() == 7 && at > 0 && text[at - 1].shape == Shape::kDigits &&
                      text[at - 1].size() == 3 && text[at - 1].begin >= scan.floor &&
                      text.GapBefore(at).size() <= 3 &&
                      text.GapBefore(at).find_first_not_of(" )-.") == std::string_view::npos;
    const bool whole = phone.size() == 10 && reading.words >= 7;
    if (owners.empty() && !whole && !((reached || area) && reading.words >= 4)) continue;
    number = std::move(reading);
    if (area) first = at - 1;
    // "area code five five nine …"
    if (at >= 2 && text.Word(at - 1) == "code" && text.Word(at - 2) == "area" &&
        text[at - 2].begin >= scan.floor)
      first = at - 2;
    return add(MatchKind::kPhone, owners.empty() ? "pattern.phone" : "roster.phone", owners);
  }
  // "zero three zero four two zero one four", of somebody's birth
  if ((size == 8 || size == 6) && number.words >= 4 && (before & cue::kBirth) != 0)
    return add(MatchKind::kBirthDate, "pattern.birth_date", {});
  if ((before & (cue::kSsn | cue::kSocial)) != 0 && (size == 9 || (size == 4 && (before & cue::kLast) != 0)))
    return add(MatchKind::kSsn, "pattern.ssn", {});
  const bool of_pupil = (before & cue::kPupil) != 0 && (before & cue::kNumber) != 0;
  const auto owners = scan.index.FindId(number.digits);
  if ((size >= 6 && !owners.empty() && number.words >= 3) ||
      (size >= 4 && size <= 12 && number.words >= 3 && ((before & (cue::kId | cue::kPin)) != 0 || of_pupil) &&
       (before & cue::kNot) == 0) ||
      (size >= 5 && size <= 9 && number.words >= 4 && (before & (cue::kPhone | cue::kNot)) == 0 &&
       WasAskedForId(scan, at, true))) {
    return add(MatchKind::kId, owners.empty() ? "pattern.id" : "roster.id", owners);
  }
  const bool home = (before & (cue::kLives | cue::kAddress)) != 0;
  if (!digits && size <= 5 && (number.words >= 2 || home)) {
    size_t end = StreetAfter(text, number.next);
    if (end != 0 && size < 3 && !home && !IsNamedStreet(text, number.next, end)) end = 0;
    if (end == 0 && home) end = DirectedStreet(text, number.next);
    if (end != 0) return AddAddress(scan, at, end, {}, "pattern.address", "spoken", 0.8F);
  }
  return at;
}

}  // namespace schoolgate::redaction
