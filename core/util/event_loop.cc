#include "core/util/event_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "core/util/log.h"

namespace schoolgate {

namespace asio = boost::asio;

struct EventLoop::KeepAlive {
  asio::executor_work_guard<asio::io_context::executor_type> guard;
};

EventLoop::EventLoop()
    // One thread runs the context: what it posts itself then takes no lock and wakes nobody.
    : context_(std::make_unique<asio::io_context>(1)),
      keep_alive_(std::make_unique<KeepAlive>(KeepAlive{asio::make_work_guard(*context_)})),
      thread_([this] { context_->run(); }) {}

EventLoop::~EventLoop() { Stop(); }

void EventLoop::Post(absl::AnyInvocable<void()> work) {
  asio::post(*context_, [work = std::move(work)]() mutable {
    try {
      work();
    } catch (...) {
      // It would end the process, and with it every call of this loop. Its text may hold anything.
      LogError("event_loop_work_threw");
    }
  });
}

void EventLoop::Stop() {
  context_->stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace schoolgate
