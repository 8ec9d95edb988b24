// The exchanges that wait for a person, in one SQLite file: who may resume each, until when, and, sealed,
// what was asked and what would leave.
//
// What:   `path` (0600) and its journal. Each exchange is sealed under the keys of its students
//         (exchange_sealer.h), bound to the district and the review id; the rest of a row (tags, states,
//         times, facts that name no one) is authenticated with a key of its own, so a row that anything else
//         changed is not used. Nobody's name stands in it in clear: people are keyed tags.
// States: waiting -> approved or denied, by a person; approved -> consumed, once; waiting or approved ->
//         expired. What left the open states keeps no exchange, only what was decided and the sealed reason.
//         A decision's audit record waits in its row until the gate has put it on the log; an approval counts
//         only then.
// Thread: any, one at a time (a mutex); blocking, with an fsync: never on an event loop. Several processes
// may
//         open the file: every change is a transaction.
// Units:  times in microseconds in the file.
// Errors: REVIEW_NOT_FOUND, REVIEW_DAMAGED, REVIEWS_FULL, REVIEWS_UNAVAILABLE; others at their functions.
#ifndef SCHOOLGATE_GATEWAY_REVIEW_REVIEW_STORE_H_
#define SCHOOLGATE_GATEWAY_REVIEW_REVIEW_STORE_H_

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/crypto/secret.h"
#include "core/vault/sqlite.h"
#include "core/vault/vault.h"
#include "gateway/review/exchange_sealer.h"
#include "schoolgate/v1/audit.pb.h"
#include "schoolgate/v1/review_service.pb.h"

namespace schoolgate::gateway {

enum class ReviewState : uint8_t { kWaiting = 1, kApproved, kDenied, kConsumed, kExpired };

// A row, without what is sealed.
struct Review {
  std::string id;  // a random UUID
  ReviewState state = ReviewState::kWaiting;
  std::string principal;  // tag of the app and the person it named
  std::string asker;      // tag of the person; empty if nobody was named
  std::string digest;     // tag of the canonical request
  absl::Time held;
  absl::Time until;  // when it ends undecided; of an approved one, unused
  // What a record of this exchange says of it: app, tool, agreement and the like; no person.
  v1::AuditRecord facts;
  // The decision's record is not on the log yet.
  bool unrecorded = false;
};

struct ReviewLimits {
  int64_t exchanges = 1000;            // that wait or are approved
  int64_t bytes = int64_t{256} << 20;  // of them, sealed
};

// What is asked of Park.
struct NewReview {
  std::string principal;
  std::string asker;
  std::string digest;
  absl::Time until;
  v1::AuditRecord facts;
  v1::ParkedExchange exchange;
  std::vector<std::string> students;  // in it, by their keys of the roster
};

// A person's decision. `record` is the one that goes on the log; it names no one in clear.
struct ReviewDecision {
  bool approve = false;
  absl::Time until;  // of an approval
  std::string reason;
  v1::AuditRecord record;
};

class ReviewStore {
 public:
  // `district` is what seals are bound to: the same at every opening. `vault` outlives the store. Blocking.
  static absl::StatusOr<std::unique_ptr<ReviewStore>> Open(const std::string& path, Vault& vault,
                                                           std::string_view district, ReviewLimits limits);

  // HMAC of the fields; says nothing without the vault's key.
  std::string Tag(std::initializer_list<std::string_view> fields) const;

  // The open review of this principal and digest, if `still` says that it stands for this exchange; else a
  // new one, durable, and the old one is expired. REVIEWS_FULL has the parameter limit.
  absl::StatusOr<Review> Park(const NewReview& review, absl::Time now,
                              absl::FunctionRef<bool(const v1::ParkedExchange&)> still);

  absl::StatusOr<Review> Get(std::string_view id);
  // What is sealed; REVIEW_DECIDED where it is no longer kept, REVIEW_KEY_DESTROYED where it cannot be read.
  absl::StatusOr<v1::ParkedExchange> Open(const Review& review);
  // The sealed reason of a decided one; empty if nobody gave one.
  absl::StatusOr<std::string> ReasonOf(const Review& review);
  // What waits and is not over, the oldest first.
  absl::StatusOr<std::vector<Review>> Waiting(absl::Time now);

  // REVIEW_DECIDED if it does not wait any more.
  absl::Status Decide(std::string_view id, const ReviewDecision& decision, absl::Time now);
  // Takes a recorded approval, which nobody can take again. REVIEW_USED, REVIEW_EXPIRED, REVIEW_DENIED, or
  // HELD_FOR_REVIEW where there is none yet.
  absl::Status Consume(std::string_view id, absl::Time now);

  // Ends what is over: its records wait to be put on the log. How many. Undecided ones are forgotten a while
  // after that.
  absl::StatusOr<int> Expire(absl::Time now);

  // Records that are to be put on the log, by review id; at most a hundred.
  struct Pending {
    std::string id;
    v1::AuditRecord record;
  };
  absl::StatusOr<std::vector<Pending>> Unrecorded();
  absl::Status MarkRecorded(std::string_view id);

 private:
  struct Row;

  ReviewStore(SqliteDb db, ExchangeSealer sealer, SecretBytes tag_key, std::string district,
              ReviewLimits limits);

  // Runs `work` as one transaction: all of it, or nothing.
  absl::Status Write(absl::FunctionRef<absl::Status()> work);
  absl::StatusOr<Row> Find(std::string_view id);
  absl::StatusOr<std::optional<Row>> FindOpen(const NewReview& review);
  absl::Status Insert(const Row& row, std::string_view sealed);
  // Everything but the sealed exchange, which goes where the state is no longer an open one.
  absl::Status Update(const Row& row);
  // Closes a row that was tampered with, which stays unusable.
  absl::Status SetAside(std::string_view id);
  absl::StatusOr<Row> Read(SqliteStatement& statement) const;
  absl::Status Room(int64_t bytes);
  absl::StatusOr<v1::ParkedExchange> OpenLocked(const Review& review);
  std::string MacOf(const Row& row) const;
  std::string Place(std::string_view what, std::string_view id) const;

  SqliteDb db_;
  const ExchangeSealer sealer_;
  const SecretBytes tag_key_;
  const std::string district_;
  const ReviewLimits limits_;
  std::mutex mutex_;  // guards db_
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_REVIEW_REVIEW_STORE_H_
