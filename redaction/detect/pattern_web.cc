// E-mails, handles and URLs.
#include <algorithm>
#include <array>
#include <cstring>

#include "redaction/detect/match.h"
#include "redaction/detect/unicode_fold.h"
#include "redaction/detect/validators.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestLocalPart = 64;  // RFC 5321 4.5.3.1.1
constexpr size_t kLongestDomain = 255;    // RFC 5321 4.5.3.1.2
constexpr size_t kLongestReadUrl = 2048;  // what is looked into; the rest is taken along

bool IsAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
}
bool IsLocalPart(char c) { return IsAlnum(c) || std::strchr("._%+-'", c) != nullptr; }
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
  while (begin < at_sign && !IsAlnum(text[begin])) ++begin;
  return begin;
}

bool HoldsEmail(std::string_view text) {
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (LocalPartBegin(text, at) < at && DomainEnd(text, at + 1) > at + 1) return true;
  }
  return false;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string PercentDecode(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && HexValue(text[at + 1]) >= 0 &&
        HexValue(text[at + 2]) >= 0) {
      out.push_back(static_cast<char>(HexValue(text[at + 1]) * 16 + HexValue(text[at + 2])));
      at += 2;
    } else {
      out.push_back(text[at] == '+' ? ' ' : text[at]);
    }
  }
  return out;
}

}  // namespace

bool HidesEmail(std::string_view text) {
  if (text.size() < 12 || text.size() > 512) return false;
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
    if (value < 0) return false;
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      const char decoded = static_cast<char>(bits >> count & 0xFF);
      if (decoded < 0x20) return false;
      out.push_back(decoded);
    }
  }
  return HoldsEmail(FoldText(out));
}

namespace {

// Splits "NathalieRamirez2013" too, which a person reads as two names.
std::vector<std::string> UrlWords(std::string_view decoded) {
  std::vector<std::string> out;
  std::string word;
  char last = 0;
  const auto flush = [&] {
    if (!word.empty()) out.push_back(FoldText(word));
    word.clear();
  };
  for (const char c : decoded) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = (c >= 'a' && c <= 'z') || static_cast<signed char>(c) < 0;
    const bool digit = c >= '0' && c <= '9';
    if (!upper && !lower && !digit) flush();
    const bool last_lower = (last >= 'a' && last <= 'z') || static_cast<signed char>(last) < 0;
    const bool last_digit = last >= '0' && last <= '9';
    if ((upper && last_lower) || (digit != last_digit && !word.empty())) flush();
    if (upper || lower || digit) word.push_back(c);
    last = c;
  }
  flush();
  return out;
}

constexpr std::array<std::string_view, 30> kPersonalParameters = {
    "u",   "user",       "uid",    "username",     "userid",    "user_id", "email",    "mail",
    "e",   "sid",        "token",  "kid",          "studentid", "student", "session",  "auth",
    "sig", "student_id", "login",  "access_token", "jwt",       "name",    "password", "pwd",
    "key", "api_key",    "apikey", "first_name",   "last_name", "id_token"};
constexpr std::array<std::string_view, 9> kPersonalFolders = {
    "users", "user", "u", "in", "profile", "profiles", "students", "student", "people_search"};
constexpr std::array<std::string_view, 9> kSocialHosts = {"instagram.com", "snapchat.com", "tiktok.com",
                                                          "facebook.com",  "twitter.com",  "x.com",
                                                          "linkedin.com",  "threads.net",  "discord.com"};
constexpr std::array<std::string_view, 8> kPublicHosts = {"wikipedia.org", "britannica.com", "nasa.gov",
                                                          "loc.gov",       "archives.gov",   "nps.gov",
                                                          "jsdelivr.net",  "npmjs.com"};

template <size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool EndsWithHost(std::string_view host, std::string_view known) {
  return host == known || (host.ends_with(known) && host[host.size() - known.size() - 1] == '.');
}

// Why a URL says who somebody is; empty if it does not.
std::string_view PersonalPart(std::string_view url, std::string_view folded, const RosterIndex& index) {
  const size_t scheme = folded.find("://");
  const size_t host_begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const size_t host_end = std::min(folded.find_first_of("/?#", host_begin), folded.size());
  std::string_view host = folded.substr(host_begin, host_end - host_begin);
  if (host.find('@') != std::string_view::npos) return "user";
  host = host.substr(0, host.find(':'));
  const std::string decoded = PercentDecode(url.substr(host_end));
  const std::string decoded_folded = FoldText(decoded);
  if (HoldsEmail(decoded_folded)) return "email";
  const auto at_host = [&](std::string_view known) { return EndsWithHost(host, known); };
  if (std::any_of(kPublicHosts.begin(), kPublicHosts.end(), at_host)) return {};

  // Path and query, piece by piece.
  const bool social = std::any_of(kSocialHosts.begin(), kSocialHosts.end(), at_host);
  std::string_view rest = std::string_view(decoded_folded);
  std::string_view raw = decoded;
  std::string_view folder;
  for (size_t at = 0; at < rest.size();) {
    const size_t end = std::min(rest.find_first_of("/?&#;", at), rest.size());
    const std::string_view piece = rest.substr(at, end - at);
    const size_t equals = piece.find('=');
    if (equals != std::string_view::npos) {
      const std::string_view value = piece.substr(equals + 1);
      if (value.size() >= 2 && Contains(kPersonalParameters, piece.substr(0, equals))) return "parameter";
      if (!index.FindId(value).empty() || !index.FindValue(ValueKind::kUsername, value).empty())
        return "roster";
    } else if (piece.size() >= 2) {
      if (piece[0] == '~' || (!folder.empty() && Contains(kPersonalFolders, folder)) ||
          (social && folder.empty())) {
        return "profile";
      }
      if (piece.size() >= 5 && !index.FindId(piece).empty()) return "roster";
      if (piece.size() >= 5 && !index.FindValue(ValueKind::kUsername, piece).empty()) return "roster";
    }
    if (!piece.empty()) folder = piece;
    at = end + 1;
  }
  for (size_t at = 0; at < raw.size();) {
    const size_t end = std::min(raw.find_first_of("/?&#=", at), raw.size());
    if (HidesEmail(raw.substr(at, end - at))) return "email";
    at = end + 1;
  }

  const std::vector<std::string> words = UrlWords(decoded);
  std::vector<uint32_t> people;
  for (size_t at = 0; at + 1 < words.size(); ++at) {
    const uint32_t one = index.lexicon().Find(words[at]).name;
    const uint32_t two = index.lexicon().Find(words[at + 1]).name;
    if (one == 0 || two == 0) continue;
    index.FindPair(one, two, people);
    index.FindPair(two, one, people);
    if (!people.empty()) return "roster";
  }
  return {};
}

}  // namespace

