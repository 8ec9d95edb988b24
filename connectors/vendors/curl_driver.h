// Runs libcurl's transfers on an event loop: the sockets libcurl asks for and one timer stand in an epoll set
// of their own, which is registered once with Asio, so a transfer costs no Asio operation.
//
// Ownership: a CurlDriver belongs to a VendorTransport; it holds its transfers while they run. Everything
// runs on the loop's thread. Transfers hear of their end between libcurl's callbacks, never inside one.
// Source: curl_multi_socket_action(3), epoll(7), timerfd_create(2).
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_CURL_DRIVER_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_CURL_DRIVER_H_

#include <curl/curl.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"

namespace schoolgate::connectors {

using SteadyTime = std::chrono::steady_clock::time_point;

// One transfer, as the driver sees it.
class Transfer {
 public:
  virtual ~Transfer() = default;
  // The transfer ended by itself; its easy handle is free again.
  virtual void OnFinished(CURLcode code) = 0;
  // Called every kTick while it runs; may Remove it.
  virtual void OnTick(SteadyTime now) = 0;

 private:
  friend class CurlDriver;
  CURL* easy_ = nullptr;
  size_t slot_ = 0;
};

class CurlDriver : public std::enable_shared_from_this<CurlDriver> {
 public:
  // How exactly transfers' own time limits are kept.
  static constexpr std::chrono::milliseconds kTick{50};

  // Fails when the machine has no file descriptors left.
  static absl::StatusOr<std::shared_ptr<CurlDriver>> Create(boost::asio::io_context& context);
  ~CurlDriver();
  CurlDriver(const CurlDriver&) = delete;
  CurlDriver& operator=(const CurlDriver&) = delete;

  // Once, on the loop's thread.
  void Start();

  // Begins a transfer. Its options are set but for CURLOPT_PRIVATE. OnFinished may be called before Add
  // returns.
  void Add(std::shared_ptr<Transfer> transfer, CURL* easy);
  // Ends a transfer now, without OnFinished; what it had of a connection is closed. Idempotent.
  void Remove(Transfer& transfer);

 private:
  // Owns what it is given.
  CurlDriver(boost::asio::io_context& context, CURLM* multi, int epoll_fd, int timer_fd);
  static int OnSocket(CURL* easy, curl_socket_t socket, int what, void* driver, void* known);
  static int OnTimer(CURLM* multi, long timeout_ms, void* driver);

  void AwaitEvents();
  void HandleEvents();
  void AwaitTick();
  // Does what libcurl wants done at once, and tells transfers of their end.
  void Settle();
  void Forget(Transfer& transfer);
  void ArmTimer(SteadyTime when);

  CURLM* const multi_;
  const int epoll_fd_;
  const int timer_fd_;
  boost::asio::posix::stream_descriptor epoll_;  // owns epoll_fd_
  boost::asio::steady_timer tick_;
  bool ticking_ = false;
  bool due_now_ = false;  // libcurl wants a call without delay
  bool settling_ = false;
  SteadyTime due_ = SteadyTime::max();    // when libcurl wants a call
  SteadyTime armed_ = SteadyTime::max();  // when the timer fires; never later than due_
  std::vector<std::shared_ptr<Transfer>> active_;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_CURL_DRIVER_H_
