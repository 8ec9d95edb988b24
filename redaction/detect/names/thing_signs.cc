// What around a word says that it names a place or a thing, though people are called so too: "moving to
// Austin", "our hamster, Hamilton", "state capitals: Lincoln, Madison, Pierre".
#include <algorithm>
#include <array>
#include <string_view>

#include "redaction/detect/names/name_context.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

bool IsGazetteerPlace(const Text& text, size_t at) { return OwnGazetteer().Find(text.Word(at)).place(); }

// A place that nobody is called: "Peru", "Pennsylvania", "TX".
bool IsOnlyPlace(const Text& text, size_t at) {
  if (text[at].name != 0 || text[at].Has(word::kGiven)) return false;
  if (text[at].Has(word::kState)) return text[at].size() > 2 || text[at].shape == Shape::kUpper;
  const WordFacts facts = OwnGazetteer().Find(text.Word(at));
  return text[at].IsCapitalised() && facts.place() && facts.given() == 0 && facts.family() <= 1 &&
         facts.english() <= 2;
}

// "(Easton), Pennsylvania", "(temple), TX", "(paris) texas". Not a degree: "Ana Reyes, MA".
bool IsBeforeState(const Text& text, size_t first, size_t last) {
  const size_t next = last + 1;
  if (next >= text.size() || !text[next].Has(word::kState) || text[next].name != 0) return false;
  const bool comma = text.GapBefore(next) == ", ";
  if (!comma && text.GapBefore(next) != " ") return false;
  if (text[next].size() <= 2) {
    return comma && first == last && text[next].shape == Shape::kUpper && IsGazetteerPlace(text, first);
  }
  return comma || IsGazetteerPlace(text, last);
}

// What somebody does or is who comes to a place or from it.
bool IsMove(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
moved moving move moves relocated relocating flew flying fly drove driving travel traveled travelled traveling
traveling trip trips born raised visit visited visiting vacation vacations field deported migrated immigrated
emigrated mudo mudamos mudaron mude mudarse viaje viajo viajamos nacio naci nacida nacido criado criada
)");
  return kWords->contains(word);
}

bool IsMoveTo(std::string_view word) {
  static const Words* const kWords =
      MakeWords("to from in into through near outside around a de en hacia desde");
  return kWords->contains(word);
}

// "is from brooklyn", "go back to india", "all the way to Phoenix".
bool IsMeasuredTo(const Text& text, size_t at) {
  static const Words* const kBefore = MakeWords(R"(
is are was were im s comes came come back go goes going went get way drive flight bus train based
)");
  return kBefore->contains(text.Word(at));
}

// "the corner of Sumner and Grant", "by Cedar Ave".
bool IsCorner(const Text& text, size_t first, size_t last) {
  const size_t next = last + 1;
  if (next < text.size() && text.GapBefore(next) == " " && text[next].IsCapitalised() &&
      text[next].Has(word::kStreetType) && text[next].size() > 1 && text[first].IsCapitalised()) {
    return true;
  }
  for (size_t at = first; at >= 2 && first - at < 4; --at) {
    if (text.GapBefore(at) != " ") return false;
    if (text.Word(at - 1) == "of" || text.Word(at - 1) == "de")
      return text.Word(at - 2) == "corner" || text.Word(at - 2) == "esquina" ||
             text.Word(at - 2) == "intersection";
  }
  return false;
}

// "Museo Bullock", "lake nokomis", "Fort Totten": the kind of place stands before its name.
bool IsAfterPlace(const Text& text, size_t first, size_t last) {
  static const Words* const kKinds = MakeWords(
      "museo parque teatro plaza avenida calle lago lake fort mount mt camp iglesia catedral estadio");
  if (kKinds->contains(text.Word(first)) && text[first].IsCapitalised()) return first < last;
  return first > 0 && text.GapBefore(first) == " " && kKinds->contains(text.Word(first - 1)) &&
         text[first - 1].shape == text[first].shape;
}

