#include "gateway/ingress/grpc/grpc_server.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/ingress/grpc/grpc_health.h"
#include "gateway/ingress/grpc/grpc_identity.h"
#include "gateway/ingress/grpc/grpc_library_log.h"
#include "gateway/ingress/grpc/grpc_policy_service.h"
#include "gateway/ingress/grpc/grpc_record_service.h"
#include "gateway/ingress/grpc/grpc_reflection.h"
#include "gateway/ingress/grpc/grpc_review_service.h"
#include "gateway/ingress/grpc/grpc_services.h"

namespace schoolgate::gateway {
namespace {

std::vector<std::string> WithHealth(std::vector<std::string> services) {
  services.emplace_back(grpc::health::v1::Health::service_full_name());
  return services;
}

std::vector<std::string> GateServices() {
  return {v1::GenerationService::service_full_name(), v1::PrivacyService::service_full_name(),
          v1::PolicyService::service_full_name(), v1::RecordService::service_full_name(),
          v1::ReviewService::service_full_name()};
}

std::vector<std::string> WithWhole(std::vector<std::string> services) {
  services.emplace_back("");
  return services;
}

// What messages on their way in may take of the machine's memory.
constexpr int64_t kLeastMemory = int64_t{512} << 20;
constexpr int64_t kMessagesAtOnce = 64;

int Milliseconds(absl::Duration duration) { return static_cast<int>(absl::ToInt64Milliseconds(duration)); }

void SetLimits(const GrpcServerOptions& options, grpc::ServerBuilder& builder) {
  constexpr int64_t kMost = std::numeric_limits<int>::max();
  // Over all connections: past it gRPC reads no more until some of it is free.
  grpc::ResourceQuota quota("schoolgate");
  quota.Resize(static_cast<size_t>(std::max(kLeastMemory, kMessagesAtOnce * options.max_message_bytes)));
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(static_cast<int>(std::min(kMost, 2 * options.max_message_bytes)));
  // Two processes on one port would share its connections in silence.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(absl::Seconds(10)));
  // Finds callers that vanished without a word, and lets theirs find us, but not more often than makes sense.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(absl::Minutes(1)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(absl::Seconds(20)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Milliseconds(absl::Seconds(10)));
  // Long connections would pin callers to old replicas.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(absl::Minutes(10)));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(absl::Minutes(30)));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, Milliseconds(absl::Minutes(10)));
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsOf(const GrpcServerOptions& options) {
  if (options.certificate_pem.empty()) {
    if (!IsLoopback(options.address)) {
      return absl::InvalidArgumentError(
          StrCat("gRPC on ", options.address, " needs a certificate: only loopback may go without"));
    }
    return grpc::InsecureServerCredentials();
  }
  SG_RETURN_IF_ERROR(CheckIdentity(options.certificate_pem, options.private_key_pem));
  // A certificate is one way to say who calls, an API key the other: it is asked for, not demanded.
  grpc::SslServerCredentialsOptions ssl(options.client_ca_pem.empty()
                                            ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                            : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  ssl.pem_root_certs = options.client_ca_pem;
  ssl.pem_key_cert_pairs.push_back({options.private_key_pem, options.certificate_pem});
  return grpc::SslServerCredentials(ssl);
}

// Starts what `builder` holds on `address`.
absl::StatusOr<std::unique_ptr<grpc::Server>> Listen(grpc::ServerBuilder& builder, const std::string& address,
                                                     std::shared_ptr<grpc::ServerCredentials> credentials,
                                                     int& port) {
  builder.AddListeningPort(address, std::move(credentials), &port);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(
        StrCat("cannot listen on ", address,
               " for gRPC: it must be an address of this machine with a port nothing else uses"));
  }
  return server;
}

}  // namespace

struct GrpcServer::Impl {
  Impl(const GrpcServerOptions& options, GrpcHandlers handlers, std::vector<LoopContext> loops)
      : dispatcher(std::move(handlers), std::move(loops), options.max_message_bytes, options.max_open_calls,
                   options.slow_reader_limit) {}

  GrpcDispatcher dispatcher;
  GrpcGenerationService generation{dispatcher};
  GrpcPolicyService policy{dispatcher};
  GrpcPrivacyService privacy{dispatcher};
  GrpcRecordService records{dispatcher};
  GrpcReviewService review{dispatcher};
  GrpcReflection reflection{WithHealth(GateServices())};
  GrpcHealth health{WithWhole(GateServices())};
  GrpcHealth health_alone{WithWhole(GateServices())};
  int port = 0;
  int health_port = 0;
  // After the services: destroyed before them.
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<grpc::Server> health_server;
};

GrpcServer::GrpcServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

GrpcServer::~GrpcServer() { Shutdown(absl::ZeroDuration()); }

// NOLINTNEXTLINE(performance-unnecessary-value-param): the same form as the other Start, which gives it on
absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(GrpcServerOptions options,
                                                              GrpcHandlers handlers,
                                                              std::vector<LoopContext> loops) {
  TakeLibraryLogs();
  SG_ASSIGN_OR_RETURN(std::shared_ptr<grpc::ServerCredentials> credentials, CredentialsOf(options));
  auto impl = std::make_unique<Impl>(options, std::move(handlers), std::move(loops));
  {
    grpc::ServerBuilder builder;
    SetLimits(options, builder);
    builder.RegisterService(&impl->generation);
    builder.RegisterService(&impl->policy);
    builder.RegisterService(&impl->privacy);
    builder.RegisterService(&impl->records);
    builder.RegisterService(&impl->review);
    builder.RegisterService(&impl->reflection);
    builder.RegisterService(&impl->health);
    SG_ASSIGN_OR_RETURN(impl->server, Listen(builder, options.address, std::move(credentials), impl->port));
  }
  if (!options.health_address.empty()) {
    grpc::ServerBuilder builder;
    SetLimits(options, builder);
    builder.RegisterService(&impl->health_alone);
    SG_ASSIGN_OR_RETURN(impl->health_server, Listen(builder, options.health_address,
                                                    grpc::InsecureServerCredentials(), impl->health_port));
  }
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(impl)));
}

int GrpcServer::port() const { return impl_->port; }

int GrpcServer::health_port() const { return impl_->health_port; }

void GrpcServer::SetServing(bool serving) {
  impl_->health.SetServing(serving);
  impl_->health_alone.SetServing(serving);
}

void GrpcServer::Shutdown(absl::Duration grace) {
  SetServing(false);
  // Those who only watch are not waited for.
  impl_->health.EndWatches();
  impl_->reflection.EndStreams();
  impl_->server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  if (impl_->health_server == nullptr) return;
  // Probes hear of the end until the last call is done.
  impl_->health_alone.EndWatches();
  impl_->health_server->Shutdown(absl::ToChronoTime(absl::Now() + absl::Seconds(1)));
}

}  // namespace schoolgate::gateway
