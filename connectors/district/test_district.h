// A district's student information system for tests: one thread that answers one call at a time.
#ifndef SCHOOLGATE_CONNECTORS_DISTRICT_TEST_DISTRICT_H_
#define SCHOOLGATE_CONNECTORS_DISTRICT_TEST_DISTRICT_H_

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/util/strings.h"

namespace schoolgate::connectors {

struct Call {
  std::string head;
  std::string body;
  std::string line() const { return head.substr(0, head.find(" HTTP")); }
};

class FakeDistrict {
 public:
  // What a call is answered with: "200", or "200 BODY".
  using Answers = std::function<std::string(const Call&)>;

  explicit FakeDistrict(Answers answers)
      : answers_(std::move(answers)),
        acceptor_(context_, boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
    thread_ = std::thread([this] { Serve(); });
  }
  ~FakeDistrict() {
    stopping_ = true;
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket wake(context_);
    wake.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }

  std::string url() const { return StrCat("http://127.0.0.1:", acceptor_.local_endpoint().port()); }
  std::vector<Call> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    for (const Call& call : calls()) lines.push_back(call.line());
    return lines;
  }

 private:
  void Serve() {
    while (true) {
      boost::system::error_code error;
      boost::asio::ip::tcp::socket socket(context_);
      acceptor_.accept(socket, error);
      if (stopping_ || error) return;
      std::string bytes;
      const size_t end =
          boost::asio::read_until(socket, boost::asio::dynamic_buffer(bytes), "\r\n\r\n", error);
      if (error) continue;
      Call call{bytes.substr(0, end), bytes.substr(end)};
      const size_t at = call.head.find("Content-Length: ");
      const size_t length = at == std::string::npos ? 0 : std::stoul(call.head.substr(at + 16));
      if (call.body.size() < length) {
        boost::asio::read(socket, boost::asio::dynamic_buffer(call.body),
                          boost::asio::transfer_exactly(length - call.body.size()), error);
      }
      const std::string answer = answers_(call);
      {
        const std::lock_guard lock(mutex_);
        calls_.push_back(std::move(call));
      }
      const std::string body = answer.size() > 4 ? answer.substr(4) : "";
      boost::asio::write(socket,
                         boost::asio::buffer(StrCat(
                             "HTTP/1.1 ", answer.substr(0, 3),
                             " x\r\nconnection: close\r\ncontent-length: ", body.size(), "\r\n\r\n", body)),
                         error);
    }
  }

  const Answers answers_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;  // guards calls_
  std::vector<Call> calls_;
  std::thread thread_;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DISTRICT_TEST_DISTRICT_H_
