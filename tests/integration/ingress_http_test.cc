// The HTTP listener as the bytes on the wire have it: what clients, probes and scanners send, and how a gate
// that stops treats those it is talking with.
#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"
#include "tests/integration/raw_client.h"

namespace schoolgate::tests {
namespace {

std::string Head(std::string_view method, std::string_view path, std::string_view headers = "",
                 std::string_view version = "1.1") {
  return StrCat(method, " ", path, " HTTP/", version, "\r\nhost: localhost\r\n", headers);
}

size_t CountOf(std::string_view text, std::string_view word) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; at += word.size()) ++count;
  return count;
}

class IngressHttpTest : public GateTest {
 protected:
  void SetUp() override {
    GateTest::SetUp();
    gate().AnswerWith({});
  }

  static RawClient Connect(int max_tls = 0) {
    return RawClient(gate().process().http_port(), gate().sample().ca_file, max_tls);
  }
  static std::string Key() { return StrCat("authorization: Bearer ", gate().sample().teacher_key, "\r\n"); }
  static std::string Chat(std::string_view text = "Hello there", std::string_view more = "") {
    const std::string body = ChatBody(text, more);
    return StrCat(Head("POST", "/v1/chat/completions", Key()), "content-type: application/json\r\n",
                  "content-length: ", body.size(), "\r\n\r\n", body);
  }
  // One answer with a content-length.
  static HttpAnswer ReadAnswer(RawClient& client) {
    HttpAnswer answer;
    answer.head = client.ReadUntil("\r\n\r\n");
    if (answer.head.size() > 12) answer.status = std::atoi(answer.head.c_str() + 9);
    size_t length = static_cast<size_t>(std::atoi(HeaderOf(answer, "content-length").c_str()));
    if (length > 0) answer.body = client.ReadBytes(length);
    return answer;
  }
  static HttpAnswer Ask(std::string_view request) {
    RawClient client = Connect();
    EXPECT_TRUE(client.connected() && client.Send(request));
    return ReadAnswer(client);
  }
};

TEST_F(IngressHttpTest, HealthIsForProbesAndMetricsOnlyOnTheirPort) {
  const auto ask_health = [](std::string_view path) {
    RawClient client(gate().process().health_port(), "");
    EXPECT_TRUE(client.connected() && client.Send(Head("GET", path) + "\r\n"));
    return ReadAnswer(client);
  };
  EXPECT_EQ(ask_health("/healthz").body, "ok\n");
  EXPECT_EQ(ask_health("/readyz").body, "ready\n");
  const HttpAnswer metrics = ask_health("/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.body.find("schoolgate_"), std::string::npos);
  EXPECT_EQ(ask_health("/v1/models").status, 404);
  EXPECT_EQ(ask_health("/v1/chat/completions").status, 404);

  EXPECT_EQ(Ask(Head("GET", "/healthz") + "\r\n").status, 200);
  EXPECT_EQ(Ask(Head("GET", "/readyz") + "\r\n").status, 200);
  EXPECT_EQ(Ask(Head("GET", "/metrics") + "\r\n").status, 404);
}

TEST_F(IngressHttpTest, WhatIsNotHereIsExplained) {
  struct Case {
    const char* method;
    const char* path;
    int status;
    const char* code;
    const char* hint;
  };
  for (const Case& wrong : std::initializer_list<Case>{
           {"POST", "/v1/responses", 404, "unknown_endpoint", "chat.completions.create"},
           {"POST", "/v1/responses?stream=1", 404, "unknown_endpoint", "chat.completions.create"},
           {"POST", "/v1/completions", 404, "unknown_endpoint", "/v1/chat/completions"},
           {"POST", "/v1/embeddings", 404, "unknown_endpoint", "/v1/chat/completions"},
           {"GET", "/", 404, "unknown_endpoint", "/v1/chat/completions"},
           {"GET", "/v1/chat/completions", 405, "method_not_allowed", "POST"},
           {"DELETE", "/v1/models", 405, "method_not_allowed", "GET"},
           {"BREW", "/v1/chat/completions", 405, "method_not_allowed", "POST"}}) {
    SCOPED_TRACE(wrong.path);
    const HttpAnswer answer = Ask(Head(wrong.method, wrong.path, Key()) + "content-length: 0\r\n\r\n");
    EXPECT_EQ(answer.status, wrong.status);
    const ApiError error = ErrorOf(answer.body);
    EXPECT_EQ(error.code, wrong.code);
    EXPECT_NE(error.message.find(wrong.hint), std::string::npos) << error.message;
    EXPECT_EQ(HeaderOf(answer, "x-should-retry"), "false");
  }
}

TEST_F(IngressHttpTest, AConnectionServesRequestAfterRequest) {
  RawClient client = Connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send(Chat()));
    EXPECT_EQ(ReadAnswer(client).status, 200);
    ASSERT_TRUE(client.Send(Chat("Hello", R"(,"temperature":"warm")")));
    EXPECT_EQ(ReadAnswer(client).status, 400) << "an error ends no connection";
    ASSERT_TRUE(client.Send(Chat("Hello", R"(,"stream":true)")));
    EXPECT_TRUE(client.ReadUntil("0\r\n\r\n").ends_with("data: [DONE]\n\n\r\n0\r\n\r\n"));
  }
  // Several at once are answered one after the other, in their order.
  ASSERT_TRUE(client.Send(Chat() + Head("GET", "/healthz") + "\r\n" + Head("GET", "/nowhere") + "\r\n" +
                          Chat("Hello", R"(,"n":2)")));
  EXPECT_EQ(ReadAnswer(client).status, 200);
  EXPECT_EQ(ReadAnswer(client).body, "ok\n");
  EXPECT_EQ(ReadAnswer(client).status, 404);
  const HttpAnswer last = ReadAnswer(client);
  EXPECT_EQ(last.status, 200);
  EXPECT_NE(last.body.find(R"("index":1)"), std::string::npos);
}

