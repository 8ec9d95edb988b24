// Phones, social security numbers, payment cards, student and government ids.
#include <algorithm>
#include <cstring>

#include "redaction/detect/match.h"
#include "redaction/detect/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostGroups = 8;

// Runs of digits with at most three of " -./()+" between them, as phones, cards and SSNs are written.
struct Groups {
  size_t first = 0, count = 0;  // tokens
  std::string digits;
  size_t ends[kMostGroups] = {};  // digits up to and with each group
  bool plus = false;              // a '+' before the first
  bool dashed[kMostGroups] = {};  // the gap before the group is more than a space
};

Groups Gather(const Text& text, size_t at) {
  Groups groups;
  groups.first = at;
  groups.plus = text.Before(text[at].begin) == '+';
  for (size_t index = at; index < text.size() && groups.count < kMostGroups; ++index) {
    if (text[index].shape != Shape::kDigits || text[index].size() > 19) break;
    if (index > at) {
      const std::string_view gap = text.GapBefore(index);
      if (gap.empty() || gap.size() > 3 || gap.find_first_not_of(" -./()") != std::string_view::npos) break;
      groups.dashed[groups.count] = gap.find_first_of("-./()") != std::string_view::npos;
    }
    groups.digits += text.Word(index);
    if (groups.digits.size() > 24) break;
    groups.ends[groups.count++] = groups.digits.size();
  }
  if (groups.count > 0) groups.digits.resize(groups.ends[groups.count - 1]);
  return groups;
}

// The number stands in a decimal, a thousand, a price, a percentage.
bool IsQuantity(const Text& text, const Token& token) {
  const char before = text.Before(token.begin);
  if (before == '$') return true;
  const char further = token.begin >= 2 ? text.At(token.begin - 2) : '\0';
  if ((before == '.' || before == ',') && further >= '0' && further <= '9') return true;
  const char after = text.At(token.end);
  const char next = text.At(token.end + 1);
  return after == '%' || ((after == '.' || after == ',') && next >= '0' && next <= '9');
}

Match Make(const Groups& groups, size_t count, const Text& text, MatchKind kind) {
  Match match;
  match.begin = text[groups.first].begin;
  match.end = text[groups.first + count - 1].end;
  match.kind = kind;
  match.value = groups.digits.substr(0, groups.ends[count - 1]);
  return match;
}

bool Lengths(const Groups& groups, std::initializer_list<size_t> lengths) {
  if (groups.count < lengths.size()) return false;
  size_t index = 0;
  size_t before = 0;
  for (const size_t length : lengths) {
    if (groups.ends[index] - before != length) return false;
    before = groups.ends[index++];
  }
  return true;
}

// "ext. 12", "x12" after a phone.
size_t WithExtension(const Text& text, size_t next, Match& match) {
  if (next >= text.size() || text.GapBefore(next).size() > 3) return next;
  const std::string_view word = text.Word(next);
  if ((word == "ext" || word == "x" || word == "extension") && next + 1 < text.size() &&
      text[next + 1].shape == Shape::kDigits && text[next + 1].size() <= 6 &&
      text.GapBefore(next + 1).size() <= 2) {
    match.end = text[next + 1].end;
    return next + 2;
  }
  if (word.size() <= 7 && word.size() >= 2 && word[0] == 'x' &&
      word.find_first_not_of("0123456789", 1) == word.npos) {
    match.end = text[next].end;
    return next + 1;
  }
  return next;
}

