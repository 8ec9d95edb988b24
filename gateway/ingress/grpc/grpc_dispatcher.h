// What all calls of the gRPC server share: the handlers, the event loops in turn, and how many may be open.
//
// Threads: any. The server owns it and keeps it until every RPC is done.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_DISPATCHER_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_DISPATCHER_H_

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gateway/ingress/grpc/grpc_handlers.h"
#include "gateway/loop_context.h"

namespace schoolgate::gateway {

class GrpcDispatcher {
 public:
  GrpcDispatcher(GrpcHandlers handlers, std::vector<LoopContext> loops, int64_t max_message_bytes,
                 int max_open_calls, absl::Duration slow_reader_limit)
      : handlers_(std::make_shared<const GrpcHandlers>(std::move(handlers))),
        loops_(std::move(loops)),
        max_message_bytes_(max_message_bytes),
        max_open_calls_(max_open_calls),
        slow_reader_limit_(slow_reader_limit) {}

  // Takes a place among the open calls; false if there is none. Leave gives it back.
  bool Enter();
  void Leave();

  const LoopContext& NextLoop() {
    return loops_[next_.fetch_add(1, std::memory_order_relaxed) % loops_.size()];
  }
  // Shared, as coroutines may outlast the server by their last lines.
  const std::shared_ptr<const GrpcHandlers>& handlers() const { return handlers_; }
  int64_t max_message_bytes() const { return max_message_bytes_; }
  absl::Duration slow_reader_limit() const { return slow_reader_limit_; }

 private:
  const std::shared_ptr<const GrpcHandlers> handlers_;
  const std::vector<LoopContext> loops_;
  const int64_t max_message_bytes_;
  const int max_open_calls_;
  const absl::Duration slow_reader_limit_;
  std::atomic<int> open_calls_{0};
  std::atomic<size_t> next_{0};
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_DISPATCHER_H_
