#include "gateway/ingress/http_stream.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <future>

#include "absl/time/clock.h"
#include "core/util/event_loop.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// Both ends of a connection on loopback, with small buffers.
class HttpStreamTest : public testing::Test {
 protected:
  HttpStreamTest() : peer_(loop_.context()) {
    tcp::acceptor acceptor(loop_.context(), {asio::ip::address_v4::loopback(), 0});
    const asio::socket_base::receive_buffer_size small(16 << 10);
    peer_.open(tcp::v4());
    peer_.set_option(small);
    peer_.connect(acceptor.local_endpoint());
    tcp::socket socket = acceptor.accept();
    socket.set_option(asio::socket_base::send_buffer_size(16 << 10));
    stream_ = std::make_unique<HttpStream>(std::move(socket), nullptr);
  }
  ~HttpStreamTest() override {
    OnLoop([this] {
      stream_->Close();
      stream_.reset();
    });
  }

  void OnLoop(absl::AnyInvocable<void()> work) {
    std::promise<void> done;
    loop_.Post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  std::future<absl::Status> StartWrite(std::string_view bytes, absl::Duration limit) {
    return asio::co_spawn(loop_.context(), stream_->Write(bytes, limit), asio::use_future);
  }
  // Whether a watch that starts now has called before it returns.
  bool GoneAtOnce() {
    bool gone = false;
    OnLoop([&] {
      stream_->WatchForClose([&gone] { gone = true; });
      stream_->WatchForClose(nullptr);
    });
    return gone;
  }

  EventLoop loop_;
  tcp::socket peer_;
  std::unique_ptr<HttpStream> stream_;
};

TEST_F(HttpStreamTest, WhoHasGoneIsNoticedAtOnce) {
  EXPECT_FALSE(GoneAtOnce());
  peer_.close();
  bool gone = false;
  for (int i = 0; i < 100 && !(gone = GoneAtOnce()); ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_TRUE(gone);
}

TEST_F(HttpStreamTest, AClosedStreamIsGoneAtOnce) {
  OnLoop([this] { stream_->Close(); });
  EXPECT_TRUE(GoneAtOnce());
}

TEST_F(HttpStreamTest, WhoGoesLaterIsNoticed) {
  std::promise<void> gone;
  OnLoop([&] { stream_->WatchForClose([&gone] { gone.set_value(); }); });
  peer_.close();
  EXPECT_EQ(gone.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST_F(HttpStreamTest, ASlowReaderGetsAllOfALargeAnswer) {
  const std::string bytes(2 << 20, 'a');
  constexpr absl::Duration kLimit = absl::Seconds(1);
  const absl::Time start = absl::Now();
  std::future<absl::Status> written = StartWrite(bytes, kLimit);
  std::string buffer(64 << 10, '\0');
  size_t read = 0;
  while (read < bytes.size()) {
    boost::system::error_code error;
    const size_t n = asio::read(peer_, asio::buffer(buffer), error);
    read += n;
    if (error) break;
    absl::SleepFor(absl::Milliseconds(60));
  }
  EXPECT_EQ(read, bytes.size());
  EXPECT_TRUE(written.get().ok());
  EXPECT_GT(absl::Now() - start, kLimit);
}

TEST_F(HttpStreamTest, WhoReadsNothingIsLetGo) {
  const std::string bytes(8 << 20, 'a');
  std::future<absl::Status> written = StartWrite(bytes, absl::Milliseconds(200));
  ASSERT_EQ(written.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(written.get().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace schoolgate::gateway
