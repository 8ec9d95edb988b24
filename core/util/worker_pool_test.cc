#include "core/util/worker_pool.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <stdexcept>

#include "core/util/event_loop.h"
#include "core/util/problem.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;

TEST(WorkerPoolTest, RunsOffTheLoopAndResumesOnIt) {
  EventLoop loop;
  WorkerPool pool(2, 16);
  std::promise<bool> resumed_on_loop;
  std::atomic<bool> ran_on_loop = true;
  asio::co_spawn(
      loop.context(),
      [&]() -> asio::awaitable<void> {
        const absl::Status status = co_await pool.Run([&] { ran_on_loop = loop.OnThisThread(); });
        resumed_on_loop.set_value(status.ok() && loop.OnThisThread());
      },
      asio::detached);
  EXPECT_TRUE(resumed_on_loop.get_future().get());
  EXPECT_FALSE(ran_on_loop);
}

TEST(WorkerPoolTest, WorkThatThrowsIsAProblemOfItsCallerAlone) {
  EventLoop loop;
  WorkerPool pool(1, 16);
  std::promise<std::string> first, second;
  asio::co_spawn(
      loop.context(),
      [&]() -> asio::awaitable<void> {
        const absl::Status status = co_await pool.Run([] { throw std::runtime_error("a pupil's text"); });
        first.set_value(ProblemOf(status).reason);
        const absl::Status next = co_await pool.Run([] {});
        second.set_value(next.ok() ? "" : ProblemOf(next).reason);
      },
      asio::detached);
  EXPECT_EQ(first.get_future().get(), "INTERNAL");
  EXPECT_EQ(second.get_future().get(), "");
}

TEST(EventLoopTest, WorkThatThrowsDoesNotEndTheLoop) {
  EventLoop loop;
  std::promise<void> ran;
  loop.Post([] { throw std::runtime_error("a pupil's text"); });
  loop.Post([&] { ran.set_value(); });
  ran.get_future().get();
}

TEST(WorkerPoolTest, AFullPoolSaysSo) {
  EventLoop loop;
  WorkerPool pool(1, 1);
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> refused = 0;
  std::atomic<int> done = 0;
  std::promise<void> all_done;
  for (int i = 0; i < 8; ++i) {
    asio::co_spawn(
        loop.context(),
        [&]() -> asio::awaitable<void> {
          auto wait = [released] { released.wait(); };  // gcc 12 destroys an unnamed one twice
          const absl::Status status = co_await pool.Run(std::move(wait));
          if (!status.ok() && ProblemOf(status).reason == "OVERLOADED") ++refused;
          if (++done == 8) all_done.set_value();
        },
        asio::detached);
  }
  loop.Post([&] { release.set_value(); });
  all_done.get_future().wait();
  EXPECT_GE(refused, 6);  // one runs, one waits
}

}  // namespace
}  // namespace schoolgate
