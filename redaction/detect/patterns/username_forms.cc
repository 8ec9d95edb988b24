#include "redaction/detect/patterns/username_forms.h"

#include <algorithm>
#include <array>
#include <vector>

namespace schoolgate::redaction {

bool IsTelling(const Lexicon& lexicon, std::string_view name) {
  if (name.find_first_of("0123456789") == name.npos) {
    const auto known = [&](std::string_view part) {
      return (lexicon.Find(part).bits & (word::kDictionary | word::kScheme)) != 0 || CueBitsOfWord(part) != 0;
    };
    const std::vector<std::string_view> parts = WordsOf(name);
    if (std::all_of(parts.begin(), parts.end(), known)) return false;
    static constexpr std::array<std::string_view, 10> kCode = {
        "pytest", "app", "router", "celery", "functools", "click", "torch", "types", "babel", "angular"};
    if (!parts.empty() && std::find(kCode.begin(), kCode.end(), parts[0]) != kCode.end()) return false;
  }
  return name.size() >= 4 && name.find_first_of("0123456789_.") != name.npos &&
         std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool IsHandleShape(const Scan& scan, std::string_view name) {
  const size_t bar = name.find_first_of("_.");
  if (bar == name.npos || bar < 3 || name.find_first_of("_.", bar + 1) != name.npos) return false;
  const std::string_view tail = name.substr(bar + 1);
  const size_t digits = std::min(tail.find_first_of("0123456789"), tail.size());
  if (digits < 3 || tail.size() - digits < 2 || tail.size() - digits > 4) return false;
  if (tail.find_first_not_of("0123456789", digits) != tail.npos) return false;
  if (name.substr(0, bar).find_first_of("0123456789") != name.npos) return false;
  const Lexicon& lexicon = scan.index.lexicon();
  const auto plain = [&](std::string_view word) {
    return (lexicon.Find(word).bits & word::kDictionary) != 0;
  };
  return !plain(name.substr(0, bar)) || !plain(tail.substr(0, digits));
}

bool IsFile(std::string_view name) {
  static constexpr std::array<std::string_view, 26> kExtensions = {
      "txt", "pdf", "doc", "docx", "xls", "xlsx", "csv", "tsv", "json", "xml", "html", "htm", "py",
      "js",  "sh",  "ts",  "png",  "jpg", "jpeg", "mp4", "zip", "pptx", "md",  "sql",  "log", "com"};
  const size_t dot = name.rfind('.');
  return dot != name.npos &&
         std::find(kExtensions.begin(), kExtensions.end(), name.substr(dot + 1)) != kExtensions.end();
}

bool IsNameHandle(const Scan& scan, std::string_view name) {
  if (name.find('_') == name.npos || name.find('.') != name.npos || name.size() < 7) return false;
  const Lexicon& lexicon = scan.index.lexicon();
  size_t names = 0;
  size_t others = 0;
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find_first_of("_-", at), name.size());
    const std::string_view part = name.substr(at, end - at);
    const Lexicon::Entry entry = lexicon.Find(part);
    const bool known = entry.name != 0 || (entry.bits & word::kGiven) != 0;
    if (part.size() >= 3 && known && (entry.bits & (word::kDictionary | word::kPlace)) == 0) {
      ++names;
    } else if (part.size() >= 2 && (entry.bits & (word::kDictionary | word::kPlace)) == 0) {
      ++others;
    }
    if (CueBitsOfWord(part) != 0 || part.empty()) return false;
    at = end + 1;
  }
  return names >= 2 || (names == 1 && others > 0);
}

bool IsInitialAndFamily(const Scan& scan, size_t at) {
  const Token& token = scan.text[at];
  const bool upper = token.shape == Shape::kUpper;
  if ((token.shape != Shape::kLower && !upper) || token.size() < 5 ||
      token.Has(word::kDictionary | word::kGiven | word::kPlace) || (upper && token.name != 0))
    return false;
  const uint32_t name = scan.index.lexicon().Find(scan.text.Word(at).substr(1)).name;
  return name != 0 && (scan.index.Roles(name) & kFamilyBit) != 0;
}

bool IsJoinedInitial(const Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (text[at].size() != 1 || text[at].IsCapitalised() || at + 1 >= text.size()) return false;
  const Token& family = text[at + 1];
  const std::string_view gap = text.GapBefore(at + 1);
  if ((gap != "." && gap != "_") || family.shape != Shape::kLower || family.size() < 4) return false;
  if (text[at].shape == Shape::kDigits || text.At(family.end) == '(' || family.Has(word::kDictionary))
    return false;
  return family.name != 0 && (scan.index.Roles(family.name) & kFamilyBit) != 0;
}

bool IsTurnOfUser(const Text& text, size_t at) {
  if (at == 0 || text.Word(at - 1) != "user" || !text.GapBefore(at).starts_with(':')) return false;
  return at == 1 || text.GapBefore(at - 1).find('\n') != std::string_view::npos;
}

bool IsAccountWord(std::string_view word) {
  static constexpr std::string_view kWords[] = {"user", "username", "login", "usuario",
                                                "uid",  "usr",      "userid"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

bool IsDoer(const Text& text, size_t at) {
  static constexpr std::string_view kDone[] = {
      "entered", "created", "updated", "modified", "opened", "closed",   "changed", "edited",  "approved",
      "logged",  "keyed",   "locked",  "deleted",  "added",  "assigned", "printed", "exported"};
  if (at < 2 || text.Word(at - 1) != "by" || text[at - 1].shape != Shape::kLower || text[at].size() < 5)
    return false;
  const Token& token = text[at];
  if (token.shape != Shape::kLower && token.shape != Shape::kUpper) return false;
  return token.name == 0 && !token.Has(word::kDictionary | word::kGiven | word::kPlace | word::kTitle) &&
         CueBitsOfWord(text.Word(at)) == 0 &&
         std::find(std::begin(kDone), std::end(kDone), text.Word(at - 2)) != std::end(kDone);
}

}  // namespace schoolgate::redaction
