#include "gateway/batch/pipeline.h"

#include <exception>
#include <utility>

namespace schoolgate::gateway {

Pipeline::Pipeline(const std::vector<std::unique_ptr<TextWorker>>& workers, FileFormat format)
    : format_(format) {
  threads_.reserve(workers.size());
  for (const std::unique_ptr<TextWorker>& worker : workers) {
    threads_.emplace_back([this, &own = *worker] { Work(own); });
  }
}

Pipeline::~Pipeline() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Pipeline::Submit(Piece piece) {
  auto task = std::make_unique<Task>();
  task->done.piece = std::move(piece);
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  ++held_;
  arrived_.notify_one();
}

Pipeline::Done Pipeline::Take() {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return tasks_.front()->finished; });
  std::unique_ptr<Task> task = std::move(tasks_.front());
  tasks_.pop_front();
  --claimed_;
  --held_;
  return std::move(task->done);
}

void Pipeline::Work(TextWorker& worker) {
  while (true) {
    Task* task = nullptr;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || claimed_ < tasks_.size(); });
      if (stopping_) return;
      task = tasks_[claimed_++].get();
    }
    absl::StatusOr<DoneText> text = absl::InternalError("a fault of the program ended the work");
    try {
      text = worker.Do(task->done.piece, format_);
    } catch (const std::exception&) {
      // Its text may hold anything: only the fact is told.
    }
    {
      const std::scoped_lock lock(mutex_);
      task->done.text = std::move(text);
      task->finished = true;
    }
    finished_.notify_one();
  }
}

}  // namespace schoolgate::gateway
