// Only a vendor whose certificate holds gets a byte.
#include <filesystem>
#include <fstream>

#include "connectors/vendors/vendor_test_support.h"
#include "core/util/strings.h"
#include "gmock/gmock.h"

namespace schoolgate::connectors {
namespace {

namespace asio = boost::asio;
using ::testing::AnyOf;
using ::testing::HasSubstr;

class VendorTlsTest : public VendorTest {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(::testing::TempDir()) / StrCat("schoolgate-vendor-", getpid());
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override {
    VendorTest::TearDown();
    std::filesystem::remove_all(directory_);
  }

  // A vendor whose certificate names `host`; gives the file its authority is in.
  std::string StartTls(const LeafCertificate& leaf) {
    const TlsIdentity authority = NewCertificateAuthority("Sample Authority", 30).value();
    const TlsIdentity identity = IssueCertificate(authority, leaf).value();
    SimulatedVendorOptions options;
    options.tls = &identity;
    StartVendor(std::move(options));
    return Save(authority);
  }
  std::string Save(const TlsIdentity& authority) {
    std::string path = directory_ / StrCat("ca-", ++saved_, ".pem");
    std::ofstream(path) << authority.certificate_pem;
    return path;
  }
  static LeafCertificate Leaf() { return {.common_name = "vendor", .ip_addresses = {"127.0.0.1"}}; }

  std::filesystem::path directory_;
  int saved_ = 0;
};

TEST_F(VendorTlsTest, ATrustedVendorAnswers) {
  const std::string ca_file = StartTls(Leaf());
  VendorEndpoint endpoint = Endpoint();
  endpoint.ca_file = ca_file;
  EXPECT_TRUE(endpoint.base_url.starts_with("https://"));
  const auto shared = std::make_shared<const VendorEndpoint>(endpoint);
  for (const bool stream : {false, true, false}) {
    const Ended ended = OnLoop([&]() { return CallAsync(shared, stream); });
    EXPECT_EQ(ended.reason, "") << ended.status;
    EXPECT_THAT(ended.text, HasSubstr("STUDENT_7K3QF9"));
  }
  EXPECT_EQ(vendor_->connection_count(), 1);
}

TEST_F(VendorTlsTest, NothingIsSentToAVendorThatIsNotTrusted) {
  const auto refused = [&](const std::string& ca_file, const char* what) {
    VendorEndpoint endpoint = Endpoint();
    endpoint.ca_file = ca_file;
    const Ended ended = Call(endpoint, false);
    EXPECT_EQ(ended.reason, "VENDOR_UNREACHABLE") << what;
    EXPECT_THAT(ended.status, HasSubstr("TLS certificate")) << what;
    EXPECT_FALSE(ended.facts.any_byte_sent) << what;
    EXPECT_EQ(vendor_->request_count(), 0) << what;
  };
  StartTls(Leaf());
  refused("", "the system's authorities alone");
  refused(Save(NewCertificateAuthority("Sample Authority", 30).value()),
          "another authority of the same name");
  refused(StartTls({.common_name = "127.0.0.1", .dns_names = {"vendor.example"}}),
          "another host's certificate");
}

TEST_F(VendorTlsTest, CancellingReachesTheVendor) {
  const TlsIdentity authority = NewCertificateAuthority("Sample Authority", 30).value();
  const TlsIdentity identity = IssueCertificate(authority, Leaf()).value();
  SimulatedVendorOptions options;
  options.tls = &identity;
  options.pace = absl::Milliseconds(20);
  StartVendor(std::move(options));
  VendorEndpoint endpoint = Endpoint();
  endpoint.ca_file = Save(authority);
  const auto shared = std::make_shared<const VendorEndpoint>(endpoint);
  OnLoop([&]() -> asio::awaitable<void> {
    auto reply = transport_->Send(Clear(true), shared, "salt");
    auto first = co_await (*reply)->Next();
    EXPECT_TRUE(first.ok()) << first.status();
  });
  EXPECT_TRUE(Eventually([&] { return vendor_->aborted_count() == 1; }));
}

TEST_F(VendorTlsTest, PlainHttpOnATlsPortIsNoVendor) {
  StartTls(Leaf());
  VendorEndpoint endpoint = Endpoint();
  endpoint.base_url = StrCat("http://127.0.0.1:", vendor_->port(), "/v1");
  EXPECT_THAT(Call(endpoint, false).reason, AnyOf("VENDOR_GARBAGE", "VENDOR_STOPPED"));
}

}  // namespace
}  // namespace schoolgate::connectors
