// One event loop and what lives on it. The gate's main owns both and keeps them past every ingress.
#ifndef SCHOOLGATE_GATEWAY_LOOP_CONTEXT_H_
#define SCHOOLGATE_GATEWAY_LOOP_CONTEXT_H_

#include "connectors/vendors/vendor.h"
#include "core/util/event_loop.h"

namespace schoolgate::gateway {

struct LoopContext {
  EventLoop* loop = nullptr;
  connectors::VendorTransport* transport = nullptr;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_LOOP_CONTEXT_H_
