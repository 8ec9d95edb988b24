// Looking for personal data on behalf of an exchange: on its event loop where there is little of it, on the
// worker pool where there is much.
#ifndef SCHOOLGATE_GATEWAY_DETECTION_H_
#define SCHOOLGATE_GATEWAY_DETECTION_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <span>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "core/finding/finding.h"
#include "gateway/gate.h"
#include "policy/policy.h"
#include "redaction/detect/detector.h"
#include "redaction/walk/slot.h"

namespace schoolgate::gateway {

// `caller` on the roster, or -1. The plan outlives it.
redaction::DetectionContext ContextOf(const policy::Plan& plan, int32_t caller, absl::CivilDay today);

// Does what looks at `bytes` of text. An error: the pool has no room.
boost::asio::awaitable<absl::Status> OnceAffordable(Gate& gate, size_t bytes,
                                                    absl::AnyInvocable<void()> work);

boost::asio::awaitable<absl::StatusOr<Findings>> Detect(Gate& gate, const redaction::Detector& detector,
                                                        std::span<const redaction::Slot> slots,
                                                        redaction::DetectionContext context);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DETECTION_H_
