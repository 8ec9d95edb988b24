// What says that a text is a task for a class or about a subject, and that a name in it is made up, a thing's
// or a place's.
#include <algorithm>
#include <string_view>

#include "redaction/detect/names/name_context.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostRead = 600;  // tokens of a task

// Whose name it is, if "the" and this follow a name: "Ana the new girl".
bool IsPersonNoun(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
nurse counselor teacher principal custodian secretary sub student kid girl boy new one tall short older younger
aide coach para bus driver other second third first twin twins freshman senior junior same only day week way
librarian psychologist mom dad parent guy man woman lady dude baby kids boys girls oldest youngest little big
)");
  return kWords->contains(word);
}

// What a word of the dictionary is followed by where it is no name: "Chase your own time", "Jack of hearts".
bool FollowsWord(std::string_view word) {
  static const Words* const kWords = MakeWords("your my our their a an of under upon down up");
  return kWords->contains(word);
}

// What may be named and is nobody.
bool IsThing(const Token& token, std::string_view word, bool sentence) {
  static const Words* const kWords = MakeWords(R"(
sprite avatar character drop cloud cat dog bear frog fish bird robot monster dragon pig turtle rabbit bunny mouse
owl fox wolf horse puppy kitten penguin dinosaur alien hero villain heroine protagonist puppet mascot variable
function file folder class object hurricane storm ship planet star gato perro oso conejo personaje
)");
  return kWords->contains(word) && (token.shape == Shape::kLower || sentence);
}

// On a line that asks for a dialogue or for people to be made up.
bool IsInDialogue(const Text& text, size_t at) {
  static const Words* const kWords = MakeWords("dialogue dialog skit roleplay dialogo");
  for (size_t word = at; word > 0 && at - word < 24; --word) {
    if (text.GapBefore(word).find('\n') != std::string_view::npos) return false;
    if (kWords->contains(text.Word(word - 1))) return true;
    if (word > 1 && text.Word(word - 1) == "up" && text.Word(word - 2) == "made") return true;
  }
  return false;
}

// On a line of "Characters: …".
bool IsOfCharacters(const Text& text, size_t at) {
  static const Words* const kLabels = MakeWords("characters personajes character personaje");
  for (size_t word = at; word > 0 && at - word < 24; --word) {
    const std::string_view gap = text.GapBefore(word);
    if (gap.find('\n') != gap.npos) return false;
    if (gap.starts_with(':') && kLabels->contains(text.Word(word - 1))) return true;
  }
  return false;
}

// In lower case behind these a word is no name: "every autumn", "i'll chase", "a little faith".
bool LeadsToWord(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
every each this these last next a an little some more no any much ll will can cant gonna must should would could
have has had having lose lost keep good bad great such what whose cada este esta mucha mas
)");
  return kWords->contains(word);
}

// "Art room", "Paris trip", "Grace period".
bool MakesThing(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
room rooms zoo museum airport skyline marathon trip trips theme themed sticker stickers poster posters show shows club supplies project projects
period periods department dept teacher class classes elective night fair walk unit contest
)");
  return kWords->contains(word);
}

// "Elmo puppet", "Otis movie".
bool MakesToy(std::string_view word) {
  static const Words* const kWords =
      MakeWords("puppet puppets doll toy toys costume costumes movie movies cartoon");
  return kWords->contains(word);
}

// "Book: Chrysanthemum", "district: Kings Canyon": what stands behind is no person's name.
bool IsUnderLabel(const Text& text, size_t first) {
  static const Words* const kLabels = MakeWords(R"(
book libro story song movie film formula medication brand product org organization district school site course
unit topic tema theme app device model image language idioma lugar city ciudad birthplace game pet dog cat mascot
font color breed species genre novel band program programa curriculum publisher printer
)");
  if (first == 0) return false;
  const std::string_view gap = text.GapBefore(first);
  return gap.size() <= 7 && gap.find_first_of(":=") != gap.npos && gap.find_first_of("\n,;.") == gap.npos &&
         kLabels->contains(text.Word(first - 1));
}

