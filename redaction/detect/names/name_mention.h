// A place in a text that may be somebody's name, and what speaks for it.
#ifndef SCHOOLGATE_REDACTION_DETECT_NAMES_NAME_MENTION_H_
#define SCHOOLGATE_REDACTION_DETECT_NAMES_NAME_MENTION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/model/name_tagger.h"
#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/roster/roster_index.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

enum class NameForm : uint8_t {
  kFull,           // given and family name, in either order
  kFamilyInitial,  // "A. Reyes", "Ana R.", "REYES A"
  kSingle,         // one word of a name
  kUnknown,        // a name by its surroundings; the roster does not have it
};

struct NameMention {
  uint32_t first = 0, last = 0;  // tokens, inclusive
  uint32_t begin = 0, end = 0;   // folded offsets, where it is a part of unspaced words; end 0: whole tokens
  NameForm form = NameForm::kSingle;
  uint32_t name = 0;             // kSingle: the word's number in the roster index
  std::vector<uint32_t> people;  // kFull, kFamilyInitial: who it may be
  bool titled = false;           // Mr, Sra, Coach before it
  bool cued = false;             // a relation or "name:" points to it
  bool certain = true;           // false: only if somebody is spoken of whom it fits
  std::string key;               // the person's full name, if other than what is written here
  std::string_view recognizer, cue;
  float confidence = 0;
  // How much of a person's name the words are by their surroundings alone, whoever is on the roster: the name
  // tagger's probability (name_tagger.h), 0 to 1; 0 where it does not look (other scripts).
  float name_likelihood = 0;
};

// What the finders read of one text.
struct NameScan {
  const Text& text;
  const Cues& cues;
  const RosterIndex& index;
  // By token: not to be read as a name (inside a pattern's match, a public figure).
  std::vector<bool>& taken;
  const std::vector<NameLikelihood>& likelihood;  // by token
  std::vector<NameMention>& out;
};

// Whether the word is in a dictionary of the text's language, so that its casing or a cue must speak for a
// name.
bool IsDictionaryWord(const Text& text, const Token& token);
// A title such as "Mr." right before token `at`; "coach" and the like count before a capitalised word.
bool IsTitled(const Text& text, size_t at);
// A relation or an announcement right before: "my son X", "mom (X", "Name: X", "X's dad" after it.
std::string_view PersonCue(const Text& text, const Cues& cues, size_t first, size_t last);

// "Nina" as a name, not "niña" (a girl), which folds to the same word.
bool IsNina(const Text& text, size_t at);

// "Thu 6:35", "Tue 11/17": a day of the week, though a name is written so.
bool IsDayOfDate(const Text& text, size_t at);

// Behind the name comes what makes it a place's: "Cesar Lopez Elementary", "Ana Montoya Park".
bool IsBeforePlace(const Text& text, size_t last);

// Whether the relation right before token `first` is a parent's or an elder's ("mom", "abuela"), not a
// child's.
bool IsParentCue(const Text& text, size_t first);

// Names of the roster; single words are left for the resolver to weigh. Marks what it found as taken.
void FindRosterNames(NameScan& scan);
// Names the roster does not have.
void FindUnknownNames(NameScan& scan);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NAMES_NAME_MENTION_H_
