// The calls of reviewers (ReviewService): authenticated as any other, answered from the review desk.
//
// Coroutines of one event loop. Callers that are not authenticated are counted like those of an exchange; a
// decision that is refused is on the record. Errors: UNAUTHENTICATED, and those of Reviewing.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_REVIEWS_H_
#define SCHOOLGATE_GATEWAY_INGRESS_REVIEWS_H_

#include <boost/asio/awaitable.hpp>

#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "schoolgate/v1/review_service.pb.h"

namespace schoolgate::gateway {

boost::asio::awaitable<absl::StatusOr<v1::ListHeldResponse>> ListHeld(Gate& gate,
                                                                      const Credentials& credentials,
                                                                      v1::ListHeldRequest request);
boost::asio::awaitable<absl::StatusOr<v1::GetHeldResponse>> GetHeld(Gate& gate,
                                                                    const Credentials& credentials,
                                                                    v1::GetHeldRequest request);
boost::asio::awaitable<absl::StatusOr<v1::ApproveResponse>> ApproveHeld(Gate& gate,
                                                                        const Credentials& credentials,
                                                                        v1::ApproveRequest request);
boost::asio::awaitable<absl::StatusOr<v1::DenyResponse>> DenyHeld(Gate& gate, const Credentials& credentials,
                                                                  v1::DenyRequest request);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_REVIEWS_H_
