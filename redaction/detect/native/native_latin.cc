// Names in texts of languages written in Latin letters whose short words mean something else in English and
// Spanish: a text has to be in the language first. Its ordinary words are no names, whatever the roster has;
// what its titles and kin point to, and the names it has without them, is left for the resolver to weigh like
// any unknown name.
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

enum : uint8_t {
  kVietnamese,
  kTagalog,
  kSomali,
  kSwahili,
  kFrench,
  kPortuguese,
  kHaitian,
  kHmong,
  kLanguages
};

struct Language {
  std::string_view marks;  // words, folded, that no other language here writes so often
  std::string_view cues;   // titles and kin that a name follows, folded
  std::string_view kinds;  // of schools: "Lekòl Mwayen Ridgeway"
};

constexpr std::array<Language, kLanguages> kWords = {{
    {"cua khong duoc voi nguoi nhung lop truong hoc roi viec nay dang phai cung nhieu nha thay",
     "thay co em con chau be anh chi chu cau ong ba bac di mo ban cu hocsinh ten ngoai noi gai trai vien "
     "thim "
     "duong huynh",
     "hoc"},
    {"mga po yung kasi hindi namin daw raw niya nya nyo lang ako naman ang ng opo sya",
     "si ni kay sina nina kina ka kuya ate tita tito aling mang lolo lola nanay tatay ninong ninang sir maam "
     "mommy daddy teacher pinsan pamangkin kapatid",
     ""},
    {"waa iyo waxaan waxay wuxuu ayaa waxaa ilaa fasalka oo soo wuu ayuu waana",
     "hooyo aabbe aabe aabo macallin macallimad macalin dhakhtar adeer eeddo habaryar abti walaal wiilkayga "
     "gabadhayda wiilka gabadha ardayga ardayad turjumaan ayeeyo awoowe walaasheed walaalkeed walaalkiis "
     "walaashiis adeerkeed adeerkiis abtigiis awoowgiis maamule maamulaha saaxiibkiis saaxiibteed aabbihiis "
     "hooyadiis hooyadeed aabbaheed eeddadiis ilmaadeerkiis kalkaaliye la-taliye magaciisu magaceedu",
     "hoose dhexe sare"},
    {"kwa yake yangu wake wangu tafadhali shule mwalimu sana hadi kutoka kwamba ni ya",
     "mama baba mwalimu bwana bi bibi mzee dada kaka mjomba shangazi daktari mwanangu mtoto naitwa aitwaye "
     "rafiki jirani mwanafunzi binti anaitwa mkalimani mlezi babu binamu",
     "msingi sekondari"},
    {"est pour avec dans vous nous je pas une du les des sur votre",
     "fils fille soeur frere cousin cousine tante oncle mere pere docteur mademoiselle mlle maitre maitresse "
     "voisin voisine neveu niece mari ami amie camarade enseignante infirmiere grand-mere grand-pere "
     "interprete",
     "primaire elementaire"},
    {"nao uma com ela ele voce meu minha pela pelo tambem dele dela para",
     "filho filha irmao irma tio tia avo mae pai primo prima doutor doutora dona vizinho vizinha madrinha "
     "padrinho colega aluno aluna professor professora irmaozinho irmazinha amigo amiga coleguinha "
     "interprete "
     "secretaria diretora diretor enfermeira sobrinho sobrinha neto neta padrasto madrasta",
     "primaria municipal estadual"},
    {"pou nan ak yo mwen epi yon tanpri li te pa gen",
     "manman papa pitit fre kouzen kouzin matant tonton met madan mesye dokte grann granpe vwazen zanmi "
     "tifre "
     "tise madam pwofese direkte se gason fi ti-se ti-fre entepret enfimye marenn parenn elev",
     "mwayen prime segonde"},
    {"tus kuv nws yog ntawm rau txog thiab tsis peb lub los hais",
     "niam txiv ntxhais tub nus muam ywg mob fwb pog yawg laug rau hu", ""},
}};

using Marks = absl::flat_hash_map<std::string_view, uint8_t>;  // bits of languages

template <typename Each>
void ForEachWord(std::string_view words, Each each) {
  for (size_t at = 0; at < words.size();) {
    const size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) each(words.substr(at, end - at));
    at = end + 1;
  }
}

Marks ReadWords(std::string_view Language::*list) {
  Marks out;
  for (size_t language = 0; language < kWords.size(); ++language) {
    ForEachWord(kWords[language].*list,
                [&](std::string_view word) { out[word] |= static_cast<uint8_t>(1U << language); });
  }
  return out;
}

// A line for each language, after an empty one.
Marks ReadLines(std::string_view lines) {
  Marks out;
  size_t at = 1;
  for (size_t language = 0; language < kLanguages && at < lines.size(); ++language) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    ForEachWord(lines.substr(at, end - at),
                [&](std::string_view word) { out[word] |= static_cast<uint8_t>(1U << language); });
    at = end + 1;
  }
  return out;
}

uint8_t LanguagesOf(const Text& text) {
  static const auto* const kMarks = new Marks(ReadWords(&Language::marks));
  std::array<uint8_t, kLanguages> seen{};
  uint8_t out = 0;
  for (size_t at = 0; at < text.size() && at < kSample; ++at) {
    if (!text[at].IsWord() || text[at].size() > 9) continue;
    const auto found = kMarks->find(text.Word(at));
    if (found == kMarks->end()) continue;
    for (size_t language = 0; language < kLanguages; ++language) {
      if ((found->second >> language & 1) == 0 || seen[language] >= 200) continue;
      if (++seen[language] >= kEnoughMarks) out |= static_cast<uint8_t>(1U << language);
    }
  }
  return out;
}

