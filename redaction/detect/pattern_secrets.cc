// Passwords, keys and tokens; IP and hardware addresses.
#include <algorithm>
#include <cstring>

#include "redaction/detect/match.h"
#include "redaction/detect/validators.h"

namespace schoolgate::redaction {
namespace {

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

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
    if (before == '.' || before == '-' || before == 'v' || !IsHostAddress(value)) return at;
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
  scan.out.push_back(std::move(match));
  return scan.text.TokenAt(end);
}

size_t ScanSecret(Scan& scan, size_t at) {
  const std::string_view folded = scan.text.view().folded();
  const std::string_view word = scan.text.Word(at);
  const bool bearer = word == "bearer";
  size_t last = at;  // the last word of what announces: "password is", "api key:"
  while (last + 1 < scan.text.size() && last - at < 2 &&
         scan.text.GapBefore(last + 1).find('\n') == std::string_view::npos) {
    const std::string_view next = scan.text.Word(last + 1);
    if (next != "is" && next != "es" && next != "key" && next != "code" && next != "was") break;
    if (scan.text.GapBefore(last + 1).find_first_of(":=") != std::string_view::npos) break;
    ++last;
  }
  size_t begin = scan.text[last].end;
  bool assigned = false;
  bool quoted = false;
  size_t skipped = 0;
  while (begin < folded.size() && skipped < 8) {
    const char c = folded[begin];
    if (c == ':' || c == '=') {
      assigned = true;
    } else if (c == '"' || c == '\'' || c == '`') {
      quoted |= assigned;
    } else if (c != ' ' && c != '\t' && c != '(' && c != '\\') {
      break;
    }
    ++begin;
    ++skipped;
  }
  const char open = folded[begin > 0 ? begin - 1 : 0];
  size_t end = begin;
  while (end < folded.size() && end - begin < 512) {
    const char c = folded[end];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '<' || (quoted && c == open) ||
        (!quoted && std::strchr(",;\"')", c) != nullptr)) {
      break;
    }
    ++end;
  }
  if (end > begin && !quoted && folded[end - 1] == '.') --end;
  const std::string_view value = folded.substr(begin, end - begin);
  const bool digit = std::any_of(value.begin(), value.end(), IsDigit);
  const bool letter = std::any_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const bool symbol = value.find_first_of("!@#$%^&*_+~?-") != std::string_view::npos;
  const bool said = assigned || last > at || bearer;
  const bool pin = word == "pin" || word == "pins" || word == "passcode";
  bool secret = false;
  if (value.find("${") != std::string_view::npos || value.starts_with('$'))
    return at;  // a variable, not a value
  if (pin)
    secret = value.size() >= 4 && value.size() <= 12 && digit && !letter &&
             (said || scan.text.At(begin - 1) == ' ');
  if (!pin && said)
    secret = value.size() >= 4 && (digit || symbol || (quoted && value.size() >= 6)) &&
             (letter || value.size() >= 6);
  if (!pin && word == "token" && !(assigned && value.size() >= 12)) secret = false;
  if (bearer) secret = value.size() >= 16;
  if (!secret) return at;
  Match match;
  match.begin = static_cast<uint32_t>(begin);
  match.end = static_cast<uint32_t>(end);
  match.kind = MatchKind::kSecret;
  match.value = value;
  match.recognizer = "pattern.credential";
  match.cue = pin ? "pin" : "password";
  match.confidence = assigned ? 0.9F : 0.75F;
  scan.out.push_back(std::move(match));
  return scan.text.TokenAt(end);
}

}  // namespace schoolgate::redaction
