// gRPC server reflection over the descriptors built into this program.
//
// Our own rather than gRPC's: that one holds a thread for as long as a caller keeps its stream open, and
// joins every server of the process. Threads: any. Ownership: the server owns it and keeps it until every RPC
// is done. Errors: NOT_FOUND within the answer for what there is not; RESOURCE_EXHAUSTED for more streams
// than kMostStreams, as callers need no credentials here.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_REFLECTION_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_REFLECTION_H_

#include <grpcpp/grpcpp.h>

#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"

namespace schoolgate::gateway {

class GrpcReflection final : public grpc::reflection::v1alpha::ServerReflection::CallbackService {
 public:
  static constexpr size_t kMostStreams = 64;

  // The full names of the services the server has.
  explicit GrpcReflection(std::vector<std::string> services) : services_(std::move(services)) {}

  // The answer to one question.
  grpc::reflection::v1alpha::ServerReflectionResponse Answer(
      const grpc::reflection::v1alpha::ServerReflectionRequest& question) const;

  // Ends every stream, and refuses new ones: the server is stopping.
  void EndStreams();

  grpc::ServerBidiReactor<grpc::reflection::v1alpha::ServerReflectionRequest,
                          grpc::reflection::v1alpha::ServerReflectionResponse>*
  ServerReflectionInfo(grpc::CallbackServerContext* context) override;

 private:
  class Stream;

  const std::vector<std::string> services_;
  std::mutex mutex_;  // guards all below
  bool ending_ = false;
  absl::flat_hash_set<Stream*> streams_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_REFLECTION_H_
