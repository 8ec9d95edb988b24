// Restores one text of an answer, whole or piece by piece: what comes out for the pieces, joined, is what
// comes out for the whole, wherever it was cut.
//
// A code this exchange knows becomes its form. One with a letter this exchange does not know, or of somebody
// this exchange does not know, becomes a neutral word; of what only resembles a code ("student parent")
// nothing changes. A stand-in that is no code (stand_in_reader.h) becomes what it stands for. All of them
// stay as they are where a value must not stand (text_context.h), and are counted there too: each once,
// wherever the text was cut.
//
// Held back is at most what could still become either, kLongestHold bytes. In a JSON document, only strings
// and keys are restored, and forms are escaped for it. A text that begins with "{" or "[" may be one: within
// its quotes forms are escaped too.
//
// One field of one answer owns it; the substitutions outlive it.
#ifndef SCHOOLGATE_REDACTION_RESTORE_TEXT_RESTORER_H_
#define SCHOOLGATE_REDACTION_RESTORE_TEXT_RESTORER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "redaction/pseudonym/code.h"
#include "redaction/pseudonym/substitutions.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/restore/text_context.h"

namespace schoolgate::redaction {

struct RestoreCounts {
  int32_t restored = 0;
  // Code-shaped, and not for this caller: a neutral word, or as it was where nothing is put in.
  int32_t neutralized = 0;
  // This exchange's own, left as it was because a value must not stand there.
  int32_t withheld = 0;
};

enum class TextKind : uint8_t {
  kProse,
  kJson,  // a JSON document
  kName,  // a function's name: restored, but no neutral words, which do not fit there
};

// What stands for a code that is not this exchange's: "[student]", "[guardian]", "[staff member]",
// "[person]", "[email]", "[phone]", "[address]", "[id]", "[user]", "[date]", "[reference]". The same in every
// language: it names the kind of code, and the brackets say that it is not the model's word.
std::string_view NeutralWord(CodeType type);

class TextRestorer {
 public:
  static constexpr size_t kLongestHold = 96;

  // `withhold`: the whole text is a place where no value must stand; it is counted and left as it is.
  TextRestorer(const Substitutions& substitutions, TextKind kind, bool withhold = false)
      : substitutions_(&substitutions), kind_(kind), withhold_(withhold), json_(kind == TextKind::kJson) {}

  // Takes the next piece and gives what is certain by now; with `last`, all there is.
  std::string Feed(std::string_view piece, bool last, RestoreCounts& counts);

  bool holds_back() const { return !held_.empty(); }

 private:
  size_t Run(std::string_view text, bool last, RestoreCounts& counts, std::string& out);
  bool OpenHere() const;
  // What a sighting comes to: a form of this exchange's, or somebody else's code of a type; no end: nothing.
  struct Meaning {
    size_t end = 0;
    const std::string* form = nullptr;
    CodeType type = CodeType::kPerson;
  };
  Meaning MeaningOf(const CodeSighting& code) const;
  size_t Settle(std::string_view text, size_t pos, const Meaning& meaning, bool open, RestoreCounts& counts,
                std::string& out);
  void AppendForm(const std::string& form, std::string& out) const;
  void Advance(const TextUnit& unit);

  const Substitutions* substitutions_;
  TextKind kind_;
  bool withhold_;
  bool json_;  // strings are JSON strings
  bool begun_ = false;
  bool in_string_ = false;
  TextContext context_;
  std::string held_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_TEXT_RESTORER_H_