size_t Phone(Scan& scan, const Groups& groups, WordBits cues) {
  const Text& text = scan.text;
  const bool cued = (cues & word::kCuePhone) != 0;
  for (size_t count = groups.count; count > 0; --count) {
    const size_t length = groups.ends[count - 1];
    if (length < 7 || length > 15) continue;
    const std::string digits = RosterIndex::PhoneDigits(std::string_view(groups.digits).substr(0, length));
    const bool local = digits.size() == 7;
    const auto owners = scan.index.FindValue(local ? ValueKind::kLocalPhone : ValueKind::kPhone, digits);
    Groups head = groups;
    head.count = count;
    bool phone = !owners.empty() && (!local || count > 1 || cued);
    std::string_view cue = phone ? "roster" : "";
    if (!phone && groups.plus && length >= 8 && count > 1) {
      phone = true;
      cue = "plus";
    }
    if (!phone && digits.size() == 10 && digits[0] >= '2' && !scan.numbers_need_proof) {
      const bool country = length == 11;
      const bool shaped =
          country ? Lengths(head, {1, 3, 3, 4}) && count == 4 : Lengths(head, {3, 3, 4}) && count == 3;
      const bool marked = shaped && (head.dashed[count - 1] || head.dashed[count - 2]);
      phone = marked || (shaped && (IsNorthAmericanPhone(digits) || cued));
      cue = "form";
    }
    if (!phone && cued && (digits.size() == 10 || (local && count == 2) || (groups.plus && length >= 8))) {
      phone = digits.size() != 10 || digits[0] >= '2';
      cue = "phone";
    }
    if (!phone && local && count == 2 && Lengths(head, {3, 4}) && head.dashed[1] && digits[0] >= '2' &&
        (scan.cues.After(groups.first + 1, 3) & word::kCuePhone) != 0) {
      phone = true;
      cue = "phone";
    }
    if (!phone) continue;
    Match match = Make(groups, count, text, MatchKind::kPhone);
    // A bracket or plus before the first digits belongs to the phone.
    while (match.begin > 0 && (text.Before(match.begin) == '+' || text.Before(match.begin) == '('))
      --match.begin;
    match.value = digits;
    match.owners = owners;
    match.recognizer = owners.empty() ? "pattern.phone" : "roster.phone";
    match.cue = cue;
    match.confidence = owners.empty() ? 0.85F : 0.98F;
    const size_t next = WithExtension(text, groups.first + count, match);
    scan.out.push_back(std::move(match));
    return next;
  }
  return groups.first;
}

size_t Ssn(Scan& scan, const Groups& groups, WordBits cues) {
  const bool cued = (cues & word::kCueSsn) != 0;
  const Text& text = scan.text;
  size_t count = 0;
  std::string_view cue = "form";
  if (Lengths(groups, {3, 2, 4}) && (groups.count == 3 || cued)) {
    const std::string_view digits = std::string_view(groups.digits).substr(0, 9);
    const bool dashed = groups.dashed[1] && groups.dashed[2];
    if ((IsSsn(digits) || IsItin(digits)) && (dashed || cued) && !scan.numbers_need_proof) count = 3;
    if (cued) count = 3;
  } else if (groups.ends[0] == 9 && cued) {
    if (IsSsn(groups.digits.substr(0, 9)) || IsItin(groups.digits.substr(0, 9))) count = 1;
    cue = "ssn";
  } else if (groups.ends[0] == 4 && groups.count == 1 && cued && !IsQuantity(text, text[groups.first])) {
    count = 1;  // the last four
    cue = "ssn";
  }
  if (count == 0) return groups.first;
  Match match = Make(groups, count, text, MatchKind::kSsn);
  match.owners = scan.index.FindId(match.value);
  match.recognizer = "pattern.ssn";
  match.cue = cue;
  match.confidence = cued ? 0.97F : 0.9F;
  scan.out.push_back(std::move(match));
  return groups.first + count;
}

size_t Card(Scan& scan, const Groups& groups, WordBits cues) {
  const bool cued = (cues & word::kCueCard) != 0;
  for (size_t count = groups.count; count > 0; --count) {
    const std::string_view digits = std::string_view(groups.digits).substr(0, groups.ends[count - 1]);
    if (!IsPaymentCard(digits)) continue;
    Groups head = groups;
    head.count = count;
    const bool spaced =
        (count == 4 && Lengths(head, {4, 4, 4, 4})) || (count == 3 && Lengths(head, {4, 6, 5}));
    if (!spaced && !cued) continue;
    Match match = Make(groups, count, scan.text, MatchKind::kCard);
    match.recognizer = "pattern.payment_card";
    match.cue = cued ? "card" : "form";
    match.confidence = 0.95F;
    scan.out.push_back(std::move(match));
    return groups.first + count;
  }
  return groups.first;
}

