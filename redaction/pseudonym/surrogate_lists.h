// Names to make surrogates of, by language and grammatical gender. Names in common use, put together for this
// list: no pair of them is anybody's, and none is a word a text would use otherwise, so that a given name
// alone can be put back. Spanish and Vietnamese ones are written without accents, which models drop; Chinese
// ones in characters that simplified and traditional script share.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_SURROGATE_LISTS_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_SURROGATE_LISTS_H_

#include <string_view>
#include <vector>

#include "redaction/pseudonym/surrogates.h"

namespace schoolgate::redaction {

// Each name once. Two words count as one name where they belong together ("Khanh Linh").
const std::vector<std::string_view>& SurrogateGivenNames(NameLanguage language, NameGender gender);
const std::vector<std::string_view>& SurrogateFamilyNames(NameLanguage language);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_SURROGATE_LISTS_H_
