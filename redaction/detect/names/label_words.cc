#include "redaction/detect/names/label_words.h"

#include <array>

#include "redaction/detect/names/name_mention.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

// Who speaks in a chat with a program, and what programs and their logs are made of.
bool IsProgramWord(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
bot chatbot helper assistant ai tutor system user admin dev cron param params todo fixme null void config configmap
async await boolean enum init stdout stderr localhost json yaml html css http https uuid ascii utf sql css npm pip git
sudo chmod cmd env src dist lib utils args kwargs regex java javax org util lang exception illegalstateexception
nullpointerexception runtimeexception typeerror valueerror keyerror indexerror stacktrace kubectl nginx
google gmail chromebook chromebooks chrome canvas schoology powerschool clever kahoot quizlet desmos ixl
doordash uber lyft amazon walmart costco youtube tiktok instagram snapchat facebook roblox fortnite discord spotify
netflix iphone ipad macbook windows android lego nintendo xbox playstation zoom venmo paypal zelle
)");
  return kWords->contains(word);
}

// What forms, transcripts and clinics write short.
bool IsShortLabel(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
eng alg geom trig calc precalc bio chem phys hist lit lib sci soc econ govt psych ela sped rsp sdc ell eld esl
sig dept sem qtr yr wk wks pd hrs mins secs ext attn misc approx est vol pg pgs pp qty amt acct ofc bldg msg
dx hx rx sx tx fx bp ht wt bmi prn npi mrn lic dea dob doe sex med meds neg ped peds neuro ortho cardio ent
derm immun vax dtap tdap mmr hep var ipv gpa act sat psat ap ib cte rotc jrotc std ver rev ref dist addr fwd
encl cc bcc asst admin supt princ counsl intv eval acc mod goal obj prof abs tdy susp isp oss iss usd isd
)");
  return kWords->contains(word);
}

// What chats write for words.
bool IsSlang(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
addy aki alv bae bff bro bruh cuz deadass dude fam finna fr gn gm gonna grax hbu highkey idk ight aight jaja jajaja
jeje lmao lol lowkey ngl nop nope omg plz pls porq porfa rofl sip sis smh tbh tho thx tqm ttyl wanna wyd xfa xq yall
yep yup
)");
  return kWords->contains(word);
}

// "Doy permiso", "nací en": verbs that begin what a parent signs.
bool IsSpanishVerb(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
doy soy estoy voy naci nacio vivo tengo quiero puedo autorizo confirmo firmo declaro entiendo acepto solicito
)");
  return kWords->contains(word);
}

// The parties of a court's paper.
bool IsParty(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
movant minor petitioner respondent plaintiff defendant obligor obligee appellant affiant declarant petitioners
)");
  return kWords->contains(word);
}

// What only ends the name of a place.
bool EndsPlace(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
peak canyon creek mountain mountains falls springs valley beach bay island islands bridge desert canal
dam elementary academy university college hospital library museum county stadium highway freeway
)");
  return kWords->contains(word);
}

// "Thứ Hai": Monday. No name has the letter.
bool IsVietnameseDay(const Text& text, size_t at) {
  static const Words* const kDays = MakeWords("hai ba tu nam sau bay");
  return text.Word(at) == "thu" && text.IsExotic(text[at]) && at + 1 < text.size() &&
         kDays->contains(text.Word(at + 1));
}

// "P.E.", "H.R. 40": first letters of what is no person.
bool IsLetters(const Text& text, size_t first, size_t last) {
  static const Words* const kWords = MakeWords(
      "pe pt ot hr po us uk un eu am pm dc la ny nj nc sd ie ps vp ta pa id tv pc ap ib el ed pd gt ss");
  if (last != first + 1 || text[first].size() != 1 || text[last].size() != 1) return false;
  if (text.GapBefore(last) != ".") return false;
  const std::array<char, 2> both = {text.Word(first)[0], text.Word(last)[0]};
  return kWords->contains(std::string_view(both.data(), both.size()));
}

// "<LegalNote>", "</Mail>": a name of a program's, not "<maria> hi".
bool IsTag(const Text& text, size_t first, size_t last) {
  const std::string_view before = text.GapBefore(first);
  const std::string_view after = text.GapBefore(last + 1);
  return (before.ends_with('<') && after.starts_with('>') && !after.starts_with("> ")) ||
         (before.ends_with("</") && after.starts_with('>'));
}

// "Ông", "Cô": a person, not a name, where nothing follows it.
bool IsVietnamesePronoun(const Text& text, size_t at) {
  static const Words* const kWords = MakeWords("ong ba co thay cau chi anh em me bo ma di chu bac");
  return !text.familiar() && kWords->contains(text.Word(at)) &&
         (at + 1 == text.size() || !text[at + 1].IsCapitalised());
}

}  // namespace

// "with mom, English with me": a language.
bool IsLanguage(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
english spanish french german italian portuguese russian ukrainian polish arabic hebrew farsi persian dari pashto
wolof yoruba igbo hausa twi quechua aymara nahuatl kanjobal tzotzil kiche samoan tongan chuukese marshallese
italiano portugues ruso arabe coreano chino japones urdu hindi punjabi bengali nepali tamil chinese mandarin
cantonese japanese korean vietnamese hmong khmer lao thai
tagalog ilocano somali amharic tigrinya swahili haitian creole mixteco mixtec zapoteco armenian turkish greek latin
ingles espanol frances aleman
)");
  return kWords->contains(word);
}

// "SEX F", "SIERRA PED NEURO", "Eng 9", "E.C. 48915": a record's or a transcript's short words.
bool HoldsLabel(const Text& text, size_t first, size_t last) {
  if (IsLetters(text, first, last) || IsTag(text, first, last)) return true;
  for (size_t at = first; at <= last; ++at) {
    if (text[at].name == 0 && (IsProgramWord(text.Word(at)) || (first == last && IsLanguage(text.Word(at)))))
      return true;
    if (IsVietnameseDay(text, at)) return true;
    const bool upper = text[at].shape == Shape::kUpper;
    if (upper && first == last && IsDictionaryWord(text, text[at]) && text[at].name == 0 &&
        !OwnGazetteer().Find(text.Word(at)).IsName())
      return true;
    if (IsShortLabel(text.Word(at)) && (upper || first == last) && text[at].name == 0) return true;
  }
  const size_t next = last + 1;
  const std::string_view after = text.GapBefore(next);
  if (last > first && text.GapBefore(last) == " " && EndsPlace(text.Word(last)) &&
      text[last].shape == Shape::kCapital)
    return true;
  // "SKIP = {": a program's.
  if (text[last].shape == Shape::kUpper && (after.starts_with(" = ") || after.starts_with(" += ")))
    return true;
  if (first == last && text[first].name == 0 &&
      ((text[first].shape == Shape::kLower && IsSlang(text.Word(first))) ||
       IsSpanishVerb(text.Word(first)))) {
    return true;
  }
  if (first == last &&
      (IsVietnamesePronoun(text, first) ||
       (IsParty(text.Word(first)) && text[first].name == 0 && text[first].IsCapitalised()))) {
    return true;
  }
  const bool initials = last == first + 1 && text[first].size() == 1 && text[last].size() == 1;
  return initials && next < text.size() && text[next].shape == Shape::kDigits && text[next].size() >= 3;
}

}  // namespace schoolgate::redaction
