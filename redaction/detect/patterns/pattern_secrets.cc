// Passwords, PINs, combinations, keys and tokens.
#include <algorithm>
#include <array>
#include <cstring>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/text/characters.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostBetween = 6;

bool IsKeyCharacter(char c) {
  return IsDigit(c) || IsLetter(c) || (c != '\0' && std::strchr("_-./+=", c) != nullptr);
}

// What is said of a password and is none: "is required", "is wrong".
bool IsPredicate(const Text& text, size_t at) {
  static constexpr std::array<std::string_view, 60> kPredicates = {
      "required",  "wrong",    "incorrect", "invalid",   "expired",    "reset",       "correct",
      "needed",    "case",     "too",       "still",     "saved",      "stored",      "hidden",
      "weak",      "strong",   "safe",      "secure",    "secret",     "private",     "changed",
      "locked",    "blank",    "empty",     "same",      "different",  "optional",    "protected",
      "something", "attached", "default",   "temporary", "encrypted",  "hashed",      "visible",
      "missing",   "unknown",  "long",      "short",     "easy",       "hard",        "good",
      "bad",       "working",  "broken",    "like",      "probably",   "always",      "never",
      "being",     "written",  "posted",    "requerida", "incorrecta", "obligatoria", "valid",
      "set",       "given",    "sent",      "shared"};
  return text[at].Has(word::kFunction | word::kNameVerb) ||
         std::find(kPredicates.begin(), kPredicates.end(), text.Word(at)) != kPredicates.end();
}

// "********", "xxxxxxxx", "…": what a page shows instead.
bool IsMask(std::string_view said) {
  const auto alike = [&](char c) { return c == said[0]; };
  const bool marks = std::none_of(said.begin(), said.end(), [](char c) {
    return IsDigit(c) || IsLetter(c) || std::strchr("!@#$%^&+?", c) != nullptr;
  });
  const bool bullets = said.find_first_not_of("\xE2\x80\xA2") == said.npos;  // U+2022, folded or not
  return marks || bullets ||
         (said.size() >= 4 && (said[0] == 'x' || said[0] == '*') &&
          std::all_of(said.begin(), said.end(), alike));
}

// The value after the words that announce it.
struct Value {
  size_t begin = 0, end = 0;
  bool assigned = false;  // ':' or '=' stands before it
  bool quoted = false;
  bool said = false;   // "is", "es"
  bool to = false;     // "reset to"
  size_t between = 0;  // words between what announces and the value
};

// Whether the last character belongs to what the value stands in: the sentence, or the record ("pin": 4821}).
bool EndsWhatHoldsIt(std::string_view said) {
  const char last = said.back();
  return last == '.' || last == '?' || (last == '}' && said.find('{') == said.npos) ||
         (last == ']' && said.find('[') == said.npos);
}

Value ValueAfter(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  Value value;
  // The last word of what announces: "password is", "api key:", "pw on the board:".
  size_t last = at;
  for (size_t word = at + 1; word <= at + kMostBetween + 1 && word <= text.size(); ++word) {
    const std::string_view gap = text.GapBefore(word);
    if (gap.find_first_of("\n.?!;,(\"") != gap.npos && !(word == at + 1 && gap.starts_with('"'))) break;
    if (gap.find_first_of(":=") != gap.npos) {
      last = word - 1;
      break;
    }
    if (word == text.size() || gap.size() > 3 || text[word].shape == Shape::kDigits) break;
    const std::string_view next = text.Word(word);
    if (next == "is" || next == "es" || next == "was" || next == "now" || (next == "s" && gap == "'")) {
      value.said = true;
      last = word;
      if (word + 1 < text.size() && text.Word(word + 1) == "now") continue;
      if (word + 1 <= text.size() && text.GapBefore(word + 1).find_first_of(":=") != gap.npos) continue;
      break;
    }
    if (next == "to") {
      value.said = value.to = true;
      last = word;
      break;
    }
    if (next == "key" || next == "code" || next == "number" || next == "no") last = word;
  }
  value.between = last - at;
  size_t begin = text[last].end;
  for (size_t skipped = 0; begin < folded.size() && skipped < 8; ++begin, ++skipped) {
    const char c = folded[begin];
    const bool dash = c == '-' && folded[begin - 1] == ' ' && folded.substr(begin + 1, 1) == " ";
    if (c == ':' || c == '=' || dash) {
      value.assigned = true;
    } else if (c == '"' || c == '\'' || c == '`') {
      value.quoted |= value.assigned || value.said;
    } else if (c == '\n' ? !value.assigned
                         : c != ' ' && c != '\t' && c != '(' && c != '\\' && c != '#' && c != '>') {
      break;
    }
  }
  const char open = folded[begin > 0 ? begin - 1 : 0];
  size_t end = begin;
  while (end < folded.size() && end - begin < 512) {
    const char c = folded[end];
    if (value.quoted && (open == '"' || open == '\'' || open == '`')) {
      if (c == open || c == '\n') break;
    } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '<' || c == '|' ||
               std::strchr(",;\"')", c) != nullptr) {
      break;
    }
    ++end;
  }
  while (end > begin && !value.quoted && EndsWhatHoldsIt(folded.substr(begin, end - begin))) --end;
  value.begin = begin;
  value.end = end;
  return value;
}

