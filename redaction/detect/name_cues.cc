#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/name_mention.h"

namespace schoolgate::redaction {
namespace {

// Titles that are nothing else: enough for a name in lower case.
bool IsPlainTitle(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kPlain = {"mr",  "mrs",  "ms",   "dr", "sr",
                                                              "sra", "srta", "miss", "mx", "prof"};
  return std::find(kPlain.begin(), kPlain.end(), word) != kPlain.end();
}

using Figures = absl::flat_hash_map<std::string_view, std::vector<std::vector<std::string_view>>>;

const Figures& AllFigures() {
  static const auto* const kFigures = [] {
    auto* out = new Figures;
    const std::string_view lines = FigureNames();
    for (size_t at = 0; at < lines.size();) {
      const size_t end = std::min(lines.find('\n', at), lines.size());
      const std::vector<std::string_view> words = WordsOf(lines.substr(at, end - at));
      if (!words.empty()) (*out)[words[0]].push_back(words);
      at = end + 1;
    }
    return out;
  }();
  return *kFigures;
}

}  // namespace

bool IsDictionaryWord(const Text& text, const Token& token) {
  if (token.Has(word::kEnglish | word::kFunction | word::kCalendar | word::kNameVerb)) return true;
  return token.Has(word::kSpanish) && text.spanish();
}

bool IsTitled(const Text& text, size_t at) {
  if (at == 0 || !text[at - 1].Has(word::kTitle)) return false;
  const std::string_view gap = text.GapBefore(at);
  if (gap != " " && gap != ". " && gap != "." && gap != "  ") return false;
  if (IsPlainTitle(text.Word(at - 1))) return true;
  // "coach Mike", "Principal Dean"; not "teacher best", nor a title that is a sentence's last word.
  return gap != ". " && text[at].IsCapitalised() && !text[at - 1].Has(word::kFunction);
}

std::string_view PersonCue(const Text& text, const Cues& cues, size_t first, size_t last) {
  const WordBits column = cues.Column(first) | cues.Key();
  if ((column & (word::kCueName | word::kCueGiven | word::kCueFamily)) != 0) return "key";
  // "his dad's": what follows says whose relative it is.
  if (last + 2 < text.size() && text.Word(last + 1) == "s" && text.GapBefore(last + 1) == "'" &&
      text[last + 2].Has(word::kRelation)) {
    return "relation";
  }
  if (first == 0) return {};
  const std::string_view gap = text.GapBefore(first);
  if (gap.size() > 4 || gap.find('\n') != gap.npos) return {};
  const Token& before = text[first - 1];
  const bool open = gap.find_first_not_of(" (,:\"'=-") == gap.npos;
  if (before.Has(word::kRelation) && open) return "relation";
  if (before.Has(word::kCueName) && gap.find_first_of(":=") != gap.npos) return "name";
  if (before.Has(word::kCueName) && gap == " ") {
    const std::string_view word = text.Word(first - 1);
    if (word == "named" || word == "llama" || word == "llamado" || word == "llamada" || word == "alumno" ||
        word == "alumna" || (word == "student" && text[first].Has(word::kGiven)) || word == "estudiante" ||
        word == "nino" || word == "nina") {
      return "name";
    }
  }
  if (first >= 2 && gap == " ") {
    const std::string_view one = text.Word(first - 2);
    const std::string_view two = text.Word(first - 1);
    if (one == "goes" && two == "by") return "name";
    if (one == "name" && two == "is") return "name";
    if (one == "this" && two == "is") return "name";
    if ((two == "de" || two == "of" || two == "ni") && text[first - 2].Has(word::kRelation))
      return "relation";
    if (two == "aka" || (one == "soy" && two == "la") || two == "soy") return "name";
    if (text[first - 1].Has(word::kSuffix | word::kParticle) && text[first - 2].Has(word::kRelation) &&
        one != "primo" && one != "prima") {
      return "relation";
    }
  }
  return {};
}

bool IsParentCue(const Text& text, size_t first) {
  static constexpr std::array<std::string_view, 26> kParents = {
      "mom",         "moms",   "mother", "mommy",  "mama",    "mami",     "dad",     "dads",        "father",
      "daddy",       "papa",   "papi",   "parent", "parents", "guardian", "grandma", "grandmother", "grandpa",
      "grandfather", "abuela", "abuelo", "madre",  "padre",   "stepdad",  "stepmom", "tutor"};
  return first > 0 && std::find(kParents.begin(), kParents.end(), text.Word(first - 1)) != kParents.end();
}

void TakePublicFigures(NameScan& scan, std::vector<uint32_t>& figures) {
  const Text& text = scan.text;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!text[at].Has(word::kFigure)) continue;
    const auto found = AllFigures().find(text.Word(at));
    if (found == AllFigures().end()) continue;
    size_t best = 0;
    for (const std::vector<std::string_view>& phrase : found->second) {
      size_t same = 0;
      while (same < phrase.size() && at + same < text.size() && text.Word(at + same) == phrase[same] &&
             (same == 0 || text.GapBefore(at + same).size() <= 3) &&
             (same == 0 || text.GapBefore(at + same).find_first_of("\n,;:") == std::string_view::npos)) {
        ++same;
      }
      // A figure known by one word is one only with a capital.
      if (same == phrase.size() && (same > 1 || text[at].IsCapitalised())) best = std::max(best, same);
    }
    // The roster's own person of that name goes before, where somebody of both names is on it.
    if (best >= 2 && text[at].name != 0 && text[at + best - 1].name != 0) {
      std::vector<uint32_t> people;
      scan.index.FindPair(text[at].name, text[at + best - 1].name, people);
      if (!people.empty()) continue;
    }
    for (size_t taken = at; taken < at + best; ++taken) {
      scan.taken[taken] = true;
      if (text[taken].name != 0 && taken + 1 == at + best) figures.push_back(text[taken].name);
    }
    if (best > 0) at += best - 1;
  }
}

}  // namespace schoolgate::redaction
