// Takes volunteered people and values (volunteer_judge.h) out of one text of an answer, or ends the text
// before the first of them, before anybody has read it.
//
// How:    the text is looked at a step at a time, each look with what came before as context and some of what
//         follows, and let out as far as it is decided. Steps are counted from the text's first byte, so that
//         what comes out is the same however the text was cut into pieces, and the work per byte does not
//         grow with the text.
// Holds:  of a stream at most kLongestHold bytes.
// Sure:   what detection finds with kContext bytes before its first byte and kStreamAhead bytes from there
//         on (less a character, or an escape, at either end) never comes out. What needs more to be seen (a
//         longer value, a cue that follows later) may have begun to come out when it is found: what is out
//         stays, the rest of it goes.
// Stays:  codes, this exchange's stand-ins, and in JSON whatever is not within a string. A number that is
//         volunteered becomes a string, so JSON stays JSON.
//
// One text of one answer owns it; the judge outlives it. It holds the answer's text, and wipes it. No errors.
#ifndef SCHOOLGATE_REDACTION_RESTORE_TEXT_GUARD_H_
#define SCHOOLGATE_REDACTION_RESTORE_TEXT_GUARD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/restore/answer_window.h"
#include "redaction/restore/text_restorer.h"
#include "redaction/restore/volunteer_judge.h"

namespace schoolgate::redaction {

class TextGuard {
 public:
  static constexpr size_t kLongestHold = 96;
  static constexpr size_t kContext = 512;

  // How a text is looked at.
  struct Pace {
    size_t step;   // a look every so many bytes
    size_t ahead;  // how much of what follows a look sees before it decides
  };
  static constexpr size_t kStreamAhead = 80;
  static constexpr Pace kStream{.step = 16, .ahead = kStreamAhead};
  // Nobody waits for the first words of a whole answer.
  static constexpr Pace kWhole{.step = 4096, .ahead = 512};
  static_assert(kStream.step + kStream.ahead <= kLongestHold);

  enum class Then : uint8_t { kRedact, kEnd };

  TextGuard(VolunteerJudge& judge, TextKind kind, Then then, Pace pace);

  // Takes the next piece and gives what is decided by now; with `last`, all there is.
  std::string Feed(std::string_view piece, bool last);

  bool holds_back() const { return !ended_ && given_ < window_.bytes().size(); }
  // Something was volunteered, and the text ended before it. Nothing more comes out.
  bool ended() const { return ended_; }

 private:
  enum class Mark : uint8_t { kOpen, kNumber, kKept };
  struct Stretch {
    size_t begin;
    size_t end;
    bool number;
  };

  void Decide(bool last, std::string& out);
  std::vector<Mark> Marks(bool last) const;
  void AppendWord(const Finding& finding, const Stretch& stretch, std::string& out) const;

  VolunteerJudge& judge_;
  const TextKind kind_;
  const Then then_;
  const Pace pace_;
  AnswerWindow window_;
  size_t since_look_ = 0;
  size_t given_ = 0;        // of the window, how much is out
  size_t altered_end_ = 0;  // behind the last finding that was taken out
  bool ended_ = false;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_TEXT_GUARD_H_