// "combo 12-34-8", "combination is 12, 34, 8".
size_t Combination(Scan& scan, size_t at) {
  const Text& text = scan.text;
  size_t first = at + 1;
  while (first < text.size() && first - at < 4 && text[first].IsWord() && text.GapBefore(first).size() <= 3 &&
         text.GapBefore(first).find_first_of(".\n") == std::string_view::npos) {
    ++first;
  }
  size_t next = first;
  while (next < text.size() && next - first < 4 && text[next].shape == Shape::kDigits &&
         text[next].size() <= 2) {
    const std::string_view gap = text.GapBefore(next);
    if (gap.size() > 3 || gap.find_first_not_of(" -,/.:#") != gap.npos) break;
    ++next;
  }
  // "12 R 24 L 6": with the turns between.
  if (next == first + 1) {
    const auto turn = [&](size_t index) {
      return index + 1 < text.size() && (text.Word(index) == "r" || text.Word(index) == "l") &&
             text[index + 1].shape == Shape::kDigits && text[index + 1].size() <= 2;
    };
    if (turn(next) && turn(next + 2))
      return AddSecret(scan, text[first].begin, text[next + 3].end, "combination", 0.85F);
  }
  // "R12-L30-R4", "R 12 L 30 R 4": with the turns before.
  if (next == first) {
    size_t last = at + 1;
    size_t numbers = 0;
    while (last < text.size() && numbers < 3 && last - at < 8 && text[last].size() <= 3 &&
           text.GapBefore(last).size() <= 2 && text.GapBefore(last).find('\n') == std::string_view::npos) {
      const std::string_view word = text.Word(last);
      const bool turn = word[0] == 'r' || word[0] == 'l' || word.back() == 'r' || word.back() == 'l';
      const bool mixed = text[last].shape == Shape::kMixed && turn;
      if (!mixed && text[last].shape != Shape::kDigits && !(turn && word.size() == 1)) break;
      numbers += mixed || text[last].shape == Shape::kDigits ? 1 : 0;
      ++last;
    }
    if (numbers == 3) return AddSecret(scan, text[at + 1].begin, text[last - 1].end, "combination", 0.85F);
  }
  return next - first == 3 ? AddSecret(scan, text[first].begin, text[next - 1].end, "combination", 0.85F)
                           : at;
}

bool IsPin(const Scan& scan, const Value& value) {
  const std::string_view text = scan.text.view().folded().substr(value.begin, value.end - value.begin);
  const auto digits = static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit));
  return digits >= 4 && digits <= 12 && text.size() - digits <= 2 &&
         std::none_of(text.begin(), text.end(), IsLetter);
}