TEST_F(IngressHttpTest, BodiesComeInEveryShape) {
  const std::string body = ChatBody(std::string(40'000, 'a'));
  {
    SCOPED_TRACE("in chunks");
    RawClient client = Connect();
    ASSERT_TRUE(
        client.Send(Head("POST", "/v1/chat/completions", Key()) + "transfer-encoding: chunked\r\n\r\n"));
    char size[16];
    for (size_t at = 0; at < body.size(); at += 1000) {
      const std::string piece = body.substr(at, 1000);
      std::snprintf(size, sizeof(size), "%zx\r\n", piece.size());
      ASSERT_TRUE(client.Send(StrCat(size, piece, "\r\n")));
    }
    ASSERT_TRUE(client.Send("0\r\n\r\n"));
    EXPECT_EQ(ReadAnswer(client).status, 200);
    ASSERT_TRUE(client.Send(Head("GET", "/healthz") + "\r\n"));
    EXPECT_EQ(ReadAnswer(client).status, 200) << "what follows the chunks is the next request";
  }
  {
    SCOPED_TRACE("byte by byte");
    RawClient client = Connect();
    for (const char byte : Chat("Hi")) ASSERT_TRUE(client.Send({&byte, 1}));
    EXPECT_EQ(ReadAnswer(client).status, 200);
  }
  {
    SCOPED_TRACE("when told to go on");
    RawClient client = Connect();
    ASSERT_TRUE(client.Send(StrCat(Head("POST", "/v1/chat/completions", Key()),
                                   "expect: 100-continue\r\ncontent-length: ", body.size(), "\r\n\r\n")));
    EXPECT_TRUE(client.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 100 Continue"));
    ASSERT_TRUE(client.Send(body));
    EXPECT_EQ(ReadAnswer(client).status, 200);
  }
  {
    SCOPED_TRACE("of another time");
    RawClient client = Connect();
    const std::string small = ChatBody("Hello");
    ASSERT_TRUE(client.Send(StrCat(Head("POST", "/v1/chat/completions", Key(), "1.0"),
                                   "content-length: ", small.size(), "\r\n\r\n", small)));
    std::string answer;
    EXPECT_TRUE(client.ReadToEnd(answer)) << "the end of a 1.0 answer is the connection's";
    EXPECT_NE(answer.find(" 200 "), std::string::npos);
  }
}

// A caller still sending when it is refused gets to read why.
TEST_F(IngressHttpTest, TooLargeIsSaidAndNotReset) {
  const std::string body(12 << 20, 'z');
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(
      StrCat(Head("POST", "/v1/chat/completions", Key()), "content-length: ", body.size(), "\r\n\r\n")));
  EXPECT_TRUE(client.Send(body));
  const HttpAnswer answer = ReadAnswer(client);
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(HeaderOf(answer, "connection"), "close");
  const ApiError error = ErrorOf(answer.body);
  EXPECT_EQ(error.code, "body_too_large");
  const std::vector<v1::AuditRecord> records = RecordsOf(gate().directory(), error.request_id);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].reason(), "BODY_TOO_LARGE");
  EXPECT_EQ(records[0].caller().app(), "lms");

  // Who only announces it needs not send it.
  RawClient polite = Connect();
  ASSERT_TRUE(polite.Send(StrCat(Head("POST", "/v1/chat/completions", Key()),
                                 "expect: 100-continue\r\ncontent-length: ", body.size(), "\r\n\r\n")));
  EXPECT_EQ(ReadAnswer(polite).status, 413);
}

