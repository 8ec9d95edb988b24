// A vendor is sent what is on the record, not what is merely treated.
// EXPECT: cannot convert .*Outbound.* to .*Cleared&&
#include <memory>
#include <utility>

#include "connectors/vendors/vendor.h"

namespace schoolgate::connectors {

bool Send(VendorTransport& transport, Outbound outbound, Cleared cleared,
          std::shared_ptr<const VendorEndpoint> endpoint) {
#ifdef MUST_NOT_COMPILE
  return transport.Send(std::move(outbound), std::move(endpoint), "salt").ok();
#else
  return transport.Send(std::move(cleared), std::move(endpoint), "salt").ok();
#endif
}

}  // namespace schoolgate::connectors