bool IsPassword(const Scan& scan, const Value& value, bool bearer) {
  const Text& text = scan.text;
  const std::string_view said = text.view().folded().substr(value.begin, value.end - value.begin);
  if (bearer) return said.size() >= 16;
  if (!value.assigned && !value.said) {
    // "password bluebird42": only what is no word.
    return said.size() >= 6 && std::any_of(said.begin(), said.end(), IsDigit) &&
           std::any_of(said.begin(), said.end(), IsLetter);
  }
  if (said.size() < 4) return false;
  if (value.to && std::none_of(said.begin(), said.end(), IsDigit)) return false;
  const bool digit = std::any_of(said.begin(), said.end(), IsDigit);
  const bool letter = std::any_of(said.begin(), said.end(), IsLetter);
  const bool symbol = said.find_first_of("!@#$%^&*_+~?-") != said.npos;
  if (digit || symbol) return letter || said.size() >= 6;
  if (value.quoted) return said.size() >= 6;
  if (value.between > 1) return false;
  // "password is bluebird": a word that says nothing about the password and ends what is said.
  const size_t token = text.TokenAt(value.begin);
  if (token >= text.size() || !letter || said.size() < 5 || IsPredicate(text, token)) return false;
  const std::string_view behind = text.GapBefore(text.TokenAt(value.end));
  const bool ends = text.TokenAt(value.end) >= text.size() || behind.find_first_of(".,;!?\n)") != behind.npos;
  return ends && text.Word(token).size() == said.size() && CueBitsOfWord(said) == 0;
}

}  // namespace

size_t AddSecret(Scan& scan, size_t begin, size_t end, std::string_view cue, float confidence) {
  Match match;
  match.begin = static_cast<uint32_t>(begin);
  match.end = static_cast<uint32_t>(end);
  match.kind = MatchKind::kSecret;
  match.value = scan.text.view().folded().substr(begin, end - begin);
  match.recognizer = "pattern.credential";
  match.cue = cue;
  match.confidence = confidence;
  scan.Add(std::move(match));
  return scan.text.TokenAt(end);
}

size_t ScanSecret(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  const CueBits bits = scan.cues.Of(at);
  if ((bits & cue::kCombination) != 0) return Combination(scan, at);
  const std::string_view word = text.Word(at);
  const Value value = ValueAfter(scan, at);
  if (value.end <= value.begin) return at;
  const std::string_view said = folded.substr(value.begin, value.end - value.begin);
  if (said.find("${") != said.npos || said.starts_with('$') || said.starts_with('<') || said.starts_with('{'))
    return at;
  if (IsMask(said)) return at;
  const size_t before = at > 0 && text.GapBefore(at).size() <= 2 ? at - 1 : at;
  const bool lock = before != at && OpensWithCode(scan, before);
  if (word == "key" || word == "psk") {
    const bool named = text.Before(text[at].begin) == '_' || text.Before(text[at].begin) == '-' ||
                       (before != at && (scan.cues.Of(before) & (cue::kSecret | cue::kLock)) != 0);
    const bool fits = said.size() >= 8 && std::any_of(said.begin(), said.end(), IsDigit) &&
                      std::any_of(said.begin(), said.end(), IsLetter);
    return named && value.assigned && fits && value.between == 0
               ? AddSecret(scan, value.begin, value.end, "key", 0.85F)
               : at;
  }
  if (word == "code" || word == "codes" || word == "codigo") {
    // "code of gate 4471#", "code for the cabinet is 2580"
    for (size_t behind = at + 1; behind < std::min(at + 5, text.size()) && !lock; ++behind) {
      const std::string_view of = text.Word(at + 1);
      if (of != "of" && of != "for" && of != "to" && of != "de" && of != "on") break;
      if (text.GapBefore(behind) != " ") break;
      if (!OpensWithCode(scan, behind)) continue;
      size_t number = behind + 1;
      while (number < text.size() && number <= behind + 2 &&
             text[number].Has(word::kFunction | word::kNameVerb))
        ++number;
      if (number >= text.size() || text[number].shape != Shape::kDigits || text[number].size() < 4 ||
          text.GapBefore(number).find_first_of(".\n;?") != std::string_view::npos)
        break;
      const size_t end = text[number].end + (text.At(text[number].end) == '#' ? 1 : 0);
      return AddSecret(scan, text[number].begin, end, "code", 0.8F);
    }
    // "reply with this code: 7K-PLUM"
    const bool ones = before != at && text[before].Has(word::kFunction) && value.assigned &&
                      value.between == 0 && said.size() >= 6 &&
                      said.find_first_of("0123456789") != said.npos &&
                      std::any_of(said.begin(), said.end(), IsLetter);
    if (ones) return AddSecret(scan, value.begin, value.end, "code", 0.75F);
    if (lock && value.said && IsPassword(scan, value, false) &&
        said.find_first_of("0123456789") != said.npos && !IsPin(scan, value))
      return AddSecret(scan, value.begin, value.end, "code", 0.75F);
    return lock && IsPin(scan, value) ? AddSecret(scan, value.begin, value.end, "code", 0.8F) : at;
  }
  if ((bits & cue::kPin) != 0 || word == "passcode") {
    if (IsPin(scan, value) && (value.assigned || value.said || text.At(value.begin - 1) == ' ' ||
                               text.At(value.begin - 1) == '#')) {
      return AddSecret(scan, value.begin, value.end, "pin", value.assigned ? 0.9F : 0.75F);
    }
    // "lunch PIN for Bea is 4491"
    size_t number = at + 1;
    while (number < text.size() && number - at < 6 && text[number].IsWord() && text.GapBefore(number) == " ")
      ++number;
    const bool to = number < text.size() && number > at + 1 && text[number].shape == Shape::kDigits &&
                    text[number].size() >= 4 && text[number].size() <= 8 &&
                    (text.GapBefore(number) == " " || text.GapBefore(number) == ": ") &&
                    (text.Word(at + 1) == "for" || text.Word(at + 1) == "de" || text.Word(at + 1) == "para");
    if ((bits & cue::kPin) != 0 && to)
      return AddSecret(scan, text[number].begin, text[number].end, "pin", 0.75F);
    if ((bits & cue::kPin) != 0) return at;
  }
  if (word == "token" && !(value.assigned && said.size() >= 12)) return at;
  if (word == "pass" && !value.assigned && !value.said &&
      (said.size() < 8 || said.find_first_of("!@#$%^&*_") == said.npos))
    return at;
  if (word == "api" && !value.assigned) return at;
  if (!IsPassword(scan, value, word == "bearer")) return at;
  return AddSecret(scan, value.begin, value.end, "password", value.assigned ? 0.9F : 0.75F);
}

