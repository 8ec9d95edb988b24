#include "gateway/policy_store/policy_keeper.h"

#include <utility>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr std::string_view kFiles = "files";
constexpr std::string_view kApply = "apply";
constexpr size_t kSaltBytes = 16;
// A directory that was named by mistake has a fault in every line.
constexpr size_t kMostPlacesLogged = 20;

}  // namespace

v1::AuditRecord PolicyRecord(const Snapshots& snapshots, std::string_view how, std::string_view before,
                             std::string_view after) {
  v1::AuditRecord record;
  record.set_record_id(RandomUuid());
  record.set_phase(v1::AUDIT_PHASE_POLICY_CHANGED);
  record.set_policy_hash(std::string(after));
  record.set_roster_version(snapshots.detector->roster().version());
  record.mutable_policy_change()->set_old_hash(std::string(before));
  record.mutable_policy_change()->set_how(std::string(how));
  return record;
}

PolicyKeeper::PolicyKeeper(Gate& gate, PolicyArchive archive, std::string directory, std::string fingerprint,
                           NamesCheck check)
    : gate_(gate),
      archive_(std::move(archive)),
      directory_(std::move(directory)),
      check_(std::move(check)),
      considered_(std::move(fingerprint)) {}

void PolicyKeeper::Poll() {
  const std::scoped_lock lock(mutex_);
  const std::string now = FingerprintOf(directory_);
  const bool settled = std::exchange(seen_, now) == now;
  // Somebody may be in the middle of it: twice the same before it is looked at.
  if (!settled || now == considered_) return;
  std::vector<policy::Issue> faults;
  const PolicyFiles files = ReadPolicyFiles(directory_, faults);
  if (FingerprintOf(directory_) != now) return;
  considered_ = now;
  Consider(files, std::move(faults));
}

absl::StatusOr<StagedPolicy> PolicyKeeper::StageAndCheck(const PolicyFiles& files,
                                                         const std::string& shown_as,
                                                         std::vector<policy::Issue>& faults) const {
  SG_ASSIGN_OR_RETURN(StagedPolicy staged, archive_.Stage(files, shown_as, faults));
  check_(*staged.set(), faults);
  if (!faults.empty()) {
    return MakeProblem(problems::kPolicyUnusable, {{"count", StrCat(faults.size())}});
  }
  return staged;
}

// The directory's content, once it stands still.
void PolicyKeeper::Consider(const PolicyFiles& files, std::vector<policy::Issue> faults) {
  const std::string content = StrCat(DigestOf(files), faults.size());
  if (!faults.empty()) return Refuse(content, faults);
  absl::StatusOr<StagedPolicy> staged = StageAndCheck(files, directory_, faults);
  if (!staged.ok()) return faults.empty() ? CannotTake(staged.status()) : Refuse(content, faults);

  const std::shared_ptr<const policy::PolicySet> set = staged->set();
  refused_.clear();
  if (set->hash() == gate_.snapshots()->policy->hash()) {
    stuck_ = false;
    gate_.metrics().SetPolicyUnusable(false);
    return;
  }
  absl::Status taken = archive_.Keep(*std::move(staged));
  if (taken.ok()) taken = PutOnRecord(kFiles, set->hash(), /*faults=*/0, /*order=*/nullptr);
  if (!taken.ok()) return CannotTake(taken);
  Swap(set);
}

absl::Status PolicyKeeper::PutOnRecord(std::string_view how, std::string_view hash, size_t faults,
                                       const PolicyOrder* order) {
  const std::shared_ptr<const Snapshots> with = gate_.snapshots();
  v1::AuditRecord record = PolicyRecord(*with, how, with->policy->hash(), hash);
  if (faults > 0) {
    record.set_verdict(v1::VERDICT_BLOCK);
    record.set_reason(std::string(problems::kPolicyUnusable.reason));
    record.mutable_policy_change()->set_faults(static_cast<int32_t>(faults));
  }
  if (order != nullptr) {
    *record.mutable_caller() = order->caller;
    v1::PolicyChange& change = *record.mutable_policy_change();
    change.set_reason_salt(RandomBytes(kSaltBytes));
    change.set_reason_digest(
        std::string(DigestBytes(Sha256(ToAbsl(StrCat(change.reason_salt(), order->reason))))));
    change.set_reason_length(static_cast<int32_t>(order->reason.size()));
  }
  return gate_.audit().CommitBlocking(std::move(record));
}

