#include "gateway/ingress/grpc/grpc_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "gateway/ingress/grpc/grpc_test_server.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;
using connectors::VendorTransport;
using Reader = std::unique_ptr<grpc::ClientReader<v1::StreamGenerateResponse>>;

ReplyInfo Info() {
  ReplyInfo info;
  info.exchange_id = "exchange-1";
  return info;
}

v1::StreamGenerateResponse PieceOf(std::string text) {
  v1::StreamGenerateResponse piece;
  piece.add_deltas()->set_content(std::move(text));
  return piece;
}

// A client with one call under way.
struct Client {
  explicit Client(const TestServer& on) : stub(v1::GenerationService::NewStub(on.NewChannel())) {}

  grpc::Status Generate(const v1::GenerateRequest& request) {
    return stub->Generate(&context, request, &response);
  }
  Reader Stream(const v1::StreamGenerateRequest& request) { return stub->StreamGenerate(&context, request); }

  std::unique_ptr<v1::GenerationService::Stub> stub;
  grpc::ClientContext context;
  v1::GenerateResponse response;
};

TEST(GrpcServer, AnswersAtOnce) {
  TestServer on(Echo);
  Client client(on);
  v1::GenerateRequest request = Saying("hello");
  auto& unknown = *request.GetReflection()->MutableUnknownFields(&request);
  unknown.AddVarint(77, 1);
  ASSERT_TRUE(client.Generate(request).ok());
  EXPECT_EQ(client.response.choices(0).message().content(0).text(), "hello");
  EXPECT_EQ(ValueOf(client.context.GetServerInitialMetadata(), "x-request-id"), "exchange-1");
  EXPECT_EQ(ValueOf(client.context.GetServerInitialMetadata(), "x-schoolgate-dropped"), "field #77");
}

TEST(GrpcServer, AnswersPieceByPiece) {
  TestServer on(Echo);
  Client client(on);
  v1::StreamGenerateRequest request = StreamSaying("piece 0");
  for (int i = 1; i < 50; ++i) {
    request.mutable_request()->mutable_messages(0)->add_content()->set_text("piece " + std::to_string(i));
  }
  const Reader reader = client.Stream(request);
  v1::StreamGenerateResponse piece;
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(reader->Read(&piece));
    EXPECT_EQ(piece.deltas(0).content(), "piece " + std::to_string(i));
  }
  EXPECT_FALSE(reader->Read(&piece));
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(ValueOf(client.context.GetServerInitialMetadata(), "x-request-id"), "exchange-1");
}

TEST(GrpcServer, TellsTheExchangeWhoAsks) {
  Credentials seen;
  TestServer on([&](VendorTransport& transport, Call& call) -> asio::awaitable<void> {
    seen.api_key = SecretBytes(call.credentials().api_key.Reveal());
    seen.person = call.credentials().person;
    seen.session = call.credentials().session;
    seen.tool = call.credentials().tool;
    seen.purpose = call.credentials().purpose;
    seen.peer = call.credentials().peer;
    seen.client_certificate = call.credentials().client_certificate;
    EXPECT_EQ(call.operation(), "chat");
    co_await Echo(transport, call);
  });
  Client client(on);
  client.context.AddMetadata("authorization", "bearer sg_key");
  client.context.AddMetadata("x-schoolgate-person", "header person");
  client.context.AddMetadata("x-schoolgate-session", "header session");
  client.context.AddMetadata("x-schoolgate-tool", "header tool");
  v1::GenerateRequest request = Saying("hello");
  request.mutable_context()->set_person("request person");
  request.mutable_context()->set_purpose("request purpose");
  ASSERT_TRUE(client.Generate(request).ok());
  EXPECT_EQ(seen.api_key.Reveal(), "sg_key");
  EXPECT_EQ(seen.person, "request person");
  EXPECT_EQ(seen.session, "header session");
  EXPECT_EQ(seen.tool, "header tool");
  EXPECT_EQ(seen.purpose, "request purpose");
  EXPECT_EQ(seen.peer, "127.0.0.1");
  EXPECT_EQ(seen.client_certificate, "");

  Client by_key(on);
  by_key.context.AddMetadata("x-api-key", "sg_other");
  ASSERT_TRUE(by_key.Generate(Saying("hello")).ok());
  EXPECT_EQ(seen.api_key.Reveal(), "sg_other");

  Client by_password(on);
  by_password.context.AddMetadata("authorization", "Basic c2VjcmV0");
  ASSERT_TRUE(by_password.Generate(Saying("hello")).ok());
  EXPECT_TRUE(seen.api_key.empty());
}