size_t ScanHeadedSecret(Scan& scan, size_t at) {
  const CueBits head = scan.cues.HeadOf(at);
  if ((head & (cue::kSecret | cue::kPin)) == 0 || (head & cue::kNot) != 0 || !scan.cues.BeginsCell(at))
    return at;
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  const size_t begin = text[at].begin;
  size_t end = begin;
  while (end < scan.cues.CellEnd(at) && end - begin < 128 && std::strchr(" \"\n\t", folded[end]) == nullptr)
    ++end;
  const std::string_view value = folded.substr(begin, end - begin);
  const bool word = text[at].end == end && text[at].Has(word::kDictionary);
  return value.size() < 4 || word || IsMask(value) ? at : AddSecret(scan, begin, end, "key", 0.85F);
}

size_t ScanKey(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  const std::string_view word = text.Word(at);
  if (word.size() < 16) return at;
  const auto digits = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsDigit));
  size_t first = at;
  bool key = word.starts_with("eyj") && word.size() >= 20 && text.At(text[at].end) == '.';
  key |= word.size() == 20 && (word.starts_with("akia") || word.starts_with("asia")) && digits >= 1;
  key |= word.starts_with("aiza") && word.size() >= 30;
  // "sk-proj-…", "ghp_…": what issuers begin their keys with.
  static constexpr std::array<std::string_view, 20> kStarts = {
      "sk",   "pk",  "rk",    "ghp",  "gho",  "ghs",   "ghu", "pat",   "proj", "live",
      "test", "ant", "api03", "xoxb", "xoxp", "glpat", "hf",  "whsec", "npm",  "shpat"};
  while (first > 0 && at - first < 4 && (text.GapBefore(first) == "-" || text.GapBefore(first) == "_") &&
         std::find(kStarts.begin(), kStarts.end(), text.Word(first - 1)) != kStarts.end()) {
    --first;
    key |= digits >= 2;
  }
  if (!key) return at;
  size_t end = text[at].end;
  while (end < folded.size() && end - text[first].begin < 4096 && IsKeyCharacter(folded[end])) ++end;
  return AddSecret(scan, text[first].begin, end, "key", 0.95F);
}

}  // namespace schoolgate::redaction
