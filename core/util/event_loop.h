// An event loop: one thread that runs one Asio io_context. An exchange lives on one loop from its first line
// to its last, so what it touches needs no locks. Never block on a loop's thread.
//
// Ownership: the gate owns its loops; they outlive every thread that posts to them, as what is posted may
// have run before the post returns. Post() from any thread; everything else on the loop.
#ifndef SCHOOLGATE_CORE_UTIL_EVENT_LOOP_H_
#define SCHOOLGATE_CORE_UTIL_EVENT_LOOP_H_

#include <memory>
#include <thread>

#include "absl/functional/any_invocable.h"

namespace boost::asio {
class io_context;
}

namespace schoolgate {

class EventLoop {
 public:
  EventLoop();
  // Stops and joins.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  boost::asio::io_context& context() { return *context_; }

  // Runs `work` on the loop's thread. What it throws is logged as a fact, and goes no further.
  void Post(absl::AnyInvocable<void()> work);

  // Ends the thread after what is running; later work is dropped. Idempotent.
  void Stop();

  bool OnThisThread() const { return thread_.get_id() == std::this_thread::get_id(); }

 private:
  struct KeepAlive;
  std::unique_ptr<boost::asio::io_context> context_;
  std::unique_ptr<KeepAlive> keep_alive_;
  std::thread thread_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_EVENT_LOOP_H_
