// Which of the things a number may be is tried first; social security numbers.
#include <algorithm>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr CueBits kSocialCues = cue::kSsn | cue::kSocial;

// A bullet or a block before `at`, as masks are drawn; its bytes, 0 if none stands there.
size_t BulletBefore(std::string_view folded, size_t at) {
  for (const std::string_view bullet : {"\u2022", "\u25CF", "\u2219", "\u2588", "\u00B7", "\u2731"}) {
    if (folded.substr(0, at).ends_with(bullet)) return bullet.size();
  }
  return 0;
}

// Where the mask of "XXX-XX-4471" or "**** **** **** 4242" before a number begins; the number's own begin if
// none does. `stars` is how many signs it hides.
uint32_t MaskBegin(const Text& text, uint32_t begin, size_t& stars) {
  const std::string_view folded = text.view().folded();
  uint32_t at = begin;
  uint32_t first = begin;
  stars = 0;
  while (at > 0 && begin - at < 60) {
    const char c = folded[at - 1];
    const size_t bullet = static_cast<signed char>(c) < 0 ? BulletBefore(folded, at) : 0;
    const bool star = c == 'x' || c == '*' || c == '#' || bullet > 0;
    if (!star && c != '-' && c != ' ') break;
    at -= static_cast<uint32_t>(std::max<size_t>(bullet, 1));
    if (star) {
      ++stars;
      first = at;
    }
  }
  const char before = text.Before(first);
  return before >= 'a' && before <= 'z' ? begin : first;
}

size_t Masked(Scan& scan, const DigitGroups& groups, const Cues::Label& label) {
  if (groups.Length(0) != 4) return groups.first;
  const Text& text = scan.text;
  const char before = text.Before(text[groups.first].begin);
  if (before != '-' && before != '*' && before != 'x' && before != '#' && before != ' ' &&
      static_cast<signed char>(before) >= 0) {
    return groups.first;
  }
  size_t stars = 0;
  const uint32_t begin = MaskBegin(text, text[groups.first].begin, stars);
  if (stars < 4 || begin == text[groups.first].begin) return groups.first;
  const bool card = stars >= 8 || label.Has(cue::kCard | cue::kBank);
  Match match = MatchOf(text, groups.first, groups.first + 1, card ? MatchKind::kCard : MatchKind::kSsn,
                        card ? "pattern.payment_card" : "pattern.ssn", "mask", 0.9F);
  match.begin = begin;
  scan.Add(std::move(match));
  return groups.first + 1;
}

size_t Ssn(Scan& scan, const DigitGroups& groups, const Cues::Label& label) {
  const Text& text = scan.text;
  bool cued = label.Has(kSocialCues);
  const bool whole = groups.Begin({3, 2, 4}) || groups.ends[0] == 9;
  const bool ending = label.Has(cue::kLast) && label.Has(cue::kFour | cue::kSsn | cue::kSocial);
  // "ssn on the form 219-09-9999"
  if (whole) cued |= (scan.cues.Before(groups.first, 8, scan.floor) & cue::kSsn) != 0;
  if (whole || (groups.ends[0] == 4 && groups.count == 1)) {
    cued |= (scan.cues.After(groups.first + (groups.Begin({3, 2, 4}) ? 2 : 0), 4) & kSocialCues) != 0;
  }
  size_t count = 0;
  std::string_view cue = cued ? "ssn" : "form";
  if (groups.Begin({3, 2, 4})) {
    const std::string_view digits = groups.Head(3);
    const bool marked = groups.marked[1] && groups.marked[2] && !label.Denies() && !scan.numbers_need_proof;
    if (cued || (marked && groups.count == 3 && (IsSsn(digits) || IsItin(digits)))) count = 3;
  } else if (groups.ends[0] == 9 && cued) {
    count = 1;
  } else if (groups.ends[0] == 4 && groups.count == 1) {
    const bool before =
        (label.direct || ending) &&
        (label.Has(kSocialCues) ||
         (ending && label.direct && !label.Has(cue::kCard | cue::kBank | cue::kPhone)) || (cued && ending)) &&
        !IsQuantity(text, text[groups.first]);
    if (before || (cued && (scan.cues.After(groups.first, 4) & cue::kLast) != 0)) {
      count = 1;
      cue = "last_four";
    }
  }
  if (count == 0) return groups.first;
  Match match = MatchOf(text, groups.first, groups.first + count, MatchKind::kSsn, "pattern.ssn", cue,
                        cued ? 0.97F : 0.9F);
  match.value = groups.Head(count);
  match.owners = scan.index.FindId(match.value);
  scan.Add(std::move(match));
  return groups.first + count;
}

}  // namespace

size_t ScanNumber(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (token.size() > 40) return at;
  const Cues::Label label = scan.LabelOf(at);
  const bool number = IsDigitLike(text, at);
  const DigitGroups groups = number ? GatherDigits(text, at) : DigitGroups();
  const bool phone = groups.Begin({3, 3, 4}) && !label.Has(cue::kNumber);
  if (!phone && !label.Has(cue::kPhone | cue::kSsn | cue::kSocial)) {
    if (const size_t next = ScanRegistration(scan, at, label); next != at) return next;
  }
  if (number) {
    // A word with letters in it is a number only where a cue or other groups say so.
    const bool likely = token.shape == Shape::kDigits || groups.count > 1 || label.Has(cue::kDecisive);
    if (groups.count > 0 && likely) {
      // The id a label or the roster names outright goes before a form it happens to have.
      if (groups.count == 1 && label.Has(cue::kId) && !label.Has(cue::kPhone)) {
        if (const size_t next = ScanStudentId(scan, at, label); next != at) return next;
      }
      if (const size_t next = Masked(scan, groups, label); next != at) return next;
      if (const size_t next = Ssn(scan, groups, label); next != at) return next;
      if (const size_t next = ScanAccount(scan, groups, label); next != at) return next;
      if (!IsQuantity(text, token) || groups.count > 2 || groups.Are({3, 4})) {
        if (const size_t next = ScanPhone(scan, groups, label); next != at) return next;
      }
    }
  }
  return ScanStudentId(scan, at, label);
}

}  // namespace schoolgate::redaction
