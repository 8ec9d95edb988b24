#include <utility>

#include "gateway/exchange.h"
#include "gateway/ingress/grpc/grpc_server.h"
#include "gateway/ingress/models.h"

namespace schoolgate::gateway {

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(GrpcServerOptions options, Gate& gate,
                                                              std::vector<LoopContext> loops) {
  GrpcHandlers handlers;
  handlers.exchange = [&gate](connectors::VendorTransport& transport, Call& call) {
    return RunExchange(gate, transport, call);
  };
  handlers.inspect = [&gate](const Credentials& credentials, v1::GenerateRequest request) {
    return RunInspection(gate, credentials, std::move(request));
  };
  handlers.list_models = [&gate](const Credentials& credentials, const v1::ListModelsRequest& request) {
    return ListModels(gate, credentials, request);
  };
  return Start(std::move(options), std::move(handlers), std::move(loops));
}

}  // namespace schoolgate::gateway
