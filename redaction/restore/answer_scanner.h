// Looks for people in a vendor's answer whom the request did not name: what a model remembers of them is a
// disclosure from elsewhere, which the district has to know of.
//
// What:   takes the answer as it came, codes in place, whole or piece by piece, and looks at it a window at a
//         time, each one beginning within the one before, so that nobody on the border is missed. Memory and
//         work do not grow with the answer. A person or value counts once for each element; what is nobody's
//         in particular (a link, an address of a machine) does not count, nor does a surrogate name or
//         another stand-in of this exchange's own.
// Owner:  one exchange, on its event loop, or wherever it has it work; `detector` and what `context` and
//         `request` refer to outlive it. It holds the answer's text, and wipes it.
// Errors: none. It changes nothing.
#ifndef SCHOOLGATE_REDACTION_RESTORE_ANSWER_SCANNER_H_
#define SCHOOLGATE_REDACTION_RESTORE_ANSWER_SCANNER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/finding/finding.h"
#include "redaction/detect/detector.h"
#include "redaction/pseudonym/stand_in_table.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::redaction {

// What an answer held that its request did not.
struct Volunteered {
  std::map<v1::DataElement, int32_t> elements;  // how many people or values
  std::vector<std::string> students;            // Subject::key, sorted, each once
};

class AnswerScanner {
 public:
  // `ours` is what stands for things in this exchange.
  AnswerScanner(const Detector& detector, const Findings& request, const DetectionContext& context,
                const StandInTable& ours);
  ~AnswerScanner();

  void Feed(v1::StreamGenerateResponse& piece);
  void Take(v1::GenerateResponse& whole);

  // What there was, the end of each text included. Call once, after the last piece.
  Volunteered Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_ANSWER_SCANNER_H_
