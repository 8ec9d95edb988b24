// Pieces through several workers at once, and back in order. Holds at most kWindow pieces, so memory does not
// grow with the file.
//
// Thread: Submit and Take from one; each worker has a thread of its own. Ownership: borrows the workers. The
// destructor waits for what is being done, and drops the rest.
#ifndef SCHOOLGATE_GATEWAY_BATCH_PIPELINE_H_
#define SCHOOLGATE_GATEWAY_BATCH_PIPELINE_H_

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/batch/text_work.h"

namespace schoolgate::gateway {

class Pipeline {
 public:
  static constexpr size_t kWindow = 8;

  Pipeline(const std::vector<std::unique_ptr<TextWorker>>& workers, FileFormat format);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  struct Done {
    Piece piece;
    absl::StatusOr<DoneText> text = absl::UnknownError("not done");
  };

  size_t size() const { return held_; }
  void Submit(Piece piece);
  // The next in order. REQUIRES: size() > 0.
  Done Take();

 private:
  struct Task {
    Done done;
    bool finished = false;
  };

  void Work(TextWorker& worker);

  const FileFormat format_;
  size_t held_ = 0;
  std::mutex mutex_;  // guards all below
  std::condition_variable arrived_;
  std::condition_variable finished_;
  std::deque<std::unique_ptr<Task>> tasks_;  // in order
  size_t claimed_ = 0;                       // how many of them a worker has taken
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_PIPELINE_H_
