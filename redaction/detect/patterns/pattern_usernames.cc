// User names: the roster's, those of its shape, those a label, a path or a chat line announces, and handles.
#include <algorithm>
#include <array>
#include <cstring>

#include "redaction/detect/patterns/login_passwords.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/username_forms.h"
#include "redaction/detect/patterns/validators.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

bool IsNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::strchr("._-", c) != nullptr;
}

// The parts of a user name from token `at` on: "ana.reyes_07". Gives its last token.
size_t LastPart(const Text& text, size_t at) {
  size_t last = at;
  while (last + 1 < text.size() && last - at < 5 && text.GapBefore(last + 1).size() == 1 &&
         std::strchr("._-", text.GapBefore(last + 1)[0]) != nullptr) {
    ++last;
  }
  return last;
}

// "[10:41] tbright: …", "<tbright> …": the speaker of a logged line, in one lower-case word.
bool IsSpeaker(const Text& text, size_t at) {
  if (at == 0 || text[at].shape != Shape::kLower || text[at].name != 0 || text[at].size() < 5) return false;
  if (text[at].Has(word::kDictionary | word::kGiven)) return false;
  const std::string_view before = text.GapBefore(at);
  return (before == "] " && text[at - 1].shape == Shape::kDigits &&
          text.GapBefore(at + 1).starts_with(':')) ||
         (before.ends_with("\n<") && text.GapBefore(at + 1).starts_with("> "));
}

// Folders under /home and C:\\Users that are nobody's.
bool IsMachineAccount(std::string_view name) {
  static constexpr std::array<std::string_view, 20> kMachines = {
      "root",   "admin", "administrator", "user",   "users",  "public",  "default",
      "shared", "guest", "ubuntu",        "pi",     "runner", "vagrant", "jovyan",
      "app",    "node",  "git",           "deploy", "ec2",    "postgres"};
  return std::find(kMachines.begin(), kMachines.end(), name) != kMachines.end();
}

// The end of a handle or user name written from `begin` on.
size_t NameEnd(std::string_view folded, size_t begin) {
  size_t end = begin;
  while (end < folded.size() && end - begin < 40 && folded[end] != '\0' && IsNamePart(folded[end])) ++end;
  while (end > begin && std::strchr(".-", folded[end - 1]) != nullptr) --end;
  if (end + 5 <= folded.size() && folded[end] == '#') {  // "kay#1234"
    size_t digits = end + 1;
    while (digits < folded.size() && folded[digits] >= '0' && folded[digits] <= '9') ++digits;
    if (digits - end == 5) end = digits;
  }
  return end;
}

// "/home/mlopez/", "C:\\Users\\mlopez": the token is the name.
bool IsHomeFolder(const Text& text, size_t at) {
  if (at == 0) return false;
  const std::string_view gap = text.GapBefore(at);
  if (!gap.starts_with('/') && !gap.starts_with('\\')) return false;
  const std::string_view folder = text.Word(at - 1);
  if (folder != "home" && folder != "users") return false;
  const char before = text.Before(text[at - 1].begin);
  if (gap == "/") return before == '/' && !IsMachineAccount(text.Word(at));
  return (gap == "\\" || gap == "\\\\") && before == '\\' && !IsMachineAccount(text.Word(at));
}

// Chinese, Japanese and Korean write the word for an account and "is" as one with what is before it.
bool IsAccountPhrase(const Text& text, size_t at) {
  if (text[at].shape != Shape::kUnspaced) return false;
  const std::string_view word = text.Word(at);
  static constexpr std::array<std::string_view, 12> kAccounts = {
      "微信", "微博",   "抖音",   "小红书",     "账号",       "帐号",
      "帳號", "用户名", "用戶名", "アカウント", "ユーザー名", "아이디"};
  return std::any_of(kAccounts.begin(), kAccounts.end(),
                     [&](std::string_view account) { return word.find(account) != word.npos; });
}

// A name is signed to a line of a log or of code: "-- nurse_om" at its end.
bool IsSigned(const Text& text, size_t at, size_t end) {
  const std::string_view after = text.view().folded().substr(end, 1);
  return text.GapBefore(at).ends_with("-- ") && (after.empty() || after == "\n" || after == "\r");
}