// The noun is a thing's or a beast's, which people give names.
bool IsNamedThing(const Text& text, size_t at) {
  static const Words* const kWords = MakeWords(R"(
cat cats dog dogs puppy kitten hamster gerbil rabbit bunny rat mouse guinea lizard gecko beardie iguana snake
turtle tortoise frog toad fish goldfish betta bird parrot parakeet canary chicken hen rooster duck goose goat
sheep lamb pig piglet cow calf horse pony donkey mule llama alpaca ferret hedgehog bear wolf fox owl penguin
monkey elephant giraffe dinosaur dragon unicorn monster alien robot sprite avatar puppet puppets mascot doll
plush teddy stuffie toy tree plant cactus pumpkin egg car truck van boat ship canoe printer laptop chromebook
computer machine tractor hurricane storm cyclone typhoon asteroid comet rover spacecraft satellite telescope
crater character characters hero heroine villain protagonist gato gata perro perra perrito perrita conejo pez
pajaro tortuga caballo vaca gallina oso muneco muneca personaje robots dogs pets pet mascota
)");
  return kWords->contains(text.Word(at)) &&
         (text[at].shape == Shape::kLower || text[at].shape == Shape::kUpper || text.AtSentenceStart(at));
}

bool IsOwner(std::string_view word) {
  static const Words* const kWords = MakeWords(
      "my our the his her their your a an class classroom family pet s mi su nuestro nuestra el la un una");
  return kWords->contains(word);
}

// "cat named X", "One cat is named X", "the dog we call X", "the goat's name was X", "our hamster, X".
bool IsNameOfThing(const Text& text, size_t first, size_t last) {
  if (first < 2) return false;
  const std::string_view gap = text.GapBefore(first);
  const std::string_view before = text.Word(first - 1);
  if (gap == " ") {
    static const Words* const kNamed =
        MakeWords("named called nicknamed llamado llamada llama call name calls");
    static const Words* const kBetween = MakeWords("is was are were he she it we i they who that which se");
    size_t at = first - 1;
    if (before == "is" || before == "was" || before == "es" || before == "era") {
      // "his name was X": whose name it is says the word before it.
      if (first < 4 || (text.Word(first - 2) != "name" && text.Word(first - 2) != "nombre")) return false;
      at = first - 3;
      if (text.Word(at) == "s" && at > 0) --at;
      return IsNamedThing(text, at) || (text[at].size() > 3 && text.Word(at).ends_with('s') &&
                                        text.GapBefore(at + 1) == " " && IsNamedThing(text, at));
    }
    if (!kNamed->contains(before)) return false;
    for (size_t steps = 0; at > 0 && steps < 3; ++steps) {
      if (EndsSentence(text.GapBefore(at), text[at - 1])) return false;
      --at;
      if (IsNamedThing(text, at)) return true;
      if (!kBetween->contains(text.Word(at))) return false;
    }
    return false;
  }
  const std::string_view after = text.GapBefore(last + 1);
  if (gap == ", " || gap == " (") {
    return IsNamedThing(text, first - 1) && IsOwner(text.Word(first - 2)) &&
           (last + 1 >= text.size() || after.find_first_of(",.;)\n:") != after.npos);
  }
  return false;
}

// "Winston is our dog", not "Ana is a dog person".
bool IsSaidToBeThing(const Text& text, size_t last) {
  static const Words* const kBe = MakeWords("is was es era");
  size_t at = last + 1;
  if (at + 2 >= text.size() || text.GapBefore(at) != " " || !kBe->contains(text.Word(at))) return false;
  ++at;
  if (!IsOwner(text.Word(at)) || text.Word(at) == "s") return false;
  for (size_t steps = 0; steps < 3 && at + 1 < text.size() && text.GapBefore(at + 1) == " "; ++steps) {
    ++at;
    if (!IsNamedThing(text, at)) continue;
    const bool goes_on = at + 1 < text.size() && text.GapBefore(at + 1) == " " &&
                         text[at + 1].shape == Shape::kLower && !text[at + 1].Has(word::kFunction);
    return !goes_on;
  }
  return false;
}

