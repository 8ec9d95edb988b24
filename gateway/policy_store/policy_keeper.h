// The policy in force: brings another set in force, from changed files or from Apply, and puts every change
// and every refused one on the record.
//
//   files   Poll, every few seconds: a directory that has changed, and has stood still since, is loaded,
//           checked against the configuration, archived, put on the record and swapped in, in this order.
//   apply   the same for files somebody sends; they take the directory's place before the swap.
//
// A set that is faulty is refused and the old one keeps serving. Requests under way keep the set they began
// with (gateway/gate.h), so none notices.
//
// Threads: Poll on the housekeeping thread; Apply and Check on any that may wait. One change at a time.
// Ownership: the process owns one, after its Gate and before its listeners.
#ifndef SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_KEEPER_H_
#define SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_KEEPER_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "gateway/policy_store/policy_archive.h"
#include "gateway/policy_store/policy_directory.h"
#include "policy/policy.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

// Names that the configuration and the policy do not agree on.
using NamesCheck = std::function<void(const policy::PolicySet&, std::vector<policy::Issue>&)>;

// Who applies a set, and why.
struct PolicyOrder {
  v1::AuditCaller caller;
  std::string reason;         // people's text: goes on the record as a digest and a length
  std::string expected_hash;  // of the set that is to be replaced; empty: whichever it is
};

class PolicyKeeper {
 public:
  // `fingerprint`: of the directory before the set in force was read from it.
  PolicyKeeper(Gate& gate, PolicyArchive archive, std::string directory, std::string fingerprint,
               NamesCheck check);

  // Looks whether the directory has changed.
  void Poll();

  // Puts the files in force, and gives their hash. A set in force already changes nothing. POLICY_UNUSABLE
  // with `faults`; POLICY_CHANGED_MEANWHILE where another one is in force than was expected;
  // POLICY_DIRECTORY_MANAGED; AUDIT_UNAVAILABLE.
  absl::StatusOr<std::string> Apply(const PolicyFiles& files, const PolicyOrder& order,
                                    std::vector<policy::Issue>& faults);

  // The set these files make, without putting it in force. POLICY_UNUSABLE with `faults`.
  absl::StatusOr<std::shared_ptr<const policy::PolicySet>> Check(const PolicyFiles& files,
                                                                 std::vector<policy::Issue>& faults);

 private:
  absl::StatusOr<StagedPolicy> StageAndCheck(const PolicyFiles& files, const std::string& shown_as,
                                             std::vector<policy::Issue>& faults) const;
  void Consider(const PolicyFiles& files, std::vector<policy::Issue> faults);
  absl::Status PutOnRecord(std::string_view how, std::string_view hash, size_t faults,
                           const PolicyOrder* order);
  void Swap(std::shared_ptr<const policy::PolicySet> set);
  void Refuse(const std::string& content, const std::vector<policy::Issue>& faults);
  void CannotTake(const absl::Status& status);

  Gate& gate_;
  const PolicyArchive archive_;
  const std::string directory_;
  const NamesCheck check_;
  std::mutex mutex_;        // guards all below, and the directory against a second change of ours
  std::string considered_;  // the fingerprint of what was last looked at
  std::string seen_;        // of the last poll
  std::string refused_;  // the digest of the content that was last refused; empty: none since the last good
  bool stuck_ = false;   // the disk did not take the last change, and that was said
};

// The record of a set that came in force, or was refused, without the log's own fields. `before` is empty at
// a start.
v1::AuditRecord PolicyRecord(const Snapshots& snapshots, std::string_view how, std::string_view before,
                             std::string_view after);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_KEEPER_H_