// Translate: "My name is Marie". "an exercise for "Me llamo Ana"".
bool IsInExample(const Text& text, size_t first, size_t last) {
  static const Words* const kTasks = MakeWords(R"(
translate translation traduce traducir traduisez exercise exercises ejercicio ejercicios sentence sentences oracion
phrase frase frases conjugate correct corrige dialogue dialogo pronounce example
)");
  constexpr size_t kReach = 12;
  if (first != last || first < 3 || text.GapBefore(first) != " ") return false;
  const std::string_view one = text.Word(first - 1);
  const std::string_view two = text.Word(first - 2);
  size_t begin = 0;
  if ((one == "is" && two == "name") || (one == "es" && two == "nombre")) begin = first - 3;
  if ((one == "llamo" && two == "me") || (one == "appelle" && two == "m") ||
      (one == "heisse" && two == "ich"))
    begin = first - 2;
  if (begin == 0 || text.GapBefore(begin).find_first_of(":\"") == std::string_view::npos) return false;
  for (size_t at = begin; at > 0 && begin - at < kReach; --at) {
    if (kTasks->contains(text.Word(at - 1))) return true;
  }
  return false;
}

// "cosplays Anya", "dressed as Elsa".
bool IsDressedAs(const Text& text, size_t first) {
  if (first < 1 || text.GapBefore(first) != " ") return false;
  const std::string_view word = text.Word(first - 1);
  if (word == "cosplays" || word == "cosplay" || word == "cosplaying" || word == "impersonates") return true;
  if (word != "as" || first < 2) return false;
  const std::string_view what = text.Word(first - 2);
  return what == "dressed" || what == "dress" || what == "up" || what == "cosplay" || what == "costume";
}

// Another place beside it in a list: "Fresno, Paris and Sydney", "Paris, France".
bool BesidePlace(const Text& text, size_t first, size_t last) {
  const auto place = [&](size_t at) {
    if (!text[at].IsCapitalised() || text[at].name != 0) return false;
    return text[at].Has(word::kState) ||
           (OwnGazetteer().Find(text.Word(at)).place() && !text[at].Has(word::kGiven));
  };
  const size_t next = last + 1;
  if (next < text.size() && text.GapBefore(next) == ", " && place(next)) return true;
  if (next + 1 < text.size() && text.GapBefore(next) == " " && text.GapBefore(next + 1) == " " &&
      (text.Word(next) == "and" || text.Word(next) == "or" || text.Word(next) == "y") && place(next + 1)) {
    return true;
  }
  if (first == 0) return false;
  if (text.GapBefore(first) == ", ") return place(first - 1);
  return first > 1 && text.GapBefore(first) == " " && text.GapBefore(first - 1) == " " &&
         (text.Word(first - 1) == "and" || text.Word(first - 1) == "or" || text.Word(first - 1) == "y") &&
         place(first - 2);
}

// What stands beside a word of the dictionary or a place says that it is no name here.
float WordSigns(const Text& text, size_t first, size_t last) {
  const Token& token = text[first];
  const size_t next = last + 1;
  const std::string_view after = text.GapBefore(next);
  const bool dictionary = IsDictionaryWord(text, token);
  float signs = 0;
  if (token.shape == Shape::kLower && dictionary) {
    const std::string_view before = text.GapBefore(first);
    if (first > 0 && (before == " " || before == "'") && LeadsToWord(text.Word(first - 1))) signs += 0.4F;
    // "{grace_period}": a program's.
    const auto joined = [&](size_t at, std::string_view gap) {
      return gap == "_" && text[at].shape == Shape::kLower && text[at].Has(word::kEnglish) &&
             text[at].name == 0;
    };
    if ((next < text.size() && joined(next, after)) || (first > 0 && joined(first - 1, before)))
      signs += 0.5F;
    // "journey, chase, grace": a list of words.
    const auto word = [&](size_t at) {
      return text[at].shape == Shape::kLower && text[at].Has(word::kEnglish | word::kCalendar) &&
             !text[at].Has(word::kGiven | word::kFunction | word::kRelation);
    };
    if ((first > 0 && before == ", " && word(first - 1)) ||
        (next < text.size() && after == ", " && word(next)))
      signs += 0.4F;
  }
  if (token.shape != Shape::kCapital || next >= text.size() || after != " ") return signs;
  // "Lee con expresión": what is told of somebody begins with a verb.
  static const Words* const kSpanish = MakeWords("con en el los las muy bien mucho mucha su sus un una");
  if (token.Has(word::kSpanish) && text[next].shape == Shape::kLower && kSpanish->contains(text.Word(next)))
    signs += 0.6F;
  if (text[next].shape == Shape::kLower && MakesToy(text.Word(next))) signs += 0.7F;
  // "Hope for no rain", where a sentence begins.
  const std::string_view follows = text.Word(next);
  if (dictionary && text.AtSentenceStart(first) && (follows == "for" || follows == "that" || follows == "to"))
    signs += 0.4F;
  const bool place = OwnGazetteer().Find(text.Word(first)).place();
  if ((dictionary || place) && text[next].shape == Shape::kLower && MakesThing(text.Word(next)))
    signs += 0.7F;
  return signs;
}

}  // namespace

