#include "core/vault/redis/redis_client.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/crypto/random.h"
#include "core/util/event_loop.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/redis/pending_commands.h"
#include "core/vault/redis/redis_greeting.h"
#include "core/vault/redis/redis_link.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;

// How finely deadlines are kept.
constexpr auto kTick = std::chrono::milliseconds(25);
constexpr std::chrono::milliseconds kShortestPause(50);
constexpr std::chrono::milliseconds kLongestPause(1000);

SteadyTime Now() { return std::chrono::steady_clock::now(); }

absl::Status Unavailable() { return MakeProblem(problems::kVaultUnavailable); }

}  // namespace

std::string RedisAddress::Text() const {
  return host.find(':') == std::string::npos ? StrCat(host, ":", port) : StrCat("[", host, "]:", port);
}

// Everything below but Submit and healthy runs on loop_'s thread.
class RedisClient::Impl {
 public:
  Impl(RedisOptions options, std::unique_ptr<RedisTls> tls)
      : options_(std::move(options)),
        tls_(std::move(tls)),
        reply_timeout_(absl::ToChronoNanoseconds(options_.reply_timeout)),
        heartbeat_(absl::ToChronoNanoseconds(options_.heartbeat)),
        timer_(loop_.context()) {}

  absl::Status Start();
  void Stop();
  void Submit(std::string command, Done done);
  void Watch(std::string command, std::string expected, std::string write);
  bool healthy() const { return healthy_; }
  RedisAddress server() const { return options_.addresses[serving_]; }
  uint64_t times_served() const { return times_served_; }

 private:
  enum class Phase { kPausing, kOpening, kServing };

  void Tick();
  void TakeIncoming();
  void Connect();
  void OnReply(RedisReply reply);
  void Serve();
  void OnEnd(RedisLinkEnd why);
  // The connection is of no use any more; what was sent is sent again on the next one.
  void Leave();
  // And that one goes to the next address.
  void LeaveFor(RedisRefusal refusal);
  void LeaveFor(RedisRefusal::Why why) {
    RedisRefusal refusal;
    refusal.why = why;
    LeaveFor(std::move(refusal));
  }
  void FinishRound();
  void SendAll();
  void Beat();
  void Finish(PendingCommand command, absl::StatusOr<RedisReply> reply);
  void Refuse(std::vector<PendingCommand> commands);
  void UpdateHealth() { healthy_ = phase_ == Phase::kServing && well_; }

  const RedisOptions options_;
  const std::unique_ptr<RedisTls> tls_;
  const std::chrono::nanoseconds reply_timeout_;
  const std::chrono::nanoseconds heartbeat_;

  std::atomic<bool> healthy_ = false;
  std::atomic<bool> down_ = false;  // no server serves: refuse at once
  std::atomic<size_t> serving_ = 0;
  std::atomic<uint64_t> times_served_ = 0;

  std::mutex mutex_;  // guards the three below
  std::vector<PendingCommand> incoming_;
  bool scheduled_ = false;  // TakeIncoming is on its way
  bool stopped_ = false;
  std::atomic<size_t> outstanding_ = 0;
  std::atomic<size_t> outstanding_bytes_ = 0;

  EventLoop loop_;
  asio::steady_timer timer_;
  Phase phase_ = Phase::kPausing;
  std::unique_ptr<RedisLink> link_;
  PendingCommands commands_;

  size_t address_ = 0;    // being tried, or serving
  size_t tried_ = 0;      // in this round
  RedisRefusal refusal_;  // the most telling of this round
  std::optional<RedisGreeting> greeting_;
  SteadyTime until_;  // the end of a pause or of an attempt to connect
  std::chrono::milliseconds pause_ = kShortestPause;
  std::shared_ptr<std::promise<absl::Status>> first_round_;  // until it is over

  std::string watch_ = FormatRedisCommand(std::to_array<std::string_view>({"PING"}));
  std::string expected_ = "PONG";
  std::string write_;
  bool well_ = true;
  bool beating_ = false;  // a heartbeat is under way
  SteadyTime beat_;
};

absl::Status RedisClient::Impl::Start() {
  auto first_round = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> done = first_round->get_future();
  loop_.Post([this, first_round]() mutable {
    first_round_ = std::move(first_round);
    Connect();
    Tick();
  });
  return done.get();
}

void RedisClient::Impl::Stop() {
  loop_.Stop();
  std::vector<PendingCommand> left;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    left.swap(incoming_);
  }
  link_.reset();
  Refuse(commands_.Unsend());
  Refuse(commands_.TakeUnsent());
  Refuse(std::move(left));
}

