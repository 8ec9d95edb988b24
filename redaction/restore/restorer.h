// Puts real values back into a vendor's answer: exactly those this exchange may see, never a whole scope.
//
// An automaton over the exchange's codes accepts a short list of manglings (case, JSON and Markdown escapes,
// wrappers, possessive), never edit distance. Never restored: inside a URL, a link or image target, an HTML
// attribute, or the arguments of a function the tool lists as external. A well-formed code that is not this
// exchange's becomes a neutral word and is counted. Values put into JSON are escaped for it.
//
// In a stream each (choice, tool call, field) holds back only a suffix that could still become a code.
// Feeding the pieces and then Finish gives, piece by piece joined, exactly what Restore gives for the whole.
//
// One exchange owns its Restorer and uses it on its event loop.
#ifndef SCHOOLGATE_REDACTION_RESTORE_RESTORER_H_
#define SCHOOLGATE_REDACTION_RESTORE_RESTORER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "redaction/pseudonym/substitutions.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::redaction {

struct RestoreOptions {
  // Functions whose arguments leave the district: their arguments keep the codes.
  std::vector<std::string> external_functions;
};

struct RestoreCounts {
  int32_t restored = 0;
  int32_t neutralized = 0;  // code-shaped, and not for this caller
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
