// Cues of languages written in Latin letters whose short words mean something else in English and Spanish: a
// text has to be in the language first. What they point to is left for the resolver to weigh like any unknown
// name.
#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/native/native_names.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kSample = 400;  // words of the text by which its language is told
constexpr uint8_t kEnoughMarks = 4;
constexpr size_t kMostNameWords = 4;

struct Language {
  std::string_view marks;  // words, folded, that no other language here writes so often
  std::string_view cues;   // titles and kin that a name follows
};

constexpr std::array<Language, 8> kLanguages = {{
    {"cua khong duoc voi nguoi nhung lop truong hoc roi viec nay dang phai cung nhieu nha thay",
     "thay co em con chau be anh chi chu cau ong ba bac di mo ban cu hocsinh ten"},
    {"mga po yung kasi hindi namin daw raw niya nya nyo lang ako naman ang ng opo sya",
     "si ni kay sina nina kina ka kuya ate tita tito aling mang lolo lola nanay tatay ninong ninang"},
    {"waa iyo waxaan waxay wuxuu ayaa waxaa ilaa fasalka oo soo wuu",
     "hooyo aabbe aabe aabo macallin macallimad macalin dhakhtar adeer eeddo habaryar abti walaal wiilkayga "
     "gabadhayda "
     "ardayga ardayad turjumaan ayeeyo awoowe walaasheed walaalkeed walaalkiis walaashiis adeerkeed "
     "adeerkiis abtigiis awoowgiis"},
    {"kwa yake yangu wake wangu tafadhali shule mwalimu sana hadi kutoka kwamba ni ya",
     "mama baba mwalimu bwana bi bibi mzee dada kaka mjomba shangazi daktari mwanangu mtoto naitwa aitwaye "
     "rafiki jirani"},
    {"est pour avec dans vous nous je pas une du les des sur votre",
     "fils fille soeur frere cousin cousine tante oncle mere pere docteur mademoiselle mlle maitre maitresse "
     "voisin voisine "
     "neveu niece mari ami amie camarade enseignante infirmiere"},
    {"nao uma com ela ele voce meu minha pela pelo tambem dele dela para",
     "filho filha irmao irma tio tia avo mae pai primo prima doutor doutora dona vizinho vizinha madrinha "
     "padrinho colega "
     "aluno aluna professor professora"},
    {"pou nan ak yo mwen epi yon tanpri li te pa gen",
     "manman papa pitit fre kouzen kouzin matant tonton met madan mesye dokte grann granpe vwazen zanmi "
     "tifre tise"},
    {"tus kuv nws yog ntawm rau txog thiab tsis peb lub los hais",
     "niam txiv ntxhais tub nus muam ywg mob fwb pog yawg laug"},
}};

using Marks = absl::flat_hash_map<std::string_view, uint8_t>;  // bits of languages

Marks ReadWords(std::string_view Language::*list) {
  Marks out;
  for (size_t language = 0; language < kLanguages.size(); ++language) {
    const std::string_view words = kLanguages[language].*list;
    for (size_t at = 0; at < words.size();) {
      const size_t end = std::min(words.find(' ', at), words.size());
      out[words.substr(at, end - at)] |= static_cast<uint8_t>(1U << language);
      at = end + 1;
    }
  }
  return out;
}

uint8_t LanguagesOf(const Text& text) {
  static const auto* const kMarks = new Marks(ReadWords(&Language::marks));
  std::array<uint8_t, kLanguages.size()> seen{};
  uint8_t out = 0;
  for (size_t at = 0; at < text.size() && at < kSample; ++at) {
    if (!text[at].IsWord() || text[at].size() > 9) continue;
    const auto found = kMarks->find(text.Word(at));
    if (found == kMarks->end()) continue;
    for (size_t language = 0; language < kLanguages.size(); ++language) {
      if ((found->second >> language & 1) == 0 || seen[language] >= 200) continue;
      if (++seen[language] >= kEnoughMarks) out |= static_cast<uint8_t>(1U << language);
    }
  }
  return out;
}

}  // namespace

void FindCuedNames(NameScan& scan) {
  const Text& text = scan.text;
  if (text.familiar()) return;
  const uint8_t languages = LanguagesOf(text);
  if (languages == 0) return;
  static const auto* const kCues = new Marks(ReadWords(&Language::cues));
  const auto name_word = [&](size_t at) {
    return at < text.size() && !scan.taken[at] && text[at].shape == Shape::kCapital && text[at].size() >= 2 &&
           text[at].size() <= 32 &&
           !text[at].Has(word::kCalendar | word::kTitle | word::kRelation | word::kPlace);
  };
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    if (!text[at].IsWord() || text.GapBefore(at + 1) != " " || !name_word(at + 1)) continue;
    const auto found = kCues->find(text.Word(at));
    if (found == kCues->end() || (found->second & languages) == 0) continue;
    size_t last = at + 1;
    while (last - at < kMostNameWords && name_word(last + 1) && text.GapBefore(last + 1) == " ") ++last;
    NameMention mention;
    mention.first = static_cast<uint32_t>(at + 1);
    mention.last = static_cast<uint32_t>(last);
    mention.form = NameForm::kUnknown;
    mention.cued = true;
    mention.cue = "name";
    mention.recognizer = "cue.language";
    mention.confidence = 0.7F;
    scan.out.push_back(std::move(mention));
    at = last;
  }
}

}  // namespace schoolgate::redaction
