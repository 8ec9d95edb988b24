#include "gateway/detection.h"

#include <utility>

#include "core/util/status.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

// Longer texts are detected on the worker pool: this is about a millisecond's work.
constexpr size_t kInlineDetectionBytes = size_t{64} << 10;

}  // namespace

redaction::DetectionContext ContextOf(const policy::Plan& plan, int32_t caller, absl::CivilDay today) {
  return {.caller = caller, .today = today, .protected_terms = plan.protected_vocabulary};
}

asio::awaitable<absl::Status> OnceAffordable(Gate& gate, size_t bytes, absl::AnyInvocable<void()> work) {
  if (bytes > kInlineDetectionBytes) co_return co_await gate.workers().Run(std::move(work));
  work();
  co_return absl::OkStatus();
}

asio::awaitable<absl::StatusOr<Findings>> Detect(Gate& gate, const redaction::Detector& detector,
                                                 std::span<const redaction::Slot> slots,
                                                 redaction::DetectionContext context) {
  size_t bytes = 0;
  for (const redaction::Slot& slot : slots) bytes += slot.text.size();
  Findings findings;
  absl::AnyInvocable<void()> work = [&] { findings = detector.Detect(slots, context); };
  SG_CO_RETURN_IF_ERROR(co_await OnceAffordable(gate, bytes, std::move(work)));
  co_return findings;
}

}  // namespace schoolgate::gateway
