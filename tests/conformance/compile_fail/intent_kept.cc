// The audit log takes what it clears: the unrecorded message is gone from its caller.
// EXPECT: cannot bind rvalue reference of type .*Outbound&&
#include <utility>

#include "gateway/audit/audit_log.h"

namespace schoolgate::gateway {

boost::asio::awaitable<absl::StatusOr<Cleared>> Record(AuditLog& audit, Outbound& outbound) {
#ifdef MUST_NOT_COMPILE
  return audit.CommitIntent(outbound, v1::AuditRecord());
#else
  return audit.CommitIntent(std::move(outbound), v1::AuditRecord());
#endif
}

}  // namespace schoolgate::gateway
