// The vault's writer: one thread, one connection, and one fsync for all who wait at the same moment.
//
// What:   work queues up; the thread answers what it can from a read transaction, then puts everything that
//         must be written into one write transaction, and finishes each piece after the commit. While the
//         store fails, it tries twice a second to open it anew, so it heals by itself.
// Owner:  the vault. The destructor finishes what is queued.
// Thread: Submit, Do and healthy from any; the work runs on the writer's.
// Errors: VAULT_UNAVAILABLE in VaultWork::status. A failed transaction fails every piece in it.
#ifndef SCHOOLGATE_CORE_VAULT_GROUP_COMMIT_H_
#define SCHOOLGATE_CORE_VAULT_GROUP_COMMIT_H_

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "core/vault/vault_cache.h"
#include "core/vault/vault_store.h"

namespace schoolgate {

// One piece of work, with its own copy of all it needs.
class VaultWork {
 public:
  virtual ~VaultWork() = default;

  // Answers from what is stored; false if something must be written.
  virtual absl::StatusOr<bool> Read(VaultStore& store) = 0;
  virtual absl::Status Write(VaultStore& store) = 0;
  // Puts what was read or committed into the cache.
  virtual void Keep(VaultCache& cache) = 0;
  // Whether it may delete scopes, and whether its Write() did.
  virtual bool deletes() const { return false; }
  virtual bool deleted() const { return false; }
  // Whether it may change the ring of keys, or destroy what the journal must not keep.
  virtual bool administers() const { return false; }

  // What became of it. Read() and Write() may set what concerns this piece alone and return OK; what they
  // return concerns the store.
  absl::Status status;
  // Takes the work back, done or failed; called on the writer's thread.
  absl::AnyInvocable<void(std::unique_ptr<VaultWork>)> finish;
};

class GroupCommit {
 public:
  GroupCommit(std::unique_ptr<VaultStore> store, VaultCache& cache);
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  void Submit(std::unique_ptr<VaultWork> work);
  // Submits and waits: not on an event loop.
  std::unique_ptr<VaultWork> Do(std::unique_ptr<VaultWork> work);

  bool healthy() const { return healthy_.load(std::memory_order_acquire); }

 private:
  using Batch = std::vector<std::unique_ptr<VaultWork>>;

  void Run();
  void Process(Batch batch);
  // Answers from the file; gives back what has to be written.
  Batch ReadPass(Batch batch);
  void WritePass(Batch batch);
  absl::Status WriteAll(const Batch& batch);
  // When idle: keeps the uses of scopes, and heals.
  void Tend();
  void DropJournal();
  void SetHealthy(bool healthy);

  const std::unique_ptr<VaultStore> store_;
  VaultCache& cache_;
  std::atomic<bool> healthy_ = true;
  bool journal_to_drop_ = false;  // the writer's thread alone

  std::mutex mutex_;  // guards queue_ and stopping_
  std::condition_variable arrived_;
  Batch queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_GROUP_COMMIT_H_
