// A vendor is not sent what nobody looked at.
// EXPECT: cannot convert .*Guarded.* to .*Cleared&&
#include <memory>
#include <utility>

#include "connectors/vendors/vendor.h"

namespace schoolgate::connectors {

bool Send(VendorTransport& transport, Guarded<CanonicalRequest> request, Cleared cleared,
          std::shared_ptr<const VendorEndpoint> endpoint) {
#ifdef MUST_NOT_COMPILE
  return transport.Send(std::move(request), std::move(endpoint), "salt").ok();
#else
  return transport.Send(std::move(cleared), std::move(endpoint), "salt").ok();
#endif
}

}  // namespace schoolgate::connectors
