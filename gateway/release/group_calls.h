// The ledger of groups asked from a coroutine: its work blocks on the disk, so it runs on the worker pool.
//
// Everything passed in outlives the coroutine. Errors: VAULT_UNAVAILABLE, also without a ledger; OVERLOADED.
#ifndef SCHOOLGATE_GATEWAY_RELEASE_GROUP_CALLS_H_
#define SCHOOLGATE_GATEWAY_RELEASE_GROUP_CALLS_H_

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/util/worker_pool.h"
#include "gateway/release/group_ledger.h"
#include "gateway/release/groups.h"

namespace schoolgate::gateway {

// Parallel to `members`: whether the vendor would know of too few in the group (GroupLedger::TooSmall).
boost::asio::awaitable<absl::StatusOr<std::vector<char>>> SmallGroups(GroupLedger* ledger,
                                                                      WorkerPool& workers,
                                                                      std::string_view vendor,
                                                                      std::span<const GroupMember> members,
                                                                      int least);

// Puts down what the vendor is about to learn, before it is told.
boost::asio::awaitable<absl::Status> Learn(GroupLedger* ledger, WorkerPool& workers, std::string_view vendor,
                                           std::span<const GroupMember> learned);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RELEASE_GROUP_CALLS_H_
