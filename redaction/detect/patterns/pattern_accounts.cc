// Payment cards and bank accounts.
#include <algorithm>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"

namespace schoolgate::redaction {
namespace {

// The first digits are ones that card schemes issue (ISO/IEC 7812: Visa, Mastercard, Amex, Discover).
bool IsIssued(std::string_view digits) {
  if (digits[0] == '4') return digits.size() == 16 || digits.size() == 13;
  if (digits.size() == 16 && digits[0] == '5') return digits[1] >= '1' && digits[1] <= '5';
  if (digits.size() == 16 && (digits.starts_with("6011") || digits.starts_with("65"))) return true;
  if (digits.size() == 16 && digits[0] == '2') return digits[1] >= '2' && digits[1] <= '7';
  return digits.size() == 15 && (digits.starts_with("34") || digits.starts_with("37"));
}

size_t Add(Scan& scan, const DigitGroups& groups, size_t count, std::string_view recognizer,
           std::string_view cue) {
  Match match =
      MatchOf(scan.text, groups.first, groups.first + count, MatchKind::kCard, recognizer, cue, 0.95F);
  match.value = groups.Head(count);
  scan.Add(std::move(match));
  return groups.first + count;
}

}  // namespace

size_t ScanAccount(Scan& scan, const DigitGroups& groups, const Cues::Label& label) {
  const bool card = label.Has(cue::kCard);
  for (size_t count = groups.count; count > 0; --count) {
    const std::string_view digits = groups.Head(count);
    if (digits.size() < 13 || digits.size() > 19) continue;
    if (IsClabe(digits) && label.Has(cue::kBank | cue::kUser))
      return Add(scan, groups, count, "pattern.bank_account", "clabe");
    DigitGroups head = groups;
    head.count = count;
    const bool spaced = head.Are({4, 4, 4, 4}) || head.Are({4, 6, 5});
    if (card && label.direct && (spaced || count == 1))
      return Add(scan, groups, count, "pattern.payment_card", "card");
    if (!IsPaymentCard(digits) || label.Denies()) continue;
    const bool bare = count == 1 && IsIssued(digits) && !scan.numbers_need_proof;
    if (spaced || card || bare)
      return Add(scan, groups, count, "pattern.payment_card", card ? "card" : "form");
  }
  const std::string_view digits = groups.Head(1);
  if (groups.count == 1 && card && label.direct && label.Has(cue::kLast) && digits.size() == 4)
    return Add(scan, groups, 1, "pattern.payment_card", "last_four");
  const bool code = digits.size() == 3 || digits.size() == 4;
  if (groups.count == 1 && code && card && label.direct && groups.first > 0) {
    for (size_t at = groups.first; at > 0 && groups.first - at < 3; --at) {
      const std::string_view word = scan.text.Word(at - 1);
      if (word == "cvv" || word == "cvc") return Add(scan, groups, 1, "pattern.payment_card", "cvv");
    }
  }
  if (groups.count > 3 || digits.size() < 6 || digits.size() > 17 || label.Denies()) return groups.first;
  const CueBits around = label.bits | scan.cues.Before(groups.first, 9);
  const bool bank =
      label.Has(cue::kBank) || ((around & cue::kBank) != 0 && label.Has(cue::kUser | cue::kNumber));
  if (!bank || (!label.direct && !IsRoutingNumber(digits))) return groups.first;
  return Add(scan, groups, 1, "pattern.bank_account", "bank");
}

}  // namespace schoolgate::redaction
