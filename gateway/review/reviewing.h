// What one person may see and decide of what waits: the same for the API and the command line.
//
// One call's object; on a thread that may wait, since it asks the store. What it is made of outlives it.
// Errors: REVIEWER_NOT_ALLOWED for somebody in no group; REVIEW_NOT_FOUND for what is not theirs to decide,
// as for what does not exist; REVIEW_OWN_REQUEST, REVIEW_DECIDED, MISSING_FIELD, INVALID_VALUE, and the
// store's.
#ifndef SCHOOLGATE_GATEWAY_REVIEW_REVIEWING_H_
#define SCHOOLGATE_GATEWAY_REVIEW_REVIEWING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/review/review_store.h"
#include "gateway/review/reviewers.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

class Reviewing {
 public:
  // `person` is an index into the roster, -1 for somebody it does not know; `caller` how the log tells of
  // them.
  Reviewing(ReviewStore& store, const policy::PolicySet& policy, const Roster& roster, int32_t person,
            v1::AuditCaller caller, absl::Time now);

  // What waits for them, the oldest first, without what would leave.
  absl::StatusOr<v1::ListHeldResponse> List(const v1::ListHeldRequest& request) const;
  // With what would leave, and why.
  absl::StatusOr<v1::HeldExchange> Get(std::string_view id) const;

  // Checked decisions, which ReviewStore::Decide takes. `until` is when an approval ends.
  absl::StatusOr<ReviewDecision> Approve(std::string_view id, std::string_view reason,
                                         std::optional<absl::Time> until) const;
  absl::StatusOr<ReviewDecision> Deny(std::string_view id, std::string_view reason) const;

 private:
  absl::StatusOr<std::vector<Review>> Mine() const;
  // An open one that waits for this person.
  absl::StatusOr<Review> Find(std::string_view id) const;
  bool IsOwn(const Review& review) const { return !review.asker.empty() && review.asker == own_tag_; }
  v1::HeldExchange Show(const Review& review) const;
  v1::AuditRecord RecordOf(const Review& review, v1::AuditPhase phase, std::string_view reason) const;

  ReviewStore& store_;
  const policy::PolicySet& policy_;
  const Reviewers reviewers_;
  const int32_t person_;
  const std::string own_tag_;
  const v1::AuditCaller caller_;
  const absl::Time now_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_REVIEW_REVIEWING_H_
