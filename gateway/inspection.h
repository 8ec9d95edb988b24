// What would come of a request, and why, as people are shown it. Pure; any thread.
#ifndef SCHOOLGATE_GATEWAY_INSPECTION_H_
#define SCHOOLGATE_GATEWAY_INSPECTION_H_

#include <span>

#include "core/finding/finding.h"
#include "core/guard/outbound.h"
#include "policy/policy.h"
#include "schoolgate/v1/privacy_service.pb.h"
#include "schoolgate/v1/review_service.pb.h"

namespace schoolgate::gateway {

// `outbound` is null where nothing would leave.
v1::InspectResponse Describe(const policy::Plan& plan, std::span<const Finding> findings,
                             const policy::Decision& decision, const Outbound* outbound);

// A held exchange for its reviewers, and for the comparison with what is sent once they have decided.
v1::ParkedExchange ToPark(const CanonicalRequest& request, const policy::Plan& plan,
                          std::span<const Finding> findings, const policy::Decision& decision,
                          const Outbound& outbound);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INSPECTION_H_
