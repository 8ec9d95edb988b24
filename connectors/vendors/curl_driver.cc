#include "connectors/vendors/curl_driver.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <cstdlib>

#include "absl/cleanup/cleanup.h"
#include "core/util/log.h"

namespace schoolgate::connectors {
namespace {

[[noreturn]] void Die(SafeLabel what) {
  LogError("curl_driver_failed", {{"what", what}, {"errno", errno}});
  std::abort();
}

// Null if libcurl cannot be had.
CURLM* NewMulti() {
  static const bool kReady = [] {
    // OpenSSL writes to sockets without MSG_NOSIGNAL; a vendor that hangs up must not end the process.
    signal(SIGPIPE, SIG_IGN);
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  }();
  return kReady ? curl_multi_init() : nullptr;
}

}  // namespace

absl::StatusOr<std::shared_ptr<CurlDriver>> CurlDriver::Create(boost::asio::io_context& context) {
  CURLM* multi = NewMulti();
  if (multi == nullptr) return absl::InternalError("libcurl cannot be used on this machine");
  absl::Cleanup drop_multi = [multi] { curl_multi_cleanup(multi); };
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) return absl::ErrnoToStatus(errno, "cannot open an epoll set for vendors' connections");
  absl::Cleanup close_epoll = [epoll] { close(epoll); };
  const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer < 0) return absl::ErrnoToStatus(errno, "cannot open a timer for vendors' connections");
  std::move(close_epoll).Cancel();
  std::move(drop_multi).Cancel();
  return std::shared_ptr<CurlDriver>(new CurlDriver(context, multi, epoll, timer));
}

CurlDriver::CurlDriver(boost::asio::io_context& context, CURLM* multi, int epoll_fd, int timer_fd)
    : multi_(multi), epoll_fd_(epoll_fd), timer_fd_(timer_fd), epoll_(context), tick_(context) {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlDriver::OnSocket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlDriver::OnTimer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  // Connections kept for the next request, over all vendors.
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 512L);
  epoll_event event{.events = EPOLLIN, .data = {.fd = timer_fd_}};
  if (epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, timer_fd_, &event) != 0) Die("epoll_ctl");
  epoll_.assign(epoll_fd_);
}

CurlDriver::~CurlDriver() {
  while (!active_.empty()) {
    const std::shared_ptr<Transfer> transfer = active_.back();
    Forget(*transfer);
    transfer->OnFinished(CURLE_ABORTED_BY_CALLBACK);
  }
  // Closes the kept connections, for which libcurl calls OnSocket.
  curl_multi_cleanup(multi_);
  close(timer_fd_);
}

void CurlDriver::Start() { AwaitEvents(); }

void CurlDriver::AwaitEvents() {
  // The handler may run after the driver is gone, so it holds it weakly.
  epoll_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                    [weak = weak_from_this()](const boost::system::error_code& error) {
                      const auto driver = weak.lock();
                      if (error || driver == nullptr) return;
                      driver->HandleEvents();
                      driver->AwaitEvents();
                    });
}

