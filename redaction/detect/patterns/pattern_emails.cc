// E-mails, as they are and as people hide them: "j.doe [at] mail [dot] example", "maria arroba correo punto
// mx".
#include <algorithm>
#include <array>
#include <cstring>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestLocalPart = 64;  // RFC 5321 4.5.3.1.1
constexpr size_t kLongestDomain = 255;    // RFC 5321 4.5.3.1.2
constexpr size_t kMostSpelledWords = 12;

bool IsAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
}
bool IsLocalPart(char c) { return IsAlnum(c) || (c != '\0' && std::strchr("._%+-'", c) != nullptr); }
bool IsDomain(char c) { return IsAlnum(c) || c == '.' || c == '-'; }

// The end of the domain that begins at `at`, or `at` if none stands there.
size_t DomainEnd(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && end - at < kLongestDomain && IsDomain(text[end])) ++end;
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  const std::string_view domain = text.substr(at, end - at);
  const size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return at;
  const std::string_view top = domain.substr(dot + 1);
  const bool letters =
      std::all_of(top.begin(), top.end(), [](char c) { return IsAlnum(c) && (c < '0' || c > '9'); });
  return letters && top.size() >= 2 ? end : at;
}

size_t LocalPartBegin(std::string_view text, size_t at_sign) {
  size_t begin = at_sign;
  while (begin > 0 && at_sign - begin < kLongestLocalPart && IsLocalPart(text[begin - 1])) --begin;
  // "bounce+ana=mail.example@sender.example": whom a bulk mail was for.
  if (begin > 0 && text[begin - 1] == '=') {
    size_t first = begin - 1;
    while (first > 0 && at_sign - first < 2 * kLongestLocalPart && IsLocalPart(text[first - 1])) --first;
    if (text.substr(first, begin - 1 - first).find('+') != std::string_view::npos) begin = first;
  }
  while (begin < at_sign && !IsAlnum(text[begin])) ++begin;
  return begin;
}

// Domains' ends that people write; what is spelled out must have one.
bool IsTopDomain(std::string_view word) {
  static constexpr std::array<std::string_view, 24> kTops = {
      "com",     "org", "net", "edu", "gov", "us", "mx",  "es",  "io",     "co", "me",  "info",
      "example", "mil", "uk",  "ca",  "br",  "tv", "app", "dev", "school", "ai", "biz", "test"};
  return std::find(kTops.begin(), kTops.end(), word) != kTops.end();
}

// Mailboxes of an office or a program: nobody's.
bool IsRoleAccount(std::string_view local) {
  static constexpr std::array<std::string_view, 13> kRoles = {
      "example", "noreply",  "no-reply",   "donotreply", "do-not-reply",  "support", "info",
      "help",    "helpdesk", "postmaster", "webmaster",  "mailer-daemon", "git"};
  return std::find(kRoles.begin(), kRoles.end(), local) != kRoles.end();
}

void AddEmail(Scan& scan, size_t begin, size_t end, std::string value, std::string_view cue) {
  Match match;
  match.begin = static_cast<uint32_t>(begin);
  match.end = static_cast<uint32_t>(end);
  match.kind = MatchKind::kEmail;
  match.value = std::move(value);
  match.owners = scan.index.FindValue(ValueKind::kEmail, match.value);
  const std::string_view address = match.value;
  const size_t sign = address.find('@');
  if (match.owners.empty() &&
      (IsRoleAccount(address.substr(0, sign)) || IsExampleDomain(address.substr(sign + 1)))) {
    match.kind = MatchKind::kPlainUrl;  // keeps its words from being read as names
  }
  match.recognizer = match.owners.empty() ? "pattern.email" : "roster.email";
  match.cue = cue;
  match.confidence = 0.99F;
  scan.out.push_back(std::move(match));
}

