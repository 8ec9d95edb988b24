// Passwords and codes that no label stands before: what somebody typed, tried or was given where a login is
// spoken of, "we tried Samarqand#11", "reset it to otter-1943", "Computer: nurse.two / Locked-4-Good".
#include <algorithm>
#include <cstring>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/text/characters.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLoginBefore = 80, kLoginAfter = 12;  // words
constexpr size_t kShortest = 6, kLongest = 40;

// How much like a password a run of characters is.
enum class Form : uint8_t {
  kNone,
  kCode,    // "bluebird77", "otter-1943", "Lr03082012": as often something else's name
  kStrong,  // "Crawl!sh26": a mark inside, as nothing else has
};

// The run without blanks from `begin` on, without the marks that belong to its sentence.
std::string_view Chunk(std::string_view folded, size_t begin) {
  size_t end = begin;
  while (end < folded.size() && end - begin <= kLongest &&
         std::strchr(" \n\t\r\"',;()<>|[]{}`", folded[end]) == nullptr)
    ++end;
  while (end > begin && std::strchr(".:?*_-", folded[end - 1]) != nullptr) --end;
  return folded.substr(begin, end - begin);
}

Form FormOf(std::string_view chunk) {
  if (chunk.size() < kShortest || chunk.size() > kLongest) return Form::kNone;
  size_t digits = 0;
  size_t letters = 0;
  size_t turns = 0;  // from letters to digits or back
  size_t dashes = 0;
  bool mark = false;
  bool hash = true;  // of marks, only '#': "Lesson#3"
  for (size_t at = 0; at < chunk.size(); ++at) {
    const char c = chunk[at];
    const char last = at > 0 ? chunk[at - 1] : '\0';
    if (IsDigit(c)) {
      ++digits;
      turns += IsLetter(last) ? 1 : 0;
    } else if (IsLetter(c)) {
      ++letters;
      turns += IsDigit(last) ? 1 : 0;
    } else if (c == '-' || c == '_') {
      ++dashes;
    } else if (c != '\0' && std::strchr("!@#$%^&*~+?", c) != nullptr) {
      const char next = at + 1 < chunk.size() ? chunk[at + 1] : '\0';
      mark |= at > 1 && (IsLetter(next) || IsDigit(next));
      hash &= c == '#';
    } else {
      return Form::kNone;
    }
  }
  if (letters < 2 || digits == 0 || !IsLetter(chunk[0])) {
    if (!mark || letters < 3 || digits == 0) return Form::kNone;
  }
  if (mark && hash && digits < 2) return Form::kNone;
  if (mark) return letters >= 3 ? Form::kStrong : Form::kNone;
  // "CB-20931" is a thing's.
  if (dashes > 1 || turns > 3 || (digits < 2 && (dashes > 0 || letters < 6)) || (dashes > 0 && letters < 5))
    return Form::kNone;
  return letters >= 3 || digits >= 6 ? Form::kCode : Form::kNone;
}

// What only a code opens, beyond the words for locks: "the pickup code", "code for the cabinet".
bool IsGuarded(const Scan& scan, size_t at) {
  static constexpr std::string_view kGuarded[] = {
      "pickup",   "pick",  "dismissal", "release", "cabinet",  "closet",      "copier", "printer",
      "copy",     "shed",  "vault",     "drawer",  "meds",     "chromebook",  "laptop", "computer",
      "recogida", "lunch", "gabinete",  "parent",  "guardian", "verification"};
  return (scan.cues.Of(at) & cue::kLock) != 0 || Contains(kGuarded, scan.text.Word(at));
}

