#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "connectors/vendors/vendor_test_support.h"
#include "core/crypto/digest.h"
#include "core/util/strings.h"
#include "gmock/gmock.h"

namespace schoolgate::connectors {
namespace {

namespace asio = boost::asio;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kWhole[] = R"({"choices":[{"message":{"content":"Hola"},"finish_reason":"stop"}]})";
constexpr char kChunk[] = "data: {\"choices\":[{\"delta\":{\"content\":\"Hola\"}}]}\n\n";
constexpr char kDone[] = "data: [DONE]\n\n";

VendorScript Whole(int status, std::string body) {
  VendorScript script;
  script.status = status;
  script.body = std::move(body);
  return script;
}
VendorScript Stream(std::vector<VendorChunk> chunks) {
  VendorScript script;
  script.content_type = "text/event-stream";
  script.chunks = std::move(chunks);
  return script;
}

asio::awaitable<void> Sleep(absl::Duration time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, absl::ToChronoNanoseconds(time));
  co_await timer.async_wait(asio::use_awaitable);
}

TEST_F(VendorTest, AWholeAnswerComesBack) {
  StartVendor(SimulatedVendorOptions{});
  const Ended ended = Call(Endpoint(), false);
  EXPECT_EQ(ended.reason, "") << ended.status;
  EXPECT_THAT(ended.text, HasSubstr("STUDENT_7K3QF9 could work with STUDENT_2M8RT4_B"));
  EXPECT_TRUE(ended.facts.any_byte_sent);
  EXPECT_EQ(ended.facts.http_status, 200);
  EXPECT_GT(ended.facts.first_byte, absl::ZeroDuration());
  EXPECT_GE(ended.facts.total, ended.facts.first_byte);
  EXPECT_EQ(ended.facts.response_bytes_sha256.size(), 32u);

  ASSERT_EQ(vendor_->requests().size(), 1u);
  const RecordedRequest request = vendor_->requests()[0];
  EXPECT_EQ(request.target, "/v1/chat/completions");
  EXPECT_EQ(static_cast<int64_t>(request.body().size()), ended.facts.request_bytes);
  EXPECT_THAT(std::string(request.body()), HasSubstr(R"("model":"vendor-large")"));
  EXPECT_THAT(std::string(request.head()), HasSubstr("User-Agent: schoolgate\r\n"));
  EXPECT_THAT(std::string(request.head()), Not(HasSubstr("Authorization")));
}

TEST_F(VendorTest, TheDistrictsKeyIsSent) {
  StartVendor(Whole(200, kWhole));
  VendorEndpoint endpoint = Endpoint();
  endpoint.api_key = std::make_shared<const SecretBytes>("sk-sample");
  endpoint.base_url += "/";
  EXPECT_EQ(Call(endpoint, false).text, "Hola");
  EXPECT_THAT(vendor_->requests()[0].bytes, HasSubstr("Authorization: Bearer sk-sample\r\n"));
  EXPECT_EQ(vendor_->requests()[0].target, "/v1/chat/completions");
}

TEST_F(VendorTest, TheAnswersDigestIsSaltedAndExact) {
  StartVendor(Whole(200, kWhole));
  const Ended ended = Call(Endpoint(), false);
  const std::string expected = StrCat("salt", kWhole);
  EXPECT_EQ(ended.facts.response_bytes_sha256, ToStd(DigestBytes(Sha256(expected))));
  EXPECT_EQ(ended.facts.response_bytes, static_cast<int64_t>(sizeof(kWhole) - 1));
}

TEST_F(VendorTest, AStreamComesPieceByPiece) {
  SimulatedVendorOptions options;
  options.pace = absl::Milliseconds(2);
  StartVendor(std::move(options));
  const Ended ended = Call(Endpoint(), true);
  EXPECT_EQ(ended.reason, "") << ended.status;
  EXPECT_GT(ended.pieces, 10);
  EXPECT_THAT(ended.text, HasSubstr("STUDENT_7K3QF9 could work with STUDENT_2M8RT4_B"));
  EXPECT_LT(ended.facts.first_byte, absl::Milliseconds(40));  // no Nagle
}

TEST_F(VendorTest, ConnectionsAreUsedAgain) {
  StartVendor(SimulatedVendorOptions{});
  const auto endpoint = std::make_shared<const VendorEndpoint>(Endpoint());
  for (int i = 0; i < 6; ++i) {
    const Ended ended = OnLoop([&]() { return CallAsync(endpoint, i % 2 == 1); });
    EXPECT_EQ(ended.reason, "") << ended.status;
  }
  EXPECT_EQ(vendor_->request_count(), 6);
  EXPECT_EQ(vendor_->connection_count(), 1);
}

TEST_F(VendorTest, FiftyCallsAtOnceAreKeptApart) {
  StartVendor(SimulatedVendorOptions{.pace = absl::Milliseconds(1)});
  const auto endpoint = std::make_shared<const VendorEndpoint>(Endpoint());
  std::vector<std::future<Ended>> calls;
  for (int i = 0; i < 50; ++i) {
    calls.push_back(asio::co_spawn(loop_.context(), CallAsync(endpoint, i % 2 == 0), asio::use_future));
  }
  for (auto& call : calls) {
    const Ended ended = call.get();
    EXPECT_EQ(ended.reason, "") << ended.status;
    EXPECT_THAT(ended.text, ::testing::EndsWith("Tell me how it went for STUDENT_7K3QF9."));
  }
  EXPECT_EQ(vendor_->request_count(), 50);
}

TEST_F(VendorTest, StatusesAreToldWithoutTheirText) {
  const std::pair<int, const char*> rows[] = {
      {301, "VENDOR_ERROR"},        {400, "VENDOR_REJECTED"}, {401, "VENDOR_ERROR"},
      {403, "VENDOR_ERROR"},        {404, "VENDOR_REJECTED"}, {422, "VENDOR_REJECTED"},
      {429, "VENDOR_RATE_LIMITED"}, {500, "VENDOR_ERROR"},    {503, "VENDOR_ERROR"}};
  for (const auto& [status, reason] : rows) {
    StartVendor(Whole(status, R"({"error":{"message":"SECRET"}})"));
    for (const bool stream : {false, true}) {
      const Ended ended = Call(Endpoint(), stream);
      EXPECT_EQ(ended.reason, reason) << status;
      EXPECT_EQ(ended.facts.http_status, status);
      EXPECT_THAT(ended.status, HasSubstr("'acme'"));
      EXPECT_THAT(ended.status, Not(HasSubstr("SECRET")));
    }
  }
}

TEST_F(VendorTest, GarbageIsToldApart) {
  StartVendor(Whole(200, "<html>SECRET</html>\n"));
  EXPECT_EQ(Call(Endpoint(), false).reason, "VENDOR_GARBAGE");
  EXPECT_EQ(Call(Endpoint(), true).reason, "VENDOR_GARBAGE");
  VendorScript raw = Whole(200, "SSH-2.0-not-http\r\n");
  raw.raw = true;
  StartVendor(raw);
  EXPECT_EQ(Call(Endpoint(), false).reason, "VENDOR_GARBAGE");
}

TEST_F(VendorTest, AnAnswerThatIsTooLargeIsCutOff) {
  VendorEndpoint endpoint;
  StartVendor(Whole(200, std::string(1 << 20, ' ') + kWhole));
  endpoint = Endpoint();
  endpoint.max_response_bytes = 100'000;
  const Ended ended = Call(endpoint, false);
  EXPECT_EQ(ended.reason, "VENDOR_GARBAGE");
  EXPECT_LT(ended.facts.response_bytes, 200'000);
  // An error as large does not take up memory either.
  StartVendor(Whole(500, std::string(8 << 20, ' ')));
  const Ended failed = Call(Endpoint(), false);
  EXPECT_EQ(failed.reason, "VENDOR_ERROR");
  EXPECT_LT(failed.facts.response_bytes, 1 << 20);
}

TEST_F(VendorTest, AStreamThatBreaksOffKeepsWhatCame) {
  VendorScript script = Stream({{absl::ZeroDuration(), kChunk}, {absl::Milliseconds(5), kChunk}});
  StartVendor(script);  // ends properly, but without [DONE]
  Ended ended = Call(Endpoint(), true);
  EXPECT_EQ(ended.reason, "VENDOR_STOPPED");
  EXPECT_EQ(ended.text, "HolaHola");
  script.close_early = true;
  StartVendor(script);
  ended = Call(Endpoint(), true);
  EXPECT_EQ(ended.reason, "VENDOR_STOPPED");
  EXPECT_EQ(ended.text, "HolaHola");
  script = Whole(200, kWhole);
  script.close_early = true;
  StartVendor(script);
  EXPECT_EQ(Call(Endpoint(), false).reason, "VENDOR_STOPPED");
}

TEST_F(VendorTest, AVendorThatHangsUpIsToldApart) {
  VendorScript script;
  script.raw = true;  // closes without a byte
  StartVendor(script);
  EXPECT_EQ(Call(Endpoint(), false).reason, "VENDOR_STOPPED");
}

TEST_F(VendorTest, DoneEndsAStreamThoughTheVendorLingers) {
  StartVendor(Stream({{absl::ZeroDuration(), StrCat(kChunk, kDone)}, {absl::Seconds(30), ": late\n\n"}}));
  const absl::Time start = absl::Now();
  const Ended ended = Call(Endpoint(), true);
  EXPECT_EQ(ended.reason, "");
  EXPECT_EQ(ended.text, "Hola");
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
}

TEST_F(VendorTest, SilenceTimesOut) {
  VendorScript script;
  script.never_answer = true;
  StartVendor(script);
  VendorEndpoint endpoint = Endpoint();
  endpoint.first_byte_timeout = absl::Milliseconds(150);
  for (const bool stream : {false, true}) {
    const Ended ended = Call(endpoint, stream);
    EXPECT_EQ(ended.reason, "VENDOR_TIMEOUT");
    EXPECT_TRUE(ended.facts.any_byte_sent);
    EXPECT_GE(ended.facts.total, absl::Milliseconds(150));
    EXPECT_LT(ended.facts.total, absl::Seconds(2));
  }
  EXPECT_TRUE(Eventually([&] { return vendor_->aborted_count() == 2; }));
}

TEST_F(VendorTest, AStreamThatFallsSilentTimesOut) {
  StartVendor(Stream({{absl::ZeroDuration(), kChunk}, {absl::Seconds(30), kDone}}));
  VendorEndpoint endpoint = Endpoint();
  endpoint.idle_timeout = absl::Milliseconds(150);
  endpoint.first_byte_timeout = absl::Milliseconds(100);  // is over once the first byte came
  const Ended ended = Call(endpoint, true);
  EXPECT_EQ(ended.reason, "VENDOR_TIMEOUT");
  EXPECT_EQ(ended.text, "Hola");
  EXPECT_GE(ended.facts.total, absl::Milliseconds(150));
}

TEST_F(VendorTest, ASlowReaderIsCutOff) {
  const std::string chunk =
      StrCat("data: {\"choices\":[{\"delta\":{\"content\":\"", std::string(4000, 'x'), "\"}}]}\n\n");
  std::vector<VendorChunk> chunks(2000, VendorChunk{absl::ZeroDuration(), chunk});
  StartVendor(Stream(chunks));
  auto endpoint = Endpoint();
  endpoint.max_queued_bytes = 200'000;
  const auto shared = std::make_shared<const VendorEndpoint>(endpoint);
  const Ended ended = OnLoop([&]() -> asio::awaitable<Ended> {
    auto reply = transport_->Send(Clear(true), shared, "salt");
    co_await Sleep(absl::Milliseconds(400));
    Ended result = co_await Read(**reply, true);
    co_return result;
  });
  EXPECT_EQ(ended.reason, "SLOW_READER");
  EXPECT_LT(ended.facts.response_bytes, 400'000);
  EXPECT_GT(ended.pieces, 40);
}

TEST_F(VendorTest, CancellingReachesTheVendorAndWakesWhoWaits) {
  StartVendor(Stream(std::vector<VendorChunk>(1000, VendorChunk{absl::Milliseconds(5), kChunk})));
  const auto endpoint = std::make_shared<const VendorEndpoint>(Endpoint());
  // By Cancel().
  Ended ended = OnLoop([&]() -> asio::awaitable<Ended> {
    auto reply = transport_->Send(Clear(true), endpoint, "salt");
    auto first = co_await (*reply)->Next();
    EXPECT_TRUE(first.ok());
    (*reply)->Cancel();
    (*reply)->Cancel();
    Ended result = co_await Read(**reply, true);
    co_return result;
  });
  EXPECT_EQ(ended.reason, "CLIENT_GONE");
  EXPECT_TRUE(Eventually([&] { return vendor_->aborted_count() == 1; }));

  // By dropping the reply while another coroutine waits for it.
  std::unique_ptr<VendorReply> reply;
  auto pending = asio::co_spawn(
      loop_.context(),
      [&]() -> asio::awaitable<std::string> {
        reply = *transport_->Send(Clear(true), endpoint, "salt");
        std::string reason;
        while (reason.empty()) {
          auto waiting = reply->Next();
          auto piece = co_await std::move(waiting);
          if (!piece.ok()) reason = ProblemOf(piece.status()).reason;
        }
        co_return reason;
      },
      asio::use_future);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  loop_.Post([&] { reply.reset(); });
  EXPECT_EQ(pending.get(), "CLIENT_GONE");
  EXPECT_TRUE(Eventually([&] { return vendor_->aborted_count() == 2; }));
}

TEST_F(VendorTest, AnExchangesOwnCancellationEndsTheCall) {
  VendorScript script;
  script.never_answer = true;
  StartVendor(script);
  const auto endpoint = std::make_shared<const VendorEndpoint>(Endpoint());
  asio::cancellation_signal signal;
  std::promise<std::string> reason;
  asio::co_spawn(
      loop_.context(),
      [&]() -> asio::awaitable<void> {
        co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
        co_await asio::this_coro::throw_if_cancelled(false);
        const Ended ended = co_await CallAsync(endpoint, false);
        reason.set_value(ended.reason);
      },
      asio::bind_cancellation_slot(signal.slot(), asio::detached));
  EXPECT_TRUE(Eventually([&] { return vendor_->request_count() == 1; }));
  loop_.Post([&] { signal.emit(asio::cancellation_type::total); });
  EXPECT_EQ(reason.get_future().get(), "CLIENT_GONE");
  EXPECT_TRUE(Eventually([&] { return vendor_->aborted_count() == 1; }));
}

TEST_F(VendorTest, AClearanceIsForItsOwnDestinationOnce) {
  StartVendor(SimulatedVendorOptions{});
  VendorEndpoint endpoint = Endpoint();
  endpoint.models["small"] = "vendor-small";
  const auto shared = std::make_shared<const VendorEndpoint>(endpoint);
  const auto refusal = [&](Cleared& cleared) {
    return OnLoop([&]() -> asio::awaitable<std::string> {
      auto reply = transport_->Send(std::move(cleared), shared, "salt");
      co_return reply.ok() ? "" : ProblemOf(reply.status()).reason;
    });
  };
  for (const Destination& other :
       {Destination{"other", "large", v1::ROUTE_CLOUD}, Destination{"acme", "unknown", v1::ROUTE_CLOUD},
        Destination{"acme", "", v1::ROUTE_CLOUD}, Destination{"acme", "large", v1::ROUTE_ON_PREMISES}}) {
    Cleared cleared = Clear(false, other);
    EXPECT_EQ(refusal(cleared), "WRONG_DESTINATION");
    EXPECT_EQ(refusal(cleared), "CLEARANCE_USED");
  }
  Cleared cleared = Clear(false);
  EXPECT_EQ(refusal(cleared), "");
  EXPECT_EQ(refusal(cleared), "CLEARANCE_USED");
  EXPECT_LE(vendor_->request_count(), 1);
}

TEST_F(VendorTest, NobodyAtHomeIsUnreachable) {
  const Ended ended = Call(Endpoint(), false);  // port 1
  EXPECT_EQ(ended.reason, "VENDOR_UNREACHABLE");
  EXPECT_FALSE(ended.facts.any_byte_sent);
  EXPECT_EQ(ended.facts.request_bytes, 0);
  VendorEndpoint endpoint = Endpoint();
  endpoint.route = v1::ROUTE_ON_PREMISES;
  endpoint.base_url = "http://no-such-host.invalid/v1";
  const auto shared = std::make_shared<const VendorEndpoint>(endpoint);
  OnLoop([&]() -> asio::awaitable<void> {
    auto reply = transport_->Send(Clear(false, {"acme", "large", v1::ROUTE_ON_PREMISES}), shared, "");
    const Ended result = co_await Read(**reply, false);
    EXPECT_EQ(result.reason, "VENDOR_UNREACHABLE");
  });
}

TEST_F(VendorTest, TheEnvironmentsProxyIsNotUsed) {
  // NOLINTBEGIN(concurrency-mt-unsafe): before and after the threads that read it
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  StartVendor(Whole(200, kWhole));
  EXPECT_EQ(Call(Endpoint(), false).text, "Hola");
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
  // NOLINTEND(concurrency-mt-unsafe)
}

TEST_F(VendorTest, ATransportThatEndsEndsItsCalls) {
  VendorScript script;
  script.never_answer = true;
  StartVendor(script);
  const auto endpoint = std::make_shared<const VendorEndpoint>(Endpoint());
  auto call = asio::co_spawn(loop_.context(), CallAsync(endpoint, true), asio::use_future);
  EXPECT_TRUE(Eventually([&] { return vendor_->request_count() == 1; }));
  loop_.Post([&] { transport_.reset(); });
  EXPECT_EQ(call.get().reason, "SHUTTING_DOWN");
}

TEST_F(VendorTest, TheVendorsRecordFileHoldsWhatItAnswered) {
  const std::string path = ::testing::TempDir() + "schoolgate-record-" + std::to_string(getpid());
  SimulatedVendorOptions options;
  options.record = false;
  options.record_file = path;
  StartVendor(std::move(options));
  EXPECT_EQ(Call(Endpoint(), false).reason, "");
  EXPECT_EQ(Call(Endpoint(), false).reason, "");
  EXPECT_TRUE(vendor_->requests().empty());
  std::ifstream file(path, std::ios::binary);
  for (int i = 0; i < 2; ++i) {
    std::string word;
    size_t length = 0;
    file >> word >> length;
    EXPECT_EQ(word, "schoolgate-request");
    std::string bytes(length + 2, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    EXPECT_THAT(bytes, ::testing::StartsWith("\nPOST /v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_THAT(bytes, ::testing::EndsWith("}\n"));
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace schoolgate::connectors
