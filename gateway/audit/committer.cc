#include "gateway/audit/committer.h"

#include <algorithm>
#include <utility>

#include "core/crypto/digest.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

ExchangeKey KeyOf(std::string_view exchange_id) {
  const Sha256Digest digest = Sha256(ToAbsl(exchange_id));
  ExchangeKey key;
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

Committer::Committer(WalWriter writer, const std::vector<v1::AuditRecord>& open_intents,
                     std::atomic<bool>& poisoned, absl::AnyInvocable<void(uint64_t)> on_durable)
    : writer_(std::move(writer)), on_durable_(std::move(on_durable)), poisoned_(poisoned) {
  for (const v1::AuditRecord& intent : open_intents) open_.insert(KeyOf(intent.exchange_id()));
  thread_ = std::thread([this] { Run(); });
}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
}

// REQUIRES: mutex_ is held, so that the set changes in the order of the log.
absl::Status Committer::Admit(v1::AuditPhase phase, std::string_view exchange_id) {
  if (poisoned_) return MakeProblem(problems::kAuditUnavailable);
  if (phase == v1::AUDIT_PHASE_INTENT && !open_.insert(KeyOf(exchange_id)).second) {
    return MakeProblem(problems::kDuplicateRequest);
  }
  if (phase == v1::AUDIT_PHASE_OUTCOME && open_.erase(KeyOf(exchange_id)) == 0) {
    LogError("audit_outcome_without_intent");
    return MakeProblem(problems::kInternal);
  }
  return absl::OkStatus();
}

void Committer::Submit(v1::AuditPhase phase, std::string_view exchange_id, std::string record,
                       CommitDone done) {
  absl::Status admitted;
  {
    const std::lock_guard lock(mutex_);
    admitted = Admit(phase, exchange_id);
    if (admitted.ok()) queue_.push_back({.record = std::move(record), .done = std::move(done)});
  }
  if (admitted.ok()) {
    work_.notify_one();
  } else {
    // NOLINTNEXTLINE(bugprone-use-after-move): moved only when admitted
    done(admitted);
  }
}

int64_t Committer::open_intents() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int64_t>(open_.size());
}

void Committer::Run() {
  std::vector<Waiting> group;
  std::vector<std::string_view> records;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      group.swap(queue_);
    }
    absl::Status status = MakeProblem(problems::kAuditUnavailable);
    if (!poisoned_) {
      records.clear();
      for (const Waiting& waiting : group) records.push_back(waiting.record);
      const absl::Status written = writer_.Append(records);
      if (written.ok()) {
        status = absl::OkStatus();
        ++commits_;
        on_durable_(writer_.next_index());
      } else {
        poisoned_ = true;
        LogError("audit_write_failed", {{"code", static_cast<int>(written.code())},
                                        {"records", static_cast<int64_t>(group.size())}});
      }
    }
    for (Waiting& waiting : group) waiting.done(status);
    group.clear();
  }
}

}  // namespace schoolgate::gateway