TEST(GrpcServer, SendsAProblemWithTheRequestId) {
  TestServer on([](VendorTransport&, Call& call) -> asio::awaitable<void> {
    absl::Status problem = MakeProblem(problems::kVendorTimeout, {{"vendor", "acme"}});
    const ReplyInfo info = Info();
    co_await call.Fail(std::move(problem), info);
  });
  Client client(on);
  const grpc::Status status = client.Generate(Saying("hello"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ReasonOf(status), "VENDOR_TIMEOUT");
  EXPECT_EQ(ValueOf(client.context.GetServerTrailingMetadata(), "x-request-id"), "exchange-1");
}

TEST(GrpcServer, EndsAStreamThatFailsMidwayAfterItsPieces) {
  TestServer on([](VendorTransport&, Call& call) -> asio::awaitable<void> {
    const ReplyInfo info = Info();
    for (int i = 0; i < 2; ++i) EXPECT_TRUE((co_await call.SendPiece(PieceOf("piece"), info)).ok());
    absl::Status problem = MakeProblem(problems::kVendorStopped, {{"vendor", "acme"}});
    co_await call.Fail(std::move(problem), info);
  });
  Client client(on);
  const Reader reader = client.Stream(StreamSaying("hello"));
  v1::StreamGenerateResponse piece;
  EXPECT_TRUE(reader->Read(&piece));
  EXPECT_TRUE(reader->Read(&piece));
  EXPECT_FALSE(reader->Read(&piece));
  EXPECT_EQ(ReasonOf(reader->Finish()), "VENDOR_STOPPED");
  EXPECT_EQ(ValueOf(client.context.GetServerTrailingMetadata(), "x-request-id"), "exchange-1");
}

// An exchange that says one piece, waits until its caller is gone, and tries another piece.
struct Abandoned {
  int gone = 0;
  absl::Status after;
  Event ended;

  asio::awaitable<void> Run(VendorTransport&, Call& call) {
    const ReplyInfo info = Info();
    EXPECT_TRUE((co_await call.SendPiece(PieceOf("first"), info)).ok());
    co_await AwaitGone(call, gone);
    after = co_await call.SendPiece(PieceOf("second"), info);
    absl::Status problem = MakeProblem(problems::kClientGone);
    co_await call.Fail(std::move(problem), info);
    ended.Happen();
  }
  Exchange AsExchange() {
    return [this](VendorTransport& transport, Call& call) { return Run(transport, call); };
  }
};

TEST(GrpcServer, TellsOnceThatTheCallerCancelled) {
  Abandoned exchange;
  TestServer on(exchange.AsExchange());
  Client client(on);
  const Reader reader = client.Stream(StreamSaying("hello"));
  v1::StreamGenerateResponse piece;
  ASSERT_TRUE(reader->Read(&piece));
  client.context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  ASSERT_TRUE(exchange.ended.HappensWithin(absl::Seconds(10)));
  EXPECT_EQ(exchange.gone, 1);
  EXPECT_EQ(ProblemOf(exchange.after).reason, "CLIENT_GONE");
  // The RPC is finished: nothing is left to wait for.
  const absl::Time start = absl::Now();
  on.server().Shutdown(absl::Seconds(30));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST(GrpcServer, TellsThatTheDeadlinePassed) {
  Abandoned exchange;
  TestServer on(exchange.AsExchange());
  Client client(on);
  client.context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(300)));
  const Reader reader = client.Stream(StreamSaying("hello"));
  v1::StreamGenerateResponse piece;
  while (reader->Read(&piece)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  ASSERT_TRUE(exchange.ended.HappensWithin(absl::Seconds(10)));
  EXPECT_EQ(exchange.gone, 1);
}

TEST(GrpcServer, TellsAtOnceWhoIsLateThatTheCallerIsGone) {
  Event ended;
  bool at_once = false;
  TestServer on([&](VendorTransport&, Call& call) -> asio::awaitable<void> {
    co_await Sleep(absl::Milliseconds(500));
    call.OnGone([&] { at_once = true; });
    EXPECT_TRUE(at_once);
    absl::Status problem = MakeProblem(problems::kClientGone);
    const ReplyInfo info = Info();
    co_await call.Fail(std::move(problem), info);
    ended.Happen();
  });
  Client client(on);
  client.context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(100)));
  EXPECT_EQ(client.Generate(Saying("hello")).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  ASSERT_TRUE(ended.HappensWithin(absl::Seconds(10)));
}

