// ReviewService over gRPC; threads and ownership as in grpc_services.h.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_REVIEW_SERVICE_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_REVIEW_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "gateway/ingress/grpc/grpc_dispatcher.h"
#include "schoolgate/v1/review_service.grpc.pb.h"

namespace schoolgate::gateway {

using RawReviewService = v1::ReviewService::WithRawCallbackMethod_ListHeld<
    v1::ReviewService::WithRawCallbackMethod_GetHeld<v1::ReviewService::WithRawCallbackMethod_Approve<
        v1::ReviewService::WithRawCallbackMethod_Deny<v1::ReviewService::Service>>>>;

class GrpcReviewService final : public RawReviewService {
 public:
  explicit GrpcReviewService(GrpcDispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerUnaryReactor* ListHeld(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetHeld(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Approve(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Deny(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                 grpc::ByteBuffer* response) override;

 private:
  GrpcDispatcher& dispatcher_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_REVIEW_SERVICE_H_
