// PolicyService: what the policy in force says, and another one in its place. For gRPC; knows no transport.
//
// Coroutines of one event loop; what blocks (loading, archiving) runs on the gate's worker pool. A request
// may be the status of one that could not be read: who asks is looked at first. `gate`, `keeper` and
// `credentials` outlive the coroutines.
//
// Errors: OFFICERS_ONLY for callers who are neither administrators nor compliance officers (Explain is for
// everybody); PERSON_NEEDED where Apply names nobody on the roster; INVALID_VALUE, MISSING_FIELD; those of
// policy_store/policy_keeper.h. A refused caller is on the record.
#ifndef SCHOOLGATE_GATEWAY_POLICY_CALLS_H_
#define SCHOOLGATE_GATEWAY_POLICY_CALLS_H_

#include <boost/asio/awaitable.hpp>

#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "gateway/policy_store/policy_keeper.h"
#include "schoolgate/v1/policy_service.pb.h"

namespace schoolgate::gateway {

// What a request of this caller would get before its text is looked at. A refusal of policy is an answer;
// what was asked wrongly (UNKNOWN_MODEL, UNKNOWN_PURPOSE) is an error. An officer may ask for another role.
boost::asio::awaitable<absl::StatusOr<v1::ExplainResponse>> ExplainPlan(
    Gate& gate, const Credentials& credentials, absl::StatusOr<v1::ExplainRequest> request);

boost::asio::awaitable<absl::StatusOr<v1::ListAgreementsResponse>> ListAgreements(
    Gate& gate, const Credentials& credentials, absl::StatusOr<v1::ListAgreementsRequest> request);
boost::asio::awaitable<absl::StatusOr<v1::ListToolsResponse>> ListTools(
    Gate& gate, const Credentials& credentials, absl::StatusOr<v1::ListToolsRequest> request);

// What would change if these files took the place of the policy in force. Faults as Apply's.
boost::asio::awaitable<absl::StatusOr<v1::DiffResponse>> DiffPolicy(Gate& gate, PolicyKeeper& keeper,
                                                                    const Credentials& credentials,
                                                                    absl::StatusOr<v1::DiffRequest> request);

// Faults of the files come with their places (google.rpc.BadRequest), as many as a trailer holds.
boost::asio::awaitable<absl::StatusOr<v1::ApplyResponse>> ApplyPolicy(
    Gate& gate, PolicyKeeper& keeper, const Credentials& credentials,
    absl::StatusOr<v1::ApplyRequest> request);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_POLICY_CALLS_H_
