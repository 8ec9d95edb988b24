// Which forms the pseudonyms of a planned exchange take: what the tool's policy chose, as far as the gate has
// what it takes. Any thread. The result views `roster` and `taken`.
#ifndef SCHOOLGATE_GATEWAY_PSEUDONYM_FORMS_H_
#define SCHOOLGATE_GATEWAY_PSEUDONYM_FORMS_H_

#include <boost/asio/awaitable.hpp>
#include <span>

#include "absl/status/statusor.h"
#include "core/finding/finding.h"
#include "core/roster/roster.h"
#include "gateway/gate.h"
#include "policy/policy.h"
#include "redaction/pseudonym/taken_names.h"
#include "redaction/transform/pseudonym_forms.h"

namespace schoolgate::gateway {

// `taken` may be null: then names take codes.
redaction::PseudonymForms FormsOf(const policy::Plan& plan, const Roster& roster,
                                  const redaction::TakenNames* taken);

// The same, with everything read that takes long, off the event loop. OVERLOADED when that cannot be done
// now.
boost::asio::awaitable<absl::StatusOr<redaction::PseudonymForms>> ReadyForms(const Gate& gate,
                                                                             const Snapshots& with,
                                                                             const policy::Plan& plan);

// How many people the vendor is told the gender of: by a surrogate name, or beside a code. Never fewer.
int GenderTold(const redaction::PseudonymForms& forms, std::span<const Finding> findings,
               std::span<const v1::Treatment> treatments);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_PSEUDONYM_FORMS_H_