void PolicyKeeper::Swap(std::shared_ptr<const policy::PolicySet> set) {
  auto next = std::make_shared<Snapshots>(*gate_.snapshots());
  next->policy = std::move(set);
  gate_.Swap(std::move(next));
  stuck_ = false;
  refused_.clear();
  gate_.metrics().SetPolicyUnusable(false);
  gate_.metrics().CountPolicyChange("in_force");
  LogInfo("policy_in_force");
}

// The old set keeps serving. Said once for the same content, however often its files are touched.
void PolicyKeeper::Refuse(const std::string& content, const std::vector<policy::Issue>& faults) {
  gate_.metrics().SetPolicyUnusable(true);
  if (std::exchange(refused_, content) == content) return;
  gate_.metrics().CountPolicyChange("refused");
  LogError("policy_refused", {{"faults", faults.size()}});
  for (size_t i = 0; i < faults.size() && i < kMostPlacesLogged; ++i) {
    LogError("policy_fault", {{"file", SafeLabel::Registered(faults[i].file)},
                              {"line", faults[i].line},
                              {"column", faults[i].column}});
  }
  if (!PutOnRecord(kFiles, gate_.snapshots()->policy->hash(), faults.size(), nullptr).ok()) {
    LogError("audit_policy_refusal_not_written");
  }
}

// The disk or the log did not take it: the next poll tries again.
void PolicyKeeper::CannotTake(const absl::Status& status) {
  considered_.clear();
  gate_.metrics().SetPolicyUnusable(true);
  if (std::exchange(stuck_, true)) return;
  LogError("policy_not_archived", {{"code", static_cast<int>(status.code())}});
}

absl::StatusOr<std::shared_ptr<const policy::PolicySet>> PolicyKeeper::Check(
    const PolicyFiles& files, std::vector<policy::Issue>& faults) {
  const std::scoped_lock lock(mutex_);
  SG_ASSIGN_OR_RETURN(const StagedPolicy staged, StageAndCheck(files, "", faults));
  return staged.set();
}

absl::StatusOr<std::string> PolicyKeeper::Apply(const PolicyFiles& files, const PolicyOrder& order,
                                                std::vector<policy::Issue>& faults) {
  const std::scoped_lock lock(mutex_);
  const std::string before(gate_.snapshots()->policy->hash());
  absl::StatusOr<StagedPolicy> staged = StageAndCheck(files, "", faults);
  if (!staged.ok() && !faults.empty()) {
    gate_.metrics().CountPolicyChange("refused");
    SG_RETURN_IF_ERROR(PutOnRecord(kApply, before, faults.size(), &order));
  }
  SG_RETURN_IF_ERROR(staged.status());
  const std::shared_ptr<const policy::PolicySet> set = staged->set();
  const std::string hash(set->hash());
  if (!order.expected_hash.empty() && order.expected_hash != before) {
    return MakeProblem(problems::kPolicyChangedMeanwhile);
  }
  // Unless the directory holds what had to be refused: then the good files are to take its place.
  if (hash == before && refused_.empty()) return hash;

  SG_RETURN_IF_ERROR(archive_.Keep(*std::move(staged)));
  SG_ASSIGN_OR_RETURN(DirectoryReplacement replaced, DirectoryReplacement::Put(directory_, files));
  SG_RETURN_IF_ERROR(PutOnRecord(kApply, hash, /*faults=*/0, &order));
  replaced.Finish();
  considered_ = FingerprintOf(directory_);
  Swap(set);
  return hash;
}

}  // namespace schoolgate::gateway
