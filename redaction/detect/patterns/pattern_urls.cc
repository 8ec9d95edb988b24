// URLs, and whether a part of one says who somebody is.
#include <algorithm>
#include <array>
#include <cstring>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestReadUrl = 2048;  // what is looked into; the rest is taken along

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

// Folded, without marks: "student_id" and "studentId" are "studentid".
constexpr std::array<std::string_view, 50> kPersonalParameters = {
    "addr",        "adult",   "dl",        "rider", "u",        "user",         "uid",      "username",
    "userid",      "email",   "mail",      "e",     "sid",      "token",        "kid",      "student",
    "studentid",   "session", "sessionid", "auth",  "sig",      "login",        "jwt",      "name",
    "password",    "pwd",     "pass",      "key",   "apikey",   "firstname",    "lastname", "idtoken",
    "accesstoken", "phone",   "tel",       "dob",   "guardian", "parent",       "ssn",      "stu",
    "pupil",       "child",   "fname",     "lname", "fullname", "refreshtoken", "secret",   "recipient",
    "userkey",     "personid"};
constexpr std::array<std::string_view, 16> kPersonalFolders = {
    "users",         "user",   "u",       "in",     "profile", "profiles",  "students", "student",
    "people_search", "people", "members", "member", "person",  "guardians", "parents",  "add"};
constexpr std::array<std::string_view, 18> kSocialHosts = {
    "instagram.com", "snapchat.com", "tiktok.com",  "facebook.com",  "twitter.com",    "x.com",
    "linkedin.com",  "threads.net",  "discord.com", "wa.me",         "t.me",           "m.me",
    "venmo.com",     "cash.app",     "twitch.tv",   "pinterest.com", "soundcloud.com", "linktr.ee"};
// What a social host keeps for itself.
constexpr std::array<std::string_view, 16> kSocialOwn = {
    "p",       "reel",   "reels", "explore", "about",  "help",   "legal",   "watch",
    "hashtag", "search", "home",  "login",   "events", "groups", "company", "share"};
constexpr std::array<std::string_view, 14> kPublicHosts = {
    "wikipedia.org", "britannica.com", "nasa.gov",      "loc.gov",       "archives.gov",
    "nps.gov",       "jsdelivr.net",   "npmjs.com",     "si.edu",        "biography.com",
    "pbs.org",       "history.com",    "gutenberg.org", "nobelprize.org"};
constexpr std::array<std::string_view, 10> kTopDomains = {"com", "org", "net", "edu", "gov",
                                                          "us",  "me",  "io",  "tv",  "example"};

std::string WithoutMarks(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '_' && c != '-' && c != '.') out.push_back(c);
  }
  return out;
}

template <size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool EndsWithHost(std::string_view host, std::string_view known) {
  return host == known || (host.ends_with(known) && host[host.size() - known.size() - 1] == '.');
}

// Somebody of the roster, or "maria", "quispe": a given name and a word that is no word beside it; or "ms",
// "frost".
bool NamesSomebody(const std::vector<std::string>& words, const RosterIndex& index) {
  std::vector<uint32_t> people;
  for (size_t at = 0; at + 1 < words.size(); ++at) {
    if (words[at + 1].size() < 3) continue;
    const Lexicon::Entry one = index.lexicon().Find(words[at]);
    const Lexicon::Entry two = index.lexicon().Find(words[at + 1]);
    if (one.name != 0 && two.name != 0) {
      index.FindPair(one.name, two.name, people);
      index.FindPair(two.name, one.name, people);
      if (!people.empty()) return true;
    }
    const bool letters = words[at + 1].find_first_of("0123456789") == std::string::npos;
    if (!letters) continue;
    const std::string_view word = words[at];
    if (word == "ms" || word == "mr" || word == "mrs" || word == "sra") return true;
    if (words[at].size() < 3 || (one.bits & word::kGiven) == 0 || (one.bits & word::kDictionary) != 0)
      continue;
    if ((two.bits & (word::kDictionary | word::kPlace)) == 0) return true;
  }
  return false;
}

// What stands under "/users/": not "search" or "new".
bool IsSomebodys(std::string_view piece, const RosterIndex& index) {
  const std::string_view word = piece.substr(0, piece.find('.'));
  return (index.lexicon().Find(word).bits & word::kDictionary) == 0;
}