void ScanEmails(Scan& scan) {
  const std::string_view folded = scan.text.view().folded();
  for (size_t at = folded.find('@'); at != std::string_view::npos; at = folded.find('@', at + 1)) {
    const size_t begin = LocalPartBegin(folded, at);
    const size_t end = DomainEnd(folded, at + 1);
    Match match;
    if (begin < at && end > at + 1) {
      match.begin = static_cast<uint32_t>(begin);
      match.end = static_cast<uint32_t>(end);
      match.kind = MatchKind::kEmail;
      match.value = folded.substr(begin, end - begin);
      match.owners = scan.index.FindValue(ValueKind::kEmail, match.value);
      match.recognizer = match.owners.empty() ? "pattern.email" : "roster.email";
      match.confidence = 0.99F;
      scan.out.push_back(std::move(match));
      continue;
    }
    size_t host_end = at + 1;
    while (host_end < folded.size() && host_end - at < 64 &&
           (IsAlnum(folded[host_end]) || folded[host_end] == '.' || folded[host_end] == '_')) {
      ++host_end;
    }
    while (host_end > at + 1 && folded[host_end - 1] == '.') --host_end;
    const std::string_view after = folded.substr(at + 1, host_end - at - 1);
    if (begin < at && IsHostAddress(after)) {  // user@10.0.0.1
      match.begin = static_cast<uint32_t>(begin);
      match.end = static_cast<uint32_t>(at);
      match.kind = MatchKind::kUsername;
      match.value = folded.substr(begin, at - begin);
      match.owners = scan.index.FindValue(ValueKind::kUsername, match.value);
      match.recognizer = "pattern.username";
      match.cue = "host";
      match.confidence = 0.9F;
      scan.out.push_back(std::move(match));
      continue;
    }
    // A handle: "@name", not the at of code or of a path.
    if (begin != at || after.size() < 3 || after.size() > 30) continue;
    const char next = host_end < folded.size() ? folded[host_end] : '\0';
    if (next == '(' || next == '/' || next == '@' || next == '{' || (at > 0 && folded[at - 1] == '/'))
      continue;
    match.owners = scan.index.FindValue(ValueKind::kUsername, after);
    const bool telling = after.find_first_of("0123456789_.") != std::string_view::npos;
    const size_t token = scan.text.TokenAt(at + 1);
    const bool cued = token < scan.text.size() && (scan.cues.Before(token, 4) & word::kCueUser) != 0;
    if (match.owners.empty() && !telling && !cued) continue;
    match.begin = static_cast<uint32_t>(at);
    match.end = static_cast<uint32_t>(host_end);
    match.kind = MatchKind::kUsername;
    match.value = after;
    match.recognizer = match.owners.empty() ? "pattern.handle" : "roster.username";
    match.cue = cued ? "account" : "";
    match.confidence = 0.7F;
    scan.out.push_back(std::move(match));
  }
}

void ScanUrls(Scan& scan) {
  const std::string_view folded = scan.text.view().folded();
  const std::string_view cased = scan.text.view().cased();
  size_t done = 0;
  for (size_t at = 0; at < scan.text.size(); ++at) {
    const Token& token = scan.text[at];
    if (!token.Has(word::kScheme) || token.begin < done) continue;
    const std::string_view after = folded.substr(token.end, 3);
    const bool scheme = after == "://";
    if (!scheme && !(scan.text.Word(at) == "www" && after.starts_with('.'))) continue;
    size_t end = token.end;
    while (end < folded.size() && std::strchr(" \t\n\r\"'<>`|\\^{}", folded[end]) == nullptr) ++end;
    while (end > token.end && std::strchr(".,;:!?)]*", folded[end - 1]) != nullptr) --end;
    done = end;
    const size_t read = std::min(end - token.begin, kLongestReadUrl);
    const std::string_view reason =
        PersonalPart(cased.substr(token.begin, read), folded.substr(token.begin, read), scan.index);
    Match match;
    match.begin = token.begin;
    match.end = static_cast<uint32_t>(end);
    match.kind = reason.empty() ? MatchKind::kPlainUrl : MatchKind::kUrl;
    match.value = folded.substr(token.begin, end - token.begin);
    match.recognizer = "pattern.url";
    match.cue = reason;
    match.confidence = 0.95F;
    scan.out.push_back(std::move(match));
  }
}

}  // namespace schoolgate::redaction