// A word that says a login or a code is spoken of.
bool SpeaksOfLogin(const Scan& scan, size_t at) {
  static constexpr std::string_view kOthers[] = {"pass", "token", "secret", "owner", "oper", "nickname"};
  const Text& text = scan.text;
  const std::string_view word = text.Word(at);
  if (word.size() < 2 || word.size() > 12 || text[at].shape == Shape::kDigits) return false;
  if (word == "code" || word == "codigo") return at > 0 && IsGuarded(scan, at - 1);
  // "user: tell me more" is said to a model.
  if (word == "user" && scan.text.GapBefore(at + 1).starts_with(':')) return false;
  if (word == "log" || word == "logged" || word == "logging" || word == "sign" || word == "signed") {
    return at + 1 < text.size() &&
           (text.Word(at + 1) == "in" || text.Word(at + 1) == "into" || text.Word(at + 1) == "on");
  }
  return (scan.cues.Of(at) & (cue::kSecret | cue::kPin | cue::kUser)) != 0 && !Contains(kOthers, word);
}

bool LoginNear(const Scan& scan, size_t at) {
  for (size_t back = at; back > 0 && at - back < kLoginBefore; --back) {
    if (SpeaksOfLogin(scan, back - 1)) return true;
  }
  for (size_t next = at + 1; next < scan.text.size() && next - at <= kLoginAfter; ++next) {
    if (SpeaksOfLogin(scan, next)) return true;
  }
  return false;
}

// Behind who says it: "Tess: bluebird77".
bool AnswersLine(const Text& text, size_t at) {
  for (size_t begin = at - 1; at - begin < 4; --begin) {
    if (begin == 0 || text.GapBefore(begin).find('\n') != std::string_view::npos) return true;
    if (text.GapBefore(begin) != " " && text.GapBefore(begin) != " (") return false;
  }
  return false;
}

// What is done with a password stands before it: "tried", "changed it to", "it's"; or it is all of an answer.
bool IsGiven(const Text& text, size_t at) {
  static constexpr std::string_view kVerbs[] = {
      "tried", "try",   "trying",  "use",       "used",     "using", "typed", "type", "typing",
      "types", "enter", "entered", "enters",    "entering", "put",   "puts",  "says", "said",
      "is",    "was",   "its",     "so",        "to",       "then",  "or",    "old",  "new",
      "temp",  "with",  "be",      "not",       "es",       "era",   "usa",   "pone", "probamos",
      "puse",  "probe", "con",     "temporary", "reset",    "now"};
  if (at == 0) return false;
  const std::string_view gap = text.GapBefore(at);
  if (gap == ": ")
    return AnswersLine(text, at) || text.Word(at - 1) == "temp" || text.Word(at - 1) == "default";
  if (gap == "=")
    return text.Word(at - 1) == "temp" || text.Word(at - 1) == "default" || text.Word(at - 1) == "tmp";
  if (gap.find_first_of(".\n;") != gap.npos) return false;
  for (size_t back = at; back > 0 && at - back < 3; --back) {
    if (back != at && text.GapBefore(back) != " " && text.GapBefore(back) != "'") return false;
    const std::string_view word = text.Word(back - 1);
    if (Contains(kVerbs, word) || (word == "s" && text.GapBefore(back - 1) == "'")) return true;
  }
  return false;
}