// "user: perfecto. tell her that": who speaks with an assistant, and what they say.
bool IsTurn(const Text& text, size_t at) {
  if (at == 0 || at + 2 >= text.size() || !text[at].IsWord() || text.Word(at - 1) != "user") return false;
  const bool begins = at == 1 || text.GapBefore(at - 1).find('\n') != std::string_view::npos;
  if (!begins || text.GapBefore(at) != ": ") return false;
  const auto plain = [&](size_t other) {
    const std::string_view gap = text.GapBefore(other);
    return (gap == " " || gap == ". " || gap == ", " || gap == "? " || gap == "! ") && text[other].IsWord() &&
           !text[other].Has(word::kCueSecret | word::kCueUser);
  };
  return plain(at + 1) && plain(at + 2);
}

// What is announced as a user name or a handle: "snap: brook.lynnn08", "my roblox is coolkid2012", "jay_08 on
// tiktok". Gives its end, or 0.
size_t Announced(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  const std::string_view folded = text.view().folded();
  const std::string_view gap = text.GapBefore(at);
  if (gap.find('$') != gap.npos || gap.find('(') != gap.npos || text.At(token.end) == '(') return 0;
  if (text.view().folded().substr(token.end, 2) == "\":") return 0;  // a key itself
  if (IsTurn(text, at)) return 0;
  const size_t end = NameEnd(folded, token.begin);
  const std::string_view name = folded.substr(token.begin, end - token.begin);
  const bool telling = IsTelling(scan.index.lexicon(), name) && !IsFile(name);
  if (telling && token.shape == Shape::kMixed && token.size() >= 5 && name[0] > '9' &&
      PasswordBehind(folded, end) != 0)
    return end;
  if (telling && at > 1 && text.Word(at - 1) == "as" && text.Word(at - 2) == "in") return end;
  if (telling && (IsHandleShape(scan, name) || IsSigned(text, at, end) || IsJoinedInitial(scan, at)))
    return end;
  if (telling && text.Before(token.begin) != '/' && text.At(end) != '/' &&
      text.view().cased().substr(token.begin, name.size()) == name && IsNameHandle(scan, name))
    return end;
  // "her @ is kay.kay08", "我的微信是 heather_li"
  if (telling && at > 0 &&
      (IsAccountPhrase(text, at - 1) ||
       (text.Word(at - 1) == "is" && text.GapBefore(at - 1).find('@') != std::string_view::npos)))
    return end;
  bool near = scan.cues.HeadOf(at) != 0;
  for (size_t back = 1; back <= 4 && back <= at; ++back) near |= text[at - back].Has(word::kCueUser);
  if (telling && at > 0 && gap == "=" && IsAccountWord(text.Word(at - 1))) return end;
  if (!telling && IsTurnOfUser(text, at)) return 0;
  if (IsDoer(text, at) && token.end == end) return end;
  // "discord: Ana = foxy.09, Luis = lu_craft"
  if (telling && gap == " = ") {
    for (size_t back = 1; back <= 24 && back < at && text.GapBefore(at - back + 1).find('\n') == gap.npos;
         ++back) {
      if ((scan.cues.Of(at - back) & cue::kPlatform) != 0) return end;
    }
  }
  if (near) {
    const Cues::Label label = scan.LabelOf(at);
    if (label.Has(cue::kUser | cue::kPlatform) && !label.Denies()) {
      const bool assigned = gap.find_first_of(":=") != gap.npos;
      if (telling && (label.direct || assigned)) return end;
      const bool said =
          at > 0 && (text.Word(at - 1) == "is" || text.Word(at - 1) == "es" || text.Word(at - 1) == "as");
      const bool headed =
          scan.cues.BeginsCell(at) && (scan.cues.HeadOf(at) & (cue::kUser | cue::kPlatform)) != 0;
      const bool said_so = at > 0 && gap == " " && IsAccountWord(text.Word(at - 1)) && token.size() >= 6 &&
                           (token.shape == Shape::kLower || token.shape == Shape::kUpper);
      const bool word = token.IsWord() && token.size() >= (headed ? 3U : 5U) &&
                        token.shape != Shape::kUnspaced && text.familiar() &&
                        !token.Has(word::kDictionary | word::kPlace | word::kGiven) && token.name == 0;
      if (word && HasPassword(folded, end)) return end;
      if (label.direct && word && (assigned || said || headed || said_so) &&
          CueBitsOfWord(text.Word(at)) == 0 && !IsMachineAccount(text.Word(at))) {
        return end;
      }
    }
  }
  if (at > 0 && IsInitialAndFamily(scan, at) && token.end == end &&
      ((gap == "=" && (scan.cues.Of(at - 1) & (cue::kUser | cue::kId)) != 0) ||
       ((gap == " " || gap == ": ") && text.Word(at - 1) == "by")))
    return end;
  if (!telling) return 0;
  // "jay_08 on tiktok", "jay08 (insta)".
  const size_t next = text.TokenAt(end);
  if (next + 1 >= text.size()) return 0;
  const bool on = text.Word(next) == "on" || text.Word(next) == "en" || text.Word(next) == "at";
  const size_t platform = on ? next + 1 : next;
  const bool bracket = text.GapBefore(next) == " (" || on;
  return bracket && (scan.cues.Of(platform) & cue::kPlatform) != 0 ? end : 0;
}

