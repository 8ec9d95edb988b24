// How often any process changed a vault file, in a page of memory they all share: a cache is good while the
// count is the one it was filled at.
//
// What:   a counter in a small file beside the database, mapped. Its absolute value means nothing.
// Thread: any; lock-free. A writer counts after it committed and before it tells anyone.
// Errors: VAULT_UNAVAILABLE where the file cannot be made.
#ifndef SCHOOLGATE_CORE_VAULT_CHANGE_COUNTER_H_
#define SCHOOLGATE_CORE_VAULT_CHANGE_COUNTER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace schoolgate {

class ChangeCounter {
 public:
  static absl::StatusOr<std::unique_ptr<ChangeCounter>> Open(const std::string& path);
  ~ChangeCounter();
  ChangeCounter(const ChangeCounter&) = delete;
  ChangeCounter& operator=(const ChangeCounter&) = delete;

  uint64_t Load() const { return count_->load(std::memory_order_acquire); }
  // Counts one change; gives the count before it.
  uint64_t Add() { return count_->fetch_add(1, std::memory_order_acq_rel); }

 private:
  explicit ChangeCounter(std::atomic<uint64_t>* count) : count_(count) {}

  std::atomic<uint64_t>* const count_;  // lives in the mapping
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_CHANGE_COUNTER_H_
