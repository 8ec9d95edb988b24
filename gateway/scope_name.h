// The name of the scope in which an exchange's codes are unique. Pure; any thread.
#ifndef SCHOOLGATE_GATEWAY_SCOPE_NAME_H_
#define SCHOOLGATE_GATEWAY_SCOPE_NAME_H_

#include "absl/time/civil_time.h"
#include "core/principal/principal.h"
#include "gateway/ingress/call.h"
#include "policy/policy.h"
#include "redaction/pseudonym/scope.h"

namespace schoolgate::gateway {

redaction::ScopeName ScopeNameOf(const policy::Plan& plan, const Principal& principal,
                                 const Credentials& credentials, absl::CivilDay today);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_SCOPE_NAME_H_
