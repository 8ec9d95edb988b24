// A few threads for work that would hold up an event loop: detection in long texts, freeing large snapshots.
// Bounded: a full pool says so at once.
//
// Threads: any. Ownership: the gate owns one. It is destroyed once its callers' event loops have stopped, or
// have nothing more for it, and before they are: a worker that posted an end may not be back from it. The
// destructor finishes what is queued.
#ifndef SCHOOLGATE_CORE_UTIL_WORKER_POOL_H_
#define SCHOOLGATE_CORE_UTIL_WORKER_POOL_H_

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

namespace schoolgate {

class WorkerPool {
 public:
  WorkerPool(int threads, size_t queue_limit);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` on a worker and resumes the caller on its own executor; OVERLOADED when the queue is full,
  // and `work` did not run; INTERNAL when it threw.
  boost::asio::awaitable<absl::Status> Run(absl::AnyInvocable<void()> work);

 private:
  // Takes a place in the queue; false when there is none.
  bool Reserve();
  // REQUIRES: a reserved place.
  void Enqueue(absl::AnyInvocable<void()> work);
  void Loop();

  const size_t queue_limit_;
  std::mutex mutex_;  // guards reserved_, queue_ and stopping_
  std::condition_variable arrived_;
  size_t reserved_ = 0;
  std::deque<absl::AnyInvocable<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_WORKER_POOL_H_