TEST_F(IngressHttpTest, WhatIsNoRequestIsRefused) {
  {
    SCOPED_TRACE("a huge header");
    RawClient client = Connect();
    ASSERT_TRUE(
        client.Send(Head("GET", "/healthz", StrCat("x-filler: ", std::string(40'000, 'f'), "\r\n\r\n"))));
    EXPECT_EQ(ReadAnswer(client).status, 413);
  }
  for (const char* bytes : {"\x16\x03\x01 no HTTP at all\r\n\r\n", "GET /healthz\r\n\r\n",
                            "POST / HTTP/1.1\r\ncontent-length: -5\r\n\r\n",
                            "POST / HTTP/1.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\nhello",
                            "POST / HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"}) {
    SCOPED_TRACE(bytes);
    RawClient client = Connect();
    ASSERT_TRUE(client.Send(bytes));
    EXPECT_EQ(ReadAnswer(client).status, 400);
    std::string rest;
    EXPECT_TRUE(client.ReadToEnd(rest)) << "the connection of who knows what is not used on";
    EXPECT_EQ(rest, "");
  }
}

TEST_F(IngressHttpTest, WhoStopsHalfwayIsLetGo) {
  const int64_t sent = gate().vendor().request_count();
  std::string rest;
  {
    SCOPED_TRACE("within the header");
    RawClient client = Connect();
    ASSERT_TRUE(client.Send("POST /v1/chat/completions HTTP/1.1\r\nhost: lo"));
    client.CloseWriting();
    EXPECT_TRUE(client.ReadToEnd(rest));
  }
  {
    SCOPED_TRACE("within the body");
    RawClient client = Connect();
    const std::string request = Chat();
    ASSERT_TRUE(client.Send(request.substr(0, request.size() - 4)));
    client.CloseWriting();
    EXPECT_TRUE(client.ReadToEnd(rest));
  }
  EXPECT_EQ(gate().vendor().request_count(), sent) << "half a request was sent on";
  EXPECT_EQ(Ask(Chat()).status, 200);
}

// Byte by byte a connection could be held for ever.
TEST_F(IngressHttpTest, ASlowHeaderIsNotWaitedFor) {
  RawClient client = Connect();
  const absl::Time start = absl::Now();
  std::string answer;
  ASSERT_TRUE(client.Send("GET /healthz HTTP/1.1\r\nx-slow: "));
  while (client.Send("z") && !client.ReadToEnd(answer, absl::Milliseconds(500)) &&
         absl::Now() - start < absl::Seconds(30)) {
  }
  EXPECT_GT(absl::Now() - start, absl::Seconds(5)) << "some networks are slow";
  EXPECT_LT(absl::Now() - start, absl::Seconds(15));
  EXPECT_EQ(answer, "");
}

TEST_F(IngressHttpTest, WhoOnlyClosesItsSideStillLeavesARecord) {
  gate().AnswerWith([](const connectors::RecordedRequest& request) {
    connectors::VendorScript script = connectors::DefaultAnswer(request, absl::ZeroDuration());
    script.delay = absl::Milliseconds(500);
    return std::optional(std::move(script));
  });
  const int64_t sent = gate().vendor().request_count();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Chat()));
  for (int i = 0; i < 500 && gate().vendor().request_count() == sent; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  client.CloseWriting();
  std::string answer;
  EXPECT_TRUE(client.ReadToEnd(answer));
  const std::vector<v1::AuditRecord> records = RecordsOf(gate().directory(), "");
  EXPECT_EQ(records.back().phase(), v1::AUDIT_PHASE_OUTCOME);
  EXPECT_EQ(records.back().outcome(), v1::OUTCOME_STATUS_CANCELLED);
}

TEST_F(IngressHttpTest, OldTlsIsRefused) {
  EXPECT_FALSE(Connect(TLS1_VERSION).connected());
  EXPECT_FALSE(Connect(TLS1_1_VERSION).connected());
  EXPECT_TRUE(Connect(TLS1_2_VERSION).connected());
  EXPECT_TRUE(Connect(TLS1_3_VERSION).connected());
  // Nor is plain HTTP spoken to people's text.
  RawClient plain(gate().process().http_port(), "");
  ASSERT_TRUE(plain.Send(Chat()));
  std::string answer;
  EXPECT_TRUE(plain.ReadToEnd(answer));
  EXPECT_EQ(answer.find("200"), std::string::npos);
}

// ---- stopping

class DrainTest : public testing::Test {
 protected:
  // A gate that drains so long, before a vendor that takes a second for a stream.
  static std::unique_ptr<TestGate> Start(absl::Duration drain) {
    TestGateOptions options;
    options.configure = [drain](gateway::Config& config) { config.drain = drain; };
    std::unique_ptr<TestGate> gate = TestGate::Start(options);
    if (gate != nullptr) {
      gate->AnswerWith([](const connectors::RecordedRequest& request) {
        connectors::VendorScript script = connectors::DefaultAnswer(request, absl::ZeroDuration());
        if (!script.chunks.empty()) script.chunks[script.chunks.size() / 2].delay = absl::Seconds(1);
        return std::optional(std::move(script));
      });
    }
    return gate;
  }
  static std::string Stream(const TestGate& gate) {
    const std::string body = ChatBody("Hello there", R"(,"stream":true)");
    return StrCat(Head("POST", "/v1/chat/completions"), "authorization: Bearer ", gate.sample().teacher_key,
                  "\r\ncontent-length: ", body.size(), "\r\n\r\n", body);
  }
  static v1::OutcomeStatus LastOutcome(const TestGate& gate) {
    v1::OutcomeStatus outcome = v1::OUTCOME_STATUS_UNSPECIFIED;
    for (const v1::AuditRecord& record : RecordsOf(gate.directory(), "")) {
      if (record.phase() == v1::AUDIT_PHASE_OUTCOME) outcome = record.outcome();
    }
    return outcome;
  }
};

TEST_F(DrainTest, AnOpenStreamFinishesAndNobodyNewGetsIn) {
  const std::unique_ptr<TestGate> gate = Start(absl::Seconds(10));
  ASSERT_NE(gate, nullptr);
  const int port = gate->process().http_port();
  RawClient idle(port, gate->sample().ca_file);
  RawClient client(port, gate->sample().ca_file);
  ASSERT_TRUE(client.Send(Stream(*gate)));
  client.ReadUntil(R"("content":"re )");
  const absl::Time start = absl::Now();
  std::thread stopping([&gate] { gate->process().Stop(); });
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_FALSE(RawClient(port, gate->sample().ca_file).connected());
  EXPECT_TRUE(client.ReadUntil("0\r\n\r\n").ends_with("data: [DONE]\n\n\r\n0\r\n\r\n"));
  std::string rest;
  EXPECT_TRUE(client.ReadToEnd(rest));
  EXPECT_TRUE(idle.ReadToEnd(rest));
  EXPECT_EQ(rest, "");
  stopping.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(6)) << "it waits for calls, not for the whole drain time";
  EXPECT_EQ(LastOutcome(*gate), v1::OUTCOME_STATUS_COMPLETE);
}

TEST_F(DrainTest, AStreamBeyondTheDrainTimeIsCutAndRecorded) {
  const std::unique_ptr<TestGate> gate = Start(absl::Milliseconds(100));
  ASSERT_NE(gate, nullptr);
  RawClient client(gate->process().http_port(), gate->sample().ca_file);
  ASSERT_TRUE(client.Send(Stream(*gate)));
  client.ReadUntil(R"("content":"re )");
  gate->process().Stop();
  std::string rest;
  EXPECT_TRUE(client.ReadToEnd(rest));
  EXPECT_EQ(CountOf(rest, "[DONE]"), 0u) << "a stream that was cut looks complete";
  EXPECT_EQ(LastOutcome(*gate), v1::OUTCOME_STATUS_CANCELLED);
}

}  // namespace
}  // namespace schoolgate::tests