bool SpeaksOfOwn(const Text& text) {
  static const Words* const kOwn = MakeWords(R"(
student students kid kids kiddo son daughter child scholar pupil boy girl hijo hija nino nina alumno alumna
alumnos estudiante brother sister cousin friend grader graders mom dad
)");
  const size_t most = std::min(text.size(), kMostRead);
  for (size_t at = 0; at + 1 < most; ++at) {
    const std::string_view word = text.Word(at);
    if (word != "my" && word != "our" && word != "mi" && word != "mis" && word != "nuestro") continue;
    for (size_t next = at + 1; next < std::min(at + 4, text.size()); ++next) {
      if (text.GapBefore(next) != " ") break;
      if (kOwn->contains(text.Word(next))) return true;
    }
  }
  return false;
}

bool IsMeantFor(const Text& text, size_t first) {
  static const Words* const kLeads = MakeWords("for para help helping remind tell ask thank my our mi");
  return first > 0 && text.GapBefore(first) == " " && kLeads->contains(text.Word(first - 1));
}

bool IsInPlace(const Text& text, size_t at) {
  static const Words* const kLeads = MakeWords("in near outside en cerca visiting downtown");
  if (at == 0 || text.GapBefore(at) != " " || !text[at].IsCapitalised()) return false;
  return kLeads->contains(text.Word(at - 1)) && OwnGazetteer().Find(text.Word(at)).place();
}

bool SpeaksOfCode(const Text& text) {
  static constexpr std::string_view kSigns[] = {"();",      ");",      "def ",   "class ",
                                                "```",      "encrypt", "cipher", "crypto",
                                                "protocol", "hashmap", "sql",    "public key"};
  const std::string_view folded = text.view().folded();
  return std::any_of(std::begin(kSigns), std::end(kSigns),
                     [&](std::string_view sign) { return folded.find(sign) != folded.npos; });
}

size_t TaskWords(const Text& text) {
  static const Words* const kWords = MakeWords(R"(
quiz worksheet worksheets lesson lessons exercise exercises problem problems playlist script skit dialogue
dialog roleplay vocabulary grammar conjugate conjugation pronounce pronunciation translate translation
traduisez traduce thesis rubric theme themes chapter flashcards bingo crossword prompt prompts story stories
cuento poem poems pseudocode activity activities explain compare contrast summarize analyze analyse quote
questions duolingo warmup warmups narrator play plot sprite fable climate weather culture constitutional
problemas ejercicios ejercicio explica resume dialogo phonics decodable reader
)");
  if (text.size() > kMostRead) return 0;
  size_t found = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at].size() >= 4 && kWords->contains(text.Word(at))) ++found;
  }
  return found;
}

size_t MathWords(const Text& text) {
  static const Words* const kWords = MakeWords(R"(
miles gallons mpg cm km feet inches yards pounds ounces liters litres meters metres sum product quotient
difference expression equation equations inequality fraction fractions perimeter area rectangle triangle ratio
percent interest rate rates times divided multiplied plus minus half twice dozen altogether average probability
graph slope length width dimensions ages older younger compounded integers decimal decimals sumas restas
)");
  if (text.size() > kMostRead) return 0;
  size_t words = 0;
  size_t numbers = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at].shape == Shape::kDigits) ++numbers;
    words +=
        kWords->contains(text.Word(at)) || text.GapBefore(at).find(" = ") != std::string_view::npos ? 1 : 0;
  }
  return numbers + words >= 4 ? words : 0;
}

