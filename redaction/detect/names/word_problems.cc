// People of word problems and of other exercises.
#include <algorithm>
#include <optional>
#include <string_view>

#include "redaction/detect/names/name_context.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostInProblem = 120;  // tokens

const Words& ProblemActs() {
  static const Words* const kActs = MakeWords(R"(
invests flips buys rolls draws walks bikes drives sells bakes saves deposits picks bought sold baked drove
walked ran runs jogs spins earns paints eats ate collects collected has had gives gave shares shared wants
makes made needs spends spent reads planted plants mix mixes pours cuts rides swims throws puts orders packs
fills borrows lends compra compro tiene vende vendio come camina corre gana ahorra reparte lee necesita
quiere hornea bike bake walk run drive buy sell save share earn types split splits hikes hiked skates skips
stacks builds built knits travels traveled measures pays paid charges rents fences tiles divides read leaves
left cycles cycled jumps launches mows washes practices fold folds sews donates orders ordered cut eat
reparten comparten comen compran corren caminan leen pinta pintan siembra divide mide viaja paga
)");
  return *kActs;
}

bool IsNumber(const Text& text, size_t at) {
  static const Words* const kNumbers = MakeWords(R"(
two three four five six seven eight nine ten eleven twelve dozen half twice dos tres cuatro cinco seis siete
ocho nueve diez doce docena
)");
  return text[at].shape == Shape::kDigits || kNumbers->contains(text.Word(at));
}

// Acts [at]: a verb of word problems right behind a name, or behind "Ana and Ben".
bool ActsAfter(const Text& text, size_t name) {
  size_t verb = name + 1;
  if (verb + 1 < text.size() && text.GapBefore(verb) == " " &&
      (text.Word(verb) == "and" || text.Word(verb) == "y") && text[verb + 1].IsCapitalised()) {
    verb += 2;
  }
  return verb < text.size() && text.GapBefore(verb) == " " && text[verb].shape == Shape::kLower &&
         ProblemActs().contains(text.Word(verb));
}

// The number of an exercise begins a line, or what is quoted of one: "9. ", "#14 ", "3) ".
bool BeginsItem(const Text& text, size_t at) {
  if (at + 1 >= text.size() || text[at].shape != Shape::kDigits || text[at].size() > 2) return false;
  const std::string_view lead = text.GapBefore(at);
  if (at > 0 && lead.find_first_of("\n#\"") == lead.npos) return false;
  const std::string_view gap = text.GapBefore(at + 1);
  return gap == " " || gap == ". " || gap == ") " || gap == ".";
}

enum class Ask : uint8_t { kNone, kPerhaps, kSure };

// What is asked of somebody who solves a problem.
Ask AskedAt(const Text& text, size_t at, size_t begin) {
  static const Words* const kHow = MakeWords("many much far long old fast tall heavy often");
  static const Words* const kWhat = MakeWords(
      "fraction percent percentage area perimeter volume probability expression equation mean ratio");
  const std::string_view word = text.Word(at);
  if (word.starts_with("cuant")) return Ask::kSure;
  if (at == begin) return Ask::kNone;
  const std::string_view before = text.Word(at - 1);
  if (before.size() > 4) return Ask::kNone;
  if (Is(before, "how") && kHow->contains(word))
    return word == "old" || word == "often" ? Ask::kPerhaps : Ask::kSure;
  if ((Is(before, "what") || Is(before, "an") || Is(before, "the")) && kWhat->contains(word))
    return Ask::kPerhaps;
  // "When will Rose catch her?", "Find each bill.", "Who wins?".
  if ((Is(before, "when") && word == "will") || (Is(before, "who") && word == "wins") ||
      (Is(before, "find") && (word == "each" || word == "the" || word == "both"))) {
    return Ask::kPerhaps;
  }
  // "Who's faster?", "who has more".
  const bool who = (Is(before, "who") && (word == "has" || word == "is" || word == "runs")) ||
                   (Is(before, "s") && at >= begin + 2 && text.Word(at - 2) == "who");
  return who && BeginsItem(text, begin) ? Ask::kPerhaps : Ask::kNone;
}

}  // namespace

