// The vault on Redis under a steady load: so many calls a second, whether or not earlier ones are back, each
// timed from when it was due. A redis-server of its own, on this machine, over TLS and with an fsync for
// every write. BM_Ping is what the connection costs without the vault.
//
// The arguments of BM_OpenSession: calls a second, and forms that the session was issued before.
//
//   vault_bench --benchmark_filter=OpenSession/5000/4/
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "core/util/event_loop.h"
#include "core/util/log.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_client.h"
#include "core/vault/redis/redis_testing.h"
#include "core/vault/redis/redis_vault.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;
using Time = std::chrono::steady_clock::time_point;

constexpr int kSessions = 1000;
// Two students, written in two ways; and a class, all day.
constexpr int kForms[] = {4, 40};

VaultScope Session(int number, int64_t forms) {
  return vault_testing::SessionScope(StrCat("session ", number, " with ", forms));
}

// A server, a gate's vault on it and a bare connection, made once.
struct World {
  World() {
    SetLogLevel(LogLevel::kError);
    auto opened = OpenRedisVault(vault_testing::VaultOptionsFor({&server}, directory.key_file()));
    auto connected = RedisClient::Start(vault_testing::OptionsFor({&server}));
    if (!opened.ok() || !connected.ok()) Fail("the vault does not open");
    vault = *std::move(opened);
    client = *std::move(connected);
    for (const int count : kForms) MakeSessions(count);
  }
  void MakeSessions(int count) {
    for (int session = 0; session < kSessions; ++session) {
      std::vector<FormRequest> forms;
      forms.reserve(static_cast<size_t>(count));
      for (int i = 0; i < count; ++i) {
        forms.push_back(
            vault_testing::OnRoster(StrCat("student|", (session + i / 2) % 500), 0, StrCat("Form ", i)));
      }
      if (!vault_testing::Issue(loop, *vault, Session(session, count), std::move(forms)).ok())
        Fail("a form is not issued");
    }
  }
  static World& Get() {
    static World world;
    return world;
  }
  static void Fail(const char* why) {
    std::fprintf(stderr, "vault_bench: %s\n", why);
    std::abort();
  }

  vault_testing::TestDirectory directory;
  vault_testing::RedisServer server;
  EventLoop loop;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<RedisClient> client;
};

// On the loop: `call` is a coroutine function of a number; false says that it failed.
template <typename Call>
struct Load {
  Call call;
  int rate;
  int left;
  std::vector<double> microseconds = {};
  int failed = 0;
  std::promise<void> done = {};

  asio::awaitable<void> One(int number, Time due) {
    const bool good = co_await call(number);
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - due;
    microseconds.push_back(took.count());
    if (!good) ++failed;
    if (--left == 0) done.set_value();
  }

  asio::awaitable<void> Run(EventLoop& loop) {
    asio::steady_timer timer(loop.context());
    Time due = std::chrono::steady_clock::now();
    const auto between = std::chrono::nanoseconds(1'000'000'000 / rate);
    const int all = left;
    for (int number = 0; number < all; ++number, due += between) {
      if (due > std::chrono::steady_clock::now()) {
        timer.expires_at(due);
        co_await timer.async_wait(asio::use_awaitable);
      }
      asio::co_spawn(loop.context(), One(number, due), asio::detached);
    }
  }
};

template <typename Call>
void Measure(benchmark::State& state, Call call) {
  World& world = World::Get();
  const auto rate = static_cast<int>(state.range(0));
  for (auto _ : state) {
    Load<Call> load{.call = call, .rate = rate, .left = 2 * rate};
    load.microseconds.reserve(static_cast<size_t>(load.left));
    const Time begin = std::chrono::steady_clock::now();
    asio::co_spawn(world.loop.context(), load.Run(world.loop), asio::detached);
    load.done.get_future().wait();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    std::sort(load.microseconds.begin(), load.microseconds.end());
    const auto at = [&](double share) {
      return load
          .microseconds[static_cast<size_t>(share * static_cast<double>(load.microseconds.size() - 1))];
    };
    state.counters["p50_us"] = at(0.5);
    state.counters["p99_us"] = at(0.99);
    state.counters["p999_us"] = at(0.999);
    if (load.failed > 0) state.SkipWithError("a call failed");
    // The last call has told; its coroutine may still be ending.
    std::promise<void> ended;
    world.loop.Post([&ended] { ended.set_value(); });
    ended.get_future().wait();
  }
}

asio::awaitable<bool> Ping(int) {
  auto initiate = [](auto handler) {
    auto guard = asio::make_work_guard(asio::get_associated_executor(handler));
    const std::string_view words[] = {"PING"};
    World::Get().client->Submit(
        FormatRedisCommand(words), [handler = std::move(handler), guard = std::move(guard)](
                                       const absl::StatusOr<RedisReply>& reply) mutable {
          const bool good = reply.ok() && reply->text == "PONG";
          asio::post(guard.get_executor(),
                     [handler = std::move(handler), good]() mutable { std::move(handler)(good); });
        });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(initiate),
                                                                                     asio::use_awaitable);
}

void BM_Ping(benchmark::State& state) { Measure(state, Ping); }
BENCHMARK(BM_Ping)->Arg(5000)->UseManualTime()->Iterations(1);

asio::awaitable<bool> OpenOne(int session, int64_t forms) {
  const auto opened = co_await World::Get().vault->Open(Session(session, forms));
  co_return opened.ok() && static_cast<int64_t>(opened->issued.size()) == forms;
}

// What every request of a session does first: reading what the session was issued, from whichever gate.
void BM_OpenSession(benchmark::State& state) {
  const int64_t forms = state.range(1);
  Measure(state, [forms](int number) { return OpenOne(number % kSessions, forms); });
}
BENCHMARK(BM_OpenSession)->Args({5000, 4})->Args({1000, 40})->UseManualTime()->Iterations(1);

// A new session and a new form in it: one round trip, with an fsync.
void BM_IssueNewForm(benchmark::State& state) {
  static int run = 0;
  ++run;
  Measure(state, [](int number) -> asio::awaitable<bool> {
    VaultScope scope = vault_testing::SessionScope(StrCat("new ", run, " ", number));
    const std::optional<RecalledScope> recalled = World::Get().vault->Recall(scope);
    if (!recalled) co_return false;
    std::vector<FormRequest> forms = {vault_testing::OnRoster("student|1", 0, "Form")};
    const auto issued = co_await World::Get().vault->IssueRecalled(std::move(scope), recalled->scope.key_id,
                                                                   recalled->as_of, std::move(forms));
    co_return issued.ok();
  });
}
BENCHMARK(BM_IssueNewForm)->Arg(1000)->UseManualTime()->Iterations(1);

}  // namespace
}  // namespace schoolgate

BENCHMARK_MAIN();
