// Every policy set that was ever in force, as its files, under its hash: so that the policy_hash of any audit
// record can be replayed. DIRECTORY/HASH/, beside `.staging-*` of what is not (yet) in force.
//
// A set is written to staging, loaded from there, and moved to its place, durably, only when it is about to
// come in force: what is archived is what serves, byte by byte. The hash is over what the documents say
// (policy/compile.h), so sets that differ in comments alone share a place, and the first one's files stay.
//
// Owner: one per gate process; the directory is its own. Thread: one at a time, blocking; LoadArchived any.
#ifndef SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_ARCHIVE_H_
#define SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_ARCHIVE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/policy_store/policy_directory.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

// A set that is loaded and not archived. Its staging goes with it.
class StagedPolicy {
 public:
  StagedPolicy(std::string directory, std::shared_ptr<const policy::PolicySet> set)
      : directory_(std::move(directory)), set_(std::move(set)) {}
  StagedPolicy(StagedPolicy&& other) noexcept;
  StagedPolicy& operator=(StagedPolicy&&) = delete;
  ~StagedPolicy();

  const std::shared_ptr<const policy::PolicySet>& set() const { return set_; }

 private:
  friend class PolicyArchive;
  std::string directory_;  // empty once kept or moved from
  std::shared_ptr<const policy::PolicySet> set_;
};

class PolicyArchive {
 public:
  // Makes the directory, and clears it of what a process that crashed was staging.
  static absl::StatusOr<PolicyArchive> Open(std::string directory);

  // Loads the files by way of staging. POLICY_UNUSABLE with `issues` where they are faulty; a fault of the
  // set as a whole stands at `shown_as`. Other errors are the disk's.
  absl::StatusOr<StagedPolicy> Stage(const PolicyFiles& files, const std::string& shown_as,
                                     std::vector<policy::Issue>& issues) const;

  // On return the set is in its place and on the disk. One that was there and is damaged is moved aside.
  absl::Status Keep(StagedPolicy staged) const;

 private:
  explicit PolicyArchive(std::string directory) : directory_(std::move(directory)) {}

  std::string directory_;
};

// The archived set of a hash. INVALID_ARGUMENT for what is no hash, NOT_FOUND, or DATA_LOSS where what is
// there is not that set any more.
absl::StatusOr<std::shared_ptr<const policy::PolicySet>> LoadArchived(const std::string& directory,
                                                                      std::string_view hash);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_ARCHIVE_H_
