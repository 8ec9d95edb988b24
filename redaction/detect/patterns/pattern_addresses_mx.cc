// Street addresses as Mexico and Spanish speakers write them: the type first, the number after, then the
// colony.
#include <algorithm>

#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/street_words.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 5;
constexpr size_t kMostParts = 6;
constexpr size_t kMostPartWords = 4;

// Leads that are hardly anything else even in lower case.
bool IsSureLead(std::string_view word) { return word == "calle" || word == "avenida" || word == "avda"; }

bool IsLead(std::string_view word) {
  static constexpr std::string_view kLeads[] = {
      "ave",     "c",        "av",           "avda",     "avenida",  "blvd",    "boulevard",
      "calle",   "callejon", "calz",         "calzada",  "camino",   "carr",    "carretera",
      "cda",     "cerrada",  "cjon",         "circuito", "diagonal", "paseo",   "priv",
      "privada", "prol",     "prolongacion", "retorno",  "andador",  "bulevar", "autopista"};
  return Contains(kLeads, word);
}

// What the parts after the street begin with.
bool IsPart(std::string_view word) {
  static constexpr std::string_view kParts[] = {
      "trailer",  "col",         "colonia", "fracc",     "fraccionamiento",
      "barrio",   "bo",          "int",     "interior",  "depto",
      "dpto",     "apto",        "edif",    "edificio",  "entre",
      "esq",      "esquina",     "mpio",    "municipio", "mz",
      "mza",      "manzana",     "lt",      "lte",       "lote",
      "casa",     "piso",        "planta",  "cp",        "ext",
      "exterior", "residencial", "unidad",  "seccion",   "sector",
      "ejido",    "rancho"};
  return Contains(kParts, word);
}

bool IsNumberMark(std::string_view word) {
  return word == "no" || word == "num" || word == "numero" || word == "n" || word == "nro" || word == "km";
}

bool IsNumber(const Text& text, size_t at) {
  return at < text.size() && text[at].size() <= 6 &&
         (IsDigitLike(text, at) ||
          (text[at].shape == Shape::kMixed && text.Word(at)[0] >= '0' && text.Word(at)[0] <= '9'));
}

bool IsNameGap(std::string_view gap) {
  return gap.size() <= 3 && gap.find_first_not_of(" .#\u00B0-") == std::string_view::npos && !gap.empty();
}

// "Int. 3, Col. Centro, C.P. 64000": the token after them.
size_t AfterParts(const Text& text, size_t next) {
  for (size_t parts = 0; parts < kMostParts && next < text.size(); ++parts) {
    if (!AddressGoesOn(text.GapBefore(next))) return next;
    const std::string_view word = text.Word(next);
    size_t begin = next + 1;
    if (word == "c" && next + 1 < text.size() && text.Word(next + 1) == "p" &&
        text.GapBefore(next + 1).size() <= 2) {
      begin = next + 2;
    } else if (!IsPart(word)) {
      return next;
    }
    size_t end = begin;
    while (end < text.size() && end - begin < kMostPartWords) {
      const std::string_view gap = text.GapBefore(end);
      if (gap.size() > 3 || gap.find_first_of(",\n;:()") != std::string_view::npos) break;
      if (end > begin && gap == ". ") break;
      if (IsPart(text.Word(end)) || (text.Word(end) == "c" && end > begin)) break;
      const bool fits = IsNumber(text, end) || text[end].IsCapitalised() || text[end].Has(word::kParticle) ||
                        text[end].size() == 1;
      if (!fits) break;
      const bool number = IsNumber(text, end);
      ++end;
      if (number) break;
    }
    if (end == begin) return next;
    next = end;
  }
  return next;
}

size_t Add(Scan& scan, size_t first, size_t end, std::string_view cue) {
  const Text& text = scan.text;
  end = AfterParts(text, end);
  // A city and its state: "Monterrey, N.L.".
  return AddAddress(scan, first, end, {}, "pattern.address", cue, 0.85F);
}

// "manzana 4 lote 7".
size_t Block(Scan& scan, size_t at) {
  const Text& text = scan.text;
  const std::string_view word = text.Word(at);
  if (word != "manzana" && word != "mz" && word != "mza") return at;
  if (!IsNumber(text, at + 1) || at + 3 >= text.size() || text.GapBefore(at + 1).size() > 2) return at;
  const std::string_view lot = text.Word(at + 2);
  if ((lot != "lote" && lot != "lt" && lot != "lte" && lot != "l") || !IsNumber(text, at + 3)) return at;
  if (text.GapBefore(at + 2).size() > 2 || text.GapBefore(at + 3).size() > 2) return at;
  return Add(scan, at, at + 4, "manzana");
}

}  // namespace

size_t ScanMexicanAddress(Scan& scan, size_t at) {
  const Text& text = scan.text;
  if (text[at].size() > 12) return at;
  if (const size_t next = Block(scan, at); next != at) return next;
  const std::string_view lead = text.Word(at);
  if (!IsLead(lead)) return at;
  const bool sure = IsSureLead(lead);
  if (!text[at].IsCapitalised() && !sure) return at;
  if (lead == "c" && !(at + 1 < text.size() && text.GapBefore(at + 1) == ". " && text.spanish())) return at;
  size_t end = at + 1;
  size_t names = 0;
  bool marked = false;
  for (; end < text.size() && end - at <= kMostNameWords + 1; ++end) {
    const std::string_view gap = text.GapBefore(end);
    if (!IsNameGap(gap) &&
        !(gap == ", " && (IsNumberMark(text.Word(end)) || IsNumber(text, end)) && names > 0))
      return at;
    marked |= gap.find('#') != std::string_view::npos;
    const Token& token = text[end];
    const std::string_view word = text.Word(end);
    if (IsNumberMark(word) && names > 0) {
      marked = true;
      continue;
    }
    // "s/n": without a number.
    if (word == "s" && names > 0 && end + 1 < text.size() && text.Word(end + 1) == "n" &&
        text.GapBefore(end + 1) == "/")
      return Add(scan, at, end + 2, "calle");
    if (IsNumber(text, end)) {
      // "Calle 5 #12", "Avenida 16 de Septiembre 200": a number may be the name.
      const bool more = names == 0 && end + 1 < text.size() && !marked;
      if (!more) break;
      const std::string_view after = text.Word(end + 1);
      if (after != "de" && !IsNumberMark(after) &&
          text.GapBefore(end + 1).find('#') == std::string_view::npos)
        return at;
      ++names;
      continue;
    }
    if (!token.IsWord() || token.Has(word::kNameVerb)) return at;
    const bool lower = !token.IsCapitalised() && !token.Has(word::kParticle) && !(word == "a" && names > 0);
    if (lower && (!sure || text[at].IsCapitalised() || token.Has(word::kFunction))) return at;
    if (token.Has(word::kFunction) && !token.Has(word::kParticle) && !token.IsCapitalised() && word != "a")
      return at;
    ++names;
  }
  if (end >= text.size() || names == 0 || !IsNumber(text, end)) return at;
  const bool quantity = IsQuantity(text, text[end]);
  return quantity ? at : Add(scan, at, end + 1, "calle");
}

}  // namespace schoolgate::redaction
