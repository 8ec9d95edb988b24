// The commands a client has taken and not answered yet: those to be sent, and those sent, in the order of
// their replies. Internal to the client; its thread.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_PENDING_COMMANDS_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_PENDING_COMMANDS_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/vault/redis/redis_client.h"

namespace schoolgate {

// Deadlines must not move with the machine's date.
using SteadyTime = std::chrono::steady_clock::time_point;

struct PendingCommand {
  std::string command;
  RedisClient::Done done;
  SteadyTime deadline;
  int sent = 0;  // how often
};

class PendingCommands {
 public:
  void Add(PendingCommand command) { queue_.push_back(std::move(command)); }

  bool waits_for_reply() const { return !sent_.empty(); }
  // Whether the reply that comes next is late.
  bool late(SteadyTime now) const { return !sent_.empty() && sent_.front().deadline <= now; }

  // The bytes of all that is to be sent, which counts as sent from now on.
  std::string Send() {
    std::string together;
    for (PendingCommand& command : queue_) {
      together += command.command;
      ++command.sent;
      sent_.push_back(std::move(command));
    }
    queue_.clear();
    return together;
  }

  // The one the next reply belongs to. REQUIRES: waits_for_reply().
  PendingCommand TakeSent() {
    PendingCommand command = std::move(sent_.front());
    sent_.pop_front();
    return command;
  }

  // The connection is lost: what was sent is to be sent again, before all else. Gives back what was sent
  // often enough: a command whose reply ends the connection must not end every other one too.
  std::vector<PendingCommand> Unsend() {
    std::vector<PendingCommand> spent;
    while (!sent_.empty()) {
      PendingCommand command = std::move(sent_.back());
      sent_.pop_back();
      if (command.sent < kSendings) {
        queue_.push_front(std::move(command));
      } else {
        spent.push_back(std::move(command));
      }
    }
    return spent;
  }

  // What waits to be sent and is late.
  std::vector<PendingCommand> TakeLate(SteadyTime now) {
    std::vector<PendingCommand> late;
    std::deque<PendingCommand> in_time;
    for (PendingCommand& command : queue_) {
      if (command.deadline <= now) {
        late.push_back(std::move(command));
      } else {
        in_time.push_back(std::move(command));
      }
    }
    queue_ = std::move(in_time);
    return late;
  }

  std::vector<PendingCommand> TakeUnsent() {
    std::vector<PendingCommand> taken;
    taken.reserve(queue_.size());
    for (PendingCommand& command : queue_) taken.push_back(std::move(command));
    queue_.clear();
    return taken;
  }

 private:
  static constexpr int kSendings = 3;

  std::deque<PendingCommand> queue_;
  std::deque<PendingCommand> sent_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_PENDING_COMMANDS_H_