// "gutierrez-lindo-paloma", "tafoya-family-estrella": the family name first, in one piece of a path.
bool NamesFamilyFirst(std::string_view piece, const RosterIndex& index) {
  if (piece.find_first_of("-_") == piece.npos) return false;
  const std::vector<std::string> words = UrlWords(piece);
  for (size_t at = 0; at + 1 < words.size(); ++at) {
    const Lexicon::Entry one = index.lexicon().Find(words[at]);
    const Lexicon::Entry two = index.lexicon().Find(words[at + 1]);
    if (words[at].size() < 3 || words[at][0] <= '9' ||
        (one.bits & (word::kDictionary | word::kPlace | word::kState)) != 0)
      continue;
    const bool given = words[at + 1].size() >= 3 && (two.bits & word::kGiven) != 0;
    if (given && (two.bits & word::kDictionary) == 0) return true;
    if ((words[at + 1] == "family" || words[at + 1] == "familia") && one.bits == 0) return true;
  }
  return false;
}

// "kiersten.vandenberg": two words that are neither of the language nor a file's, with a full stop between
// them.
bool IsNamePair(std::string_view piece, const RosterIndex& index) {
  const size_t dot = piece.find('.');
  if (dot == piece.npos || dot < 3 || piece.size() < dot + 5 ||
      piece.find_first_not_of("abcdefghijklmnopqrstuvwxyz.") != piece.npos ||
      piece.find('.', dot + 1) != piece.npos)
    return false;
  const auto known = [&](std::string_view word) {
    return (index.lexicon().Find(word).bits & (word::kDictionary | word::kPlace)) != 0;
  };
  static constexpr std::string_view kFiles = " html json docx xlsx pptx jpeg aspx mjs yaml toml webp index ";
  const std::string tail = " " + std::string(piece.substr(dot + 1)) + " ";
  return !known(piece.substr(0, dot)) && !known(piece.substr(dot + 1)) && kFiles.find(tail) == kFiles.npos;
}

// Letters that need no escape are escaped: somebody hides a word.
bool HidesLetters(std::string_view url) {
  size_t run = 0;
  for (size_t at = 0; at + 2 < url.size();) {
    const int high = url[at] == '%' ? HexValue(url[at + 1]) : -1;
    const int low = high >= 0 ? HexValue(url[at + 2]) : -1;
    const int code = low < 0 ? -1 : high * 16 + low;
    const bool letter =
        (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9');
    run = letter ? run + 1 : 0;
    if (run >= 4) return true;
    at += letter ? 3 : 1;
  }
  return false;
}

// With its port, and with what stands before an '@'.
std::string_view HostOf(std::string_view folded_url) {
  const size_t scheme = folded_url.find("://");
  const size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  return folded_url.substr(begin, folded_url.find_first_of("/?#", begin) - begin);
}

// Why a URL says who somebody is; empty if it does not.
std::string_view PersonalPart(std::string_view url, std::string_view folded, const RosterIndex& index) {
  if (folded.starts_with("mailto:")) return "email";
  std::string_view host = HostOf(folded);
  const size_t host_end = static_cast<size_t>(host.data() - folded.data()) + host.size();
  if (host.find('@') != std::string_view::npos) return "user";
  host = host.substr(0, host.find(':'));
  const std::string decoded = PercentDecode(url.substr(host_end));
  const std::string decoded_folded = FoldText(decoded);
  if (IsExampleDomain(host)) return {};
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
      if (value.size() >= 2 && Contains(kPersonalParameters, WithoutMarks(piece.substr(0, equals))))
        return "parameter";
      if (!index.FindId(value).empty() || !index.FindValue(ValueKind::kUsername, value).empty())
        return "roster";
    } else if (piece.size() >= 2) {
      if (piece[0] == '~' ||
          (!folder.empty() && Contains(kPersonalFolders, folder) && IsSomebodys(piece, index)) ||
          (social && folder.empty() && !Contains(kSocialOwn, piece))) {
        return "profile";
      }
      if (IsNamePair(piece, index) || NamesFamilyFirst(piece, index)) return "name";
      if (piece.size() >= 5 && !index.FindId(piece).empty()) return "roster";
      if (piece.size() >= 5 && !index.FindValue(ValueKind::kUsername, piece).empty()) return "roster";
    }
    if (!piece.empty()) folder = piece;
    at = end + 1;
  }
  for (size_t at = 0; at < raw.size();) {
    const size_t end = std::min(raw.find_first_of("/?&#=", at), raw.size());
    const std::string said = DecodeBase64(raw.substr(at, end - at));
    if (!said.empty() && HoldsEmail(FoldText(said))) return "email";
    if (said.size() >= 8 && NamesSomebody(UrlWords(said), index)) return "encoded";
    at = end + 1;
  }
  return NamesSomebody(UrlWords(decoded), index) ? "name" : "";
}

