// What people think of answers, on the record: a rating names its exchange, so that reports can say which
// tool, vendor and model it is about.
#ifndef SCHOOLGATE_GATEWAY_RATING_H_
#define SCHOOLGATE_GATEWAY_RATING_H_

#include <boost/asio/awaitable.hpp>

#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::gateway {

// Puts the rating on the record, durably. INVALID_VALUE where the id is no exchange's or the score is not 1
// to 5. `request` may be the status of one that could not be read: who asks is looked at first. `credentials`
// outlive the coroutine.
boost::asio::awaitable<absl::StatusOr<v1::RateResponse>> RecordRating(
    Gate& gate, const Credentials& credentials, absl::StatusOr<v1::RateRequest> request);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RATING_H_
