// Who may call: a key, or a certificate that an app registered; nobody else. And what anyone may ask without:
// whether the gate is well, and which services it has.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>

#include "core/crypto/tls_keys.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "gateway/ingress/grpc/grpc_credentials.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "schoolgate/v1/privacy_service.grpc.pb.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

constexpr std::string_view kText = "Maya Okafor-Reyes and Liam Nguyen will share a microscope.";

// A port nothing listens on, for listeners whose port a gate does not tell.
int FreePort() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), size), 0);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

class CallersTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto authority = NewCertificateAuthority("Maple Hollow devices (generated)", 2);
    const auto foreign = NewCertificateAuthority("Somewhere else (generated)", 2);
    ASSERT_TRUE(authority.ok() && foreign.ok());
    const LeafCertificate leaf{.common_name = "app", .valid_days = 1, .server = false, .client = true};
    auto registered = IssueCertificate(*authority, leaf);
    auto unregistered = IssueCertificate(*authority, leaf);
    auto stranger = IssueCertificate(*foreign, leaf);
    ASSERT_TRUE(registered.ok() && unregistered.ok() && stranger.ok());
    registered_ = std::make_unique<TlsIdentity>(*std::move(registered));
    unregistered_ = std::make_unique<TlsIdentity>(*std::move(unregistered));
    stranger_ = std::make_unique<TlsIdentity>(*std::move(stranger));
    health_port_ = FreePort();

    TestGateOptions options;
    options.configure = [&](gateway::Config& config) {
      config.grpc.client_ca = config.data_dir + "/devices.pem";
      ASSERT_TRUE(WriteFileAtomically(config.grpc.client_ca, authority->certificate_pem).ok());
      config.grpc_health_address = StrCat("127.0.0.1:", health_port_);
      config.apps.front().certificate_fingerprints = {
          gateway::CertificateFingerprint(registered_->certificate_pem)};
    };
    gate_ = TestGate::Start(options);
  }
  static void TearDownTestSuite() { gate_.reset(); }
  void SetUp() override { ASSERT_NE(gate_, nullptr); }

  static std::shared_ptr<grpc::Channel> ChannelAs(const TlsIdentity* identity) {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = ReadFile(gate_->sample().ca_file).value_or("");
    if (identity != nullptr) {
      ssl.pem_cert_chain = identity->certificate_pem;
      ssl.pem_private_key = ToStd(identity->private_key_pem.Reveal());
    }
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(StrCat("127.0.0.1:", gate_->process().grpc_port()),
                                     grpc::SslCredentials(ssl), arguments);
  }

  // Calls Generate with a certificate and a key; either may be missing.
  static GrpcAnswer CallAs(const TlsIdentity* identity, const std::string& key = "") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!key.empty()) context.AddMetadata("authorization", "Bearer " + key);
    GrpcAnswer answer;
    const grpc::Status status = v1::GenerationService::NewStub(ChannelAs(identity))
                                    ->Generate(&context, ChatRequest(kText), &answer.whole);
    answer.code = status.error_code();
    answer.details = status.error_details();
    const auto& trailers = context.GetServerTrailingMetadata();
    if (const auto it = trailers.find("x-request-id"); it != trailers.end()) {
      answer.trailers = StrCat("x-request-id: ", std::string(it->second.data(), it->second.size()), "\n");
    }
    return answer;
  }

  static std::unique_ptr<TestGate> gate_;
  static std::unique_ptr<TlsIdentity> registered_;
  static std::unique_ptr<TlsIdentity> unregistered_;
  static std::unique_ptr<TlsIdentity> stranger_;
  static int health_port_;
};
std::unique_ptr<TestGate> CallersTest::gate_;
std::unique_ptr<TlsIdentity> CallersTest::registered_;
std::unique_ptr<TlsIdentity> CallersTest::unregistered_;
std::unique_ptr<TlsIdentity> CallersTest::stranger_;
int CallersTest::health_port_ = 0;

