// Puts real values back into a vendor's answer: exactly those this exchange may see, never a whole scope.
//
// Codes have a fixed grammar (code_grammar.h): it is read with a short list of manglings (case, JSON and
// Markdown escapes, wrappers), never by edit distance, and what it finds is looked up among the exchange's
// codes, so an exchange with many codes costs no more than one with few. Never restored: inside a URL, a link
// or image target, an HTML tag (text_context.h), or the arguments of a function the tool lists as external.
// What is not restored there is counted as withheld. A well-formed code that is not this exchange's becomes a
// neutral word (text_restorer.h) and is counted.
// Values put into JSON are escaped for it.
//
// What is treated is what the fields' options say (redaction/walk): TEXT and JSON as above; an IDENTIFIER
// (a tool call's id) only if the whole of it is one of ours, since the vendor makes its own. Log
// probabilities carry the answer in pieces of codes and cannot be restored: a choice loses them once a code
// of it was restored or was somebody else's (in a stream: from that piece on).
//
// In a stream each (choice, tool call, field) holds back only a suffix that could still become a code, at
// most 96 bytes. Feeding the pieces and then Finish gives, piece by piece joined, exactly what Restore gives
// for the whole. A function's name and a call's id come whole, in the call's first piece; arguments before
// the name count as an external function's while the tool lists any.
//
// One exchange owns its Restorer and uses it on its event loop.
#ifndef SCHOOLGATE_REDACTION_RESTORE_RESTORER_H_
#define SCHOOLGATE_REDACTION_RESTORE_RESTORER_H_

#include <memory>
#include <string>
#include <vector>

#include "redaction/pseudonym/substitutions.h"
#include "redaction/restore/text_restorer.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::redaction {

struct RestoreOptions {
  // Functions whose arguments leave the district: their arguments keep the codes.
  std::vector<std::string> external_functions;
};

class Restorer {
 public:
  Restorer(std::shared_ptr<const Substitutions> substitutions, RestoreOptions options);
  ~Restorer();

  // Restores a whole answer in place.
  void Restore(v1::GenerateResponse& response);

  // Restores the next piece of a stream in place; what could still become a code is kept for the next piece.
  // A choice's last piece (with a finish reason) is flushed.
  void Feed(v1::StreamGenerateResponse& piece);

  // What is still held back when the stream ends, as one last piece; no deltas if nothing is.
  v1::StreamGenerateResponse Finish();

  const RestoreCounts& counts() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_RESTORER_H_
