// Replaces what may not cross and makes the Outbound: the only maker there is.
//
// Every finding gets the treatment policy decided for it:
//   allow          stays as written
//   generalize     a coarser value (a birth date becomes its year)
//   pseudonymize   a code (redaction/pseudonym), or the form the tool's policy has in its place (stand_ins.h)
//   redact         SSN_REDACTED and the like, which fit prose, JSON strings and keys, and function names
// A value that cannot be generalized is redacted, and so is one whose treatment nobody decided. Names
// restricted to [A-Za-z0-9_-]{1,64} stay so, with every code whole. The request's context stays behind, and
// CREDENTIAL fields and fields the API does not know are emptied. Media passes as it is: policy has let it.
// IDENTIFIER fields are replaced whole; code-shaped text the caller wrote is escaped so that it cannot be
// restored as somebody, and is counted; numbers in JSON that hold personal data become strings; a short
// instruction tells the model what codes are.
//
// Stateless; one call per exchange, on its event loop.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORMER_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORMER_H_

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/finding/finding.h"
#include "core/guard/outbound.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/transform/pseudonym_forms.h"
#include "redaction/walk/walk.h"

namespace schoolgate::redaction {

// The system message a request with codes in it begins with: constant, so that what every vendor is told can
// be audited once. Its examples are no codes anybody can be issued.
inline constexpr std::string_view kCodeInstruction =
    "Codes such as STUDENT_7K3QF9 or EMAIL_4M2XPB stand for people and their details in this conversation. "
    "Wherever you mean the person or detail, write the code exactly as it is, including a letter at its end, "
    "in any language and format. Do not guess or ask whom or what a code stands for.";

// What follows it where the agreement's schedule lets the tool know people's gender, so that languages which
// need it can be written: the codes of this request's people of whom the roster says it, each with "is
// feminine" or "is masculine".
inline constexpr std::string_view kGenderInstruction = " For grammatical agreement only:";

class Transformer {
 public:
  // `walk` is the walk over `message` the findings came from; `treatments` stands parallel to `findings`,
  // which are sorted and do not overlap. Consumes the message; the scope's substitutions hold what was
  // replaced.
  static boost::asio::awaitable<absl::StatusOr<Outbound>> Transform(Guarded<CanonicalRequest> message,
                                                                    Walk walk,
                                                                    std::span<const Finding> findings,
                                                                    std::span<const v1::Treatment> treatments,
                                                                    Destination destination, Scope& scope,
                                                                    PseudonymForms forms = {});
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORMER_H_
