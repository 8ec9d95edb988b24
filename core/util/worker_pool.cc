#include "core/util/worker_pool.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/wipe_stack.h"

namespace schoolgate {

namespace asio = boost::asio;

WorkerPool::WorkerPool(int threads, size_t queue_limit) : queue_limit_(queue_limit) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Reserve() {
  const std::scoped_lock lock(mutex_);
  if (stopping_ || reserved_ >= queue_limit_) return false;
  ++reserved_;
  return true;
}

void WorkerPool::Enqueue(absl::AnyInvocable<void()> work) {
  const std::scoped_lock lock(mutex_);
  queue_.push_back(std::move(work));
  arrived_.notify_one();
}

void WorkerPool::Loop() {
  while (true) {
    absl::AnyInvocable<void()> work;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      --reserved_;
    }
    work();
    work = nullptr;
    WipeUnusedStack();
  }
}

asio::awaitable<absl::Status> WorkerPool::Run(absl::AnyInvocable<void()> work) {
  if (!Reserve()) co_return MakeProblem(problems::kOverloaded);
  bool threw = false;  // the worker writes it before the caller is resumed
  const auto initiate = [this, &threw](auto handler, absl::AnyInvocable<void()> job) {
    auto executor = asio::get_associated_executor(handler);
    Enqueue([&threw, job = std::move(job), executor, handler = std::move(handler)]() mutable {
      try {
        job();
      } catch (...) {
        // Nobody above a worker could catch it. Its text may hold anything: only the fact is told.
        threw = true;
        LogError("worker_threw");
      }
      asio::post(executor, std::move(handler));
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(initiate, asio::use_awaitable,
                                                                        std::move(work));
  if (threw) co_return MakeProblem(problems::kInternal);
  co_return absl::OkStatus();
}

}  // namespace schoolgate
