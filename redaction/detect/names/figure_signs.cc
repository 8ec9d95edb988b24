// What says that a name is a figure's, an author's, or part of a title.
#include <algorithm>
#include <string_view>

#include "redaction/detect/names/name_context.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

// A year that a sentence gives: "in 1848", "(1848", "May 1848".
bool Dated(const Text& text, size_t at) {
  static const Words* const kBefore = MakeWords(R"(
in en of de by since from to circa c around until before after del year between and early late ca b d ad bc
)");
  if (at == 0) return false;
  return text.GapBefore(at).find_first_of("(-") != std::string_view::npos ||
         text[at - 1].Has(word::kCalendar) || kBefore->contains(text.Word(at - 1)) ||
         (at > 1 && text[at - 2].Has(word::kCalendar));
}

bool Year(const Text& text, size_t at, int& year) {
  const std::string_view word = text.Word(at);
  if (text[at].shape != Shape::kDigits || word.size() != 4) return false;
  year = (word[0] - '0') * 1000 + (word[1] - '0') * 100 + (word[2] - '0') * 10 + (word[3] - '0');
  return year >= 1000 && year <= 2100;
}

}  // namespace

float FigureSigns(const Text& text, size_t first, size_t last) {
  static const Words* const kDeeds = MakeWords(R"(
invented discovered painted composed sculpted reigned ruled conquered assassinated abdicated pioneered
crowned theorized colonized emancipated explored founded published argued proposed observed coined
popularized sailed voyaged commanded portrayed portrays symbolizes represents embodies narrates wrote
descubrio invento pinto compuso reino goberno conquisto fundo escribio publico
)");
  static const Words* const kRoles = MakeWords(R"(
character characters protagonist antagonist narrator heroine hero villain author authors poet novelist
playwright painter sculptor composer scientist scientists physicist chemist biologist mathematician
mathematicians philosopher inventor inventors explorer explorers historian historians king queen emperor
empress pharaoh president presidents senator general prophet saint goddess god singer rapper actor actress
athlete celebrity youtuber artist artists composers poets personaje protagonista narrador autor autora poeta
pintor pintora cientifico filosofo rey reina emperador presidente heroe san santo santa mythical fictional
legendary sir lord archduke kaiser czar tsar pope justice justices
)");
  static const Words* const kWorks = MakeWords(R"(
poem poems novel novels book books play song songs painting symphony opera speech essay article memoir
autobiography biography story stories libro novela poema cuento obra cancion cuadro directed written painted
composed illustrated lyrics words music starring featuring arr arranged translated edited buug quote quotes
)");
  float signs = 0;
  const size_t next = last + 1;
  int year = 0;
  // "(1867-1934)", "(b. 1809)", "(2019)" of a source.
  for (size_t at = next; at < text.size() && at <= next + 2; ++at) {
    const std::string_view gap = text.GapBefore(at);
    if (gap.find('\n') != gap.npos || gap.size() > 3) break;
    const bool inside = text.GapBefore(next).find('(') != std::string_view::npos;
    if (!inside && gap.find('(') == gap.npos) continue;
    if (Year(text, at, year)) {
      const char after = text.At(text[at].end);
      if (year < 1960 || after == ')' || after == '-') signs += 0.9F;
      break;
    }
  }
  // "(Garcia, 2019)", "(Garcia & Chen 2019", "Garcia et al.".
  if (next + 1 < text.size() && text.Word(next) == "et" && text.Word(next + 1) == "al") signs += 0.9F;
  if (first > 0 && text.GapBefore(first).ends_with('(') && next < text.size() &&
      (text.GapBefore(next) == ", " || text.GapBefore(next) == " ") && text[next].shape == Shape::kDigits) {
    signs += Year(text, next, year) ? 0.9F : 0.4F;
  }
  // "Stimson, Henry L. \"The Decision": a source.
  const std::string_view behind = text.GapBefore(next);
  if (last > first &&
      (text.GapBefore(first + 1) == ", " || (last > first + 1 && text.GapBefore(last) == ", ")) &&
      behind.starts_with('.') && behind.find_first_of("\"*_") != behind.npos) {
    signs += 0.9F;
  }
  if (first > 0) {
    const std::string_view before = text.GapBefore(first);
    const std::string_view word = text.Word(first - 1);
    if (before == " " && kRoles->contains(word)) {
      const bool ours =
          first >= 2 && (text[first - 2].Has(word::kPlace) || text.Word(first - 2) == "class" ||
                         text.Word(first - 2) == "student" || text.Word(first - 2) == "council" ||
                         text.Word(first - 2) == "my" || text.Word(first - 2) == "vice" ||
                         text.Word(first - 2) == "pta" || text.Word(first - 2) == "board");
      if (!ours) signs += 0.5F;
    }
    const bool by = word == "by" || word == "por" || word == "de" || word == "s";
    if (before == " " && by && word != "s" && first >= 2) {
      const std::string_view lead = text.GapBefore(first - 1);
      const bool quoted = lead.find_first_of("\"*_'>") != lead.npos;
      const std::string_view work = text.Word(first - 2);
      if (word == "by" && (quoted || (kWorks->contains(work) && work != "essay" && work != "story")))
        signs += 0.6F;
      if (word != "by" && quoted) signs += 0.4F;
      // "a Title of Capitals by X".
      if (word == "by" && text[first - 2].shape == Shape::kCapital && text[first - 2].size() > 3 &&
          !text.AtSentenceStart(first - 2)) {
        signs += 0.4F;
      }
    }
    if (before == " " && (word == "v" || word == "vs")) signs += 0.6F;
    // "named for Rebecca Hale", "called after James Weir".
    if (before == " " && last > first && first >= 2 && (word == "for" || word == "after") &&
        (text.Word(first - 2) == "named" || text.Word(first - 2) == "called")) {
      signs += 0.6F;
    }
    if (before == ". " && word == "v") signs += 0.9F;  // a case: "Goss v. Lopez"
    // "Quote Toni Stone": who is quoted by the full name.
    if (before == " " && last > first &&
        (word == "quote" || word == "quoting" || word == "cite" || word == "citing"))
      signs += 0.7F;
    if (before == " " && kWorks->contains(word) && text[first - 1].shape == Shape::kLower && word != "play" &&
        word != "book" && word != "article" && word != "starring" && word != "music") {
      signs += 0.25F;
    }
  }
  if (next < text.size()) {
    const std::string_view after = text.GapBefore(next);
    const std::string_view word = text.Word(next);
    if (after == " " && (word == "v" || (word == "vs" && text.At(text[next].end) == '.'))) signs += 0.6F;
    if (after == " " && kDeeds->contains(word)) signs += word == "wrote" || word == "argued" ? 0.15F : 0.35F;
    if (after == "'" && word == "s" && next + 1 < text.size()) {
      const std::string_view owned = text.Word(next + 1);
      if (kWorks->contains(owned) && owned != "essay" && owned != "story" && owned != "book" &&
          owned != "words")
        signs += 0.25F;
      static const Words* const kLaws = MakeWords(R"(
law laws theorem theory rule principle method constant number equation formula reagent paradox model effect
ratio test disease syndrome palsy postulate conjecture lemma criterion sieve triangle razor
)");
      if (kLaws->contains(owned)) signs += 0.9F;
    }
    if (after == " " && text[first].shape == Shape::kCapital) {
      static const Words* const kOfWorks = MakeWords(
          "excerpt film movie album biography documentary poster quote exhibit musical lyrics essays");
      if (kOfWorks->contains(word)) signs += 0.5F;
      static const Words* const kNamed = MakeWords(R"(
syndrome disease disorder theorem series polynomial sum equation reagent reaction constant diagram principle
effect scale index doctrine prize medal award trophy cup method brand balls shoes laser gem test inventory
taxonomy cycle square conjecture lemma transform distribution process agreement accords treaty telegram
telegrams expedition settlement
)");
      if (kNamed->contains(word)) signs += 0.7F;
    }
  }
  // A year long ago in the same sentence.
  const size_t from = first > 8 ? first - 8 : 0;
  for (size_t at = first; at > from; --at) {
    if (at < text.size() && EndsSentence(text.GapBefore(at), text[at - 1])) break;
    if (Year(text, at - 1, year) && year < 1960 && Dated(text, at - 1)) {
      signs += 0.3F;
      break;
    }
  }
  for (size_t at = next; at < text.size() && at < next + 9; ++at) {
    if (EndsSentence(text.GapBefore(at), text[at - 1])) break;
    if (Year(text, at, year) && year < 1960 && Dated(text, at)) {
      signs += 0.3F;
      break;
    }
  }
  return std::min(signs, 1.0F);
}