TEST(GrpcServer, ASlowReaderHoldsItsExchangeBack) {
  constexpr int kPieces = 200;
  std::atomic<int> sent{0};
  TestServer on([&](VendorTransport&, Call& call) -> asio::awaitable<void> {
    const ReplyInfo info = Info();
    for (int i = 0; i < kPieces; ++i) {
      EXPECT_TRUE((co_await call.SendPiece(PieceOf(std::string(256 << 10, 'x')), info)).ok());
      ++sent;
    }
    co_await call.Finish(info);
  });
  Client client(on);
  const Reader reader = client.Stream(StreamSaying("hello"));
  v1::StreamGenerateResponse piece;
  ASSERT_TRUE(reader->Read(&piece));
  absl::SleepFor(absl::Milliseconds(500));
  const int held_at = sent;
  absl::SleepFor(absl::Milliseconds(300));
  EXPECT_EQ(sent, held_at);
  EXPECT_LT(held_at, kPieces / 2);
  int read = 1;
  while (reader->Read(&piece)) ++read;
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(read, kPieces);
}

TEST(GrpcServer, CutsAReaderThatTakesNothing) {
  Event ended;
  absl::Status last;
  GrpcServerOptions options = LoopbackOptions();
  options.slow_reader_limit = absl::Milliseconds(300);
  TestServer on(
      [&](VendorTransport&, Call& call) -> asio::awaitable<void> {
        const ReplyInfo info = Info();
        do {
          last = co_await call.SendPiece(PieceOf(std::string(256 << 10, 'x')), info);
        } while (last.ok());
        co_await call.Fail(last, info);
        ended.Happen();
      },
      std::move(options));
  Client client(on);
  const Reader reader = client.Stream(StreamSaying("hello"));
  EXPECT_TRUE(ended.HappensWithin(absl::Seconds(20)));
  EXPECT_EQ(ProblemOf(last).reason, "CLIENT_GONE");
  client.context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
}

