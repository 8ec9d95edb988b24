// What speaks for and against a word or some being the name of somebody the roster does not know, and how
// likely it is then. Values of one mention; pure functions.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_NAME_SIGNS_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_NAME_SIGNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace schoolgate::redaction {

// What is said: each is 0 where it is not so; 1, or how much it is so, where it is.
namespace says {
enum Sign : size_t {
  kOne,  // always
  // The name tagger.
  kOdds,       // its odds, as a logarithm
  kNotLooked,  // it did not look
  // The request.
  kTask,        // speaks of nobody of the school, and something is to be made or explained
  kTaskAlone,   // and hardly a name stands beside
  kOwn,         // "my student", "our kids"
  kElsewhere,   // a name where it stands elsewhere
  kPlainAgain,  // named elsewhere, and a word of the dictionary in lower case here
  kBeside,      // a name joined to it: "Ana and Lake"
  kColumn,      // names above and below
  kNoColumn,    // others above and below
  kTable,       // names above and below, in cells
  kStrange,     // the text is in a language without a dictionary
  // The words.
  kLower,  // case
  kUpper,
  kDictionary,     // a dictionary has it
  kFigureName,     // a figure bears it
  kLowerUnlisted,  // in lower case, and no list of names has it
  kStrangeLower,   // in lower case without a cue, where there is no dictionary
  kSpanishLower,   // in lower case without a cue, in Spanish
  kLetters,        // two or three capitals
  kShort,          // two or three letters
  kMonth,          // or a day
  // What stands beside.
  kActs,      // "Lake needs"
  kOwns,      // "Lake's"
  kLabelled,  // "Name:", a column of names
  kTitled,
  kCalled,        // "named", "I am"
  kInitialAfter,  // "REYES A" at the beginning of a line
  kGrammar,       // where the grammar of another language has a name
  kRole,          // a grade after it, "the nurse" before it
  kLowerCued,     // a cue, but in lower case
  kLowerRole,
  kRecord,  // a school's words around
  kMeant,   // "for Ana", where something is to be made
  // Others.
  kFigure,  // named like a figure of the request
  kFigureSigns,
  kFigures,      // beside it in a list
  kOfWork,       // called like somebody of a book the request is about
  kTheirs,       // a figure's relative
  kMadeUp,       // how strongly it is said to be made up or a thing's
  kOddsMadeUp,   // the odds, where that is strongly
  kPosed,        // Mr. Somebody of a task or a word problem
  kProblem,      // in a word problem
  kProblemName,  // called like somebody there
  kPlaceAfter,   // "Ana Montoya Park"
  kCount,
};
}  // namespace says

using NameSigns = std::array<float, says::kCount>;

// The recogniser of a name that was found elsewhere in the request.
inline constexpr std::string_view kNameAgain = "request.name_again";

struct Reading;

// What was weighed, for those who learn how to.
struct WeighedName {
  const Reading* reading;
  uint32_t first, last;  // tokens, inclusive
  std::string_view recognizer;
  NameSigns signs;
};

// 0 to 1.
float LikelihoodOf(const NameSigns& signs);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_NAME_SIGNS_H_
