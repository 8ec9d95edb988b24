// User names: the roster's, those of its shape, and those a label or a chat line announces.
#include <algorithm>
#include <cstring>

#include "redaction/detect/match.h"

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
         (before.ends_with('<') && text.GapBefore(at + 1).starts_with('>'));
}

// The password a user name stands before: "lritter415": "…".
void Password(Scan& scan, size_t end) {
  const std::string_view folded = scan.text.view().folded();
  size_t at = end;
  size_t quotes = 0;
  bool colon = false;
  while (at < folded.size() && at - end < 6 && std::strchr("\"': =", folded[at]) != nullptr) {
    quotes += folded[at] == '"' || folded[at] == '\'' ? 1 : 0;
    colon |= folded[at] == ':' || folded[at] == '=';
    ++at;
  }
  if (quotes != 2 || !colon || at == end) return;
  const size_t close = folded.find(folded[at - 1], at);
  if (close == std::string_view::npos || close - at < 6 || close - at > 64) return;
  const std::string_view value = folded.substr(at, close - at);
  if (value.find_first_of(" \n") != value.npos || value.find_first_of("0123456789!@#$%^&*_") == value.npos)
    return;
  Match match;
  match.begin = static_cast<uint32_t>(at);
  match.end = static_cast<uint32_t>(close);
  match.kind = MatchKind::kSecret;
  match.value = value;
  match.recognizer = "pattern.credential";
  match.cue = "username";
  match.confidence = 0.8F;
  scan.out.push_back(std::move(match));
}

}  // namespace

size_t ScanUsername(Scan& scan, size_t at) {
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
  const bool cued = (scan.cues.Before(at, 3) & word::kCueUser) != 0;
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
  Match match;
  match.kind = MatchKind::kUsername;
  match.begin = token.begin;
  match.end = text[last].end;
  match.recognizer = "pattern.username";
  const std::string_view gap = text.GapBefore(at);
  if (!owners.empty()) {
    match.recognizer = "roster.username";
    match.confidence = 0.9F;
  } else if (token.shape == Shape::kMixed && scan.index.IsUsernameShape(name) &&
             (scan.index.lexicon().Find(name.substr(0, name.find_first_of("0123456789"))).bits &
              word::kDictionary) == 0) {
    match.cue = "shape";
    match.confidence = 0.7F;
  } else if (IsSpeaker(text, at)) {
    match.cue = "speaker";
    match.confidence = 0.65F;
  } else if (cued && gap.size() <= 4 && gap.find_first_of(":=") != gap.npos && gap.find('$') == gap.npos) {
    // "snap: brook.lynnn08": a word with a digit, a dot or an underscore in it.
    size_t end = token.begin;
    while (end < folded.size() && end - token.begin < 40 && folded[end] != '\0' && IsNamePart(folded[end]))
      ++end;
    while (end > token.begin && std::strchr("._-", folded[end - 1]) != nullptr) --end;
    name = folded.substr(token.begin, end - token.begin);
    if (name.size() < 4 || name.find_first_of("0123456789_.") == name.npos) return at;
    match.end = static_cast<uint32_t>(end);
    match.cue = "account";
    match.confidence = 0.8F;
    last = text.TokenAt(end) - 1;
  } else {
    return at;
  }
  match.value = name;
  match.owners = owners;
  const size_t end = match.end;
  scan.out.push_back(std::move(match));
  Password(scan, end);
  return last + 1;
}

}  // namespace schoolgate::redaction