// "nurse.two / Locked-4-Good" behind a word for what one logs in to: at the password.
size_t LoginPair(Scan& scan, size_t at) {
  static constexpr std::string_view kSystems[] = {
      "computer",    "laptop", "chromebook", "portal", "email",  "temp",   "guest",     "sub",
      "powerschool", "aeries", "skyward",    "canvas", "clever", "google", "schoology", "ipad"};
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  const size_t slash = text[at].begin - 3;
  size_t begin = slash;
  while (begin > scan.floor && slash - begin <= kLongest &&
         std::strchr(" \n\t:;,/()\"", folded[begin - 1]) == nullptr)
    --begin;
  const std::string_view user = folded.substr(begin, slash - begin);
  if (user.size() < 3 || user.size() > kLongest || !IsLetter(user[0])) return at;
  const size_t first = text.TokenAt(begin);
  if (first == 0 || text[first].begin != begin) return at;
  bool login = false;
  for (size_t back = first; back > 0 && first - back < 3 && !login; --back) {
    if (text.GapBefore(back).find('\n') != std::string_view::npos) break;
    login = SpeaksOfLogin(scan, back - 1) || Contains(kSystems, text.Word(back - 1));
  }
  const std::string_view chunk = Chunk(folded, text[at].begin);
  const bool digit = std::any_of(chunk.begin(), chunk.end(), IsDigit);
  const bool mark = chunk.find_first_of("!@#$%^&*-_+?") != chunk.npos;
  if (chunk.size() < kShortest || (!digit && !mark)) return at;
  if (!login && (!digit || FormOf(chunk) == Form::kNone || !LoginNear(scan, first))) return at;
  if (begin >= scan.floor) {
    Match match = MatchOf(text, first, first + 1, MatchKind::kUsername, "pattern.username", "login", 0.8F);
    match.end = static_cast<uint32_t>(slash);
    match.value = user;
    scan.Add(std::move(match));
  }
  AddSecret(scan, text[at].begin, text[at].begin + chunk.size(), "login", 0.85F);
  return text.TokenAt(text[at].begin + chunk.size());
}

// "the code is 2580, I am changing it to 9146": a second code of as many digits as the last.
size_t NextCode(Scan& scan, size_t at) {
  constexpr size_t kReach = 80;
  const Text& text = scan.text;
  const Token& token = text[at];
  if (scan.last != MatchKind::kSecret || token.size() < 4 || token.size() > 8 || scan.out.empty()) return at;
  const Match& last = scan.out.back();
  if (last.end != scan.floor || token.begin - scan.floor > kReach || at == 0) return at;
  const std::string_view before = text.view().folded().substr(last.begin, last.end - last.begin);
  const auto digits = static_cast<size_t>(std::count_if(before.begin(), before.end(), IsDigit));
  if (digits != token.size()) return at;
  const std::string_view between = text.view().folded().substr(scan.floor, token.begin - scan.floor);
  if (between.find_first_of("\n.") != between.npos) return at;
  const std::string_view word = text.Word(at - 1);
  static constexpr std::string_view kLinks[] = {"is", "to", "es", "was", "s", "now", "a", "then"};
  if (text.GapBefore(at) != " " || !Contains(kLinks, word)) return at;
  const size_t end = token.end + (text.At(token.end) == '#' ? 1 : 0);
  AddSecret(scan, token.begin, end, "code", 0.75F);
  return at + 1;
}

}  // namespace

size_t ScanTypedSecret(Scan& scan, size_t at, bool strong) {
  const Text& text = scan.text;
  const Token& token = text[at];
  if (token.shape == Shape::kDigits && text.At(token.end) != '-') return NextCode(scan, at);
  if (token.begin > 3 && text.At(token.begin - 2) == '/' && text.GapBefore(at) == " / ") {
    if (const size_t next = LoginPair(scan, at); next != at) return next;
  }
  // Most words are none: letters with digits in them, or before a mark that goes on.
  const char mark = text.At(token.end);
  const bool goes_on =
      mark != '\0' && std::strchr("!@#$%^&*~+-_", mark) != nullptr && text.At(token.end + 1) > ' ';
  if (token.shape != Shape::kMixed && !goes_on) return at;
  const char before = text.Before(token.begin);
  if (before != '\0' && std::strchr(" \n\t\"'(:=>*`", before) == nullptr) return at;
  const std::string_view chunk = Chunk(text.view().folded(), token.begin);
  const Form form = FormOf(chunk);
  if (form == Form::kNone || (form == Form::kCode && (strong || !IsGiven(text, at)))) return at;
  if (!LoginNear(scan, at)) return at;
  const size_t end = token.begin + chunk.size();
  AddSecret(scan, token.begin, end, "typed", form == Form::kStrong ? 0.8F : 0.7F);
  return std::max(at + 1, text.TokenAt(end));
}

bool OpensWithCode(const Scan& scan, size_t at) { return IsGuarded(scan, at); }

}  // namespace schoolgate::redaction