// The id of a message or of an event of a calendar has the form of an address.
bool IsMessageId(std::string_view folded, size_t begin) {
  size_t at = begin;
  while (at > 0 && begin - at < 80 && folded[at - 1] > ' ' && folded[at - 1] != '<' && folded[at - 1] != ':')
    --at;
  if (at > 0 && folded[at - 1] == '<') {
    --at;
    while (at > 0 && folded[at - 1] == ' ') --at;
  }
  const std::string_view before = folded.substr(at > 16 ? at - 16 : 0, std::min<size_t>(at, 16));
  return before.ends_with("message-id:") || before.ends_with("references:") ||
         before.ends_with("in-reply-to:") || before.ends_with("\nuid:");
}

// "jdoe @ mail.example", "jdoe@ mail.example": blanks or a line's end around the sign.
bool ScanLoose(Scan& scan, std::string_view folded, size_t at) {
  size_t left = at;
  while (left > 0 && at - left < 2 && folded[left - 1] == ' ') --left;
  size_t right = at + 1;
  while (right < folded.size() && right - at < 3 && (folded[right] == ' ' || folded[right] == '\n')) ++right;
  if (left == at && right == at + 1) return false;
  const size_t begin = LocalPartBegin(folded, left);
  const size_t end = DomainEnd(folded, right);
  if (begin >= left || end <= right) return false;
  const std::string_view domain = folded.substr(right, end - right);
  if (!IsTopDomain(domain.substr(domain.rfind('.') + 1))) return false;
  std::string value(folded.substr(begin, left - begin));
  value += '@';
  value += domain;
  AddEmail(scan, begin, end, std::move(value), "spaced");
  return true;
}

// The sign between a part of the name and the next, or a part of the domain and the next, as it is said; '\0'
// if none.
char SignOf(std::string_view word) {
  if (word == "dot" || word == "punto" || word == "point" || word == "period") return '.';
  if (word == "underscore") return '_';
  if (word == "dash" || word == "hyphen" || word == "guion") return '-';
  return '\0';
}

// A gap around a spelled sign: blanks and brackets of any kind.
bool IsLooseGap(std::string_view gap) {
  return gap.size() <= 4 && gap.find_first_not_of(" []()<>{}-_*.") == std::string_view::npos;
}

bool IsBracketed(std::string_view before, std::string_view after) {
  return before.find_first_of("[({<*") != before.npos && after.find_first_of("])}>*") != after.npos;
}

// The domain from token `at` on: "gmail dot com", "gmail.com", "school [dot] k12 [dot] tx [dot] us". Gives
// the token after; `at` if it is none. `said`: a dot in it is spelled out.
size_t SpelledDomain(const Text& text, size_t at, std::string& value, bool& said) {
  said = false;
  size_t token = at;
  size_t best = at;
  std::string domain;
  while (token < text.size() && token - at < kMostSpelledWords) {
    domain += text.Word(token);
    ++token;
    if (domain.find('.') != domain.npos && IsTopDomain(text.Word(token - 1))) {
      best = token;
      value = domain;
    }
    if (token >= text.size()) break;
    const std::string_view gap = text.GapBefore(token);
    if (gap == "." || gap == "-") {
      domain += gap;
    } else if (token + 1 < text.size() && SignOf(text.Word(token)) == '.' && IsLooseGap(gap) &&
               IsLooseGap(text.GapBefore(token + 1))) {
      domain += '.';
      said = true;
      ++token;
    } else if (gap == ". " || gap == " . " || gap == " .") {
      domain += '.';
    } else {
      break;
    }
  }
  return best;
}

