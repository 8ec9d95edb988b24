// What hostile and unusual callers send, and what they get.
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "gateway/ingress/http_test_server.h"

namespace schoolgate::gateway {
namespace {

constexpr std::string_view kChat = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n";

std::string Key(std::string_view key = kTestKey) { return StrCat("authorization: Bearer ", key, "\r\n"); }

std::string Chat(std::string_view model, std::string_view headers = "") {
  const std::string body =
      StrCat(R"({"model":")", model, R"(","messages":[{"role":"user","content":"Hello"}]})");
  return StrCat(kChat, Key(), headers, "content-length: ", body.size(), "\r\n\r\n", body);
}

class HttpConnectionTest : public testing::Test {
 protected:
  HttpTestClient Connect() { return HttpTestClient(server_.port(), /*tls=*/true); }
  std::string Ask(std::string_view request) {
    HttpTestClient client = Connect();
    EXPECT_TRUE(client.connected() && client.Send(request));
    return client.ReadAnswer();
  }
  bool MetricsSay(std::string_view line) {
    return server_.gate().metrics().Expose().find(std::string(line) + "\n") != std::string::npos;
  }

  HttpTestServer server_{/*tls=*/true};
};

TEST_F(HttpConnectionTest, AnswersAChat) {
  const std::string answer = Ask(Chat("any"));
  EXPECT_EQ(StatusOf(answer), 404);
  EXPECT_NE(answer.find("unknown_model"), std::string::npos) << answer;
}

TEST_F(HttpConnectionTest, AStrangerIsRefusedBeforeTheBodyIsSent) {
  HttpTestClient client = Connect();
  ASSERT_TRUE(client.Send(StrCat(kChat, Key("sg_nobody"), "content-length: 1000000\r\n\r\n")));
  const std::string answer = client.ReadAnswer();
  EXPECT_EQ(StatusOf(answer), 401);
  EXPECT_NE(answer.find("connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(MetricsSay("schoolgate_unauthenticated_total 1"));
  // Who goes on sending reads the answer all the same, and then the end.
  EXPECT_TRUE(client.Send(std::string(1'000'000, 'x')));
  std::string rest;
  EXPECT_TRUE(client.ReadToEnd(rest));
  EXPECT_EQ(rest, "");

  EXPECT_EQ(StatusOf(Ask(StrCat(kChat, "expect: 100-continue\r\ncontent-length: 1000000\r\n\r\n"))), 401);
}

TEST_F(HttpConnectionTest, ABodyNobodyAskedForIsNotRead) {
  const std::string answer =
      Ask("POST /v1/responses HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\n");
  EXPECT_EQ(StatusOf(answer), 404);
  EXPECT_NE(answer.find("connection: close\r\n"), std::string::npos);
}

TEST_F(HttpConnectionTest, ChunksEndSomewhere) {
  const std::string head = StrCat(kChat, Key(), "transfer-encoding: chunked\r\n\r\n");
  {
    SCOPED_TRACE("a chunk's first line");
    HttpTestClient client = Connect();
    ASSERT_TRUE(client.Send(StrCat(head, "1;", std::string(100'000, 'a'))));
    EXPECT_EQ(StatusOf(client.ReadAnswer()), 413);
  }
  {
    SCOPED_TRACE("the trailers");
    HttpTestClient client = Connect();
    std::string trailers;
    for (int i = 0; i < 5000; ++i) trailers += "x-filler: aaaaaaaaaaaaaa\r\n";
    ASSERT_TRUE(client.Send(StrCat(head, "0\r\n", trailers)));
    EXPECT_EQ(StatusOf(client.ReadAnswer()), 413);
  }
}

TEST_F(HttpConnectionTest, TrailersSayNothingOfTheCaller) {
  EXPECT_EQ(StatusOf(Ask(Chat("any", "x-schoolgate-person: someone\r\n"))), 404);
  EXPECT_EQ(server_.policy().person(), "someone");
  const std::string body = R"({"messages":[{"role":"user","content":"Hello"}]})";
  char size[16];
  std::snprintf(size, sizeof(size), "%zx\r\n", body.size());
  const std::string chunks = StrCat(size, body, "\r\n0\r\nx-schoolgate-person: somebody-else\r\n\r\n");
  EXPECT_EQ(StatusOf(Ask(StrCat(kChat, Key(), "transfer-encoding: chunked\r\n\r\n", chunks))), 404);
  EXPECT_EQ(server_.policy().person(), "");
}

// What a proxy in front may take for the body's end must be what the gate takes for it.
TEST_F(HttpConnectionTest, OnlyOneTransferCodingIsUnderstood) {
  for (const std::string_view coding :
       {"transfer-encoding: identity\r\n", "transfer-encoding: xchunked\r\n",
        "transfer-encoding: chunked, identity\r\n", "transfer-encoding: gzip, chunked\r\n",
        "transfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: identity\r\ncontent-length: 5\r\n"}) {
    SCOPED_TRACE(coding);
    HttpTestClient client = Connect();
    ASSERT_TRUE(client.Send(StrCat(kChat, Key(), coding, "\r\nGET /healthz HTTP/1.1\r\n\r\n")));
    EXPECT_EQ(StatusOf(client.ReadAnswer()), 400);
    std::string rest;
    EXPECT_TRUE(client.ReadToEnd(rest));
    EXPECT_EQ(rest, "") << "the rest was taken for a request";
  }
}

TEST_F(HttpConnectionTest, HeadIsGetWithoutTheBody) {
  HttpTestClient client = Connect();
  ASSERT_TRUE(client.Send("HEAD /healthz HTTP/1.1\r\n\r\n"));
  const std::string head = client.ReadUntil("\r\n\r\n");
  EXPECT_EQ(StatusOf(head), 200);
  EXPECT_NE(head.find("content-length: 3\r\n"), std::string::npos);
  // The next answer begins where that one ended.
  ASSERT_TRUE(client.Send("HEAD /v1/chat/completions HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(StatusOf(client.ReadUntil("\r\n\r\n")), 405);
  ASSERT_TRUE(client.Send("GET /healthz HTTP/1.1\r\n\r\n"));
  EXPECT_TRUE(client.ReadAnswer().ends_with("\r\n\r\nok\n"));
}

TEST_F(HttpConnectionTest, AWrongMethodIsToldTheRightOnes) {
  for (const std::string_view path : {"/healthz", "/readyz", "/v1/models"}) {
    const std::string answer = Ask(StrCat("DELETE ", path, " HTTP/1.1\r\n\r\n"));
    EXPECT_EQ(StatusOf(answer), 405) << path;
    EXPECT_NE(answer.find("\r\nallow: GET, HEAD\r\n"), std::string::npos) << answer;
  }
  const std::string chat = Ask("GET /v1/chat/completions HTTP/1.1\r\n\r\n");
  EXPECT_EQ(StatusOf(chat), 405);
  EXPECT_NE(chat.find("\r\nallow: POST\r\n"), std::string::npos) << chat;

  HttpTestServer health(/*tls=*/false);
  HttpTestClient client(health.port(), /*tls=*/false);
  ASSERT_TRUE(client.Send("POST /metrics HTTP/1.1\r\n\r\n"));
  EXPECT_EQ(StatusOf(client.ReadAnswer()), 405);
}

class OneCallTest : public HttpConnectionTest {
 protected:
  OneCallTest() : one_(/*tls=*/true, {.max_open_calls = 1}) {}
  // A call ends just after its answer.
  bool Idle() {
    for (int i = 0; i < 500; ++i) {
      if (one_.gate().metrics().Expose().find("schoolgate_open_calls 0\n") != std::string::npos) return true;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return false;
  }
  HttpTestServer one_;
};

TEST_F(OneCallTest, ACallThatThrowsGivesItsPlaceBack) {
  for (int i = 0; i < 3; ++i) {
    HttpTestClient client(one_.port(), /*tls=*/true);
    ASSERT_TRUE(client.Send(Chat("throws")));
    std::string rest;
    EXPECT_TRUE(client.ReadToEnd(rest));
  }
  HttpTestClient client(one_.port(), /*tls=*/true);
  ASSERT_TRUE(client.Send(Chat("any")));
  EXPECT_EQ(StatusOf(client.ReadAnswer()), 404);
  EXPECT_TRUE(Idle());
}

TEST_F(OneCallTest, WhoIsStillSendingHasAPlace) {
  HttpTestClient sending(one_.port(), /*tls=*/true);
  ASSERT_TRUE(sending.Send(StrCat(kChat, Key(), "expect: 100-continue\r\ncontent-length: 2\r\n\r\n")));
  ASSERT_EQ(StatusOf(sending.ReadUntil("\r\n\r\n")), 100);
  HttpTestClient second(one_.port(), /*tls=*/true);
  ASSERT_TRUE(second.Send(Chat("any")));
  EXPECT_EQ(StatusOf(second.ReadAnswer()), 429);
  ASSERT_TRUE(sending.Send("{}"));
  EXPECT_EQ(StatusOf(sending.ReadAnswer()), 400);
  ASSERT_TRUE(Idle());
  ASSERT_TRUE(second.Send(Chat("any")));
  EXPECT_EQ(StatusOf(second.ReadAnswer()), 404);
}

}  // namespace
}  // namespace schoolgate::gateway