TEST_F(CallersTest, ARegisteredCertificateNeedsNoKey) {
  const GrpcAnswer answer = CallAs(registered_.get());
  ASSERT_EQ(answer.code, 0) << ErrorOf(answer).english;
  EXPECT_NE(TextOf(answer).find(gateway::kDemoFirstStudentName), std::string::npos);
  const std::vector<v1::AuditRecord> records = RecordsOf(gate_->directory(), answer.whole.response_id());
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].caller().app(), "lms");
  EXPECT_EQ(records[0].caller().method(), "mtls");
}

TEST_F(CallersTest, AKeyNeedsNoCertificateAndCountsBeforeOne) {
  const GrpcAnswer keyed = CallAs(nullptr, gate_->sample().teacher_key);
  ASSERT_EQ(keyed.code, 0);
  EXPECT_EQ(RecordsOf(gate_->directory(), keyed.whole.response_id())[0].caller().method(), "api_key");
  const GrpcAnswer both = CallAs(registered_.get(), gate_->sample().student_key);
  ASSERT_EQ(both.code, 0) << ErrorOf(both).english;
  EXPECT_EQ(RecordsOf(gate_->directory(), both.whole.response_id())[0].caller().app(), "tutor");
}

TEST_F(CallersTest, NobodyElseGetsIn) {
  const int64_t sent = gate_->vendor().request_count();
  const GrpcAnswer answers[] = {CallAs(nullptr), CallAs(unregistered_.get()), CallAs(nullptr, "sg_not-a-key"),
                                CallAs(registered_.get(), "sg_not-a-key")};
  for (const GrpcAnswer& answer : answers) {
    EXPECT_EQ(answer.code, grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(ErrorOf(answer).reason, "UNAUTHENTICATED");
  }
  // A certificate of an authority the gate does not trust does not even shake hands.
  EXPECT_EQ(CallAs(stranger_.get()).code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(gate_->vendor().request_count(), sent);
}

TEST_F(CallersTest, InspectShowsWhatWouldLeaveAndSendsNothing) {
  const int64_t sent = gate_->vendor().request_count();
  const size_t recorded = RecordsOf(gate_->directory(), "").size();
  v1::InspectResponse response;
  const GrpcAnswer answer = gate_->Inspect(gate_->Teacher(), ChatRequest(kText), response);
  ASSERT_EQ(answer.code, 0) << answer.message;
  EXPECT_EQ(response.verdict(), v1::VERDICT_SEND);
  EXPECT_EQ(response.route(), v1::ROUTE_CLOUD);
  ASSERT_EQ(response.findings_size(), 2);
  for (const v1::InspectedFinding& finding : response.findings()) {
    EXPECT_EQ(finding.element(), v1::DATA_ELEMENT_STUDENT_NAME);
    EXPECT_EQ(finding.treatment(), v1::TREATMENT_PSEUDONYMIZE);
    EXPECT_FALSE(finding.clause().empty());
  }
  EXPECT_EQ(
      kText.substr(response.findings(0).start(), response.findings(0).end() - response.findings(0).start()),
      gateway::kDemoFirstStudentName);
  EXPECT_NE(response.findings(0).subject(), response.findings(1).subject());
  const v1::GenerateRequest& outbound = response.outbound();
  const std::string text = outbound.messages(outbound.messages_size() - 1).content(0).text();
  EXPECT_EQ(connectors::CodesIn(text).size(), 2u) << text;
  EXPECT_EQ(outbound.SerializeAsString().find("Okafor"), std::string::npos);
  EXPECT_EQ(gate_->vendor().request_count(), sent);
  EXPECT_EQ(RecordsOf(gate_->directory(), "").size(), recorded) << "nothing was disclosed";

  // A refusal is an answer here, with its reason.
  v1::GenerateRequest image = ChatRequest(kText);
  v1::Media& media = *image.mutable_messages(0)->add_content()->mutable_media();
  media.set_kind(v1::MEDIA_KIND_IMAGE);
  media.set_url("https://pictures.example/class.png");
  EXPECT_EQ(gate_->Inspect(gate_->Teacher(), image, response).code, 0);
  EXPECT_EQ(response.verdict(), v1::VERDICT_BLOCK);
  EXPECT_EQ(response.reason(), "MEDIA_NOT_ALLOWED");
  EXPECT_FALSE(response.has_outbound());
  EXPECT_EQ(gate_->Inspect(Caller{}, ChatRequest(kText), response).code, grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(CallersTest, HealthIsToldInPlain) {
  using grpc::health::v1::HealthCheckResponse;
  const auto channel =
      grpc::CreateChannel(StrCat("127.0.0.1:", health_port_), grpc::InsecureChannelCredentials());
  const auto stub = grpc::health::v1::Health::NewStub(channel);
  for (const char* service : {"", "schoolgate.v1.GenerationService"}) {
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    const grpc::Status status = stub->Check(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  }
  // And nothing else is.
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + gate_->sample().teacher_key);
  v1::GenerateResponse response;
  EXPECT_EQ(
      v1::GenerationService::NewStub(channel)->Generate(&context, ChatRequest(kText), &response).error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(CallersTest, ReflectionListsTheServices) {
  grpc::ClientContext context;
  const auto stub = grpc::reflection::v1alpha::ServerReflection::NewStub(gate_->channel());
  const auto stream = stub->ServerReflectionInfo(&context);
  grpc::reflection::v1alpha::ServerReflectionRequest question;
  question.set_list_services("*");
  grpc::reflection::v1alpha::ServerReflectionResponse answer;
  ASSERT_TRUE(stream->Write(question) && stream->Read(&answer));
  std::set<std::string> services;
  for (const auto& service : answer.list_services_response().service()) services.insert(service.name());
  EXPECT_TRUE(services.contains("schoolgate.v1.GenerationService"));
  EXPECT_TRUE(services.contains("schoolgate.v1.PrivacyService"));
  EXPECT_TRUE(services.contains("grpc.health.v1.Health"));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

// Whoever shows no key could fill the log: of a source, the first in a minute is written, the rest counted.
class StrangersTest : public GateTest {};

TEST_F(StrangersTest, AreRefusedAndCounted) {
  constexpr int kCalls = 5;
  const auto denied = [this] {
    int64_t count = 0;
    size_t records = 0;
    for (const v1::AuditRecord& record : RecordsOf(gate().directory(), "")) {
      if (record.reason() != "UNAUTHENTICATED") continue;
      ++records;
      count += record.denied_count();
      EXPECT_EQ(record.phase(), v1::AUDIT_PHASE_DENIED);
      EXPECT_FALSE(record.source_tag().empty());
      EXPECT_EQ(record.source_tag().find("127.0.0.1"), std::string::npos);
    }
    return std::pair(count, records);
  };
  for (int i = 0; i < kCalls; ++i) {
    const HttpAnswer answer =
        gate().Post({.key = i % 2 == 0 ? "" : "sg_not-a-key"}, ChatBody("the zanzibar quokka"));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(ErrorOf(answer.body).code, "unauthenticated");
    EXPECT_EQ(HeaderOf(answer, "x-should-retry"), "false");
    EXPECT_EQ(answer.body.find("quokka"), std::string::npos);
    if (i == 0) {
      EXPECT_EQ(denied().second, 1u);
    }
  }
  const GrpcAnswer grpc = gate().Generate(Caller{}, ChatRequest(kText));
  EXPECT_EQ(grpc.code, grpc::StatusCode::UNAUTHENTICATED);
  // Bad input of a stranger is a stranger's call first.
  EXPECT_EQ(gate().Post(Caller{}, "{").status, 401);
  gate().Stop();
  const auto [count, records] = denied();
  EXPECT_EQ(count, kCalls + 2);
  // Two sources at the most, in two minutes at the most, each a first and a rest.
  EXPECT_LE(records, 8u);
  EXPECT_EQ(gate().Log().find("quokka"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate::tests