float MadeUpSigns(const Text& text, size_t first, size_t last) {
  const Token& token = text[first];
  const size_t next = last + 1;
  const bool has_next = next < text.size() && (text.GapBefore(next) == " " || text.GapBefore(next) == "_");
  float signs = WordSigns(text, first, last) + PlaceSigns(text, first, last) + ThingSigns(text, first, last);
  if (token.shape == Shape::kCapital && OwnGazetteer().Find(text.Word(first)).place() &&
      BesidePlace(text, first, last)) {
    signs += 0.5F;
  }
  if (has_next && next + 1 < text.size() && text.GapBefore(next + 1) == text.GapBefore(next) &&
      text[next + 1].shape == Shape::kLower) {
    const std::string_view word = text.Word(next);
    // "Penny the pig", "Rosa la rosa".
    // "la" is as often "her": "Eleuterio la trae".
    const bool same = text.Word(next + 1) == text.Word(first);
    const bool article = word == "the" || (text.spanish() && (word == "el" || (word == "la" && same)));
    const bool noun =
        !text[next + 1].Has(word::kFunction | word::kNameVerb | word::kRelation | word::kCalendar);
    if (article && noun && text[next].shape == Shape::kLower && !IsPersonNoun(text.Word(next + 1)))
      signs += 0.5F;
  }
  if (has_next && IsDictionaryWord(text, token) && token.shape == Shape::kCapital &&
      text[next].shape == Shape::kLower && FollowsWord(text.Word(next))) {
    signs += 0.6F;
  }
  if (first > 0 && text[first - 1].Has(word::kTitle) && IsInDialogue(text, first)) signs += 1.2F;
  static const Words* const kForeign = MakeWords("herr frau monsieur madame signor signora");
  if (kForeign->contains(text.Word(first)) && IsInDialogue(text, first)) signs += 0.8F;
  if (IsInExample(text, first, last)) signs += 1.0F;
  if (IsOfCharacters(text, first) || IsUnderLabel(text, first) || IsDressedAs(text, first)) signs += 0.7F;
  // "Dell 3120", "Jordan 1".
  static const Words* const kMakers =
      MakeWords("dell jordan ford mercedes lexus tesla casio canon brother morgan");
  if (first == last && has_next && text[next].shape == Shape::kDigits && kMakers->contains(text.Word(first)))
    signs += 0.8F;
  // "Robert'); DROP TABLE".
  if (text.GapBefore(next).starts_with("')") && next < text.size() && text.Word(next) == "drop")
    signs += 0.8F;
  if (first == 0 || text.GapBefore(first) != " ") return signs;
  const std::string_view before = text.Word(first - 1);
  // "Ode to Joy", "Song of Grace".
  static const Words* const kPieces = MakeWords(R"(
ode hymn ballad tribute requiem elegy prayer portrait symphony concerto suite march sonata sonnet anthem dance oda
)");
  if (first >= 2 && (before == "to" || before == "of" || before == "for" || before == "a") &&
      text[first - 2].IsCapitalised() && kPieces->contains(text.Word(first - 2))) {
    signs += 0.6F;
  }
  if (IsThing(text[first - 1], before, false) && !text[first].wrapped) signs += 0.5F;
  if (first >= 2 && (before == "named" || before == "called" || before == "llamado" || before == "llamada") &&
      IsThing(text[first - 2], text.Word(first - 2), text.AtSentenceStart(first - 2))) {
    signs += 0.8F;
  }
  // "a dialogue between Pepe and Ana".
  for (size_t at = first; at > 1 && first - at < 4; --at) {
    if (EndsSentence(text.GapBefore(at - 1), text[at - 2])) break;
    if (text.Word(at - 1) != "between" && text.Word(at - 1) != "entre") continue;
    const std::string_view what = text.Word(at - 2);
    if (what == "dialog" || what == "dialogue" || what == "skit" || what == "dialogo" || what == "script")
      signs += 0.6F;
  }
  return signs;
}

}  // namespace schoolgate::redaction