// "Hunter the Hedgehog", "Clifford the Big Red Dog".
bool IsEpithet(const Text& text, size_t last) {
  size_t at = last + 1;
  if (at + 1 >= text.size() || text.GapBefore(at) != " " || text.Word(at) != "the") return false;
  for (size_t steps = 0; steps < 3 && at + 1 < text.size() && text.GapBefore(at + 1) == " "; ++steps) {
    ++at;
    if (text[at].Has(word::kFunction)) return false;
    static const Words* const kBeasts = MakeWords(R"(
cat dog puppy kitten hamster rabbit bunny rat mouse lizard snake turtle tortoise frog toad fish bird parrot hen rooster
duck goose goat sheep lamb pig cow horse pony donkey llama hedgehog bear wolf fox owl penguin monkey elephant
giraffe dinosaur dragon unicorn monster robot train pigeon moose caterpillar spider bee whale shark tiger lion clown
snowman elf wizard witch explorer builder
)");
    if (kBeasts->contains(text.Word(at))) return true;
  }
  return false;
}

// "til April", "every May", "June, April, August": a month, though people are called so.
bool IsMonth(const Text& text, size_t first, size_t last) {
  if (first != last || !text[first].Has(word::kCalendar)) return false;
  static const Words* const kLeads = MakeWords(
      "in til until till since every each last next this late early mid thru through hasta desde cada "
      "proximo");
  const std::string_view before = text.GapBefore(first);
  if (first > 0 && before == " " && kLeads->contains(text.Word(first - 1))) return true;
  const auto calendar = [&](size_t at) {
    return (text[at].Has(word::kCalendar) && text.Word(at) != text.Word(first)) ||
           (text[at].shape == Shape::kDigits && text[at].size() == 4 && text.Word(at).starts_with("20"));
  };
  const auto apart = [](std::string_view gap) {
    return gap == ", " || gap == "/" || gap == "-" || gap == " - " || gap == " ";
  };
  return (first > 0 && apart(before) && calendar(first - 1)) ||
         (last + 1 < text.size() && apart(text.GapBefore(last + 1)) && calendar(last + 1));
}

// "que Jesús y la Virgencita la bendigan": not the pupil of that name.
bool IsProphet(const Text& text, size_t first, size_t last) {
  if (first != last || text.Word(first) != "jesus") return false;
  static const Words* const kWords = MakeWords(R"(
virgen virgencita bendiga bendigan bendice dios christ cristo lord savior saviour bless blessed bible biblia amen god
cross cruz pray prayer gospel apostles disciples resurrection
)");
  const size_t end = std::min(text.size(), last + 8);
  for (size_t at = first > 7 ? first - 7 : 0; at < end; ++at) {
    if (kWords->contains(text.Word(at))) return true;
  }
  return false;
}

// Kinds of what is nobody here, of which a list gives the names.
bool IsCategory(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
cities towns capitals states countries counties continents islands rivers lakes oceans mountains volcanoes planets
moons stars constellations galaxies colleges universities languages brands breeds composers authors writers
artists painters sculptors poets playwrights presidents senators inventors scientists physicists mathematicians
astronomers explorers philosophers generals kings queens pharaohs emperors gods goddesses titans heroes villains
characters protagonists novels plays poems films movies songs albums bands singers rappers musicians actors fonts
hurricanes storms tribes battles ships monuments landmarks museums activists philosophers economists architects
ciudades estados paises capitales autores personajes planetas presidentes rios poetas pintores compositores
)");
  return kWords->contains(word);
}

// "Old stadium names: …".
bool HasNames(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
stadium street school team brand city town product font storm hurricane planet trade code place river lake mountain
country state college dog cat pet character drug
)");
  return kWords->contains(word);
}

// 'Madison' | 'Jefferson': a program's.
bool IsEitherOf(const Text& text, size_t first, size_t last) {
  const auto either = [&](size_t at) {
    return text.GapBefore(at) == "' | '" || text.GapBefore(at) == "\" | \"";
  };
  return (first > 0 && either(first)) || (last + 1 < text.size() && either(last + 1));
}

