// The standard grpc.health.v1 service, over a fixed set of services that all serve or all do not.
//
// Our own rather than gRPC's, so that it can also listen alone, in plaintext, for Kubernetes probes.
// Threads: any. Ownership: the server owns it and keeps it until every RPC is done. At first nothing serves.
// Errors: NOT_FOUND (Check) or SERVICE_UNKNOWN (Watch) for another service; RESOURCE_EXHAUSTED for more
// watches than kMostWatches, as callers need no credentials here.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_HEALTH_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_HEALTH_H_

#include <grpcpp/grpcpp.h>

#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace schoolgate::gateway {

class GrpcHealth final : public grpc::health::v1::Health::CallbackService {
 public:
  static constexpr size_t kMostWatches = 64;

  // The empty name stands for the server as a whole.
  explicit GrpcHealth(std::vector<std::string> services);

  void SetServing(bool serving);
  // Ends every watch, and refuses new ones: the server is stopping.
  void EndWatches();

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context, const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;

  const absl::flat_hash_set<std::string> services_;
  std::mutex mutex_;  // guards all below
  bool serving_ = false;
  bool ending_ = false;
  absl::flat_hash_set<Watcher*> watchers_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_HEALTH_H_
