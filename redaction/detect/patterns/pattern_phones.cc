// Phones: the North American plan, Mexico, and numbers with a country's code. Our own grammar
// (docs/decisions.md says why not libphonenumber).
#include <algorithm>
#include <iterator>
#include <string>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr CueBits kSomebodys = cue::kPhone | cue::kReach | cue::kRelative;

// "ext. 12", "x12", ";ext=7" after a phone. Gives the token after.
size_t AfterExtension(const Text& text, size_t next) {
  if (next >= text.size() || text.GapBefore(next).size() > 3 ||
      text.GapBefore(next).find('\n') != std::string_view::npos)
    return next;
  const std::string_view word = text.Word(next);
  const bool said = word == "ext" || word == "x" || word == "extension" || word == "extn" || word == "int";
  if (said && next + 1 < text.size() && IsDigitLike(text, next + 1) && text[next + 1].size() <= 6 &&
      text.GapBefore(next + 1).size() <= 3) {
    return next + 2;
  }
  if (text.GapBefore(next) == " #" && text[next].shape == Shape::kDigits && text[next].size() <= 5)
    return next + 1;
  const std::string_view digits =
      word.starts_with("ext") ? word.substr(3) : word.substr(word[0] == 'x' ? 1 : 0);
  const bool joined = digits.size() < word.size() && !digits.empty() && digits.size() <= 6 &&
                      digits.find_first_not_of("0123456789") == digits.npos;
  return joined ? next + 1 : next;
}

// Nobody's: paid for by who is called.
bool IsTollFree(std::string_view digits) {
  if (digits.size() != 10 || digits[0] != '8') return false;
  return digits.substr(1, 2) == "00" || (digits[1] == digits[2] && digits[1] >= '3');
}

// A name or a title is near: the number is likely theirs.
bool SomebodyNear(const Text& text, size_t first, size_t last) {
  const size_t begin = first > 4 ? first - 4 : 0;
  for (size_t at = begin; at < std::min(last + 5, text.size()); ++at) {
    if (at > begin && at <= first && text.GapBefore(at).find('\n') != std::string_view::npos) continue;
    if (text[at].IsCapitalised() &&
        (text[at].name != 0 || text[at].Has(word::kGiven | word::kTitle | word::kRelation)))
      return true;
  }
  return false;
}

// "to=9505550101": whom a program called or wrote to.
bool IsCallField(const Text& text, size_t at) {
  static constexpr std::string_view kFields[] = {"to",   "from", "caller", "callee",    "dest", "recipient",
                                                 "ani",  "dnis", "msisdn", "callerid",  "dst",  "src",
                                                 "rcpt", "did",  "num",    "recipients"};
  if (at == 0 || std::find(std::begin(kFields), std::end(kFields), text.Word(at - 1)) == std::end(kFields))
    return false;
  const std::string_view gap = text.GapBefore(at);
  return gap == "=" || gap == "=\"" || gap == "=+" || gap == "\":\"";
}

struct Found {
  size_t groups = 0;  // 0: none
  std::string_view cue;
  std::string digits;
  std::span<const ValueIndex::Entry> owners;
};

// The groups are how ten digits of North America or Mexico are written.
std::string_view Form(const DigitGroups& head, std::string_view digits, bool bracket, bool near,
                      bool denied) {
  const bool country = head.Are({1, 3, 3, 4}) && head.digits[0] == '1';
  const bool shaped = country || head.Are({3, 3, 4});
  const size_t last = head.count - 1;
  if (digits.size() != 10 || digits[0] < '2') return {};
  if (shaped && (head.marked[last] || head.marked[last - 1])) return "form";
  if (shaped && !denied && (IsNorthAmericanPhone(digits) || near)) return "form";
  if (bracket && (head.Are({3, 7}) || head.Are({2, 4, 4}))) return "form";
  if (head.Are({6, 4}) && head.marked[1] && IsNorthAmericanPhone(digits)) return "form";
  if (near && (head.Are({2, 4, 4}) || head.Are({3, 7}) || head.Are({2, 8}) || head.Are({3, 3, 2, 2})))
    return "mexico";
  return {};
}