// The name before token `at`, which is the sign: "maria", "j.doe", "m dot lopez", "a b c 4". Gives its first
// token.
size_t SpelledName(const Text& text, size_t at, std::string& value) {
  size_t first = at;
  bool single = true;  // letters one by one
  while (first > 0 && at - first < kMostSpelledWords) {
    const std::string_view gap = text.GapBefore(first);
    if (first == at) {
      if (!IsLooseGap(gap)) return at;
      value = text.Word(--first);
      single = text[first].size() == 1;
      continue;
    }
    if (gap == "." || gap == "_" || gap == "-" || gap == "+") {
      --first;
      value.insert(0, gap).insert(0, text.Word(first));
      single = false;
      continue;
    }
    const char sign = gap == " " || IsLooseGap(gap) ? SignOf(text.Word(first - 1)) : '\0';
    if (sign != '\0' && first >= 2 && IsLooseGap(text.GapBefore(first - 1))) {
      first -= 2;
      value.insert(0, 1, sign).insert(0, text.Word(first));
      single = false;
      continue;
    }
    if (single && gap == " " && (text[first - 1].size() == 1 || text[first - 1].shape == Shape::kDigits)) {
      --first;
      value.insert(0, text.Word(first));
      continue;
    }
    break;
  }
  return first;
}

}  // namespace

bool HoldsEmail(std::string_view folded) {
  for (size_t at = folded.find('@'); at != std::string_view::npos; at = folded.find('@', at + 1)) {
    if (LocalPartBegin(folded, at) < at && DomainEnd(folded, at + 1) > at + 1) return true;
  }
  return false;
}

std::string DecodeBase64(std::string_view text) {
  if (text.size() < 12 || text.size() > 512) return {};
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    if (c >= '0' && c <= '9') value = c - '0' + 52;
    if (c == '+' || c == '-') value = 62;
    if (c == '/' || c == '_') value = 63;
    if (c == '=') break;
    if (value < 0) return {};
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      const char decoded = static_cast<char>(bits >> count & 0xFF);
      if (static_cast<unsigned char>(decoded) < 0x20) return {};
      out.push_back(decoded);
    }
  }
  return out;
}

bool HidesEmail(std::string_view text) {
  const std::string decoded = DecodeBase64(text);
  return !decoded.empty() && HoldsEmail(FoldText(decoded));
}

size_t ScanSpelledEmail(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const std::string_view word = text.Word(at);
  if (word != "at" && word != "arroba" && word != "a") return at;
  if (at == 0 || at + 1 >= text.size()) return at;
  const std::string_view before = text.GapBefore(at);
  const std::string_view after = text.GapBefore(at + 1);
  if (!IsLooseGap(before) || !IsLooseGap(after)) return at;
  const bool bracketed = IsBracketed(before, after);
  if (word == "a" && !bracketed) return at;
  std::string domain;
  bool said = false;
  const size_t next = SpelledDomain(text, at + 1, domain, said);
  if (next == at + 1) return at;
  std::string name;
  const size_t first = SpelledName(text, at, name);
  if (first == at || text[first].shape == Shape::kDigits) return at;
  // "look at example.com" is no address; a spelled dot, a bracket or a name nobody would look with says it is
  // one.
  const bool plain = text[at - 1].Has(word::kDictionary) && first + 1 == at;
  if (!bracketed && !said && word == "at" && plain) return at;
  if (said && text[at - 1].Has(word::kFunction | word::kNameVerb) && first + 1 == at) return at;
  AddEmail(scan, text[first].begin, text[next - 1].end, name + '@' + domain, "spelled");
  scan.floor = text[next - 1].end;
  scan.last = MatchKind::kEmail;
  return next;
}

void ScanEmails(Scan& scan) {
  const std::string_view folded = scan.text.view().folded();
  for (size_t at = folded.find('@'); at != std::string_view::npos; at = folded.find('@', at + 1)) {
    const size_t begin = LocalPartBegin(folded, at);
    const size_t end = DomainEnd(folded, at + 1);
    if (begin < at && end > at + 1) {
      if (IsMessageId(folded, begin)) {
        Match plain;
        plain.begin = static_cast<uint32_t>(begin);
        plain.end = static_cast<uint32_t>(end);
        plain.kind = MatchKind::kPlainUrl;
        scan.out.push_back(std::move(plain));
        continue;
      }
      AddEmail(scan, begin, end, std::string(folded.substr(begin, end - begin)), "");
      continue;
    }
    if (ScanLoose(scan, folded, at)) continue;
    ScanHandle(scan, at);
  }
}

}  // namespace schoolgate::redaction
