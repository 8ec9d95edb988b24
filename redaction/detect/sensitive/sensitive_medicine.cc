// Illnesses and medicines no list has, by how such words end and by the dose beside them.
#include "redaction/detect/sensitive/sensitive_scan.h"

namespace schoolgate::redaction {
namespace {

constexpr std::string_view kEndings[] = {
    "itis",    "emia",     "aemia",     "algia",     "ectomy",     "pathy",      "trophy",      "plegia",
    "uria",    "penia",    "philia",    "phrenia",   "lexia",      "calculia",   "phasia",      "praxia",
    "thymia",  "apnea",    "rrhea",     "eclampsia", "sartan",     "olol",       "azole",       "cillin",
    "mycin",   "cycline",  "floxacin",  "oxetine",   "triptyline", "azepam",     "zolam",       "idone",
    "apine",   "iprazole", "triptan",   "tidine",    "prazole",    "statin",     "cortisone",   "solone",
    "terol",   "phylline", "lukast",    "gliptin",   "suximide",   "barbital",   "racetam",     "setron",
    "profen",  "parin",    "dipine",    "thyroxine", "phenidate",  "amfetamine", "amphetamine", "carbazepine",
    "trigine", "plasia",   "sclerosis", "stenosis"};
constexpr std::string_view kNoIllness[] = {"academia", "bohemia",   "sympathy",    "empathy",
                                           "apathy",   "telepathy", "bibliophilia"};
constexpr size_t kWordsToDose = 4;

bool EndsLikeMedicine(std::string_view word) {
  if (IsOneOf(word, kNoIllness)) return false;
  for (const std::string_view ending : kEndings) {
    if (word.size() > ending.size() + 2 && word.ends_with(ending)) return true;
  }
  return false;
}

// "Strattera 25mg", "clonazepam 0.5 mg", "albuterol 2 puffs".
bool IsDosed(const Text& text, size_t at) {
  for (size_t next = at + 1; next < text.size() && next <= at + kWordsToDose; ++next) {
    const std::string_view gap = text.GapBefore(next);
    if (gap.size() > 2 || gap.find('\n') != gap.npos) return false;
    const std::string_view word = text.Word(next);
    if (word.ends_with("mg") || word.ends_with("mcg") || word == "puffs")
      return next > at + 1 || text[next].shape == Shape::kMixed;
    if (text[next].shape != Shape::kDigits && word != "er" && word != "xr") return false;
  }
  return false;
}

}  // namespace

Medicine MedicineAt(const Text& text, size_t at) {
  const Token& token = text[at];
  if (token.size() < kShortestMedicine || token.size() > 24 || !token.IsWord() ||
      token.Has(word::kDictionary))
    return Medicine::kNone;
  if (token.IsCapitalised() && (token.name != 0 || token.Has(word::kGiven))) return Medicine::kNone;
  if (IsDosed(text, at)) return Medicine::kDosed;
  return EndsLikeMedicine(text.Word(token)) ? Medicine::kByEnding : Medicine::kNone;
}

}  // namespace schoolgate::redaction
