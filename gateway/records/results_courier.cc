#include "gateway/records/results_courier.h"

#include <algorithm>
#include <utility>

#include "core/util/log.h"

namespace schoolgate::gateway {

using connectors::ResultsFolder;

namespace {

constexpr absl::Duration kLongestPause = absl::Minutes(10);

}  // namespace

ResultsCourier::ResultsCourier(std::string directory, connectors::PushEndpoint endpoint, absl::Duration pause)
    : folder_(std::move(directory)), push_(std::move(endpoint)), pause_(pause) {
  thread_ = std::thread([this] { Run(); });
}

ResultsCourier::~ResultsCourier() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void ResultsCourier::Run() {
  absl::Duration pause = pause_;
  while (true) {
    pause = DeliverAll() ? pause_ : std::min(kLongestPause, pause * 2);
    std::unique_lock lock(mutex_);
    if (stop_.wait_for(lock, absl::ToChronoNanoseconds(pause), [this] { return stopping_; })) return;
  }
}

bool ResultsCourier::DeliverAll() {
  for (const std::string& name : folder_.Waiting()) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return false;
    }
    auto results = folder_.Read(name);
    const absl::Status status = results.ok() ? push_.Deliver(*results) : results.status();
    if (results.ok()) {
      for (connectors::WrittenResult& result : *results) WipeString(result.comment);
    }
    const bool refused = status.code() == absl::StatusCode::kFailedPrecondition;
    if (!status.ok()) {
      LogWarn(refused ? SafeLabel("results_refused") : SafeLabel("results_not_delivered"),
              {{"code", static_cast<int>(status.code())}});
    }
    if (!status.ok() && !refused) return false;
    const ResultsFolder::End end = refused ? ResultsFolder::End::kRefused : ResultsFolder::End::kSent;
    if (!folder_.Close(name, end).ok()) {
      LogError("results_not_put_away");
      return false;
    }
  }
  return true;
}

}  // namespace schoolgate::gateway
