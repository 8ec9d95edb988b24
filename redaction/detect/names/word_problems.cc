// People of word problems.
#include <algorithm>
#include <string_view>

#include "redaction/detect/names/name_context.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

const Words& ProblemActs() {
  static const Words* const kActs = MakeWords(R"(
invests flips buys rolls draws walks bikes drives sells bakes saves deposits picks bought sold baked drove
walked ran runs jogs spins earns paints eats ate collects collected has had gives gave shares shared wants
makes made needs spends spent reads planted plants mix mixes pours cuts rides swims throws puts orders packs
fills borrows lends compra compro tiene vende vendio come camina corre gana ahorra reparte lee necesita
quiere hornea bike bake walk run drive buy sell save share earn
)");
  return *kActs;
}

}  // namespace

bool ActsInProblem(const Text& text, size_t token) {
  static const Words* const kOnlyThere =
      MakeWords("invests flips rolls draws deposits spins bakes compra vende");
  if (token + 2 >= text.size() || text.GapBefore(token + 1) != " ") return false;
  const std::string_view verb = text.Word(token + 1);
  if (!ProblemActs().contains(verb)) return false;
  bool number = false;
  for (size_t at = token + 2; at < text.size() && at <= token + 6; ++at) {
    if (EndsSentence(text.GapBefore(at), text[at - 1])) break;
    number |= text[at].shape == Shape::kDigits;
  }
  if (!number) return false;
  if (kOnlyThere->contains(verb)) return true;
  // The number of the problem: "#14 Diego", "9. Priya".
  if (token == 0 || text[token - 1].shape != Shape::kDigits || text[token - 1].size() > 2) return false;
  const std::string_view gap = text.GapBefore(token);
  const std::string_view lead = text.GapBefore(token - 1);
  const bool line = token == 1 || lead.find_first_of("\n#\"") != lead.npos;
  return line && (gap == " " || gap == ". " || gap == ") ");
}

std::vector<std::pair<uint32_t, uint32_t>> FindWordProblems(const Text& text) {
  static const Words* const kNumbers = MakeWords(R"(
two three four five six seven eight nine ten eleven twelve dozen half twice dos tres cuatro cinco seis siete
ocho nueve diez doce docena
)");
  static const Words* const kMadeUp = MakeWords(R"(
word story math sample up fake fictional generic invented placeholder inventados
)");
  std::vector<std::pair<uint32_t, uint32_t>> out;
  // Only these words begin one: most texts have none.
  const std::string_view folded = text.view().folded();
  const auto says = [&](std::string_view word) { return folded.find(word) != folded.npos; };
  if (!says("how m") && !says("how f") && !says("how l") && !says("cuant") && !says("problem") &&
      !says("names"))
    return out;
  size_t begin = 0;
  bool asks = false;
  bool names = false;
  // Somebody acts on a number of things: looked for only where a question is.
  const auto acts = [&](size_t end) {
    bool number = false;
    bool act = false;
    for (size_t at = begin; at < end && !(number && act); ++at) {
      number |= text[at].shape == Shape::kDigits || kNumbers->contains(text.Word(at));
      act |= ProblemActs().contains(text.Word(at));
    }
    return number && act;
  };
  const auto close = [&](size_t end) {
    if (end - begin <= 120 && (names || (asks && acts(end))))
      out.emplace_back(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
    begin = end;
    asks = names = false;
  };
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view gap = text.GapBefore(at);
    // A problem is a line, or several where one is broken within a sentence.
    if (at > begin && gap.find('\n') != gap.npos && (gap.size() > 2 || text[at].shape != Shape::kLower))
      close(at);
    const std::string_view word = text.Word(at);
    asks |= word.starts_with("cuant");
    if (at == 0) continue;
    const std::string_view before = text.Word(at - 1);
    asks |= before == "how" && (word == "many" || word == "much" || word == "far" || word == "long");
    const bool made_up = word == "problem" || word == "problems" || word == "problemas" || word == "names";
    names |= made_up && kMadeUp->contains(before);
  }
  close(text.size());
  return out;
}

}  // namespace schoolgate::redaction