void CurlDriver::HandleEvents() {
  constexpr int kMostEvents = 128;
  epoll_event events[kMostEvents];
  int count = 0;
  do {
    count = epoll_wait(epoll_fd_, events, kMostEvents, 0);
    for (int i = 0; i < count; ++i) {
      int running = 0;
      if (events[i].data.fd == timer_fd_) {
        uint64_t expirations = 0;
        if (read(timer_fd_, &expirations, sizeof(expirations)) < 0 && errno != EAGAIN) Die("timerfd read");
        armed_ = SteadyTime::max();
        if (due_ == SteadyTime::max()) continue;
        if (due_ > std::chrono::steady_clock::now()) {
          ArmTimer(due_);
          continue;
        }
        due_ = SteadyTime::max();
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
      } else {
        const int what = ((events[i].events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                         ((events[i].events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                         ((events[i].events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(multi_, events[i].data.fd, what, &running);
      }
      Settle();
    }
  } while (count == kMostEvents);
}

void CurlDriver::Settle() {
  if (settling_) return;
  settling_ = true;
  // A transfer that is ready for its next step without waiting asks for it by a timeout of zero.
  for (int rounds = 0; due_now_ && rounds < 16; ++rounds) {
    due_now_ = false;
    int running = 0;
    curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
  }
  if (due_now_) {
    due_now_ = false;
    due_ = std::chrono::steady_clock::now();
    ArmTimer(due_);
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    char* found = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &found);
    const std::shared_ptr<Transfer> transfer = active_[reinterpret_cast<Transfer*>(found)->slot_];
    Forget(*transfer);
    transfer->OnFinished(code);
  }
  settling_ = false;
}

void CurlDriver::Add(std::shared_ptr<Transfer> transfer, CURL* easy) {
  Transfer* const raw = transfer.get();
  raw->easy_ = easy;
  raw->slot_ = active_.size();
  active_.push_back(std::move(transfer));
  curl_easy_setopt(easy, CURLOPT_PRIVATE, raw);
  curl_multi_add_handle(multi_, easy);
  if (!ticking_) AwaitTick();
  Settle();
}

void CurlDriver::Remove(Transfer& transfer) {
  if (transfer.easy_ == nullptr) return;
  Forget(transfer);
  Settle();
}

void CurlDriver::Forget(Transfer& transfer) {
  curl_multi_remove_handle(multi_, transfer.easy_);
  transfer.easy_ = nullptr;
  const size_t slot = transfer.slot_;
  // May be the last owner; keep it until the vector is whole again.
  const std::shared_ptr<Transfer> removed = std::move(active_[slot]);
  if (slot + 1 != active_.size()) {
    active_[slot] = std::move(active_.back());
    active_[slot]->slot_ = slot;
  }
  active_.pop_back();
}

void CurlDriver::AwaitTick() {
  ticking_ = true;
  tick_.expires_after(kTick);
  tick_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto driver = weak.lock();
    if (error || driver == nullptr) return;
    driver->ticking_ = false;
    const SteadyTime now = std::chrono::steady_clock::now();
    // Backwards, because a removal puts the last one in its place.
    for (size_t i = driver->active_.size(); i-- > 0;) {
      const std::shared_ptr<Transfer> transfer = driver->active_[i];
      transfer->OnTick(now);
    }
    if (!driver->active_.empty()) driver->AwaitTick();
  });
}

int CurlDriver::OnSocket(CURL*, curl_socket_t socket, int what, void* driver, void* known) {
  auto& self = *static_cast<CurlDriver*>(driver);
  if (what == CURL_POLL_REMOVE) {
    // The socket may be closed already, and then is out of the set by itself.
    epoll_ctl(self.epoll_fd_, EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event event{
      .events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u),
      .data = {.fd = socket}};
  if (known == nullptr) {
    if (epoll_ctl(self.epoll_fd_, EPOLL_CTL_ADD, socket, &event) == 0) {
      curl_multi_assign(self.multi_, socket, driver);
      return 0;
    }
    if (errno != EEXIST) return -1;
  }
  return epoll_ctl(self.epoll_fd_, EPOLL_CTL_MOD, socket, &event);
}

int CurlDriver::OnTimer(CURLM*, long timeout_ms, void* driver) {
  auto& self = *static_cast<CurlDriver*>(driver);
  self.due_now_ = timeout_ms == 0;
  if (timeout_ms <= 0) {
    self.due_ = SteadyTime::max();
    return 0;
  }
  self.due_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  // A timer that fires too early is set again then; that is rarer than libcurl's changes of mind.
  if (self.due_ < self.armed_) self.ArmTimer(self.due_);
  return 0;
}

void CurlDriver::ArmTimer(SteadyTime when) {
  armed_ = when;
  const auto ns = std::max<int64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count(), 1);
  itimerspec spec{};
  spec.it_value.tv_sec = ns / 1'000'000'000;
  spec.it_value.tv_nsec = ns % 1'000'000'000;
  // steady_clock is CLOCK_MONOTONIC in libstdc++.
  if (timerfd_settime(timer_fd_, TFD_TIMER_ABSTIME, &spec, nullptr) != 0) Die("timerfd_settime");
}

}  // namespace schoolgate::connectors