size_t LessonWords(const Text& text) {
  static const Words* const kWords = MakeWords(R"(
novel novels poem poems poet poetry stanza protagonist antagonist narrator symbolism metaphor simile irony
foreshadowing character characters soliloquy playwright sonnet century empire emperor colony colonies
colonists revolution treaty constitution amendment president presidents congress abolitionist abolition
slavery suffrage dynasty medieval renaissance reformation crusade civilization imperialism monarchy explorer
conquistador biography biographies autobiography historian historians history scientist scientists theorem
inventor inventors composer composers poets authors explorers playwrights artists symphony concerto painter
painting sculpture impressionism mythology myth legend folktale fable novela poema poesia autor protagonista
personaje personajes siglo imperio revolucion independencia presidente conquista cuento leyenda mito pintor
batalla heroe shakespeare
)");
  size_t found = 0;
  const size_t most = std::min<size_t>(text.size(), 4000);
  for (size_t at = 0; at < most; ++at) {
    if (text[at].size() >= 4 && kWords->contains(text.Word(at))) ++found;
  }
  return found;
}

bool IsInTitle(const Text& text, size_t first, size_t last) {
  constexpr size_t kMost = 8;
  const auto quote = [](std::string_view gap) {
    return gap.find_first_of("\"*_") != gap.npos || gap.find("\xE2\x80\x9C") != gap.npos ||
           gap.find("\xE2\x80\x9D") != gap.npos;
  };
  const auto titled = [&](size_t at) {
    return text[at].shape == Shape::kCapital || text[at].shape == Shape::kDigits || text[at].size() <= 3 ||
           text[at].Has(word::kFunction);
  };
  size_t begin = first;
  while (!quote(text.GapBefore(begin))) {
    if (begin == 0 || first - begin >= kMost || !titled(begin - 1)) return false;
    --begin;
  }
  size_t end = last + 1;
  while (!quote(text.GapBefore(end))) {
    if (end >= text.size() || end - last > kMost || !titled(end)) return false;
    ++end;
  }
  // What is said ends in a mark before the closing quote.
  const char closing = text.At(text[end - 1].end);
  const std::string_view opening = text.GapBefore(begin);
  // Two words at least beside the name: else it is the name that is quoted; or one that is no name's.
  const bool two = end == last + 2 && begin == first && text[end - 1].shape == Shape::kCapital &&
                   text[end - 1].Has(word::kEnglish) && text[end - 1].name == 0 &&
                   !text[end - 1].Has(word::kGiven | word::kTitle | word::kRelation | word::kNameVerb);
  return (two || end - begin >= last - first + 3) && end - begin <= kMost && opening.size() <= 4 &&
         opening.find_first_of("\n;,:") == opening.npos && closing != '.' && closing != ',' &&
         closing != '!' && closing != '?';
}

}  // namespace schoolgate::redaction
