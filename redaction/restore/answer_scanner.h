// Looks for people in a vendor's answer whom the request did not name: what a model remembers of them is a
// disclosure from elsewhere, which the district has to know of, and may not want to pass on.
//
// What:   takes the answer as it came, codes in place, whole or piece by piece, and looks at it a window at a
//         time, each one beginning within the one before, so that nobody on the border is missed. Memory and
//         work do not grow with the answer. A person or value counts once for each element; who is
//         volunteered, volunteer_judge.h says.
//         The tool's rule says what becomes of the answer:
//           RECORD  nothing. Nothing is held back.
//           REDACT  a neutral word (text_restorer.h) stands in their place. See text_guard.h for what is held
//                   back of a stream, and what surely does not come out.
//           END     a choice ends before the first of them, with FINISH_REASON_CONTENT_FILTER. A function's
//                   call whose arguments would be cut is left out of a whole answer.
//         Log probabilities tell the answer again: they go where it was altered, and from streams that may
//         be altered always, since they would tell what is held back.
// Owner:  one exchange, on its event loop, or wherever it has it work; `detector` and what `context`,
//         `request` and `ours` refer to outlive it. It holds the answer's text, and wipes it.
// Errors: none.
#ifndef SCHOOLGATE_REDACTION_RESTORE_ANSWER_SCANNER_H_
#define SCHOOLGATE_REDACTION_RESTORE_ANSWER_SCANNER_H_

#include <cstddef>
#include <memory>

#include "core/finding/finding.h"
#include "redaction/detect/detector.h"
#include "redaction/pseudonym/stand_in_table.h"
#include "redaction/restore/volunteer_judge.h"
#include "schoolgate/v1/generation_service.pb.h"
#include "schoolgate/v1/policy.pb.h"

namespace schoolgate::redaction {

class AnswerScanner {
 public:
  // `ours` is what stands for things in this exchange.
  AnswerScanner(const Detector& detector, const Findings& request, const DetectionContext& context,
                const StandInTable& ours, v1::AnswerRule rule);
  ~AnswerScanner();

  // How many bytes detection is shown for a piece with so many: under REDACT and END many times as many.
  size_t Work(size_t bytes) const;
  // Leaves in `piece` what may go on. A choice's last piece (with a finish reason) is flushed.
  void Feed(v1::StreamGenerateResponse& piece);
  // What is still held back when the stream ends, as one last piece; no deltas if nothing is.
  v1::StreamGenerateResponse Rest();
  // All of the answer's `choices` are over, and one of them was ended here: what still comes goes to nobody.
  bool Over(int choices) const;

  void Take(v1::GenerateResponse& whole);

  // What there was, the end of each text included. Call once, after the last piece.
  Volunteered Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_ANSWER_SCANNER_H_