// Adds a URL that names nobody, but for its parameters that follow somebody from page to page: these go. A
// path of a program may hold anything, and keeps no word from being read.
void ScanPlainUrl(Scan& scan, size_t begin, size_t end) {
  const std::string_view folded = scan.text.view().folded();
  const bool path = folded[begin] == '/';
  size_t plain = begin;
  const auto add_plain = [&](size_t until) {
    if (path || until <= plain) return;
    Match match;
    match.begin = static_cast<uint32_t>(plain);
    match.end = static_cast<uint32_t>(until);
    match.kind = MatchKind::kPlainUrl;
    match.value = folded.substr(plain, until - plain);
    match.recognizer = "pattern.url";
    match.confidence = 0.95F;
    scan.out.push_back(std::move(match));
  };
  const std::string_view url = folded.substr(begin, std::min(end - begin, kLongestReadUrl));
  const size_t query = url.find_first_of("?#");
  if (query != url.npos && !IsExampleDomain(HostOf(url))) {
    for (size_t at = query + 1; at < url.size();) {
      const size_t stop = std::min(url.find_first_of("?&#;", at), url.size());
      Match match = TrackingParameter(folded, begin + at, begin + stop);
      if (!match.recognizer.empty()) {
        add_plain(match.begin);
        plain = match.end;
        scan.out.push_back(std::move(match));
      }
      at = stop + 1;
    }
  }
  add_plain(end);
}

}  // namespace

void ScanUrls(Scan& scan) {
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  const std::string_view cased = text.view().cased();
  size_t done = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const Token& token = text[at];
    if (token.begin < done || token.size() > 24) continue;
    const char next = text.At(token.end);
    if (next != '/' && next != '?' && next != ':' && next != '.') continue;  // nearly always
    size_t begin = token.begin;
    if (next == '/' && text.Before(token.begin) == '.' && Contains(kTopDomains, text.Word(at))) {
      // "instagram.example/name": a host without its scheme.
      size_t first = at;
      while (first > 0 && at - first < 5 && text.GapBefore(first) == "." && text[first - 1].begin >= done)
        --first;
      if (first == at || text.Before(text[first].begin) == '@' || text.Before(text[first].begin) == '/')
        continue;
      begin = text[first].begin;
    } else if (next == '?' && text.At(token.end + 1) > ' ') {
      // "/unsubscribe?child=ana": a path with a query, as logs have them.
      while (begin > 0 && token.begin - begin < 256 &&
             std::strchr(" \t\n\"'`<>()=", folded[begin - 1]) == nullptr)
        --begin;
      const size_t equals = folded.find_first_of("= \n\"", token.end);
      if (folded[begin] != '/' || begin < done || equals == folded.npos || folded[equals] != '=') continue;
    } else {
      const std::string_view after = folded.substr(token.end, 3);
      const bool mail =
          text.Word(at) == "mailto" && after.starts_with(':') && folded.find('?', token.end) != folded.npos;
      if (!mail && after != "://" && !(text.Word(at) == "www" && after.starts_with('.'))) continue;
      if (mail) {
        const size_t stop = std::min(folded.find_first_of(" \n\"<>", token.end), folded.size());
        if (folded.substr(token.end, stop - token.end).find('?') == folded.npos) continue;
      }
    }
    size_t end = token.end;
    while (end < folded.size() && std::strchr(" \t\n\r\"'<>`|\\^{}", folded[end]) == nullptr) ++end;
    while (end > token.end && std::strchr(".,;:!?)]*", folded[end - 1]) != nullptr) --end;
    done = end;
    const size_t read = std::min(end - begin, kLongestReadUrl);
    std::string_view reason = PersonalPart(cased.substr(begin, read), folded.substr(begin, read), scan.index);
    const size_t source = text.view().SourceBegin(begin);
    if (reason.empty() &&
        HidesLetters(text.view().source().substr(source, text.view().SourceEnd(begin + read) - source))) {
      reason = "encoded";
    }
    if (reason.empty()) {
      ScanPlainUrl(scan, begin, end);
      continue;
    }
    Match match;
    match.begin = static_cast<uint32_t>(begin);
    match.end = static_cast<uint32_t>(end);
    match.kind = MatchKind::kUrl;
    match.value = folded.substr(begin, end - begin);
    match.recognizer = "pattern.url";
    match.cue = reason;
    match.confidence = 0.95F;
    scan.out.push_back(std::move(match));
  }
}

}  // namespace schoolgate::redaction