void RedisClient::Impl::Submit(std::string command, Done done) {
  PendingCommand pending{std::move(command), std::move(done), Now() + reply_timeout_};
  const size_t bytes = pending.command.size();
  const size_t before = outstanding_.fetch_add(1);
  const size_t bytes_before = outstanding_bytes_.fetch_add(bytes);
  if (before < options_.queue_limit && bytes_before + bytes <= options_.queue_bytes && !down_) {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      incoming_.push_back(std::move(pending));
      if (!std::exchange(scheduled_, true)) loop_.Post([this] { TakeIncoming(); });
      return;
    }
  }
  Finish(std::move(pending), Unavailable());
}

void RedisClient::Impl::Finish(PendingCommand command, absl::StatusOr<RedisReply> reply) {
  --outstanding_;
  outstanding_bytes_ -= command.command.size();
  command.done(std::move(reply));
}

void RedisClient::Impl::Refuse(std::vector<PendingCommand> commands) {
  for (PendingCommand& command : commands) Finish(std::move(command), Unavailable());
}

void RedisClient::Impl::TakeIncoming() {
  {
    const std::lock_guard lock(mutex_);
    scheduled_ = false;
    for (PendingCommand& command : incoming_) commands_.Add(std::move(command));
    incoming_.clear();
  }
  if (phase_ == Phase::kServing) {
    SendAll();
  } else if (down_) {
    Refuse(commands_.TakeUnsent());
  }
}

void RedisClient::Impl::SendAll() {
  if (const std::string bytes = commands_.Send(); !bytes.empty()) link_->Send(bytes);
}

void RedisClient::Impl::Tick() {
  const SteadyTime now = Now();
  if (phase_ == Phase::kPausing && now >= until_) {
    Connect();
  } else if (phase_ == Phase::kOpening && now >= until_) {
    LeaveFor(RedisRefusal::Why::kUnreachable);
  } else if (phase_ == Phase::kServing && commands_.late(now)) {
    // It is stuck, and everything behind this command with it: nobody waits for another server to be found.
    LogWarn("redis_does_not_answer");
    down_ = true;
    LeaveFor(RedisRefusal::Why::kUnreachable);
    Refuse(commands_.TakeUnsent());
  } else if (phase_ == Phase::kServing && now - beat_ >= heartbeat_) {
    Beat();
  }
  Refuse(commands_.TakeLate(now));
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Tick();
  });
}

void RedisClient::Impl::Connect() {
  phase_ = Phase::kOpening;
  UpdateHealth();
  until_ = Now() + absl::ToChronoNanoseconds(options_.connect_timeout);
  RedisLinkHandlers handlers;
  handlers.on_reply = [this](RedisReply reply) { OnReply(std::move(reply)); };
  handlers.on_end = [this](RedisLinkEnd why) { OnEnd(why); };
  link_ = std::make_unique<RedisLink>(loop_.context(), *tls_, options_.addresses[address_],
                                      options_.max_reply_bytes, std::move(handlers));
  std::string commands = greeting_.emplace(options_, watch_, expected_).Commands(options_);
  link_->Send(commands);
  WipeString(commands);
}

void RedisClient::Impl::Serve() {
  phase_ = Phase::kServing;
  serving_ = address_;
  ++times_served_;
  tried_ = 0;
  refusal_ = {};
  pause_ = kShortestPause;
  down_ = false;
  well_ = true;
  beating_ = false;
  beat_ = Now();
  UpdateHealth();
  LogInfo("redis_serves", {{"address", static_cast<int64_t>(address_)}});
  SendAll();
  if (first_round_ != nullptr) std::exchange(first_round_, nullptr)->set_value(absl::OkStatus());
}

void RedisClient::Impl::OnReply(RedisReply reply) {
  if (phase_ == Phase::kOpening) {
    const RedisGreeting::Step step = greeting_->Take(reply);
    if (step == RedisGreeting::Step::kServes) Serve();
    if (step == RedisGreeting::Step::kRefused) LeaveFor(greeting_->refusal());
    return;
  }
  if (!commands_.waits_for_reply()) return LeaveFor(RedisRefusal::Why::kUnreachable);  // a reply to nothing
  if (SaysElsewhere(reply)) {
    LogWarn("redis_is_no_primary_any_more");
    return LeaveFor(RedisRefusal::Why::kNoPrimary);
  }
  if (SaysUnwell(reply)) {
    if (std::exchange(well_, false)) LogError("redis_refuses_commands");
    UpdateHealth();
  }
  Finish(commands_.TakeSent(), std::move(reply));
}

