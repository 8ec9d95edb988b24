// What the words around a name say of who bears it: a student, a parent, somebody of the staff, or nobody of
// the school at all (a figure of history, an author, somebody in a word problem). Pure functions of the text;
// each looks at a bounded number of tokens.
#ifndef SCHOOLGATE_REDACTION_DETECT_NAMES_NAME_CONTEXT_H_
#define SCHOOLGATE_REDACTION_DETECT_NAMES_NAME_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "redaction/detect/names/name_mention.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

enum class RoleHint : uint8_t { kNone, kStudent, kGuardian, kStaff };

struct RoleSign {
  RoleHint role = RoleHint::kNone;
  std::string_view cue;  // a constant: "grade", "parent", "staff role"
};

// Of the name in tokens [first, last].
RoleSign RoleOf(const Text& text, size_t first, size_t last);

// How strongly the surroundings say that the name in [first, last] is a figure's or an author's: 0 to 1.
float FigureSigns(const Text& text, size_t first, size_t last);

// The name is a word of a title: "Jake and Kate Bake".
bool IsInTitle(const Text& text, size_t first, size_t last);

// Whether somebody of a word problem is the subject here: "9. Priya buys 3 pens", "Diego invests $2,400".
bool ActsInProblem(const Text& text, size_t token);

// Whether the name at `token` is the subject of what goes on in a problem of FindWordProblems.
bool ActsIn(const Text& text, size_t token, const std::pair<uint32_t, uint32_t>& problem);

// Whether a school's record of somebody stands right around: a grade, a score, a bus, a parent.
bool HasRecordSigns(const Text& text, size_t first, size_t last);

// How many words of lessons about books, history, art or science a text has.
size_t LessonWords(const Text& text);

// "my student", "our kids", "mi hija": somebody here is spoken of, though without a name.
bool SpeaksOfOwn(const Text& text);

// "in Reno", "from Paris": a place is named.
bool IsInPlace(const Text& text, size_t at);

// The text has program code or is about ciphers.
bool SpeaksOfCode(const Text& text);

// "for Ana", "help Ana", "tell Ana": what is asked for is meant for somebody.
bool IsMeantFor(const Text& text, size_t first);

// How many words a text has that ask for a task, a lesson or an explanation; 0 if it is long.
size_t TaskWords(const Text& text);

// How many words of arithmetic a text has that also has numbers; 0 if it is long.
size_t MathWords(const Text& text);

// How strongly the surroundings say that the name in [first, last] is made up or a thing's: "Penny the pig",
// "a sprite named Hunter", "Chase your own time". 0 to 2.
float MadeUpSigns(const Text& text, size_t first, size_t last);

// How strongly the words around [first, last] say that it is a place: 0 to 1.
float PlaceSigns(const Text& text, size_t first, size_t last);

// Whether the name is said to be a beast's or a thing's: "our hamster, Hamilton". It is so wherever it
// stands.
bool NamesThing(const Text& text, size_t first, size_t last);

// How strongly the words around say that it is a thing's name, or one of a list of what is nobody: 0 to 1.
float ThingSigns(const Text& text, size_t first, size_t last);

// Tokens [begin, end) of word problems: people there who buy, bake or share are nobody.
std::vector<std::pair<uint32_t, uint32_t>> FindWordProblems(const Text& text);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NAMES_NAME_CONTEXT_H_
