#include "core/vault/group_commit.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate {
namespace {

// Expiry works in hours, so a use need not be on disk sooner.
constexpr std::chrono::milliseconds kKeepUsesEvery{30'000};
constexpr std::chrono::milliseconds kHealEvery{500};
// What piles up behind a disk that hangs; beyond it callers are refused at once.
constexpr size_t kMaxQueue = 65536;

void Finish(std::unique_ptr<VaultWork> work) {
  auto finish = std::move(work->finish);
  finish(std::move(work));
}

void FinishAll(std::vector<std::unique_ptr<VaultWork>> batch, const absl::Status& status) {
  for (std::unique_ptr<VaultWork>& work : batch) {
    if (!status.ok()) work->status = status;
    Finish(std::move(work));
  }
}

}  // namespace

GroupCommit::GroupCommit(std::unique_ptr<VaultStore> store, VaultCache& cache)
    : store_(std::move(store)), cache_(cache), thread_([this] { Run(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    arrived_.notify_one();
  }
  thread_.join();
}

void GroupCommit::Submit(std::unique_ptr<VaultWork> work) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() < kMaxQueue) {
      queue_.push_back(std::move(work));
      arrived_.notify_one();
      return;
    }
  }
  work->status = MakeProblem(problems::kVaultUnavailable);
  Finish(std::move(work));
}

std::unique_ptr<VaultWork> GroupCommit::Do(std::unique_ptr<VaultWork> work) {
  std::promise<std::unique_ptr<VaultWork>> finished;
  std::future<std::unique_ptr<VaultWork>> back = finished.get_future();
  work->finish = [finished = std::move(finished)](std::unique_ptr<VaultWork> done) mutable {
    finished.set_value(std::move(done));
  };
  Submit(std::move(work));
  return back.get();
}

void GroupCommit::SetHealthy(bool healthy) {
  if (healthy_.exchange(healthy, std::memory_order_acq_rel) == healthy) return;
  if (healthy) {
    LogInfo("vault_recovered");
  } else {
    LogError("vault_unavailable");
  }
}

void GroupCommit::Run() {
  auto tended = std::chrono::steady_clock::now();
  while (true) {
    Batch batch;
    bool stopping = false;
    const auto tend_at = tended + (healthy() ? kKeepUsesEvery : kHealEvery);
    {
      std::unique_lock lock(mutex_);
      arrived_.wait_until(lock, tend_at, [this] { return !queue_.empty() || stopping_; });
      batch.swap(queue_);
      stopping = stopping_;
    }
    if (!batch.empty()) Process(std::move(batch));
    if (stopping || std::chrono::steady_clock::now() >= tend_at) {
      Tend();
      tended = std::chrono::steady_clock::now();
    }
    if (stopping) {
      const std::lock_guard lock(mutex_);
      if (queue_.empty()) return;
    }
  }
}

void GroupCommit::Process(Batch batch) {
  if (cache_.FollowOthers()) {
    if (const absl::Status followed = store_->FollowKeys(); !followed.ok()) {
      SetHealthy(false);
      FinishAll(std::move(batch), followed);
      return;
    }
  }
  Batch writes = ReadPass(std::move(batch));
  if (!writes.empty()) WritePass(std::move(writes));
}

GroupCommit::Batch GroupCommit::ReadPass(Batch batch) {
  Batch writes;
  absl::Status begun = store_->BeginRead();
  if (!begun.ok()) {
    SetHealthy(false);
    FinishAll(std::move(batch), begun);
    return writes;
  }
  for (std::unique_ptr<VaultWork>& work : batch) {
    const absl::StatusOr<bool> answered = work->Read(*store_);
    if (answered.ok() && !*answered) {
      writes.push_back(std::move(work));
      continue;
    }
    if (answered.ok()) {
      if (work->status.ok()) work->Keep(cache_);
    } else {
      SetHealthy(false);
      work->status = answered.status();
    }
    Finish(std::move(work));
  }
  // Nothing was written: there is nothing to lose.
  store_->Rollback();
  return writes;
}

void GroupCommit::WritePass(Batch batch) {
  const bool deletes = std::any_of(batch.begin(), batch.end(), [](auto& work) { return work->deletes(); });
  if (deletes) cache_.Suspend();
  const ScopeUses uses = deletes ? cache_.TakeUses() : ScopeUses();
  absl::Status status = store_->BeginWrite();
  if (status.ok()) status = store_->MarkUsed(uses);
  if (status.ok()) status = WriteAll(batch);
  if (status.ok()) {
    cache_.CountOwnChange();
  } else {
    store_->Rollback();
    cache_.GiveBackUses(uses);
  }
  SetHealthy(status.ok());
  if (deletes) {
    cache_.Resume(status.ok() &&
                  std::any_of(batch.begin(), batch.end(), [](auto& work) { return work->deleted(); }));
  }
  if (status.ok() &&
      std::any_of(batch.begin(), batch.end(), [](auto& work) { return work->administers(); })) {
    // What was changed stands, whatever becomes of these; they are tried again.
    if (!store_->FollowKeys().ok()) SetHealthy(false);
    DropJournal();
  }
  if (status.ok()) {
    for (std::unique_ptr<VaultWork>& work : batch) {
      if (work->status.ok()) work->Keep(cache_);
    }
  }
  FinishAll(std::move(batch), status);
}

void GroupCommit::DropJournal() {
  const absl::StatusOr<bool> dropped = store_->DropJournal();
  journal_to_drop_ = !dropped.ok() || !*dropped;
}

absl::Status GroupCommit::WriteAll(const Batch& batch) {
  for (const std::unique_ptr<VaultWork>& work : batch) SG_RETURN_IF_ERROR(work->Write(*store_));
  return store_->Commit();
}

void GroupCommit::Tend() {
  if (!healthy()) {
    if (!store_->Reopen().ok()) return;
    cache_.FollowOthers();
    SetHealthy(true);
  }
  if (journal_to_drop_) DropJournal();
  const ScopeUses uses = cache_.TakeUses();
  if (uses.empty()) return;
  absl::Status kept = store_->BeginWrite();
  if (kept.ok()) kept = store_->MarkUsed(uses);
  if (kept.ok()) kept = store_->Commit();
  if (kept.ok()) return;
  store_->Rollback();
  cache_.GiveBackUses(uses);
  SetHealthy(false);
}

}  // namespace schoolgate
