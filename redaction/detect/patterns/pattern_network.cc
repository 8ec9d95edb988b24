// IP and hardware addresses, and the serial numbers of devices.
#include <algorithm>
#include <cstring>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"
#include "redaction/detect/text/characters.h"

namespace schoolgate::redaction {
namespace {

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// IPv6 in text form (RFC 4291 2.2): groups of up to four hex digits, eight of them or "::" in their place.
bool IsIpV6(std::string_view text) {
  const size_t gap = text.find("::");
  if (gap != std::string_view::npos && text.find("::", gap + 1) != std::string_view::npos) return false;
  size_t groups = 0;
  bool digit = false;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(':', at), text.size());
    if (end - at > 4) return false;
    groups += end > at ? 1 : 0;
    digit |= std::any_of(text.begin() + static_cast<ptrdiff_t>(at),
                         text.begin() + static_cast<ptrdiff_t>(end), IsDigit);
    at = end + 1;
  }
  return digit && (groups == 8 || (gap != std::string_view::npos && groups >= 2 && groups < 8));
}

bool IsMac(std::string_view text) {
  if (text.size() != 17) return false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (at % 3 == 2 ? text[at] != text[2] : !IsHex(text[at])) return false;
  }
  return text[2] == ':' || text[2] == '-';
}

}  // namespace

size_t ScanIpAddress(Scan& scan, size_t at) {
  const std::string_view folded = scan.text.view().folded();
  const size_t begin = scan.text[at].begin;
  if (scan.text[at].size() > 4) return at;
  const char before = scan.text.Before(begin);
  size_t end = begin;
  const char mark = scan.text.At(scan.text[at].end);
  if (mark != '.' && mark != ':' && mark != '-') return at;
  const bool dotted = mark == '.';
  while (end < folded.size() && end - begin < 46 &&
         (dotted ? IsDigit(folded[end]) || folded[end] == '.' : IsHex(folded[end]) || folded[end] == mark)) {
    ++end;
  }
  while (end > begin && !IsHex(folded[end - 1])) --end;
  const std::string_view value = folded.substr(begin, end - begin);
  Match match;
  match.kind = MatchKind::kIp;
  if (dotted) {
    if (before == '.' || before == '-' || before == 'v' || !IsHostAddress(value) || IsCommonAddress(value))
      return at;
    const bool version = at > 0 && (scan.text.Word(at - 1) == "version" || scan.text.Word(at - 1) == "v");
    const char after = scan.text.At(end);
    if (version || after == '-' || (after >= 'a' && after <= 'z')) return at;
  } else if (IsMac(value)) {
    match.kind = MatchKind::kDeviceId;
  } else if (before == ':' || mark != ':' || !IsIpV6(value)) {
    return at;
  }
  match.begin = static_cast<uint32_t>(begin);
  match.end = static_cast<uint32_t>(end);
  match.value = value;
  match.recognizer = match.kind == MatchKind::kIp ? "pattern.ip" : "pattern.mac";
  match.confidence = 0.9F;
  scan.Add(std::move(match));
  return scan.text.TokenAt(end);
}

size_t ScanDevice(Scan& scan, size_t at, const Cues::Label& label) {
  // A device's IMEI has a card's check digit. Its maker's serial number is a thing's, not a person's.
  const bool imei =
      label.Has(cue::kDevice) && scan.text[at].size() == 15 && IsPaymentCard(scan.text.Word(at));
  if (!imei) return at;
  scan.Add(MatchOf(scan.text, at, at + 1, MatchKind::kDeviceId, "pattern.device", "imei", 0.85F));
  return at + 1;
}

}  // namespace schoolgate::redaction