// "DL TX 07713982", "A# 216-884-503", a CURP.
size_t Government(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  Match match;
  match.kind = MatchKind::kGovernmentId;
  match.begin = token.begin;
  match.end = token.end;
  match.recognizer = "pattern.government_id";
  size_t next = at + 1;
  if (IsCurp(text.Word(at))) {
    match.cue = "curp";
    match.confidence = 0.97F;
  } else if (at > 0 && text.Word(at - 1) == "a" && text.GapBefore(at).find('#') != std::string_view::npos &&
             token.shape == Shape::kDigits) {
    const Groups groups = Gather(text, at);
    size_t count = groups.count;
    while (count > 1 && groups.ends[count - 1] > 9) --count;
    if (groups.ends[count - 1] < 8) return at;
    match.end = text[at + count - 1].end;
    next = at + count;
    match.cue = "alien";
    match.confidence = 0.9F;
  } else {
    if (token.size() < 6 || token.size() > 15 || (scan.cues.Before(at, 4) & word::kCueGovernment) == 0)
      return at;
    if (IsQuantity(text, token)) return at;
    const bool state = at > 0 && text[at - 1].Has(word::kState) && text[at - 1].shape == Shape::kUpper &&
                       text[at - 1].size() == 2 && text.GapBefore(at).size() <= 2;
    if (state) match.begin = text[at - 1].begin;
    match.cue = "government_id";
    match.confidence = 0.8F;
  }
  match.value = text.view().folded().substr(match.begin, match.end - match.begin);
  scan.out.push_back(std::move(match));
  return next;
}

size_t Id(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (token.size() < 4 || token.size() > 20 || IsQuantity(text, token)) return at;
  const std::string_view word = text.Word(at);
  const std::string_view trimmed = RosterIndex::TrimId(word);
  const WordBits before = scan.cues.Before(at, 3);
  const bool cued = (before & word::kCueId) != 0;
  auto owners = scan.index.FindId(word);
  if (owners.empty() && trimmed.size() >= 4) owners = scan.index.FindId(trimmed);
  // Short numbers are many things; the roster's alone do not say which.
  if (!owners.empty() && trimmed.size() < 6 && token.shape == Shape::kDigits && !cued &&
      (before & (word::kCueName | word::kCueSecret)) == 0) {
    owners = {};
  }
  if (owners.empty()) {
    if (!cued || (token.shape == Shape::kMixed && token.size() < 5)) return at;
    const std::string_view gap = text.GapBefore(at);
    if (gap.size() > 12 || gap.find('\n') != std::string_view::npos) return at;
    // A mixed word is an id only if digits are most of it.
    const auto digits = std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (static_cast<size_t>(digits) * 2 < word.size()) return at;
    const bool direct = scan.cues.Key() != 0 || scan.cues.Column(at) != 0 ||
                        (scan.cues.Before(at, 1) & word::kCueId) != 0 ||
                        gap.find_first_of(":=#") != std::string_view::npos ||
                        (at > 0 && text[at - 1].Has(word::kCuePhone | word::kFunction | word::kNameVerb));
    if (!direct) return at;
  }
  Match match;
  match.begin = token.begin;
  match.end = token.end;
  match.kind = MatchKind::kId;
  match.value = trimmed;
  match.owners = owners;
  match.recognizer = owners.empty() ? "pattern.id" : "roster.id";
  match.cue = cued ? "id" : "";
  match.confidence = owners.empty() ? 0.75F : 0.97F;
  scan.out.push_back(std::move(match));
  return at + 1;
}

}  // namespace

size_t ScanNumber(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (size_t next = Government(scan, at); next != at) return next;
  if (token.shape == Shape::kDigits && token.size() <= 19) {
    const Groups groups = Gather(text, at);
    const WordBits cues = scan.cues.Before(at, 4);
    if (groups.count > 0) {
      // The id a cue or the roster names outright goes before a form it happens to have.
      if (groups.count == 1 && (scan.cues.Before(at, 2) & word::kCueId) != 0 &&
          (cues & word::kCuePhone) == 0) {
        if (const size_t next = Id(scan, at); next != at) return next;
      }
      if (const size_t next = Ssn(scan, groups, cues); next != at) return next;
      if (const size_t next = Card(scan, groups, cues); next != at) return next;
      if (!IsQuantity(text, token) || groups.count > 2) {
        if (const size_t next = Phone(scan, groups, cues | scan.cues.After(at, 1)); next != at) return next;
      }
    }
  }
  return Id(scan, at);
}

}  // namespace schoolgate::redaction
