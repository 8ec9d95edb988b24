#include "gateway/release/group_calls.h"

#include <utility>

#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

asio::awaitable<absl::StatusOr<std::vector<char>>> SmallGroups(GroupLedger* ledger, WorkerPool& workers,
                                                               std::string_view vendor,
                                                               std::span<const GroupMember> members,
                                                               int least) {
  if (ledger == nullptr) co_return MakeProblem(problems::kVaultUnavailable);
  absl::StatusOr<std::vector<char>> small = std::vector<char>();
  absl::AnyInvocable<void()> work = [&] { small = ledger->TooSmall(vendor, members, least); };
  SG_CO_RETURN_IF_ERROR(co_await workers.Run(std::move(work)));
  co_return small;
}

asio::awaitable<absl::Status> Learn(GroupLedger* ledger, WorkerPool& workers, std::string_view vendor,
                                    std::span<const GroupMember> learned) {
  if (learned.empty()) co_return absl::OkStatus();
  if (ledger == nullptr) co_return MakeProblem(problems::kVaultUnavailable);
  absl::Status status;
  absl::AnyInvocable<void()> work = [&] { status = ledger->Learn(vendor, learned); };
  SG_CO_RETURN_IF_ERROR(co_await workers.Run(std::move(work)));
  co_return status;
}

}  // namespace schoolgate::gateway
