// Replaces what may not cross and makes the Outbound: the only maker there is.
//
// Every finding gets the treatment policy decided for it:
//   allow          stays as written
//   generalize     a coarser value (a birth date becomes its year)
//   pseudonymize   a code (redaction/pseudonym)
//   redact         ELEMENT_REDACTED, a word that fits every position: JSON strings and keys, function names,
//   prose
// IDENTIFIER fields are replaced whole; code-shaped text the caller wrote is escaped so that it cannot be
// restored as somebody; numbers in JSON that hold personal data become strings; a short instruction tells the
// model what codes are.
//
// Stateless; one call per exchange, on its event loop.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORMER_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORMER_H_

#include <boost/asio/awaitable.hpp>
#include <span>

#include "absl/status/statusor.h"
#include "core/finding/finding.h"
#include "core/guard/outbound.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/walk/walk.h"

namespace schoolgate::redaction {

class Transformer {
 public:
  // `walk` is the walk over `message` the findings came from; `treatments` stands parallel to `findings`,
  // which are sorted and do not overlap. Consumes the message; the scope's substitutions hold what was
  // replaced.
  static boost::asio::awaitable<absl::StatusOr<Outbound>> Transform(Guarded<CanonicalRequest> message,
                                                                    Walk walk,
                                                                    std::span<const Finding> findings,
                                                                    std::span<const v1::Treatment> treatments,
                                                                    Destination destination, Scope& scope);
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORMER_H_