Found Try(const Scan& scan, const DigitGroups& groups, size_t count, const Cues::Label& label,
          CueBits around) {
  const Text& text = scan.text;
  Found found;
  const size_t length = groups.ends[count - 1];
  if (length < 7 || length > 15) return found;
  DigitGroups head = groups;
  head.count = count;
  head.digits = groups.Head(count);
  const bool labelled = label.Has(cue::kPhone);
  const bool near = (around & kSomebodys) != 0;
  found.digits = RosterIndex::PhoneDigits(head.digits);
  const std::string& digits = found.digits;
  const bool local = digits.size() == 7;
  found.owners = scan.index.FindValue(local ? ValueKind::kLocalPhone : ValueKind::kPhone, digits);
  const auto take = [&](std::string_view cue) {
    found.groups = count;
    found.cue = cue;
    return found;
  };
  // "555-0100-AX": the number of a part.
  const size_t behind = groups.first + count;
  const uint32_t end = text[behind - 1].end;
  if (local && text.At(end) == '-' && behind < text.size() && text[behind].begin == end + 1 &&
      text[behind].shape != Shape::kDigits) {
    return {};
  }
  if (!found.owners.empty() && (!local || count > 1 || near)) return take("roster");
  found.owners = {};
  const bool dialled = head.digits.starts_with("011") || head.digits.starts_with("00");
  if (groups.plus || dialled) {
    const std::string_view abroad = std::string_view(head.digits)
                                        .substr(groups.plus                      ? 0
                                                : head.digits.starts_with("011") ? 3
                                                                                 : 2);
    if (IsInternationalPhone(abroad) && (groups.plus || labelled || near || count >= 4))
      return take("country");
  }
  if (scan.numbers_need_proof && !labelled) return {};
  if (digits.size() == 10 && IsTollFree(digits) && !labelled) return {};
  const bool bracket = text.Before(text[groups.first].begin) == '(';
  if (!scan.numbers_need_proof) {
    if (const std::string_view form = Form(head, digits, bracket, near, label.Denies() && label.direct);
        !form.empty())
      return take(form);
  }
  const size_t last = groups.first + count - 1;
  // "5 5 9 . 5 5 5 . 0 1 4 6": digit by digit.
  if (count == digits.size() && digits.size() == 10 && IsNorthAmericanPhone(digits) &&
      (near || labelled || head.marked[3] || head.marked[6])) {
    return take("spelled");
  }
  if (label.Denies() && label.direct && count == 1 && !labelled) return {};
  if (digits.size() == 10 && digits[0] >= '2' && count == 1) {
    if (labelled || (near && !label.Has(cue::kId))) return take("phone");
    if (IsCallField(text, groups.first) && IsNorthAmericanPhone(digits)) return take("field");
    const bool round = digits.ends_with("000");
    if (IsNorthAmericanPhone(digits) && !round && SomebodyNear(text, groups.first, last))
      return take("person");
    return {};
  }
  if (local && head.Are({3, 4}) && digits[0] >= '2') {
    const bool fiction = head.marked[1] && digits.starts_with("555");
    if (labelled || near || fiction || scan.Continues(MatchKind::kPhone, groups.first)) return take("phone");
  }
  if (local && count == 1 && digits[0] >= '2' && (labelled || near) &&
      (label.direct || digits.starts_with("555"))) {
    return take("phone");
  }
  if (labelled && label.direct && length >= 7 && (count > 1 || length >= 8)) return take("phone");
  return {};
}

// "her cell ends in 0142", or in a column of phones.
size_t LastFour(Scan& scan, size_t at, const Cues::Label& label) {
  const Text& text = scan.text;
  if (text[at].shape != Shape::kDigits || IsQuantity(text, text[at])) return at;
  constexpr CueBits kOthers =
      cue::kCard | cue::kBank | cue::kSsn | cue::kSocial | cue::kPlate | cue::kHealth | cue::kDevice;
  const CueBits before = scan.cues.Before(at, 7, scan.floor) | label.bits;
  const bool headed = (scan.cues.HeadOf(at) & cue::kPhone) != 0;
  const bool said = (before & cue::kLast) != 0 && (before & cue::kPhone) != 0 && (before & kOthers) == 0;
  // "559-555-0142 or 0143"
  const std::string_view gap = text.GapBefore(at);
  const bool next = scan.last == MatchKind::kPhone && at > 0 &&
                    ((gap == "/" && text[at - 1].end == scan.floor) ||
                     (at > 1 && text.Word(at - 1) == "or" && text[at - 2].end == scan.floor));
  if (!headed && !said && !next) return at;
  scan.Add(MatchOf(text, at, at + 1, MatchKind::kPhone, "pattern.phone", "last_four", 0.75F));
  return at + 1;
}

}  // namespace

size_t ScanPhone(Scan& scan, const DigitGroups& groups, const Cues::Label& label) {
  if (label.Has(cue::kGoods) && label.direct && !label.Has(cue::kPhone | cue::kRelative) &&
      !(groups.Are({3, 3, 4}) && IsNorthAmericanPhone(groups.digits)))
    return groups.first;
  const Text& text = scan.text;
  if (groups.digits.size() == 4 && groups.count == 1) return LastFour(scan, groups.first, label);
  if (groups.digits.size() < 7) return groups.first;
  const size_t last = groups.first + groups.count - 1;
  const CueBits around =
      label.bits | scan.cues.Before(groups.first, 7, scan.floor) | scan.cues.After(last, 5);
  for (size_t count = groups.count; count > 0; --count) {
    Found found = Try(scan, groups, count, label, around);
    if (found.groups == 0) continue;
    size_t next = AfterExtension(text, groups.first + count);
    Match match = MatchOf(text, groups.first, next, MatchKind::kPhone,
                          found.owners.empty() ? "pattern.phone" : "roster.phone", found.cue,
                          found.owners.empty() ? 0.85F : 0.98F);
    // A bracket or plus before the first digits belongs to the phone.
    while (text.Before(match.begin) == '+' || text.Before(match.begin) == '(') --match.begin;
    const char open = text.Before(match.begin);
    const char close = text.At(text[groups.first].end);
    if ((open == '{' || open == '[') && (close == ')' || close == '}' || close == ']')) --match.begin;
    match.value = std::move(found.digits);
    match.owners = found.owners;
    scan.Add(std::move(match));
    return next;
  }
  return groups.first;
}

}  // namespace schoolgate::redaction
