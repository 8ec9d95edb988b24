#include "core/util/event_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace schoolgate {

namespace asio = boost::asio;

struct EventLoop::KeepAlive {
  asio::executor_work_guard<asio::io_context::executor_type> guard;
};

EventLoop::EventLoop()
    // One thread runs the context, so Asio may leave out its own locks on the reactor.
    : context_(std::make_unique<asio::io_context>(1)),
      keep_alive_(std::make_unique<KeepAlive>(KeepAlive{asio::make_work_guard(*context_)})),
      thread_([this] { context_->run(); }) {}

EventLoop::~EventLoop() { Stop(); }

void EventLoop::Post(absl::AnyInvocable<void()> work) { asio::post(*context_, std::move(work)); }

void EventLoop::Stop() {
  context_->stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace schoolgate
