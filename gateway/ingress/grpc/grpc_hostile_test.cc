// Callers that do what gRPC's own client would not: the server refuses them and goes on serving others.
#include <arpa/inet.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <latch>

#include "gateway/ingress/grpc/grpc_test_server.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;
using Headers = std::vector<std::pair<std::string, std::string>>;

// Speaks HTTP/2 frames (RFC 9113) over a plain socket, without a thought of what is allowed.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{.tv_sec = 2, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    SendFrame(/*type=*/4, /*flags=*/0, /*stream=*/0, "");
  }
  ~RawClient() { ::close(socket_); }

  void Send(const std::string& bytes) { ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

  void SendFrame(int type, int flags, uint32_t stream, const std::string& payload) {
    std::string head;
    for (const int shift : {16, 8, 0}) head.push_back(static_cast<char>(payload.size() >> shift));
    head.push_back(static_cast<char>(type));
    head.push_back(static_cast<char>(flags));
    for (const int shift : {24, 16, 8, 0}) head.push_back(static_cast<char>(stream >> shift));
    Send(head + payload);
  }

  // One Generate call on `stream` with `extra` headers.
  void Call(uint32_t stream, const Headers& extra) {
    Headers headers = {{":method", "POST"},
                       {":scheme", "http"},
                       {":path", "/schoolgate.v1.GenerationService/Generate"},
                       {":authority", "localhost"},
                       {"te", "trailers"},
                       {"content-type", "application/grpc"}};
    headers.insert(headers.end(), extra.begin(), extra.end());
    std::string block;
    for (const auto& [name, value] : headers) {
      block.push_back('\0');  // a literal field without indexing, its name new (RFC 7541 section 6.2.2)
      AppendText(name, block);
      AppendText(value, block);
    }
    SendFrame(/*type=*/1, /*flags=*/4, stream, block);
    const std::string message = Saying("hello").SerializeAsString();
    std::string data(1, '\0');
    for (const int shift : {24, 16, 8, 0}) data.push_back(static_cast<char>(message.size() >> shift));
    SendFrame(/*type=*/0, /*flags=*/1, stream, data + message);
  }

  // Reads until the server has ended the stream or the connection, or says nothing for two seconds.
  void AwaitEnd(uint32_t stream) {
    std::string bytes;
    char chunk[4096];
    while (true) {
      while (bytes.size() >= 9) {
        const auto at = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])); };
        const size_t size = 9 + (at(0) << 16 | at(1) << 8 | at(2));
        if (bytes.size() < size) break;
        const uint32_t id = at(5) << 24 | at(6) << 16 | at(7) << 8 | at(8);
        const uint32_t type = at(3);
        if (type == 7 || (id == stream && (type == 3 || (type == 1 && (at(4) & 1) != 0)))) return;
        bytes.erase(0, size);
      }
      const ssize_t n = ::recv(socket_, chunk, sizeof(chunk), 0);
      if (n <= 0) return;
      bytes.append(chunk, static_cast<size_t>(n));
    }
  }

 private:
  static void AppendText(const std::string& text, std::string& block) {
    size_t size = text.size();
    if (size < 127) {
      block.push_back(static_cast<char>(size));
    } else {
      block.push_back('\x7f');
      for (size -= 127; size >= 128; size /= 128) block.push_back(static_cast<char>(size % 128 + 128));
      block.push_back(static_cast<char>(size));
    }
    block += text;
  }

  const int socket_;
};

