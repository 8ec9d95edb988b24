#include <arpa/inet.h>

#include "connectors/vendors/vendor.h"
#include "connectors/vendors/vendor_url.h"
#include "core/util/problem.h"
#include "gtest/gtest.h"

namespace schoolgate::connectors {
namespace {

VendorEndpoint Good() {
  VendorEndpoint endpoint;
  endpoint.name = "acme";
  endpoint.base_url = "https://api.acme.example/v1";
  endpoint.dialect = "openai_chat";
  endpoint.models = {{"large", "acme-large"}};
  return endpoint;
}

template <typename Change>
std::string Wrong(Change change) {
  VendorEndpoint endpoint = Good();
  change(endpoint);
  const absl::Status status = CheckVendorEndpoint(endpoint);
  return status.ok() ? "" : ProblemOf(status).parameters.at("place");
}

TEST(VendorEndpointTest, GoodOnesPass) {
  EXPECT_TRUE(CheckVendorEndpoint(Good()).ok());
  for (const char* url :
       {"http://127.0.0.1:8080/v1", "http://127.9.9.9", "http://localhost/v1", "http://[::1]:1/v1"}) {
    EXPECT_EQ(Wrong([&](VendorEndpoint& e) { e.base_url = url; }), "") << url;
  }
  EXPECT_EQ(Wrong([](VendorEndpoint& e) {
              e.base_url = "http://gpu.district.example:8000/v1";
              e.route = v1::ROUTE_ON_PREMISES;
            }),
            "");
}

TEST(VendorEndpointTest, PlainHttpToACloudIsRefused) {
  for (const char* url : {"http://api.acme.example/v1", "http://128.0.0.1/", "http://127.0.0.1.acme.example/",
                          "http://localhost.acme.example/", "http://[::2]/", "http://10.0.0.1/"}) {
    EXPECT_EQ(Wrong([&](VendorEndpoint& e) { e.base_url = url; }), "base_url") << url;
  }
}

TEST(VendorEndpointTest, EachMistakeHasItsPlace) {
  for (const char* url : {"", "api.acme.example/v1", "ftp://acme.example", "file:///etc/passwd", "https://",
                          "HTTPS//x", "https://user:word@acme.example/", "https://acme.example/?key=1",
                          "https://acme.example/#x", "https://acme.example:99999/", "https://a b/"}) {
    EXPECT_EQ(Wrong([&](VendorEndpoint& e) { e.base_url = url; }), "base_url") << url;
  }
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.name.clear(); }), "name");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.models.clear(); }), "models");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.dialect = "morse"; }), "dialect");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.route = v1::ROUTE_UNSPECIFIED; }), "route");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.ca_file = "/no/such/file"; }), "ca_file");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.connect_timeout = absl::ZeroDuration(); }), "connect_timeout");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.first_byte_timeout = absl::InfiniteDuration(); }),
            "first_byte_timeout");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.idle_timeout = -absl::Seconds(1); }), "idle_timeout");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.max_response_bytes = 0; }), "max_response_bytes");
  EXPECT_EQ(Wrong([](VendorEndpoint& e) { e.max_queued_bytes = 0; }), "max_queued_bytes");
}

// A name that was loopback in the configuration may resolve to anything later; the socket is checked too.
TEST(VendorEndpointTest, LoopbackAddressesAreKnown) {
  const auto v4 = [](const char* text) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, text, &address.sin_addr);
    return IsLoopbackAddress(reinterpret_cast<const sockaddr&>(address));
  };
  const auto v6 = [](const char* text) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    inet_pton(AF_INET6, text, &address.sin6_addr);
    return IsLoopbackAddress(reinterpret_cast<const sockaddr&>(address));
  };
  EXPECT_TRUE(v4("127.0.0.1"));
  EXPECT_TRUE(v4("127.255.0.3"));
  EXPECT_TRUE(v6("::1"));
  EXPECT_FALSE(v4("10.0.0.1"));
  EXPECT_FALSE(v4("198.51.100.7"));
  EXPECT_FALSE(v6("2001:db8::1"));
  EXPECT_FALSE(v6("::ffff:10.0.0.1"));
}

}  // namespace
}  // namespace schoolgate::connectors
