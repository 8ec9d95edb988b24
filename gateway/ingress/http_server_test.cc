#include "gateway/ingress/http_server.h"

#include <gtest/gtest.h>

#include "gateway/ingress/http_test_server.h"

namespace schoolgate::gateway {
namespace {

TEST(HttpServerTest, APortThatIsTakenIsAnError) {
  HttpTestServer first(/*tls=*/false);
  ASSERT_TRUE(first.status().ok()) << first.status();
  const std::string address = StrCat("127.0.0.1:", first.port());
  HttpTestServer second(/*tls=*/false, {.address = address});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(second.status().message().find(ToAbsl(address)), absl::string_view::npos) << second.status();
}

TEST(HttpServerTest, ConnectionsAreCounted) {
  HttpTestServer server(/*tls=*/false, {.max_open_calls = 1, .spare_connections = 1});
  const auto serves = [](HttpTestClient& client) {
    return client.Send("GET /healthz HTTP/1.1\r\n\r\n") && StatusOf(client.ReadAnswer()) == 200;
  };
  HttpTestClient first(server.port(), /*tls=*/false);
  EXPECT_TRUE(serves(first));
  {
    HttpTestClient second(server.port(), /*tls=*/false);
    EXPECT_TRUE(serves(second));
    HttpTestClient third(server.port(), /*tls=*/false);
    EXPECT_FALSE(serves(third)) << "one too many";
    EXPECT_TRUE(serves(first)) << "who is in stays in";
  }
  bool again = false;
  for (int i = 0; i < 100 && !again; ++i) {
    HttpTestClient later(server.port(), /*tls=*/false);
    again = serves(later);
  }
  EXPECT_TRUE(again) << "a place that was left is free";
}

}  // namespace
}  // namespace schoolgate::gateway