TEST(GrpcServer, ServesAHundredStreamsAtATime) {
  constexpr int kStreams = 100;
  std::atomic<int> open{0};
  std::atomic<int> most{0};
  TestServer on([&](VendorTransport&, Call& call) -> asio::awaitable<void> {
    const ReplyInfo info = Info();
    most = std::max<int>(most, ++open);
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE((co_await call.SendPiece(PieceOf(std::to_string(i)), info)).ok());
      while (open < kStreams && most < kStreams) co_await Sleep(absl::Milliseconds(5));
    }
    --open;
    co_await call.Finish(info);
  });
  const auto channel = on.NewChannel();
  std::atomic<int> complete{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kStreams; ++i) {
    threads.emplace_back([&] {
      const auto stub = v1::GenerationService::NewStub(channel);
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
      const Reader reader = stub->StreamGenerate(&context, StreamSaying("hello"));
      v1::StreamGenerateResponse piece;
      int pieces = 0;
      while (reader->Read(&piece) && piece.deltas(0).content() == std::to_string(pieces)) ++pieces;
      if (reader->Finish().ok() && pieces == 20) ++complete;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(complete, kStreams);
  EXPECT_EQ(most, kStreams);
}

TEST(GrpcServer, TakesNoMoreCallsThanItMay) {
  Abandoned exchange;
  GrpcServerOptions options = LoopbackOptions();
  options.max_open_calls = 1;
  std::atomic<int> open = 0;
  std::atomic<int> refused = 0;
  GrpcHandlers handlers;
  handlers.count_open = [&open](int delta) { open += delta; };
  handlers.count_overload = [&refused] { ++refused; };
  TestServer on(exchange.AsExchange(), std::move(options), std::move(handlers));
  Client first(on);
  const Reader reader = first.Stream(StreamSaying("hello"));
  v1::StreamGenerateResponse piece;
  ASSERT_TRUE(reader->Read(&piece));

  EXPECT_EQ(ReasonOf(Client(on).Generate(Saying("hello"))), "OVERLOADED");
  Client streamed(on);
  EXPECT_EQ(ReasonOf(streamed.Stream(StreamSaying("hello"))->Finish()), "OVERLOADED");
  EXPECT_EQ(open, 1);
  EXPECT_EQ(refused, 2);

  first.context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
  ASSERT_TRUE(exchange.ended.HappensWithin(absl::Seconds(10)));
  // The place is free again.
  for (int i = 0; i < 100; ++i) {
    Client next(on);
    const Reader again = next.Stream(StreamSaying("hello"));
    const bool answered = again->Read(&piece);
    next.context.TryCancel();
    if (ReasonOf(again->Finish()) != "OVERLOADED" && answered) return;
    absl::SleepFor(absl::Milliseconds(20));
  }
  FAIL() << "the place was never given back";
}

TEST(GrpcServer, ShutdownCancelsWhatIsOpenAfterItsGrace) {
  Abandoned exchange;
  TestServer on(exchange.AsExchange());
  Client client(on);
  const Reader reader = client.Stream(StreamSaying("hello"));
  v1::StreamGenerateResponse piece;
  ASSERT_TRUE(reader->Read(&piece));
  const absl::Time start = absl::Now();
  on.server().Shutdown(absl::Milliseconds(500));
  const absl::Duration took = absl::Now() - start;
  EXPECT_GE(took, absl::Milliseconds(450));
  EXPECT_LT(took, absl::Seconds(10));
  EXPECT_TRUE(exchange.ended.HappensWithin(absl::Seconds(1)));
  EXPECT_EQ(exchange.gone, 1);
  EXPECT_FALSE(reader->Finish().ok());
  // A second time is harmless, and nothing is taken any more.
  on.server().Shutdown(absl::ZeroDuration());
  EXPECT_EQ(Client(on).Generate(Saying("hello")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(GrpcServer, EndsACallThatItsExchangeLeftOpen) {
  TestServer on([](VendorTransport&, Call& call) -> asio::awaitable<void> {
    if (call.credentials().tool == "throws") throw std::runtime_error("Ana Example, grade 4");
    co_return;
  });
  Client left(on);
  EXPECT_EQ(ReasonOf(left.Generate(Saying("hello"))), "INTERNAL");
  Client thrown(on);
  thrown.context.AddMetadata("x-schoolgate-tool", "throws");
  const grpc::Status status = thrown.Stream(StreamSaying("hello"))->Finish();
  EXPECT_EQ(ReasonOf(status), "INTERNAL");
  EXPECT_EQ(status.error_message().find("Ana"), std::string::npos);
}

TEST(GrpcServer, RefusesAnAddressItCannotHave) {
  TestServer on(Echo);
  GrpcServerOptions options;
  options.address = on.address();
  const auto second = GrpcServer::Start(std::move(options), GrpcHandlers(), {});
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.status().message().find(on.address()), absl::string_view::npos) << second.status();
}

TEST(GrpcServer, NeedsACertificateBeyondLoopback) {
  GrpcServerOptions options;
  options.address = "0.0.0.0:0";
  EXPECT_EQ(GrpcServer::Start(std::move(options), GrpcHandlers(), {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace schoolgate::gateway