void RedisClient::Impl::OnEnd(RedisLinkEnd why) {
  if (phase_ == Phase::kServing) {
    // It is tried again first: often it was only started anew.
    LogWarn("redis_connection_lost");
    Leave();
    return;
  }
  LeaveFor(why == RedisLinkEnd::kUntrusted ? RedisRefusal::Why::kUntrusted : RedisRefusal::Why::kUnreachable);
}

void RedisClient::Impl::Leave() {
  link_.reset();
  phase_ = Phase::kPausing;
  until_ = Now();
  UpdateHealth();
  Refuse(commands_.Unsend());
}

void RedisClient::Impl::LeaveFor(RedisRefusal refusal) {
  Leave();
  if (refusal.why >= refusal_.why) {
    refusal_ = std::move(refusal);
    refusal_.address = options_.addresses[address_].Text();
  }
  address_ = (address_ + 1) % options_.addresses.size();
  if (++tried_ >= options_.addresses.size()) FinishRound();
}

void RedisClient::Impl::FinishRound() {
  if (first_round_ != nullptr)
    std::exchange(first_round_, nullptr)->set_value(ProblemOfRefusal(refusal_, options_));
  if (!down_.exchange(true)) LogError("redis_no_server_serves");
  Refuse(commands_.TakeUnsent());
  tried_ = 0;
  refusal_ = {};
  // Not in step with other gates that lost the same server.
  until_ = Now() + pause_ / 2 + pause_ * (RandomUint64() % 1024) / 1024;
  pause_ = std::min(pause_ * 2, kLongestPause);
}

// Whether it still is the primary and holds what it should, or takes writes again. Also under load: a primary
// that was made a replica keeps its connections, and goes on answering whoever only reads.
void RedisClient::Impl::Beat() {
  if (beating_ || (!well_ && write_.empty())) return;
  beating_ = true;
  beat_ = Now();
  const auto add = [this](std::string command, Done done) {
    ++outstanding_;
    outstanding_bytes_ += command.size();
    commands_.Add({std::move(command), std::move(done), beat_ + reply_timeout_});
  };
  const std::string_view role[] = {"ROLE"};
  add(FormatRedisCommand(role), [this](const absl::StatusOr<RedisReply>& reply) {
    if (reply.ok() && !reply->is_error() && !SaysPrimary(*reply)) LeaveFor(RedisRefusal::Why::kNoPrimary);
  });
  const bool reads = well_;
  add(reads ? watch_ : write_, [this, reads](const absl::StatusOr<RedisReply>& reply) {
    beating_ = false;
    if (!reply.ok() || reply->is_error()) return;
    if (!reads) {
      well_ = true;
      UpdateHealth();
    } else if (reply->text != expected_) {
      LogError("redis_holds_another_vault");
      LeaveFor(RedisRefusal::Why::kNoPrimary);
    }
  });
  SendAll();
}

void RedisClient::Impl::Watch(std::string command, std::string expected, std::string write) {
  loop_.Post([this, command = std::move(command), expected = std::move(expected),
              write = std::move(write)]() mutable {
    watch_ = std::move(command);
    expected_ = std::move(expected);
    write_ = std::move(write);
  });
}

absl::StatusOr<std::unique_ptr<RedisClient>> RedisClient::Start(RedisOptions options) {
  if (options.addresses.empty()) return absl::InvalidArgumentError("the vault's Redis has no address");
  SG_ASSIGN_OR_RETURN(std::unique_ptr<RedisTls> tls, RedisTls::Create(options));
  std::unique_ptr<RedisClient> client(
      new RedisClient(std::make_unique<Impl>(std::move(options), std::move(tls))));
  SG_RETURN_IF_ERROR(client->impl_->Start());
  return client;
}

RedisClient::RedisClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RedisClient::~RedisClient() { impl_->Stop(); }

void RedisClient::Submit(std::string command, Done done) {
  impl_->Submit(std::move(command), std::move(done));
}

absl::StatusOr<RedisReply> RedisClient::Wait(std::string command) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<RedisReply>>>();
  std::future<absl::StatusOr<RedisReply>> reply = promise->get_future();
  Submit(std::move(command),
         [promise](absl::StatusOr<RedisReply> given) { promise->set_value(std::move(given)); });
  return reply.get();
}

void RedisClient::Watch(std::string command, std::string expected, std::string write) {
  impl_->Watch(std::move(command), std::move(expected), std::move(write));
}

bool RedisClient::healthy() const { return impl_->healthy(); }
RedisAddress RedisClient::server() const { return impl_->server(); }
uint64_t RedisClient::times_served() const { return impl_->times_served(); }

}  // namespace schoolgate