bool ActsIn(const Text& text, size_t token, const std::pair<uint32_t, uint32_t>& problem) {
  return problem.first <= token && token < problem.second && text[token].IsCapitalised() &&
         ActsAfter(text, token);
}

bool ActsInProblem(const Text& text, size_t token) {
  static const Words* const kOnlyThere =
      MakeWords("invests flips rolls draws deposits spins bakes compra vende");
  if (token + 2 >= text.size() || !ActsAfter(text, token)) return false;
  const std::string_view verb = text.Word(token + 1);
  bool number = false;
  for (size_t at = token + 2; at < text.size() && at <= token + 6; ++at) {
    if (EndsSentence(text.GapBefore(at), text[at - 1])) break;
    number |= text[at].shape == Shape::kDigits;
  }
  if (!number) return false;
  return kOnlyThere->contains(verb) || (token > 0 && BeginsItem(text, token - 1));
}

std::vector<std::pair<uint32_t, uint32_t>> FindWordProblems(const Text& text) {
  static const Words* const kMadeUp = MakeWords(R"(
word story math sample up fake fictional generic invented placeholder inventados
)");
  std::vector<std::pair<uint32_t, uint32_t>> out;
  const std::string_view folded = text.view().folded();
  const auto says = [&](std::string_view word) { return folded.find(word) != folded.npos; };
  // A set of problems; the whole text is searched only if something looks like one.
  std::optional<bool> found_set;
  const auto is_set = [&] {
    if (!found_set) found_set = says("problem") || says("quiz") || says("homework") || says("answer");
    return *found_set;
  };
  size_t begin = 0;
  Ask asks = Ask::kNone;
  bool names = false;
  bool blank = false;
  const auto close = [&](size_t end) {
    const bool item = BeginsItem(text, begin);
    size_t numbers = 0;
    bool acts = false;
    bool named = false;  // somebody acts
    const bool open = (item || asks != Ask::kNone) && end - begin <= kMostInProblem;
    for (size_t at = item ? begin + 1 : begin; at < end && open; ++at) {
      numbers += IsNumber(text, at) ? 1 : 0;
      acts |= ProblemActs().contains(text.Word(at));
      named |= item && at <= begin + 4 && text[at].IsCapitalised() && ActsAfter(text, at);
    }
    const bool problem = names || (asks == Ask::kSure && acts && numbers > 0) ||
                         (asks == Ask::kPerhaps && numbers > (item ? 1 : 2)) ||
                         (named && numbers > 1 && is_set()) || (item && blank);
    if (end - begin <= kMostInProblem && problem)
      out.emplace_back(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
    begin = end;
    asks = Ask::kNone;
    names = blank = false;
  };
  std::string_view before;
  std::string_view word;
  for (size_t at = 0; at < text.size(); ++at) {
    before = word;
    word = text.Word(at);
    const std::string_view gap = text.GapBefore(at);
    if (!Is(gap, " ")) {
      // A problem is a line, or several where one is broken within a sentence.
      if (at > begin && gap.find('\n') != gap.npos && (gap.size() > 2 || text[at].shape != Shape::kLower))
        close(at);
      blank |= at > begin && gap.find("___") != gap.npos && gap.find(':') == gap.npos;
    }
    // What asks follows a short word, or is "cuánto".
    if (before.size() <= 4 || word.starts_with('c')) asks = std::max(asks, AskedAt(text, at, begin));
    if (at == 0 || word.size() < 5) continue;
    const bool made_up = Is(word, "problem") || Is(word, "problems") || Is(word, "problemas") ||
                         Is(word, "names") || (Is(word, "story") && before == "math");
    names |= made_up && kMadeUp->contains(before);
  }
  close(text.size());
  // Only in texts with one of these words.
  const bool told = out.empty() || is_set() || says("how ") || says("cuant") || says("names") ||
                    says("who") || says("___") || says("find ") || says("math story");
  if (!told) out.clear();
  return out;
}

}  // namespace schoolgate::redaction
