// The word lists behind the lexicon (lexicon.h); private to this folder.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_LEXICON_WORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_LEXICON_WORDS_H_

#include <span>
#include <string_view>

#include "redaction/detect/text/lexicon.h"

namespace schoolgate::redaction {

struct WordList {
  WordBits bits;
  std::string_view words;  // folded, separated by spaces or line ends
};

std::span<const WordList> WordLists();

// Words of a dictionary that are nearly always a name when a school writes them.
std::string_view MostlyNames();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_LEXICON_WORDS_H_
