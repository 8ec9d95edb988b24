// User names that speak: the lines of a group chat or a channel begin with who wrote them, "kay.bug11: did
// you see", "oskarrr  9:02 PM".
#include <algorithm>
#include <cstring>
#include <iterator>
#include <vector>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/username_forms.h"
#include "redaction/detect/text/characters.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestName = 32;
constexpr size_t kFewestTurns = 3;

struct Speaker {
  uint32_t begin, end;  // folded offsets
  uint64_t hash;
  bool one_word;
};

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
         static_cast<signed char>(c) < 0;
}

// "9:02 PM", "today at 9:02": the rest of a line that only says when somebody wrote.
bool IsTime(std::string_view rest) {
  rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
  for (const std::string_view lead :
       {"\u2014 ", "- ", "today at ", "yesterday at ", "hoy a las ", "ayer a las "}) {
    if (rest.starts_with(lead)) rest.remove_prefix(lead.size());
  }
  const size_t colon = rest.find(':');
  return rest.size() <= 24 && (colon == 1 || colon == 2) && IsDigit(rest[0]) && colon + 2 < rest.size() &&
         IsDigit(rest[colon + 1]) && IsDigit(rest[colon + 2]);
}

// Who speaks at the beginning of a line: a word or up to three of them, and then a colon or a time.
bool ReadSpeaker(std::string_view folded, size_t begin, size_t end, Speaker& out) {
  while (begin < end && std::strchr("*_@<>[~ ", folded[begin]) != nullptr && folded[begin] != '\0') ++begin;
  size_t at = begin;
  size_t words = 1;
  size_t name_end = begin;
  while (at < end && at - begin <= kLongestName) {
    const char c = folded[at];
    if (IsNameCharacter(c)) {
      name_end = ++at;
    } else if (c == ' ' && words < 3 && at + 1 < end && IsNameCharacter(folded[at + 1])) {
      if (IsTime(folded.substr(at, end - at))) break;
      ++words;
      ++at;
    } else {
      break;
    }
  }
  if (name_end < begin + 2 || name_end - begin > kLongestName || IsDigit(folded[begin])) return false;
  while (name_end > begin && std::strchr("._-*", folded[name_end - 1]) != nullptr) --name_end;
  at = name_end;
  while (at < end && std::strchr("_*]>", folded[at]) != nullptr && folded[at] != '\0') ++at;
  const bool says = at + 1 < end && folded[at] == ':' && folded[at + 1] == ' ';
  if (!says && (at >= end || !IsTime(folded.substr(at, end - at)))) return false;
  out = {static_cast<uint32_t>(begin), static_cast<uint32_t>(name_end),
         HashOf(folded.substr(begin, name_end - begin)), words == 1};
  return true;
}

// A name people take for themselves: "kay.bug11", "amara_xo"; and no key of a file.
bool IsHandle(const Lexicon& lexicon, std::string_view name) {
  if (name.size() < 4 || name.find_first_of("._0123456789") == name.npos || IsFile(name)) return false;
  size_t letters = 0;
  for (const std::string_view part : WordsOf(name)) {
    if (CueBitsOfWord(part) != 0) return false;
    letters += part.size();
  }
  return letters >= 3 && lexicon.Find(name).bits == 0;
}

// "oskarrr", "notjordyn": a word that is neither of the language nor a name, and what is added to a name.
bool IsInvented(const Lexicon& lexicon, std::string_view name) {
  static constexpr std::string_view kStarts[] = {"not",  "that", "its", "just", "real", "lil",  "the",
                                                 "miss", "only", "iam", "itz",  "dat",  "yung", "big",
                                                 "ya",   "soy",  "el",  "ur",   "xx",   "king", "queen"};
  static constexpr std::string_view kEnds[] = {"xo",   "xx",  "xoxo", "girl", "boy",   "official", "baby",
                                               "szn",  "yt",  "tv",   "bug",  "games", "gaming",   "plays",
                                               "bear", "lol", "zz",   "fan",  "gamer", "vibes",    "uwu"};
  if (name.size() < 5 || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != name.npos) return false;
  const Lexicon::Entry entry = lexicon.Find(name);
  if (entry.bits != 0 || entry.name != 0 || CueBitsOfKey(name) != 0) return false;
  for (size_t at = 2; at < name.size(); ++at) {
    if (name[at] == name[at - 1] && name[at] == name[at - 2]) return true;
  }
  const auto begins = [&](std::string_view start) {
    return name.size() >= start.size() + 4 && name.starts_with(start);
  };
  const auto ends = [&](std::string_view end) {
    return name.size() >= end.size() + 4 && name.ends_with(end);
  };
  return std::any_of(std::begin(kStarts), std::end(kStarts), begins) ||
         std::any_of(std::begin(kEnds), std::end(kEnds), ends);
}

}  // namespace

void ScanSpeakers(Scan& scan) {
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  if (folded.find('\n') == folded.npos) return;
  std::vector<Speaker> speakers;
  for (size_t begin = 0; begin < folded.size();) {
    const size_t end = std::min(folded.find('\n', begin), folded.size());
    Speaker speaker;
    if (ReadSpeaker(folded, begin, end, speaker)) speakers.push_back(speaker);
    begin = end + 1;
  }
  if (speakers.size() < kFewestTurns) return;
  std::vector<uint64_t> names;
  names.reserve(speakers.size());
  for (const Speaker& speaker : speakers) names.push_back(speaker.hash);
  std::sort(names.begin(), names.end());
  // Who takes turns speaks twice; a key of a form stands once.
  const auto turns = [&](uint64_t hash) {
    const auto [first, last] = std::equal_range(names.begin(), names.end(), hash);
    return last - first;
  };
  const auto repeated = static_cast<size_t>(std::count_if(
      speakers.begin(), speakers.end(), [&](const Speaker& speaker) { return turns(speaker.hash) > 1; }));
  if (repeated < 2 || repeated * 3 < speakers.size()) return;
  const Lexicon& lexicon = scan.index.lexicon();
  for (const Speaker& speaker : speakers) {
    if (!speaker.one_word) continue;
    const std::string_view name = folded.substr(speaker.begin, speaker.end - speaker.begin);
    if (!IsHandle(lexicon, name) && !(turns(speaker.hash) > 1 && IsInvented(lexicon, name))) continue;
    Match match;
    match.begin = speaker.begin;
    match.end = speaker.end;
    match.kind = MatchKind::kUsername;
    match.value = name;
    match.owners = scan.index.FindValue(ValueKind::kUsername, name);
    match.recognizer = match.owners.empty() ? "pattern.username" : "roster.username";
    match.cue = "speaker";
    match.confidence = 0.7F;
    scan.out.push_back(std::move(match));
  }
}

}  // namespace schoolgate::redaction
