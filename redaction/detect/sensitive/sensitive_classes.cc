// The places of a phrase where any word of a kind may stand: "lost @own apartment".
#include "redaction/detect/sensitive/sensitive_scan.h"

namespace schoolgate::redaction {
namespace {

// Whose or which; may be left out.
constexpr std::string_view kOwn[] = {"a",    "an",   "the",     "his",  "her", "their",   "my",     "our",
                                     "your", "some", "this",    "that", "s",   "el",      "la",     "los",
                                     "las",  "un",   "una",     "su",   "sus", "mi",      "mis",    "de",
                                     "del",  "al",   "another", "one",  "own", "nuestra", "nuestro"};
constexpr std::string_view kKin[] = {
    "mom",         "mother",      "mama",    "ma",        "dad",        "father",     "papa",
    "papi",        "mami",        "ama",     "apa",       "parent",     "parents",    "brother",
    "sister",      "brothers",    "sisters", "sibling",   "siblings",   "grandma",    "grandpa",
    "grandmother", "grandfather", "gma",     "gpa",       "granny",     "nana",       "grandparents",
    "abuela",      "abuelo",      "abuelos", "abuelita",  "aunt",       "auntie",     "aunts",
    "uncle",       "cousin",      "cousins", "tia",       "tio",        "tios",       "primo",
    "prima",       "hermano",     "hermana", "hermanito", "hermanita",  "madre",      "padre",
    "padres",      "papas",       "stepdad", "stepmom",   "stepfather", "stepmother", "guardian",
    "godmother",   "godfather",   "madrina", "padrino",   "husband",    "wife",       "esposo",
    "esposa",      "family",      "familia", "son",       "daughter",   "hijo",       "hija",
    "boyfriend",   "girlfriend"};
// Who may put one up for a while.
constexpr std::string_view kHost[] = {"friend",    "friends",   "relative",  "relatives", "neighbor",
                                      "neighbors", "church",    "pastor",    "family",    "familia",
                                      "amiga",     "amigo",     "amigos",    "vecina",    "vecino",
                                      "comadre",   "conocidos", "familiares"};
constexpr std::string_view kShelter[] = {
    "shelter",  "motel",    "hotel", "car",     "van",        "truck", "rv",     "camper",   "tent",
    "garage",   "basement", "couch", "couches", "trailer",    "park",  "street", "streets",  "storage",
    "church",   "floor",    "attic", "shed",    "campground", "bus",   "suv",    "parking",  "refugio",
    "albergue", "carro",    "troca", "cochera", "garaje",     "calle", "sotano", "camioneta"};
constexpr std::string_view kNumbers[] = {"one",   "two",  "three", "four", "five", "six",   "seven",
                                         "eight", "nine", "ten",   "half", "once", "twice", "full"};
constexpr std::string_view kTaken[] = {"agarro",     "agarraron", "detuvo",  "detuvieron",
                                       "llevo",      "llevaron",  "arresto", "deporto",
                                       "deportaron", "lleve",     "lleven",  "agarre"};
constexpr std::string_view kPronouns[] = {"lo", "la", "los", "las", "le",  "les",
                                          "se", "me", "nos", "a",   "him", "her"};

constexpr std::string_view kAllergens[] = {
    "peanut", "peanuts", "nut",        "nuts", "food",       "milk",    "egg",           "eggs",
    "wheat",  "soy",     "sesame",     "fish", "shellfish",  "dairy",   "bee",           "wasp",
    "insect", "latex",   "penicillin", "drug", "medication", "pollen",  "seasonal",      "cat",
    "dog",    "grass",   "dust",       "mold", "gluten",     "kiwi",    "strawberry",    "banana",
    "mango",  "corn",    "red",        "dye",  "sting",      "animal",  "environmental", "skin",
    "almond", "cashew",  "walnut",     "tree", "coconut",    "mustard", "cinnamon",      "contact",
    "horse",  "sun"};

}  // namespace

bool IsAllergen(std::string_view word) { return IsOneOf(word, kAllergens); }

bool IsOptionalClass(std::string_view name) { return name == "@own" || name == "@pron"; }

bool IsOfClass(const Text& text, size_t at, std::string_view name) {
  const std::string_view word = text.Word(at);
  if (name == "@own") return IsOneOf(word, kOwn);
  if (name == "@pron") return IsOneOf(word, kPronouns);
  if (name == "@kin") return IsOneOf(word, kKin);
  if (name == "@host") return IsOneOf(word, kHost) || IsOneOf(word, kKin);
  if (name == "@shelter") return IsOneOf(word, kShelter);
  if (name == "@taken") return IsOneOf(word, kTaken);
  const Token& token = text[at];
  const bool digits = token.shape == Shape::kDigits && token.size() <= 3;
  if (name == "@times") {  // "2x30", "3x", "twice": how often a service is given
    const bool mixed = token.shape == Shape::kMixed && word[0] >= '0' && word[0] <= '9' &&
                       token.size() <= 6 && word.find_first_of("xm") != word.npos;
    return mixed || word == "once" || word == "twice" || word == "weekly" || word == "daily";
  }
  return name == "@number" && (digits || IsOneOf(word, kNumbers));
}

}  // namespace schoolgate::redaction
