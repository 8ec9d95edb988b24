#include <algorithm>
#include <array>

#include "redaction/detect/names/name_mention.h"
#include "redaction/detect/text/char_set.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

// Titles that are nothing else: enough for a name in lower case.
bool IsPlainTitle(std::string_view word) {
  static constexpr std::array<std::string_view, 18> kPlain = {
      "mr", "mrs",  "ms",    "dr",     "sr",     "sra",      "srta",   "miss",  "mx",
      "mx", "prof", "profe", "mister", "missus", "monsieur", "madame", "madan", "coach"};
  return std::find(kPlain.begin(), kPlain.end(), word) != kPlain.end();
}

// "thx joy", "Gracias,\nChuy" at the end of a line or of what is quoted.
bool IsSignature(const Text& text, size_t first, size_t last) {
  static const Words* const kThanks =
      MakeWords("thx thanks ty tysm gracias grax obrigado obrigada merci salamat");
  static const Words* const kClosings = MakeWords(
      "best sincerely love xoxo xo regards respectfully cheers warmly yours truly saludos atentamente "
      "cordialmente");
  const std::string_view word = text.Word(first - 1);
  const bool thanks = kThanks->contains(word);
  if (!thanks && !kClosings->contains(word)) return false;
  const std::string_view gap = text.GapBefore(first);
  static constexpr CharSet kBetween(" ,!.\n\r-~");
  if (gap.size() > 6 || !kBetween.AllOf(gap) || (!thanks && gap.find_first_of(",\n") == gap.npos))
    return false;
  if (last + 1 >= text.size()) return true;
  return text.GapBefore(last + 1).find_first_of("\n\"") != std::string_view::npos;
}

// "im destiny from your lunch group".
bool SaysWhoTheyAre(const Text& text, size_t first) {
  if (!text[first].Has(word::kGiven) || text.GapBefore(first) != " ") return false;
  const std::string_view word = text.Word(first - 1);
  if (word == "im") return true;
  if (first < 2) return false;
  const std::string_view before = text.Word(first - 2);
  return (word == "am" && before == "i") ||
         (word == "m" && before == "i" && text.GapBefore(first - 1) == "'") ||
         (word == "llamo" && before == "me");
}

}  // namespace

bool IsNina(const Text& text, size_t at) {
  if (text.Word(at) != "nina" || !text[at].IsCapitalised()) return false;
  const size_t begin = text.view().SourceBegin(text[at].begin);
  const size_t end = text.view().SourceEnd(text[at].end);
  const std::string_view written = text.view().source().substr(begin, end - begin);
  return written == "Nina" || written == "NINA";
}

bool IsDayOfDate(const Text& text, size_t at) {
  static constexpr std::array<std::string_view, 12> kDays = {"mon",  "tue",   "tues", "wed", "weds", "thu",
                                                             "thur", "thurs", "fri",  "sat", "sun",  "tu"};
  if (std::find(kDays.begin(), kDays.end(), text.Word(at)) == kDays.end()) return false;
  const auto number = [&](size_t other) {
    return other < text.size() && (text[other].shape == Shape::kDigits ||
                                   text[other].shape == Shape::kMixed || text[other].Has(word::kCalendar));
  };
  if (!number(at + 1)) return false;
  const std::string_view gap = text.GapBefore(at + 1);
  return gap == " " || gap == ", " || gap == ". " || gap == "  ";
}

bool IsBeforePlace(const Text& text, size_t last) {
  return last + 1 < text.size() && text.GapBefore(last + 1) == " " && text[last + 1].IsCapitalised() &&
         text[last + 1].Has(word::kPlace) && !text[last + 1].Has(word::kSuffix);
}

bool IsDictionaryWord(const Text& text, const Token& token) {
  if (token.Has(word::kEnglish | word::kFunction | word::kCalendar | word::kNameVerb)) return true;
  return token.Has(word::kSpanish) && text.spanish();
}

bool IsTitled(const Text& text, size_t at) {
  // "Sra. de la Rosa".
  for (size_t skipped = 0; skipped < 3 && at > 1 && text[at - 1].Has(word::kParticle) &&
                           !text[at - 1].Has(word::kTitle) && text.GapBefore(at) == " ";
       ++skipped) {
    --at;
  }
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
  if (last + 2 < text.size() && text[last + 2].Has(word::kRelation) && text.Word(last + 1) == "s" &&
      text.GapBefore(last + 1) == "'" && text.GapBefore(last + 2) == " ") {
    return "relation";
  }
  if (first == 0) return {};
  if (IsSignature(text, first, last)) return "signature";
  if (SaysWhoTheyAre(text, first)) return "name";
  const std::string_view gap = text.GapBefore(first);
  if (gap.size() > 4 || (!Is(gap, " ") && gap.find('\n') != gap.npos)) return {};
  const Token& before = text[first - 1];
  // "Nina Simone" is not "niña Simone"; "for parents: \"…" names nobody.
  if (IsNina(text, first - 1)) return {};
  if (before.Has(word::kRelation)) {
    static constexpr CharSet kOpen(" (,:\"'=-");
    const bool several = text.Word(before).ends_with('s') && gap.find_first_of(":\"") != gap.npos;
    if (kOpen.AllOf(gap) && !several) return "relation";
  }
  if (before.Has(word::kCueName) && gap.find_first_of(":=") != gap.npos) return "name";
  if (before.Has(word::kCueName) && gap == " ") {
    const std::string_view word = text.Word(first - 1);
    if (word == "named" || word == "llama" || word == "llamado" || word == "llamada" || word == "alumno" ||
        word == "alumna" || (word == "student" && text[first].Has(word::kGiven)) || word == "estudiante" ||
        word == "nino" || word == "nina") {
      return "name";
    }
  }
  if (first < 2 || !Is(gap, " ")) return {};
  const std::string_view one = text.Word(first - 2);
  const std::string_view two = text.Word(before);
  if (text[first - 2].Has(word::kRelation)) {
    if (Is(two, "de") || Is(two, "of") || Is(two, "ni")) return "relation";
    if (before.Has(word::kSuffix | word::kParticle) && one != "primo" && one != "prima") return "relation";
  }
  if (two.size() > 3) return {};
  const bool said = (Is(two, "is") && (Is(one, "name") || Is(one, "this"))) ||
                    (Is(two, "by") && Is(one, "goes")) || (Is(two, "la") && Is(one, "soy")) ||
                    Is(two, "aka") || Is(two, "soy");
  return said ? "name" : "";
}

bool IsParentCue(const Text& text, size_t first) {
  static constexpr std::array<std::string_view, 26> kParents = {
      "mom",         "moms",   "mother", "mommy",  "mama",    "mami",     "dad",     "dads",        "father",
      "daddy",       "papa",   "papi",   "parent", "parents", "guardian", "grandma", "grandmother", "grandpa",
      "grandfather", "abuela", "abuelo", "madre",  "padre",   "stepdad",  "stepmom", "tutor"};
  return first > 0 && std::find(kParents.begin(), kParents.end(), text.Word(first - 1)) != kParents.end();
}

}  // namespace schoolgate::redaction
