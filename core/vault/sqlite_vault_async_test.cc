// The vault under many coroutines on several loops, and with callers that go away. The people are made up.
#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <latch>
#include <map>

#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using namespace vault_testing;  // NOLINT: this folder's own helpers
namespace asio = boost::asio;

TEST(SqliteVaultAsyncTest, ManyCoroutinesOnSeveralLoopsGetEqualAnswers) {
  const TestDirectory directory;
  EventLoop loops[3];
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  std::vector<std::future<absl::StatusOr<Forms>>> answers;
  for (int i = 0; i < 300; ++i) {
    std::vector<FormRequest> requests;
    for (int person = 0; person < 5; ++person) {
      requests.push_back(
          OnRoster(StrCat("student|", (i + person) % 20), 0, StrCat("Form ", (i + person) % 40)));
      requests.push_back(OffRoster(StrCat("value ", person), 1, StrCat("Value ", (i * person) % 7)));
    }
    const VaultScope scope = i % 2 == 0 ? SessionScope("s") : StableScope("year", StrCat("s", i % 8));
    answers.push_back(StartIssue(loops[i % 3], *vault, scope, std::move(requests)));
  }
  // Per scope: which code a person's form has, and that no two forms have one code.
  std::map<std::string, std::string> code_of_form[2], form_of_code[2];
  for (int i = 0; i < 300; ++i) {
    const auto forms = answers[i].get();
    ASSERT_TRUE(forms.ok()) << forms.status();
    for (int at = 0; at < 10; ++at) {
      const IssuedForm& form = (*forms)[at];
      const std::string who = at % 2 == 0 ? StrCat("student|", (i + at / 2) % 20) : StrCat("value ", at / 2);
      const std::string written = StrCat(who, " as ", form.form);
      const std::string code = StrCat(form.subject, "/", int{form.type}, "/", form.form_index);
      EXPECT_EQ(code_of_form[i % 2].try_emplace(written, code).first->second, code);
      EXPECT_EQ(form_of_code[i % 2].try_emplace(code, written).first->second, written);
    }
  }
}

TEST(SqliteVaultAsyncTest, ACallResumesOnItsOwnLoop) {
  const TestDirectory directory;
  EventLoop loop;
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  std::atomic<int> on_loop = 0;
  std::latch done(2);
  for (int i = 0; i < 2; ++i) {
    asio::co_spawn(
        loop.context(),
        [&]() -> asio::awaitable<void> {
          std::vector<FormRequest> requests = {OnRoster("student|1", 0, "Ana")};
          const auto forms = co_await vault->Issue(SessionScope("s"), "1", std::move(requests));
          if (forms.ok() && loop.OnThisThread()) ++on_loop;
          done.count_down();
        },
        asio::detached);
  }
  done.wait();
  EXPECT_EQ(on_loop, 2);
}

TEST(SqliteVaultAsyncTest, CancellingAWaitingCoroutineLosesNothing) {
  const TestDirectory directory;
  EventLoop loop;
  std::unique_ptr<Vault> vault = OpenVault(directory);
  constexpr int kCalls = 200;
  std::vector<asio::cancellation_signal> signals(kCalls);
  std::latch done(kCalls);
  loop.Post([&] {
    for (int i = 0; i < kCalls; ++i) {
      asio::co_spawn(
          loop.context(),
          [&vault, i]() -> asio::awaitable<void> {
            std::vector<FormRequest> requests = {OnRoster(StrCat("student|", i), 0, "x")};
            const auto forms = co_await vault->Issue(SessionScope("s"), "1", std::move(requests));
            EXPECT_TRUE(forms.ok());
          },
          asio::bind_cancellation_slot(signals[i].slot(),
                                       [&done](const std::exception_ptr&) { done.count_down(); }));
    }
    loop.Post([&] {
      for (auto& signal : signals) signal.emit(asio::cancellation_type::total);
    });
  });
  done.wait();
  EXPECT_EQ(Issued(loop, *vault, SessionScope("s"))->size(), size_t{kCalls});
}

TEST(SqliteVaultAsyncTest, ALoopThatStopsLeavesItsCallersBehindSafely) {
  const TestDirectory directory;
  auto loop = std::make_unique<EventLoop>();
  std::unique_ptr<Vault> vault = OpenVault(directory);
  for (int i = 0; i < 100; ++i) {
    asio::co_spawn(
        loop->context(),
        [&vault, i]() -> asio::awaitable<void> {
          std::vector<FormRequest> requests = {OffRoster(StrCat("value ", i), 0, "x")};
          (co_await vault->Issue(SessionScope("s"), "1", std::move(requests))).IgnoreError();
        },
        asio::detached);
  }
  loop->Stop();
  vault.reset();
  loop.reset();
}

}  // namespace
}  // namespace schoolgate