// One of a list of three or more of such a kind, or in which others are places: "Lincoln, Madison, Pierre".
bool IsInListOfThings(const Text& text, size_t first, size_t last) {
  constexpr size_t kMostItems = 8;
  constexpr size_t kMostHead = 10;  // words before the list that say what it lists
  const auto apart = [](std::string_view gap) { return gap == ", " || gap == "; " || gap == " / "; };
  const auto joint = [&](size_t at) {
    return text.Word(at) == "and" || text.Word(at) == "or" || text.Word(at) == "y";
  };
  const auto item = [&](size_t at) { return text[at].IsCapitalised() && text[at].size() > 1; };
  size_t items = 1;
  size_t places = 0;
  size_t begin = first;
  for (; begin > 1 && items < kMostItems; ++items) {
    size_t at = begin - 1;
    if (joint(at) && text.GapBefore(begin) == " ") {
      const std::string_view gap = text.GapBefore(at);
      if (gap != " " && gap != ", ") break;
      --at;
    } else if (!apart(text.GapBefore(begin))) {
      break;
    }
    if (!item(at)) break;
    places += IsOnlyPlace(text, at) ? 1 : 0;
    if (text.GapBefore(at) == " " && at > 0 && item(at - 1)) --at;  // of two words
    begin = at;
  }
  for (size_t end = last; end + 1 < text.size() && items < 2 * kMostItems; ++items) {
    size_t at = end + 1;
    const bool listed = apart(text.GapBefore(at));
    if (joint(at) && (listed || text.GapBefore(at) == " ") && at + 1 < text.size()) {
      ++at;
    } else if (!listed) {
      break;
    }
    if (!item(at)) break;
    places += IsOnlyPlace(text, at) ? 1 : 0;
    end = at;
    if (end + 1 < text.size() && text.GapBefore(end + 1) == " " && item(end + 1)) ++end;
  }
  if (items < 3) return false;
  if (places >= 2) return true;
  const std::string_view head = text.GapBefore(begin);
  if (begin == 0 || head.find_first_of(":?(") == head.npos) return false;
  for (size_t at = begin; at > 0 && begin - at < kMostHead; --at) {
    if (at < begin && text.GapBefore(at).find('\n') != std::string_view::npos) return false;
    if (text[at - 1].size() >= 4 && IsCategory(text.Word(at - 1))) return true;
    if (at > 1 && text.Word(at - 1) == "names" && HasNames(text.Word(at - 2))) return true;
  }
  return false;
}

}  // namespace

float PlaceSigns(const Text& text, size_t first, size_t last) {
  if (IsBeforeState(text, first, last)) return 0.6F;
  if (IsCorner(text, first, last) || IsAfterPlace(text, first, last)) return 0.6F;
  if (first == 0 || text.GapBefore(first) != " " || text.GapBefore(last + 1).starts_with('\'')) return 0;
  if (!IsMoveTo(text.Word(first - 1))) return 0;
  const bool place = IsGazetteerPlace(text, last);
  const std::string_view lead = text.Word(first - 1);
  if (place && (lead == "in" || lead == "en" || lead == "near" || lead == "outside")) return 0.4F;
  if (first < 2 || text.GapBefore(first - 1) != " ") return 0;
  if (IsMove(text.Word(first - 2))) return 0.6F;
  if (place && (lead == "to" || lead == "from" || lead == "through") && IsMeasuredTo(text, first - 2))
    return 0.4F;
  return 0;
}

bool NamesThing(const Text& text, size_t first, size_t last) {
  return IsNameOfThing(text, first, last) || IsSaidToBeThing(text, last);
}

float ThingSigns(const Text& text, size_t first, size_t last) {
  if (NamesThing(text, first, last) || IsEitherOf(text, first, last)) return 0.8F;
  if (IsEpithet(text, last) || IsMonth(text, first, last) || IsProphet(text, first, last)) return 0.6F;
  return IsInListOfThings(text, first, last) ? 0.7F : 0.0F;
}

}  // namespace schoolgate::redaction
