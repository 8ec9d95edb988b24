// PolicyService over gRPC: see gateway/policy_calls.h.
//
// Threads: gRPC calls the methods on its own threads; the work is a coroutine on an event loop (grpc_ask.h).
// Ownership: the server owns it and keeps it until every RPC is done.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_POLICY_SERVICE_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_POLICY_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "gateway/ingress/grpc/grpc_dispatcher.h"
#include "schoolgate/v1/policy_service.grpc.pb.h"

namespace schoolgate::gateway {

using RawPolicyService =
    v1::PolicyService::WithRawCallbackMethod_Explain<v1::PolicyService::WithRawCallbackMethod_ListAgreements<
        v1::PolicyService::WithRawCallbackMethod_ListTools<v1::PolicyService::WithRawCallbackMethod_Diff<
            v1::PolicyService::WithRawCallbackMethod_Apply<v1::PolicyService::Service>>>>>;

class GrpcPolicyService final : public RawPolicyService {
 public:
  explicit GrpcPolicyService(GrpcDispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListAgreements(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListTools(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Diff(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                 grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Apply(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override;

 private:
  GrpcDispatcher& dispatcher_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_POLICY_SERVICE_H_