// The end of a handle whose marks are said: "@bea dot wild dot 09", from the end of its first part on.
size_t SpokenMarks(std::string_view folded, size_t end) {
  constexpr size_t kMostParts = 4;
  for (size_t parts = 0; parts < kMostParts; ++parts) {
    size_t next = 0;
    for (const std::string_view mark : {" dot ", " underscore ", " punto ", " guion bajo ", " dash "}) {
      if (folded.substr(end, mark.size()) == mark) next = end + mark.size();
    }
    if (next == 0) break;
    const size_t stop = NameEnd(folded, next);
    if (stop == next) break;
    end = stop;
  }
  return end;
}

// A word for accounts stands up to three words before, on the same line.
bool FollowsCue(const Text& text, size_t at) {
  const size_t most = std::min<size_t>(at, 3);
  uint32_t bits = 0;
  for (size_t back = 1; back <= most; ++back) bits |= text[at - back].bits;
  if ((bits & word::kCueUser) == 0) return false;
  for (size_t back = 1; back <= most; ++back) {
    if (text.GapBefore(at - back + 1).find('\n') != std::string_view::npos) return false;
    if (text[at - back].Has(word::kCueUser)) return true;
  }
  return false;
}

// A word of the dictionary, as nearly all are, with nothing around that speaks of accounts: none of what
// follows would take it.
bool IsPlainlyNone(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (!token.IsWord() || !token.Has(word::kDictionary | word::kGiven) || token.Has(word::kUsernameStart))
    return false;
  const char after = text.At(token.end);
  const bool joined = after == '_' || (after == '.' && text.At(token.end + 1) > ' ');
  if (joined || text.Before(token.begin) == '=' || scan.cues.HeadOf(at) != 0) return false;
  if (at == 0 || ((text.bits() & word::kCueUser) != 0 && FollowsCue(text, at))) return false;
  const std::string_view gap = text.GapBefore(at);
  return !gap.starts_with('/') && !gap.starts_with('\\') && !Is(text.Word(at - 1), "by");
}

size_t ReadUsername(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const Token& token = text[at];
  const std::string_view folded = text.view().folded();
  if (token.size() >= 16 && token.size() <= 512 && token.shape == Shape::kMixed &&
      HidesEmail(text.view().cased().substr(token.begin, token.size()))) {
    Match match;
    match.begin = token.begin;
    match.end = token.end;
    match.kind = MatchKind::kEmail;
    match.value = text.Word(at);
    match.recognizer = "pattern.email";
    match.cue = "base64";
    match.confidence = 0.9F;
    scan.out.push_back(std::move(match));
    return at + 1;
  }
  if (token.size() > 64) return at;
  const bool cued = FollowsCue(text, at);
  size_t last = at;
  std::string_view name = text.Word(at);
  std::span<const ValueIndex::Entry> owners;
  if (token.Has(word::kUsernameStart)) {  // as far as it goes without a blank
    for (size_t end = LastPart(text, at); end > at && owners.empty(); --end) {
      name = folded.substr(token.begin, text[end].end - token.begin);
      owners = scan.index.FindValue(ValueKind::kUsername, name);
      last = end;
    }
  }
  if (owners.empty()) {
    // A word people know, or a name, is a user name only where it is announced as one.
    const bool plain = token.name != 0 || token.Has(word::kDictionary | word::kGiven | word::kPlace);
    name = text.Word(at);
    last = at;
    if (!plain || cued) owners = scan.index.FindValue(ValueKind::kUsername, name);
  }
  size_t end = text[last].end;
  std::string_view cue;
  float confidence = 0;
  // Labels are read only where a word looks like a name, or stands near a word for accounts.
  const char after = text.At(token.end);
  const bool joined = after == '_' || (after == '.' && text.At(token.end + 1) > ' ');
  const bool by = at > 0 && (token.shape == Shape::kLower || token.shape == Shape::kUpper) &&
                  text[at - 1].size() <= 8 && (text.Before(token.begin) == '=' || text.Word(at - 1) == "by");
  const bool worth = cued || token.shape == Shape::kMixed || joined || by || scan.cues.HeadOf(at) != 0;
  if (!owners.empty()) {
    confidence = 0.9F;
  } else if (token.shape == Shape::kMixed && scan.index.IsUsernameShape(name) &&
             (scan.index.lexicon().Find(name.substr(0, name.find_first_of("0123456789"))).bits &
              word::kDictionary) == 0) {
    cue = "shape";
    confidence = 0.7F;
  } else if (IsSpeaker(text, at)) {
    cue = "speaker";
    confidence = 0.65F;
  } else if (IsHomeFolder(text, at)) {
    end = NameEnd(folded, token.begin);
    cue = "home";
    confidence = 0.85F;
  } else if (const size_t announced = worth ? Announced(scan, at) : 0; announced != 0) {
    end = announced;
    cue = "account";
    confidence = 0.8F;
  } else {
    return at;
  }
  Match match;
  match.kind = MatchKind::kUsername;
  match.begin = token.begin;
  match.end = static_cast<uint32_t>(end);
  // What is joined before: "b_r_1_elle.okafor09".
  while (match.begin > scan.floor && token.begin - match.begin < 40 && IsNamePart(text.Before(match.begin)))
    --match.begin;
  while (match.begin < token.begin && std::strchr("._-", text.At(match.begin)) != nullptr) ++match.begin;
  match.value = folded.substr(match.begin, end - match.begin);
  match.owners = owners;
  match.recognizer = owners.empty() ? "pattern.username" : "roster.username";
  match.cue = cue;
  match.confidence = confidence;
  scan.Add(std::move(match));
  AddPasswordBehind(scan, end);
  return std::max(last + 1, text.TokenAt(end));
}

}  // namespace

