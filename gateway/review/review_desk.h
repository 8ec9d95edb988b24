// The gate's side of human review: parks what is held, says whether somebody let it go, and puts what people
// decided on the audit log.
//
// Threads: the coroutines on event loops, the rest on threads that may wait (housekeeping, the command line).
// The store's work is done on a thread of the desk's own. Ownership: the gate owns one; it goes once the
// event loops have nothing more for it, before they, the audit log and the vault do.
#ifndef SCHOOLGATE_GATEWAY_REVIEW_REVIEW_DESK_H_
#define SCHOOLGATE_GATEWAY_REVIEW_REVIEW_DESK_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "core/roster/roster.h"
#include "core/util/clock.h"
#include "core/util/worker_pool.h"
#include "gateway/audit/audit_log.h"
#include "gateway/review/review_store.h"

namespace schoolgate::gateway {

// An exchange that policy holds.
struct HeldAsk {
  std::string app;
  std::string asker;      // AskerKey; empty if nobody was named
  std::string review_id;  // that the caller sent along; empty: none
  absl::Time until;
  v1::AuditRecord facts;
  v1::ParkedExchange exchange;
  std::vector<std::string> students;  // in it, by their keys of the roster
};

struct HeldAnswer {
  std::string review_id;
  bool approved = false;
};

// Who asks, the same whatever they were named by: a person of the roster by their key there. `named` is what
// the app called them.
std::string AskerKey(const Roster& roster, int32_t person, std::string_view named);

// Whether what a person let go covers what would leave now: the same tool, purpose, agreement and model, held
// for no other reason, and everything found then treated at least as strictly now.
bool Covers(const v1::ParkedExchange& approved, const v1::ParkedExchange& now);

class ReviewDesk {
 public:
  // `audit` and `clock` outlive it.
  ReviewDesk(std::unique_ptr<ReviewStore> store, AuditLog& audit, const Clock& clock);

  // Whether the exchange may go, under which review; else it waits there. Problems: REVIEW_NOT_FOUND (for
  // those of others too), REVIEW_OTHER_REQUEST, REVIEW_DENIED, REVIEW_EXPIRED, REVIEW_USED, and the store's.
  boost::asio::awaitable<absl::StatusOr<HeldAnswer>> Ask(HeldAsk ask);
  // Takes the approval: only one caller can (ReviewStore::Consume).
  boost::asio::awaitable<absl::Status> Consume(std::string review_id);

  // A person's decision, on the record when this is OK.
  boost::asio::awaitable<absl::Status> Decide(std::string review_id, ReviewDecision decision);

  // Runs `work` on the desk's thread.
  boost::asio::awaitable<absl::Status> Run(absl::AnyInvocable<void(ReviewStore&)> work);

  // Ends what is over and puts on the log what waits for it, what other processes decided included. Blocking.
  absl::Status KeepHouse();

  ReviewStore& store() { return *store_; }

 private:
  absl::StatusOr<HeldAnswer> AskNow(HeldAsk& ask);
  absl::Status RecordDecisions();

  const std::unique_ptr<ReviewStore> store_;
  AuditLog& audit_;
  const Clock& clock_;
  std::mutex recording_;  // one thread at a time puts decisions on the log: each goes there once
  WorkerPool worker_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_REVIEW_REVIEW_DESK_H_
