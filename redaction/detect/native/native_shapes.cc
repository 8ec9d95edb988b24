#include "redaction/detect/native/native_shapes.h"

#include <algorithm>
#include <initializer_list>

namespace schoolgate::redaction {
namespace {

bool EndsWithAny(std::string_view word, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
    return word.ends_with(end) && word.size() >= end.size() + 4;
  });
}

}  // namespace

bool HasFamilyShape(Script script, std::string_view word) {
  if (script == Script::kCyrillic) {
    return EndsWithAny(
        word,
        {"енко",  "енка",  "енку",   "енкові", "енком", "чук",   "чука",  "чуку", "чуком",  "щук",    "нюк",
         "ськии", "ська",  "ського", "ському", "ською", "ськоі", "цькии", "цька", "цького", "цькому", "скии",
         "ская",  "ского", "скому",  "скои",   "ов",    "ова",   "ова",   "овои", "ову",    "ову",    "ев",
         "ева",   "евои",  "еву",    "єв",     "єва",   "єву",   "ин",    "ина",  "инои",   "ину",    "ін",
         "іна",   "іну",   "ович",   "овича",  "овичу", "евич",  "евича", "івна", "івни",   "івні",   "івну",
         "овна",  "овны",  "овне",   "овну",   "евна",  "евны",  "евне",  "евну", "ична",   "швілі",  "швили",
         "дзе",   "ян",    "яна",    "янц",    "юк",    "юка",   "юку",   "яка",  "як",     "ак",     "ець",
         "ко",    "ка",    "шин",    "ишин",   "ло",    "иця",   "их",    "ых"});
  }
  if (script == Script::kGreek)
    return EndsWithAny(word, {"οπουλοσ", "οπουλου", "ιδησ", "ιδη", "ακησ", "ακη", "ου", "ασ", "ησ", "ιαδησ"});
  return false;
}

bool HasVerbShape(Script script, std::string_view word) {
  if (script != Script::kArabic) return false;
  return word.starts_with("ي") || word.starts_with("ت") || word.starts_with("ن") || word.starts_with("س") ||
         word.starts_with("و") || word.starts_with("می") || word.starts_with("ب");
}

bool HasConjugatedShape(Script script, std::string_view word) {
  if (script != Script::kArabic) return false;
  return (word.starts_with("ي") || word.starts_with("ت")) && !word.ends_with("ي") && !word.ends_with("ی") &&
         !word.ends_with("ا") && word.size() >= 8;
}

}  // namespace schoolgate::redaction
