// A name server that does not answer holds up the call that asked it, and nothing else on the event loop.
#include <dlfcn.h>
#include <netdb.h>

#include <atomic>
#include <cstring>

#include "absl/time/clock.h"
#include "connectors/vendors/vendor_test_support.h"
#include "core/util/strings.h"

namespace {

constexpr char kSlowHost[] = "slow.vendor.example";
constexpr absl::Duration kLookup = absl::Seconds(2);
std::atomic<int> lookups_begun{0};
std::atomic<int> lookups_ended{0};

}  // namespace

// Stands in for the C library's, which libcurl's resolver threads call.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found) {
  if (node != nullptr && std::strcmp(node, kSlowHost) == 0) {
    ++lookups_begun;
    absl::SleepFor(kLookup);
    ++lookups_ended;
    return EAI_AGAIN;
  }
  static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(node, service, hints, found);
}

namespace schoolgate::connectors {
namespace {

TEST_F(VendorTest, ACallThatEndsDuringALookupDoesNotHoldUpTheLoop) {
  auto endpoint = std::make_shared<VendorEndpoint>(Endpoint());
  endpoint->base_url = StrCat("https://", kSlowHost, "/v1");
  std::unique_ptr<VendorReply> reply;
  OnLoop([&]() -> boost::asio::awaitable<void> {
    auto sent = transport_->Send(Clear(/*stream=*/false), endpoint, "salt");
    EXPECT_TRUE(sent.ok()) << sent.status();
    if (sent.ok()) reply = *std::move(sent);
    co_return;
  });
  ASSERT_TRUE(Eventually([] { return lookups_begun > 0; }));
  const absl::Time start = absl::Now();
  OnLoop([&]() -> boost::asio::awaitable<void> {
    reply.reset();
    co_return;
  });
  EXPECT_LT(absl::Now() - start, kLookup / 4);
  EXPECT_EQ(lookups_ended, 0);
  // The thread that looks up ends by itself; here before the test's process does.
  EXPECT_TRUE(Eventually([] { return lookups_ended > 0; }));
}

}  // namespace
}  // namespace schoolgate::connectors
