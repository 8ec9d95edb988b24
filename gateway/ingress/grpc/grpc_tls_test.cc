#include <gtest/gtest.h>

#include "core/crypto/tls_keys.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "gateway/ingress/grpc/grpc_identity.h"
#include "gateway/ingress/grpc/grpc_test_server.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;

TlsIdentity Authority(absl::string_view name) {
  auto authority = NewCertificateAuthority(name, 2);
  EXPECT_TRUE(authority.ok());
  return *std::move(authority);
}

TlsIdentity Leaf(const TlsIdentity& authority, bool client) {
  LeafCertificate leaf{.common_name = client ? "an app" : "a gate",
                       .dns_names = {"localhost"},
                       .ip_addresses = {"127.0.0.1"},
                       .valid_days = 1,
                       .server = !client,
                       .client = client};
  auto issued = IssueCertificate(authority, leaf);
  EXPECT_TRUE(issued.ok());
  return *std::move(issued);
}

std::string Pem(const TlsIdentity& identity) { return std::string(identity.private_key_pem.Reveal()); }

class GrpcTlsTest : public testing::Test {
 protected:
  GrpcServerOptions Options(bool mtls) const {
    GrpcServerOptions options = LoopbackOptions();
    options.certificate_pem = server_.certificate_pem;
    options.private_key_pem = Pem(server_);
    if (mtls) options.client_ca_pem = authority_.certificate_pem;
    return options;
  }
  Exchange Seeing() {
    return [this](connectors::VendorTransport& transport, Call& call) -> asio::awaitable<void> {
      seen_ = call.credentials().client_certificate;
      co_await Echo(transport, call);
    };
  }
  // A call that trusts `authority` and shows `certificate`, if there is one.
  static grpc::Status Generate(const TestServer& on, const TlsIdentity& authority,
                               const TlsIdentity* certificate = nullptr) {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = authority.certificate_pem;
    if (certificate != nullptr) {
      ssl.pem_cert_chain = certificate->certificate_pem;
      ssl.pem_private_key = Pem(*certificate);
    }
    const auto stub = v1::GenerationService::NewStub(on.NewChannel(grpc::SslCredentials(ssl)));
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    v1::GenerateResponse response;
    return stub->Generate(&context, Saying("hello"), &response);
  }

  const TlsIdentity authority_ = Authority("the district's authority");
  const TlsIdentity stranger_ = Authority("another authority");
  const TlsIdentity server_ = Leaf(authority_, /*client=*/false);
  std::string seen_ = "nothing yet";
};

TEST_F(GrpcTlsTest, SeesTheFingerprintOfAVerifiedCertificate) {
  TestServer on(Seeing(), Options(/*mtls=*/true));
  const TlsIdentity app = Leaf(authority_, /*client=*/true);
  const grpc::Status status = Generate(on, authority_, &app);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(seen_.size(), 64u);
  EXPECT_EQ(seen_, CertificateFingerprint(app.certificate_pem));
}

TEST_F(GrpcTlsTest, ServesCallersWithoutACertificate) {
  TestServer on(Seeing(), Options(/*mtls=*/true));
  const grpc::Status status = Generate(on, authority_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(seen_, "");
}

TEST_F(GrpcTlsTest, RefusesACertificateOfAnotherAuthority) {
  TestServer on(Seeing(), Options(/*mtls=*/true));
  const TlsIdentity forged = Leaf(stranger_, /*client=*/true);
  EXPECT_EQ(Generate(on, authority_, &forged).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(seen_, "nothing yet");
}

TEST_F(GrpcTlsTest, IgnoresACertificateItDidNotAskFor) {
  TestServer on(Seeing(), Options(/*mtls=*/false));
  const TlsIdentity forged = Leaf(stranger_, /*client=*/true);
  ASSERT_TRUE(Generate(on, authority_, &forged).ok());
  EXPECT_EQ(seen_, "");
}

TEST_F(GrpcTlsTest, AClientThatTrustsAnotherAuthorityTurnsAway) {
  TestServer on(Seeing(), Options(/*mtls=*/false));
  EXPECT_EQ(Generate(on, stranger_).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(GrpcTlsTest, APlaintextCallerGetsNothing) {
  TestServer on(Seeing(), Options(/*mtls=*/false));
  const auto stub = v1::GenerationService::NewStub(on.NewChannel());
  grpc::ClientContext context;
  v1::GenerateResponse response;
  EXPECT_EQ(stub->Generate(&context, Saying("hello"), &response).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(GrpcTlsTest, SaysWhatIsWrongWithAnIdentity) {
  const TlsIdentity other = Leaf(authority_, /*client=*/false);
  EXPECT_TRUE(CheckIdentity(server_.certificate_pem, Pem(server_)).ok());
  const auto fault = [](const std::string& certificate, const std::string& key) {
    GrpcServerOptions options = LoopbackOptions();
    options.certificate_pem = certificate;
    options.private_key_pem = key;
    return std::string(GrpcServer::Start(std::move(options), GrpcHandlers(), {}).status().message());
  };
  EXPECT_NE(fault("no certificate", Pem(server_)).find("no PEM certificate"), std::string::npos);
  EXPECT_NE(fault(server_.certificate_pem, "no key").find("no PEM key"), std::string::npos);
  EXPECT_NE(fault(server_.certificate_pem, Pem(other)).find("does not belong"), std::string::npos);
}

TEST(IsLoopback, KnowsWhatStaysOnThisMachine) {
  for (const char* address : {"127.0.0.1:0", "localhost:443", "[::1]:443", "127.8.8.8:1"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
  for (const char* address : {"0.0.0.0:0", "[::]:443", "192.0.2.7:443", "", ":443", "gate.example:443"}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

}  // namespace
}  // namespace schoolgate::gateway