size_t ScanUsername(Scan& scan, size_t at) { return IsPlainlyNone(scan, at) ? at : ReadUsername(scan, at); }

void ScanHandle(Scan& scan, size_t at) {
  const std::string_view folded = scan.text.view().folded();
  const auto alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
  };
  size_t begin = at;
  while (begin > 0 && at - begin < 64 &&
         (alnum(folded[begin - 1]) || std::strchr("._-", folded[begin - 1]) != nullptr))
    --begin;
  while (begin < at && !alnum(folded[begin])) ++begin;
  size_t end = at + 1;
  const auto goes_on = [&](size_t from) {
    return from + 1 < folded.size() && folded[from] == '-' && begin == at && alnum(folded[from + 1]);
  };
  while (end < folded.size() && end - at < 64 &&
         (alnum(folded[end]) || folded[end] == '.' || folded[end] == '_' || goes_on(end)))
    ++end;
  while (end > at + 1 && folded[end - 1] == '.') --end;
  const size_t spoken = begin == at ? SpokenMarks(folded, end) : end;
  const std::string_view after = folded.substr(at + 1, end - at - 1);
  Match match;
  match.kind = MatchKind::kUsername;
  match.end = static_cast<uint32_t>(end);
  match.begin = static_cast<uint32_t>(begin);
  if (begin < at && IsHostAddress(after)) {  // user@10.0.0.1
    match.end = static_cast<uint32_t>(at);
    match.value = folded.substr(begin, at - begin);
    match.owners = scan.index.FindValue(ValueKind::kUsername, match.value);
    match.recognizer = "pattern.username";
    match.cue = "host";
    match.confidence = 0.9F;
    scan.out.push_back(std::move(match));
    return;
  }
  // A handle: "@name", not the at of code or of a path.
  if (begin != at || after.size() < 3 || after.size() > 30) return;
  const char next = end < folded.size() ? folded[end] : '\0';
  if (next == '(' || next == '/' || next == '@' || next == '{' || (at > 0 && folded[at - 1] == '/')) return;
  match.owners = scan.index.FindValue(ValueKind::kUsername, after);
  const size_t token = scan.text.TokenAt(at + 1);
  if (token >= scan.text.size()) return;
  if (spoken > end) {
    match.end = static_cast<uint32_t>(spoken);
    match.value = folded.substr(at + 1, spoken - at - 1);
    match.recognizer = "pattern.handle";
    match.cue = "spoken";
    match.confidence = 0.75F;
    scan.out.push_back(std::move(match));
    return;
  }
  const CueBits around = scan.cues.Before(token, 5) | scan.cues.After(token, 4);
  const bool cued = (around & (cue::kUser | cue::kPlatform)) != 0;
  if (match.owners.empty() && !IsTelling(scan.index.lexicon(), after) && !cued) return;
  match.value = after;
  match.recognizer = match.owners.empty() ? "pattern.handle" : "roster.username";
  match.cue = cued ? "account" : "";
  match.confidence = 0.7F;
  scan.out.push_back(std::move(match));
}

}  // namespace schoolgate::redaction