class GrpcHostileTest : public testing::Test {
 protected:
  void ExpectServes() {
    const auto stub = v1::GenerationService::NewStub(on_.NewChannel());
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    v1::GenerateResponse response;
    const grpc::Status status = stub->Generate(&context, Saying("hello"), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  // Sends `bytes` as a Generate request.
  grpc::Status SendBytes(const std::string& bytes) {
    grpc::GenericStub stub(on_.NewChannel());
    grpc::ClientContext context;
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    std::latch done(1);
    stub.UnaryCall(&context, "/schoolgate.v1.GenerationService/Generate", grpc::StubOptions(), &request,
                   &response, [&](grpc::Status ended) {
                     status = std::move(ended);
                     done.count_down();
                   });
    done.wait();
    return status;
  }
  static GrpcServerOptions Options() {
    GrpcServerOptions options = LoopbackOptions();
    options.max_message_bytes = 1000;
    return options;
  }
  Exchange Seeing() {
    return [this](connectors::VendorTransport&, Call& call) -> asio::awaitable<void> {
      ++calls_;
      last_person_ = call.credentials().person;
      connectors::DecodeOptions options;
      auto decoded = call.Decode(options);
      last_reason_ = decoded.ok() ? "" : ProblemOf(decoded.status()).reason;
      ReplyInfo info;
      if (decoded.ok()) {
        co_await call.Reply(v1::GenerateResponse(), info);
      } else {
        co_await call.Fail(decoded.status(), info);
      }
    };
  }

  std::atomic<int> calls_{0};
  std::string last_person_;
  std::string last_reason_;
  TestServer on_{Seeing(), Options()};
};

TEST_F(GrpcHostileTest, TheRawClientCanCall) {
  RawClient client(on_.server().port());
  client.Call(1, {{"x-schoolgate-person", "someone"}});
  client.AwaitEnd(1);
  EXPECT_EQ(calls_, 1);
  EXPECT_EQ(last_person_, "someone");
  EXPECT_EQ(last_reason_, "");
}

TEST_F(GrpcHostileTest, AHeaderThatIsNotUtf8IsNeverTaken) {
  RawClient client(on_.server().port());
  client.Call(1, {{"x-schoolgate-person", "\xC3\x28"}});
  client.AwaitEnd(1);
  EXPECT_EQ(last_person_, "");
  if (calls_ > 0) {
    EXPECT_EQ(last_reason_, "INVALID_UTF8");
  }
  ExpectServes();
}

TEST_F(GrpcHostileTest, AHeaderThatComesTwiceIsNotTaken) {
  RawClient client(on_.server().port());
  client.Call(1, {{"x-schoolgate-person", "someone"}, {"x-schoolgate-person", "another"}});
  client.AwaitEnd(1);
  EXPECT_EQ(calls_, 1);
  EXPECT_EQ(last_person_, "");
  EXPECT_EQ(last_reason_, "INVALID_VALUE");
}

TEST_F(GrpcHostileTest, SurvivesOddHeaders) {
  for (const Headers& headers : std::vector<Headers>{{{"te", "x"}},
                                                     {{"grpclb_client_stats", "x"}},
                                                     {{"grpc-encoding", "nonsense"}},
                                                     {{"grpc-timeout", "-1S"}},
                                                     {{"grpc-timeout", "99999999999999999999H"}},
                                                     {{"grpc-accept-encoding", std::string(1000, ',')}},
                                                     {{"content-length", "-5"}},
                                                     {{":path", "/twice"}},
                                                     {{"UPPER", "case"}},
                                                     {{"", ""}},
                                                     {{"x-bin", "not base64!"}},
                                                     {{"authorization", std::string("Bearer \0x", 9)}},
                                                     {{"x-long", std::string(9000, 'x')}},
                                                     {{"host", "\xFF\xFE"}}}) {
    RawClient client(on_.server().port());
    client.Call(1, headers);
    client.AwaitEnd(1);
    ExpectServes();
  }
}

TEST_F(GrpcHostileTest, SurvivesWhatIsNoHttp2) {
  for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(100'000, '\xFF')}) {
    RawClient client(on_.server().port());
    client.Send(bytes);
    client.AwaitEnd(1);
    ExpectServes();
  }
}

TEST_F(GrpcHostileTest, RefusesHugeMetadata) {
  const auto stub = v1::GenerationService::NewStub(on_.NewChannel());
  grpc::ClientContext context;
  context.AddMetadata("x-schoolgate-person", std::string(20'000, 'x'));
  v1::GenerateResponse response;
  EXPECT_EQ(stub->Generate(&context, Saying("hello"), &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(calls_, 0);
  ExpectServes();
}

TEST_F(GrpcHostileTest, RefusesOversizedMessages) {
  const grpc::Status large = SendBytes(Saying(std::string(1500, 'x')).SerializeAsString());
  EXPECT_EQ(large.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(large), "BODY_TOO_LARGE");
  EXPECT_EQ(calls_, 1);
  // What is larger still does not get past gRPC.
  EXPECT_EQ(SendBytes(Saying(std::string(5000, 'x')).SerializeAsString()).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(calls_, 1);
}

TEST_F(GrpcHostileTest, SaysWhatIsWrongWithBytesItCannotRead) {
  EXPECT_EQ(ReasonOf(SendBytes("\xFF\xFF\xFF")), "MALFORMED_REQUEST");
  std::string bytes = Saying("##").SerializeAsString();
  bytes.replace(bytes.find("##"), 2, "\xC3\x28");
  const grpc::Status status = SendBytes(bytes);
  EXPECT_EQ(ReasonOf(status), "INVALID_UTF8");
  EXPECT_EQ(PlaceOf(status), "messages[0].content[0].text");
  EXPECT_EQ(calls_, 2);
}

TEST_F(GrpcHostileTest, RefusesCompressedMessages) {
  const auto stub = v1::GenerationService::NewStub(on_.NewChannel());
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::GenerateResponse response;
  // A megabyte, though it fits the limit as it travels.
  EXPECT_EQ(stub->Generate(&context, Saying(std::string(1 << 20, 'x')), &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(calls_, 0);
}

TEST_F(GrpcHostileTest, ACallerThatHangsUpIsGone) {
  Event ended;
  int gone = 0;
  TestServer on([&](connectors::VendorTransport&, Call& call) -> asio::awaitable<void> {
    co_await AwaitGone(call, gone);
    absl::Status problem = MakeProblem(problems::kClientGone);
    ReplyInfo info;
    co_await call.Fail(std::move(problem), info);
    ended.Happen();
  });
  {
    RawClient client(on.server().port());
    client.Call(1, {});
    absl::SleepFor(absl::Milliseconds(200));
  }
  ASSERT_TRUE(ended.HappensWithin(absl::Seconds(10)));
  EXPECT_EQ(gone, 1);
}

}  // namespace
}  // namespace schoolgate::gateway
