// IP and hardware addresses, and the numbers of devices and of their owners to advertisers.
#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <string>

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

// "00:1b:44:11:3a:b7", with hyphens, or Cisco's "001b.4411.3ab7".
bool IsMac(std::string_view text) {
  const bool threes = text.size() == 14 && text[4] == '.';
  if (!threes && (text.size() != 17 || (text[2] != ':' && text[2] != '-'))) return false;
  const size_t group = threes ? 5 : 3;
  for (size_t at = 0; at < text.size(); ++at) {
    if (at % group == group - 1 ? text[at] != text[group - 1] : !IsHex(text[at])) return false;
  }
  return true;
}

// The hexadecimal digits and hyphens that begin at a folded offset, if nothing of a word stands around them.
std::string_view HexRun(const Text& text, size_t begin) {
  constexpr size_t kLongest = 40;
  const std::string_view folded = text.view().folded();
  size_t end = begin;
  while (end < folded.size() && end - begin <= kLongest && (IsHex(folded[end]) || folded[end] == '-')) ++end;
  const char after = text.At(end);
  const char before = text.Before(begin);
  const auto goes_on = [](char c) {
    return IsLetter(c) || IsDigit(c) || static_cast<signed char>(c) < 0 || c == '_' || c == '-';
  };
  return end - begin > kLongest || goes_on(after) || (begin > 0 && goes_on(before))
             ? std::string_view()
             : folded.substr(begin, end - begin);
}

// Groups of the lengths given, a hyphen between them.
bool HasGroups(std::string_view text, std::initializer_list<size_t> lengths) {
  size_t at = 0;
  for (const size_t length : lengths) {
    if (at > 0 && (at >= text.size() || text[at++] != '-')) return false;
    if (text.size() < at + length || text.substr(at, length).find('-') != text.npos) return false;
    at += length;
  }
  return at == text.size();
}

// Of the words a label may have, up to three before the value.
bool IsCalled(const Scan& scan, size_t at, std::string_view name) {
  constexpr size_t kReach = 3;
  for (size_t word = at; word > 0 && at - word < kReach; --word) {
    const std::string_view gap = scan.text.GapBefore(word);
    if (gap.size() > 4 || gap.find_first_of("\n.;") != gap.npos) return false;
    if (scan.text.Word(word - 1) == name) return true;
  }
  return false;
}

// "35-209900-176148-1", "35 209900 176148 1": an IMEI's groups (3GPP TS 23.003 6.2.1). The token after them.
size_t GroupedImei(const Text& text, size_t at) {
  if (at + 3 >= text.size()) return at;
  std::string digits(text.Word(at));
  for (size_t group = 1; group < 4; ++group) {
    const std::string_view gap = text.GapBefore(at + group);
    if (gap != text.GapBefore(at + 1) || (gap != "-" && gap != " ")) return at;
    if (text[at + group].shape != Shape::kDigits || text[at + group].size() != (group == 3 ? 1U : 6U))
      return at;
    digits += text.Word(at + group);
  }
  return IsPaymentCard(digits) ? at + 4 : at;
}

// What device's identifier has this form; empty if none has.
std::string_view DeviceCue(std::string_view hex, const Token& token) {
  if (hex.size() == 36 && HasGroups(hex, {8, 4, 4, 4, 12})) return "advertising_id";
  if (hex.size() == 25 && HasGroups(hex, {8, 16})) return "udid";
  if (hex.size() != token.size()) return {};
  const bool mixed = token.shape == Shape::kMixed;
  if (hex.size() == 40 || hex.size() == 32 || (hex.size() == 16 && mixed)) return "advertising_id";
  // Which has a card's check digit.
  if (hex.size() == 15 && token.shape == Shape::kDigits && IsPaymentCard(hex)) return "imei";
  if (hex.size() == 14 && mixed) return "meid";
  return hex.size() == 12 ? "mac" : std::string_view();
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
  if (dotted && IsMac(folded.substr(begin, 14)) && IsCalled(scan, at, "mac")) {
    end = begin + 14;
    match.kind = MatchKind::kDeviceId;
  } else if (dotted) {
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
  match.value = folded.substr(begin, end - begin);
  match.recognizer = match.kind == MatchKind::kIp ? "pattern.ip" : "pattern.mac";
  match.confidence = 0.9F;
  scan.Add(std::move(match));
  return scan.text.TokenAt(end);
}

size_t ScanDevice(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (token.size() == 2 && token.shape == Shape::kDigits) {
    const size_t next = GroupedImei(text, at);
    if (next == at || !scan.LabelOf(at).Has(cue::kDevice)) return at;
    scan.Add(MatchOf(text, at, next, MatchKind::kDeviceId, "pattern.device", "imei", 0.85F));
    return next;
  }
  if (token.size() < 8) return at;
  const std::string_view hex = HexRun(text, token.begin);
  const std::string_view cue = DeviceCue(hex, token);
  if (cue.empty()) return at;
  // Nobody's: what a device gives that lets itself not be followed.
  if (hex.find_first_not_of("0-") == hex.npos) return at;
  const Cues::Label label = scan.LabelOf(at);
  bool named = label.Has(cue::kTracker);
  if (cue == "advertising_id") named |= label.Has(cue::kDevice) && label.Has(cue::kId);
  // A device's maker's serial number is a thing's, not a person's.
  if (cue == "udid" || cue == "imei") named |= label.Has(cue::kDevice);
  if (cue == "meid" || cue == "mac") named = IsCalled(scan, at, cue);
  if (!named && cue == "advertising_id" && label.Has(cue::kId)) {
    // "request id 1f0e9c7b-...": what a program numbers is nobody.
    static constexpr std::string_view kNumbered[] = {"request", "trace", "correlation", "transaction",
                                                     "message", "event", "build",       "job",
                                                     "batch",   "commit"};
    for (const std::string_view thing : kNumbered) {
      if (IsCalled(scan, at, thing)) return text.TokenAt(token.begin + hex.size());
    }
  }
  if (!named) return at;
  Match match;
  match.begin = token.begin;
  match.end = token.begin + static_cast<uint32_t>(hex.size());
  match.kind = MatchKind::kDeviceId;
  match.value = hex;
  match.recognizer = "pattern.device";
  match.cue = cue;
  match.confidence = 0.85F;
  scan.Add(std::move(match));
  return text.TokenAt(token.begin + hex.size());
}

}  // namespace schoolgate::redaction