class Finder {
 public:
  Finder(NameScan& scan, uint8_t languages) : scan_(scan), text_(scan.text), languages_(languages) {}

  void Run() {
    TakeOrdinaryWords();
    for (size_t at = 0; at < text_.size(); ++at) {
      if (const size_t last = Cued(at); last != at) {
        at = last;
      } else {
        at = Bare(at);
      }
    }
  }

 private:
  bool Here(const Marks& marks, std::string_view word) const {
    const auto found = marks.find(word);
    return found != marks.end() && (found->second & languages_) != 0;
  }
  bool NameWord(size_t at) const {
    return at < text_.size() && !scan_.taken[at] && text_[at].shape == Shape::kCapital &&
           text_[at].size() >= 2 && text_[at].size() <= 32 &&
           !text_[at].Has(word::kCalendar | word::kTitle | word::kRelation | word::kPlace);
  }
  std::string_view Source(size_t at) const {
    const NormalizedView& view = text_.view();
    const size_t begin = view.SourceBegin(text_[at].begin);
    return view.source().substr(begin, view.SourceEnd(text_[at].end) - begin);
  }

  void TakeOrdinaryWords();
  size_t Cued(size_t at);
  size_t Bare(size_t at);
  size_t Emit(size_t first, std::string_view cue, float confidence);

  NameScan& scan_;
  const Text& text_;
  const uint8_t languages_;
};

// Compared as they are spelled: "thì" is a word, and "Thi" a name.
void Finder::TakeOrdinaryWords() {
  static const auto* const kPlain = new Marks(ReadLines(
#include "redaction/detect/words/native_latin_plain.inc"
      ));
  static const auto* const kKinds = new Marks(ReadWords(&Language::kinds));
  std::vector<bool> plain(text_.size(), false);
  for (size_t at = 0; at < text_.size(); ++at) {
    if (!text_[at].IsWord() || text_[at].size() > 12 || scan_.taken[at]) continue;
    plain[at] = Here(*kPlain, Source(at));
    if (!plain[at] || at + 1 >= text_.size() || text_.GapBefore(at + 1) != " ") continue;
    // "Thứ Hai", and the name of a school behind its kind.
    const bool day = Source(at) == "Thứ" || Source(at) == "thứ";
    const bool school = at > 0 && plain[at - 1] && Here(*kKinds, text_.Word(at)) && text_[at].IsCapitalised();
    if ((day || school) && text_[at + 1].IsCapitalised()) plain[++at] = true;
  }
  // The roster's single words among them are not meant.
  std::erase_if(scan_.out, [&](const NameMention& mention) {
    return mention.form == NameForm::kSingle && mention.first == mention.last && mention.end == 0 &&
           plain[mention.first] && !mention.titled;
  });
  for (size_t at = 0; at < text_.size(); ++at) {
    if (plain[at]) scan_.taken[at] = true;
  }
}

size_t Finder::Emit(size_t first, std::string_view cue, float confidence) {
  size_t last = first;
  while (last - first + 1 < kMostNameWords && NameWord(last + 1) && text_.GapBefore(last + 1) == " ") ++last;
  NameMention mention;
  mention.first = static_cast<uint32_t>(first);
  mention.last = static_cast<uint32_t>(last);
  mention.form = NameForm::kUnknown;
  mention.cued = true;
  mention.cue = cue;
  mention.recognizer = "cue.language";
  mention.confidence = confidence;
  scan_.out.push_back(std::move(mention));
  return last;
}

// "bà ngoại X": the last token of the name, or `at`.
size_t Finder::Cued(size_t at) {
  static const auto* const kCues = new Marks(ReadWords(&Language::cues));
  if (!text_[at].IsWord() || at + 1 >= text_.size() || text_.GapBefore(at + 1) != " " || !NameWord(at + 1))
    return at;
  if (!Here(*kCues, text_.Word(at))) return at;
  return Emit(at + 1, "relation", 0.8F);
}

// A name of the language's own; of Hmong, whose names are short, two together.
size_t Finder::Bare(size_t at) {
  static const auto* const kGiven = new Marks(ReadLines(
#include "redaction/detect/words/native_latin_given.inc"
      ));
  if (!NameWord(at)) return at;
  const auto found = kGiven->find(text_.Word(at));
  if (found == kGiven->end() || (found->second & languages_) == 0) return at;
  const bool hmong = (found->second & languages_) == 1U << kHmong;
  if (hmong && (!NameWord(at + 1) || text_.GapBefore(at + 1) != " " || !Here(*kGiven, text_.Word(at + 1))))
    return at;
  // Sure enough that the tagger, which does not know the language, cannot talk it out.
  return Emit(at, "name", 0.86F);
}

}  // namespace

void FindCuedNames(NameScan& scan) {
  if (scan.text.familiar()) return;
  const uint8_t languages = LanguagesOf(scan.text);
  if (languages != 0) Finder(scan, languages).Run();
}

}  // namespace schoolgate::redaction
